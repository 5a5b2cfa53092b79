package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Two NAT gateways whose subnets route to each other's: packets that the first one translated come back to it.
func TestNATGatewaysThatLeadToEachOther(t *testing.T) {
	t.Parallel()
	w := flat()
	for i, nat := range []string{"nat-1", "nat-2"} {
		other := []string{"nat-2", "nat-1"}[i]
		subnet, table, cidr := "subnet-"+nat, "rtb-"+nat, []string{"10.0.4.0/24", "10.0.5.0/24"}[i]
		w.table(table, "vpc-1", "10.0.0.0/16", "local", "0.0.0.0/0", other)
		w.subnet(subnet, "vpc-1", "use1-az1", table, "acl-1", cidr)
		w.NATGateways = append(w.NATGateways, network.NATGateway{
			Object: object(nat), VPC: "vpc-1", Subnet: subnet, Available: true, PrivateAddresses: addressesOf([]string{"10.0.4.6", "10.0.5.6"}[i]),
		})
	}
	w.RouteTables[1].Routes = append(w.RouteTables[1].Routes, route("0.0.0.0/0", "nat-1"))
	w.expect(t, "eni-db", "internet", flightpath.Blocked, "packets that nat-1 translated come back to it")
	answer := w.explain(t, "eni-db", "internet")
	assert.Empty(t, answer.Change)
	_, err := flightpath.New(&w.Network).Reach("eni-db")
	assert.NoError(t, err)
}
