package localcloud

// Elastic addresses and NAT gateways. Public addresses come from the ranges
// that are set aside for documentation, so that none is ever somebody's.

func addressKinds() []*kind {
	return []*kind{
		{
			token:       tEip,
			replace:     []string{"address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool", "vpc", "customerOwnedIpv4Pool"},
			unsimulated: []string{"address", "customerOwnedIpv4Pool", "ipamPoolId", "publicIpv4Pool", "instance", "networkInterface"},
			create:      createEip,
			remove: func(c *call) error {
				for _, n := range c.where(tNatGateway, "allocationId", c.old.ID) {
					return refuse("AuthFailure", "You do not have permission to access the specified resource: address %s is in use by %s", c.old.ID, n.ID)
				}
				for _, l := range c.all(tLoadBalancer) {
					for _, m := range subs(l.Outputs, "subnetMappings") {
						if str(m, "allocationId") == c.old.ID {
							return refuse("InvalidIPAddress.InUse", "The address %s is in use by %s", c.old.ID, l.ID)
						}
					}
				}
				return nil
			},
		},
		{
			token:       tNatGateway,
			replace:     []string{"allocationId", "connectivityType", "privateIp", "subnetId"},
			defaults:    Props{"connectivityType": "public"},
			sets:        []string{"secondaryAllocationIds", "secondaryPrivateIpAddresses"},
			computed:    []string{"secondaryAllocationIds", "secondaryPrivateIpAddresses"},
			unsimulated: []string{"secondaryAllocationIds", "secondaryPrivateIpAddressCount", "secondaryPrivateIpAddresses"},
			refs: []ref{toSubnets("subnetId", true), {
				path: "allocationId", to: []string{tEip}, missing: "InvalidAllocationID.NotFound",
				say: "The allocation ID '%s' does not exist",
			}},
			check: func(in Props) []problem {
				if str(in, "connectivityType") == "private" && has(in, "allocationId") {
					return []problem{{"allocationId", refuse("InvalidParameterCombination", "A private NAT gateway takes no allocation ID")}}
				}
				return nil
			},
			create: createNatGateway,
		},
	}
}

func createEip(c *call) (string, Props, error) {
	if limit := c.cloud.quotas.ElasticIPsPerRegion; len(c.all(tEip)) >= limit {
		return "", nil, refuse("AddressLimitExceeded", "The maximum number of addresses (%d) has been reached.", limit)
	}
	taken := map[string]bool{}
	for _, e := range c.all(tEip) {
		taken[str(e.Outputs, "publicIp")] = true
	}
	start := hashNumber(c.hash("public", 8))
	address := ""
	for i := range uint32(2 * 254) {
		n := (start + i) % (2 * 254)
		p, _ := prefixOf([]string{"198.51.100.0/24", "203.0.113.0/24"}[n/254])
		if a := nth(p, 1+n%254).String(); !taken[a] {
			address = a
			break
		}
	}
	if address == "" {
		return "", nil, refuse("AddressLimitExceeded", "The maximum number of addresses has been reached.")
	}
	id := c.newID("eipalloc-")
	return id, Props{
		"allocationId": id, "arn": c.arn("ec2", "elastic-ip/"+id), "publicIp": address,
		"publicDns": "ec2-" + dashed(address) + ".compute-1.amazonaws.com", "domain": "vpc", "vpc": true,
		"networkBorderGroup": c.region, "publicIpv4Pool": "amazon", "ipamPoolId": "", "instance": "", "networkInterface": "",
		"associationId": "", "carrierIp": "", "customerOwnedIp": "", "privateDns": "", "privateIp": "", "ptrRecord": "",
	}, nil
}

func createNatGateway(c *call) (string, Props, error) {
	subnet := c.find(tSubnet, str(c.in, "subnetId"))
	vpc := str(subnet.Outputs, "vpcId")
	allocation := str(c.in, "allocationId")
	out := Props{
		"associationId": "", "publicIp": "", "secondaryPrivateIpAddressCount": 0, "secondaryAllocationIds": []any{},
		"secondaryPrivateIpAddresses": []any{},
	}
	if str(merge(c.kind.defaults, c.in), "connectivityType") == "public" {
		if allocation == "" {
			return "", nil, refuse("MissingParameter", "The request must include the AllocationId parameter. Add the required parameter and retry the request.")
		}
		if c.gatewayOf(vpc) == nil {
			return "", nil, refuse("Gateway.NotAttached", "Network %s has no Internet gateway attached", vpc)
		}
		for _, n := range c.where(tNatGateway, "allocationId", allocation) {
			return "", nil, refuse("Resource.AlreadyAssociated", "Elastic IP address [%s] is already associated with %s", allocation, n.ID)
		}
		out["publicIp"] = str(c.find(tEip, allocation).Outputs, "publicIp")
		out["associationId"] = c.newID("eipassoc-")
	} else if allocation != "" {
		return "", nil, refuse("InvalidParameterCombination", "A private NAT gateway takes no allocation ID")
	}
	address := str(c.in, "privateIp")
	var err error
	if address == "" {
		address, err = c.freeAddress(subnet.ID)
	} else {
		err = c.takeAddress(subnet.ID, address)
	}
	if err != nil {
		return "", nil, err
	}
	out["privateIp"], out["networkInterfaceId"] = address, c.newID("eni-")
	return c.newID("nat-"), out, nil
}
