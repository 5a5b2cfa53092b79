package localcloud

// Route tables of transit gateways: associations, propagations, static routes
// and prefix list references.

var toTransitTable = ref{
	path: "transitGatewayRouteTableId", to: []string{tTransitTable}, missing: "InvalidRouteTableID.NotFound",
	say: "Transit Gateway Route Table %s was deleted or does not exist.", goes: true,
}

func transitRouteKinds() []*kind {
	resource := func(c *call) Props {
		a := c.find(tAttachment, str(c.in, "transitGatewayAttachmentId"))
		return Props{"resourceId": str(a.Outputs, "vpcId"), "resourceType": "vpc"}
	}
	id := func(c *call, second string) string { return str(c.in, "transitGatewayRouteTableId") + "_" + second }
	return []*kind{
		{
			token:   tTransitTable,
			replace: []string{"transitGatewayId"},
			refs:    []ref{going(toTransitGateway)},
			create: func(c *call) (string, Props, error) {
				id := c.newID("tgw-rtb-")
				return id, Props{
					"arn": c.arn("ec2", "transit-gateway-route-table/"+id), "defaultAssociationRouteTable": false,
					"defaultPropagationRouteTable": false,
				}, nil
			},
			remove: func(c *call) error {
				for _, a := range c.where(tTransitAssoc, "transitGatewayRouteTableId", c.old.ID) {
					return refuse("IncorrectState", "%s has non-deleted associations: %s.", c.old.ID, str(a.Outputs, "transitGatewayAttachmentId"))
				}
				return nil
			},
		},
		{
			token:     tTransitAssoc,
			replace:   []string{"transitGatewayRouteTableId"},
			replaceIf: replacedAttachment,
			defaults:  Props{"replaceExistingAssociation": false},
			refs:      []ref{toTransitTable, going(toAttachment)},
			create: func(c *call) (string, Props, error) {
				attachment := str(c.in, "transitGatewayAttachmentId")
				if err := sameGateway(c); err != nil {
					return "", nil, err
				}
				replaces := boolean(c.in, "replaceExistingAssociation")
				for _, a := range c.where(tTransitAssoc, "transitGatewayAttachmentId", attachment) {
					if !replaces {
						return "", nil, alreadyAssociated(attachment, str(a.Outputs, "transitGatewayRouteTableId"))
					}
					c.drop(a)
				}
				if table := c.defaultTable(attachment); table != "" && !replaces {
					return "", nil, alreadyAssociated(attachment, table)
				}
				return id(c, attachment), resource(c), nil
			},
		},
		{
			token:     tTransitPropag,
			replace:   []string{"transitGatewayRouteTableId"},
			replaceIf: replacedAttachment,
			refs:      []ref{toTransitTable, going(toAttachment)},
			create: func(c *call) (string, Props, error) {
				attachment := str(c.in, "transitGatewayAttachmentId")
				if err := sameGateway(c); err != nil {
					return "", nil, err
				}
				for _, p := range c.where(tTransitPropag, "transitGatewayAttachmentId", attachment) {
					if str(p.Outputs, "transitGatewayRouteTableId") == str(c.in, "transitGatewayRouteTableId") {
						return "", nil, refuse("TransitGatewayRouteTablePropagation.Duplicate", "Propagation of %s to %s exists already",
							attachment, str(c.in, "transitGatewayRouteTableId"))
					}
				}
				return id(c, attachment), resource(c), nil
			},
		},
		{
			token:    tTransitRoute,
			replace:  []string{"blackhole", "destinationCidrBlock", "transitGatewayAttachmentId", "transitGatewayRouteTableId"},
			defaults: Props{"blackhole": false},
			check:    func(in Props) []problem { return cidrProblem(in, "destinationCidrBlock", 0, 32) },
			refs:     []ref{toTransitTable, toAttachment},
			create: func(c *call) (string, Props, error) {
				if err := checkTransitTarget(c); err != nil {
					return "", nil, err
				}
				table, dest := str(c.in, "transitGatewayRouteTableId"), str(c.in, "destinationCidrBlock")
				routes := c.where(tTransitRoute, "transitGatewayRouteTableId", table)
				for _, r := range routes {
					if str(r.Outputs, "destinationCidrBlock") == dest {
						return "", nil, refuse("RouteAlreadyExists", "Route %s already exists in Transit Gateway Route Table %s.", dest, table)
					}
				}
				if limit := c.cloud.quotas.RoutesPerTransitGateway; len(c.all(tTransitRoute)) >= limit {
					return "", nil, refuse("TransitGatewayRouteLimitExceeded", "The maximum number of routes of the transit gateway (%d) has been reached", limit)
				}
				return id(c, dest), nil, nil
			},
		},
		{
			token:    tTransitPrefixRef,
			replace:  []string{"prefixListId", "transitGatewayRouteTableId"},
			defaults: Props{"blackhole": false},
			refs: []ref{toTransitTable, toAttachment, {
				path: "prefixListId", to: []string{tPrefixList}, missing: "InvalidPrefixListID.NotFound",
				say: "The prefix list ID '%s' does not exist", holds: true,
			}},
			create: func(c *call) (string, Props, error) {
				if err := checkTransitTarget(c); err != nil {
					return "", nil, err
				}
				list := c.find(tPrefixList, str(c.in, "prefixListId"))
				for _, r := range c.where(tTransitPrefixRef, "prefixListId", list.ID) {
					if str(r.Outputs, "transitGatewayRouteTableId") == str(c.in, "transitGatewayRouteTableId") {
						return "", nil, refuse("TransitGatewayPrefixListReference.Duplicate", "%s is already referenced in %s", list.ID,
							str(c.in, "transitGatewayRouteTableId"))
					}
				}
				return id(c, list.ID), Props{"prefixListOwnerId": str(list.Outputs, "ownerId")}, nil
			},
			update: func(c *call) (Props, error) { return nil, checkTransitTarget(c) },
		},
	}
}

