package flightpath_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// world makes networks by hand: every method adds one object, as AWS has it, and nothing on its own.
type world struct {
	network.Network
	zones int // of the recipes
}

func object(id string) network.Object {
	return network.Object{ID: id, Account: "111111111111", Region: "us-east-1"}
}

func cidrsOf(cidrs ...string) []netip.Prefix {
	all := make([]netip.Prefix, len(cidrs))
	for i, c := range cidrs {
		all[i] = netip.MustParsePrefix(c)
	}
	return all
}

func (w *world) vpc(id string, cidrs ...string) {
	w.VPCs = append(w.VPCs, network.VPC{Object: object(id), CIDRs: cidrsOf(cidrs...)})
}

// subnet adds a subnet with its route table and network ACL.
func (w *world) subnet(id, vpc, zone, table, acl string, cidrs ...string) {
	w.Subnets = append(w.Subnets, network.Subnet{
		Object: object(id), VPC: vpc, CIDRs: cidrsOf(cidrs...), Zone: zone, RouteTable: table, NetworkACL: acl,
	})
}

// table adds a route table; routes are destination and target by turns, a target being its ID, told by its prefix.
func (w *world) table(id, vpc string, routes ...string) *network.RouteTable {
	t := network.RouteTable{Object: object(id), VPC: vpc}
	for i := 0; i < len(routes); i += 2 {
		t.Routes = append(t.Routes, route(routes[i], routes[i+1]))
	}
	w.RouteTables = append(w.RouteTables, t)
	return &w.RouteTables[len(w.RouteTables)-1]
}

var targets = map[string]network.TargetKind{
	"loc": network.TargetLocal, "igw": network.TargetInternetGateway, "eig": network.TargetInternetGateway,
	"nat": network.TargetNATGateway, "tgw": network.TargetTransitGateway, "pcx": network.TargetPeering,
	"vpc": network.TargetEndpoint, "eni": network.TargetInterface, "i-1": network.TargetInstance, "vgw": network.TargetVPNGateway,
}

func route(destination, target string) network.Route {
	r := network.Route{Target: network.Target{Kind: targets[target[:3]], ID: target}}
	if p, err := netip.ParsePrefix(destination); err == nil {
		r.Destination = p
	} else {
		r.PrefixList = destination
	}
	return r
}

// openACL adds a network ACL that allows everything, as a VPC's default one does.
func (w *world) openACL(id, vpc string) {
	w.acl(id, vpc, entry(100, false, true, everything, "0.0.0.0/0"), entry(100, true, true, everything, "0.0.0.0/0"),
		entry(101, false, true, everything, "::/0"), entry(101, true, true, everything, "::/0"))
}

func (w *world) acl(id, vpc string, entries ...network.ACLEntry) {
	w.NetworkACLs = append(w.NetworkACLs, network.NetworkACL{Object: object(id), VPC: vpc, Entries: entries})
}

func entry(number int, egress, allow bool, m network.Match, cidr string) network.ACLEntry {
	return network.ACLEntry{Number: number, Egress: egress, Allow: allow, Match: m, CIDR: netip.MustParsePrefix(cidr)}
}

var everything = network.Match{Protocol: network.AnyProtocol}

func tcp(from, to int) network.Match { return network.Match{Protocol: network.TCP, From: from, To: to} }

func (w *world) group(id, vpc string, rules ...network.Rule) {
	w.SecurityGroups = append(w.SecurityGroups, network.SecurityGroup{Object: object(id), VPC: vpc, Rules: rules})
}

func in(m network.Match, peer string) network.Rule  { return rule(false, m, peer) }
func out(m network.Match, peer string) network.Rule { return rule(true, m, peer) }

func rule(egress bool, m network.Match, peer string) network.Rule {
	r := network.Rule{Egress: egress, Match: m}
	switch {
	case peer[:2] == "sg":
		r.Group = peer
	case peer[:2] == "pl":
		r.PrefixList = peer
	default:
		r.CIDR = netip.MustParsePrefix(peer)
	}
	return r
}

// openGroup adds a security group that allows everything both ways.
func (w *world) openGroup(id, vpc string) {
	w.group(id, vpc, in(everything, "0.0.0.0/0"), in(everything, "::/0"), out(everything, "0.0.0.0/0"), out(everything, "::/0"))
}

// eni adds an interface; address is one private address, or private/public.
func (w *world) eni(id, subnet, group string, addresses ...string) *network.Interface {
	f := network.Interface{Object: object(id), Subnet: subnet}
	for _, s := range w.Subnets {
		if s.ID == subnet {
			f.VPC = s.VPC
		}
	}
	if group != "" {
		f.SecurityGroups = []string{group}
	}
	for i := 0; i < len(addresses); i++ {
		f.Addresses = append(f.Addresses, network.Address{Private: netip.MustParseAddr(addresses[i])})
	}
	w.Interfaces = append(w.Interfaces, f)
	return &w.Interfaces[len(w.Interfaces)-1]
}

