package main

import (
	"fmt"
	"go/ast"
	"log"
	"slices"
	"strings"
)

// schema is what schema_aws.json holds.
type schema struct {
	Resources map[string]entry             `json:"resources"`
	Functions map[string]entry             `json:"functions"`
	Shapes    map[string]map[string]string `json:"shapes"`
}

type entry struct {
	Inputs   map[string]string `json:"inputs"`
	Outputs  map[string]string `json:"outputs"`
	Computed []string          `json:"computed,omitempty"`
}

func (s schema) add(p *pkg, name string) {
	big := strings.ToUpper(name[:1]) + name[1:]
	tok := fmt.Sprintf("aws:%s/%s:%s", p.name, name, big)
	if strings.HasPrefix(name, "get") {
		// Plain functions have Args, functions whose result depends on the
		// provider's version have LookupXArgs.
		tok = fmt.Sprintf("aws:%s/%s:%s", p.name, name, name)
		base := big
		if p.structs[base+"Result"] == nil {
			base = "Lookup" + strings.TrimPrefix(big, "Get")
		}
		if p.structs[base+"Result"] == nil {
			log.Fatal("no function ", tok)
		}
		e := entry{Inputs: map[string]string{}, Outputs: map[string]string{}}
		if args := p.structs[base+"Args"]; args != nil {
			s.fields(p, args, e.Inputs)
		}
		s.fields(p, p.structs[base+"Result"], e.Outputs)
		s.Functions[tok] = e
		return
	}
	args := p.structs[name+"Args"]
	if args == nil || p.structs[big] == nil {
		log.Fatal("no type ", tok)
	}
	e := entry{Inputs: map[string]string{}, Outputs: map[string]string{}}
	s.fields(p, args, e.Inputs)
	required := requiredArgs(p.funcs["New"+big])
	goNames := map[string]string{}
	for _, f := range args.Fields.List {
		goNames[f.Names[0].Name] = tagOf(f)
	}
	for k, v := range e.Inputs {
		e.Inputs[k] = strings.TrimSuffix(v, "!")
	}
	for _, r := range required {
		e.Inputs[goNames[r]] += "!"
	}
	for _, f := range p.structs[big].Fields.List {
		if tag := tagOf(f); tag != "" {
			t, pointer := s.outputType(p, f.Type)
			e.Outputs[tag] = t
			in, input := e.Inputs[tag]
			if input && !pointer && !strings.HasSuffix(in, "!") && t[0] != '[' && t[0] != '{' && t != "any" {
				e.Computed = append(e.Computed, tag)
			}
		}
	}
	slices.Sort(e.Computed)
	s.Resources[tok] = e
}

func (s schema) fields(p *pkg, st *ast.StructType, into map[string]string) {
	for _, f := range st.Fields.List {
		if tag := tagOf(f); tag != "" {
			into[tag] = s.plainType(p, f.Type)
		}
	}
}

// plainType names the type of a field of a plain struct: s, n, b, any, [T],
// {T}, #module:Shape; ! marks what is required.
func (s schema) plainType(p *pkg, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return strings.TrimSuffix(s.plainType(p, e.X), "!")
	case *ast.ArrayType:
		return "[" + strings.TrimSuffix(s.plainType(p, e.Elt), "!") + "]"
	case *ast.MapType:
		return "{" + strings.TrimSuffix(s.plainType(p, e.Value), "!") + "}"
	case *ast.InterfaceType:
		return "any"
	case *ast.SelectorExpr:
		return "s"
	case *ast.Ident:
		switch e.Name {
		case "string":
			return "s!"
		case "bool":
			return "b!"
		case "int", "float64":
			return "n!"
		}
		return s.shape(p, e.Name) + "!"
	}
	log.Fatalf("%s: unknown type %T", p.name, e)
	return ""
}

func (s schema) shape(p *pkg, name string) string {
	st := p.structs[name]
	if st == nil {
		if _, enum := p.named[name]; enum {
			return "s"
		}
		log.Fatalf("%s: no type %s", p.name, name)
	}
	key := p.name + ":" + name
	if s.Shapes[key] == nil {
		s.Shapes[key] = map[string]string{}
		s.fields(p, st, s.Shapes[key])
	}
	return "#" + key
}

// outputType names the type of a field such as pulumi.StringPtrOutput or
// TargetGroupHealthCheckOutput, and says whether it is a pointer.
func (s schema) outputType(p *pkg, e ast.Expr) (string, bool) {
	name := ""
	plain := false
	switch e := e.(type) {
	case *ast.SelectorExpr:
		name, plain = e.Sel.Name, true
	case *ast.Ident:
		name = e.Name
	}
	name = strings.TrimSuffix(name, "Output")
	name, pointer := strings.CutSuffix(name, "Ptr")
	if name == "Any" {
		return "any", true
	}
	if base, ok := strings.CutSuffix(name, "Array"); ok && (plain || p.structs[name] == nil) {
		return "[" + s.outputName(p, base, plain) + "]", pointer
	}
	if base, ok := strings.CutSuffix(name, "Map"); ok && (plain || p.structs[name] == nil) {
		return "{" + s.outputName(p, base, plain) + "}", pointer
	}
	return s.outputName(p, name, plain), pointer
}

func (s schema) outputName(p *pkg, name string, plain bool) string {
	if plain {
		switch name {
		case "String", "ID":
			return "s"
		case "Bool":
			return "b"
		case "Int", "Float64":
			return "n"
		case "StringMap":
			return "{s}"
		}
		return "any"
	}
	return s.shape(p, name)
}
