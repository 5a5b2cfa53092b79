package bench

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/plan"
)

// BenchmarkPlan plans estates of 10, 100 and 1,000 clusters with ten services each. `x-of-10` says how much more a cluster
// costs than in the estate of ten, in processor time, which other work on the machine moves less: 1 is linear growth.
func BenchmarkPlan(b *testing.B) {
	for _, step := range []struct {
		name string
		of   func(plan.Estate, string) (any, error)
	}{
		// What the components and `ingresshub plan` ask for.
		{"build", func(estate plan.Estate, _ string) (any, error) { return plan.Build(estate) }},
		// What the program does with the stack's config: reading it as well.
		{"parse", func(_ plan.Estate, text string) (any, error) { return plan.Parse([]byte(text)) }},
	} {
		b.Run(step.name, func(b *testing.B) {
			smallest := 0.0
			for _, clusters := range []int{10, 100, 1000} {
				estate := declare(clusters, servicesPerCluster)
				text := document(b, estate)
				b.Run(fmt.Sprintf("clusters=%d", clusters), func(b *testing.B) {
					b.ReportAllocs()
					start := processorTime()
					for b.Loop() {
						_, err := step.of(estate, text)
						require.NoError(b, err)
					}
					each := float64((processorTime() - start).Microseconds()) / float64(b.N*clusters)
					if clusters == 10 {
						smallest = each
					}
					if smallest > 0 {
						b.ReportMetric(each, "cpu-µs/cluster")
						b.ReportMetric(each/smallest, "x-of-10")
					}
				})
			}
		})
	}
}