// public gives the last interface's first address a public one.
func (w *world) public(address string) {
	w.Interfaces[len(w.Interfaces)-1].Addresses[0].Public = netip.MustParseAddr(address)
}

func (w *world) igw(id, vpc string) {
	w.InternetGateways = append(w.InternetGateways, network.InternetGateway{Object: object(id), VPC: vpc})
}

// firewall adds an endpoint of a gateway load balancer.
func (w *world) firewall(id, vpc, subnet string) {
	w.Endpoints = append(w.Endpoints, network.Endpoint{
		Object: object(id), VPC: vpc, Kind: network.LoadBalancerEndpoint, Service: "com.amazonaws.vpce.firewall",
		Subnets: []string{subnet}, Available: true,
	})
}

// attach adds a VPC's attachment to tgw-1.
func (w *world) attach(id, vpc, table string, subnets ...string) *network.Attachment {
	w.Attachments = append(w.Attachments, network.Attachment{
		Object: object(id), Gateway: "tgw-1", Kind: network.VPCAttachment, Resource: vpc, Subnets: subnets, Available: true,
		RouteTable: table, RouteTableKnown: true,
	})
	return &w.Attachments[len(w.Attachments)-1]
}

func (w *world) tgw(id string) {
	w.TransitGateways = append(w.TransitGateways, network.TransitGateway{Object: object(id)})
}

// transitTable adds a route table of tgw-1; routes are destination and attachment by turns, `blackhole` for none.
func (w *world) transitTable(id string, routes ...string) *network.TransitRouteTable {
	t := network.TransitRouteTable{Object: object(id), Gateway: "tgw-1", RoutesKnown: true}
	for i := 0; i < len(routes); i += 2 {
		r := network.TransitRoute{Destination: netip.MustParsePrefix(routes[i])}
		if routes[i+1] == "blackhole" {
			r.Blackhole = true
		} else {
			r.Attachments = []string{routes[i+1]}
		}
		t.Routes = append(t.Routes, r)
	}
	w.TransitRouteTables = append(w.TransitRouteTables, t)
	return &w.TransitRouteTables[len(w.TransitRouteTables)-1]
}

// ask puts a question about tcp 443 to the world.
func (w *world) ask(t *testing.T, from, to string) flightpath.Answer {
	t.Helper()
	return w.askFor(t, flightpath.Question{From: from, To: to, Port: 443})
}

func (w *world) askFor(t *testing.T, q flightpath.Question) flightpath.Answer {
	t.Helper()
	answer, err := flightpath.New(&w.Network).Trace(q)
	require.NoError(t, err)
	return answer
}

// expect asks, and checks the verdict and that the reason holds some words.
func (w *world) expect(t *testing.T, from, to string, verdict flightpath.Verdict, words string) flightpath.Answer {
	t.Helper()
	answer := w.ask(t, from, to)
	assert.Equal(t, verdict, answer.Verdict, "%s -> %s: %s", from, to, answer.Reason)
	assert.Contains(t, answer.Reason, words)
	return answer
}

// explain asks for what would open it, too.
func (w *world) explain(t *testing.T, from, to string) flightpath.Answer {
	t.Helper()
	return w.explainFor(t, flightpath.Question{From: from, To: to, Port: 443})
}

func (w *world) explainFor(t *testing.T, q flightpath.Question) flightpath.Answer {
	t.Helper()
	before := fmt.Sprintf("%+v", w.Network)
	answer, err := flightpath.New(&w.Network).Explain(q)
	require.NoError(t, err)
	require.Equal(t, before, fmt.Sprintf("%+v", w.Network), "changes are tried in copies")
	return answer
}

// kinds is the kinds of hops of a way.
func kinds(hops []flightpath.Hop) (all []flightpath.HopKind) {
	for _, h := range hops {
		all = append(all, h.Kind)
	}
	return all
}

// crossed is the IDs of the hops of a kind.
func crossed(hops []flightpath.Hop, kind flightpath.HopKind) (ids []string) {
	for _, h := range hops {
		if h.Kind == kind {
			ids = append(ids, h.ID)
		}
	}
	return ids
}

func addressesOf(addresses ...string) []netip.Addr {
	all := make([]netip.Addr, len(addresses))
	for i, a := range addresses {
		all[i] = netip.MustParseAddr(a)
	}
	return all
}
