package flightpath

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// walker follows packets one way until they arrive, leave or stop. What comes of each of them stands in paths.
type walker struct {
	*Analyzer

	// origin is the interface that the packets come from; nil for the internet. Rules that name groups ask for its groups.
	origin *nic

	// goal is the only interface that matters; nil for whichever the packets are delivered to.
	goal *nic

	// everything has packets delivered to whatever is there, and to what is declared to be there.
	everything bool

	// dropped is packets that were stopped, where everything is asked about.
	dropped []space.Set

	// branched is set once the network chose: some packets have several ways.
	branched bool

	// replying packets belong to a connection: stateful filters let them pass.
	replying bool

	// zones is what appliance-mode attachments chose for the connection when the request crossed them.
	zones map[network.AttachmentKey]string

	// lenient filters let everything pass, and write down the change that would be needed.
	lenient bool

	paths []path
}

// state is some packets on their way.
type state struct {
	packets space.Set
	trail   *trail

	// firewalls are the endpoints that were crossed; choices the zones that appliance-mode attachments took.
	firewalls []string
	choices   []choice

	// byGroup is set where an outbound rule let the packets pass because of the group of their destination.
	byGroup *groupRule

	// groupsHidden is why rules that name the sender's group do not match any more; empty while they do.
	groupsHidden string

	// translated is set by an internet gateway: only interfaces with a public address get what it lets in.
	translated bool

	changes []Change
}

type choice struct {
	attachment network.AttachmentKey
	zone       string
}

// trail is the hops so far, latest first.
type trail struct {
	parent   *trail
	kind     HopKind
	id       string
	rule     fmt.Stringer
	decision Verdict
	depth    int
}

// path is what came of some packets.
type path struct {
	state
	end    ending
	at     *nic                     // arrived there, or translated by it
	leftBy *network.InternetGateway // left through it
	inside *subnet                  // served: from this subnet
	reason string
}

// ending is how a path ends.
type ending int

const (
	arrived ending = iota
	left
	translated
	served
	stopped
	unknown
)

func (s state) hop(kind HopKind, id string, rule fmt.Stringer) state {
	depth := 0
	if s.trail != nil {
		depth = s.trail.depth + 1
	}
	s.trail = &trail{parent: s.trail, kind: kind, id: id, rule: rule, depth: depth}
	return s
}

func (s state) with(packets space.Set) state {
	s.packets = packets
	return s
}

// visited says whether the packets were there before.
func (s state) visited(kind HopKind, id string) bool {
	for t := s.trail; t != nil; t = t.parent {
		if t.kind == kind && t.id == id {
			return true
		}
	}
	return false
}

func (w *walker) finish(s state, end ending, p path) {
	if s.packets.IsEmpty() {
		return
	}
	p.state, p.end = s, end
	w.paths = append(w.paths, p)
}

// drops says whether nobody will ask what stopped packets: then there is no need to find words for it.
func (w *walker) drops(s state) bool {
	if !w.everything || s.packets.IsEmpty() {
		return w.everything
	}
	w.dropped = append(w.dropped, s.packets)
	return true
}

// block ends packets at a hop that stops them. Change, where it is not empty, would let them pass.
func (w *walker) block(s state, kind HopKind, id string, rule fmt.Stringer, reason, change string) {
	if w.drops(s) {
		return
	}
	s = s.hop(kind, id, rule)
	s.trail.decision = Blocked
	if change != "" {
		s.changes = append(slices.Clip(s.changes), Change{kind, id, change})
	}
	w.finish(s, stopped, path{reason: reason})
}

// unprove ends packets at a hop of which it is not known what it does.
func (w *walker) unprove(s state, kind HopKind, id, reason string) {
	s = s.hop(kind, id, words(reason))
	s.trail.decision = Unproven
	w.finish(s, unknown, path{reason: fmt.Sprintf("%s %s: %s", kind, id, reason)})
}

