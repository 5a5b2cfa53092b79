package expect

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

// vpc lists a VPC with all that lies in it. Of one that exists already only the planned routes are made.
func (w *writer) vpc(vpc plan.Vpc) {
	existing := vpc.ExistingID != ""
	for _, table := range vpc.RouteTables {
		w.routeTable(vpc, table, existing)
	}
	if existing {
		return
	}
	w.add(vpc.Account, object.Vpc, vpc.Name, object.Fields{
		"cidr": vpc.Cidr, "cidr state": "associated", "dns hostnames": "true", "dns support": "true", "tenancy": "default", "state": "available",
		"tags": w.tags(vpc.Name),
	})
	w.mainTable(vpc)
	// The default group is taken over, emptied and called what it is.
	w.add(vpc.Account, object.SecurityGroup, vpc.Name+".default-unused", object.Fields{
		"vpc": vpc.Name, "group name": "default", "description": "default VPC security group", "tags": w.tags(vpc.Name + ".default-unused"),
	})
	for _, secondary := range vpc.SecondaryCidrs {
		w.add(vpc.Account, object.SecondaryCidr, vpc.Name+" "+secondary.Cidr, object.Fields{"state": "associated"})
	}
	for _, subnet := range vpc.Subnets {
		w.subnet(vpc, subnet)
	}
	if vpc.InternetGateway {
		w.add(vpc.Account, object.InternetGateway, vpc.Name, object.Fields{"vpc": vpc.Name, "tags": w.tags(vpc.Name)})
	}
	for _, gateway := range vpc.NatGateways {
		w.natGateway(vpc, gateway)
	}
	if vpc.EndpointSecurityGroup != nil {
		w.securityGroup(vpc.Account, vpc.Name, *vpc.EndpointSecurityGroup)
	}
	for _, endpoint := range vpc.Endpoints {
		w.endpoint(vpc, endpoint)
	}
}

func (w *writer) subnet(vpc plan.Vpc, subnet plan.Subnet) {
	w.add(vpc.Account, object.Subnet, subnet.Name, object.Fields{
		"vpc": vpc.Name, "cidr": subnet.Cidr, "zone": subnet.Zone, "public addresses": "false",
		"state": "available", "tags": w.tags(subnet.Name),
	})
	if subnet.RouteTable != "" {
		w.add(vpc.Account, object.RouteTableAssociation, subnet.Name, object.Fields{
			"route table": subnet.RouteTable, "state": "associated",
		})
	}
	if subnet.Reservation != "" {
		w.add(vpc.Account, object.CidrReservation, subnet.Name+" "+subnet.Reservation, object.Fields{
			"type": "explicit", "description": "Static addresses of inner load balancers",
		})
	}
}

// mainTable lists the route table that AWS makes with a VPC. Every planned subnet has a table of its own, so it leads nowhere
// but to the VPC itself.
func (w *writer) mainTable(vpc plan.Vpc) {
	name := object.MainTable(vpc.Name)
	w.add(vpc.Account, object.RouteTable, name, object.Fields{"vpc": vpc.Name, "main": "associated"})
	w.localRoutes(vpc, name)
}

// localRoutes lists a table's routes inside the VPC, one for each of its CIDRs.
func (w *writer) localRoutes(vpc plan.Vpc, table string) {
	w.route(vpc, table, vpc.Cidr, "local")
	for _, secondary := range vpc.SecondaryCidrs {
		w.route(vpc, table, secondary.Cidr, "local")
	}
}

func (w *writer) route(vpc plan.Vpc, table, destination, hop string) {
	w.add(vpc.Account, object.Route, table+" "+destination, object.Fields{"next hop": hop, "state": "active"})
}

// routeTable lists a table with the planned routes, and those that AWS adds: a local one for each CIDR of the VPC, and one
// for each gateway endpoint. Routes to the transit gateway are the attachment's: a VPC that is made by itself has none.
func (w *writer) routeTable(vpc plan.Vpc, table plan.RouteTable, existing bool) {
	for _, planned := range table.Routes {
		if planned.NextHop == plan.ToTransitGateway && !w.attached(vpc) {
			continue
		}
		w.route(vpc, table.Name, planned.Destination, w.nextHop(vpc, planned.NextHop))
	}
	if existing {
		return
	}
	w.add(vpc.Account, object.RouteTable, table.Name, object.Fields{"vpc": vpc.Name, "tags": w.tags(table.Name)})
	w.localRoutes(vpc, table.Name)
	if table.Tier == plan.TierEdge {
		// No subnet has it: the internet gateway does.
		w.add(vpc.Account, object.RouteTableAssociation, vpc.Name, object.Fields{"route table": table.Name, "state": "associated"})
	}
	for _, endpoint := range vpc.Endpoints {
		if slices.Contains(endpoint.RouteTables, table.Name) {
			w.route(vpc, table.Name, "prefix list "+endpoint.Service, "vpc endpoint "+endpoint.Name)
		}
	}
}

// attached says whether the plan attaches a VPC to a transit gateway.
func (w *writer) attached(vpc plan.Vpc) bool {
	return slices.ContainsFunc(w.plan.TransitGateway.Attachments, func(attachment plan.TransitAttachment) bool {
		return attachment.Vpc == vpc.Name
	})
}

// nextHop is the object that a symbolic next hop stands for.
func (w *writer) nextHop(vpc plan.Vpc, hop plan.NextHop) string {
	switch hop {
	case plan.ToInternetGateway:
		return "internet gateway " + vpc.Name
	case plan.ToTransitGateway:
		return "transit gateway " + cmp.Or(w.plan.TransitGateway.Name, w.plan.TransitGateway.ExistingID)
	}
	zone := string(hop[strings.Index(string(hop), ".")+1:])
	if hop.IsNatGateway() {
		for _, gateway := range vpc.NatGateways {
			if gateway.Zone == zone {
				return "nat gateway " + gateway.Name
			}
		}
	}
	for _, firewall := range w.plan.Firewalls {
		for _, endpoint := range firewall.Endpoints {
			if hop.IsFirewall() && firewall.Vpc == vpc.Name && endpoint.Zone == zone {
				return "vpc endpoint " + endpoint.Name
			}
		}
	}
	return "a next hop that the judge does not know: " + string(hop)
}

func (w *writer) endpoint(vpc plan.Vpc, endpoint plan.VpcEndpoint) {
	fields := object.Fields{
		"service": endpoint.Service, "kind": endpoint.Type, "vpc": vpc.Name, "subnets": object.Set(endpoint.Subnets),
		"route tables": object.Set(endpoint.RouteTables), "private dns": "false", "policy": "full access", "state": "available",
		"tags": w.tags(endpoint.Name),
	}
	if endpoint.Type == "Interface" {
		fields["private dns"] = "true"
		if vpc.EndpointSecurityGroup != nil {
			fields["security groups"] = vpc.EndpointSecurityGroup.Name
		}
	}
	w.add(vpc.Account, object.VpcEndpoint, endpoint.Name, fields)
}
