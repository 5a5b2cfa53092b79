package flightpath_test

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"pgregory.net/rapid"
)

var zones = []string{"use1-az1", "use1-az2"}

// random draws a small network: three VPCs behind a transit gateway, the first with an internet gateway, some peered;
// firewall endpoints; routes, filters, associations and propagations at random. Half of them are tidy: open filters, and
// routes that lead to a transit gateway or a firewall, or else next to nothing would ever arrive.
func random(t *rapid.T) *network.Network {
	n := &network.Network{}
	g := &generator{t: t, n: n, tidy: !rapid.Bool().Draw(t, "untidy")}
	for i := range 3 {
		g.vpc(i)
	}
	n.InternetGateways = []network.InternetGateway{{Object: network.Object{ID: "igw"}, VPC: "vpc0"}}
	n.Peerings = []network.Peering{{
		Object: network.Object{ID: "pcx"}, Active: true,
		Requester: network.PeeringSide{VPC: "vpc0", CIDRs: n.VPCs[0].CIDRs}, Accepter: network.PeeringSide{VPC: "vpc1", CIDRs: n.VPCs[1].CIDRs},
	}}
	n.TransitGateways = []network.TransitGateway{{Object: network.Object{ID: "tgw"}}}
	g.transit()
	for i := range 3 {
		g.routes(i)
	}
	if g.chance("edge table", 2) {
		table := network.RouteTable{Object: network.Object{ID: "edge"}, VPC: "vpc0", Gateways: []string{"igw"}}
		table.Routes = append(table.Routes, network.Route{Destination: n.VPCs[0].CIDRs[0], Target: network.Target{Kind: network.TargetLocal}})
		for _, subnet := range n.Subnets {
			if subnet.VPC == "vpc0" && g.chance("edge route", 2) {
				table.Routes = append(table.Routes, network.Route{Destination: subnet.CIDRs[0], Target: g.firewall("vpc0")})
			}
		}
		n.RouteTables = append(n.RouteTables, table)
	}
	if g.tidy && rapid.Bool().Draw(t, "recipe") {
		g.recipe()
	}
	return n
}

type generator struct {
	t    *rapid.T
	n    *network.Network
	tidy bool
}

// flaw is a chance that tidy networks have more seldom.
func (g *generator) flaw(what string, of int) bool {
	if g.tidy {
		of *= 6
	}
	return g.chance(what, of)
}

func (g *generator) chance(what string, of int) bool {
	return rapid.IntRange(0, of-1).Draw(g.t, what) == 0
}

func (g *generator) one(what string, of []string) string {
	return rapid.SampledFrom(of).Draw(g.t, what)
}

// vpc draws a VPC with three tiers in each zone: hosts with one interface each, transit, and a firewall's endpoint.
func (g *generator) vpc(i int) {
	id := fmt.Sprintf("vpc%d", i)
	g.n.VPCs = append(g.n.VPCs, network.VPC{Object: network.Object{ID: id}, CIDRs: prefixes(fmt.Sprintf("10.%d.0.0/16", i))})
	for z, zone := range zones {
		for tier, name := range []string{"host", "transit", "firewall"} {
			subnet := fmt.Sprintf("%s-%s%d", id, name, z)
			g.acl(subnet, name == "host")
			g.n.Subnets = append(g.n.Subnets, network.Subnet{
				Object: network.Object{ID: subnet}, VPC: id, Zone: zone, RouteTable: subnet + "-rt", NetworkACL: subnet + "-acl",
				CIDRs: prefixes(fmt.Sprintf("10.%d.%d.0/24", i, z*10+tier)),
			})
		}
		host := fmt.Sprintf("%s-eni%d", id, z)
		address := network.Address{Private: netip.MustParseAddr(fmt.Sprintf("10.%d.%d.7", i, z*10))}
		if i == 0 && g.chance("public address", 2) {
			address.Public = netip.MustParseAddr(fmt.Sprintf("198.51.100.%d", z+1))
		}
		g.group(host)
		g.n.Interfaces = append(g.n.Interfaces, network.Interface{
			Object: network.Object{ID: host}, VPC: id, Subnet: fmt.Sprintf("%s-host%d", id, z),
			SecurityGroups: []string{host + "-sg"}, Addresses: []network.Address{address},
		})
		g.n.Endpoints = append(g.n.Endpoints, network.Endpoint{
			Object: network.Object{ID: fmt.Sprintf("%s-vpce%d", id, z)}, VPC: id, Kind: network.LoadBalancerEndpoint,
			Subnets: []string{fmt.Sprintf("%s-firewall%d", id, z)}, Available: true,
		})
	}
}

