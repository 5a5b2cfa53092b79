package flightpath_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// egress is the inspection VPC with a NAT gateway per zone behind the firewalls, through which VPCs without an internet
// gateway go out.
func egress() *world {
	w := inspection()
	w.igw("igw-i", "vpc-i")
	w.table("rtb-public", "vpc-i", "10.9.0.0/16", "local", "0.0.0.0/0", "igw-i")
	for z := 1; z <= 2; z++ {
		nat, subnet, table := fmt.Sprintf("nat-%d", z), fmt.Sprintf("subnet-nat%d", z), fmt.Sprintf("rtb-nat%d", z)
		w.table(table, "vpc-i", "10.9.0.0/16", "local", "0.0.0.0/0", "igw-i", "10.0.0.0/15", fmt.Sprintf("vpce-%d", z))
		w.subnet(subnet, "vpc-i", fmt.Sprintf("use1-az%d", z), table, "acl-i", fmt.Sprintf("10.9.%d.32/28", z))
		w.NATGateways = append(w.NATGateways, network.NATGateway{
			Object: object(nat), VPC: "vpc-i", Subnet: subnet, Public: true, Available: true,
			PrivateAddresses: addressesOf(fmt.Sprintf("10.9.%d.40", z)), PublicAddresses: addressesOf(fmt.Sprintf("198.51.100.%d", z)),
		})
		firewall := fmt.Sprintf("rtb-firewall%d", z)
		w.table(firewall, "vpc-i", "10.9.0.0/16", "local", "10.0.0.0/15", "tgw-1", "0.0.0.0/0", nat)
		for i := range w.Subnets {
			if w.Subnets[i].ID == fmt.Sprintf("subnet-firewall%d", z) {
				w.Subnets[i].RouteTable = firewall
			}
		}
	}
	w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, route("0.0.0.0/0", "tgw-1"))
	return w
}

func TestEgressThroughTheInspectionVPC(t *testing.T) {
	w := egress()
	answer := w.expect(t, "eni-a", "internet", flightpath.Inspected, "")
	require.Len(t, answer.Legs, 2)
	assert.Len(t, answer.Legs[0].Firewalls, 1)
	assert.Empty(t, answer.Legs[1].Firewalls, "the firewall sees the client's own address, before the NAT gateway")
	w.expect(t, "internet", "eni-a", flightpath.Blocked, "vpc-a has no internet gateway")

	t.Run("the reply passes the firewall by: the NAT gateway's subnet goes straight to the transit gateway", func(t *testing.T) {
		w := egress()
		w.table("rtb-short", "vpc-i", "10.9.0.0/16", "local", "0.0.0.0/0", "igw-i", "10.0.0.0/15", "tgw-1")
		for i := range w.Subnets {
			if w.Subnets[i].ID == "subnet-nat2" {
				w.Subnets[i].RouteTable = "rtb-short"
			}
		}
		// The transit gateway has no subnet of its attachment to blame: zone 2 has one, so the reply gets home, unseen.
		w.expect(t, "eni-a", "internet", flightpath.Asymmetric, "the request crosses vpce-2, but the reply crosses no firewall")
	})
	t.Run("the NAT gateways' subnets do not know the way back", func(t *testing.T) {
		w := egress()
		for i := range w.RouteTables {
			if w.RouteTables[i].ID == "rtb-nat1" {
				w.RouteTables[i].Routes = w.RouteTables[i].Routes[:2]
			}
		}
		w.expect(t, "eni-a", "internet", flightpath.Asymmetric, "")
	})
	t.Run("what comes through the transit gateway has no public address of its own", func(t *testing.T) {
		w := egress()
		for i := range w.RouteTables {
			if w.RouteTables[i].ID == "rtb-firewall1" || w.RouteTables[i].ID == "rtb-firewall2" {
				w.RouteTables[i].Routes[2] = route("0.0.0.0/0", "igw-i")
			}
		}
		w.expect(t, "eni-a", "internet", flightpath.Blocked, "no public address")
	})
	t.Run("a zone in which nothing leads on: whoever the transit gateway sends there does not get out", func(t *testing.T) {
		w := egress()
		assert.Contains(t, told(t, w, "eni-a"), "internet inspected all traffic by nat-2")
		for i := range w.RouteTables {
			if w.RouteTables[i].ID == "rtb-firewall1" {
				w.RouteTables[i].Routes = w.RouteTables[i].Routes[:2]
			}
		}
		w.expect(t, "eni-a", "internet", flightpath.Blocked, "")
		assert.NotContains(t, strings.Join(told(t, w, "eni-a"), "\n"), "internet")
	})
	t.Run("private NAT: the other side sees the gateway's address", func(t *testing.T) {
		w := hub()
		w.table("rtb-nat", "vpc-a", "10.0.0.0/16", "local", "10.0.0.0/8", "tgw-1")
		w.subnet("subnet-nat", "vpc-a", "use1-az1", "rtb-nat", "acl-a", "10.0.7.0/24")
		w.NATGateways = []network.NATGateway{{Object: object("nat-1"), VPC: "vpc-a", Subnet: "subnet-nat", Available: true, PrivateAddresses: addressesOf("10.0.7.7")}}
		w.RouteTables[0].Routes[1] = route("10.0.0.0/8", "nat-1")
		w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "10.0.7.7/32")}
		answer := w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
		assert.Contains(t, answer.Legs[1].Example, "10.0.7.7")
		w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "10.0.1.10/32")}
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "from 10.0.7.7")
	})
}
