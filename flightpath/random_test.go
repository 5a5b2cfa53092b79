package flightpath_test

import (
	"fmt"
	"net/netip"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"pgregory.net/rapid"
)

// random draws a small network: three VPCs behind a transit gateway, two of them with internet gateways, some peered, and often a
// fourth one behind another transit gateway; firewall endpoints, NAT gateways, load balancers, PrivateLink and gateway endpoints;
// routes, filters, associations and propagations at random. Most of them are tidy: open filters, and routes that lead to a transit
// gateway or a firewall, or else next to nothing would ever arrive.
func random(t *rapid.T) *network.Network {
	n := &network.Network{}
	g := &generator{t: t, n: n, tidy: rapid.IntRange(0, 3).Draw(t, "untidy") > 0}
	g.zones, g.six = 2, g.chance("IPv6", 4)
	if g.chance("third zone", 3) {
		g.zones = 3
	}
	n.PrefixLists = []network.PrefixList{
		{Object: network.Object{ID: "pl-0"}, Known: true, Prefixes: prefixes("10.1.0.0/16")},
		{Object: network.Object{ID: "pl-1"}, Known: true, Prefixes: prefixes("10.1.0.0/16", "10.2.0.0/16")},
		{Object: network.Object{ID: "pl-2"}, Known: true, Prefixes: prefixes("10.0.0.0/8", "10.1.0.0/16")},
	}
	vpcs := 3
	if g.chance("another transit gateway", 2) {
		vpcs = 4
	}
	for i := range vpcs {
		g.vpc(i)
	}
	n.InternetGateways = []network.InternetGateway{{Object: network.Object{ID: "igw0"}, VPC: "vpc0"}, {Object: network.Object{ID: "igw2"}, VPC: "vpc2"}}
	if g.six {
		n.InternetGateways = append(n.InternetGateways, network.InternetGateway{Object: network.Object{ID: "eigw1"}, VPC: "vpc1", EgressOnly: true})
	}
	n.Peerings = []network.Peering{{
		Object: network.Object{ID: "pcx"}, Active: !g.flaw("peering not accepted", 6),
		Requester: network.PeeringSide{VPC: "vpc0", CIDRs: n.VPCs[0].CIDRs}, Accepter: network.PeeringSide{VPC: "vpc1", CIDRs: n.VPCs[1].CIDRs},
	}}
	n.TransitGateways = []network.TransitGateway{{Object: network.Object{ID: "tgw"}, SecurityGroupReferences: g.chance("references to groups", 2)}}
	g.transit()
	for i := range vpcs {
		g.routes(i)
	}
	if g.chance("edge table", 2) {
		table := network.RouteTable{Object: network.Object{ID: "edge"}, VPC: "vpc0", Gateways: []string{"igw0"}, Routes: g.local(0)}
		for _, subnet := range n.Subnets {
			for _, cidr := range subnet.CIDRs {
				if subnet.VPC == "vpc0" && g.chance("edge route", 2) {
					table.Routes = append(table.Routes, network.Route{Destination: cidr, Target: g.firewall("vpc0")})
				}
			}
		}
		n.RouteTables = append(n.RouteTables, table)
	}
	if g.tidy && !g.chance("no recipe", 4) {
		g.recipe()
	}
	if vpcs == 4 {
		g.far()
	}
	g.balancers()
	g.pods()
	g.link()
	g.buckets()
	if g.chance("network firewall", 3) {
		g.tellByFirewall()
	}
	return n
}

