package bench

import (
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
)

// fewestPairs is how many pairs of runs a ratio is the median of at least.
const fewestPairs = 5

// BenchmarkProgram runs the program of an estate and the raw program that registers the same, in turns, in this process;
// the engine's part is played by another process. Per measure: what the program takes, and `…/raw`, how many times that is
// of what the raw program takes; `…-per-service/10` is how many times a service takes of what one takes in the estate of
// ten.
func BenchmarkProgram(b *testing.B) {
	address := apart(b)
	smallest := map[string]float64{}
	for _, services := range []int{10, 100, 300} {
		b.Run(fmt.Sprintf("services=%d", services), func(b *testing.B) {
			declared := document(b, declare(services/servicesPerCluster, servicesPerCluster))
			raw := newRawProgram(b, recorded(b, declared, estate.Program))
			once := func(program pulumi.RunFunc) cost {
				made, err := measure(func() error { return run(address, declared, program) })
				require.NoError(b, err)
				return made
			}
			once(estate.Program)
			once(raw.program)

			var ours, theirs []cost
			for pair := 0; pair < fewestPairs || b.Loop(); pair++ {
				// Neither always goes first.
				if pair%2 == 0 {
					ours, theirs = append(ours, once(estate.Program)), append(theirs, once(raw.program))
				} else {
					theirs, ours = append(theirs, once(raw.program)), append(ours, once(estate.Program))
				}
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(len(raw.steps)), "resources")
			for _, a := range aspects {
				took := median(a.all(ours))
				if took == 0 {
					continue
				}
				b.ReportMetric(took, a.unit)
				b.ReportMetric(took/median(a.all(theirs)), a.unit+"/raw")
				if each := took / float64(services); services == 10 {
					smallest[a.unit] = each
				} else if smallest[a.unit] > 0 {
					b.ReportMetric(each/smallest[a.unit], a.unit+"-per-service/10")
				}
			}
		})
	}
}

// aspect is a part of a cost that is compared.
type aspect struct {
	unit string
	of   func(cost) float64
}

func (a aspect) all(costs []cost) []float64 {
	values := make([]float64, 0, len(costs))
	for _, c := range costs {
		values = append(values, a.of(c))
	}
	return values
}

var aspects = []aspect{
	{"wall-ms", func(c cost) float64 { return c.wall.Seconds() * 1000 }},
	{"cpu-ms", func(c cost) float64 { return c.cpu.Seconds() * 1000 }},
	{"alloc-MB", func(c cost) float64 { return float64(c.allocated) / 1e6 }},
	{"peak-MB", func(c cost) float64 { return float64(c.peak) / 1e6 }},
}
