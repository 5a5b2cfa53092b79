package pulumi

import (
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// aclTypes are a network ACL, and the VPC's own in Pulumi's hands.
var aclTypes = []string{"aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"}

// groupTypes are a security group, and the VPC's own in Pulumi's hands.
var groupTypes = []string{"aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"}

// protocols are the names that AWS takes for protocols.
var protocols = map[string]int{
	"": network.AnyProtocol, "-1": network.AnyProtocol, "all": network.AnyProtocol,
	"tcp": network.TCP, "udp": network.UDP, "icmp": network.ICMP, "icmpv6": network.ICMPv6,
}

// filters reads network ACLs, security groups and prefix lists.
func (b *builder) filters() {
	b.prefixLists()
	b.networkACLs()
	b.securityGroups()
}

func (b *builder) networkACLs() {
	acls := map[string]*network.NetworkACL{}
	var order []string
	add := func(acl network.NetworkACL) {
		order = append(order, acl.ID)
		acls[acl.ID] = &acl
	}
	for _, r := range b.every(aclTypes...) {
		acl := network.NetworkACL{Object: b.object(r)}
		acl.VPC, _ = b.refer(r, "vpcId", typeVPC, typeDefaultVPC)
		for _, direction := range []string{"ingress", "egress"} {
			rows := r.value(direction)
			if r.planned { // what AWS answered counts entries of other resources too, as they were
				rows = r.own(direction)
			}
			if asText(rows) == Unknown {
				b.gap(network.GapNetworkACLs, r, direction)
			}
			for _, row := range asList(rows) {
				b.appendEntry(&acl, r, direction, asObject(row), direction == "egress", "ruleNo", "action", "icmpType", "icmpCode")
			}
		}
		add(acl)
	}
	for _, vpc := range b.network.VPCs {
		id := b.defaultOf(vpc.ID, aclTypes[1], "defaultNetworkAclId", "default-network-acl")
		if acls[id] == nil {
			add(openACL(id, vpc))
		}
	}
	for _, r := range b.every("aws:ec2/networkAclRule:NetworkAclRule") {
		id, ok := b.refer(r, "networkAclId", aclTypes...)
		if !ok || acls[id] == nil {
			b.gapOfCandidates(network.GapNetworkACLs, r, "networkAclId", aclTypes)
			continue
		}
		row := map[string]any{}
		for _, key := range []string{"ruleNumber", "ruleAction", "cidrBlock", "ipv6CidrBlock", "protocol", "fromPort", "toPort", "icmpType", "icmpCode"} {
			row[key] = r.value(key)
		}
		b.appendEntry(acls[id], r, "", row, r.flag("egress"), "ruleNumber", "ruleAction", "icmpType", "icmpCode")
	}
	for _, id := range order {
		b.network.NetworkACLs = append(b.network.NetworkACLs, *acls[id])
	}
}

// openACL is the network ACL that AWS makes with a VPC.
func openACL(id string, vpc network.VPC) network.NetworkACL {
	acl := network.NetworkACL{Object: network.Object{ID: id, Name: "default of " + vpc.Name, Account: vpc.Account, Region: vpc.Region}, VPC: vpc.ID}
	for _, egress := range []bool{false, true} {
		acl.Entries = append(acl.Entries, network.ACLEntry{Number: 100, Egress: egress, Allow: true, Match: everything, CIDR: anywhere4})
		if slices.ContainsFunc(vpc.CIDRs, isIPv6) {
			acl.Entries = append(acl.Entries, network.ACLEntry{Number: 101, Egress: egress, Allow: true, Match: everything, CIDR: anywhere6})
		}
	}
	return acl
}

func (b *builder) appendEntry(
	acl *network.NetworkACL, r *Resource, key string, row map[string]any, egress bool, number, action, icmpType, icmpCode string,
) {
	entry := network.ACLEntry{Egress: egress, Allow: strings.EqualFold(asText(row[action]), "allow")}
	var ok bool
	if entry.Number, ok = asNumber(row[number]); !ok {
		b.gapOf(network.GapNetworkACLs, acl.ID, r, property(key, number))
		return
	}
	if entry.Match, ok = match(row, icmpType, icmpCode); !ok {
		b.gapOf(network.GapNetworkACLs, acl.ID, r, property(key, "protocol"))
		return
	}
	for _, name := range []string{"cidrBlock", "ipv6CidrBlock"} {
		text := asText(row[name])
		if text == "" {
			continue
		}
		if entry.CIDR, ok = prefix(text); !ok {
			b.gapOf(network.GapNetworkACLs, acl.ID, r, property(key, name))
			return
		}
		acl.Entries = append(acl.Entries, entry)
	}
}

// match reads a protocol with its ports. In security groups ICMP's type and code stand in the place of ports.
func match(row map[string]any, icmpType, icmpCode string) (network.Match, bool) {
	text := strings.ToLower(asText(row["protocol"]))
	if text == "" {
		text = strings.ToLower(asText(row["ipProtocol"]))
	}
	protocol, ok := protocols[text]
	if !ok {
		if protocol, ok = asNumber(text); !ok || protocol < 0 || protocol > 255 {
			return network.Match{}, false
		}
	}
	from, to := "fromPort", "toPort"
	if protocol == network.ICMP || protocol == network.ICMPv6 {
		from, to = icmpType, icmpCode
	}
	m := network.Match{Protocol: protocol, From: -1, To: -1}
	switch protocol {
	case network.TCP, network.UDP, network.ICMP, network.ICMPv6:
	default:
		return everythingOf(protocol), true
	}
	for key, into := range map[string]*int{from: &m.From, to: &m.To} {
		if row[key] == nil {
			continue
		}
		if *into, ok = asNumber(row[key]); !ok {
			return m, false
		}
	}
	if protocol == network.TCP || protocol == network.UDP {
		// AWS takes -1, and 0 to 0 in an entry for all protocols, for all ports.
		if m.From == -1 {
			m.From, m.To = 0, 65535
		}
	}
	return m, true
}
