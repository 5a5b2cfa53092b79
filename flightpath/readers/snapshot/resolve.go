package snapshot

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// network makes one network of everything that was read.
func (r *reader) network(dir string) (*network.Network, error) {
	if !slices.ContainsFunc(slices.Collect(maps.Values(r.places)), func(p *place) bool { return len(p.files) > 0 }) {
		if err := cmp.Or(r.found.err(), errors.Join(r.ignored...)); err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("%s: no *.json file below it holds describe output of AWS, such as {\"Vpcs\": [...]}", dir)
	}
	n := &network.Network{
		VPCs:             r.vpcs.all(r.found),
		Subnets:          r.settledSubnets(),
		RouteTables:      r.settledRouteTables(),
		NetworkACLs:      r.settledACLs(),
		SecurityGroups:   r.settledGroups(),
		InternetGateways: r.internetGateways.all(r.found),
		Peerings:         r.peerings.all(r.found),
		EndpointServices: r.settledServices(),
		PrefixLists:      r.settledPrefixLists(),
		TransitGateways:  r.transitGateways.all(r.found),
		TargetGroups:     r.settledTargetGroups(),
	}
	n.Interfaces = r.settledInterfaces()
	r.foreignSubnets(n.Subnets)
	r.doubtAccess(n.InternetGateways)
	n.Publishers = r.settledPublishers()
	n.Instances = r.settledInstances(n.Interfaces)
	n.LoadBalancers = r.settledBalancers(n.Interfaces)
	n.Firewalls = r.settledFirewalls(n.Subnets)
	n.Endpoints = r.settledEndpoints(n.Firewalls)
	n.NATGateways = r.settledNATGateways(n)
	n.Attachments = r.settledAttachments()
	n.TransitRouteTables = r.settledTransitTables()
	n.BlockPublicAccess = r.settledBlocks()
	n.NodeSubnets = r.settledNodeSubnets()
	r.own(n)
	inferRegions(n)
	r.withoutAttributes()
	n.Gaps = slices.Concat(r.missing(), r.untold(), r.gaps)
	for _, err := range r.ignored {
		n.Gaps = append(n.Gaps, network.Gap{Kind: network.GapDetails, Reason: err.Error() + ": ignored"})
	}
	if err := r.found.err(); err != nil {
		return nil, err
	}
	return n, nil
}

// foreignSubnets notes subnets that another account shares, of which the folder holds nothing: who may use such a subnet is shown
// his own interfaces there, and its owner everybody's (AWS: "Share your VPC subnets with other accounts").
func (r *reader) foreignSubnets(subnets []network.Subnet) {
	told := map[string]bool{}
	for _, at := range r.places {
		if len(at.files) > 0 {
			told[at.account] = true
		}
	}
	for _, subnet := range subnets {
		if subnet.Account != "" && !told[subnet.Account] && !told[""] {
			r.gap(r.subnets.seen[subnet.ID][0].at, network.GapInterfaces, subnet.ID,
				"is shared by account "+clip(subnet.Account)+", of which the folder holds nothing: interfaces of other accounts there are not shown")
			for _, kind := range []network.GapKind{network.GapSubnets, network.GapInternetGateways, network.GapAttachments} {
				r.gap(r.subnets.seen[subnet.ID][0].at, kind, subnet.VPC,
					"is in a VPC of account "+clip(subnet.Account)+", of which the folder holds nothing: what is not shared is not shown")
			}
		}
	}
}

func (r *reader) settledRouteTables() []network.RouteTable {
	var tables []network.RouteTable
	for _, table := range r.routeTables.all(r.found) {
		table.Routes = slices.Clone(table.Routes)
		for i := range table.Routes {
			table.Routes[i].Blackhole = table.Routes[i].Blackhole || r.isGone(table.Routes[i].Target)
		}
		tables = append(tables, table.RouteTable)
	}
	return tables
}

func (r *reader) settledACLs() []network.NetworkACL {
	var acls []network.NetworkACL
	for _, acl := range r.networkACLs.all(r.found) {
		acls = append(acls, acl.NetworkACL)
	}
	return acls
}

// settledNATGateways takes addresses of interfaces where a gateway tells none.
func (r *reader) settledNATGateways(n *network.Network) []network.NATGateway {
	var gateways []network.NATGateway
	for _, gateway := range r.natGateways.all(r.found) {
		for _, own := range n.Interfaces {
			if own.Owner != gateway.ID || len(gateway.PrivateAddresses) > 0 {
				continue
			}
			for _, address := range own.Addresses {
				gateway.PrivateAddresses = appendAddress(gateway.PrivateAddresses, address.Private)
				gateway.PublicAddresses = appendAddress(gateway.PublicAddresses, address.Public)
			}
		}
		gateways = append(gateways, gateway.NATGateway)
	}
	return gateways
}

// own gives interfaces the owners that list them.
func (r *reader) own(n *network.Network) {
	owner := map[string]string{}
	for _, endpoint := range n.Endpoints {
		for _, id := range endpoint.Interfaces {
			owner[id] = endpoint.ID
		}
	}
	for _, id := range r.natGateways.order {
		for _, own := range r.natGateways.seen[id][0].value.interfaces {
			owner[own] = id
		}
	}
	for i := range n.Interfaces {
		if id := owner[n.Interfaces[i].ID]; id != "" {
			n.Interfaces[i].Owner = id
		}
	}
}

// inferRegions tells the Region of what lies in a VPC from the zones of its subnets, where no folder does.
func inferRegions(n *network.Network) {
	regions := map[string]string{}
	for _, subnet := range n.Subnets {
		if subnet.Region != "" {
			regions[subnet.VPC] = subnet.Region
		}
	}
	fill := func(object *network.Object, vpc string) {
		if object.Region == "" {
			object.Region = regions[vpc]
		}
	}
	for i := range n.VPCs {
		fill(&n.VPCs[i].Object, n.VPCs[i].ID)
	}
	for i := range n.Subnets {
		fill(&n.Subnets[i].Object, n.Subnets[i].VPC)
	}
	for i := range n.RouteTables {
		fill(&n.RouteTables[i].Object, n.RouteTables[i].VPC)
	}
	for i := range n.SecurityGroups {
		fill(&n.SecurityGroups[i].Object, n.SecurityGroups[i].VPC)
	}
	for i := range n.Interfaces {
		fill(&n.Interfaces[i].Object, n.Interfaces[i].VPC)
	}
	for i := range n.Endpoints {
		fill(&n.Endpoints[i].Object, n.Endpoints[i].VPC)
	}
}
