package plan

import (
	"slices"
	"sort"
)

// resolveFormerZones reads the zones that left the estate while its Network Firewalls keep their endpoints there.
func (b *builder) resolveFormerZones() {
	if b.estate.Inspection == nil {
		return
	}
	const path = "inspection.formerZones"
	first := map[string]string{}
	for i, id := range b.estate.Inspection.FormerZones {
		at := index(path, i)
		z, problem := parseZone(id)
		region, known := regions[z.code]
		_, current := b.zoneByID(id)
		switch {
		case problem != "":
		case current:
			problem = id + " is in zones; former zones are those that have left them"
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
		b.formerZones = append(b.formerZones, z)
	}
	if len(b.estate.Inspection.FormerZones) > 0 && !b.hasNetworkFirewall() &&
		!b.anyBroken("inspection", PlaceEdge, PlaceEastWest, PlaceEgress) {
		b.add(path, "is for AWS Network Firewalls, and none is declared; remove it")
	}
}

// hasNetworkFirewall says whether one of the firewalls is an AWS Network Firewall.
func (b *builder) hasNetworkFirewall() bool {
	for _, firewall := range []*Firewall{b.firewallIn(PlaceEdge), b.centralFirewall()} {
		if firewall != nil && firewall.NetworkFirewall != nil {
			return true
		}
	}
	return false
}

// firewallZones are the zones in which a firewall has endpoints, sorted. In other flavours than the Network Firewall each endpoint
// is a resource of its own, and goes when no route leads to it any more.
func (b *builder) firewallZones(firewall *Firewall) []zone {
	if firewall == nil || firewall.NetworkFirewall == nil || len(b.formerZones) == 0 {
		return b.zones
	}
	zones := append(slices.Clone(b.zones), b.formerZones...)
	sort.Slice(zones, func(i, j int) bool { return zones[i].id < zones[j].id })
	return zones
}

// isFormer says whether a zone has left the estate: its subnets for firewall endpoints lead nowhere.
func (b *builder) isFormer(zoneID string) bool {
	return slices.ContainsFunc(b.formerZones, func(z zone) bool { return z.id == zoneID })
}
