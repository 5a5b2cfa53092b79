package plan

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestGoldenSchema fails when the types or their comments changed and schema.json did not.
func TestGoldenSchema(t *testing.T) {
	g := generator{comments: comments(t), defs: map[string]any{}}
	g.object(reflect.TypeOf(Estate{}))
	document := g.defs["Estate"].(map[string]any)
	delete(g.defs, "Estate")
	document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	document["title"] = "ingresshub estate"
	document["$defs"] = g.defs
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(document))
	golden(t, "schema.json", out.Bytes())
	if !*update { // With -update the embedded file is the one from before.
		require.Equal(t, out.String(), string(Schema()))
	}
}

// TestEveryFieldIsDescribed keeps the schema, and the reference made of it, complete.
func TestEveryFieldIsDescribed(t *testing.T) {
	all := comments(t)
	seen := map[reflect.Type]bool{}
	var visit func(reflect.Type)
	visit = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Map || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] {
			return
		}
		seen[typ] = true
		require.NotEmpty(t, all[typ.Name()], typ.Name())
		for i := range typ.NumField() {
			field := typ.Field(i)
			key := typ.Name() + "." + field.Name
			require.NotEmpty(t, all[key], key)
			name, optional := jsonKey(field)
			require.Equal(t, strings.ToLower(field.Name), strings.ToLower(name), key)
			if optional && field.Type.Kind() == reflect.Int {
				require.True(t, constraints[key].min != 0 || constraints[key].max != 0, "%s has no bounds", key)
			}
			visit(field.Type)
		}
	}
	visit(reflect.TypeOf(Estate{}))
	for key := range constraints {
		require.NotEmpty(t, all[key], "constraint for a field that does not exist: %s", key)
	}
}

// comments are the doc comments of the package's types and fields.
func comments(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	out := map[string]string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			if general, ok := decl.(*ast.GenDecl); ok {
				commentsOf(general, out)
			}
		}
	}
	return out
}

// commentsOf adds the doc comments of the structs of a declaration, and of their fields.
func commentsOf(general *ast.GenDecl, out map[string]string) {
	for _, spec := range general.Specs {
		typ, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		object, ok := typ.Type.(*ast.StructType)
		if !ok {
			continue
		}
		out[typ.Name.Name] = oneLine(general.Doc.Text())
		for _, field := range object.Fields.List {
			for _, name := range field.Names {
				out[typ.Name.Name+"."+name.Name] = oneLine(field.Doc.Text())
			}
		}
	}
}

// oneLine joins the lines of a comment; paragraphs stay apart.
func oneLine(comment string) string {
	paragraphs := strings.Split(strings.TrimSpace(comment), "\n\n")
	for i, paragraph := range paragraphs {
		paragraphs[i] = strings.Join(strings.Fields(paragraph), " ")
	}
	return strings.Join(paragraphs, "\n\n")
}

// generator makes a JSON Schema of Go types.
type generator struct {
	comments map[string]string
	defs     map[string]any
}

// Objects that say something by which of their members is set.
var (
	fewestMembers = map[reflect.Type]int{
		reflect.TypeOf(Transit{}): 1, reflect.TypeOf(Inspection{}): 1, reflect.TypeOf(EastWestInspection{}): 1,
		reflect.TypeOf(GatewayLoadBalancer{}): 1,
	}
	mostMembers = map[reflect.Type]int{
		reflect.TypeOf(Transit{}): 1, reflect.TypeOf(Firewall{}): 1, reflect.TypeOf(FirewallLogs{}): 1,
		reflect.TypeOf(GatewayLoadBalancer{}): 2, // serviceName has zones beside it.
	}
)

// object adds a struct to the definitions and returns a reference to it.
func (g generator) object(typ reflect.Type) map[string]any {
	reference := map[string]any{"$ref": "#/$defs/" + typ.Name()}
	if g.defs[typ.Name()] != nil {
		return reference
	}
	properties, required := map[string]any{}, []string{}
	object := map[string]any{
		"type": "object", "description": g.comments[typ.Name()], "additionalProperties": false, "properties": properties,
	}
	g.defs[typ.Name()] = object
	for i := range typ.NumField() {
		field := typ.Field(i)
		key, optional := jsonKey(field)
		name := typ.Name() + "." + field.Name
		property := g.value(field.Type, constraints[name])
		property["description"] = g.comments[name]
		properties[key] = property
		if !optional {
			required = append(required, key)
		}
	}
	if len(required) > 0 {
		object["required"] = required
	}
	if fewest := fewestMembers[typ]; fewest > 0 {
		object["minProperties"] = fewest
	}
	if most := mostMembers[typ]; most > 0 {
		object["maxProperties"] = most
	}
	return reference
}

// value is the schema of a value.
func (g generator) value(typ reflect.Type, c constraint) map[string]any {
	switch typ.Kind() {
	case reflect.Pointer:
		return g.value(typ.Elem(), c)
	case reflect.Struct:
		return g.object(typ)
	case reflect.Map:
		return g.mapping(typ, c)
	case reflect.Slice:
		return map[string]any{"type": "array", "items": g.value(typ.Elem(), c), "uniqueItems": true}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.String:
		out := map[string]any{"type": "string"}
		if c.pattern != "" {
			out["pattern"] = c.pattern
		}
		if c.length > 0 {
			out["maxLength"] = c.length
		}
		if len(c.enum) > 0 {
			out["enum"] = c.enum
		}
		return out
	}
	return map[string]any{"type": "integer", "minimum": c.min, "maximum": c.max}
}

// mapping is the schema of a map.
func (g generator) mapping(typ reflect.Type, c constraint) map[string]any {
	inner := c
	inner.keyPattern, inner.names = c.innerKeyPattern, false
	out := map[string]any{"type": "object", "additionalProperties": g.value(typ.Elem(), inner)}
	switch {
	case c.names:
		out["propertyNames"] = map[string]any{"pattern": namePattern, "maxLength": nameLength}
	case len(c.keys) > 0:
		out["propertyNames"] = map[string]any{"enum": c.keys}
	case c.keyPattern != "":
		out["propertyNames"] = map[string]any{"pattern": c.keyPattern}
	}
	return out
}
