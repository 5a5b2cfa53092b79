package flightpath

import (
	"cmp"
	"fmt"
	"strings"

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
	dropped []drop

	// branched is set once the network chose: some packets have several ways.
	branched bool

	// translators is the NAT gateways of the legs before.
	translators []string

	// replying packets belong to a connection: stateful filters let them pass.
	replying bool

	// chosen is the subnets, one per zone, that appliance-mode attachments chose for the connection when the request crossed them.
	chosen map[network.AttachmentKey]string

	// routed counts how often route tables were asked, for a request and all its replies.
	routed *int

	paths []path
}

// mostRouted is how often route tables are asked for one leg before giving up: far more often than in any network that
// somebody wants, and not more often than can be waited for. Each transit gateway attachment that may choose a zone multiplies
// the ways.
const mostRouted = 100_000

// send lets packets leave an interface. Those that go to the same subnet meet security groups only.
func (w *walker) send(n *nic, s state) {
	s = s.hop(n.kind, n.id, words(n.label))
	if n.subnet == nil {
		w.unprove(s, HopSubnet, n.id, cmp.Or(w.missing(network.GapSubnets, nil), "its subnet is not in the source"))
		return
	}
	if n.endpoint != nil && !w.replying { // AWS: "Access an AWS service using an interface VPC endpoint"
		w.block(s, n.kind, n.id, words("begins nothing"), n.id+" belongs to interface endpoint "+n.endpoint.ID+", which begins no connection", nil)
		return
	}
	if !w.stands(n, s) {
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
	if w.routed != nil {
		if *w.routed++; *w.routed > mostRouted {
			w.unprove(s, HopSubnet, from.ID, "the network offers more ways than can be walked")
			return
		}
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
		if r.route.Target.Kind != network.TargetLocal && !r.prefix.IsSingleIP() {
			if packets = w.mayBeLearned(t, s.with(packets)); packets.IsEmpty() {
				return
			}
		}
		w.branched = w.branched || r.rival
		w.forward(r.route, from, in, s.with(packets).hop(HopRouteTable, t.ID, r))
	})
	if rest = w.mayBeLearned(t, s.with(rest)); !rest.IsEmpty() && !w.drops(s.with(rest)) {
		to := peerText(rest.Destinations())
		w.block(s.with(rest), HopRouteTable, t.ID, words("no route to "+to),
			fmt.Sprintf("route table %s has no route to %s", t.ID, to), &missingRoute{table: t, from: from, packets: rest, goal: w.goal})
	}
}

// mayBeLearned ends packets that a route may take of which a VPN gateway tells and the source does not, and gives those that none can.
func (w *walker) mayBeLearned(t *routeTable, s state) space.Set {
	if len(t.Unlearned) == 0 {
		return s.packets
	}
	if four := s.packets.V4(); !four.IsEmpty() { // AWS: "Route tables and AWS Site-to-Site VPN route priority": no IPv6
		w.unprove(s.with(four), HopRouteTable, t.ID, "the source does not tell the routes that "+strings.Join(t.Unlearned, " and ")+" propagates")
	}
	return s.packets.V6()
}

// forward does what a route says.
func (w *walker) forward(r *network.Route, from *subnet, in *vpc, s state) {
	if r.Blackhole {
		w.block(s, HopRouteTable, s.trail.id, words("blackhole"),
			fmt.Sprintf("route %s of route table %s is a blackhole: %s is gone", s.trail.rule, s.trail.id, r.Target.ID),
			&missingRoute{table: w.tables[s.trail.id], from: from, dead: r, packets: s.packets, goal: w.goal})
		return
	}
	if other := w.standsIn(r.Target); other != "" && in != nil && other != in.ID {
		w.block(s, HopRouteTable, s.trail.id, words("another VPC's"), fmt.Sprintf("route table %s is of %s, and %s of %s: AWS takes no such route", s.trail.id, in.ID, r.Target.ID, other), nil)
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
		var ok bool
		if s, ok = w.between(from, nil, s); !ok {
			return
		}
		w.unprove(s, HopVPNGateway, r.Target.ID, "what is behind a virtual private gateway is not modelled")
	default:
		w.unprove(s, HopUnknown, cmp.Or(r.Target.ID, "route target"), cmp.Or(w.partly(network.GapRouteTables, s.trail.id), "what this route leads to is not modelled, or the source does not tell it"))
	}
}

// standsIn is the VPC in which the target of a route stands that has to be in the table's own; empty for others.
func (w *walker) standsIn(t network.Target) string {
	var n *nic
	switch t.Kind {
	case network.TargetNATGateway:
		n = w.nats[t.ID]
	case network.TargetInterface:
		n = w.nics[t.ID]
	case network.TargetEndpoint:
		if e := w.index.Endpoints[t.ID]; e != nil && e.IsFirewall() && len(e.Subnets) == 1 && w.subnets[e.Subnets[0]] != nil {
			return w.subnets[e.Subnets[0]].VPC
		}
	}
	if n == nil || n.subnet == nil {
		return ""
	}
	return n.subnet.VPC
}
