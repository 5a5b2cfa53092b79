package flightpath

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// acl is a network ACL: entries of each direction by number.
type acl struct {
	*network.NetworkACL
	inbound, outbound []aclEntry

	// unknown is why its entries are not all known; empty where they are.
	unknown string
}

type aclEntry struct {
	*network.ACLEntry
	set space.Set
}

func (e *aclEntry) String() string {
	number, verb, way := strconv.Itoa(e.Number), "deny", "inbound"
	if e.Number >= 32767 {
		number = "*"
	}
	if e.Allow {
		verb = "allow"
	}
	if e.Egress {
		way = "outbound"
	}
	return fmt.Sprintf("%s %s %s %s %s", way, number, verb, matchText(e.Match), e.CIDR)
}

// numberOf is the number of the entry that denies; 0 where none matches.
func numberOf(against fmt.Stringer) int {
	if e, is := against.(*aclEntry); is {
		return e.Number
	}
	return 0
}

func compileACL(l *network.NetworkACL) *acl {
	c := &acl{NetworkACL: l}
	for i := range l.Entries {
		e := &l.Entries[i]
		if !e.CIDR.IsValid() {
			c.unknown = "the source does not tell the CIDR of entry " + strconv.Itoa(e.Number)
		}
		entry := aclEntry{e, matchSet(e.Match, e.Egress, space.AddressesOf(e.CIDR))}
		if e.Egress {
			c.outbound = append(c.outbound, entry)
		} else {
			c.inbound = append(c.inbound, entry)
		}
	}
	byNumber := func(a, b aclEntry) int { return cmp.Compare(a.Number, b.Number) }
	slices.SortStableFunc(c.inbound, byNumber)
	slices.SortStableFunc(c.outbound, byNumber)
	return c
}

// ask divides packets by the entries of a direction: the first that matches decides, and what none matches is denied.
func (l *acl) ask(egress bool, packets space.Set) (allowed, denied space.Set, by, against fmt.Stringer) {
	entries := l.inbound
	if egress {
		entries = l.outbound
	}
	for i := range entries {
		e := &entries[i]
		if packets.IsEmpty() {
			break
		}
		hit := packets.Intersect(e.set)
		if hit.IsEmpty() {
			continue
		}
		packets = packets.Subtract(e.set)
		switch {
		case e.Allow:
			allowed = allowed.Union(hit)
			if by == nil {
				by = e
			}
		default:
			denied = denied.Union(hit)
			if against == nil {
				against = e
			}
		}
	}
	if !packets.IsEmpty() && against == nil {
		against = words("no entry matches")
	}
	return allowed, denied.Union(packets), by, against
}
