package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// beside is an estate that goes out through firewalls, so that the network chooses zones; in each subnet of search's nodes two
// services will have pods, with any address: one lets everybody in, the other one nobody.
func beside() *world {
	w := hubAndEgress.world()
	w.group("sg-open", "vpc-search", in(everything, "10.0.0.0/8"))
	w.group("sg-shut", "vpc-search")
	for name, group := range map[string]string{"open": "sg-open", "shut": "sg-shut"} {
		w.TargetGroups = append(w.TargetGroups, network.TargetGroup{
			Object: object("tg-" + name), Kind: network.IPTargets, VPC: "vpc-search", Protocol: "TCP", Port: 5432, TargetsKnown: true,
			Targets: []network.RegisteredTarget{{Declared: true, Subnets: []string{"subnet-search-node2"}, Port: 5432, SecurityGroups: []string{group}}},
		})
	}
	return w
}

// What one pod's security groups drop, and an address that nobody has yet, says nothing of the pod beside it.
func TestReachOfWhatIsDeclaredBesideOthers(t *testing.T) {
	w := beside()
	lines := told(t, w, "eni-search1")
	assert.Contains(t, lines, "tg-open@subnet-search-node2 direct all traffic")
	for _, line := range lines {
		assert.NotContains(t, line, "tg-shut")
	}

	// Without blackholes pods of another cluster get there, and nobody declared it.
	w.transitDrop("tgw-rtb-spoke", payCIDR)
	w.transitDrop("tgw-rtb-spoke", searchCIDR)
	for _, interfaceID := range []string{"eni-search1", "eni-search2", "eni-search3"} {
		w.Interfaces = append(w.Interfaces[:indexOf(w, interfaceID)], w.Interfaces[indexOf(w, interfaceID)+1:]...)
	}
	report, err := flightpath.New(&w.Network).Check(hubAndEgress.expectations())
	require.NoError(t, err)
	for _, property := range report.Properties {
		if property.Name == flightpath.Contained {
			assert.Equal(t, flightpath.Fails, property.Result)
			for _, finding := range property.Findings {
				assert.Contains(t, finding.To, "subnet-search-node2")
			}
		}
	}
}
