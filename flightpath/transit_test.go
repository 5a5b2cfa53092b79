package flightpath_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// hub is two VPCs behind a transit gateway: a client in vpc-a and a server in vpc-b, each with a transit subnet per zone.
// The client is in zone 1 and the server in zone 2.
func hub() *world {
	w := &world{}
	w.tgw("tgw-1")
	for i, v := range []string{"a", "b"} {
		vpc := "vpc-" + v
		w.vpc(vpc, fmt.Sprintf("10.%d.0.0/16", i))
		w.openACL("acl-"+v, vpc)
		w.openACL("acl-transit-"+v, vpc)
		w.openGroup("sg-"+v, vpc)
		w.table("rtb-"+v, vpc, fmt.Sprintf("10.%d.0.0/16", i), "local", "10.0.0.0/8", "tgw-1")
		w.table("rtb-transit-"+v, vpc, fmt.Sprintf("10.%d.0.0/16", i), "local")
		zone := fmt.Sprintf("use1-az%d", i+1)
		w.subnet("subnet-"+v, vpc, zone, "rtb-"+v, "acl-"+v, fmt.Sprintf("10.%d.1.0/24", i))
		for z := 1; z <= 2; z++ {
			w.subnet(fmt.Sprintf("subnet-transit-%s%d", v, z), vpc, fmt.Sprintf("use1-az%d", z), "rtb-transit-"+v, "acl-transit-"+v, fmt.Sprintf("10.%d.%d.0/28", i, 8+z))
		}
		w.attach("tgw-attach-"+v, vpc, "tgw-rtb-1", "subnet-transit-"+v+"1", "subnet-transit-"+v+"2")
		w.eni("eni-"+v, "subnet-"+v, "sg-"+v, fmt.Sprintf("10.%d.1.10", i))
	}
	w.transitTable("tgw-rtb-1", "10.0.0.0/16", "tgw-attach-a", "10.1.0.0/16", "tgw-attach-b")
	return w
}

