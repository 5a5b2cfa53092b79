package components_test

import (
	"net/netip"
	"reflect"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// reason is why a mutant changes nothing, and the proof of it. No proof may hold of a mutant that changes something.
type reason struct {
	why   string
	proof func(j *judged, m mutant) bool
}

var (
	unmet = reason{
		"no packet that anybody may send, and no reply, gets as far as this", // Else one would be unproven now.
		func(j *judged, m mutant) bool {
			return j.meetsNobody(m)
		},
	}
	alike = reason{
		"no packet gets as far as a route in which the two tables differ",
		func(j *judged, m mutant) bool {
			switch of := m.part.(type) {
			case association:
				return of.equal(j.network) || j.indifferent(j.copy(of.merge))
			case attached:
				return of.another != "" && j.indifferent(j.copy(of.merge))
			}
			return false
		},
	}
	nobody = reason{
		"the addresses are nobody's: whichever way leads there, nobody answers",
		func(j *judged, m mutant) bool {
			switch of := m.part.(type) {
			case transitRoute:
				return !someoneAt(j.network, of.table, of.route.Destination)
			case propagation:
				for _, cidr := range cidrsOf(j.network, of.attachment.Resource) {
					if someoneAt(j.network, of.table, cidr) {
						return false
					}
				}
				return true
			}
			return false
		},
	}
	unworn = reason{
		"nothing in the network has the security group: it is a VPC's own, or that of appliances that an auto scaling group will start",
		func(j *judged, m mutant) bool {
			of, ok := m.part.(groupRule)
			return ok && len(wearers(j.network, of.group.ID, nil)) == 0 && !named(j.network, of.group.ID)
		},
	}
	noIPv6 = reason{
		"the estate has no IPv6",
		func(j *judged, m mutant) bool {
			of, ok := m.part.(groupRule)
			return ok && of.rule.CIDR.IsValid() && of.rule.CIDR.Addr().Is6() && !slices.ContainsFunc(j.network.VPCs, func(v network.VPC) bool {
				return slices.ContainsFunc(v.CIDRs, func(cidr netip.Prefix) bool { return cidr.Addr().Is6() })
			})
		},
	}
	oneWayIn = reason{
		"whichever zone packets come in by, the attachment's subnets deliver them the same way, and past no firewall",
		func(j *judged, m mutant) bool {
			of, ok := m.part.(applianceMode)
			return ok && deliversAlike(j.network, of.attachment)
		},
	}
	zoneAll = reason{
		"the targets are registered with zone all: each node still reaches each of them, hop by hop on the same way",
		func(j *judged, m mutant) bool {
			of, ok := m.part.(crossZone)
			return ok && of.balancer != "" && registeredWithAll(j.network, of.balancer) && j.sameHops(j.copy(m.mutate), of.balancer)
		},
	}
	groupsSay = reason{
		"each target group to which the load balancer forwards says itself whether it balances across zones",
		func(j *judged, m mutant) bool {
			of, ok := m.part.(crossZone)
			return ok && of.balancer != "" && groupsSayThemselves(j.network, of.balancer)
		},
	}
	bothWays = reason{
		"what crosses the attachment crosses the same endpoints of the firewall there and back, hop by hop, in whichever zone",
		func(j *judged, m mutant) bool {
			switch of := m.part.(type) {
			case applianceMode:
				return j.inspectsBothWays(j.copy(m.mutate), flightpath.HopAttachment, of.attachment.ID)
			case attached:
				return j.inspectsBothWays(j.copy(m.mutate), flightpath.HopAttachment, of.attachment.ID)
			}
			return false
		},
	}
	sameWay = reason{
		"the next route of the table, as long or shorter, leads to the same target",
		func(j *judged, m mutant) bool {
			switch of := m.part.(type) {
			case vpcRoute:
				return of.gone && leadsThereToo(of.table, of.route)
			case propagation:
				return leadsThereAlready(j.network, of.table, of.attachment)
			}
			return false
		},
	}
	sameFirewall = reason{
		"requests and replies cross the firewall's endpoint in the other zone instead, both of them, hop by hop",
		func(j *judged, m mutant) bool {
			switch of := m.part.(type) {
			case vpcRoute:
				return j.sameFirewall(of.route.Target, of.turned) && j.inspectsBothWays(j.copy(m.mutate), flightpath.HopFirewall, of.turned.ID)
			case association:
				from, to, ok := of.turned(j.network)
				return ok && j.sameFirewall(from, to) && j.inspectsBothWays(j.copy(m.mutate), flightpath.HopFirewall, to.ID)
			}
			return false
		},
	}
	secondLine = reason{
		"security groups stop what the part is for as well: it changes what is proven as soon as they let everybody in",
		func(j *judged, m mutant) bool {
			opened, err := j.opened()
			return err == nil && j.indifferent(j.copy(m.mutate)) && !opened.indifferent(j.copy(func(n *network.Network) {
				m.mutate(n)
				open(n)
			}))
		},
	}
	lostElsewhere = reason{
		"what meets it ends elsewhere: traced to everybody who has the addresses, also where security groups let everybody in",
		func(j *judged, m mutant) bool {
			of, ok := m.part.(transitRoute)
			return ok && of.route.Blackhole && j.loses(j.copy(func(n *network.Network) {
				m.mutate(n)
				open(n)
			}), of)
		},
	}
	formerZone = reason{
		"no route leads to the endpoint: it is that of a zone that the estate had",
		func(j *judged, m mutant) bool {
			of, ok := m.part.(firewallEndpoint)
			return ok && !slices.ContainsFunc(j.network.RouteTables, func(t network.RouteTable) bool {
				return slices.ContainsFunc(t.Routes, func(r network.Route) bool { return r.Target.ID == of.id })
			})
		},
	}
	outside = reason{
		"the rule is for addresses outside of the network, from which nobody in it sends",
		func(j *judged, m mutant) bool {
			of, ok := m.part.(groupRule)
			return ok && of.rule.CIDR.IsValid() && of.rule.CIDR.Addr().IsPrivate() && !slices.ContainsFunc(j.network.VPCs, func(v network.VPC) bool {
				return slices.ContainsFunc(v.CIDRs, of.rule.CIDR.Overlaps)
			})
		},
	}
	idle = reason{
		"no service is behind the load balancer: it listens nowhere",
		func(j *judged, m mutant) bool {
			listens := func(b network.LoadBalancer) bool { return len(b.Listeners) > 0 || !b.ListenersKnown }
			switch of := m.part.(type) {
			case served:
				return !listens(of.balancer)
			case crossZone:
				i := slices.IndexFunc(j.network.LoadBalancers, func(b network.LoadBalancer) bool { return b.ID == of.balancer })
				return i >= 0 && !listens(j.network.LoadBalancers[i])
			case groupRule:
				return len(wearers(j.network, of.group.ID, listens)) == 0 && !named(j.network, of.group.ID)
			}
			return false
		},
	}
	behindEndpoint = reason{
		"what stands behind the endpoints of a gateway load balancer is taken to pass what reaches it (known limits in docs/flightpath.md)",
		func(j *judged, m mutant) bool {
			switch of := m.part.(type) {
			case served:
				return of.balancer.Kind == network.GatewayBalancer
			case forwarding:
				return of.balancer.Kind == network.GatewayBalancer
			case crossZone:
				return slices.ContainsFunc(j.network.LoadBalancers, func(b network.LoadBalancer) bool { return b.ID == of.balancer && b.Kind == network.GatewayBalancer })
			case clientAddress:
				return forwardedByOnly(j.network, of.group.ID, network.GatewayBalancer)
			}
			return false
		},
	}
	twice = reason{
		"the load balancer has the same target in another target group, and the group keeps another one",
		func(j *judged, m mutant) bool {
			of, ok := m.part.(registered)
			return ok && len(of.group.Targets) > 1 && len(of.target.Subnets) == 0 && registeredBeside(j.network, of)
		},
	}
	standsBy = reason{
		"the target group stands by: it has weight 0 beside another one of the same rule",
		func(_ *judged, m mutant) bool {
			of, ok := m.part.(forwarding)
			return ok && of.forward.Weight == 0 && slices.ContainsFunc(of.listener.Forwards, func(f network.Forward) bool {
				return f.Rule == of.forward.Rule && f.Weight > 0
			})
		},
	}
	fromNodes = reason{
		"application load balancers send from their nodes, whatever a target group says",
		func(j *judged, m mutant) bool {
			of, ok := m.part.(clientAddress)
			return ok && forwardedByOnly(j.network, of.group.ID, network.ApplicationBalancer)
		},
	}
	empty = reason{
		"nothing of the network is in the subnets of the network ACL",
		func(j *judged, m mutant) bool {
			of, ok := m.part.(aclEntry)
			return ok && !slices.ContainsFunc(j.network.Subnets, func(s network.Subnet) bool { return s.NetworkACL == of.acl.ID && peopled(j.network, s.ID) })
		},
	}
)

// forget makes what a table would learn unknown.
func (of propagation) forget(n *network.Network) {
	for i := range n.TransitRouteTables {
		table := &n.TransitRouteTables[i]
		if table.ID != of.table.ID {
			continue
		}
		for _, cidr := range cidrsOf(n, of.attachment.Resource) {
			table.Routes = append(table.Routes, network.TransitRoute{Destination: cidr, Attachments: []string{nowhere.ID}, Propagated: true})
		}
	}
}

// equal says whether the subnet's tables hold the same routes.
func (of association) equal(n *network.Network) bool {
	had, has := of.routes(n)
	lacks := func(list []network.Route) func(network.Route) bool {
		return func(route network.Route) bool { return !slices.Contains(list, route) }
	}
	return !slices.ContainsFunc(had, lacks(has)) && !slices.ContainsFunc(has, lacks(had))
}

// routes are those that the subnet had, and those that it has now.
func (of association) routes(n *network.Network) (had, has []network.Route) {
	for _, table := range n.RouteTables {
		switch table.ID {
		case of.subnet.RouteTable:
			had = table.Routes
		case of.another:
			has = table.Routes
		}
	}
	return had, has
}

// turned is the one route to an endpoint in which the tables differ, with where it led and where it leads.
func (of association) turned(n *network.Network) (from, to network.Target, ok bool) {
	had, has := of.routes(n)
	if len(had) != len(has) {
		return from, to, false
	}
	for _, route := range had {
		i := slices.IndexFunc(has, func(other network.Route) bool {
			return other.Destination == route.Destination && other.PrefixList == route.PrefixList
		})
		switch {
		case i < 0:
			return from, to, false
		case has[i] != route && (ok || has[i].Blackhole || route.Blackhole):
			return from, to, false
		case has[i] != route:
			from, to, ok = route.Target, has[i].Target, true
		}
	}
	return from, to, ok
}

// merge associates the subnet with a table of what it had and what it has now, in which all that the two say differently is
// unknown.
func (of association) merge(n *network.Network) {
	had, has := of.routes(n)
	merged := network.RouteTable{Object: network.Object{ID: "merged"}, VPC: of.subnet.VPC, Routes: mergedOf(had, has, func(r network.Route) network.Route {
		r.Target, r.Blackhole = nowhere, false
		return r
	})}
	n.RouteTables = append(n.RouteTables, merged)
	for i := range n.Subnets {
		if n.Subnets[i].ID == of.subnet.ID {
			n.Subnets[i].RouteTable = merged.ID
		}
	}
}

// merge does the same for an attachment and tables of its transit gateway.
func (of attached) merge(n *network.Network) {
	var had, has network.TransitRouteTable
	for _, table := range n.TransitRouteTables {
		switch table.ID {
		case of.attachment.RouteTable:
			had = table
		case of.another:
			has = table
		}
	}
	merged := had
	merged.ID = "merged"
	merged.Routes = mergedOf(had.Routes, has.Routes, func(r network.TransitRoute) network.TransitRoute {
		r.Attachments, r.Blackhole = []string{nowhere.ID}, false
		return r
	})
	n.TransitRouteTables = append(n.TransitRouteTables, merged)
	for i := range n.Attachments {
		if n.Attachments[i].ID == of.attachment.ID {
			n.Attachments[i].RouteTable = merged.ID
		}
	}
}

// mergedOf is the routes that two tables have in common, and all others made unknown.
func mergedOf[R any](had, has []R, unknown func(R) R) []R {
	in := func(list []R, route R) bool {
		return slices.ContainsFunc(list, func(other R) bool { return reflect.DeepEqual(route, other) })
	}
	var all []R
	for _, route := range had {
		if !in(has, route) {
			route = unknown(route)
		}
		all = append(all, route)
	}
	for _, route := range has {
		if !in(had, route) {
			all = append(all, unknown(route))
		}
	}
	return all
}
