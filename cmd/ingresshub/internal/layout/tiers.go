package layout

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Tiers are as wide as a wide terminal, beside their addresses; routes have room for at least a destination and a next hop.
const (
	tiersWidth  = 132
	routesWidth = 52
)

// Tier is the subnets of a VPC that are for one purpose, at most one in each zone.
type Tier struct {
	Name string

	// Cidrs by zone.
	Cidrs  map[string]string
	Routes []Route
}

// Tiers writes a row for each tier and a column for each zone, and beside each row where its routes lead. Below is where the
// internet gateway sends what comes in, if a route table says so.
func (p *Page) Tiers(indent int, tiers []Tier, incoming []Route) {
	if len(tiers) == 0 {
		return
	}
	zones := map[string]bool{}
	for _, tier := range tiers {
		for zone := range tier.Cidrs {
			zones[zone] = true
		}
	}
	columns := sortedKeys(zones)
	rows := [][]string{append([]string{"tier"}, columns...)}
	for _, tier := range tiers {
		row := []string{tier.Name}
		for _, zone := range columns {
			cidr := tier.Cidrs[zone]
			if cidr == "" {
				cidr = "-"
			}
			row = append(row, cidr)
		}
		rows = append(rows, row)
	}
	room := max(routesWidth, tiersWidth-2*indent-wide(rows))
	written := [][]string{append(slices.Clip(rows[0]), "routes")}
	for i, tier := range tiers {
		row := rows[i+1]
		lines := fit(routes(sortedKeys(tier.Cidrs), tier.Routes), room)
		for _, line := range lines {
			written = append(written, append(slices.Clip(row), line))
			row = make([]string, len(row))
		}
		if len(lines) == 0 {
			written = append(written, append(row, ""))
		}
	}
	p.Table(indent, written)
	if incoming := inbound(tiers, incoming); len(incoming) > 0 {
		p.List(indent, "from the internet gateway: ", incoming)
	}
}

// wide is how many characters the columns of rows take.
func wide(rows [][]string) int {
	total := 0
	for column := range rows[0] {
		widest := 0
		for _, row := range rows {
			widest = max(widest, utf8.RuneCountInString(row[column]))
		}
		total += widest + gap
	}
	return total
}

// fit writes parts on one line if there is room, else on one each, or on more where destinations are many.
func fit(parts []string, room int) []string {
	if one := strings.Join(parts, ", "); len(parts) > 0 && utf8.RuneCountInString(one) <= room {
		return []string{one}
	}
	var lines []string
	for _, part := range parts {
		destinations, hop, _ := strings.Cut(part, " → ")
		destinations, more, some := strings.Cut(destinations, " and ")
		words := strings.Fields(destinations)
		if some {
			words = append(words, "and "+more)
		}
		words[len(words)-1] += " → " + hop
		line := words[0]
		for _, word := range words[1:] {
			if utf8.RuneCountInString(line+" "+word) > room {
				lines = append(lines, line)
				line = ""
			}
			line += " " + word
		}
		lines = append(lines, line)
	}
	return lines
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
