package report

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// alike puts together what no hop can tell apart, so that a page asks about one of them: interfaces of a subnet and instances
// with the same filters, in the same target groups, whose addresses the same prefixes hold; and VPC endpoints of AWS's services
// in the same subnets.
type alike struct {
	network *network.Network

	// stands is who stands for an instance, interface or endpoint, which may be itself, and others who else it stands for.
	stands map[string]string
	others map[string][]string

	subnets  map[string]*network.Subnet
	finer    map[string][]netip.Prefix // by subnet: prefixes of rules and routes that hold a part of it
	groups   map[string][]string       // by target, an ID or an address: the target groups that it is registered with
	singular map[string]bool           // what a route, a gap or a peer names
	owners   map[string]string         // of interfaces

	nodes      map[netip.Addr]bool // addresses of load balancers
	registered []netip.Addr        // addresses of targets
}

func newAlike(n *network.Network) *alike {
	a := &alike{
		network: n, stands: map[string]string{}, others: map[string][]string{}, subnets: map[string]*network.Subnet{},
		groups: map[string][]string{}, singular: map[string]bool{}, owners: map[string]string{}, nodes: map[netip.Addr]bool{},
	}
	for i := range n.Subnets {
		a.subnets[n.Subnets[i].ID] = &n.Subnets[i]
	}
	a.learn()
	interfaces := map[string]string{} // keys, by ID
	for i := range n.Interfaces {
		interfaces[n.Interfaces[i].ID] = a.interfaceKey(&n.Interfaces[i])
	}
	first := map[string]string{}
	add := func(id, key string) {
		if _, known := a.stands[id]; known {
			return
		}
		if _, known := first[key]; !known || a.singular[id] {
			a.stands[id] = id
			if !a.singular[id] {
				first[key] = id
			}
			return
		}
		a.stands[id] = first[key]
		a.others[first[key]] = append(a.others[first[key]], id)
	}
	for _, one := range sorted(n.Instances, func(o *network.Instance) string { return o.ID }) {
		keys := []string{}
		for _, id := range one.Interfaces {
			keys = append(keys, interfaces[id])
			a.singular[one.ID] = a.singular[one.ID] || a.singular[id] || interfaces[id] == ""
		}
		slices.Sort(keys)
		a.singular[one.ID] = a.singular[one.ID] || len(keys) == 0
		add(one.ID, fmt.Sprint("instance ", one.Running, a.groups[one.ID], keys))
	}
	for _, one := range sorted(n.Interfaces, func(o *network.Interface) string { return o.ID }) {
		if a.owners[one.ID] == "" {
			add(one.ID, "interface "+interfaces[one.ID])
		}
	}
	for _, one := range sorted(n.Endpoints, func(o *network.Endpoint) string { return o.ID }) {
		if !one.IsFirewall() {
			add(one.ID, a.endpointKey(one))
		}
	}
	return a
}

// learn gathers what may tell interfaces apart.
func (a *alike) learn() {
	n := a.network
	for i := range n.Interfaces {
		a.owners[n.Interfaces[i].ID] = n.Interfaces[i].Owner
	}
	for i := range n.Instances {
		for _, id := range n.Instances[i].Interfaces {
			a.owners[id] = n.Instances[i].ID
		}
	}
	for i := range n.LoadBalancers {
		for _, node := range n.LoadBalancers[i].Nodes {
			a.owners[node.Interface] = n.LoadBalancers[i].ID
			for _, address := range node.Addresses {
				a.nodes[address.Private.Unmap()] = true
			}
		}
	}
	for i := range n.Endpoints {
		for _, id := range n.Endpoints[i].Interfaces {
			a.owners[id] = n.Endpoints[i].ID
		}
	}
	var prefixes []netip.Prefix
	for i := range n.RouteTables {
		for _, route := range n.RouteTables[i].Routes {
			prefixes = append(prefixes, route.Destination)
			a.singular[route.Target.ID] = true
		}
	}
	for i := range n.TransitRouteTables {
		for _, route := range n.TransitRouteTables[i].Routes {
			prefixes = append(prefixes, route.Destination)
		}
	}
	for i := range n.SecurityGroups {
		for _, rule := range n.SecurityGroups[i].Rules {
			prefixes = append(prefixes, rule.CIDR)
		}
	}
	for i := range n.NetworkACLs {
		for _, entry := range n.NetworkACLs[i].Entries {
			prefixes = append(prefixes, entry.CIDR)
		}
	}
	for i := range n.PrefixLists {
		prefixes = append(prefixes, n.PrefixLists[i].Prefixes...)
	}
	for i := range n.Gaps {
		a.singular[n.Gaps[i].Of] = true
	}
	a.finer = finer(n.Subnets, prefixes)
	for i := range n.TargetGroups {
		g := &n.TargetGroups[i]
		for _, target := range g.Targets {
			id := target.ID
			if target.Address.IsValid() {
				id = target.Address.Unmap().String()
				a.registered = append(a.registered, target.Address.Unmap())
			}
			a.groups[id] = append(a.groups[id], fmt.Sprint(g.ID, target.Port, target.Zone))
		}
	}
}

