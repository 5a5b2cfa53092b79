package components_test

import (
	"encoding/json"
	"net/netip"
	"reflect"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

func cidrsOf(n *network.Network, vpc string) []netip.Prefix {
	for _, v := range n.VPCs {
		if v.ID == vpc {
			return v.CIDRs
		}
	}
	return nil
}

// someoneAt says whether anybody may answer at an address of a route's that no longer route of the table covers. What comes to a
// table from a VPC is not for that VPC, whose own addresses are local there.
func someoneAt(n *network.Network, table network.TransitRouteTable, destination netip.Prefix) bool {
	if !destination.Addr().IsPrivate() && !carrierGrade.Contains(destination.Addr()) {
		return true // the internet
	}
	covered := func(cidr netip.Prefix) bool {
		return slices.ContainsFunc(table.Routes, func(r network.TransitRoute) bool {
			return !r.Propagated && r.Destination.Bits() > destination.Bits() && r.Destination.Bits() <= cidr.Bits() && r.Destination.Contains(cidr.Addr())
		})
	}
	for _, subnet := range n.Subnets {
		fromElsewhere := slices.ContainsFunc(n.Attachments, func(a network.Attachment) bool {
			return a.RouteTable == table.ID && (a.Resource != subnet.VPC || sendsOut(n, subnet.VPC))
		})
		if !fromElsewhere || !answers(n, subnet.ID) {
			continue
		}
		for _, cidr := range subnet.CIDRs {
			if cidr.Overlaps(destination) && !covered(cidr) {
				return true
			}
		}
	}
	return false
}

// carrierGrade is private too, though no standard calls it so.
var carrierGrade = netip.MustParsePrefix("100.64.0.0/10")

// sendsOut says whether a route sends packets for a VPC's own addresses to a transit gateway.
func sendsOut(n *network.Network, vpc string) bool {
	return slices.ContainsFunc(n.RouteTables, func(t network.RouteTable) bool {
		return t.VPC == vpc && slices.ContainsFunc(t.Routes, func(r network.Route) bool {
			return r.Target.Kind == network.TargetTransitGateway && slices.ContainsFunc(cidrsOf(n, vpc), func(cidr netip.Prefix) bool {
				return r.Destination.Bits() >= cidr.Bits() && cidr.Contains(r.Destination.Addr())
			})
		})
	})
}

// leadsThereToo says whether, without a route, the next shorter one leads to the same target.
func leadsThereToo(table network.RouteTable, gone network.Route) bool {
	var next *network.Route
	for i, r := range table.Routes {
		if r.Destination.Bits() < gone.Destination.Bits() && r.Destination.Contains(gone.Destination.Addr()) && (next == nil || r.Destination.Bits() > next.Destination.Bits()) {
			next = &table.Routes[i]
		}
	}
	return next != nil && next.Target == gone.Target && !next.Blackhole && next.PrefixList == "" && gone.PrefixList == ""
}

// leadsThereAlready says whether a table of a transit gateway leads to an attachment, and to no other, wherever its VPC's own
// blocks are.
func leadsThereAlready(n *network.Network, table network.TransitRouteTable, attachment network.Attachment) bool {
	cidrs := cidrsOf(n, attachment.Resource)
	return len(cidrs) > 0 && !slices.ContainsFunc(cidrs, func(cidr netip.Prefix) bool {
		var best *network.TransitRoute
		for i, r := range table.Routes {
			switch {
			case r.PrefixList != "" || cidr.Contains(r.Destination.Addr()) && r.Destination.Bits() > cidr.Bits():
				return true
			case r.Destination.Contains(cidr.Addr()) && r.Destination.Bits() <= cidr.Bits() && (best == nil || r.Destination.Bits() > best.Destination.Bits()):
				best = &table.Routes[i]
			}
		}
		return best == nil || best.Blackhole || !slices.Equal(best.Attachments, []string{attachment.ID})
	})
}

// answers says whether anybody in a subnet answers: endpoints of firewalls, attachments and NAT gateways do not.
func answers(n *network.Network, subnet string) bool {
	in := func(list []string) bool { return slices.Contains(list, subnet) }
	return slices.ContainsFunc(n.Interfaces, func(f network.Interface) bool { return f.Subnet == subnet }) ||
		slices.ContainsFunc(n.LoadBalancers, func(b network.LoadBalancer) bool {
			return b.Kind != network.GatewayBalancer && slices.ContainsFunc(b.Nodes, func(node network.Node) bool { return node.Subnet == subnet })
		}) ||
		slices.ContainsFunc(n.Endpoints, func(e network.Endpoint) bool { return e.Kind == network.InterfaceEndpoint && in(e.Subnets) }) ||
		slices.ContainsFunc(n.TargetGroups, func(g network.TargetGroup) bool {
			return slices.ContainsFunc(g.Targets, func(t network.RegisteredTarget) bool { return in(t.Subnets) })
		})
}

// sends says whether nodes or pods are in a subnet.
func sends(n *network.Network, subnet string) bool {
	return slices.ContainsFunc(n.Interfaces, func(f network.Interface) bool { return f.Subnet == subnet }) ||
		slices.ContainsFunc(n.TargetGroups, func(g network.TargetGroup) bool {
			return slices.ContainsFunc(g.Targets, func(t network.RegisteredTarget) bool { return slices.Contains(t.Subnets, subnet) })
		})
}

// peopled says whether anything in a subnet sends or gets packets.
func peopled(n *network.Network, subnet string) bool {
	in := func(list []string) bool { return slices.Contains(list, subnet) }
	return answers(n, subnet) ||
		slices.ContainsFunc(n.NATGateways, func(g network.NATGateway) bool { return g.Subnet == subnet }) ||
		slices.ContainsFunc(n.Endpoints, func(e network.Endpoint) bool { return in(e.Subnets) }) ||
		slices.ContainsFunc(n.Attachments, func(a network.Attachment) bool { return in(a.Subnets) }) ||
		slices.ContainsFunc(n.Firewalls, func(f network.Firewall) bool {
			return slices.ContainsFunc(f.Endpoints, func(e network.FirewallEndpoint) bool { return e.Subnet == subnet })
		})
}

// wearers are what has a security group. Of load balancers those count that a function says count.
func wearers(n *network.Network, group string, counts func(network.LoadBalancer) bool) (all []string) {
	for _, f := range n.Interfaces {
		if slices.Contains(f.SecurityGroups, group) {
			all = append(all, f.ID)
		}
	}
	for _, b := range n.LoadBalancers {
		if slices.Contains(b.SecurityGroups, group) && (counts == nil || counts(b)) {
			all = append(all, b.ID)
		}
	}
	for _, g := range n.TargetGroups {
		for _, target := range g.Targets {
			if slices.Contains(target.SecurityGroups, group) {
				all = append(all, g.ID)
			}
		}
	}
	for _, e := range n.Endpoints {
		if slices.Contains(e.SecurityGroups, group) {
			all = append(all, e.ID)
		}
	}
	return all
}

// named says whether a rule of another group lets a security group's members in or out.
func named(n *network.Network, group string) bool {
	return slices.ContainsFunc(n.SecurityGroups, func(g network.SecurityGroup) bool {
		return g.ID != group && slices.ContainsFunc(g.Rules, func(r network.Rule) bool { return r.Group == group })
	})
}

// deliversAlike says whether the subnets of an attachment route and filter alike, and past no endpoint.
func deliversAlike(n *network.Network, attachment network.Attachment) bool {
	var first *network.Subnet
	routes := map[string][]network.Route{}
	for _, table := range n.RouteTables {
		routes[table.ID] = table.Routes
	}
	for i := range n.Subnets {
		subnet := &n.Subnets[i]
		if !slices.Contains(attachment.Subnets, subnet.ID) {
			continue
		}
		if slices.ContainsFunc(routes[subnet.RouteTable], func(r network.Route) bool { return r.Target.Kind == network.TargetEndpoint }) {
			return false
		}
		if first == nil {
			first = subnet
		}
		if first.NetworkACL != subnet.NetworkACL || !reflect.DeepEqual(routes[first.RouteTable], routes[subnet.RouteTable]) {
			return false
		}
	}
	return first != nil
}

// registeredWithAll says whether all targets of a load balancer are registered with zone all.
func registeredWithAll(n *network.Network, balancer string) bool {
	groups, some := map[string]bool{}, false
	for _, b := range n.LoadBalancers {
		for _, listener := range b.Listeners {
			for _, forward := range listener.Forwards {
				groups[forward.TargetGroup] = groups[forward.TargetGroup] || b.ID == balancer
			}
		}
	}
	for _, g := range n.TargetGroups {
		for _, target := range g.Targets {
			if groups[g.ID] && target.Zone != "all" && !declaredOutside(n, g.VPC, target) {
				return false
			}
			some = some || groups[g.ID]
		}
	}
	return some
}

// declaredOutside says whether a target is a pod to come in other VPCs than the target group's, which will be registered with all.
func declaredOutside(n *network.Network, vpc string, target network.RegisteredTarget) bool {
	return target.Declared && !slices.ContainsFunc(n.Subnets, func(s network.Subnet) bool {
		return s.VPC == vpc && slices.Contains(target.Subnets, s.ID)
	})
}

// forwardedByOnly says whether load balancers of one kind alone forward to a target group.
func forwardedByOnly(n *network.Network, group string, kind network.BalancerKind) bool {
	forwarded := false
	for _, b := range n.LoadBalancers {
		for _, listener := range b.Listeners {
			for _, forward := range listener.Forwards {
				if forward.TargetGroup != group {
					continue
				}
				if forwarded = true; b.Kind != kind {
					return false
				}
			}
		}
	}
	return forwarded
}

// registeredBeside says whether each load balancer that forwards to a target by one group does so by another one, too.
func registeredBeside(n *network.Network, of registered) bool {
	same := func(id string) bool {
		return id != of.group.ID && slices.ContainsFunc(n.TargetGroups, func(g network.TargetGroup) bool {
			return g.ID == id && g.Protocol == of.group.Protocol && slices.ContainsFunc(g.Targets, func(t network.RegisteredTarget) bool {
				return t.Address == of.target.Address && t.Port == of.target.Port && t.ID == of.target.ID
			})
		})
	}
	forwarded := false
	for _, b := range n.LoadBalancers {
		for _, listener := range b.Listeners {
			if !slices.ContainsFunc(listener.Forwards, func(f network.Forward) bool { return f.TargetGroup == of.group.ID }) {
				continue
			}
			if forwarded = true; !slices.ContainsFunc(listener.Forwards, func(f network.Forward) bool { return f.Weight > 0 && same(f.TargetGroup) }) {
				return false
			}
		}
	}
	return forwarded
}

// sameHops says whether a load balancer's nodes reach the same in another network, on the same hops there and back.
func (j *judged) sameHops(other *network.Network, balancer string) bool {
	var traced [2]string
	for i, n := range []*network.Network{j.network, other} {
		reached, err := flightpath.New(n).Reach(balancer)
		if err != nil || len(reached) == 0 {
			return false
		}
		for _, one := range reached {
			way := one.Answer()
			text, err := json.Marshal([]any{one.To, one.Traffic, one.Verdict, way.Forward, way.Return})
			if err != nil {
				return false
			}
			traced[i] += string(text) + "\n"
		}
	}
	return traced[0] == traced[1]
}

// legsOf are all legs of ways in a network that hold a hop.
func legsOf(n *network.Network, kind flightpath.HopKind, id string) ([]flightpath.Leg, error) {
	var all []flightpath.Leg
	analyzer := flightpath.New(n)
	for _, sender := range senders(n) {
		reached, err := analyzer.Reach(sender)
		if err != nil {
			return nil, err
		}
		for _, one := range reached {
			for _, leg := range one.Answer().Legs {
				if crosses(leg.Forward, kind, id) || crosses(leg.Return, kind, id) {
					all = append(all, leg)
				}
			}
		}
	}
	return all, nil
}

func crosses(hops []flightpath.Hop, kind flightpath.HopKind, id string) bool {
	return slices.ContainsFunc(hops, func(h flightpath.Hop) bool { return h.Kind == kind && h.ID == id })
}

// inspectsBothWays says whether all ways through a hop of another network, of which the same is said, cross endpoints of firewalls,
// the same there and back.
func (j *judged) inspectsBothWays(other *network.Network, kind flightpath.HopKind, id string) bool {
	if !j.indifferent(other) {
		return false
	}
	legs, err := legsOf(other, kind, id)
	return err == nil && len(legs) > 0 && !slices.ContainsFunc(legs, func(leg flightpath.Leg) bool {
		back := endpointsOf(leg.Return)
		slices.Reverse(back)
		return len(back) == 0 || !slices.Equal(endpointsOf(leg.Forward), back)
	})
}

// endpointsOf are the endpoints of firewalls among hops.
func endpointsOf(hops []flightpath.Hop) (all []string) {
	for _, hop := range hops {
		if hop.Kind == flightpath.HopFirewall {
			all = append(all, hop.ID)
		}
	}
	return all
}

// sameFirewall says whether two endpoints are those of one firewall.
func (j *judged) sameFirewall(one, other network.Target) bool {
	firewall := firewallOf(j.network, one.ID)
	return firewall != "" && firewall == firewallOf(j.network, other.ID)
}

// open has all security groups let everybody in and out.
func open(n *network.Network) {
	for i := range n.SecurityGroups {
		n.SecurityGroups[i].Rules = nil
		for _, egress := range []bool{false, true} {
			n.SecurityGroups[i].Rules = append(n.SecurityGroups[i].Rules, network.Rule{
				Egress: egress, CIDR: netip.MustParsePrefix("0.0.0.0/0"), Match: network.Match{Protocol: network.AnyProtocol, From: -1, To: -1},
			})
		}
	}
}

// loses says whether, in another network, nobody whose packets come to a route's table gets to anybody at the route's addresses.
func (j *judged) loses(other *network.Network, of transitRoute) bool {
	analyzer, asked := flightpath.New(other), false
	for _, attachment := range other.Attachments {
		if attachment.RouteTable != of.table.ID || attachment.Kind != network.VPCAttachment {
			continue
		}
		for _, subnet := range other.Subnets {
			if subnet.VPC == attachment.Resource || !answers(other, subnet.ID) || !slices.ContainsFunc(subnet.CIDRs, of.meets) {
				continue
			}
			for _, from := range other.Subnets {
				if from.VPC != attachment.Resource || !sends(other, from.ID) {
					continue
				}
				answer, err := analyzer.Trace(flightpath.Question{From: from.ID, To: subnet.ID, Port: 443})
				// More than one leg is a way by a load balancer, which counts where the sender gets to nobody there himself.
				if asked = true; err != nil || answer.Verdict != flightpath.Blocked && len(answer.Legs) < 2 {
					return false
				}
			}
		}
	}
	return asked
}

// meets says whether the route leads to addresses of a CIDR: no longer one of the table does.
func (of transitRoute) meets(cidr netip.Prefix) bool {
	return cidr.Overlaps(of.route.Destination) && !slices.ContainsFunc(of.table.Routes, func(r network.TransitRoute) bool {
		return r.Destination.Bits() > of.route.Destination.Bits() && r.Destination.Bits() <= cidr.Bits() && r.Destination.Contains(cidr.Addr())
	})
}

// firewallOf is what an endpoint leads to: a firewall, or a gateway load balancer's service.
func firewallOf(n *network.Network, endpoint string) string {
	for _, f := range n.Firewalls {
		if slices.ContainsFunc(f.Endpoints, func(e network.FirewallEndpoint) bool { return e.Endpoint == endpoint }) {
			return f.ID
		}
	}
	for _, e := range n.Endpoints {
		if e.ID == endpoint {
			return e.Service
		}
	}
	return ""
}
