package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// nodesBesideAnEndpoint is a network as a program declares it: a node group in a subnet in which an interface endpoint will have an
// address, and a client in another subnet.
func nodesBesideAnEndpoint() *world {
	w := flat()
	w.Interfaces = w.Interfaces[:indexOf(w, "eni-db")]
	w.NodeSubnets = []string{"subnet-private"}
	w.Endpoints = []network.Endpoint{{
		Object: object("vpce-1"), Kind: network.InterfaceEndpoint, VPC: "vpc-1", Service: "com.amazonaws.us-east-1.ecr.api",
		Subnets: []string{"subnet-private"}, SecurityGroups: []string{"sg-2"}, Available: true,
	}}
	return w
}

// An address of a subnet with nodes is not judged as the endpoint's that may have any of that subnet: it may be a node's.
func TestAddressesThatNodesMayHave(t *testing.T) {
	t.Parallel()
	const reason = "the source does not tell which security groups nodes have there"
	for _, nodes := range []string{"10.0.2.77", "10.0.2.64/26", "subnet-private"} {
		w := nodesBesideAnEndpoint()
		w.expect(t, nodes, "eni-web", flightpath.Unproven, reason)
		w.expect(t, "eni-web", nodes, flightpath.Unproven, reason)
		reached, err := flightpath.New(&w.Network).Reach(nodes)
		require.NoError(t, err)
		require.NotEmpty(t, reached)
		for _, r := range reached {
			assert.Equal(t, flightpath.Unproven, r.Verdict)
			assert.Contains(t, r.Reason, reason)
		}

		w.Endpoints = nil
		w.expect(t, nodes, "eni-web", flightpath.Unproven, reason)
		w.NodeSubnets = nil
		w.expect(t, nodes, "eni-web", flightpath.Blocked, "no network interface in subnet-private has the address")

		w = nodesBesideAnEndpoint()
		w.NodeSubnets = nil
		w.expect(t, nodes, "eni-web", flightpath.Blocked, "begins no connection")
	}
	w := nodesBesideAnEndpoint()
	w.expect(t, "10.0.2.1", "eni-web", flightpath.Blocked, "10.0.2.1")
	w.expect(t, "vpce-1", "eni-web", flightpath.Blocked, "begins no connection")

	// Where the source holds what stands there, an address that none of it has is nobody's.
	w = flat()
	w.NodeSubnets = []string{"subnet-private"}
	w.expect(t, "10.0.2.77", "eni-web", flightpath.Blocked, "no network interface in subnet-private has the address")
}

// What routes stop on the way to a node stays stopped, whatever its security groups are.
func TestRoutesOfNodesAreAsked(t *testing.T) {
	t.Parallel()
	w := nodesBesideAnEndpoint()
	w.InternetGateways = nil
	w.expect(t, "internet", "10.0.2.77", flightpath.Blocked, "vpc-1 has no internet gateway")
}