func prefixes(text string) []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix(text)} }

var (
	all       = network.Match{Protocol: network.AnyProtocol, From: -1, To: -1}
	peers     = []string{"0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16", "10.1.0.0/24", "203.0.113.0/24"}
	portPairs = [][2]int{{0, 65535}, {443, 443}, {1024, 65535}, {1024, 40000}, {0, 1023}}
)

func (g *generator) match(what string) network.Match {
	if g.chance(what+" all", 3) {
		return all
	}
	ports := rapid.SampledFrom(portPairs).Draw(g.t, what+" ports")
	return network.Match{Protocol: rapid.SampledFrom([]int{network.TCP, network.UDP}).Draw(g.t, what+" protocol"), From: ports[0], To: ports[1]}
}

// acl draws a network ACL; that of hosts is closed in parts more often.
func (g *generator) acl(subnet string, host bool) {
	acl := network.NetworkACL{Object: network.Object{ID: subnet + "-acl"}}
	few := 12
	if host {
		few = 3
	}
	for _, egress := range []bool{false, true} {
		if g.flaw("narrow acl", few) {
			for number := range rapid.IntRange(0, 3).Draw(g.t, "entries") {
				acl.Entries = append(acl.Entries, network.ACLEntry{
					Number: 10 + number, Egress: egress, Allow: !g.chance("deny", 3), Match: g.match("entry"), CIDR: netip.MustParsePrefix(g.one("cidr", peers)),
				})
			}
		}
		if !g.flaw("no last entry", 8) {
			acl.Entries = append(acl.Entries, network.ACLEntry{Number: 100, Egress: egress, Allow: true, Match: all, CIDR: netip.MustParsePrefix("0.0.0.0/0")})
		}
	}
	g.n.NetworkACLs = append(g.n.NetworkACLs, acl)
}

func (g *generator) group(host string) {
	group := network.SecurityGroup{Object: network.Object{ID: host + "-sg"}}
	for _, egress := range []bool{false, true} {
		if !g.flaw("narrow group", 2) {
			group.Rules = append(group.Rules, network.Rule{Egress: egress, Match: all, CIDR: netip.MustParsePrefix("0.0.0.0/0")})
		}
		for range rapid.IntRange(1, 2).Draw(g.t, "rules") {
			group.Rules = append(group.Rules, network.Rule{Egress: egress, Match: g.match("rule"), CIDR: netip.MustParsePrefix(g.one("peer", peers))})
		}
	}
	g.n.SecurityGroups = append(g.n.SecurityGroups, group)
}

// firewall draws an endpoint of a VPC.
func (g *generator) firewall(vpc string) network.Target {
	return network.Target{Kind: network.TargetEndpoint, ID: fmt.Sprintf("%s-vpce%d", vpc, rapid.IntRange(0, 1).Draw(g.t, "endpoint"))}
}

