package parity_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/tests/e2e/parity"
)

// TestStatesOfSets: what a cloud lists in an order of its own, such as the endpoints of a firewall, stands for what has the same subnet in
// the other cloud, although each calls its zones otherwise.
func TestStatesOfSets(t *testing.T) {
	subnets := [2][]string{{"subnet-0aaaaaaa1", "subnet-0aaaaaaa2", "subnet-0aaaaaaa3"}, {"subnet-0bbbbbbb1", "subnet-0bbbbbbb2", "subnet-0bbbbbbb3"}}
	zones := [2][]string{{"us-east-1a", "us-east-1b", "us-east-1c"}, {"us-east-1b", "us-east-1c", "us-east-1a"}}
	endpoints := [2][]string{{"vpce-0ccccccc1", "vpce-0ccccccc2", "vpce-0ccccccc3"}, {"vpce-0ddddddd1", "vpce-0ddddddd2", "vpce-0ddddddd3"}}
	state := func(cloud int, listed, led [3]int) *parity.State {
		var states []any
		for _, i := range listed {
			states = append(states, map[string]any{
				"availabilityZone": zones[cloud][i],
				"attachments":      []any{map[string]any{"subnetId": subnets[cloud][i], "endpointId": endpoints[cloud][i]}},
			})
		}
		s := &parity.State{}
		for i, name := range []string{"a", "b", "c"} {
			s.Resources = append(
				s.Resources,
				parity.Resource{URN: "urn:pulumi:dev::p::aws:ec2/subnet:Subnet::" + name, Type: "aws:ec2/subnet:Subnet", ID: subnets[cloud][i]},
				parity.Resource{
					URN: "urn:pulumi:dev::p::aws:ec2/route:Route::" + name, Type: "aws:ec2/route:Route", ID: "r-" + name,
					Inputs: parity.Props{"vpcEndpointId": endpoints[cloud][led[i]]},
				},
			)
		}
		s.Resources = append(s.Resources, parity.Resource{
			URN: "urn:pulumi:dev::p::aws:networkfirewall/firewall:Firewall::f", Type: "aws:networkfirewall/firewall:Firewall", ID: "arn:aws:f",
			Outputs: parity.Props{"firewallStatuses": []any{map[string]any{"syncStates": states}}},
		})
		return s
	}
	straight := [3]int{0, 1, 2}
	for _, listed := range [][3]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {0, 2, 1}} {
		assert.Empty(t, parity.States(state(0, straight, straight), state(1, listed, straight)), listed)
		assert.Len(t, parity.States(state(0, straight, straight), state(1, listed, [3]int{0, 2, 1})), 2, "two routes lead to each other's zone")
	}
}