func TestTransitGateway(t *testing.T) {
	answer := hub().expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	// AWS's page on network ACLs for transit gateways: out of the sender's subnet and into the attachment's; then out of the
	// attachment's subnet and into the receiver's.
	assert.Equal(t, []string{"acl-a", "acl-transit-a", "acl-transit-b", "acl-b"}, crossed(answer.Forward, flightpath.HopNetworkACL))
	assert.Equal(t, []string{"tgw-attach-a", "tgw-attach-b"}, crossed(answer.Forward, flightpath.HopAttachment))

	t.Run("the sender's zone has no subnet of the attachment", func(t *testing.T) {
		w := hub()
		w.Attachments[0].Subnets = w.Attachments[0].Subnets[1:]
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "no subnet in zone use1-az1")
		// The other direction arrives (any zone will do), and its reply is the one that has no way.
		w.expect(t, "eni-b", "eni-a", flightpath.Asymmetric, "no subnet in zone use1-az1")
	})
	t.Run("no association", func(t *testing.T) {
		w := hub()
		w.Attachments[0].RouteTable = ""
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "not associated")
	})
	t.Run("an association that the source does not tell", func(t *testing.T) {
		w := hub()
		w.Attachments[0].RouteTable, w.Attachments[0].RouteTableKnown = "", false
		w.expect(t, "eni-a", "eni-b", flightpath.Unproven, "does not tell which route table")
	})
	t.Run("no route there", func(t *testing.T) {
		w := hub()
		w.TransitRouteTables[0].Routes = w.TransitRouteTables[0].Routes[:1]
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "tgw-rtb-1 has no route to 10.1.1.10")
	})
	t.Run("no route back", func(t *testing.T) {
		w := hub()
		w.TransitRouteTables[0].Routes = w.TransitRouteTables[0].Routes[1:]
		w.expect(t, "eni-a", "eni-b", flightpath.Asymmetric, "tgw-rtb-1 has no route to 10.0.1.10")
	})
	t.Run("a longer blackhole", func(t *testing.T) {
		w := hub()
		w.TransitRouteTables[0].Routes = append(w.TransitRouteTables[0].Routes, network.TransitRoute{Destination: cidrsOf("10.1.1.0/24")[0], Blackhole: true})
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "drops it")
	})
	t.Run("propagation stands in for a route, and a static route goes before it", func(t *testing.T) {
		w := hub()
		w.TransitRouteTables[0].Routes = w.TransitRouteTables[0].Routes[:1]
		w.TransitRouteTables[0].Propagations = []string{"tgw-attach-b"}
		w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
		w.TransitRouteTables[0].Routes = append(w.TransitRouteTables[0].Routes, network.TransitRoute{Destination: cidrsOf("10.1.0.0/16")[0], Blackhole: true})
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "drops it")
		// But a longer propagated one before a shorter static one: the trap by which traffic passes a firewall by.
		w.VPCs[1].CIDRs = cidrsOf("10.1.0.0/16", "10.1.1.0/24")
		w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	})
	t.Run("the VPC is not attached", func(t *testing.T) {
		w := hub()
		w.Attachments = w.Attachments[1:]
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "vpc-a has no attachment")
	})
	t.Run("an attachment that nobody accepted", func(t *testing.T) {
		w := hub()
		w.Attachments[1].Available = false
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "tgw-attach-b is not available")
	})
	t.Run("the network ACL of the attachment's subnet, which is asked for the sender's address on the way in", func(t *testing.T) {
		w := hub()
		w.NetworkACLs[1].Entries = []network.ACLEntry{entry(1, false, true, everything, "10.1.0.0/16"), entry(1, true, true, everything, "0.0.0.0/0")}
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "acl-transit-a of subnet-transit-a1 denies inbound")
		// On the way out of the gateway it is asked for the destination only.
		w.NetworkACLs[1].Entries = []network.ACLEntry{entry(1, false, true, everything, "10.0.0.0/16"), entry(1, true, true, everything, "10.0.0.0/16")}
		w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	})
	t.Run("sender and attachment in one subnet: asked in both directions on the way out, not at all on the way in", func(t *testing.T) {
		w := hub()
		w.Attachments[0].Subnets = []string{"subnet-a"}
		answer := w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
		assert.Equal(t, []string{"acl-a", "acl-a", "acl-transit-b", "acl-b"}, crossed(answer.Forward, flightpath.HopNetworkACL))
		assert.Equal(t, []string{"acl-b", "acl-transit-b"}, crossed(answer.Return, flightpath.HopNetworkACL))
	})
	t.Run("rules that name groups need the option on the gateway and on both attachments, and count inbound only", func(t *testing.T) {
		w := hub()
		w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "sg-a")}
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "references to groups are not enabled")
		w.TransitGateways[0].SecurityGroupReferences = true
		w.Attachments[0].SecurityGroupReferences = true
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "references to groups are not enabled")
		w.Attachments[1].SecurityGroupReferences = true
		w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
		w.SecurityGroups[0].Rules = []network.Rule{out(tcp(443, 443), "sg-b")}
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "outbound rules cannot name groups")
	})
	t.Run("an attachment of another kind", func(t *testing.T) {
		w := hub()
		w.Attachments = append(w.Attachments, network.Attachment{Object: object("tgw-attach-vpn"), Gateway: "tgw-1", Kind: network.OtherAttachment, Available: true})
		w.TransitRouteTables[0].Routes = append(w.TransitRouteTables[0].Routes, network.TransitRoute{Destination: cidrsOf("10.9.0.0/16")[0], Attachments: []string{"tgw-attach-vpn"}})
		w.expect(t, "eni-a", "10.9.0.1", flightpath.Unproven, "not modelled")
	})
	t.Run("route tables of which only the owner could tell the routes", func(t *testing.T) {
		w := hub()
		w.TransitRouteTables[0].RoutesKnown = false
		w.Gaps = []network.Gap{{Kind: network.GapTransitRoutes, Of: "tgw-rtb-1", Reason: "TransitGatewayStaticRoutes is not in the folder"}}
		w.expect(t, "eni-a", "eni-b", flightpath.Unproven, "TransitGatewayStaticRoutes is not in the folder")
	})
}

// inspection is hub with a VPC of firewalls between the two: one endpoint per zone, in appliance mode.
func inspection() *world {
	w := hub()
	w.vpc("vpc-i", "10.9.0.0/16")
	w.openACL("acl-i", "vpc-i")
	w.table("rtb-firewall", "vpc-i", "10.9.0.0/16", "local", "0.0.0.0/0", "tgw-1")
	for z := 1; z <= 2; z++ {
		zone, table := fmt.Sprintf("use1-az%d", z), fmt.Sprintf("rtb-i%d", z)
		w.table(table, "vpc-i", "10.9.0.0/16", "local", "0.0.0.0/0", fmt.Sprintf("vpce-%d", z))
		w.subnet(fmt.Sprintf("subnet-i%d", z), "vpc-i", zone, table, "acl-i", fmt.Sprintf("10.9.%d.0/28", z))
		w.subnet(fmt.Sprintf("subnet-firewall%d", z), "vpc-i", zone, "rtb-firewall", "acl-i", fmt.Sprintf("10.9.%d.16/28", z))
		w.firewall(fmt.Sprintf("vpce-%d", z), "vpc-i", fmt.Sprintf("subnet-firewall%d", z))
	}
	w.attach("tgw-attach-i", "vpc-i", "tgw-rtb-i", "subnet-i1", "subnet-i2").ApplianceMode = true
	w.TransitRouteTables = nil
	w.transitTable("tgw-rtb-1", "0.0.0.0/0", "tgw-attach-i")
	w.transitTable("tgw-rtb-i", "10.0.0.0/16", "tgw-attach-a", "10.1.0.0/16", "tgw-attach-b")
	return w
}

