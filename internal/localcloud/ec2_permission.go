package localcloud

import (
	"fmt"
	"slices"
	"strings"
)

// Rules of security groups as AWS compares and counts them, whatever form they
// were declared in.

// permission is one rule as AWS compares them.
type permission struct {
	direction, protocol string
	from, to            int
	peer                string
}

func (p permission) String() string {
	return fmt.Sprintf("peer: %s, %s, from port: %d, to port: %d, ALLOW", p.peer, strings.ToUpper(p.protocol), p.from, p.to)
}

var protocolNames = map[string]string{"6": "tcp", "17": "udp", "1": "icmp", "all": "-1"}

// permissionsOf splits a rule of any form by its peers.
func permissionsOf(direction, group string, p Props) []permission {
	protocol := strings.ToLower(orElse(str(p, "ipProtocol"), str(p, "protocol")))
	if name, ok := protocolNames[protocol]; ok {
		protocol = name
	}
	base := permission{direction: direction, protocol: protocol, from: number(p, "fromPort"), to: number(p, "toPort")}
	if protocol == "-1" {
		base.from, base.to = -1, -1
	}
	var peers []string
	for _, path := range []string{
		"cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId", "sourceSecurityGroupId",
		"cidrBlocks[]", "ipv6CidrBlocks[]", "prefixListIds[]", "securityGroups[]",
	} {
		peers = append(peers, values(p, path)...)
	}
	if boolean(p, "self") {
		peers = append(peers, group)
	}
	var all []permission
	for _, peer := range peers {
		each := base
		each.peer = peer
		all = append(all, each)
	}
	return all
}

// permissionsIn lists all rules of a group in one direction but for the call's.
func permissionsIn(c *call, group, direction string) []permission {
	var all []permission
	single := tIngressRule
	if direction == "egress" {
		single = tEgressRule
	}
	for _, r := range c.where(single, "securityGroupId", group) {
		all = append(all, permissionsOf(direction, group, r.Outputs)...)
	}
	for _, r := range c.where(tGroupRule, "securityGroupId", group) {
		if str(r.Outputs, "type") == direction {
			all = append(all, permissionsOf(direction, group, r.Outputs)...)
		}
	}
	if g := c.find(tSecurityGroup, group); g != nil && (c.old == nil || c.old.ID != group) {
		for _, r := range subs(g.Outputs, direction) {
			all = append(all, permissionsOf(direction, group, r)...)
		}
	}
	return all
}

// addRules refuses a rule that the group has, or has no room for.
func addRules(c *call, direction string) error {
	group := str(c.in, "securityGroupId")
	return roomForRules(c, group, direction, permissionsOf(direction, group, c.in))
}

func checkInlineRules(c *call, group string) error {
	for _, direction := range []string{"ingress", "egress"} {
		var wanted []permission
		for _, r := range subs(c.in, direction) {
			wanted = append(wanted, permissionsOf(direction, group, r)...)
		}
		if err := roomForRules(c, group, direction, wanted); err != nil {
			return err
		}
	}
	return nil
}

func roomForRules(c *call, group, direction string, wanted []permission) error {
	there := permissionsIn(c, group, direction)
	weight := 0
	for _, p := range there {
		weight += c.ruleWeight(p)
	}
	for _, p := range wanted {
		if slices.Contains(there, p) {
			return refuse("InvalidPermission.Duplicate", "the specified rule %q already exists", p.String())
		}
		there = append(there, p)
		weight += c.ruleWeight(p)
	}
	if limit := c.cloud.quotas.RulesPerSecurityGroup; len(wanted) > 0 && weight > limit {
		return refuse("RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group (%d) has been reached in %s.",
			limit, group)
	}
	return nil
}

// ruleWeight is what a rule counts against the quota: a prefix list counts at
// its maximum size.
func (c *call) ruleWeight(p permission) int {
	if l := c.find(tPrefixList, p.peer); l != nil {
		return max(1, number(l.Outputs, "maxEntries"))
	}
	return 1
}

// checkSingleRule holds a rule to one source and to sensible ports.
func checkSingleRule(in Props) []problem {
	sources := 0
	for _, s := range ruleSources {
		if in[s] != nil {
			sources++
		}
	}
	if sources != 1 {
		return []problem{{"cidrIpv4", refuse("InvalidParameterCombination",
			"exactly one of %s must be given", strings.Join(ruleSources, ", "))}}
	}
	if found := cidrProblem(in, "cidrIpv4", 0, 32); len(found) > 0 {
		return found
	}
	protocol := strings.ToLower(str(in, "ipProtocol"))
	if isUnknown(in["ipProtocol"]) || isUnknown(in["fromPort"]) || isUnknown(in["toPort"]) {
		return nil
	}
	from, to := number(in, "fromPort"), number(in, "toPort")
	switch protocol {
	case "tcp", "udp", "6", "17":
		if !has(in, "fromPort") || !has(in, "toPort") {
			return []problem{{"fromPort", refuse("InvalidParameterValue", "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.")}}
		}
		if from < 0 || to > 65535 || from > to {
			return []problem{{"fromPort", refuse("InvalidParameterValue", "Invalid value '%d-%d' for port range", from, to)}}
		}
	case "-1", "icmp", "icmpv6", "1", "58":
	default:
		return []problem{{"ipProtocol", refuse("InvalidParameterValue", "Invalid value '%s' for IP protocol. Unknown protocol.", protocol)}}
	}
	return nil
}
