package planview

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/estatefile"
	"github.com/ingresshub/ingresshub/components/plan"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGoldenViews(t *testing.T) {
	t.Parallel()
	planned := planOf(t, "testdata/estate.yaml")
	for name, view := range map[string]func(io.Writer, *plan.Plan) error{"table.txt": Table, "plan.mmd": Mermaid} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			require.NoError(t, view(&out, planned))
			path := filepath.Join("testdata", name)
			if *update {
				require.NoError(t, os.WriteFile(path, out.Bytes(), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(want), out.String())
		})
	}
}

// TestViewsNameEverything pairs the golden files with what must be in them whatever they look like.
func TestViewsNameEverything(t *testing.T) {
	t.Parallel()
	planned := planOf(t, "testdata/estate.yaml")
	var table, chart bytes.Buffer
	require.NoError(t, Table(&table, planned))
	require.NoError(t, Mermaid(&chart, planned))
	for _, vpc := range planned.Vpcs {
		assert.Contains(t, table.String(), "VPC "+vpc.Name)
		assert.Contains(t, chart.String(), "VPC "+vpc.Name)
		for _, subnet := range vpc.Subnets {
			assert.Contains(t, table.String(), subnet.Cidr)
		}
	}
	for _, balancer := range planned.InnerLoadBalancers {
		for _, address := range balancer.Addresses {
			assert.Contains(t, table.String(), address.Address)
			assert.Contains(t, chart.String(), address.Address)
		}
	}
	for _, binding := range planned.Bindings {
		assert.Contains(t, table.String(), "→ "+binding.Name)
		assert.Contains(t, chart.String(), id("service", binding.Name))
	}
}

func TestIdsStayApart(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, name := range []string{"a-b", "a.b", "ab", "a.b-c", "a-b.c"} {
		assert.Empty(t, seen[id("lb", name)], name)
		seen[id("lb", name)] = name
	}
	assert.Equal(t, "a<br/>#quot;b#quot; #lt;c#gt;", label("a", "", `"b" <c>`))
}

func planOf(t *testing.T, path string) *plan.Plan {
	t.Helper()
	file, err := estatefile.Read(path, nil)
	require.NoError(t, err)
	text, err := file.JSON()
	require.NoError(t, err)
	planned, err := plan.Parse(text)
	require.NoError(t, err)
	return planned
}
