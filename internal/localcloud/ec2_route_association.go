package localcloud

import (
	"net/netip"
	"slices"
	"strings"
)

// Associations of route tables with subnets and gateways.

// checkAssociation refuses associations across VPCs, and a second one for the
// same subnet or gateway.
func checkAssociation(c *call) error {
	table := c.find(tRouteTable, str(c.in, "routeTableId"))
	subnet, gateway := str(c.in, "subnetId"), str(c.in, "gatewayId")
	if (subnet == "") == (gateway == "") {
		return refuse("InvalidParameterCombination", "Either a subnet or a gateway must be associated with route table %s", table.ID)
	}
	property, id, typ := "subnetId", subnet, tSubnet
	if gateway != "" {
		property, id, typ = "gatewayId", gateway, tInternetGateway
	}
	if o := c.find(typ, id); str(o.Outputs, "vpcId") != str(table.Outputs, "vpcId") {
		return refuse("InvalidParameterValue", "route table %s and %s belong to different networks", table.ID, id)
	}
	for _, a := range c.where(tRTAssociation, property, id) {
		return refuse("Resource.AlreadyAssociated", "the specified association for route table %s conflicts with an existing association (%s)",
			table.ID, a.ID)
	}
	if gateway == "" {
		return nil
	}
	for _, r := range routesOf(c, table) {
		if err := edgeRoute(c, table, orElse(str(r, "cidrBlock"), routeDestination(r)), r); err != nil {
			return err
		}
	}
	return nil
}

// routesOf lists the routes of a table, its own and those that are resources.
func routesOf(c *call, table *Object) []Props {
	routes := subs(table.Outputs, "routes")
	for _, r := range c.where(tRoute, "routeTableId", table.ID) {
		routes = append(routes, r.Outputs)
	}
	return routes
}

// checkEdgeRoute holds routes of a table that is associated with a gateway to
// what AWS takes there.
func checkEdgeRoute(c *call, table *Object, dest string, route Props) error {
	for _, a := range c.where(tRTAssociation, "routeTableId", table.ID) {
		if strings.HasPrefix(str(a.Outputs, "gatewayId"), "igw-") {
			return edgeRoute(c, table, dest, route)
		}
	}
	return nil
}

// edgeRoute refuses what the route table of a gateway cannot have: it leads to
// the VPC as a whole or to whole subnets, through a middlebox or not at all.
func edgeRoute(c *call, table *Object, dest string, route Props) error {
	vpc := str(table.Outputs, "vpcId")
	p, cidr := prefixOf(dest)
	switch {
	case !cidr || !slices.Contains(c.vpcPrefixes(vpc), p) && !c.wholeSubnet(vpc, p):
		return refuse("InvalidParameterValue", "The destination %s of edge route table %s must be the entire CIDR of the VPC or of a subnet.",
			dest, table.ID)
	case str(route, "vpcEndpointId") == "" && str(route, "gatewayId") != "local":
		return refuse("InvalidParameterValue", "Route table contains unsupported route target: routes of edge route table %s lead to a network "+
			"interface, a Gateway Load Balancer endpoint or local.", table.ID)
	}
	return nil
}

// wholeSubnet says whether a prefix is all of a subnet of the VPC.
func (c *call) wholeSubnet(vpc string, p netip.Prefix) bool {
	return slices.ContainsFunc(c.where(tSubnet, "vpcId", vpc), func(s *Object) bool {
		own, ok := prefixOf(str(s.Outputs, "cidrBlock"))
		return ok && own == p
	})
}
