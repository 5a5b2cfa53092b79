package flightpath

import (
	"cmp"
	"fmt"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// networkACL asks a subnet's network ACL, which is stateless: replies are asked like everything else.
func (w *walker) networkACL(at *subnet, egress bool, s state) (state, bool) {
	if at.acl == nil {
		w.unprove(s, HopNetworkACL, cmp.Or(at.NetworkACL, "of "+at.ID), cmp.Or(
			w.missing(network.GapNetworkACLs, &at.Object, at.ID, at.VPC), "the source does not tell which network ACL "+at.ID+" has"))
		return s, false
	}
	if reason := cmp.Or(w.partly(network.GapNetworkACLs, at.acl.ID), at.acl.unknown); reason != "" {
		w.unprove(s, HopNetworkACL, at.acl.ID, reason)
		return s, false
	}
	allowed, denied, by, against := at.acl.ask(egress, s.packets)
	if !denied.IsEmpty() && !w.drops(s.with(denied)) {
		way, peer := "inbound", "from "+peerText(denied.Sources())
		if egress {
			way, peer = "outbound", "to "+peerText(denied.Destinations())
		}
		change := fmt.Sprintf("allow %s %s %s, in an entry before the one that denies it (%s)", way, ports(denied), peer, against)
		if w.lenient {
			s.changes = append(s.changes[:len(s.changes):len(s.changes)], Change{HopNetworkACL, at.acl.ID, change})
			return s.hop(HopNetworkACL, at.acl.ID, words("would have to allow this")), true
		}
		w.block(s.with(denied), HopNetworkACL, at.acl.ID, against,
			fmt.Sprintf("network ACL %s of %s denies %s %s %s: %s", at.acl.ID, at.ID, way, ports(denied), peer, against), change)
	}
	if allowed.IsEmpty() {
		return s, false
	}
	return s.with(allowed).hop(HopNetworkACL, at.acl.ID, by), true
}

// ports is what of packets filters look at, for people: protocol and destination ports.
func ports(s space.Set) string { return s.Traffic() }

// securityGroups asks the groups of an interface. Packets that pass because of a CIDR and those that pass because of a
// group go on apart: the latter are stopped by what hides a group.
func (w *walker) securityGroups(n *nic, egress bool, s state) []state {
	switch {
	case s.packets.IsEmpty():
		return nil
	case w.replying && !n.unfiltered:
		return []state{s.hop(HopSecurityGroup, joinOr(n.groups, n.id), words("reply to an allowed connection"))}
	case n.unfiltered || w.replying:
		return []state{s}
	}
	var out []state
	rest := s.packets
	unknown := n.unknownGroups
	pass := func(rule *groupRule, at string, passed space.Set) {
		one := s.with(passed).hop(HopSecurityGroup, at, rule)
		if rule.Group != "" && egress {
			one.byGroup = rule
		}
		out = append(out, one)
	}
	for _, byGroup := range []bool{false, true} {
		found := w.allowed(n, egress, byGroup, s.with(rest))
		unknown = cmp.Or(unknown, found.unknown)
		if len(found.hits) == 0 {
			continue
		}
		passed := space.Union(found.hits...)
		if !byGroup || !egress {
			pass(found.rules[0], found.at[0], passed)
		} else {
			// Who the packets are for decides which of these rules lets them out, and that is asked when they get there.
			for i, r := range found.rules {
				pass(r, found.at[i], found.hits[i])
			}
		}
		if found.all {
			return out
		}
		rest = rest.Subtract(passed)
	}
	if rest.IsEmpty() {
		return out
	}
	if unknown != "" {
		w.unprove(s.with(rest), HopSecurityGroup, joinOr(n.groups, "of "+n.id), unknown)
		return out
	}
	return append(out, w.refuse(n, egress, s.with(rest))...)
}

// allowance is the rules that allow some packets, with the packets and the groups that they stand in. All is set where a
// single rule allows all of them.
type allowance struct {
	rules   []*groupRule
	hits    []space.Set
	at      []string
	all     bool
	unknown string
}

// allowed asks the rules of an interface's groups: those that name groups, or the others.
func (w *walker) allowed(n *nic, egress, byGroup bool, s state) (found allowance) {
	for _, id := range n.groups {
		g := w.groups[id]
		if g == nil {
			found.unknown = cmp.Or(found.unknown, w.missing(network.GapSecurityGroups, nil, id), "the source does not hold "+id)
			continue
		}
		found.unknown = cmp.Or(found.unknown, g.unknown)
		rules := g.inbound
		if egress {
			rules = g.outbound
		}
		for i := range rules {
			r := &rules[i]
			if (r.Group != "") != byGroup {
				continue
			}
			if byGroup {
				found.unknown = cmp.Or(found.unknown, w.strangers(egress))
				if !w.means(r, s) {
					continue
				}
			}
			hit := s.packets.Intersect(r.set)
			if hit.IsEmpty() {
				continue
			}
			if !(byGroup && egress) && r.set.Covers(s.packets) {
				return allowance{rules: []*groupRule{r}, hits: []space.Set{s.packets}, at: []string{id}, all: true}
			}
			found.rules, found.hits, found.at = append(found.rules, r), append(found.hits, hit), append(found.at, id)
		}
	}
	return found
}

// means says whether a rule that names a group can match at all: inbound, where the packets' sender has the group and
// nothing on the way hides it.
func (w *walker) means(r *groupRule, s state) bool {
	if r.Egress {
		return true // the destination is asked when the packets get there
	}
	return s.groupsHidden == "" && w.origin != nil && w.origin.has(r.Group)
}

// strangers is why it is not known which groups the other side has, which a rule that names a group depends on.
func (w *walker) strangers(egress bool) string {
	other := w.origin
	if egress {
		other = w.goal
	}
	if other == nil {
		return ""
	}
	return other.unknownGroups
}

// refuse stops what no rule allows.
func (w *walker) refuse(n *nic, egress bool, s state) []state {
	if w.drops(s) {
		return nil
	}
	way, peer := "inbound", "from "+peerText(s.packets.Sources())
	if egress {
		way, peer = "outbound", "to "+peerText(s.packets.Destinations())
	}
	id := joinOr(n.groups, "of "+n.id)
	change := fmt.Sprintf("allow %s %s %s", way, ports(s.packets), peer)
	if w.lenient {
		s.changes = append(s.changes[:len(s.changes):len(s.changes)], Change{HopSecurityGroup, id, change})
		return []state{s.hop(HopSecurityGroup, id, words("would have to allow this"))}
	}
	why := ""
	if !egress && s.groupsHidden != "" {
		why = " (rules that name security groups do not count here: " + s.groupsHidden + ")"
	}
	w.block(s, HopSecurityGroup, id, words("no rule allows "+way+" "+ports(s.packets)+" "+peer+why),
		fmt.Sprintf("security group %s of %s does not allow %s %s %s%s", id, n.id, way, ports(s.packets), peer, why), change)
	return nil
}

// hide makes rules that name groups meaningless from here on: those of what comes, and the one that let the packets out.
func (w *walker) hide(s state, why string) (state, bool) {
	s.groupsHidden = cmp.Or(s.groupsHidden, why)
	if s.byGroup == nil {
		return s, true
	}
	id := s.byGroup.Group
	w.block(s, HopSecurityGroup, id, s.byGroup,
		fmt.Sprintf("the outbound rule that names security group %s does not count here: %s", id, why), "name the destination's CIDR in the outbound rule")
	return s, false
}
