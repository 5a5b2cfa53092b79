package snapshot

import (
	"strconv"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// networkACL is a network ACL with the subnets that it is associated with.
type networkACL struct {
	network.NetworkACL
	subnets   []string
	isDefault bool
}

func (r *reader) networkACL(o object) {
	acl := networkACL{
		NetworkACL: network.NetworkACL{Object: o.object("NetworkAclId"), VPC: o.need("VpcId")},
		isDefault:  o.truth("IsDefault", false),
	}
	for _, association := range o.list("Associations") {
		acl.subnets = append(acl.subnets, association.need("SubnetId"))
	}
	if !o.has("Entries") {
		r.gap(o, network.GapNetworkACLs, acl.ID, "has no list of Entries")
	}
	for _, item := range o.list("Entries") {
		acl.Entries = append(acl.Entries, item.aclEntry())
	}
	r.networkACLs.add(acl.ID, o, acl.Account, acl)
}

// aclEntry is a numbered entry.
func (o object) aclEntry() network.ACLEntry {
	ruleNumber, there := o.number("RuleNumber", 1, 32768) // AWS's own last ones: 32767 for IPv4, 32768 for IPv6.
	if !there {
		o.wrong("RuleNumber", "missing")
	}
	entry := network.ACLEntry{Number: ruleNumber, Egress: o.truth("Egress", false), Match: o.aclMatch()}
	if !o.has("Egress") {
		o.wrong("Egress", "missing")
	}
	switch action := o.state("RuleAction"); action {
	case "allow":
		entry.Allow = true
	case "deny":
	default:
		o.wrong("RuleAction", "%q is neither allow nor deny", clip(action))
	}
	entry.CIDR = o.peerPrefix("CidrBlock", ipv4)
	if block := o.peerPrefix("Ipv6CidrBlock", ipv6); block.IsValid() {
		entry.CIDR = block
	}
	if o.has("CidrBlock") == o.has("Ipv6CidrBlock") {
		o.wrong("CidrBlock", "an entry has either a CidrBlock or an Ipv6CidrBlock")
	}
	return entry
}

func (o object) aclMatch() network.Match {
	match := network.Match{Protocol: o.protocol("Protocol"), From: -1, To: -1}
	switch match.Protocol {
	case network.TCP, network.UDP:
		ports, there := o.child("PortRange")
		if !there {
			o.wrong("PortRange", "missing")
			return match
		}
		match.From, match.To = ports.portRange("From", "To")
	case network.ICMP, network.ICMPv6:
		if kinds, there := o.child("IcmpTypeCode"); there {
			match.From, match.To = kinds.icmp("Type", "Code")
		} else if !o.has("IcmpTypeCode") {
			o.wrong("IcmpTypeCode", "missing")
		}
	}
	return match
}

// protocols are those that AWS has names for.
var protocols = map[string]int{
	"-1": network.AnyProtocol, "all": network.AnyProtocol, "tcp": network.TCP, "udp": network.UDP, "icmp": network.ICMP, "icmpv6": network.ICMPv6,
}

// protocol is IANA's number of a protocol, by number or name.
func (o object) protocol(name string) int {
	said := o.state(name)
	if number, known := protocols[said]; known {
		return number
	}
	number, err := strconv.Atoi(said)
	if err != nil || number < 0 || number > 255 || strconv.Itoa(number) != said {
		if !o.has(name) {
			o.wrong(name, "missing")
		} else if o.fields[name].kind == text {
			o.wrong(name, "%q is not a protocol", clip(said))
		}
		return network.TCP
	}
	return number
}

// portRange is a range of ports, both ends included. AWS always prints both.
func (o object) portRange(first, last string) (from, to int) {
	from, begins := o.number(first, 0, 65535)
	to, ends := o.number(last, 0, 65535)
	switch {
	case !begins && !o.has(first):
		o.wrong(first, "missing")
	case !ends && !o.has(last):
		o.wrong(last, "missing")
	case from > to:
		o.wrong(first, "%d is beyond %s, %d", from, last, to)
	}
	return from, to
}

// icmp is a type and a code; -1 means all.
func (o object) icmp(kind, code string) (from, to int) {
	from, to = -1, -1
	if value, there := o.number(kind, -1, 255); there {
		from = value
	} else if !o.has(kind) {
		o.wrong(kind, "missing")
	}
	if value, there := o.number(code, -1, 255); there {
		to = value
	} else if !o.has(code) {
		o.wrong(code, "missing")
	}
	return from, to
}