// send lets packets leave an interface. Those that go to the same subnet meet security groups only.
func (w *walker) send(n *nic, s state) {
	s = s.hop(n.kind, n.id, words(n.label))
	if n.subnet == nil {
		w.unprove(s, HopSubnet, n.id, cmp.Or(w.missing(network.GapSubnets, nil), "its subnet is not in the source"))
		return
	}
	for _, out := range w.securityGroups(n, true, s) {
		w.dispatch(n.subnet, out)
	}
}

// dispatch takes packets that stand in a subnet: to a neighbour without a router, to others by the subnet's route table.
func (w *walker) dispatch(from *subnet, s state) {
	w.deliver(from, s.with(s.packets.To(from.cidrs)))
	w.route(from, s.with(s.packets.NotTo(from.cidrs)))
}

// route asks a subnet's route table.
func (w *walker) route(from *subnet, s state) {
	if s.packets.IsEmpty() {
		return
	}
	if from.table == nil {
		w.unprove(s, HopRouteTable, cmp.Or(from.RouteTable, "of "+from.ID),
			cmp.Or(w.missing(network.GapRouteTables, &from.Object, from.ID, from.VPC), "the source does not tell which route table "+from.ID+" has"))
		return
	}
	w.follow(from.table, from, from.vpc, s)
}

// follow asks a route table; from is nil for one of a gateway.
func (w *walker) follow(t *routeTable, from *subnet, in *vpc, s state) {
	if t.unknown != "" {
		w.unprove(s, HopRouteTable, t.ID, t.unknown)
		return
	}
	rest := t.rows.split(s.packets, func(r *row[*network.Route], packets space.Set) {
		w.branched = w.branched || r.rival
		w.forward(r.route, from, in, s.with(packets).hop(HopRouteTable, t.ID, r))
	})
	if !rest.IsEmpty() && !w.drops(s.with(rest)) {
		to := peerText(rest.Destinations())
		w.block(s.with(rest), HopRouteTable, t.ID, words("no route to "+to),
			fmt.Sprintf("route table %s has no route to %s", t.ID, to), "add a route to "+to)
	}
}

// forward does what a route says.
func (w *walker) forward(r *network.Route, from *subnet, in *vpc, s state) {
	if r.Blackhole {
		w.block(s, HopRouteTable, s.trail.id, words("blackhole"),
			fmt.Sprintf("route %s of route table %s is a blackhole: %s is gone", s.trail.rule, s.trail.id, r.Target.ID), "give the route a target that exists")
		return
	}
	switch r.Target.Kind {
	case network.TargetLocal:
		w.local(from, in, s)
	case network.TargetInternetGateway:
		w.leave(from, r.Target.ID, s)
	case network.TargetNATGateway:
		w.translate(from, r.Target.ID, s)
	case network.TargetTransitGateway:
		w.toTransit(from, r.Target.ID, s)
	case network.TargetPeering:
		w.toPeer(from, r.Target.ID, s)
	case network.TargetEndpoint:
		w.toEndpoint(from, r.Target.ID, s)
	case network.TargetInterface:
		w.toAppliance(from, r.Target.ID, w.nics[r.Target.ID], s)
	case network.TargetInstance:
		var n *nic
		if i := w.index.Instances[r.Target.ID]; i != nil && len(i.Interfaces) > 0 {
			n = w.nics[i.Interfaces[0]]
		}
		w.toAppliance(from, r.Target.ID, n, s)
	case network.TargetVPNGateway:
		w.unprove(s, HopVPNGateway, r.Target.ID, "what is behind a virtual private gateway is not modelled")
	default:
		w.unprove(s, HopUnknown, cmp.Or(r.Target.ID, "route target"), cmp.Or(w.partly(network.GapRouteTables, s.trail.id), "this target of a route is not modelled"))
	}
}

