package localcloud

import "slices"

// Route tables, routes and their associations with subnets and gateways.

// routeTarget is a place that a route may lead to.
type routeTarget struct {
	property string
	to       []string
	missing  string
	say      string
	local    bool // may be more specific than the VPC's local route
}

var routeTargets = []routeTarget{
	{"gatewayId", []string{tInternetGateway, tVpcEndpoint}, "InvalidGatewayID.NotFound", "The gateway ID '%s' does not exist", false},
	{"natGatewayId", []string{tNatGateway}, "InvalidNatGatewayID.NotFound", "The natGateway ID '%s' does not exist", true},
	{"transitGatewayId", []string{tTransitGateway}, "InvalidTransitGatewayID.NotFound", "The transitGateway ID '%s' does not exist", false},
	{"vpcEndpointId", []string{tVpcEndpoint}, "InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '%s' does not exist", true},
}

// farTargets belong to services that the local cloud does not simulate.
var farTargets = []string{
	"carrierGatewayId", "coreNetworkArn", "egressOnlyGatewayId", "localGatewayId", "networkInterfaceId", "vpcPeeringConnectionId",
}

var toRouteTable = ref{
	path: "routeTableId", to: []string{tRouteTable}, missing: "InvalidRouteTableID.NotFound",
	say: "The routeTable ID '%s' does not exist", goes: true,
}

func routeKinds() []*kind {
	inline := make([]string, 0, len(farTargets))
	for _, t := range farTargets {
		inline = append(inline, "routes[]."+t)
	}
	return []*kind{
		{
			token:       tRouteTable,
			replace:     []string{"vpcId"},
			sets:        []string{"routes", "propagatingVgws"},
			computed:    []string{"routes", "propagatingVgws"},
			unsimulated: append(inline, "propagatingVgws"),
			refs:        []ref{inVpc(true)},
			create: func(c *call) (string, Props, error) {
				id := c.newID("rtb-")
				out := Props{"arn": c.arn("ec2", "route-table/"+id), "ownerId": c.account, "propagatingVgws": []any{}}
				if !has(c.in, "routes") {
					out["routes"] = []any{}
				}
				return id, out, checkInlineRoutes(c, id)
			},
			update: func(c *call) (Props, error) { return nil, checkInlineRoutes(c, c.old.ID) },
			remove: func(c *call) error {
				for _, typ := range []string{tRTAssociation} {
					for _, a := range c.where(typ, "routeTableId", c.old.ID) {
						return refuse("DependencyViolation", "The routeTable '%s' has dependencies and cannot be deleted (association %s)", c.old.ID, a.ID)
					}
				}
				return nil
			},
		},
		{
			token:       tRoute,
			replace:     []string{"routeTableId", "destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"},
			unsimulated: append(slices.Clone(farTargets), "destinationIpv6CidrBlock"),
			check:       func(in Props) []problem { return cidrProblem(in, "destinationCidrBlock", 0, 32) },
			refs: []ref{toRouteTable, {
				path: "destinationPrefixListId", to: []string{tPrefixList}, missing: "InvalidPrefixListID.NotFound",
				say: "The prefix list ID '%s' does not exist", holds: true, fine: awsPrefixList,
			}},
			create: func(c *call) (string, Props, error) {
				table, dest := str(c.in, "routeTableId"), routeDestination(c.in)
				if err := checkRoute(c, table, dest, c.in); err != nil {
					return "", nil, err
				}
				if err := roomForRoutes(c, table, 1); err != nil {
					return "", nil, err
				}
				return "r-" + table + decimal(dest), Props{
					"state": "active", "origin": "CreateRoute", "instanceId": "", "instanceOwnerId": "", "networkInterfaceId": "",
				}, nil
			},
			update: func(c *call) (Props, error) {
				return nil, checkRoute(c, str(c.in, "routeTableId"), routeDestination(c.in), c.in)
			},
			importIDs: func(o *Object) []string {
				return []string{str(o.Outputs, "routeTableId") + "_" + routeDestination(o.Outputs)}
			},
		},
		{
			token:   tRTAssociation,
			replace: []string{"subnetId", "gatewayId"},
			refs: []ref{toRouteTable, toSubnets("subnetId", false), {
				path: "gatewayId", to: []string{tInternetGateway}, missing: "InvalidGatewayID.NotFound",
				say: "The gateway ID '%s' does not exist", goes: true,
			}},
			create: func(c *call) (string, Props, error) { return c.newID("rtbassoc-"), nil, checkAssociation(c) },
			update: func(c *call) (Props, error) { return nil, checkAssociation(c) },
			importIDs: func(o *Object) []string {
				return []string{orElse(str(o.Outputs, "subnetId"), str(o.Outputs, "gatewayId")) + "/" + str(o.Outputs, "routeTableId")}
			},
		},
		{
			token: "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
			refs:  []ref{inVpc(false), toRouteTable},
			create: func(c *call) (string, Props, error) {
				vpc := c.find(tVpc, str(c.in, "vpcId"))
				return c.newID("rtbassoc-"), Props{"originalRouteTableId": str(vpc.Outputs, "mainRouteTableId")}, nil
			},
		},
	}
}

