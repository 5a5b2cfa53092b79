package exceptions_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/tests/e2e/exceptions"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/observe"
	"github.com/ingresshub/ingresshub/tests/e2e/parity"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the tables of docs/fidelity.md anew")

const (
	document = "../../../docs/fidelity.md"
	services = "../emulator/services"
)

// TestGoldenFidelity keeps the tables of docs/fidelity.md those of the code.
func TestGoldenFidelity(t *testing.T) {
	text, err := os.ReadFile(document)
	require.NoError(t, err)
	written := string(text)
	for name, table := range map[string]string{
		"compared": compared(object.Described), "unplanned": unplanned(), "implicit": implicit(), "not looked at": notLookedAt(),
		"exceptions": excepted(), "emulator": extensions(t), "lacking": lacking(),
		"waivers": waivers(),
	} {
		section := regexp.MustCompile(fmt.Sprintf("(?s)(<!-- %s -->\n).*?(<!-- end -->)", name))
		require.Regexp(t, section, written)
		written = section.ReplaceAllStringFunc(written, func(string) string {
			return fmt.Sprintf("<!-- %s -->\n%s<!-- end -->", name, table)
		})
	}
	if *update {
		require.NoError(t, os.WriteFile(document, []byte(written), 0o644)) //nolint:gosec // A document.
		return
	}
	require.Equal(t, written, string(text), "run the test with -update if that is what you want")
}

// rows is a table.
func rows(heads []string, lines [][]string) string {
	var table strings.Builder
	for _, line := range append([][]string{heads, strings.Split(strings.Repeat("---|", len(heads)-1)+"---", "|")}, lines...) {
		fmt.Fprintf(&table, "| %s |\n", strings.Join(line, " | "))
	}
	return table.String()
}

func compared(descriptions []object.Description) string {
	var lines [][]string
	for _, d := range descriptions {
		lines = append(lines, []string{string(d.Type), d.Identity, strings.Join(d.Fields, ", "), d.Calls})
	}
	return rows([]string{"object", "told apart by", "fields", "read by"}, lines)
}

func unplanned() string {
	var words []string
	for _, d := range object.Unplanned {
		words = append(words, string(d.Type))
	}
	return strings.Join(words, ", ") + "\n"
}

func implicit() string {
	var lines [][]string
	for _, child := range object.ImplicitChildren {
		lines = append(lines, []string{string(child.Type), child.Which, child.Reason})
	}
	return rows([]string{"type", "which", "why"}, lines)
}

func notLookedAt() string {
	var lines [][]string
	for _, unread := range observe.NotLookedAt {
		lines = append(lines, []string{unread.Reason, "`" + strings.Join(unread.Paths, "`, `") + "`"})
	}
	return rows([]string{"why", "where"}, lines)
}

func excepted() string {
	if len(exceptions.Table) == 0 {
		return "There is none.\n"
	}
	var lines [][]string
	for _, e := range exceptions.Table {
		lines = append(lines, []string{string(e.Type), e.Field, e.Got, e.Call, e.Reason})
	}
	return rows([]string{"type", "field", "what the API shows", "call", "why"}, lines)
}

// waivers has a row per type and reason.
func waivers() string {
	var lines [][]string
	for _, w := range parity.Waivers {
		var edits []string
		for _, edit := range w.Edits {
			edits = append(edits, string(edit))
		}
		excused := fmt.Sprintf("`%s` (%s: %s)", w.Path, w.Aspect, strings.Join(edits, ", "))
		if w.Path == "" {
			excused = "all"
		}
		token := "`" + w.Type[strings.LastIndex(w.Type, ":")+1:] + "`"
		i := slices.IndexFunc(lines, func(line []string) bool { return line[0] == token && line[2] == w.Reason })
		if i < 0 {
			lines = append(lines, []string{token, excused, w.Reason})
			continue
		}
		lines[i][1] += "; " + excused
	}
	slices.SortStableFunc(lines, func(a, b []string) int { return strings.Compare(a[2], b[2]) })
	return rows([]string{"type", "properties, and which answers about them", "why"}, lines)
}

func lacking() string {
	var lines [][]string
	for _, lack := range exceptions.Lacking {
		lines = append(lines, []string{lack.Service, lack.Calls, lack.Instead})
	}
	return rows([]string{"service", "calls", "so this cannot be tried"}, lines)
}

// docstring is the first paragraph of a Python module.
var docstring = regexp.MustCompile(`(?s)^"""(.*?)(?:\n\n|""")`)

// extensions are what the modules of the emulator say of themselves.
func extensions(t *testing.T) string {
	t.Helper()
	var lines [][]string
	for _, pattern := range []string{"*.py", "*/__init__.py"} {
		modules, err := filepath.Glob(filepath.Join(services, pattern))
		require.NoError(t, err)
		for _, module := range modules {
			name, err := filepath.Rel(services, module)
			require.NoError(t, err)
			if name == "__init__.py" {
				continue
			}
			text, err := os.ReadFile(module)
			require.NoError(t, err)
			said := docstring.FindSubmatch(text)
			require.NotNil(t, said, "%s says nothing of itself", module)
			words := strings.Join(strings.Fields(string(said[1])), " ")
			lines = append(lines, []string{"`" + strings.TrimSuffix(filepath.ToSlash(name), "/__init__.py") + "`", words})
		}
	}
	require.NotEmpty(t, lines)
	return rows([]string{"module", "what it is about"}, lines)
}
