package snapshot

import (
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// routeTable is a route table with the subnets that it is associated with.
type routeTable struct {
	network.RouteTable
	subnets   []string
	unsettled []string // subnets that are between two tables
}

func (r *reader) routeTable(o object) {
	table := routeTable{RouteTable: network.RouteTable{Object: o.object("RouteTableId"), VPC: o.need("VpcId")}}
	for _, association := range o.list("Associations") {
		r.takeAssociation(&table, association)
	}
	if !o.has("Routes") {
		r.gap(o, network.GapRouteTables, table.ID, "has no list of Routes")
	}
	for _, row := range o.list("Routes") {
		table.Routes = append(table.Routes, row.route())
	}
	r.routeTables.add(table.ID, o, table.Account, table)
}

func (r *reader) takeAssociation(t *routeTable, o object) {
	main := o.truth("Main", false)
	subnet, gateway := o.id("SubnetId"), o.id("GatewayId")
	associated, settled := standing(o.stateIn("AssociationState", "State"))
	switch {
	case !settled && subnet != "":
		t.unsettled = append(t.unsettled, subnet)
	case !settled && gateway != "":
		r.gap(o, network.GapInternetGateways, gateway, "gets a route table or loses it: the association is being made or undone")
	case !associated:
	case subnet != "":
		t.subnets = append(t.subnets, subnet)
	case gateway != "":
		t.Gateways = append(t.Gateways, gateway)
	case main:
		t.Main = true
	}
}

func (o object) route() network.Route {
	route := network.Route{
		Destination: o.prefix("DestinationCidrBlock", ipv4),
		PrefixList:  o.id("DestinationPrefixListId"),
		Target:      o.target(),
		Propagated:  o.text("Origin") == "EnableVgwRoutePropagation",
	}
	if block := o.prefix("DestinationIpv6CidrBlock", ipv6); block.IsValid() {
		route.Destination = block
	}
	told := 0
	for _, field := range []string{"DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"} {
		if o.has(field) {
			told++
		}
	}
	if told != 1 {
		o.wrong("DestinationCidrBlock", "a route has one destination, not %d", told)
	}
	switch state := o.state("State"); state {
	case "active", "":
	case "blackhole":
		route.Blackhole = true
	default: // filtered, and what is yet to come
		route.Target = network.Target{Kind: network.TargetUnknown, ID: "a route in state " + clip(state)}
	}
	return route
}

// target is where a route leads.
func (o object) target() network.Target {
	for _, field := range []struct {
		name string
		kind network.TargetKind
	}{
		// An instance's route names its interface too; the interface is where packets go.
		{"NetworkInterfaceId", network.TargetInterface},
		{"InstanceId", network.TargetInstance},
		{"NatGatewayId", network.TargetNATGateway},
		{"TransitGatewayId", network.TargetTransitGateway},
		{"VpcPeeringConnectionId", network.TargetPeering},
		{"EgressOnlyInternetGatewayId", network.TargetInternetGateway},
		{"LocalGatewayId", network.TargetUnknown},
		{"CarrierGatewayId", network.TargetUnknown},
		{"CoreNetworkArn", network.TargetUnknown},
		{"OdbNetworkArn", network.TargetUnknown},
	} {
		if id := o.id(field.name); id != "" {
			return network.Target{Kind: field.kind, ID: id}
		}
	}
	if id := o.id("GatewayId"); id != "" {
		return gatewayTarget(id)
	}
	return network.Target{Kind: network.TargetUnknown}
}

// gatewayTarget tells what a GatewayId means: AWS puts several kinds of hops there.
func gatewayTarget(id string) network.Target {
	kind, _, _ := strings.Cut(id, "-")
	switch kind {
	case "local":
		return network.Target{Kind: network.TargetLocal}
	case "igw", "eigw":
		return network.Target{Kind: network.TargetInternetGateway, ID: id}
	case "vgw":
		return network.Target{Kind: network.TargetVPNGateway, ID: id}
	case "vpce":
		return network.Target{Kind: network.TargetEndpoint, ID: id}
	case "nat":
		return network.Target{Kind: network.TargetNATGateway, ID: id}
	case "tgw":
		return network.Target{Kind: network.TargetTransitGateway, ID: id}
	default:
		return network.Target{Kind: network.TargetUnknown, ID: id}
	}
}
