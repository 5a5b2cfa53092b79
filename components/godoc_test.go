package components_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// jargon are words that mean something only to who wrote the components.
var jargon = regexp.MustCompile(`(?i)\b(prints?|printed|recipe|R0)\b`)

// TestDocumentation reads what `go doc` shows of each package: everything exported is documented, in words of Pulumi's and
// AWS's, and components register resources.
func TestDocumentation(t *testing.T) {
	t.Parallel()
	read := 0
	for _, folder := range []string{
		"plan", "inputs", "network", "transit", "loadbalancer", "cluster", "estate", "binding", "controller", "onboarding", "fleet", "reachability",
		"firewall", "firewall/networkfirewall", "firewall/gatewayloadbalancer", "firewall/given",
		"guardrails", "guardrails/admission", "guardrails/clusterrole", "guardrails/organization", "guardrails/publicaccess",
	} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		require.NoError(t, err)
		positions := token.NewFileSet()
		var texts []string
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(positions, name, nil, parser.ParseComments)
			require.NoError(t, err)
			if file.Doc != nil {
				texts = append(texts, file.Doc.Text())
			}
			shown, err := doc.NewFromFiles(positions, []*ast.File{file}, "x/"+name)
			require.NoError(t, err)
			add := func(what, text string) {
				assert.NotEmpty(t, text, "%s: %s has no doc comment", name, what)
				texts = append(texts, text)
			}
			for _, function := range shown.Funcs {
				add(function.Name, function.Doc)
			}
			for _, typ := range shown.Types {
				add(typ.Name, typ.Doc)
				ast.Inspect(typ.Decl, func(node ast.Node) bool {
					if field, ok := node.(*ast.Field); ok {
						texts = append(texts, field.Doc.Text())
					}
					return true
				})
				for _, function := range append(typ.Funcs, typ.Methods...) {
					add(function.Name, function.Doc)
				}
			}
		}
		for _, text := range texts {
			assert.Empty(t, jargon.FindString(text), "%s: %s", folder, text)
			read++
		}
	}
	require.Greater(t, read, 100)
}
