package localcloud

import "strings"

// Managed prefix lists: the user's, and AWS's own.

// awsPrefixLists are lists that AWS keeps in every Region, by the end of their
// names.
var awsPrefixLists = map[string]string{
	"s3":                              "pl-63a5400a",
	"dynamodb":                        "pl-02cd2c6b",
	"global.cloudfront.origin-facing": "pl-3b927c52",
}

func awsPrefixList(id string) bool {
	for _, known := range awsPrefixLists {
		if known == id {
			return true
		}
	}
	return false
}

func prefixListKinds() []*kind {
	return []*kind{
		{
			token:    tPrefixList,
			replace:  []string{"addressFamily"},
			name:     named("name", 255),
			sets:     []string{"entries"},
			computed: []string{"entries"},
			check: func(in Props) []problem {
				if strings.HasPrefix(str(in, "name"), "com.amazonaws") {
					return []problem{{"name", refuse("InvalidParameterValue", "The prefix list name cannot begin with com.amazonaws")}}
				}
				var found []problem
				for _, e := range subs(in, "entries") {
					found = append(found, cidrProblem(e, "cidr", 0, 32)...)
				}
				return found
			},
			create: func(c *call) (string, Props, error) {
				id := c.newID("pl-")
				return id, Props{"arn": c.arn("ec2", "prefix-list/"+id), "ownerId": c.account, "version": 1}, checkEntries(c)
			},
			update: func(c *call) (Props, error) {
				version := number(c.old.Outputs, "version")
				if c.changed("entries") || c.changed("maxEntries") {
					version++
				}
				return Props{"version": version}, checkEntries(c)
			},
		},
		{
			token:   "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
			replace: []string{"cidr", "prefixListId", "description"},
			check:   func(in Props) []problem { return cidrProblem(in, "cidr", 0, 32) },
			refs: []ref{{
				path: "prefixListId", to: []string{tPrefixList}, missing: "InvalidPrefixListID.NotFound",
				say: "The prefix list ID '%s' does not exist", goes: true,
			}},
			create: func(c *call) (string, Props, error) {
				list, cidr := str(c.in, "prefixListId"), str(c.in, "cidr")
				l := c.find(tPrefixList, list)
				there := subs(l.Outputs, "entries")
				for _, e := range c.where(c.kind.token, "prefixListId", list) {
					there = append(there, e.Outputs)
				}
				for _, e := range there {
					if str(e, "cidr") == cidr {
						return "", nil, refuse("InvalidParameterValue", "The CIDR %s is already an entry of %s", cidr, list)
					}
				}
				if len(there) >= number(l.Outputs, "maxEntries") {
					return "", nil, refuse("PrefixListMaxEntriesExceeded", "The prefix list %s can hold %d entries", list, number(l.Outputs, "maxEntries"))
				}
				return list + "," + cidr, nil, nil
			},
		},
	}
}

func checkEntries(c *call) error {
	entries := subs(c.in, "entries")
	if most := number(c.in, "maxEntries"); len(entries) > most {
		return refuse("PrefixListMaxEntriesExceeded", "The prefix list has %d entries and can hold %d", len(entries), most)
	}
	seen := map[string]bool{}
	for _, e := range entries {
		cidr := str(e, "cidr")
		if seen[cidr] {
			return refuse("InvalidParameterValue", "The CIDR %s stands twice in the prefix list", cidr)
		}
		seen[cidr] = true
	}
	return nil
}
