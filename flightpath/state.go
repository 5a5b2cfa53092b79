package flightpath

import (
	"fmt"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// state is some packets on their way.
type state struct {
	packets space.Set
	trail   *trail

	// firewalls are the endpoints that were crossed; choices the subnets that appliance-mode attachments took.
	firewalls []string
	choices   []choice

	// byGroup is set where an outbound rule let the packets pass because of the group of their destination.
	byGroup *groupRule

	// groupsHidden is why rules that name the sender's group do not match any more; empty while they do.
	groupsHidden string

	// groupsDoubted is why nobody knows whether such rules match; empty where it is known.
	groupsDoubted string

	// translated is set by an internet gateway: only interfaces with a public address get what it lets in.
	translated bool
}

type choice struct {
	attachment network.AttachmentKey
	subnet     string
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

	// obstacle is what stopped the packets, where something may be done about it; else nil.
	obstacle obstacle
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
	w.dropped = append(w.dropped, drop{packets: s.packets})
	return true
}

// block ends packets at a hop that stops them; obstacle is nil where nothing can be done there.
func (w *walker) block(s state, kind HopKind, id string, rule fmt.Stringer, reason string, o obstacle) {
	if w.drops(s) {
		return
	}
	s = s.hop(kind, id, rule)
	s.trail.decision = Blocked
	w.finish(s, stopped, path{reason: reason, obstacle: o})
}

// unprove ends packets at a hop of which it is not known what it does.
func (w *walker) unprove(s state, kind HopKind, id, reason string) {
	s = s.hop(kind, id, words(reason))
	s.trail.decision = Unproven
	w.finish(s, unknown, path{reason: fmt.Sprintf("%s %s: %s", kind, id, reason)})
}
