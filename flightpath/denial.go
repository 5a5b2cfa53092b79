package flightpath

import (
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// denial stops packets at a network ACL.
type denial struct {
	acl     *acl
	egress  bool
	number  int // of the entry that denies; 0 where none matches
	packets space.Set
}

func (d *denial) remedies(a *Analyzer) []remedy {
	peers := a.peers(otherSide(d.packets, d.egress))
	found := matches(d.packets)
	numbers := d.free(len(found) * len(peers))
	if numbers == nil {
		return nil
	}
	do := fmt.Sprintf("allow %s %s %s, in entry %d", direction(d.egress), ports(d.packets), toOrFrom(d.egress, peers), numbers[0])
	if len(numbers) > 1 {
		do = fmt.Sprintf("%s and %d more", do, len(numbers)-1)
	}
	if d.number > 0 && d.number < lastEntry {
		do = fmt.Sprintf("%s: before %d, which denies it", do, d.number)
	}
	return only(HopNetworkACL, d.acl.ID, do, func(n *network.Network) {
		n.NetworkACLs = edit(n.NetworkACLs, d.acl.ID, func(l *network.NetworkACL) *network.Object { return &l.Object }, func(l *network.NetworkACL) {
			l.Entries = slices.Clip(l.Entries)
			for i, match := range found {
				for j, peer := range peers {
					l.Entries = append(l.Entries, network.ACLEntry{
						Number: numbers[i*len(peers)+j], Egress: d.egress, Allow: true, Match: match, CIDR: peer,
					})
				}
			}
		})
	})
}

// lastEntry is the number of AWS's own last entry, which people see as `*`.
const lastEntry = 32767

// free is numbers for entries that decide before the one that denies, the nearest to it that nothing has; nil where there are
// not enough of them.
func (d *denial) free(count int) []int {
	taken := map[int]bool{}
	last := 0
	for _, e := range d.acl.Entries {
		if e.Egress == d.egress {
			taken[e.Number] = true
			if e.Number < lastEntry {
				last = max(last, e.Number)
			}
		}
	}
	before := d.number
	if before == 0 || before == lastEntry {
		before = min(last+1+count, lastEntry) // nothing below denies it: behind all others
	}
	var numbers []int
	for number := before - 1; number > 0 && len(numbers) < count; number-- {
		if !taken[number] {
			numbers = append(numbers, number)
		}
	}
	if len(numbers) < count {
		return nil
	}
	return numbers
}