// finer is, of each subnet, the prefixes that hold some of its addresses and not all.
func finer(subnets []network.Subnet, prefixes []netip.Prefix) map[string][]netip.Prefix {
	prefixes = slices.DeleteFunc(slices.Clone(prefixes), func(p netip.Prefix) bool { return !p.IsValid() })
	slices.SortFunc(prefixes, func(a, b netip.Prefix) int {
		return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
	})
	prefixes = slices.Compact(prefixes)
	found := map[string][]netip.Prefix{}
	for i := range subnets {
		for _, own := range subnets[i].CIDRs {
			for _, p := range prefixes {
				if p.Bits() > own.Bits() && p.Overlaps(own) {
					found[subnets[i].ID] = append(found[subnets[i].ID], p)
				}
			}
		}
	}
	return found
}

// interfaceKey is the same for interfaces that no hop tells apart.
func (a *alike) interfaceKey(one *network.Interface) string {
	var held []string
	public, six := one.Public, false
	for _, address := range one.Addresses {
		public = public || address.Public.IsValid()
		six = six || address.Private.Is6() && !address.Private.Is4In6()
		held = append(held, a.groups[address.Private.Unmap().String()]...)
		if address.Public.IsValid() {
			held = append(held, a.groups[address.Public.Unmap().String()]...)
		}
		for _, p := range a.finer[one.Subnet] {
			if p.Contains(address.Private.Unmap()) {
				held = append(held, p.String())
			}
		}
	}
	for _, own := range one.Prefixes { // pods' addresses, any of which may be registered or named
		for _, p := range a.finer[one.Subnet] {
			if p.Overlaps(own) {
				held = append(held, own.String())
			}
		}
		if slices.ContainsFunc(a.registered, own.Contains) {
			held = append(held, own.String())
		}
	}
	slices.Sort(held)
	return fmt.Sprint(one.Subnet, slices.Sorted(slices.Values(one.SecurityGroups)), a.groups[one.ID], one.Forwards, public, six,
		one.AddressUnknown, one.IPv4Only, one.Closed, len(one.Prefixes) > 0, len(one.Addresses) > 0, unfiltered(one), slices.Compact(held))
}

// unfiltered is what an interface without security groups is for: AWS makes some that have none.
func unfiltered(one *network.Interface) string {
	if len(one.SecurityGroups) > 0 {
		return ""
	}
	return one.Description
}

// endpointKey is the same for endpoints that differ by the service of AWS behind them only.
func (a *alike) endpointKey(one *network.Endpoint) string {
	offered := "" // by an endpoint service that the network holds: what is behind it is known
	for i := range a.network.EndpointServices {
		if a.network.EndpointServices[i].Service == one.Service {
			offered = one.Service
		}
	}
	if one.Kind == network.GatewayEndpoint {
		offered = one.ID // each has prefixes of its own
	}
	var held []string
	for _, id := range one.Interfaces {
		for i := range a.network.Interfaces {
			if a.network.Interfaces[i].ID == id {
				held = append(held, a.interfaceKey(&a.network.Interfaces[i]))
			}
		}
	}
	slices.Sort(held)
	return fmt.Sprint("endpoint ", one.VPC, one.Kind, offered, slices.Sorted(slices.Values(one.Subnets)),
		slices.Sorted(slices.Values(one.SecurityGroups)), one.Available, len(one.Interfaces), held)
}

// owned says whether something else stands on the map for an interface: a load balancer, an instance, a gateway.
func (a *alike) owned(one *network.Interface) bool {
	return a.owners[one.ID] != "" || one.Subnet == "" || strings.HasPrefix(one.Description, "Network Interface for Transit Gateway") ||
		strings.HasPrefix(one.Description, "VPC Endpoint Interface") || strings.HasPrefix(one.Description, "Interface for NAT Gateway")
}

// called is how one that stands for others is shown.
func (a *alike) called(id, label string) string {
	if more := len(a.others[id]); more > 0 {
		return fmt.Sprintf("%s and %d more", label, more)
	}
	return label
}

// answering is the targets of a target group on the map: where pods and instances of a service stand. Groups whose targets are
// load balancers or functions have none.
func (a *alike) answering(g *network.TargetGroup) (subnets []string) {
	if g.Kind == network.ALBTargets || g.Kind == network.LambdaTargets {
		return nil
	}
	for i := range g.Targets {
		target := &g.Targets[i]
		switch {
		case target.Declared:
			subnets = append(subnets, target.Subnets...)
		case target.Address.IsValid():
			if a.nodes[target.Address.Unmap()] {
				return nil
			}
			for id, subnet := range a.subnets {
				if g.VPC != "" && subnet.VPC != g.VPC && target.Zone != "all" {
					continue
				}
				if slices.ContainsFunc(subnet.CIDRs, func(p netip.Prefix) bool { return p.Contains(target.Address.Unmap()) }) {
					subnets = append(subnets, id)
				}
			}
		default:
			for j := range a.network.Interfaces {
				if one := &a.network.Interfaces[j]; cmp.Or(a.owners[one.ID], one.Owner) == target.ID {
					subnets = append(subnets, one.Subnet)
				}
			}
		}
	}
	slices.Sort(subnets)
	return slices.Compact(subnets)
}
