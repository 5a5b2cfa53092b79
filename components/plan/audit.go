package plan

import (
	"net/netip"
	"regexp"
	"sort"
)

// audit checks plan data against what AWS accepts and what the design promises. It shares no arithmetic with the code
// that builds plans, so it is the judge of that code in tests, and of plan data that was written by hand.
type audit struct {
	problems Problems
	at       string
}

// add notes a problem with a member of the object under audit.
func (a *audit) add(what, format string, args ...any) {
	a.problems.add(a.at+what, format, args...)
}

// item is the path of a named object in a list.
func item(list, name string) string { return "." + list + "[" + name + "]" }

// names checks that every object of a list has a name of its own.
func (a *audit) names(list string, names []string) {
	seen := map[string]bool{}
	for _, name := range names {
		switch {
		case name == "":
			a.add("."+list, "holds an object without a name")
		case seen[name]:
			a.add(item(list, name), "is there twice")
		}
		seen[name] = true
	}
}

// namesOf are the names of the objects in a list.
func namesOf[T any](list []T, name func(T) string) []string {
	out := make([]string, 0, len(list))
	for _, object := range list {
		out = append(out, name(object))
	}
	return out
}

// asSet is a list of words for look-ups.
func asSet(words []string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, word := range words {
		out[word] = true
	}
	return out
}

// cidr reads an IPv4 CIDR without host bits.
func (a *audit) cidr(what, cidr string) (netip.Prefix, bool) {
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil || !prefix.Addr().Is4() {
		a.add(what, "%q is not an IPv4 CIDR", cidr)
		return prefix, false
	}
	if prefix != prefix.Masked() {
		a.add(what, "%s has host bits set", cidr)
		return prefix, false
	}
	return prefix, true
}

// sized reads a CIDR of a VPC or a subnet.
func (a *audit) sized(what, cidr string) (netip.Prefix, bool) {
	prefix, ok := a.cidr(what, cidr)
	if ok && (prefix.Bits() < 16 || prefix.Bits() > 28) {
		a.add(what, "%s: AWS accepts /16 to /28", cidr)
		return prefix, false
	}
	return prefix, ok
}

// finalAddress is the last address of a prefix.
func finalAddress(prefix netip.Prefix) netip.Addr {
	bytes := prefix.Addr().As4()
	for bit := prefix.Bits(); bit < 32; bit++ {
		bytes[bit/8] |= 1 << (7 - bit%8)
	}
	return netip.AddrFrom4(bytes)
}

// keptByAws says whether AWS keeps an address of a subnet: the first four and the last one.
func keptByAws(subnet netip.Prefix, address netip.Addr) bool {
	kept := subnet.Addr()
	for range 4 {
		if address == kept {
			return true
		}
		kept = kept.Next()
	}
	return address == finalAddress(subnet)
}

// named is a prefix and where it is.
type named struct {
	what   string
	prefix netip.Prefix
}

// disjoint checks that no two prefixes share an address.
func (a *audit) disjoint(prefixes []named) {
	sorted := append([]named{}, prefixes...)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].prefix.Addr().Less(sorted[j].prefix.Addr()) })
	for i := 1; i < len(sorted); i++ {
		// The previous one may be shorter than one before it, which then was reported already.
		if previous, current := sorted[i-1], sorted[i]; !finalAddress(previous.prefix).Less(current.prefix.Addr()) {
			a.add(current.what, "%s overlaps %s, which is %s", current.prefix, previous.prefix, previous.what)
		}
	}
}

var (
	elbName     = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$`)
	eksName     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)
	nodesName   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$`)
	internalElb = regexp.MustCompile(`^internal-`)
	anyZoneID   = regexp.MustCompile(`^[a-z]{2,}[0-9]+-az[1-8]$`)
)

// elbName checks what AWS calls a load balancer or target group.
func (a *audit) elbName(what, name string) {
	if !elbName.MatchString(name) {
		a.add(what+".awsName", "%q is not a name that ELB accepts: up to 32 letters, digits and hyphens, no hyphen at either end", name)
	}
}

// loadBalancerName checks what AWS calls a load balancer.
func (a *audit) loadBalancerName(name string) {
	a.elbName("", name)
	if internalElb.MatchString(name) {
		a.add(".awsName", "%q begins with internal-, which ELB keeps for itself", name)
	}
}

// zone checks a zone ID.
func (a *audit) zone(what, id string) {
	if !anyZoneID.MatchString(id) {
		a.add(what+".zone", "%q is not a zone ID", id)
	}
}

// port checks a port.
func (a *audit) port(what string, port int) {
	if port < 1 || port > 65535 {
		a.add(what, "%d is not a port", port)
	}
}

// securityGroup checks a security group and its rules.
func (a *audit) securityGroup(what string, group SecurityGroup) {
	if group.Name == "" {
		a.add(what+".name", "is missing")
	}
	if group.Description == "" {
		a.add(what+".description", "is missing")
	}
	a.rules(what, group.Rules)
}

// rules checks security-group rules.
func (a *audit) rules(what string, rules []SecurityGroupRule) {
	inner := audit{at: a.at + what}
	inner.names("rules", namesOf(rules, func(r SecurityGroupRule) string { return r.Name }))
	seen := map[SecurityGroupRule]string{}
	for _, rule := range rules {
		at := item("rules", rule.Name)
		if rule.Direction != Inbound && rule.Direction != Outbound {
			inner.add(at+".direction", "%q is neither ingress nor egress", rule.Direction)
		}
		if rule.Protocol != "tcp" && rule.Protocol != "udp" {
			inner.add(at+".protocol", "%q is neither tcp nor udp", rule.Protocol)
		}
		inner.port(at+".fromPort", rule.FromPort)
		inner.port(at+".toPort", rule.ToPort)
		if rule.FromPort > rule.ToPort {
			inner.add(at, "ports go from %d to %d", rule.FromPort, rule.ToPort)
		}
		inner.cidr(at+".cidr", rule.Cidr)
		same := rule
		same.Name, same.Description = "", ""
		if other := seen[same]; other != "" {
			inner.add(at, "allows the same as %s", other)
		}
		seen[same] = rule.Name
	}
	a.problems = append(a.problems, inner.problems...)
}
