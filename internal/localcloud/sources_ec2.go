package localcloud

import (
	"slices"
	"strings"
)

// Data sources that look VPCs and their parts up.

func ec2Sources() map[string]source {
	return map[string]source{
		"aws:ec2/getVpc:getVpc":                               getVpc,
		"aws:ec2/getSubnet:getSubnet":                         getSubnet,
		"aws:ec2/getSubnets:getSubnets":                       getSubnets,
		"aws:ec2/getManagedPrefixList:getManagedPrefixList":   getManagedPrefixList,
		"aws:ec2/getPrefixList:getPrefixList":                 getPrefixList,
		"aws:ec2/getSecurityGroup:getSecurityGroup":           getSecurityGroup,
		"aws:ec2/getInternetGateway:getInternetGateway":       getInternetGateway,
		"aws:ec2/getRouteTable:getRouteTable":                 getRouteTable,
		"aws:ec2/getVpcEndpoint:getVpcEndpoint":               getVpcEndpoint,
		"aws:ec2/getVpcEndpointService:getVpcEndpointService": getVpcEndpointService,
		"aws:ec2/getNetworkInterface:getNetworkInterface":     getNetworkInterface,
	}
}

func getVpc(c *call, args Props) (Props, error) {
	if boolean(args, "default") {
		return nil, refuse("NotFound", "no matching EC2 VPC found: accounts of the local cloud have no default VPC")
	}
	found, err := search(c, tVpc, "id", args, "cidrBlock", "dhcpOptionsId")
	if err != nil {
		return nil, err
	}
	o, err := one(found, "EC2 VPC")
	if err != nil {
		return nil, err
	}
	var associations []any
	for _, p := range c.vpcPrefixes(o.ID) {
		associations = append(associations, Props{
			"associationId": "vpc-cidr-assoc-0" + hashOf(o.ID+p.String(), 16), "cidrBlock": p.String(), "state": "associated",
		})
	}
	return answerOf(c, o, Props{"default": false, "state": "available", "cidrBlockAssociations": associations})
}

func getSubnet(c *call, args Props) (Props, error) {
	found, err := search(c, tSubnet, "id", args, "availabilityZone", "availabilityZoneId", "cidrBlock", "vpcId")
	if err != nil {
		return nil, err
	}
	o, err := one(found, "EC2 Subnet")
	if err != nil {
		return nil, err
	}
	p, _ := prefixOf(str(o.Outputs, "cidrBlock"))
	return answerOf(c, o, Props{
		"state": "available", "defaultForAz": false, "availableIpAddressCount": int(size(p)) - 5 - len(c.addressesIn(o.ID)),
		"customerOwnedIpv4Pool": "", "enableLniAtDeviceIndex": 0, "ipv6CidrBlock": "", "mapCustomerOwnedIpOnLaunch": false, "outpostArn": "",
	})
}

func getSubnets(c *call, args Props) (Props, error) {
	found, err := search(c, tSubnet, "", args)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, o := range found {
		ids = append(ids, o.ID)
	}
	slices.Sort(ids)
	return Props{"id": c.region, "ids": anys(ids)}, nil
}

func getManagedPrefixList(c *call, args Props) (Props, error) {
	name := str(args, "name")
	for _, f := range subs(args, "filters") {
		if str(f, "name") == "prefix-list-name" && len(strs(f, "values")) == 1 {
			name = strs(f, "values")[0]
		}
	}
	for service, id := range awsPrefixLists {
		full := awsPrefixListName(c, service)
		if name == full || str(args, "id") == id {
			return Props{
				"id": id, "name": full, "addressFamily": "IPv4", "arn": "arn:aws:ec2:" + c.region + ":aws:prefix-list/" + id, "ownerId": "AWS",
				"entries": []any{}, "maxEntries": 0, "version": 0, "tags": Props{},
			}, nil
		}
	}
	found, err := search(c, tPrefixList, "id", args, "name")
	if err != nil {
		return nil, err
	}
	o, err := one(found, "EC2 Managed Prefix List")
	if err != nil {
		return nil, err
	}
	return answerOf(c, o, Props{"entries": orList(o.Outputs["entries"])})
}

