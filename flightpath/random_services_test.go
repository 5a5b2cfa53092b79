package flightpath_test

import (
	"fmt"
	"net/netip"

	"pgregory.net/rapid"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// translator draws a NAT gateway; the source may tell its interface too.
func (g *generator) translator(i, z int) {
	gateway := network.NATGateway{
		Object: network.Object{ID: fmt.Sprintf("nat%d-%d", i, z)}, VPC: fmt.Sprintf("vpc%d", i), Subnet: fmt.Sprintf("vpc%d-nat%d", i, z),
		Available: !g.flaw("NAT gateway being deleted", 10), Public: !g.flaw("private NAT gateway", 4),
		PrivateAddresses: []netip.Addr{netip.MustParseAddr(fmt.Sprintf("10.%d.%d.9", i, z*10+3))},
	}
	if gateway.Public {
		gateway.PublicAddresses = []netip.Addr{netip.MustParseAddr(fmt.Sprintf("198.51.100.%d", 50+10*i+z))}
	}
	g.n.NATGateways = append(g.n.NATGateways, gateway)
	if g.chance("interface of the NAT gateway", 2) {
		one := network.Interface{Object: network.Object{ID: "eni-" + gateway.ID}, VPC: gateway.VPC, Subnet: gateway.Subnet, Owner: gateway.ID}
		one.Addresses = []network.Address{{Private: gateway.PrivateAddresses[0]}}
		if gateway.Public {
			one.Addresses[0].Public = gateway.PublicAddresses[0]
		}
		g.n.Interfaces = append(g.n.Interfaces, one)
	}
}

// tellByFirewall has AWS Network Firewall tell of the endpoints of a VPC, instead of themselves.
func (g *generator) tellByFirewall() {
	vpc := g.one("firewall of", []string{"vpc0", "vpc1", "vpc2"})
	firewall := network.Firewall{Object: network.Object{ID: "firewall"}, VPC: vpc}
	var others []network.Endpoint
	for _, e := range g.n.Endpoints {
		if e.VPC != vpc || e.Kind != network.LoadBalancerEndpoint {
			others = append(others, e)
			continue
		}
		firewall.Endpoints = append(firewall.Endpoints, network.FirewallEndpoint{Subnet: e.Subnets[0], Endpoint: e.ID, Ready: e.Available})
	}
	g.n.Endpoints, g.n.Firewalls = others, []network.Firewall{firewall}
}

// balancers draws a load balancer in the first VPC whose targets are hosts anywhere or the nodes of a second one, which stands
// in the second VPC.
func (g *generator) balancers() {
	inner := g.balancer("inner", 1, g.one("kind of inner", []string{"network", "network", "application"}))
	front := g.balancer("front", 0, g.one("kind of front", []string{"network", "application"}))
	front.Internal = g.chance("internal", 4)
	for z := range front.Nodes {
		if !front.Internal {
			front.Nodes[z].Addresses[0].Public = netip.MustParseAddr(fmt.Sprintf("198.51.100.%d", 100+z))
		}
	}
	inner.Internal = true
	if g.chance("interfaces of nodes", 2) {
		for z := range front.Nodes {
			id := fmt.Sprintf("eni-front%d", z)
			g.n.Interfaces = append(g.n.Interfaces, network.Interface{
				Object: network.Object{ID: id}, VPC: "vpc0", Subnet: front.Nodes[z].Subnet, Owner: front.ID,
				SecurityGroups: front.SecurityGroups, Addresses: front.Nodes[z].Addresses,
			})
			front.Nodes[z].Interface, front.Nodes[z].Addresses = id, nil
		}
	}
	g.n.LoadBalancers = []network.LoadBalancer{front, inner}
	g.targets("tg-inner", 1, inner.Kind, nil)
	g.targets("tg-front", 0, front.Kind, inner.Nodes)
	if g.chance("another group", 3) {
		g.targets("tg-other", 0, front.Kind, nil)
		l := network.Listener{Object: network.Object{ID: "l-other"}, Port: 5000, Protocol: g.one("listener of other", []string{"TCP", "UDP"})}
		l.Forwards = []network.Forward{{Rule: "default", TargetGroup: "tg-other", Weight: 1}}
		g.n.LoadBalancers[0].Listeners = append(g.n.LoadBalancers[0].Listeners, l)
	}
}

// balancer draws a load balancer with a node in two zones.
func (g *generator) balancer(name string, i int, kind string) network.LoadBalancer {
	b := network.LoadBalancer{
		Object: network.Object{ID: name}, Kind: network.BalancerKind(kind), VPC: fmt.Sprintf("vpc%d", i), HasSecurityGroups: true,
		SecurityGroups: []string{name + "-sg"}, CrossZone: g.chance("cross-zone", 2), CrossZoneKnown: true, ListenersKnown: true,
		Listeners: []network.Listener{{
			Object: network.Object{ID: "l-" + name}, Port: 443, Protocol: "TCP",
			Forwards: []network.Forward{{Rule: "default", TargetGroup: "tg-" + name, Weight: 1}},
		}},
	}
	if g.flaw("load balancer failed", 20) {
		b.State = network.BalancerFailed
	}
	b.PrivateLinkRules = g.one("inbound rules on PrivateLink", []string{"", "on", "off"})
	g.group(name)
	if b.Kind == network.NetworkBalancer && g.chance("no groups", 3) {
		b.SecurityGroups, b.HasSecurityGroups = nil, false
	}
	for z := range 2 {
		b.Nodes = append(b.Nodes, network.Node{
			Subnet:    fmt.Sprintf("vpc%d-host%d", i, z),
			Addresses: []network.Address{{Private: netip.MustParseAddr(fmt.Sprintf("10.%d.%d.5", i, z*10))}},
		})
	}
	return b
}

// targets draws a target group: hosts, or the nodes of another load balancer.
func (g *generator) targets(id string, i int, kind network.BalancerKind, nodes []network.Node) {
	group := network.TargetGroup{
		Object: network.Object{ID: id}, Kind: network.IPTargets, VPC: fmt.Sprintf("vpc%d", i), Protocol: "TCP", TargetsKnown: true,
		Port: rapid.SampledFrom([]int{443, 443, 80}).Draw(g.t, "port of targets"), CrossZone: g.one("cross-zone of "+id, []string{"", "", "true", "false"}),
		PreservesClientIP: kind == network.NetworkBalancer && g.chance("keeps clients", 2),
	}
	add := func(address netip.Addr, vpc, zone string) {
		if vpc != group.VPC {
			zone = "all"
		}
		group.Targets = append(group.Targets, network.RegisteredTarget{ID: address.String(), Address: address, Port: group.Port, Zone: zone})
	}
	if len(nodes) > 0 && g.chance("load balancers in a row", 2) {
		for z, node := range nodes {
			add(node.Addresses[0].Private, "vpc1", zoneID(z))
		}
	} else {
		for j := range rapid.IntRange(1, 3).Draw(g.t, "targets") {
			to := i
			if g.chance("target elsewhere", 2) {
				to = 1
			}
			z := j % g.zones
			add(netip.MustParseAddr(fmt.Sprintf("10.%d.%d.7", to, z*10)), fmt.Sprintf("vpc%d", to), zoneID(z))
		}
	}
	g.n.TargetGroups = append(g.n.TargetGroups, group)
}
