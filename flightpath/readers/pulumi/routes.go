package pulumi

import (
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// routeTableTypes are a route table, and the VPC's own in Pulumi's hands.
var routeTableTypes = []string{"aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"}

const (
	typePrefixList = "aws:ec2/managedPrefixList:ManagedPrefixList"
	typeInstance   = "aws:ec2/instance:Instance"
	typeInterface  = "aws:ec2/networkInterface:NetworkInterface"
	typeGateway    = "aws:ec2/internetGateway:InternetGateway"
	typeEgressOnly = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"
	typeNAT        = "aws:ec2/natGateway:NatGateway"
	typePeering    = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
	typeEndpoint   = "aws:ec2/vpcEndpoint:VpcEndpoint"
	typeTransit    = "aws:ec2transitgateway/transitGateway:TransitGateway"
)

// nextHops are the properties that hold a route's target.
var nextHops = []struct {
	key   string
	kind  network.TargetKind
	types []string
}{
	{"gatewayId", network.TargetInternetGateway, []string{typeGateway}},
	{"egressOnlyGatewayId", network.TargetInternetGateway, []string{typeEgressOnly}},
	{"natGatewayId", network.TargetNATGateway, []string{typeNAT}},
	{"transitGatewayId", network.TargetTransitGateway, []string{typeTransit}},
	{"vpcPeeringConnectionId", network.TargetPeering, []string{typePeering}},
	{"vpcEndpointId", network.TargetEndpoint, []string{typeEndpoint}},
	{"networkInterfaceId", network.TargetInterface, []string{typeInterface}},
	{"instanceId", network.TargetInstance, []string{typeInstance}},
	{"carrierGatewayId", network.TargetUnknown, nil},
	{"localGatewayId", network.TargetUnknown, nil},
	{"coreNetworkArn", network.TargetUnknown, nil},
	{"odbNetworkArn", network.TargetUnknown, nil},
}

// routeTables reads route tables with their own routes, and those that are resources of their own.
func (b *builder) routeTables() {
	tables := map[string]*network.RouteTable{}
	var order []string
	// Tables whose own lists nobody declared: a refresh read them, and what resources did to their routes since is not in them.
	refreshed := map[string]bool{}
	add := func(table network.RouteTable) {
		if tables[table.ID] == nil {
			order = append(order, table.ID)
			tables[table.ID] = &table
		}
	}
	for _, r := range b.every(routeTableTypes...) {
		table := network.RouteTable{Object: b.object(r)}
		vpc, ok := b.refer(r, "vpcId", typeVPC, typeDefaultVPC)
		if !ok && r.Type == routeTableTypes[1] {
			vpc, ok = b.reference(r, "defaultRouteTableId", Unknown, typeVPC, typeDefaultVPC)
		}
		if !ok {
			b.gap(network.GapRouteTables, r, "vpcId")
		}
		table.VPC = vpc
		for _, row := range r.list("routes") {
			b.appendRoute(&table, r, "routes", asObject(row))
		}
		for _, gateway := range r.list("propagatingVgws") {
			table.Unlearned = append(table.Unlearned, vpnGateway(asText(gateway)))
		}
		_, declared := r.Inputs["routes"]
		refreshed[table.ID] = !declared
		add(table)
	}
	for _, vpc := range b.network.VPCs {
		id := b.mainTable(vpc.ID)
		add(network.RouteTable{Object: network.Object{ID: id, Name: "main of " + vpc.Name, Account: vpc.Account, Region: vpc.Region}, VPC: vpc.ID})
		tables[id].Main = true
	}
	for _, r := range b.every("aws:ec2/route:Route") {
		id, ok := b.refer(r, "routeTableId", routeTableTypes...)
		if !ok || tables[id] == nil {
			b.gapOfCandidates(network.GapRouteTables, r, "routeTableId", routeTableTypes)
			continue
		}
		row := map[string]any{}
		for key := range r.Outputs {
			row[key] = r.value(key)
		}
		for key := range r.Inputs {
			row[key] = r.value(key)
		}
		before := len(tables[id].Routes)
		b.appendRoute(tables[id], r, "", row)
		if refreshed[id] && len(tables[id].Routes) > before {
			tables[id].Routes = withoutStale(tables[id].Routes)
		}
	}
	for _, r := range b.every("aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation") {
		id, ok := b.refer(r, "routeTableId", routeTableTypes...)
		if !ok || tables[id] == nil {
			b.gapOfCandidates(network.GapRouteTables, r, "routeTableId", routeTableTypes)
			continue
		}
		tables[id].Unlearned = append(tables[id].Unlearned, vpnGateway(r.text("vpnGatewayId")))
	}
	b.edges(tables)
	for _, id := range order {
		table := tables[id]
		if gap, unsure := b.unsure[table.VPC]; unsure { // it may have a local route more
			gap.Kind, gap.Of = network.GapRouteTables, table.ID
			b.network.Gaps = append(b.network.Gaps, gap)
		}
		for _, vpc := range b.network.VPCs {
			if vpc.ID != table.VPC {
				continue
			}
			for _, cidr := range vpc.CIDRs {
				local := func(route network.Route) bool { return route.Destination == cidr }
				// A declared route of the VPC's own CIDR changes where the local route leads.
				if !slices.ContainsFunc(table.Routes, local) {
					table.Routes = append(table.Routes, network.Route{Destination: cidr, Target: network.Target{Kind: network.TargetLocal}})
				}
			}
		}
		b.network.RouteTables = append(b.network.RouteTables, *table)
	}
}

// vpnGateway is what a VPN gateway is called before it has an ID.
func vpnGateway(id string) string {
	if known(id) {
		return id
	}
	return "a VPN gateway"
}

// withoutStale is routes without earlier ones of the last one's destination, of which a table has one.
func withoutStale(routes []network.Route) []network.Route {
	last := routes[len(routes)-1]
	kept := slices.DeleteFunc(routes[:len(routes)-1], func(route network.Route) bool {
		return route.Destination == last.Destination && route.PrefixList == last.PrefixList
	})
	return append(kept, last)
}

// edges are the gateways whose traffic a route table routes.
func (b *builder) edges(tables map[string]*network.RouteTable) {
	for _, r := range b.every("aws:ec2/routeTableAssociation:RouteTableAssociation") {
		if r.text("gatewayId") == "" {
			continue
		}
		table, ok := b.refer(r, "routeTableId", routeTableTypes...)
		gateway, okGateway := b.refer(r, "gatewayId", typeGateway)
		switch {
		case !okGateway:
			b.gapOfCandidates(network.GapInternetGateways, r, "gatewayId", []string{typeGateway})
			continue
		case !ok || tables[table] == nil:
			b.gapOf(network.GapInternetGateways, gateway, r, "routeTableId")
			continue
		}
		tables[table].Gateways = append(tables[table].Gateways, gateway)
	}
}

// mainTable is the main route table of a VPC.
func (b *builder) mainTable(vpc string) string {
	for _, r := range b.every("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation") {
		of, ok := b.refer(r, "vpcId", typeVPC, typeDefaultVPC)
		switch {
		case ok && of == vpc:
			if table, ok := b.refer(r, "routeTableId", routeTableTypes...); ok {
				return table
			}
			return "" // another one than the VPC's own, and which is not known
		case !ok && b.mayMean(r, "vpcId", vpc, typeVPC, typeDefaultVPC):
			return ""
		}
	}
	return b.defaultOf(vpc, routeTableTypes[1], "mainRouteTableId", "main-route-table")
}

// appendRoute reads a row: of a table's own list (under a key), or a resource (key is empty).
func (b *builder) appendRoute(table *network.RouteTable, r *Resource, key string, row map[string]any) {
	route := network.Route{}
	for _, name := range []string{"cidrBlock", "ipv6CidrBlock", "destinationCidrBlock", "destinationIpv6CidrBlock"} {
		if text := asText(row[name]); text != "" {
			cidr, ok := prefix(text)
			if !ok {
				b.gapOf(network.GapRouteTables, table.ID, r, name)
				return
			}
			route.Destination = cidr
		}
	}
	for _, name := range []string{"destinationPrefixListId"} {
		if asText(row[name]) == "" {
			continue
		}
		list, ok := b.reference(r, property(key, name), row[name], typePrefixList)
		if !ok {
			b.gapOf(network.GapRouteTables, table.ID, r, name)
			return
		}
		route.PrefixList = list
	}
	if !route.Destination.IsValid() && route.PrefixList == "" {
		return
	}
	route.Target = b.target(r, key, row)
	switch {
	case key != "" || r.changes || asText(r.Outputs["state"]) != "blackhole":
	case r.planned: // what it leads to may be mended by the same update
		route.Target = network.Target{Kind: network.TargetUnknown, ID: route.Target.ID + ", which was a blackhole when Pulumi last asked"}
	default:
		route.Blackhole = true
	}
	table.Routes = append(table.Routes, route)
}

func property(list, own string) string {
	if list != "" {
		return list
	}
	return own
}

func (b *builder) target(r *Resource, key string, row map[string]any) network.Target {
	for _, hop := range nextHops {
		text := asText(row[hop.key])
		switch {
		case text == "":
			continue
		case text == "local":
			return network.Target{Kind: network.TargetLocal}
		case hop.kind == network.TargetUnknown:
			return network.Target{Kind: hop.kind, ID: hop.key + " " + text}
		}
		id, ok := b.reference(r, property(key, hop.key), row[hop.key], hop.types...)
		switch {
		case !ok:
			return network.Target{Kind: network.TargetUnknown, ID: hop.key + " is not known before the update"}
		case hop.key == "gatewayId" && len(id) > 4 && id[:4] == "vgw-":
			return network.Target{Kind: network.TargetVPNGateway, ID: id}
		case hop.key == "gatewayId" && len(id) > 5 && id[:5] == "vpce-":
			return network.Target{Kind: network.TargetEndpoint, ID: id}
		}
		return network.Target{Kind: hop.kind, ID: id}
	}
	return network.Target{Kind: network.TargetUnknown, ID: "the route has no target that is known"}
}

// gapOf is a gap in an object that a resource is a part of.
func (b *builder) gapOf(kind network.GapKind, of string, r *Resource, key string) {
	b.gap(kind, r, key)
	b.network.Gaps[len(b.network.Gaps)-1].Of = of
}

// gapOfCandidates is a gap in everything that a resource may be a part of; where nothing is named, in all of the kind.
func (b *builder) gapOfCandidates(kind network.GapKind, r *Resource, key string, types []string) {
	candidates := b.candidates(r, key, types)
	if len(candidates) == 0 {
		candidates = []string{""}
		if text := asText(r.value(key)); known(text) {
			candidates[0] = text // it exists, and is not one of these resources
		}
	}
	for _, candidate := range candidates {
		b.gapOf(kind, candidate, r, key)
	}
}
