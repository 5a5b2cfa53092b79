package localcloud

import "slices"

// Transit gateways, their attachments and the accepting of attachments.

var toTransitGateway = ref{
	path: "transitGatewayId", to: []string{tTransitGateway}, missing: "InvalidTransitGatewayID.NotFound",
	say: "Transit Gateway %s was deleted or does not exist.",
}

var toAttachment = ref{
	path: "transitGatewayAttachmentId", to: []string{tAttachment}, missing: "InvalidTransitGatewayAttachmentID.NotFound",
	say: "Transit Gateway Attachment %s was deleted or does not exist.",
}

func going(r ref) ref {
	r.goes = true
	return r
}

func transitGatewayKinds() []*kind {
	return []*kind{
		{
			token:   tTransitGateway,
			replace: []string{"multicastSupport"},
			replaceIf: func(olds, in Props) []string {
				var forcing []string
				for _, p := range []string{"defaultRouteTableAssociation", "defaultRouteTablePropagation"} {
					if str(olds, p) == "disable" && str(in, p) == "enable" {
						forcing = append(forcing, p)
					}
				}
				return forcing
			},
			defaults: Props{
				"amazonSideAsn": 64512.0, "autoAcceptSharedAttachments": "disable", "defaultRouteTableAssociation": "enable",
				"defaultRouteTablePropagation": "enable", "dnsSupport": "enable", "multicastSupport": "disable",
				"securityGroupReferencingSupport": "disable", "vpnEcmpSupport": "enable",
			},
			sets: []string{"transitGatewayCidrBlocks"},
			check: switches("autoAcceptSharedAttachments", "defaultRouteTableAssociation", "defaultRouteTablePropagation", "dnsSupport",
				"multicastSupport", "securityGroupReferencingSupport", "vpnEcmpSupport"),
			create: func(c *call) (string, Props, error) {
				in := merge(c.kind.defaults, c.in)
				id, table := c.newID("tgw-"), c.newID("tgw-rtb-")
				out := Props{
					"arn": c.arn("ec2", "transit-gateway/"+id), "ownerId": c.account, "associationDefaultRouteTableId": "",
					"propagationDefaultRouteTableId": "",
				}
				associates, propagates := str(in, "defaultRouteTableAssociation") == "enable", str(in, "defaultRouteTablePropagation") == "enable"
				if associates || propagates {
					c.alongside(tTransitTable, table, Props{
						"transitGatewayId": id, "arn": c.arn("ec2", "transit-gateway-route-table/"+table),
						"defaultAssociationRouteTable": associates, "defaultPropagationRouteTable": propagates,
					})
				}
				if associates {
					out["associationDefaultRouteTableId"] = table
				}
				if propagates {
					out["propagationDefaultRouteTableId"] = table
				}
				return id, out, nil
			},
			remove: func(c *call) error {
				for _, a := range c.attachmentsOf(c.old.ID) {
					return refuse("IncorrectState", "%s has non-deleted Transit Gateway Attachments: %s.", c.old.ID, a.ID)
				}
				return nil
			},
		},
		{
			token:       tAttachment,
			replace:     []string{"transitGatewayId", "vpcId"},
			deleteFirst: true,
			defaults:    Props{"applianceModeSupport": "disable", "dnsSupport": "enable", "ipv6Support": "disable"},
			assumed:     Props{"transitGatewayDefaultRouteTableAssociation": true, "transitGatewayDefaultRouteTablePropagation": true},
			asRead:      []string{"transitGatewayDefaultRouteTableAssociation", "transitGatewayDefaultRouteTablePropagation"},
			sets:        []string{"subnetIds"},
			check:       switches("applianceModeSupport", "dnsSupport", "ipv6Support", "securityGroupReferencingSupport"),
			refs:        []ref{toTransitGateway, inVpc(true), toSubnets("subnetIds[]", true)},
			create: func(c *call) (string, Props, error) {
				if err := checkAttachment(c); err != nil {
					return "", nil, err
				}
				gateway := c.find(tTransitGateway, str(c.in, "transitGatewayId"))
				id := c.newID("tgw-attach-")
				return id, merge(Props{
					"arn": c.arn("ec2", "transit-gateway-attachment/"+id), "vpcOwnerId": c.account,
					"securityGroupReferencingSupport": orElse(str(c.in, "securityGroupReferencingSupport"), str(gateway.Outputs, "securityGroupReferencingSupport")),
				}, c.unreadDefaults(gateway)), nil
			},
			update: func(c *call) (Props, error) {
				return c.unreadDefaults(c.find(tTransitGateway, str(c.in, "transitGatewayId"))), checkAttachment(c)
			},
		},
		{
			token:   tAccepter,
			replace: []string{"transitGatewayAttachmentId"},
			assumed: Props{"transitGatewayDefaultRouteTableAssociation": true, "transitGatewayDefaultRouteTablePropagation": true},
			refs:    []ref{going(toAttachment)},
			create: func(c *call) (string, Props, error) {
				a := c.find(tAttachment, str(c.in, "transitGatewayAttachmentId"))
				if a.Account == c.account || c.available(a) {
					return "", nil, refuse("IncorrectState", "%s is in available state: it needs no accepting", a.ID)
				}
				out := Props{}
				for _, p := range []string{
					"applianceModeSupport", "dnsSupport", "ipv6Support", "securityGroupReferencingSupport", "subnetIds", "transitGatewayId",
					"vpcId", "vpcOwnerId",
				} {
					out[p] = a.Outputs[p]
				}
				return a.ID, out, nil
			},
			// What the provider does to take an acceptance back: AWS has nothing less than deleting the attachment.
			remove: func(c *call) error {
				if a := c.find(tAttachment, c.old.ID); a != nil {
					for _, f := range c.followers(a) {
						c.drop(f)
					}
					c.drop(a)
				}
				return nil
			},
		},
	}
}