func TestInspectionVPC(t *testing.T) {
	answer := inspection().expect(t, "eni-a", "eni-b", flightpath.Inspected, "sees both directions")
	assert.Equal(t, []string{"tgw-attach-a", "tgw-attach-i", "tgw-attach-i", "tgw-attach-b"}, crossed(answer.Forward, flightpath.HopAttachment))

	t.Run("without appliance mode the zones of client and server decide, and they differ", func(t *testing.T) {
		w := inspection()
		w.Attachments[2].ApplianceMode = false
		w.expect(t, "eni-a", "eni-b", flightpath.Asymmetric, "the request crosses vpce-1, but the reply crosses vpce-2")
	})
	t.Run("without appliance mode, but in one zone", func(t *testing.T) {
		w := inspection()
		w.Attachments[2].ApplianceMode = false
		w.Subnets[3].Zone = "use1-az1" // subnet-b
		w.expect(t, "eni-a", "eni-b", flightpath.Inspected, "")
	})
	t.Run("one zone's transit subnet passes the firewall by: whichever zone the gateway chooses, the worst decides", func(t *testing.T) {
		w := inspection()
		for i := range w.RouteTables {
			if w.RouteTables[i].ID == "rtb-i2" {
				w.RouteTables[i].Routes[1] = route("0.0.0.0/0", "tgw-1")
			}
		}
		w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	})
	t.Run("one zone's transit subnet has no route", func(t *testing.T) {
		w := inspection()
		for i := range w.RouteTables {
			if w.RouteTables[i].ID == "rtb-i2" {
				w.RouteTables[i].Routes = w.RouteTables[i].Routes[:1]
			}
		}
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "rtb-i2 has no route")
	})
	t.Run("a propagated prefix beats the static default route", func(t *testing.T) {
		w := inspection()
		w.TransitRouteTables[0].Propagations = []string{"tgw-attach-b"}
		w.expect(t, "eni-a", "eni-b", flightpath.Asymmetric, "the request crosses no firewall")
		w.TransitRouteTables[0].Propagations = []string{"tgw-attach-a", "tgw-attach-b"}
		w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	})
	t.Run("the inspection table sends back to the firewalls", func(t *testing.T) {
		w := inspection()
		w.Attachments[2].RouteTable = "tgw-rtb-1"
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "loop")
	})
	t.Run("the client stands in the VPC of the firewalls: nothing holds the reply in its zone", func(t *testing.T) {
		// R3: out by the client's zone, back by the zone of the gateway's choice.
		w := inspection()
		w.table("rtb-c", "vpc-i", "10.9.0.0/16", "local", "10.0.0.0/8", "vpce-1")
		w.subnet("subnet-c", "vpc-i", "use1-az1", "rtb-c", "acl-i", "10.9.5.0/24")
		w.openGroup("sg-c", "vpc-i")
		w.eni("eni-c", "subnet-c", "sg-c", "10.9.5.10")
		for i := range w.RouteTables { // the reply's local route would skip the firewall
			switch w.RouteTables[i].ID {
			case "rtb-i1":
				w.RouteTables[i].Routes = append(w.RouteTables[i].Routes, route("10.9.5.0/24", "vpce-1"))
			case "rtb-i2":
				w.RouteTables[i].Routes = append(w.RouteTables[i].Routes, route("10.9.5.0/24", "vpce-2"))
			}
		}
		w.expect(t, "eni-c", "eni-b", flightpath.Asymmetric, "vpce-2")
		// The published fix: each transit subnet names the endpoint of the client's zone, not of its own.
		for i := range w.RouteTables {
			if w.RouteTables[i].ID == "rtb-i2" {
				w.RouteTables[i].Routes[2] = route("10.9.5.0/24", "vpce-1")
			}
		}
		w.expect(t, "eni-c", "eni-b", flightpath.Inspected, "")
	})
}

