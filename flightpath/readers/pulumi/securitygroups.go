package pulumi

import (
	"net/netip"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

var (
	everything = network.Match{Protocol: network.AnyProtocol, From: -1, To: -1}
	anywhere4  = netip.MustParsePrefix("0.0.0.0/0")
	anywhere6  = netip.MustParsePrefix("::/0")
)

func everythingOf(protocol int) network.Match {
	return network.Match{Protocol: protocol, From: -1, To: -1}
}

func isIPv6(cidr netip.Prefix) bool { return cidr.Addr().Is6() }

// securityGroups reads security groups with their own rules, and those that are resources of their own. Terraform's provider
// takes away the rule that AWS makes in a group (everything out), so a group without rules lets nothing through.
func (b *builder) securityGroups() {
	groups := map[string]*network.SecurityGroup{}
	var order []string
	for _, r := range b.every(groupTypes...) {
		group := network.SecurityGroup{Object: b.object(r)}
		group.VPC, _ = b.refer(r, "vpcId", typeVPC, typeDefaultVPC)
		for _, direction := range []string{"ingress", "egress"} {
			// Only those that the program declares: what AWS answers counts those of other resources too, as they were.
			for _, row := range asList(r.own(direction)) {
				if isUnknown(row) {
					b.gap(network.GapSecurityGroups, r, direction)
					continue
				}
				b.appendRules(&group, r, "", direction, asObject(row), direction == "egress")
			}
			if asText(r.Inputs[direction]) == Unknown {
				b.gap(network.GapSecurityGroups, r, direction)
			}
		}
		order = append(order, group.ID)
		groups[group.ID] = &group
	}
	for _, group := range append(b.defaultGroups(), b.clusterSecurityGroups()...) {
		if groups[group.ID] == nil {
			order = append(order, group.ID)
			groups[group.ID] = &group
		}
	}
	for _, single := range []struct {
		typ    string
		egress func(*Resource) bool
	}{
		{"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", func(*Resource) bool { return false }},
		{"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", func(*Resource) bool { return true }},
		{"aws:ec2/securityGroupRule:SecurityGroupRule", func(r *Resource) bool { return r.text("type") == "egress" }},
	} {
		for _, r := range b.every(single.typ) {
			id, ok := b.refer(r, "securityGroupId", groupTypes...)
			if !ok || groups[id] == nil {
				b.gapOfCandidates(network.GapSecurityGroups, r, "securityGroupId", groupTypes)
				continue
			}
			row := map[string]any{}
			for _, key := range ruleKeys {
				row[key] = r.value(key)
			}
			b.appendRules(groups[id], r, r.identity(), "", row, single.egress(r))
		}
	}
	for _, id := range order {
		b.network.SecurityGroups = append(b.network.SecurityGroups, *groups[id])
	}
}

var ruleKeys = []string{
	"protocol", "ipProtocol", "fromPort", "toPort", "cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6", "prefixListIds",
	"prefixListId", "securityGroups", "sourceSecurityGroupId", "referencedSecurityGroupId", "self",
}

// defaultGroups are the groups that AWS makes with VPCs: everything out, and in from itself.
func (b *builder) defaultGroups() []network.SecurityGroup {
	var groups []network.SecurityGroup
	for _, vpc := range b.network.VPCs {
		r := b.find(vpc.ID)
		if r == nil || !known(r.text("defaultSecurityGroupId")) {
			continue
		}
		id := r.text("defaultSecurityGroupId")
		groups = append(groups, network.SecurityGroup{
			Object: network.Object{ID: id, Name: "default of " + vpc.Name, Account: vpc.Account, Region: vpc.Region},
			VPC:    vpc.ID,
			Rules: []network.Rule{
				{Match: everything, Group: id},
				{Egress: true, Match: everything, CIDR: anywhere4},
				{Egress: true, Match: everything, CIDR: anywhere6},
			},
		})
	}
	return groups
}

// appendRules reads a row, which may name several peers: one rule for each.
func (b *builder) appendRules(group *network.SecurityGroup, r *Resource, id, key string, row map[string]any, egress bool) {
	rule := network.Rule{ID: id, Egress: egress}
	var ok bool
	if rule.Match, ok = match(row, "fromPort", "toPort"); !ok {
		b.gapOf(network.GapSecurityGroups, group.ID, r, property(key, "protocol"))
		return
	}
	add := func(change func(*network.Rule)) {
		one := rule
		change(&one)
		group.Rules = append(group.Rules, one)
	}
	for _, name := range []string{"cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"} {
		for _, text := range oneOrMany(row[name]) {
			if cidr, ok := prefix(asText(text)); ok {
				add(func(one *network.Rule) { one.CIDR = cidr })
			} else {
				b.gapOf(network.GapSecurityGroups, group.ID, r, property(key, name))
			}
		}
	}
	for _, name := range []string{"prefixListIds", "prefixListId"} {
		for _, value := range oneOrMany(row[name]) {
			if list, ok := b.reference(r, property(key, name), value, typePrefixList); ok {
				add(func(one *network.Rule) { one.PrefixList = list })
			} else {
				b.gapOf(network.GapSecurityGroups, group.ID, r, property(key, name))
			}
		}
	}
	for _, name := range []string{"securityGroups", "sourceSecurityGroupId", "referencedSecurityGroupId"} {
		for _, value := range oneOrMany(row[name]) {
			if other, ok := b.reference(r, property(key, name), value, groupTypes...); ok {
				add(func(one *network.Rule) { one.Group = other })
			} else {
				b.gapOf(network.GapSecurityGroups, group.ID, r, property(key, name))
			}
		}
	}
	if asFlag(row["self"]) {
		add(func(one *network.Rule) { one.Group = group.ID })
	}
}

func oneOrMany(value any) []any {
	if list := asList(value); list != nil {
		return list
	}
	if asText(value) == "" {
		return nil
	}
	return []any{value}
}

// prefixLists reads managed prefix lists with their entries.
func (b *builder) prefixLists() {
	for _, r := range b.every(typePrefixList) {
		list := network.PrefixList{Object: b.object(r)}
		list.Known = asText(r.own("entries")) != Unknown
		rows, apart := asList(r.own("entries")), false
		for _, entry := range b.every("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry") {
			id, ok := b.refer(entry, "prefixListId", typePrefixList)
			switch {
			case !ok && b.mayMean(entry, "prefixListId", list.ID, typePrefixList):
				b.gapOf(network.GapPrefixLists, list.ID, entry, "prefixListId")
				list.Known = false
			case ok && id == list.ID:
				apart = true
				rows = append(rows, map[string]any{"cidr": entry.value("cidr")})
			}
		}
		if r.own("entries") == nil && !apart && len(asList(r.Outputs["entries"])) > 0 {
			rows, list.Known = asList(r.Outputs["entries"]), !r.planned // whose entries an update may take away
		}
		for _, row := range rows {
			if cidr, ok := prefix(asText(asObject(row)["cidr"])); ok {
				list.Prefixes = append(list.Prefixes, cidr)
			} else {
				list.Known = false
			}
		}
		b.network.PrefixLists = append(b.network.PrefixLists, list)
	}
}
