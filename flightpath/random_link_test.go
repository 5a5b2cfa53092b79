package flightpath_test

import (
	"fmt"
	"net/netip"

	"pgregory.net/rapid"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// pods draws a declared target: pods that somebody will register, in subnets where nobody is yet.
func (g *generator) pods() {
	g.group("pod")
	if g.chance("no pods", 3) {
		return
	}
	vpc := 1
	if len(g.n.VPCs) == 4 && g.chance("pods behind the other transit gateway", 3) {
		vpc = 3
	}
	group := &g.n.TargetGroups[rapid.IntRange(0, len(g.n.TargetGroups)-1).Draw(g.t, "target group of pods")]
	target := network.RegisteredTarget{Declared: true, Port: group.Port, SecurityGroups: []string{"pod-sg"}}
	for z := range g.zones {
		if z == 0 || !g.chance("pods in one zone", 3) {
			target.Subnets = append(target.Subnets, fmt.Sprintf("vpc%d-pod%d", vpc, z))
		}
	}
	group.Targets = append(group.Targets, target)
}

// link draws an endpoint service in front of the network load balancers, with an endpoint in one of the VPCs; its interfaces may
// not be made yet, and may be targets themselves.
func (g *generator) link() {
	g.group("link")
	const name = "com.amazonaws.vpce.us-east-1.vpce-svc-0"
	service := network.EndpointService{Object: network.Object{ID: "vpce-svc-0"}, Service: name}
	for _, b := range g.n.LoadBalancers {
		if b.Kind == network.NetworkBalancer && (len(service.LoadBalancers) == 0 || g.chance("two load balancers", 3)) {
			service.LoadBalancers = append(service.LoadBalancers, b.ID)
		}
	}
	if len(service.LoadBalancers) == 0 {
		return
	}
	i := rapid.IntRange(0, len(g.n.VPCs)-1).Draw(g.t, "VPC of the endpoint")
	e := network.Endpoint{
		Object: network.Object{ID: "link"}, VPC: fmt.Sprintf("vpc%d", i), Kind: network.InterfaceEndpoint, Service: name,
		SecurityGroups: []string{"link-sg"}, Available: !g.flaw("endpoint not accepted", 5),
	}
	made := g.six || g.chance("made", 2) // of one that is not made nobody knows whether it will have IPv6
	var ends []netip.Addr
	for z := range g.zones {
		if z > 0 && g.chance("endpoint in one zone", 3) {
			continue
		}
		if !made {
			e.Subnets = append(e.Subnets, fmt.Sprintf("vpc%d-transit%d", i, z))
			continue
		}
		f := network.Interface{
			Object: network.Object{ID: fmt.Sprintf("link-eni%d", z)}, VPC: e.VPC, Subnet: fmt.Sprintf("vpc%d-host%d", i, z), Owner: e.ID,
			SecurityGroups: e.SecurityGroups, Description: "VPC Endpoint Interface link",
			Addresses: []network.Address{{Private: netip.MustParseAddr(fmt.Sprintf("10.%d.%d.21", i, z*10))}},
		}
		if g.six && g.chance("endpoint of both families", 2) {
			f.Addresses = append(f.Addresses, network.Address{Private: netip.MustParseAddr(fmt.Sprintf("2600:1f18:%d:%d::21", i, z*10))})
		}
		g.n.Interfaces = append(g.n.Interfaces, f)
		e.Subnets, e.Interfaces = append(e.Subnets, f.Subnet), append(e.Interfaces, f.ID)
		ends = append(ends, f.Addresses[0].Private)
	}
	g.n.Endpoints, g.n.EndpointServices = append(g.n.Endpoints, e), []network.EndpointService{service}
	if group := &g.n.TargetGroups[1]; len(ends) > 0 && g.chance("endpoint as a target", 3) {
		zone := "all"
		if e.VPC == group.VPC {
			zone = zoneID(0)
		}
		group.Targets = append(group.Targets, network.RegisteredTarget{ID: ends[0].String(), Address: ends[0], Port: 443, Zone: zone})
	}
}

// ofAWS is services that gateway endpoints lead to, with some of their addresses.
var ofAWS = map[string][]string{"s3": {"52.216.0.0/15", "2600:1fa0:8000::/39"}, "dynamodb": {"52.94.0.0/22"}}

// buckets draws gateway endpoints, and which tables know them.
func (g *generator) buckets() {
	for _, name := range []string{"s3", "dynamodb"} {
		if g.chance("no endpoint of "+name, 2) {
			continue
		}
		list := network.PrefixList{Object: network.Object{ID: "pl-" + name}, Known: true}
		for _, prefix := range prefixes(ofAWS[name]...) {
			if prefix.Addr().Is4() || g.six {
				list.Prefixes = append(list.Prefixes, prefix)
			}
		}
		vpc := fmt.Sprintf("vpc%d", rapid.IntRange(0, len(g.n.VPCs)-1).Draw(g.t, "VPC of "+name))
		e := network.Endpoint{Object: network.Object{ID: name}, VPC: vpc, Kind: network.GatewayEndpoint, Service: "com.amazonaws.us-east-1." + name}
		e.Available = !g.flaw("gateway endpoint failed", 10)
		for i := range g.n.RouteTables {
			table := &g.n.RouteTables[i]
			if table.VPC == vpc && len(table.Gateways) == 0 && !g.chance("not associated", 4) {
				e.RouteTables = append(e.RouteTables, table.ID)
				table.Routes = append(table.Routes, network.Route{PrefixList: list.ID, Target: network.Target{Kind: network.TargetEndpoint, ID: e.ID}})
			}
		}
		g.n.PrefixLists, g.n.Endpoints = append(g.n.PrefixLists, list), append(g.n.Endpoints, e)
	}
}
