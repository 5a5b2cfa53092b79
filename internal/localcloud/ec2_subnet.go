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
			given:       givenSubnet,
		},
		{
			token:   tReservation,
			replace: []string{"cidrBlock", "description", "reservationType", "subnetId"},
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

// givenSubnet says the zone of a subnet by name and by ID, whichever was left
// out.
func givenSubnet(account, region string, said Props) Props {
	id, name := str(said, "availabilityZoneId"), str(said, "availabilityZone")
	if (id == "") == (name == "") {
		return nil
	}
	for _, z := range zonesOf(account, region) {
		if z.id == id || z.name == name {
			return Props{"availabilityZoneId": z.id, "availabilityZone": z.name}
		}
	}
	return nil
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
