package snapshot

import "github.com/ingresshub/ingresshub/flightpath/network"

// settledSubnets are the subnets with the route table and the network ACL that AWS applies to each: the one that it is
// associated with, else the VPC's main table and default ACL. Where a page of those is missing, so could the association be.
func (r *reader) settledSubnets() []network.Subnet {
	tables, mainTables, unsettled := r.tablesBySubnet()
	acls, defaultACLs := r.aclsBySubnet()
	var subnets []network.Subnet
	for _, subnet := range r.subnets.all(r.found) {
		at := r.subnets.seen[subnet.ID][0].at
		subnet.Zone = r.zoneOf(subnet, at)
		switch {
		case unsettled[subnet.ID]:
			r.gap(at, network.GapRouteTables, subnet.ID, "is between two route tables: an association is being made or undone")
		case tables[subnet.ID] != "":
			subnet.RouteTable = tables[subnet.ID]
		case complete(at, "RouteTables"):
			subnet.RouteTable = mainTables[subnet.VPC]
		}
		subnet.NetworkACL = acls[subnet.ID]
		if subnet.NetworkACL == "" && complete(at, "NetworkAcls") {
			subnet.NetworkACL = defaultACLs[subnet.VPC]
		}
		subnets = append(subnets, subnet)
	}
	return subnets
}

// zoneOf is the ID of a subnet's zone. Older answers have only its name, which is another zone in each account.
func (r *reader) zoneOf(subnet network.Subnet, at object) string {
	if subnet.Zone != "" {
		return subnet.Zone
	}
	return r.zones.id(at.place(), subnet.ZoneName)
}

func (r *reader) tablesBySubnet() (explicit, main map[string]string, unsettled map[string]bool) {
	explicit, main, unsettled = map[string]string{}, map[string]string{}, map[string]bool{}
	for _, table := range r.routeTables.all(r.found) {
		at := r.routeTables.seen[table.ID][0].at
		for _, subnet := range table.subnets {
			r.once(at, explicit, subnet, table.ID)
		}
		for _, subnet := range table.unsettled {
			unsettled[subnet] = true
		}
		if table.Main {
			r.once(at, main, table.VPC, table.ID)
		}
	}
	return explicit, main, unsettled
}

func (r *reader) aclsBySubnet() (explicit, byDefault map[string]string) {
	explicit, byDefault = map[string]string{}, map[string]string{}
	for _, acl := range r.networkACLs.all(r.found) {
		at := r.networkACLs.seen[acl.ID][0].at
		for _, subnet := range acl.subnets {
			r.once(at, explicit, subnet, acl.ID)
		}
		if acl.isDefault {
			r.once(at, byDefault, acl.VPC, acl.ID)
		}
	}
	return explicit, byDefault
}

// once notes what something is associated with, which can be one thing only.
func (r *reader) once(at object, associated map[string]string, what, with string) {
	if what == "" {
		return
	}
	if before := associated[what]; before != "" && before != with {
		r.found.add(at, "%s is associated with %s and %s; delete the older file", clip(what), clip(before), clip(with))
	}
	associated[what] = with
}