// decimal is the number by which the provider tells a table's routes apart.
func decimal(dest string) string {
	return canonical(float64(hashNumber(hashOf(dest, 8))))
}

func routeDestination(p Props) string {
	return orElse(str(p, "destinationCidrBlock"), str(p, "destinationPrefixListId"))
}

// checkRoute refuses a route that its table cannot hold.
func checkRoute(c *call, table, dest string, in Props) error {
	if dest == "" {
		return refuse("MissingParameter", "The request must contain a destination")
	}
	t := c.find(tRouteTable, table)
	if t == nil {
		return refuse("InvalidRouteTableID.NotFound", "The routeTable ID '%s' does not exist", table)
	}
	vpc := str(t.Outputs, "vpcId")
	p, cidr := prefixOf(dest)
	if takenRoute(c, t, dest) || c.kind.token == tRoute && c.old == nil && slices.Contains(c.vpcPrefixes(vpc), p) { // the local route
		return refuse("RouteAlreadyExists", "The route identified by %s already exists.", dest)
	}
	target, id, err := targetOf(in)
	if err != nil {
		return err
	}
	if err := checkEdgeRoute(c, t, dest, in); err != nil {
		return err
	}
	if target.property == "gatewayId" && id == "local" {
		return nil
	}
	var o *Object
	for _, typ := range target.to {
		if found := c.find(typ, id); found != nil {
			o = found
		}
	}
	if o == nil {
		return refuse(target.missing, target.say, id)
	}
	if err := reachable(c, table, vpc, o, target); err != nil {
		return err
	}
	if !cidr {
		return nil // a prefix list
	}
	for _, own := range c.vpcPrefixes(vpc) {
		switch {
		case !within(p, own):
		case !target.local && o.Type != tVpcEndpoint:
			return refuse("InvalidParameterValue", "Destination CIDR block %s is equal to or more specific than one of this VPC's CIDR "+
				"blocks. This route can target only an interface, a NAT gateway or a Gateway Load Balancer endpoint.", dest)
		case p != own && !c.wholeSubnet(vpc, p):
			return refuse("InvalidParameterValue", "Destination CIDR block %s is more specific than one of this VPC's CIDR blocks. It must be the "+
				"entire CIDR of a subnet of the VPC.", dest)
		}
	}
	return nil
}

// reachable refuses targets that belong to another network.
func reachable(c *call, table, vpc string, o *Object, target routeTarget) error {
	there := str(o.Outputs, "vpcId")
	switch o.Type {
	case tNatGateway:
		if s := c.find(tSubnet, str(o.Outputs, "subnetId")); s != nil {
			there = str(s.Outputs, "vpcId")
		}
	case tTransitGateway:
		there = ""
		for _, a := range c.where(tAttachment, "transitGatewayId", o.ID) {
			if str(a.Outputs, "vpcId") == vpc && c.available(a) {
				there = vpc
			}
		}
		if there == "" {
			// AWS says this of a transit gateway that the VPC is not attached to.
			return refuse(target.missing, target.say, o.ID)
		}
	case tVpcEndpoint:
		if str(o.Outputs, "vpcEndpointType") != "GatewayLoadBalancer" {
			return refuse("InvalidParameterValue", "Endpoint %s is not a Gateway Load Balancer endpoint", o.ID)
		}
		if state := str(o.Outputs, "state"); state != "available" {
			return refuse("InvalidParameterValue", "Route table contains unsupported route target: %s. It is %s.", o.ID, state)
		}
	}
	if there != vpc {
		return refuse("InvalidParameterValue", "route table %s and network gateway %s belong to different networks", table, o.ID)
	}
	return nil
}

// targetOf finds the one target of a route.
func targetOf(in Props) (routeTarget, string, error) {
	var found []routeTarget
	for _, t := range routeTargets {
		if str(in, t.property) != "" {
			found = append(found, t)
		}
	}
	if len(found) != 1 {
		return routeTarget{}, "", refuse("InvalidParameterCombination", "A route needs exactly one target, this one has %d", len(found))
	}
	return found[0], str(in, found[0].property), nil
}
