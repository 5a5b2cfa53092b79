package plan

import (
	"strconv"
	"strings"
)

// leastCapacity is that of a group with few rules. Capacity costs nothing, but a policy has 30,000 in all.
const leastCapacity = 64

// giveCapacity gives each own rule group its capacity. A rule takes one, whatever is in it. AWS fixes the capacity when it
// makes a group, and an update beyond it makes a new one, so there is room for half as many rules again.
func (b *builder) giveCapacity(path string, declared int, groups []FirewallRuleGroup) {
	if declared < 0 || declared > maxFirewallCapacity {
		return // Reported already.
	}
	needed, roomy := 0, 0
	for _, group := range groups {
		needed += max(len(group.Rules), managedCapacity[group.Managed])
		roomy += max(withRoom(len(group.Rules)), managedCapacity[group.Managed])
	}
	if largest, some := largestGroup(groups); some && declared > 0 && declared < len(largest.Rules) {
		b.add(path+".capacity", "%d cannot hold the %d rules of rule group %s: declare at least as many, or leave capacity out",
			declared, len(largest.Rules), largest.Name)
		return
	}
	total := 0
	for i := range groups {
		group := &groups[i]
		switch rules := len(group.Rules); {
		case group.Managed != "":
			total += managedCapacity[group.Managed]
			continue
		case declared > 0:
			group.Capacity = declared
		case roomy > maxFirewallCapacity:
			group.Capacity = rules
		default:
			group.Capacity = withRoom(rules)
		}
		total += group.Capacity
	}
	switch {
	case total <= maxFirewallCapacity:
	case needed <= maxFirewallCapacity:
		b.add(path+".capacity", "capacity %d for each own rule group makes %d in all; AWS grants a policy %d, and the rules take %d: declare less",
			declared, total, maxFirewallCapacity, needed)
	default:
		b.add(path, "the rules and managed rule groups take a capacity of %d; AWS grants a policy %d: declare fewer", needed, maxFirewallCapacity)
	}
}

// largestGroup is the own rule group with the most rules; the second result is false where there is none.
func largestGroup(groups []FirewallRuleGroup) (largest FirewallRuleGroup, some bool) {
	for _, group := range groups {
		if group.Managed == "" && (!some || len(group.Rules) > len(largest.Rules)) {
			largest, some = group, true
		}
	}
	return largest, some
}

// withRoom is a capacity for a number of rules and at least half as many again: a power of two, so that it seldom changes.
func withRoom(rules int) int {
	if rules == 0 {
		return 0
	}
	capacity := leastCapacity
	for capacity < rules+rules/2 {
		capacity *= 2
	}
	return capacity
}

// giveAwsName names a group after what AWS fixes when it makes one: a new group is made, the policy refers to it, and the
// old one goes.
func (g *FirewallRuleGroup) giveAwsName(estate string) {
	if g.Managed == "" {
		g.AwsName = hashed(estate+"-"+strings.ReplaceAll(g.Name, ".", "-"), hash(g.Name, "STATEFUL", "STRICT_ORDER", strconv.Itoa(g.Capacity)), maxFirewallName)
	}
}
