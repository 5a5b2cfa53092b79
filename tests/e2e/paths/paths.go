// Package paths asks flightpath the same questions twice: about the network as it was declared (the resources in a stack's
// state), and about the network as it was deployed (what AWS's API answers). Every verdict must be the same.
package paths

import (
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// unheard is a port at which nothing listens.
const unheard = 1

// Counts are how many questions were asked, and about how many the declaration says that packets arrive, and that they do
// without a firewall that sees them both ways. Within a VPC, such as from an inner NLB to the ALB behind it, there is none.
type Counts struct{ Asked, Arriving, Uninspected int }

// Compare asks who reaches what, among the internet and every declared load balancer, on every port at which one of them
// listens, on any port, and on one at which none does. A way through a load balancer goes on to its targets. Load balancers
// that were there before are nobody's declaration. How often packets arrive is counted: a comparison in which none ever does
// shows nothing. Where nodes are declared, they have to stand as deployed: whether they get out is asked of both.
func Compare(declared, deployed *network.Network) (counts Counts, differences []string, err error) {
	ends, ports, vpcs := []string{"internet"}, []int{0, unheard}, map[string]string{}
	for _, balancer := range declared.LoadBalancers {
		ends = append(ends, balancer.ID)
		vpcs[balancer.ID] = balancer.VPC
		for _, listener := range balancer.Listeners {
			ports = append(ports, listener.Port)
		}
	}
	slices.Sort(ports)
	ports = slices.Compact(ports)
	before, after := flightpath.New(declared), flightpath.New(deployed)
	for _, from := range ends {
		for _, to := range ends {
			if from == to {
				continue
			}
			for _, port := range ports {
				question := flightpath.Question{From: from, To: to, Port: port}
				want, err := before.Trace(question)
				if err != nil {
					return counts, nil, fmt.Errorf("as declared: %w", err)
				}
				counts.Asked++
				if !want.Verdict.Less(flightpath.Direct) {
					counts.Arriving++
				}
				if want.Verdict == flightpath.Direct && vpcs[from] != vpcs[to] {
					counts.Uninspected++
				}
				got, err := after.Trace(question)
				if err != nil {
					got.Reason = err.Error() // such as a load balancer that was not deployed
				}
				if want.Verdict != got.Verdict {
					differences = append(differences, fmt.Sprintf("from %s to %s, port %d: declared is %q (%s), deployed is %q (%s)",
						from, to, port, want.Verdict, want.Reason, got.Verdict, got.Reason))
				}
			}
		}
	}
	return counts, append(differences, nodesElsewhere(declared, deployed)...), nil
}

// nodesElsewhere are the subnets in which nodes are declared to stand, and do not as deployed. That others do is no difference:
// their clusters may have been there before.
func nodesElsewhere(declared, deployed *network.Network) []string {
	var differences []string
	for _, subnet := range declared.NodeSubnets {
		if !slices.Contains(deployed.NodeSubnets, subnet) {
			differences = append(differences, "nodes are declared in "+subnet+", and as deployed none stands there")
		}
	}
	return differences
}
