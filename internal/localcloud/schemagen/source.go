package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"path/filepath"
	"reflect"
	"strings"
)

// pkg is the source of one module of the SDK.
type pkg struct {
	name    string
	structs map[string]*ast.StructType
	named   map[string]ast.Expr
	funcs   map[string]*ast.FuncDecl
}

func readPackage(dir, module string) *pkg {
	p := &pkg{module, map[string]*ast.StructType{}, map[string]ast.Expr{}, map[string]*ast.FuncDecl{}}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		log.Fatal("no package in ", dir)
	}
	fset := token.NewFileSet()
	for _, f := range files {
		parsed, err := parser.ParseFile(fset, f, nil, parser.SkipObjectResolution)
		if err != nil {
			log.Fatal(err)
		}
		for _, d := range parsed.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					p.funcs[d.Name.Name] = d
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if t, ok := spec.(*ast.TypeSpec); ok {
						if st, ok := t.Type.(*ast.StructType); ok {
							p.structs[t.Name.Name] = st
						} else {
							p.named[t.Name.Name] = t.Type
						}
					}
				}
			}
		}
	}
	return p
}

// requiredArgs finds the checks `if args.X == nil { return … }` of a constructor.
func requiredArgs(f *ast.FuncDecl) (names []string) {
	ast.Inspect(f, func(n ast.Node) bool {
		branch, ok := n.(*ast.IfStmt)
		if !ok {
			return true
		}
		cond, ok := branch.Cond.(*ast.BinaryExpr)
		if !ok {
			return true
		}
		sel, ok := cond.X.(*ast.SelectorExpr)
		if !ok || cond.Op != token.EQL {
			return true
		}
		if len(branch.Body.List) == 1 {
			if _, returns := branch.Body.List[0].(*ast.ReturnStmt); returns {
				names = append(names, sel.Sel.Name)
			}
		}
		return true
	})
	return names
}

func tagOf(f *ast.Field) string {
	if f.Tag == nil {
		return ""
	}
	return reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("pulumi")
}
