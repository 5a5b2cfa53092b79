package snapshot

import (
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

func (r *reader) endpoint(o object) {
	state := o.state("State")
	if state == "deleted" {
		r.gone.bury(o.id("VpcEndpointId"))
		return
	}
	endpoint := network.Endpoint{
		Object:      o.object("VpcEndpointId"),
		VPC:         o.need("VpcId"),
		Kind:        o.endpointKind(),
		Service:     o.text("ServiceName"),
		Subnets:     o.ids("SubnetIds"),
		Interfaces:  o.ids("NetworkInterfaceIds"),
		RouteTables: o.ids("RouteTableIds"),
		Available:   state == "available" || state == "partial" || state == "",
	}
	if state == "partial" {
		r.between(o, network.GapEndpoints, endpoint.ID, state)
	}
	for _, group := range o.list("Groups") {
		endpoint.SecurityGroups = append(endpoint.SecurityGroups, group.need("GroupId"))
	}
	r.endpoints.add(endpoint.ID, o, endpoint.Account, endpoint)
}

// endpointKind is the kind of a VPC endpoint. Answers from before 2017 do not tell: then there were only gateway endpoints.
func (o object) endpointKind() network.EndpointKind {
	switch said := o.text("VpcEndpointType"); said {
	case "Gateway", "":
		return network.GatewayEndpoint
	case "Interface":
		return network.InterfaceEndpoint
	case "GatewayLoadBalancer":
		return network.LoadBalancerEndpoint
	default: // Resource, ServiceNetwork, and what is yet to come
		return network.EndpointKind(strings.ToLower(clip(said)))
	}
}

func (r *reader) endpointService(o object) {
	name := o.id("ServiceName")
	if name == "" {
		o.wrong("ServiceName", "missing")
		return
	}
	balancers := append(o.ids("NetworkLoadBalancerArns"), o.ids("GatewayLoadBalancerArns")...)
	service := network.EndpointService{
		Object:        network.Object{ID: o.id("ServiceId"), Region: o.place().region, Tags: o.tags("Tags")},
		Service:       name,
		LoadBalancers: balancers,
	}
	service.Name = service.Tags["Name"]
	if service.ID == "" {
		service.ID = name
	}
	owner := ""
	if len(balancers) > 0 { // only the provider's own account is told of them
		owner = o.place().account
		service.Account = owner
	}
	r.endpointServices.add(name, o, owner, service)
}

// settledServices merges what providers and users of a service are told: only providers see the load balancers.
func (r *reader) settledServices() []network.EndpointService {
	var settled []network.EndpointService
	for _, name := range r.endpointServices.order {
		var telling register[network.EndpointService]
		for _, seen := range r.endpointServices.seen[name] {
			if len(seen.value.LoadBalancers) > 0 {
				telling.add(name, seen.at, seen.owner, seen.value)
			}
		}
		if service, there := telling.settled(name, r.found); there {
			settled = append(settled, service)
			continue
		}
		settled = append(settled, r.endpointServices.seen[name][0].value)
	}
	return settled
}
