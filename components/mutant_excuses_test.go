package components_test

import "regexp"

// excuse is mutants that change nothing, by what they are called, with the reason. It excuses those of which its reason is proven.
type excuse struct {
	what *regexp.Regexp
	reason
}

func excused(what string, by reason) excuse { return excuse{regexp.MustCompile(what), by} }

const supernets = `^transit route \S+ (10\.0\.0\.0/8|172\.16\.0\.0/12|192\.168\.0\.0/16|100\.64\.0\.0/10) `

// excuses are those of all estates.
var excuses = []excuse{
	excused(`^transit route `, unmet),
	excused(supernets, nobody),
	excused(`^propagation of `, unmet),
	excused(`^propagation of `, nobody),
	excused(`^propagation of `, sameWay),
	excused(`^subnet \S+ on `, alike),
	excused(`^attachment \S+ associated with `, alike),
	excused(`^route \S+ `, unmet),
	excused(`^rule of default of `, unworn),
	excused(`^rule of \S+\.appliances `, unworn),
	excused(`::/0\) deleted$`, noIPv6),
	excused(`^appliance mode of attachment \S+ is true$`, oneWayIn),
	excused(`^appliance mode of attachment \S+ is false$`, bothWays),
	excused(`^attachment inspection without Subnet/inspection\.transit\.`, bothWays),
	excused(`^route \S+ \S+ deleted$`, sameWay),
	excused(`^cross-zone balancing of `, zoneAll),
	excused(`^cross-zone balancing of `, groupsSay),
	excused(`^(node|cross-zone balancing|rule) `, idle),
	excused(`^(listener|forward|node|cross-zone balancing|client addresses) `, behindEndpoint),
	excused(`^client addresses of `, fromNodes),
	excused(`^target \d+ of `, twice),
	excused(`^forward \d+ of `, standsBy),
	excused(`^entry `, empty),
	excused(`^route \S+ \S+ to endpoint `, sameFirewall),
	excused(`^subnet inspection\.transit\.\S+ on inspection\.transit\.`, sameFirewall),
	excused(supernets, secondLine),
	excused(supernets, lostElsewhere),
	excused(`^propagation of `, secondLine),
	excused(`^endpoint `, formerZone),
	excused(`^rule of cluster \S+ \(egress false, `, outside),
}