type generator struct {
	t    *rapid.T
	n    *network.Network
	tidy bool

	zones int
	six   bool // hosts have addresses of both families
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

// tiers are the subnets of a zone: hosts with one interface each, transit, a firewall's endpoint, a NAT gateway. Where there is none,
// pods that nobody registered yet have the last one.
var tiers = []string{"host", "transit", "firewall", "nat"}

// translates says whether a VPC has NAT gateways.
func translates(i int) bool { return i == 0 || i == 2 }

func (g *generator) vpc(i int) {
	id := fmt.Sprintf("vpc%d", i)
	vpc := network.VPC{Object: network.Object{ID: id}, CIDRs: prefixes(fmt.Sprintf("10.%d.0.0/16", i))}
	if g.six {
		vpc.CIDRs = append(vpc.CIDRs, netip.MustParsePrefix(six(i)))
	}
	g.n.VPCs = append(g.n.VPCs, vpc)
	for z := range g.zones {
		for tier, name := range tiers {
			if name == "nat" && !translates(i) {
				name = "pod"
			}
			subnet := fmt.Sprintf("%s-%s%d", id, name, z)
			g.acl(subnet, name == "host")
			cidrs := prefixes(fmt.Sprintf("10.%d.%d.0/24", i, z*10+tier))
			if g.six {
				cidrs = append(cidrs, netip.MustParsePrefix(fmt.Sprintf("2600:1f18:%d:%d::/64", i, z*10+tier)))
			}
			g.n.Subnets = append(g.n.Subnets, network.Subnet{
				Object: network.Object{ID: subnet}, VPC: id, Zone: zoneID(z), RouteTable: subnet + "-rt", NetworkACL: subnet + "-acl", CIDRs: cidrs,
			})
		}
		host := fmt.Sprintf("%s-eni%d", id, z)
		addresses := []network.Address{{Private: netip.MustParseAddr(fmt.Sprintf("10.%d.%d.7", i, z*10))}}
		if i == 0 && g.chance("public address", 2) {
			addresses[0].Public = netip.MustParseAddr(fmt.Sprintf("198.51.100.%d", z+1))
		}
		if g.six {
			addresses = append(addresses, network.Address{Private: netip.MustParseAddr(fmt.Sprintf("2600:1f18:%d:%d::7", i, z*10))})
		}
		g.group(host)
		g.n.Interfaces = append(g.n.Interfaces, network.Interface{
			Object: network.Object{ID: host}, VPC: id, Subnet: fmt.Sprintf("%s-host%d", id, z), SecurityGroups: []string{host + "-sg"}, Addresses: addresses,
		})
		g.n.Endpoints = append(g.n.Endpoints, network.Endpoint{
			Object: network.Object{ID: fmt.Sprintf("%s-vpce%d", id, z)}, VPC: id, Kind: network.LoadBalancerEndpoint,
			Subnets: []string{fmt.Sprintf("%s-firewall%d", id, z)}, Available: !g.flaw("endpoint being made", 20),
		})
		if translates(i) {
			g.translator(i, z)
		}
	}
}

func zoneID(z int) string { return fmt.Sprintf("use1-az%d", z+1) }

func six(i int) string { return fmt.Sprintf("2600:1f18:%d::/48", i) }

func prefixes(texts ...string) (all []netip.Prefix) {
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

var (
	all       = network.Match{Protocol: network.AnyProtocol, From: -1, To: -1}
	peers     = []string{"0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16", "10.1.0.0/24", "203.0.113.0/24", "::/0", "2600:1f18:1::/48"}
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
			for _, cidr := range prefixes("0.0.0.0/0", "::/0") {
				acl.Entries = append(acl.Entries, network.ACLEntry{Number: 100, Egress: egress, Allow: true, Match: all, CIDR: cidr})
			}
		}
	}
	g.n.NetworkACLs = append(g.n.NetworkACLs, acl)
}

func (g *generator) group(host string) {
	group := network.SecurityGroup{Object: network.Object{ID: host + "-sg"}}
	for _, egress := range []bool{false, true} {
		if !g.flaw("narrow group", 2) {
			for _, cidr := range prefixes("0.0.0.0/0", "::/0") {
				group.Rules = append(group.Rules, network.Rule{Egress: egress, Match: all, CIDR: cidr})
			}
		}
		for range rapid.IntRange(1, 2).Draw(g.t, "rules") {
			rule := network.Rule{Egress: egress, Match: g.match("rule")}
			switch g.one("kind of peer", []string{"cidr", "cidr", "cidr", "group", "list"}) {
			case "cidr":
				rule.CIDR = netip.MustParsePrefix(g.one("peer", peers))
			case "group":
				rule.Group = g.one("group", []string{"vpc0-eni0-sg", "vpc1-eni0-sg", "vpc0-eni1-sg", "front-sg", "pod-sg"})
			case "list":
				rule.PrefixList = g.one("list", []string{"pl-0", "pl-1", "pl-2"})
			}
			group.Rules = append(group.Rules, rule)
		}
	}
	g.n.SecurityGroups = append(g.n.SecurityGroups, group)
}
