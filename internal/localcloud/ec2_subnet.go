package localcloud

import (
	"net/netip"
	"slices"
)

// Subnets and the address ranges reserved inside them.

func subnetKinds() []*kind {
	return []*kind{
		{
			token: tSubnet,
			replace: []string{
				"availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6Native", "outpostArn", "vpcId",
			},
			defaults: Props{
				"assignIpv6AddressOnCreation": false, "enableDns64": false, "enableResourceNameDnsARecordOnLaunch": false,
				"enableResourceNameDnsAaaaRecordOnLaunch": false, "ipv6Native": false, "mapPublicIpOnLaunch": false,
			},
			unsimulated: []string{"outpostArn", "customerOwnedIpv4Pool", "mapCustomerOwnedIpOnLaunch", "enableLniAtDeviceIndex", "ipv6CidrBlock"},
			check:       func(in Props) []problem { return cidrProblem(in, "cidrBlock", 16, 28) },
			refs:        []ref{inVpc(true)},
			create:      createSubnet,
		},
		{
			token:    tReservation,
			replace:  []string{"cidrBlock", "description", "reservationType", "subnetId"},
			defaults: Props{"description": ""},
			check: func(in Props) []problem {
				found := cidrProblem(in, "cidrBlock", 0, 32)
				if t := str(in, "reservationType"); t != "" && t != "prefix" && t != "explicit" {
					found = append(found, problem{"reservationType", refuse("InvalidParameterValue",
						"Value (%s) for parameter reservationType is invalid: expected prefix or explicit", t)})
				}
				return found
			},
			refs:   []ref{toSubnets("subnetId", false)},
			create: createReservation,
		},
	}
}

func createSubnet(c *call) (string, Props, error) {
	vpc := str(c.in, "vpcId")
	cidr, ok := prefixOf(str(c.in, "cidrBlock"))
	if !ok {
		return "", nil, refuse("MissingParameter", "Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.")
	}
	if !slices.ContainsFunc(c.vpcPrefixes(vpc), func(p netip.Prefix) bool { return within(cidr, p) }) {
		return "", nil, refuse("InvalidSubnet.Range", "The CIDR '%s' is invalid.", cidr)
	}
	for _, s := range c.where(tSubnet, "vpcId", vpc) {
		if p, ok := prefixOf(str(s.Outputs, "cidrBlock")); ok && p.Overlaps(cidr) {
			return "", nil, refuse("InvalidSubnet.Conflict", "The CIDR '%s' conflicts with another subnet (%s)", cidr, s.ID)
		}
	}
	z := zonesOf(c.account, c.region)[0]
	for _, p := range []string{"availabilityZone", "availabilityZoneId"} {
		wanted := str(c.in, p)
		if wanted == "" {
			continue
		}
		found, ok := c.zoneBy(wanted)
		if !ok || p == "availabilityZone" && found.name != wanted || p == "availabilityZoneId" && found.id != wanted {
			return "", nil, refuse("InvalidParameterValue", "Value (%s) for parameter %s is invalid. Subnets can currently only be "+
				"created in the following availability zones: %s.", wanted, p, c.zoneNames())
		}
		if other := str(c.in, "availabilityZone"); p == "availabilityZoneId" && other != "" && other != found.name {
			return "", nil, refuse("InvalidParameterCombination", "%s and %s are different availability zones", other, wanted)
		}
		z = found
	}
	id := c.newID("subnet-")
	return id, Props{
		"arn": c.arn("ec2", "subnet/"+id), "ownerId": c.account, "availabilityZone": z.name, "availabilityZoneId": z.id,
		"privateDnsHostnameTypeOnLaunch": orElse(str(c.in, "privateDnsHostnameTypeOnLaunch"), "ip-name"),
		"ipv6CidrBlockAssociationId":     "",
	}, nil
}

