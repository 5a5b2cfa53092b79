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

// fewestRounds is how many rounds, of a run of each program, a ratio is the median of at least.
const fewestRounds = 6

// BenchmarkProgram runs the program of an estate and the two raw programs that register the same, in turns, in this process;
// the engine's part is played by another process. Per measure: what the program takes, and `…/untyped` and `…/typed`, how
// many times that is of what the raw programs take (medians); `…-per-service/10` is how many times a service takes of what
// one takes in the estate of ten.
func BenchmarkProgram(b *testing.B) {
	address := apart(b)
	smallest := map[string]float64{}
	for _, services := range []int{10, 100, 300} {
		b.Run(fmt.Sprintf("services=%d", services), func(b *testing.B) {
			declared := document(b, declare(services/servicesPerCluster, servicesPerCluster))
			raw := newRawProgram(b, recorded(b, declared, estate.Program))
			programs := []pulumi.RunFunc{estate.Program, raw.untyped, raw.typed}
			names := []string{"estate", "untyped", "typed"}
			once := func(number int) (made cost) {
				// A profile (-cpuprofile) tells them apart by this label.
				pprof.Do(context.Background(), pprof.Labels("program", names[number]), func(context.Context) {
					var err error
					made, err = measure(func() error { return run(address, declared, programs[number]) })
					require.NoError(b, err)
				})
				return made
			}
			for number := range programs {
				once(number)
			}

			costs := make([][]cost, len(programs))
			for round := 0; round < fewestRounds || b.Loop(); round++ {
				// Each goes first, and after each, as often as the others.
				order := []int{0, 1, 2}
				if round%2 == 1 {
					order = []int{2, 1, 0}
				}
				for place := range order {
					number := order[(place+round/2)%len(order)]
					costs[number] = append(costs[number], once(number))
				}
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(len(raw.steps)), "resources")
			for _, a := range aspects {
				ours := a.all(costs[0])
				took := median(ours)
				if took == 0 {
					continue
				}
				b.ReportMetric(took, a.unit)
				for number := 1; number < len(programs); number++ {
					// Round by round, because what else runs on the machine weighs on all of a round.
					ratios := a.all(costs[number])
					for round := range ratios {
						ratios[round] = ours[round] / ratios[round]
					}
					b.ReportMetric(median(ratios), a.unit+"/"+names[number])
				}
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
