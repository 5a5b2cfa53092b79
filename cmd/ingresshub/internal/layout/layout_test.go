package layout

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPage(t *testing.T) {
	t.Parallel()
	page := &Page{}
	page.Line(1, "%s ", "title")
	page.Table(2, [][]string{{"tier", "use1-az1", "→"}, {"transit", "10.0.0.0/28", ""}})
	page.Blank()
	var out strings.Builder
	n, err := page.WriteTo(&out)
	require.NoError(t, err)
	assert.Equal(t, int64(out.Len()), n)
	assert.Equal(t, "  title\n"+
		"    tier     use1-az1     →\n"+
		"    transit  10.0.0.0/28\n\n", out.String())
}

func TestListWraps(t *testing.T) {
	t.Parallel()
	page := &Page{}
	page.List(0, "also: ", []string{strings.Repeat("a", 60), strings.Repeat("b", 60), strings.Repeat("c", 200), "d"})
	var out strings.Builder
	_, err := page.WriteTo(&out)
	require.NoError(t, err)
	assert.Equal(t, "also: "+strings.Repeat("a", 60)+",\n"+
		"      "+strings.Repeat("b", 60)+",\n"+
		"      "+strings.Repeat("c", 200)+",\n"+
		"      d\n", out.String())
}