// local takes packets to the subnets of a VPC. From is nil where they come from outside of the VPC's subnets.
func (w *walker) local(from *subnet, in *vpc, s state) {
	if in == nil {
		w.unprove(s, HopVPC, "of the route", cmp.Or(w.missing(network.GapVPCs, nil), "the VPC is not in the source"))
		return
	}
	for _, to := range in.subnets {
		part := s.with(s.packets.To(to.cidrs))
		if part.packets.IsEmpty() {
			continue
		}
		s.packets = s.packets.NotTo(to.cidrs)
		if to != from {
			var ok bool
			if part, ok = w.between(from, to, part); !ok {
				continue
			}
		}
		w.deliver(to, part)
	}
	if s.packets.IsEmpty() {
		return
	}
	if reason := w.missing(network.GapSubnets, &in.Object, in.ID); reason != "" {
		w.unprove(s, HopVPC, in.ID, reason)
		return
	}
	if w.drops(s) {
		return
	}
	w.block(s, HopVPC, in.ID, words("no subnet"), fmt.Sprintf("no subnet of %s has %s", in.ID, peerText(s.packets.Destinations())), "")
}

// between asks the network ACLs of two different subnets; either may be nil.
func (w *walker) between(from, to *subnet, s state) (state, bool) {
	ok := true
	if from != nil {
		if s, ok = w.networkACL(from, true, s); !ok {
			return s, false
		}
	}
	if to != nil {
		s, ok = w.networkACL(to, false, s)
	}
	return s, ok
}

// deliver hands packets to the interfaces of the subnet that they are in.
func (w *walker) deliver(in *subnet, s state) {
	if w.goal != nil {
		if w.goal.subnet == in {
			w.receive(w.goal, s.with(s.packets.To(w.goal.addresses)))
			s.packets = s.packets.NotTo(w.goal.addresses)
		}
	} else {
		there := in.nics
		if w.everything {
			there = in.classes
		}
		for _, n := range there {
			if part := s.packets.To(n.addresses); !part.IsEmpty() {
				w.receive(n, s.with(part))
				s.packets = s.packets.NotTo(n.addresses)
			}
		}
		if w.everything {
			for _, n := range in.declared {
				w.receive(n, s.with(s.packets.To(n.addresses)))
			}
			if reason := w.missing(network.GapInterfaces, &in.Object, in.ID, in.VPC); reason != "" {
				w.unprove(s, HopSubnet, in.ID, reason)
			}
			w.drops(s)
			return
		}
	}
	if s.packets.IsEmpty() {
		return
	}
	to := peerText(s.packets.Destinations())
	if reason := w.missing(network.GapInterfaces, &in.Object, in.ID, in.VPC); reason != "" {
		w.unprove(s, HopSubnet, in.ID, reason)
		return
	}
	w.block(s, HopSubnet, in.ID, words("no interface has "+to), fmt.Sprintf("no network interface in %s has the address %s", in.ID, to), "")
}

// receive lets packets into an interface.
func (w *walker) receive(n *nic, s state) {
	if s.translated && !w.replying {
		s.packets = s.packets.To(n.translated).Union(s.packets.V6())
	}
	if s.packets.IsEmpty() {
		return
	}
	if s.byGroup != nil && !n.has(s.byGroup.Group) {
		return // the rule that let them out meant another interface
	}
	for _, in := range w.securityGroups(n, false, s) {
		w.finish(in.hop(n.kind, n.id, words(n.label)), arrived, path{at: n})
	}
}

// toAppliance takes packets to an interface that is to forward them.
func (w *walker) toAppliance(from *subnet, id string, n *nic, s state) {
	if n == nil || n.subnet == nil {
		w.unprove(s, HopInterface, id, cmp.Or(w.missing(network.GapInterfaces, nil, id), "the source does not hold it"))
		return
	}
	if own := s.packets.To(n.addresses); !own.IsEmpty() && (w.goal == nil && !w.everything || w.goal == n) {
		if part, ok := s.with(own), true; from != n.subnet {
			if part, ok = w.between(from, n.subnet, part); ok {
				w.receive(n, part)
			}
		} else {
			w.receive(n, part)
		}
		s.packets = s.packets.NotTo(n.addresses)
	}
	if s.packets.IsEmpty() {
		return
	}
	if !n.forwards {
		w.block(s, HopInterface, n.id, words("source/destination check"),
			fmt.Sprintf("network interface %s drops what is not for itself: its source/destination check is on", n.id), "turn its source/destination check off")
		return
	}
	w.unprove(s, HopInterface, n.id, "it forwards packets of others, and what it does with them is not modelled")
}
