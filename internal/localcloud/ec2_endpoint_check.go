package localcloud

import (
	"slices"
)

// What AWS refuses of VPC endpoints.

// checkEndpoint refuses what AWS refuses, for new endpoints and changed ones.
func checkEndpoint(c *call) error {
	in := merge(c.kind.defaults, c.in)
	name, vpc, typ := str(in, "serviceName"), str(in, "vpcId"), str(in, "vpcEndpointType")
	service, own := endpointService(c, name)
	known := map[string][]string{"Gateway": gatewayServices, "Interface": interfaceServices}
	if offer := c.serviceFor(name); offer != nil {
		if err := checkOffer(c, offer, in); err != nil {
			return err
		}
	} else if !own || !slices.Contains(known[typ], service) {
		return refuse("InvalidServiceName", "The Vpc Endpoint Service '%s' does not exist (as a %s endpoint)", name, typ)
	}
	if typ == "Gateway" {
		if len(strs(in, "subnetIds"))+len(strs(in, "securityGroupIds")) > 0 || boolean(in, "privateDnsEnabled") {
			return refuse("InvalidParameter", "Endpoint type (Gateway) takes no subnets, security groups or private DNS names")
		}
		for _, t := range strs(in, "routeTableIds") {
			if table := c.find(tRouteTable, t); str(table.Outputs, "vpcId") != vpc {
				return refuse("InvalidParameter", "route table %s does not belong to VPC %s", t, vpc)
			}
			if err := freeOfEndpoint(c, t, name, ""); err != nil {
				return err
			}
		}
		return nil
	}
	if len(strs(in, "routeTableIds")) > 0 {
		return refuse("InvalidParameter", "Endpoint type (%s) does not support route tables", typ)
	}
	if err := distinctZones(c, vpc, strs(in, "subnetIds")); err != nil {
		return err
	}
	for _, g := range strs(in, "securityGroupIds") {
		if o := c.find(tSecurityGroup, g); str(o.Outputs, "vpcId") != vpc {
			return refuse("InvalidParameter", "Security group %s does not belong to VPC %s", g, vpc)
		}
	}
	if boolean(in, "privateDnsEnabled") {
		return privateDNS(c, vpc, name)
	}
	return nil
}

// checkOffer holds an endpoint to what a service of somebody's offers.
func checkOffer(c *call, offer *Object, in Props) error {
	typ, subnets := str(in, "vpcEndpointType"), strs(in, "subnetIds")
	if serves := str(offer.Outputs, "serviceType"); serves != typ {
		return refuse("InvalidParameter", "Service %s takes endpoints of type %s, not %s", offer.ID, serves, typ)
	}
	if boolean(in, "autoAccept") && boolean(offer.Outputs, "acceptanceRequired") && offer.Account != c.account {
		return refuse("InvalidVpcEndpointServiceId.NotFound", "The connection to a service of another account (%s) cannot be accepted from here", offer.ID)
	}
	for _, id := range subnets {
		if s := c.find(tSubnet, id); c.changed("subnetIds") && !offer.offersZone(str(s.Outputs, "availabilityZoneId")) {
			return refuse("InvalidParameter", "The VPC endpoint service %s does not support the availability zone of the subnet: %s.",
				str(offer.Outputs, "serviceName"), id)
		}
	}
	if typ != "GatewayLoadBalancer" {
		return nil
	}
	switch {
	case len(subnets) != 1:
		return refuse("InvalidParameter", "A Gateway Load Balancer endpoint takes exactly one subnet, not %d", len(subnets))
	case c.old != nil && c.changed("subnetIds"):
		return refuse("InvalidParameter", "The subnet of Gateway Load Balancer endpoint %s cannot be changed", c.old.ID)
	case len(strs(in, "securityGroupIds")) > 0 || boolean(in, "privateDnsEnabled") || str(in, "policy") != "":
		return refuse("InvalidParameter", "Endpoint type (GatewayLoadBalancer) takes no security groups, private DNS names or policy")
	}
	return nil
}

// distinctZones refuses subnets of another VPC and two in one zone.
func distinctZones(c *call, vpc string, subnets []string) error {
	zones := map[string]string{}
	for _, id := range subnets {
		s := c.find(tSubnet, id)
		if s == nil {
			continue
		}
		if str(s.Outputs, "vpcId") != vpc {
			return refuse("InvalidParameter", "Subnet %s does not belong to VPC %s", id, vpc)
		}
		z := str(s.Outputs, "availabilityZone")
		if zones[z] != "" {
			return refuse("DuplicateSubnetsInSameZone", "Found another VPC endpoint subnet in the availability zone of %s. VPC endpoint "+
				"subnets should be in different availability zones supported by the VPC endpoint service.", id)
		}
		zones[z] = id
	}
	return nil
}

// privateDNS refuses private names that the VPC cannot resolve, or has already.
func privateDNS(c *call, vpc, service string) error {
	v := c.find(tVpc, vpc)
	if !boolean(v.Outputs, "enableDnsSupport") || !boolean(v.Outputs, "enableDnsHostnames") {
		return refuse("InvalidParameter", "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes "+
			"set to true for %s", vpc)
	}
	for _, e := range c.where(tVpcEndpoint, "vpcId", vpc) {
		if str(e.Outputs, "serviceName") == service && boolean(e.Outputs, "privateDnsEnabled") {
			return refuse("InvalidParameter", "private-dns-enabled cannot be set because there is already a conflicting DNS domain for %s "+
				"in the VPC %s (%s)", service, vpc, e.ID)
		}
	}
	return nil
}

// freeOfEndpoint refuses a second gateway endpoint of a service in a table.
func freeOfEndpoint(c *call, table, service, except string) error {
	for _, e := range c.others(tVpcEndpoint) {
		if e.ID == except || str(e.Outputs, "serviceName") != service {
			continue
		}
		taken := slices.Contains(strs(e.Outputs, "routeTableIds"), table)
		for _, a := range c.where("aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation", "vpcEndpointId", e.ID) {
			taken = taken || str(a.Outputs, "routeTableId") == table
		}
		if taken {
			return refuse("RouteAlreadyExists", "route table %s already has a route with destination-prefix-list-id %s",
				table, str(e.Outputs, "prefixListId"))
		}
	}
	return nil
}

// unrouted refuses to delete an endpoint that routes lead to.
func unrouted(c *call) error {
	if boolean(c.old.Outputs, "requesterManaged") {
		return refuse("InvalidParameter", "Operation is not allowed for requester-managed VPC endpoint %s", c.old.ID)
	}
	if table := c.tableLeadingTo(c.old.ID); table != "" {
		return refuse("InvalidParameter", "Endpoint must be removed from route table %s before deletion", table)
	}
	return nil
}

// tableLeadingTo finds a route table with a route to an endpoint.
func (c *call) tableLeadingTo(endpoint string) string {
	leads := func(r Props) bool { return str(r, "vpcEndpointId") == endpoint || str(r, "gatewayId") == endpoint }
	for _, r := range c.all(tRoute) {
		if leads(r.Outputs) {
			return str(r.Outputs, "routeTableId")
		}
	}
	for _, t := range append(c.all(tRouteTable), c.all(tDefaultTable)...) {
		if slices.ContainsFunc(subs(t.Outputs, "routes"), leads) {
			return t.ID
		}
	}
	return ""
}