// routes draws the route tables of a VPC's subnets.
func (g *generator) routes(i int) {
	vpc := fmt.Sprintf("vpc%d", i)
	for _, subnet := range g.n.Subnets {
		if subnet.VPC != vpc {
			continue
		}
		table := network.RouteTable{Object: network.Object{ID: subnet.ID + "-rt"}, VPC: vpc}
		table.Routes = append(table.Routes, network.Route{Destination: g.n.VPCs[i].CIDRs[0], Target: network.Target{Kind: network.TargetLocal}})
		destinations := []string{"0.0.0.0/0"}
		for j := range 3 {
			if j != i {
				destinations = append(destinations, fmt.Sprintf("10.%d.0.0/16", j))
			}
		}
		for _, other := range g.n.Subnets {
			// More specific than the local route: a middlebox inside the VPC.
			if other.VPC == vpc && other.ID != subnet.ID && g.chance("middlebox", 8) {
				destinations = append(destinations, other.CIDRs[0].String())
			}
		}
		for _, destination := range destinations {
			if target, ok := g.target(i); ok {
				table.Routes = append(table.Routes, network.Route{Destination: netip.MustParsePrefix(destination), Target: target, Blackhole: g.flaw("blackhole", 20)})
			}
		}
		g.n.RouteTables = append(g.n.RouteTables, table)
	}
}

func (g *generator) target(i int) (network.Target, bool) {
	kinds := []string{"transit", "transit", "firewall", "none"}
	if g.tidy {
		kinds = []string{"transit", "transit", "transit", "transit", "firewall"}
	}
	if i == 0 {
		kinds = append(kinds, "internet", "internet")
	}
	if i < 2 {
		kinds = append(kinds, "peering")
	}
	switch g.one("target", kinds) {
	case "transit":
		return network.Target{Kind: network.TargetTransitGateway, ID: "tgw"}, true
	case "firewall":
		return g.firewall(fmt.Sprintf("vpc%d", i)), true
	case "internet":
		return network.Target{Kind: network.TargetInternetGateway, ID: "igw"}, true
	case "peering":
		return network.Target{Kind: network.TargetPeering, ID: "pcx"}, true
	}
	return network.Target{}, false
}

// transit draws attachments, two route tables, and what is in them.
func (g *generator) transit() {
	for i := range 3 {
		attachment := network.Attachment{
			Object: network.Object{ID: fmt.Sprintf("att%d", i)}, Gateway: "tgw", Kind: network.VPCAttachment, Resource: fmt.Sprintf("vpc%d", i),
			Available: true, RouteTableKnown: true, RouteTable: g.one("association", []string{"rtb0", "rtb1"}),
			ApplianceMode: g.chance("appliance mode", 3),
		}
		if g.flaw("no association", 8) {
			attachment.RouteTable = ""
		}
		for z := range zones {
			if z == 0 || !g.flaw("one zone", 5) {
				attachment.Subnets = append(attachment.Subnets, fmt.Sprintf("vpc%d-transit%d", i, z))
			}
		}
		g.n.Attachments = append(g.n.Attachments, attachment)
	}
	for _, id := range []string{"rtb0", "rtb1"} {
		table := network.TransitRouteTable{Object: network.Object{ID: id}, Gateway: "tgw", RoutesKnown: true}
		for _, destination := range []string{"0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16", "10.1.0.0/24"} {
			if g.chance("no static route", 2) {
				continue
			}
			route := network.TransitRoute{Destination: netip.MustParsePrefix(destination), Blackhole: g.flaw("blackhole", 6)}
			if !route.Blackhole {
				route.Attachments = []string{g.one("attachment", []string{"att0", "att1", "att2"})}
				if strings.HasSuffix(destination, "/16") && !g.flaw("attachment of another", 3) {
					route.Attachments[0] = "att" + destination[3:4]
				}
			}
			table.Routes = append(table.Routes, route)
		}
		for _, attachment := range []string{"att0", "att1", "att2"} {
			if g.chance("propagation", 3) {
				table.Propagations = append(table.Propagations, attachment)
			}
		}
		g.n.TransitRouteTables = append(g.n.TransitRouteTables, table)
	}
}