// peeredHubs is hub with a gateway for each VPC, and a peering between the two.
func peeredHubs() *world {
	w := hub()
	w.tgw("tgw-2")
	w.Attachments[1].Gateway, w.Attachments[1].RouteTable = "tgw-2", "tgw-rtb-2"
	w.RouteTables[2].Routes[1] = route("10.0.0.0/8", "tgw-2")
	w.Attachments = append(w.Attachments,
		network.Attachment{Object: object("tgw-attach-p"), Gateway: "tgw-1", Kind: network.PeeringAttachment, Peer: "tgw-2", Available: true, RouteTable: "tgw-rtb-1", RouteTableKnown: true},
		network.Attachment{Object: object("tgw-attach-p"), Gateway: "tgw-2", Kind: network.PeeringAttachment, Peer: "tgw-1", Available: true, RouteTable: "tgw-rtb-2", RouteTableKnown: true},
	)
	w.TransitRouteTables = nil
	w.transitTable("tgw-rtb-1", "10.0.0.0/16", "tgw-attach-a", "10.1.0.0/16", "tgw-attach-p")
	w.transitTable("tgw-rtb-2", "10.0.0.0/16", "tgw-attach-p", "10.1.0.0/16", "tgw-attach-b").Gateway = "tgw-2"
	return w
}

func TestPeeredTransitGateways(t *testing.T) {
	answer := peeredHubs().expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	assert.Equal(t, []string{"tgw-1", "tgw-2"}, crossed(answer.Forward, flightpath.HopTransitGateway))
	t.Run("the other gateway is another account's", func(t *testing.T) {
		w := peeredHubs()
		w.Attachments = w.Attachments[:3]
		w.expect(t, "eni-a", "eni-b", flightpath.Unproven, "does not hold the gateway at the other end")
	})
	t.Run("no way back", func(t *testing.T) {
		w := peeredHubs()
		w.TransitRouteTables[1].Routes = w.TransitRouteTables[1].Routes[1:]
		w.expect(t, "eni-a", "eni-b", flightpath.Asymmetric, "tgw-rtb-2 has no route")
	})
}

func TestPeering(t *testing.T) {
	peered := func() *world {
		w := hub()
		w.RouteTables[0].Routes[1] = route("10.1.0.0/16", "pcx-1")
		w.RouteTables[2].Routes[1] = route("10.0.0.0/16", "pcx-1")
		w.Peerings = []network.Peering{{
			Object: object("pcx-1"), Active: true,
			Requester: network.PeeringSide{VPC: "vpc-a", Region: "us-east-1", CIDRs: cidrsOf("10.0.0.0/16")},
			Accepter:  network.PeeringSide{VPC: "vpc-b", Region: "us-east-1", CIDRs: cidrsOf("10.1.0.0/16")},
		}}
		return w
	}
	peered().expect(t, "eni-a", "eni-b", flightpath.Direct, "")

	t.Run("no route back: the reply goes by the transit gateway, which carries it too", func(t *testing.T) {
		w := peered()
		w.RouteTables[2].Routes[1] = route("10.0.0.0/8", "tgw-1")
		w.expect(t, "eni-a", "eni-b", flightpath.Direct, "") // different stateless ways are not asymmetric
	})
	t.Run("no route back at all", func(t *testing.T) {
		w := peered()
		w.RouteTables[2].Routes = w.RouteTables[2].Routes[:1]
		w.expect(t, "eni-a", "eni-b", flightpath.Asymmetric, "rtb-b has no route")
	})
	t.Run("nobody accepted it", func(t *testing.T) {
		w := peered()
		w.Peerings[0].Active = false
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "not active")
	})
	t.Run("not transitive", func(t *testing.T) {
		w := peered()
		w.vpc("vpc-c", "10.2.0.0/16")
		w.openACL("acl-c", "vpc-c")
		w.openGroup("sg-c", "vpc-c")
		w.table("rtb-c", "vpc-c", "10.2.0.0/16", "local", "10.0.0.0/8", "pcx-2")
		w.subnet("subnet-c", "vpc-c", "use1-az1", "rtb-c", "acl-c", "10.2.1.0/24")
		w.eni("eni-c", "subnet-c", "sg-c", "10.2.1.10")
		w.Peerings = append(w.Peerings, network.Peering{
			Object: object("pcx-2"), Active: true, Requester: network.PeeringSide{VPC: "vpc-c"}, Accepter: network.PeeringSide{VPC: "vpc-a"},
		})
		w.expect(t, "eni-c", "eni-b", flightpath.Blocked, "leads to vpc-a only")
		w.expect(t, "eni-c", "eni-a", flightpath.Asymmetric, "")
	})
	t.Run("rules that name groups hold within a Region", func(t *testing.T) {
		w := peered()
		w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "sg-a")}
		w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
		w.Peerings[0].Accepter.Region = "eu-west-1"
		w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "between Regions")
	})
	t.Run("a VPC that is not in the source", func(t *testing.T) {
		w := peered()
		w.VPCs = w.VPCs[:1]
		w.expect(t, "eni-a", "10.1.1.10", flightpath.Unproven, "vpc-b")
	})
}
