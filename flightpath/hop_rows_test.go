package flightpath_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// noReplyIsLost is the rows of docs/flightpath.md that cannot lose a reply, and why.
var noReplyIsLost = map[string]string{
	"security group":            "it lets replies pass",
	"… rules that name a group": "it lets replies pass",
	"block public access":       "replies are asked in the direction of their connection",
}

const notModelled = "VPN, Direct Connect, Connect, carrier and local gateways, core networks, forwarding instances"

// Every row of the table of hops names tests that there are; they expect packets that pass, packets that are stopped, and replies
// that are lost.
func TestEveryHopIsTested(t *testing.T) {
	tests, rows := testFunctions(t), hopRows(t)
	require.Greater(t, len(rows), 20)
	names := regexp.MustCompile("`(Test[A-Za-z0-9]+)`")
	for name, cells := range rows {
		require.Len(t, cells, 4, name)
		var expects strings.Builder
		for _, found := range names.FindAllStringSubmatch(cells[3], -1) {
			body, there := tests[found[1]]
			assert.True(t, there, "%s: there is no %s", name, found[1])
			expects.WriteString(body)
		}
		for _, verdicts := range wanted(name) {
			assert.Regexp(t, `flightpath\.(`+verdicts+`)\b`, expects.String(), "%s: no test of this row expects %s", name, verdicts)
		}
	}
	for name := range noReplyIsLost {
		assert.Contains(t, rows, name)
	}
	assert.Contains(t, rows, notModelled)
}

// wanted is the verdicts that the tests of a row have to expect.
func wanted(row string) []string {
	switch {
	case row == notModelled:
		return []string{"Unproven"}
	case noReplyIsLost[row] != "":
		return []string{"Direct|Inspected", "Blocked"}
	}
	return []string{"Direct|Inspected", "Blocked", "Asymmetric"}
}

// hopRows is the cells of each row, by the first one.
func hopRows(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "flightpath.md"))
	require.NoError(t, err)
	_, section, there := strings.Cut(string(text), "\n## Hops\n")
	require.True(t, there)
	section, _, _ = strings.Cut(section, "\n## ")
	rows := map[string][]string{}
	for line := range strings.Lines(section) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "| ---") || strings.HasPrefix(line, "| hop |") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows[cells[0]] = cells
	}
	return rows
}

// testFunctions is the text of each test of this package.
func testFunctions(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	found := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, text, 0)
		require.NoError(t, err)
		for _, d := range parsed.Decls {
			if f, is := d.(*ast.FuncDecl); is && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
				found[f.Name.Name] = string(text[set.Position(f.Pos()).Offset:set.Position(f.End()).Offset])
			}
		}
	}
	return found
}
