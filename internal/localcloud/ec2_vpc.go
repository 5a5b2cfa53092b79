package localcloud

// VPCs, their further CIDRs, internet gateways, and the defaults that a VPC
// comes with.

// references that many kinds have
func inVpc(holds bool) ref {
	return ref{
		path: "vpcId", to: []string{tVpc}, missing: "InvalidVpcID.NotFound", say: "The vpc ID '%s' does not exist",
		holds: holds, goes: !holds,
	}
}

func toSubnets(path string, holds bool) ref {
	return ref{
		path: path, to: []string{tSubnet}, missing: "InvalidSubnetID.NotFound", say: "The subnet ID '%s' does not exist",
		holds: holds, goes: !holds,
	}
}

func toGroups(path string) ref {
	return ref{
		path: path, to: []string{tSecurityGroup}, missing: "InvalidGroup.NotFound", say: "The security group '%s' does not exist",
		holds: true,
	}
}

func vpcKinds() []*kind {
	return []*kind{
		{
			token:    tVpc,
			replace:  []string{"cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"},
			defaults: Props{"instanceTenancy": "default", "enableDnsSupport": true},
			computed: []string{"enableDnsSupport"},
			unsimulated: []string{
				"ipv4IpamPoolId", "ipv4NetmaskLength", "ipv6IpamPoolId", "ipv6NetmaskLength", "ipv6CidrBlock",
				"ipv6CidrBlockNetworkBorderGroup", "assignGeneratedIpv6CidrBlock",
			},
			check:  func(in Props) []problem { return cidrProblem(in, "cidrBlock", 16, 28) },
			create: createVpc,
			replaceIf: func(olds, in Props) []string {
				if in["instanceTenancy"] != "default" && !equal(in["instanceTenancy"], olds["instanceTenancy"]) {
					return []string{"instanceTenancy"}
				}
				return nil
			},
		},
		{
			token:       tCidrAssociation,
			replace:     []string{"cidrBlock", "vpcId", "ipv4IpamPoolId", "ipv4NetmaskLength"},
			unsimulated: []string{"ipv4IpamPoolId", "ipv4NetmaskLength"},
			check: func(in Props) []problem {
				found := cidrProblem(in, "cidrBlock", 16, 28)
				for i := range found {
					if r, ok := found[i].err.(*Refusal); ok && r.Code == "InvalidSubnet.Range" {
						r.Code = "InvalidVpc.Range"
					}
				}
				return found
			},
			refs:   []ref{inVpc(true)},
			create: associateCidr,
			remove: func(c *call) error {
				cidr, _ := prefixOf(str(c.old.Outputs, "cidrBlock"))
				for _, s := range c.where(tSubnet, "vpcId", str(c.old.Outputs, "vpcId")) {
					if p, ok := prefixOf(str(s.Outputs, "cidrBlock")); ok && within(p, cidr) {
						return refuse("OperationNotPermitted", "The CIDR block %s is in use by subnet %s and cannot be disassociated", cidr, s.ID)
					}
				}
				return nil
			},
		},
		{
			token: tInternetGateway,
			refs:  []ref{inVpc(true)},
			create: func(c *call) (string, Props, error) {
				id := c.newID("igw-")
				return id, Props{
					"arn": c.arn("ec2", "internet-gateway/"+id), "ownerId": c.account, "vpcId": str(c.in, "vpcId"),
				}, oneGateway(c)
			},
			update: func(c *call) (Props, error) {
				if c.changed("vpcId") {
					if err := unmapped(c); err != nil {
						return nil, err
					}
				}
				return nil, oneGateway(c)
			},
			remove: unmapped,
		},
		{
			token:    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
			replace:  []string{"vpcId"},
			defaults: Props{"revokeRulesOnDelete": false},
			within:   Props{"ingress[].self": false, "egress[].self": false},
			computed: []string{"ingress", "egress"},
			refs:     []ref{inVpc(false)},
			create: func(c *call) (string, Props, error) {
				vpc := c.find(tVpc, str(c.in, "vpcId"))
				if vpc == nil {
					return "", nil, refuse("VPCIdNotSpecified", "No default VPC for this user")
				}
				id := str(vpc.Outputs, "defaultSecurityGroupId")
				return id, Props{
					"arn": c.arn("ec2", "security-group/"+id), "ownerId": c.account, "name": "default", "namePrefix": "",
					"description": "default VPC security group", "ingress": []any{}, "egress": []any{},
				}, nil
			},
		},
		{
			token:       tDefaultTable,
			unsimulated: []string{"routes[].instanceId"},
			replace:     []string{"defaultRouteTableId"},
			computed:    []string{"routes"},
			refs: []ref{{
				path: "defaultRouteTableId", to: []string{tRouteTable}, missing: "InvalidRouteTableID.NotFound",
				say: "The routeTable ID '%s' does not exist", goes: true,
			}},
			create: func(c *call) (string, Props, error) {
				id := str(c.in, "defaultRouteTableId")
				vpc := str(c.find(tRouteTable, id).Outputs, "vpcId")
				return id, Props{"arn": c.arn("ec2", "route-table/"+id), "ownerId": c.account, "vpcId": vpc, "routes": []any{}}, nil
			},
		},
		{
			token:   "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
			replace: []string{"defaultNetworkAclId"},
			sets:    []string{"subnetIds", "ingress", "egress"},
			refs: []ref{{
				path: "defaultNetworkAclId", to: []string{tNetworkAcl}, missing: "InvalidNetworkAclID.NotFound",
				say: "The networkAcl ID '%s' does not exist", goes: true,
			}},
			create: func(c *call) (string, Props, error) {
				id := str(c.in, "defaultNetworkAclId")
				vpc := str(c.find(tNetworkAcl, id).Outputs, "vpcId")
				return id, Props{"arn": c.arn("ec2", "network-acl/"+id), "ownerId": c.account, "vpcId": vpc}, nil
			},
		},
	}
}

func createVpc(c *call) (string, Props, error) {
	if str(c.in, "cidrBlock") == "" {
		return "", nil, refuse("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.")
	}
	id := c.newID("vpc-")
	group, table, acl := c.newID("sg-"), c.newID("rtb-"), c.newID("acl-")
	c.alongside(tSecurityGroup, group, Props{
		"vpcId": id, "name": "default", "description": "default VPC security group", "ownerId": c.account,
		"arn": c.arn("ec2", "security-group/"+group),
	})
	c.alongside(tRouteTable, table, Props{"vpcId": id, "ownerId": c.account, "arn": c.arn("ec2", "route-table/"+table)})
	c.alongside(tNetworkAcl, acl, Props{"vpcId": id, "ownerId": c.account, "arn": c.arn("ec2", "network-acl/"+acl)})
	return id, Props{
		"arn": c.arn("ec2", "vpc/"+id), "ownerId": c.account, "defaultSecurityGroupId": group, "defaultRouteTableId": table,
		"mainRouteTableId": table, "defaultNetworkAclId": acl, "dhcpOptionsId": "dopt-0" + hashOf(c.account+c.region, 16),
		"enableDnsHostnames": boolean(c.in, "enableDnsHostnames"), "enableNetworkAddressUsageMetrics": boolean(c.in, "enableNetworkAddressUsageMetrics"),
		"ipv6AssociationId": "", "ipv6CidrBlock": "", "ipv6CidrBlockNetworkBorderGroup": "",
	}, nil
}
