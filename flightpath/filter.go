package flightpath

import (
	"cmp"
	"fmt"
	"slices"

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
		way, peer := direction(egress), "from "+peerText(denied.Sources())
		if egress {
			peer = "to " + peerText(denied.Destinations())
		}
		w.block(s.with(denied), HopNetworkACL, at.acl.ID, against,
			fmt.Sprintf("network ACL %s of %s denies %s %s %s: %s", at.acl.ID, at.ID, way, ports(denied), peer, against),
			&denial{acl: at.acl, egress: egress, number: numberOf(against), packets: denied})
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
	w.refuse(n, egress, s.with(rest))
	return out
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
			if byGroup && !egress && s.groupsDoubted != "" {
				found.unknown = cmp.Or(found.unknown, s.groupsDoubted)
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
func (w *walker) refuse(n *nic, egress bool, s state) {
	if w.drops(s) {
		return
	}
	way, peer := direction(egress), "from "+peerText(s.packets.Sources())
	if egress {
		peer = "to " + peerText(s.packets.Destinations())
	}
	var o obstacle
	if len(n.groups) > 0 {
		o = &refusal{n.groups[0], egress, s.packets}
	}
	id := joinOr(n.groups, "of "+n.id)
	why := ""
	if !egress && s.groupsHidden != "" && w.namesGroups(n) {
		why = " (rules that name security groups do not count here: " + s.groupsHidden + ")"
	}
	w.block(s, HopSecurityGroup, id, words("no rule allows "+way+" "+ports(s.packets)+" "+peer+why),
		fmt.Sprintf("security group %s of %s does not allow %s %s %s%s", id, n.id, way, ports(s.packets), peer, why), o)
}

// namesGroups says whether inbound rules of an interface name groups.
func (w *walker) namesGroups(n *nic) bool {
	for _, id := range n.groups {
		if g := w.groups[id]; g != nil && slices.ContainsFunc(g.inbound, func(r groupRule) bool { return r.Group != "" }) {
			return true
		}
	}
	return false
}

// hide makes rules that name groups meaningless from here on: those of what comes, and the one that let the packets out.
func (w *walker) hide(s state, why string) (state, bool) {
	s.groupsHidden = cmp.Or(s.groupsHidden, why)
	if s.byGroup == nil {
		return s, true
	}
	id := s.byGroup.Group
	var o obstacle
	if w.origin != nil && len(w.origin.groups) > 0 {
		o = &refusal{w.origin.groups[0], true, s.packets}
	}
	w.block(s, HopSecurityGroup, id, s.byGroup,
		fmt.Sprintf("the outbound rule that names security group %s does not count here: %s", id, why), o)
	return s, false
}