func alreadyAssociated(attachment, table string) error {
	return refuse("Resource.AlreadyAssociated", "Transit Gateway Attachment %s is already associated to a route table (%s).", attachment, table)
}

// defaultTable is the table that AWS associated a new attachment with.
func (c *call) defaultTable(attachment string) string {
	a := c.find(tAttachment, attachment)
	gateway := c.find(tTransitGateway, str(a.Outputs, "transitGatewayId"))
	if accepted := c.find(tAccepter, attachment); accepted != nil {
		a = accepted // the owner of the gateway decides
	}
	if gateway == nil || !boolean(a.Outputs, "transitGatewayDefaultRouteTableAssociation") {
		return ""
	}
	if str(gateway.Outputs, "defaultRouteTableAssociation") != "enable" {
		return ""
	}
	return str(gateway.Outputs, "associationDefaultRouteTableId")
}

// sameGateway refuses attachments of another transit gateway, and those that
// nobody has accepted.
func sameGateway(c *call) error {
	a := c.find(tAttachment, str(c.in, "transitGatewayAttachmentId"))
	t := c.find(tTransitTable, str(c.in, "transitGatewayRouteTableId"))
	if g := str(t.Outputs, "transitGatewayId"); a != nil && str(a.Outputs, "transitGatewayId") != g {
		return refuse("InvalidTransitGatewayAttachmentID.NotFound", "Transit Gateway Attachment %s does not belong to %s", a.ID, g)
	}
	if a != nil && !c.available(a) {
		return refuse("IncorrectState", "%s is in invalid state: pendingAcceptance", a.ID)
	}
	return nil
}

// checkTransitTarget holds a route to an attachment or a blackhole.
func checkTransitTarget(c *call) error {
	if boolean(c.in, "blackhole") == has(c.in, "transitGatewayAttachmentId") {
		return refuse("InvalidParameterCombination", "A route leads either to an attachment or into a blackhole")
	}
	return sameGateway(c)
}

// replacedAttachment replaces what another attachment is given, once it is
// known which.
func replacedAttachment(_, in Props) []string {
	if isUnknown(in["transitGatewayAttachmentId"]) {
		return nil
	}
	return []string{"transitGatewayAttachmentId"}
}