func awsPrefixListName(c *call, service string) string {
	if strings.HasPrefix(service, "global.") {
		return "com.amazonaws." + service
	}
	return "com.amazonaws." + c.region + "." + service
}

func getPrefixList(c *call, args Props) (Props, error) {
	for service, id := range awsPrefixLists {
		full := awsPrefixListName(c, service)
		if str(args, "name") == full || str(args, "prefixListId") == id {
			return Props{"id": id, "name": full, "cidrBlocks": []any{"198.51.100.0/24"}}, nil
		}
	}
	return nil, refuse("NotFound", "no matching EC2 Prefix List found: %s%s", str(args, "name"), str(args, "prefixListId"))
}

func getSecurityGroup(c *call, args Props) (Props, error) {
	found, err := search(c, tSecurityGroup, "id", args, "name", "vpcId")
	if err != nil {
		return nil, err
	}
	o, err := one(found, "EC2 Security Group")
	if err != nil {
		return nil, err
	}
	return answerOf(c, o, nil)
}

func getInternetGateway(c *call, args Props) (Props, error) {
	found, err := search(c, tInternetGateway, "internetGatewayId", args)
	if err != nil {
		return nil, err
	}
	o, err := one(found, "EC2 Internet Gateway")
	if err != nil {
		return nil, err
	}
	return answerOf(c, o, Props{
		"internetGatewayId": o.ID, "attachments": []any{Props{"state": "available", "vpcId": str(o.Outputs, "vpcId")}},
	})
}

func getRouteTable(c *call, args Props) (Props, error) {
	id := str(args, "routeTableId")
	for _, p := range []string{"subnetId", "gatewayId"} {
		if wanted := str(args, p); wanted != "" && id == "" {
			for _, a := range c.where(tRTAssociation, p, wanted) {
				id = str(a.Outputs, "routeTableId")
			}
		}
	}
	found, err := search(c, tRouteTable, "routeTableId", merge(args, Props{"routeTableId": id}), "vpcId")
	if err != nil {
		return nil, err
	}
	o, err := one(found, "EC2 Route Table")
	if err != nil {
		return nil, err
	}
	var routes, associations []any
	for _, r := range c.where(tRoute, "routeTableId", o.ID) {
		routes = append(routes, merge(Props{
			"cidrBlock": str(r.Outputs, "destinationCidrBlock"), "destinationPrefixListId": str(r.Outputs, "destinationPrefixListId"),
			"gatewayId": str(r.Outputs, "gatewayId"), "natGatewayId": str(r.Outputs, "natGatewayId"),
			"transitGatewayId": str(r.Outputs, "transitGatewayId"), "vpcEndpointId": str(r.Outputs, "vpcEndpointId"),
			"carrierGatewayId": "", "coreNetworkArn": "", "egressOnlyGatewayId": "", "instanceId": "", "ipv6CidrBlock": "", "localGatewayId": "",
			"networkInterfaceId": "", "vpcPeeringConnectionId": "",
		}))
	}
	for _, a := range c.where(tRTAssociation, "routeTableId", o.ID) {
		associations = append(associations, Props{
			"routeTableAssociationId": a.ID, "routeTableId": o.ID, "subnetId": str(a.Outputs, "subnetId"), "gatewayId": str(a.Outputs, "gatewayId"),
			"main": false,
		})
	}
	return answerOf(c, o, Props{
		"routeTableId": o.ID, "routes": append(orList(o.Outputs["routes"]).([]any), routes...), "associations": orList(anys(associations)),
		"subnetId": str(args, "subnetId"), "gatewayId": str(args, "gatewayId"),
	})
}

func getVpcEndpoint(c *call, args Props) (Props, error) {
	found, err := search(c, tVpcEndpoint, "id", args, "serviceName", "vpcId", "state")
	if err != nil {
		return nil, err
	}
	o, err := one(found, "EC2 VPC Endpoint")
	if err != nil {
		return nil, err
	}
	return answerOf(c, o, Props{"dnsOptions": []any{sub(o.Outputs, "dnsOptions")}})
}
