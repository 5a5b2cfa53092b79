package plan

// checkFirewallZones checks zones in which somebody else has firewalls: each zone of the estate needs one, because load
// balancers and transit gateway attachments lead to the firewall of their own zone.
func (b *builder) checkFirewallZones(path string, declared []string) {
	first := map[string]string{}
	for i, id := range declared {
		at := index(path, i)
		z, problem := parseZone(id)
		region, known := regions[z.code]
		switch {
		case problem != "":
		case first[id] != "":
			problem = id + " is declared already, in " + first[id]
		case known && b.region != "" && region != b.region:
			problem = id + " is a zone of " + region + ", but the estate's Region is " + b.region
		}
		if problem != "" {
			b.add(at, "%s", problem)
			continue
		}
		first[id] = at
	}
	for _, z := range b.zones {
		if len(declared) > 0 && first[z.id] == "" {
			b.add(path, "%s of the estate is missing: its load balancer would have no firewall in its zone", z.id)
		}
	}
}
