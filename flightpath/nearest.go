package flightpath

import (
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// known is every ID and name that an end of a question may be.
func (a *Analyzer) known() []string {
	all := []string{"internet"}
	a.eachObject(func(o *network.Object) { all = append(all, o.ID, o.Name) })
	for i := range a.network.TargetGroups {
		g := &a.network.TargetGroups[i]
		all = append(all, generated.ReplaceAllString(g.Name, ""), g.Tags["service.k8s.aws/stack"])
	}
	for i := range a.network.SecurityGroups {
		for _, key := range clusterTags {
			all = append(all, a.network.SecurityGroups[i].Tags[key])
		}
	}
	return all
}

// tags is every tag that an end of a question may have, as key=value.
func (a *Analyzer) tags() []string {
	var all []string
	a.eachObject(func(o *network.Object) {
		for key, value := range o.Tags {
			all = append(all, key+"="+value)
		}
	})
	return all
}

// eachObject is everything that a question may name, and names find.
func (a *Analyzer) eachObject(do func(*network.Object)) {
	n := a.network
	for i := range n.Instances {
		do(&n.Instances[i].Object)
	}
	for i := range n.Interfaces {
		do(&n.Interfaces[i].Object)
	}
	for i := range n.LoadBalancers {
		do(&n.LoadBalancers[i].Object)
	}
	for i := range n.NATGateways {
		do(&n.NATGateways[i].Object)
	}
	for i := range n.Endpoints {
		do(&n.Endpoints[i].Object)
	}
	for i := range n.Subnets {
		do(&n.Subnets[i].Object)
	}
	for i := range n.VPCs {
		do(&n.VPCs[i].Object)
	}
}

// didYouMean is a hint at what comes nearest to a word, or nothing. The plan has its own (flightpath is importable without it).
func didYouMean(word string, candidates []string) string {
	best, limit := "", min(len(word)/2, 3)+1
	slices.Sort(candidates)
	for _, candidate := range slices.Compact(candidates) {
		if candidate == "" || candidate == word || len(candidate)-len(word) >= limit || len(word)-len(candidate) >= limit {
			continue
		}
		if distance := editDistance(strings.ToLower(word), strings.ToLower(candidate)); distance < limit {
			best, limit = candidate, distance
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// editDistance counts the bytes that have to be put in, taken out, replaced or swapped with their neighbour to make one word of
// the other.
func editDistance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			replaced := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			rows[i][j] = min(replaced, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
