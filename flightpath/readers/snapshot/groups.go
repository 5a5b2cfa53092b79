package snapshot

import (
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// securityGroup is a security group. Its rules may be told by a list of their own.
type securityGroup struct {
	network.SecurityGroup
	ingressTold, egressTold bool
}

func (r *reader) securityGroup(o object) {
	group := securityGroup{
		SecurityGroup: network.SecurityGroup{Object: o.object("GroupId"), VPC: o.id("VpcId")},
		ingressTold:   o.has("IpPermissions"),
		egressTold:    o.has("IpPermissionsEgress"),
	}
	if name := o.text("GroupName"); group.Name == "" {
		group.Name = name
	}
	for _, permission := range o.list("IpPermissions") {
		group.Rules = append(group.Rules, permission.permission(false)...)
	}
	for _, permission := range o.list("IpPermissionsEgress") {
		group.Rules = append(group.Rules, permission.permission(true)...)
	}
	r.securityGroups.add(group.ID, o, group.Account, group)
}

// permission is one protocol and port range with any number of peers: a rule each.
func (o object) permission(egress bool) []network.Rule {
	match := o.ruleMatch()
	var rules []network.Rule
	for _, peer := range o.list("IpRanges") {
		if block := peer.peerPrefix("CidrIp", ipv4); block.IsValid() {
			rules = append(rules, network.Rule{Egress: egress, Match: match, CIDR: block})
		} else if !peer.has("CidrIp") {
			peer.wrong("CidrIp", "missing")
		}
	}
	for _, peer := range o.list("Ipv6Ranges") {
		if block := peer.peerPrefix("CidrIpv6", ipv6); block.IsValid() {
			rules = append(rules, network.Rule{Egress: egress, Match: match, CIDR: block})
		} else if !peer.has("CidrIpv6") {
			peer.wrong("CidrIpv6", "missing")
		}
	}
	for _, peer := range o.list("PrefixListIds") {
		rules = append(rules, network.Rule{Egress: egress, Match: match, PrefixList: peer.need("PrefixListId")})
	}
	for _, peer := range o.list("UserIdGroupPairs") {
		rules = append(rules, network.Rule{Egress: egress, Match: match, Group: peer.need("GroupId")})
	}
	return rules
}

// ruleMatch is the protocol and ports of a rule. For all protocols AWS prints no ports, or -1.
func (o object) ruleMatch() network.Match {
	match := network.Match{Protocol: o.protocol("IpProtocol"), From: -1, To: -1}
	switch match.Protocol {
	case network.TCP, network.UDP:
		match.From, match.To = o.portRange("FromPort", "ToPort")
	case network.ICMP, network.ICMPv6:
		match.From, match.To = o.icmp("FromPort", "ToPort")
	}
	return match
}

// groupRule is a rule as describe-security-group-rules lists it, with the ID that SecurityGroups does not tell.
type groupRule struct {
	group string
	network.Rule
}

func (r *reader) securityGroupRule(o object) {
	rule := groupRule{group: o.need("GroupId"), Rule: network.Rule{
		ID:         o.need("SecurityGroupRuleId"),
		Egress:     o.truth("IsEgress", false),
		Match:      o.ruleMatch(),
		PrefixList: o.id("PrefixListId"),
		CIDR:       o.peerPrefix("CidrIpv4", ipv4),
	}}
	if !o.has("IsEgress") {
		o.wrong("IsEgress", "missing")
	}
	if block := o.peerPrefix("CidrIpv6", ipv6); block.IsValid() {
		rule.CIDR = block
	}
	if peer, there := o.child("ReferencedGroupInfo"); there {
		rule.Group = peer.need("GroupId")
	}
	peers := 0
	for _, field := range []string{"CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupInfo"} {
		if o.has(field) {
			peers++
		}
	}
	if peers != 1 {
		o.wrong("CidrIpv4", "a rule has one peer, not %d", peers)
	}
	r.groupRules.add(rule.ID, o, o.id("GroupOwnerId"), rule)
}

// settledGroups are the security groups with their rules, and the IDs of rules where a list of rules tells them.
func (r *reader) settledGroups() []network.SecurityGroup {
	rules := map[string][]sightedRule{}
	for _, id := range r.groupRules.order {
		if rule, there := r.groupRules.settled(id, r.found); there {
			rules[rule.group] = append(rules[rule.group], sightedRule{rule.Rule, r.groupRules.seen[id][0].at})
		}
	}
	var groups []network.SecurityGroup
	for _, group := range r.securityGroups.all(r.found) {
		at := r.securityGroups.seen[group.ID][0].at
		listed, told := rules[group.ID]
		r.nameRules(&group, at, listed)
		if (!group.ingressTold || !group.egressTold) && !told {
			r.gap(at, network.GapSecurityGroups, group.ID, "has no list of IpPermissions or IpPermissionsEgress")
		}
		groups = append(groups, group.SecurityGroup)
	}
	return groups
}

type sightedRule struct {
	network.Rule
	at object
}

// nameRules gives the group's rules their IDs, and the group its rules where SecurityGroups does not list those of a direction.
func (r *reader) nameRules(group *securityGroup, at object, listed []sightedRule) {
	unnamed := make(map[network.Rule]int, len(group.Rules))
	for i, rule := range group.Rules {
		unnamed[rule] = i
	}
	for _, rule := range listed {
		bare := rule.Rule
		bare.ID = ""
		i, known := unnamed[bare]
		switch {
		case known:
			group.Rules[i].ID = rule.ID
		case rule.Egress && !group.egressTold, !rule.Egress && !group.ingressTold:
			group.Rules = append(group.Rules, rule.Rule)
		default:
			r.found.add(rule.at, "the rule is not in the security group %s of %s; both have to be of the same time", clip(group.ID), at)
		}
	}
}
