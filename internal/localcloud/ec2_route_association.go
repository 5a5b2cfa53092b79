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
	for _, r := range c.where(tRoute, "routeTableId", table.ID) {
		if p, ok := prefixOf(routeDestination(r.Outputs)); ok {
			if err := edgeDestination(c, table, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkEdgeRoute holds routes of a table that is associated with a gateway to
// what AWS takes there.
func checkEdgeRoute(c *call, table *Object, dest netip.Prefix) error {
	for _, a := range c.where(tRTAssociation, "routeTableId", table.ID) {
		if strings.HasPrefix(str(a.Outputs, "gatewayId"), "igw-") {
			return edgeDestination(c, table, dest)
		}
	}
	return nil
}

func edgeDestination(c *call, table *Object, dest netip.Prefix) error {
	vpc := str(table.Outputs, "vpcId")
	whole := slices.Contains(c.vpcPrefixes(vpc), dest)
	for _, s := range c.where(tSubnet, "vpcId", vpc) {
		p, _ := prefixOf(str(s.Outputs, "cidrBlock"))
		whole = whole || p == dest
	}
	if !whole {
		return refuse("InvalidParameterValue", "The destination CIDR block %s of edge route table %s must be the entire CIDR of the VPC "+
			"or of a subnet.", dest, table.ID)
	}
	return nil
}