func createReservation(c *call) (string, Props, error) {
	subnet := str(c.in, "subnetId")
	outer, _ := prefixOf(str(c.find(tSubnet, subnet).Outputs, "cidrBlock"))
	cidr, _ := prefixOf(str(c.in, "cidrBlock"))
	if !within(cidr, outer) {
		return "", nil, refuse("InvalidParameterValue", "The CIDR '%s' is not within the CIDR '%s' of the subnet %s", cidr, outer, subnet)
	}
	for _, r := range c.where(tReservation, "subnetId", subnet) {
		if p, ok := prefixOf(str(r.Outputs, "cidrBlock")); ok && p.Overlaps(cidr) {
			return "", nil, refuse("SubnetCidrReservationConflict", "The CIDR '%s' overlaps with the reservation %s of %s", cidr, r.ID, p)
		}
	}
	return c.newID("scr-"), Props{"ownerId": c.account}, nil
}

// addressesIn lists the addresses of a subnet that something has, by address.
func (c *call) addressesIn(subnet string) map[netip.Addr]string {
	used := map[netip.Addr]string{}
	note := func(o *Object, address string) {
		if a, err := netip.ParseAddr(address); err == nil {
			used[a] = o.ID
		}
	}
	for _, n := range c.where(tNatGateway, "subnetId", subnet) {
		note(n, str(n.Outputs, "privateIp"))
	}
	for _, l := range c.others(tLoadBalancer) {
		for _, m := range subs(l.Outputs, "subnetMappings") {
			if str(m, "subnetId") == subnet {
				note(l, str(m, "privateIpv4Address"))
			}
		}
	}
	for _, e := range c.others(tVpcEndpoint) {
		for _, s := range subs(e.Outputs, "subnetConfigurations") {
			if str(s, "subnetId") == subnet {
				note(e, str(s, "ipv4"))
			}
		}
	}
	return used
}

// freeAddress chooses an address as AWS does by itself: one that nobody has and
// nobody reserved. A salt spreads the choices.
func (c *call) freeAddress(subnet string) (string, error) {
	s := c.find(tSubnet, subnet)
	p, _ := prefixOf(str(s.Outputs, "cidrBlock"))
	used := c.addressesIn(subnet)
	var reserved []netip.Prefix
	for _, r := range c.where(tReservation, "subnetId", subnet) {
		reserved = append(reserved, prefixes([]string{str(r.Outputs, "cidrBlock")})...)
	}
	start := hashNumber(c.hash("address"+subnet, 8))
	for i := range size(p) {
		a := nth(p, (start+i)%size(p))
		if used[a] == "" && !reservedByAWS(p, a) && !slices.ContainsFunc(reserved, func(r netip.Prefix) bool { return r.Contains(a) }) {
			return a.String(), nil
		}
	}
	return "", refuse("InsufficientFreeAddressesInSubnet", "There are not enough free addresses in subnet '%s'.", subnet)
}

// takeAddress refuses a chosen private address that cannot be had.
func (c *call) takeAddress(subnet, address string) error {
	s := c.find(tSubnet, subnet)
	p, _ := prefixOf(str(s.Outputs, "cidrBlock"))
	a, err := netip.ParseAddr(address)
	switch {
	case err != nil:
		return refuse("ValidationError", "'%s' is not a valid IPv4 address", address)
	case !p.Contains(a):
		return refuse("InvalidParameterValue", "Address %s does not fall within the subnet's address range %s of %s", address, p, subnet)
	case reservedByAWS(p, a):
		return refuse("InvalidParameterValue", "Address %s is in subnet's reserved address range (%s of %s)", address, p, subnet)
	}
	if owner := c.addressesIn(subnet)[a]; owner != "" {
		return refuse("InvalidIPAddress.InUse", "Address %s is in use by %s", address, owner)
	}
	for _, r := range c.where(tReservation, "subnetId", subnet) {
		cidr, ok := prefixOf(str(r.Outputs, "cidrBlock"))
		if ok && cidr.Contains(a) && str(r.Outputs, "reservationType") == "prefix" {
			return refuse("InvalidParameterValue", "Address %s is reserved for prefixes by %s", address, r.ID)
		}
	}
	return nil
}