// unreadDefaults are what the provider takes for granted of an attachment to another account's transit gateway, whose route
// tables it cannot read: that it uses the default ones. Whoever declares otherwise is told of a difference with every update.
func (c *call) unreadDefaults(gateway *Object) Props {
	if gateway == nil || gateway.Account == c.account {
		return nil
	}
	return Props{"transitGatewayDefaultRouteTableAssociation": true, "transitGatewayDefaultRouteTablePropagation": true}
}

// switches holds properties to enable and disable.
func switches(names ...string) func(in Props) []problem {
	return func(in Props) []problem {
		var found []problem
		for _, n := range names {
			if v := str(in, n); v != "" && v != "enable" && v != "disable" {
				found = append(found, problem{n, refuse("InvalidParameterValue", "expected %s to be enable or disable, got %s", n, v)})
			}
		}
		return found
	}
}

// attachmentsOf lists the attachments of a transit gateway, of every account.
func (c *call) attachmentsOf(gateway string) []*Object {
	return slices.DeleteFunc(c.everywhere(tAttachment), func(o *Object) bool {
		return o.Region != c.region || str(o.Outputs, "transitGatewayId") != gateway
	})
}

// available says whether an attachment carries traffic: one of another account
// must have been accepted by the transit gateway's owner.
func (c *call) available(a *Object) bool {
	for _, g := range c.cloud.store.oldestFirst(tTransitGateway) {
		if g.ID != str(a.Outputs, "transitGatewayId") || g.Region != a.Region || g.Account == a.Account {
			continue
		}
		accepted := c.cloud.store.get(key{g.Account, g.Region, tAccepter, a.ID}) != nil
		return accepted || str(g.Outputs, "autoAcceptSharedAttachments") == "enable"
	}
	return true
}

func checkAttachment(c *call) error {
	vpc, gateway, subnets := str(c.in, "vpcId"), str(c.in, "transitGatewayId"), strs(c.in, "subnetIds")
	if len(subnets) == 0 {
		return refuse("MissingParameter", "At least one subnet must be specified")
	}
	zones := map[string]string{}
	for _, id := range subnets {
		s := c.find(tSubnet, id)
		if str(s.Outputs, "vpcId") != vpc {
			return refuse("InvalidSubnetID.NotFound", "Subnet %s does not belong to VPC %s", id, vpc)
		}
		z := str(s.Outputs, "availabilityZone")
		if zones[z] != "" {
			return refuse("DuplicateSubnetsInSameZone", "Duplicate Subnets for same AZ: %s and %s in %s", zones[z], id, z)
		}
		zones[z] = id
	}
	for _, a := range c.attachmentsOf(gateway) {
		if str(a.Outputs, "vpcId") == vpc && (c.old == nil || a.ID != c.old.ID) {
			return refuse("DuplicateTransitGatewayAttachment", "%s has non-deleted Transit Gateway Attachments with same VPC ID (%s).", gateway, a.ID)
		}
	}
	return nil
}

// attachedTo finds an attachment that another account made to a transit gateway
// of this one, which its owner can see.
func (c *Cloud) attachedTo(account, region, id string) *Object {
	for k, o := range c.store.byType[tAttachment] {
		if k.id == id && k.region == region && c.store.get(key{account, region, tTransitGateway, str(o.Outputs, "transitGatewayId")}) != nil {
			return o
		}
	}
	return nil
}
