package localcloud

import (
	"net/netip"
	"slices"
)

// Addresses in subnets: who has them, which are free, which can be taken.

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
