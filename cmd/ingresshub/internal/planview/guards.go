package planview

import (
	"maps"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// guards prints what the program installs in a cluster, and which exceptions from its guardrails are declared.
func (t *table) guards(cluster plan.EksCluster) {
	if c := cluster.Controller; c != nil {
		from := ""
		if c.ImageRepository != "" {
			from = "  image " + c.ImageRepository
		}
		t.Line(2, "load balancer controller  chart %s%s", c.ChartVersion, from)
	}
	if cluster.Guardrails.Admission {
		t.Line(2, "admission policies")
	}
	reasons := cluster.Guardrails.Reasons()
	var rows [][]string
	for _, name := range slices.Sorted(maps.Keys(reasons)) {
		what := "without guardrail " + name
		if name == "internalNlbs" {
			what = "internal NLBs of its own"
		}
		rows = append(rows, []string{what, inOneLine(reasons[name])})
	}
	t.Table(2, rows)
}

// inOneLine is a reason as people wrote it, maybe in several lines, for a cell of a table.
func inOneLine(reason string) string { return strings.Join(strings.Fields(reason), " ") }
