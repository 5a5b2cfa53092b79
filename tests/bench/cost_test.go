package bench

import (
	"context"
	"fmt"
	"runtime/pprof"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
)

// fewestPairs is how many pairs of runs a ratio is the median of at least.
const fewestPairs = 5

// BenchmarkProgram runs the program of an estate and the raw program that registers the same, in turns, in this process;
// the engine's part is played by another process. Per measure: what the program takes, and `…/raw`, how many times that is
// of what the raw program takes (medians); `…-per-service/10` is how many times a service takes of what one takes in the estate of
// ten.
func BenchmarkProgram(b *testing.B) {
	address := apart(b)
	smallest := map[string]float64{}
	for _, services := range []int{10, 100, 300} {
		b.Run(fmt.Sprintf("services=%d", services), func(b *testing.B) {
			declared := document(b, declare(services/servicesPerCluster, servicesPerCluster))
			raw := newRawProgram(b, recorded(b, declared, estate.Program))
			once := func(name string, program pulumi.RunFunc) (made cost) {
				// A profile (-cpuprofile) tells the two apart by this label.
				pprof.Do(context.Background(), pprof.Labels("program", name), func(context.Context) {
					var err error
					made, err = measure(func() error { return run(address, declared, program) })
					require.NoError(b, err)
				})
				return made
			}
			library := func() cost { return once("estate", estate.Program) }
			loop := func() cost { return once("raw", raw.program) }
			library()
			loop()

			var ours, theirs []cost
			for pair := 0; pair < fewestPairs || b.Loop(); pair++ {
				// Neither always goes first.
				if pair%2 == 0 {
					ours, theirs = append(ours, library()), append(theirs, loop())
				} else {
					theirs, ours = append(theirs, loop()), append(ours, library())
				}
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(len(raw.steps)), "resources")
			for _, a := range aspects {
				took, ratios := median(a.all(ours)), a.all(ours)
				if took == 0 {
					continue
				}
				// Pair by pair, because what else runs on the machine weighs on both of a pair.
				for i, other := range a.all(theirs) {
					ratios[i] /= other
				}
				b.ReportMetric(took, a.unit)
				b.ReportMetric(median(ratios), a.unit+"/raw")
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
