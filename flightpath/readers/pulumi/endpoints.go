package pulumi

import (
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// endpointKinds are the kinds of VPC endpoints by the names that AWS gives them. Gateway is AWS's default.
var endpointKinds = map[string]network.EndpointKind{
	"": network.GatewayEndpoint, "Gateway": network.GatewayEndpoint, "Interface": network.InterfaceEndpoint,
	"GatewayLoadBalancer": network.LoadBalancerEndpoint,
}

// endpoints reads VPC endpoints and the services behind them.
func (b *builder) endpoints() {
	for _, r := range b.every(typeEndpoint) {
		endpoint := network.Endpoint{Object: b.object(r)}
		var service *Resource
		endpoint.Service, service = b.serviceOf(r)
		endpoint.Available = b.stands(r, service)
		var ok bool
		if endpoint.Kind, ok = endpointKinds[r.text("vpcEndpointType")]; !ok {
			endpoint.Kind = network.EndpointKind(r.text("vpcEndpointType"))
		}
		if endpoint.VPC, ok = b.refer(r, "vpcId", typeVPC, typeDefaultVPC); !ok {
			b.gap(network.GapEndpoints, r, "vpcId")
		}
		for key, list := range map[string]struct {
			into  *[]string
			types []string
		}{
			"subnetIds":        {&endpoint.Subnets, []string{typeSubnet}},
			"securityGroupIds": {&endpoint.SecurityGroups, groupTypes},
			"routeTableIds":    {&endpoint.RouteTables, routeTableTypes},
		} {
			if *list.into, ok = b.references(r, key, list.types...); !ok {
				b.gap(network.GapEndpoints, r, key)
			}
		}
		for _, id := range asList(r.Outputs["networkInterfaceIds"]) {
			if known(asText(id)) {
				endpoint.Interfaces = append(endpoint.Interfaces, asText(id))
			}
		}
		b.associations(&endpoint)
		b.network.Endpoints = append(b.network.Endpoints, endpoint)
	}
	for _, r := range b.every(typeService) {
		service := network.EndpointService{Object: b.object(r), Service: nameOf(r)}
		for _, key := range []string{"networkLoadBalancerArns", "gatewayLoadBalancerArns"} {
			balancers, ok := b.references(r, key, typeBalancer)
			if !ok {
				b.gap(network.GapEndpoints, r, key)
			}
			service.LoadBalancers = append(service.LoadBalancers, balancers...)
		}
		b.network.EndpointServices = append(b.network.EndpointServices, service)
	}
}

// associations are subnets, security groups and route tables of an endpoint that are resources of their own.
func (b *builder) associations(endpoint *network.Endpoint) {
	for _, of := range []struct {
		typ, key string
		types    []string
		into     *[]string
	}{
		{"aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation", "subnetId", []string{typeSubnet}, &endpoint.Subnets},
		{"aws:ec2/securityGroupAssociation:SecurityGroupAssociation", "securityGroupId", groupTypes, &endpoint.SecurityGroups},
		{"aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation", "routeTableId", routeTableTypes, &endpoint.RouteTables},
	} {
		for _, r := range b.every(of.typ) {
			if id, ok := b.refer(r, "vpcEndpointId", typeEndpoint); !ok || id != endpoint.ID {
				if !ok && b.mayMean(r, "vpcEndpointId", endpoint.ID, typeEndpoint) {
					b.gapOf(network.GapEndpoints, endpoint.ID, r, "vpcEndpointId")
				}
				continue
			}
			if value, ok := b.refer(r, of.key, of.types...); ok {
				if !slices.Contains(*of.into, value) { // a refresh told it too
					*of.into = append(*of.into, value)
				}
			} else {
				b.gapOf(network.GapEndpoints, endpoint.ID, r, of.key)
			}
		}
	}
}

// firewalls reads AWS Network Firewalls with the endpoints that they made, by subnet.
func (b *builder) firewalls() {
	for _, r := range b.every("aws:networkfirewall/firewall:Firewall") {
		firewall := network.Firewall{Object: b.object(r)}
		firewall.VPC, _ = b.refer(r, "vpcId", typeVPC, typeDefaultVPC)
		for _, status := range asList(r.Outputs["firewallStatuses"]) {
			for _, state := range asList(asObject(status)["syncStates"]) {
				for _, attachment := range asList(asObject(state)["attachments"]) {
					made := network.FirewallEndpoint{
						Subnet: asText(asObject(attachment)["subnetId"]), Endpoint: asText(asObject(attachment)["endpointId"]), Ready: true,
					}
					if !known(made.Endpoint) {
						continue
					}
					firewall.Endpoints = append(firewall.Endpoints, made)
					b.network.Endpoints = append(b.network.Endpoints, network.Endpoint{
						Object: network.Object{ID: made.Endpoint, Name: firewall.Name, Account: firewall.Account, Region: firewall.Region},
						VPC:    firewall.VPC, Kind: network.LoadBalancerEndpoint, Subnets: []string{made.Subnet}, Available: true, Firewall: firewall.ID,
					})
				}
			}
		}
		if len(firewall.Endpoints) == 0 {
			b.gap(network.GapFirewalls, r, "firewallStatuses")
		}
		for i, made := range firewall.Endpoints {
			for _, subnet := range b.network.Subnets {
				if subnet.ID == made.Subnet {
					firewall.Endpoints[i].Zone = subnet.Zone
				}
			}
		}
		b.network.Firewalls = append(b.network.Firewalls, firewall)
	}
}
