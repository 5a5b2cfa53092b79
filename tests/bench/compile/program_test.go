package compile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const library = "github.com/ingresshub/ingresshub"

// listed is a package as `go list -json` tells.
type listed struct {
	ImportPath string
	Standard   bool
	Imports    []string
}

// list is `go list` in a folder.
func list(tb testing.TB, folder string, args ...string) []listed {
	tb.Helper()
	command := exec.Command("go", append([]string{"list", "-json=ImportPath,Standard,Imports"}, args...)...)
	command.Dir, command.Env = folder, environment("")
	var errors bytes.Buffer
	command.Stderr = &errors
	output, err := command.Output()
	require.NoError(tb, err, errors.String())
	var all []listed
	decoder := json.NewDecoder(bytes.NewReader(output))
	for {
		var one listed
		if err := decoder.Decode(&one); err == io.EOF {
			return all
		} else {
			require.NoError(tb, err)
		}
		all = append(all, one)
	}
}

// environment is this process's without what `go test` adds to it, and perhaps with another build cache.
func environment(cache string) []string {
	env := append(os.Environ(), "GOWORK=off", "PWD=")
	if cache != "" {
		env = append(env, "GOCACHE="+cache)
	}
	return env
}

// root is the folder of the library's module.
func root(tb testing.TB) string {
	tb.Helper()
	folder, err := filepath.Abs("../../..")
	require.NoError(tb, err)
	return folder
}

// program is a Go program in a module of its own.
type program struct {
	folder string

	// Its main.go, with a verb for what tells one edit from the next.
	source string
}

// with is a program that imports the library: the root's main.go.
func with(tb testing.TB) program {
	return newProgram(tb, "pulumi.Run(estate.Program)", []string{
		`"github.com/pulumi/pulumi/sdk/v3/go/pulumi"`, `"` + library + `/components/estate"`,
	}, "require "+library+" v0.0.0", "replace "+library+" => "+root(tb))
}

// without is a program that imports what the library imports, apart from the library's own packages.
func without(tb testing.TB) program {
	var imports []string
	for _, one := range list(tb, root(tb), "-deps", "./components/estate") {
		if !own(one.ImportPath) {
			continue
		}
		for _, imported := range one.Imports {
			if !own(imported) && strings.Contains(imported, ".") {
				imports = append(imports, `_ "`+imported+`"`)
			}
		}
	}
	slices.Sort(imports)
	imports = slices.Compact(imports)
	imports = slices.DeleteFunc(imports, func(line string) bool { return strings.Contains(line, "/pulumi/sdk/v3/go/pulumi\"") })
	return newProgram(tb, "pulumi.Run(func(*pulumi.Context) error { return nil })",
		append(imports, `"github.com/pulumi/pulumi/sdk/v3/go/pulumi"`))
}

// own says whether a package is the library's.
func own(path string) bool { return path == library || strings.HasPrefix(path, library+"/") }

// newProgram writes a program whose modules have the versions that the library's go.mod says.
func newProgram(tb testing.TB, body string, imports []string, module ...string) program {
	tb.Helper()
	p := program{folder: tb.TempDir()}
	p.source = "package main\n\nimport (\n\t\"os\"\n\n\t" + strings.Join(imports, "\n\t") + "\n)\n\nfunc main() {\n" +
		"\t_ = os.Setenv(\"EDIT\", \"%d\")\n\t" + body + "\n}\n"
	mod, err := os.ReadFile(filepath.Join(root(tb), "go.mod"))
	require.NoError(tb, err)
	text := strings.Replace(string(mod), "module "+library, "module example.com/program", 1) + strings.Join(module, "\n") + "\n"
	require.NoError(tb, os.WriteFile(filepath.Join(p.folder, "go.mod"), []byte(text), 0o600))
	sum, err := os.ReadFile(filepath.Join(root(tb), "go.sum"))
	require.NoError(tb, err)
	require.NoError(tb, os.WriteFile(filepath.Join(p.folder, "go.sum"), sum, 0o600))
	p.edit(tb, 0)
	return p
}

// edit changes the program.
func (p program) edit(tb testing.TB, number int) {
	tb.Helper()
	text := fmt.Appendf(nil, p.source, number)
	require.NoError(tb, os.WriteFile(filepath.Join(p.folder, "main.go"), text, 0o600))
}

// Otherwise the comparison would be about different packages.
func TestProgramsCompileTheSamePackages(t *testing.T) {
	foreign := func(p program) []string {
		var paths []string
		for _, one := range list(t, p.folder, "-deps", ".") {
			if !one.Standard && !own(one.ImportPath) && one.ImportPath != "example.com/program" {
				paths = append(paths, one.ImportPath)
			}
		}
		slices.Sort(paths)
		return paths
	}
	ours := foreign(with(t))
	require.Contains(t, ours, "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2")
	require.Equal(t, foreign(without(t)), ours)
}
