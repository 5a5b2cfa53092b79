package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Place is an end of the questions that a page answers.
type Place struct {
	ID string

	// More is how many others it stands for, because no hop can tell them apart.
	More int

	// Answers says that it begins no flows of its own.
	Answers bool

	kind, vpc string

	// walks is how many ends a question about it has: a target group's are its targets.
	walks int
}

// A question between two target groups walks from each target of the one to each of the other, through each load balancer. So
// large ones are left out, and there are not more ends than twice the places.
const mostTargets = 12

// kinds of places, most telling first. What is between is drawn, and no end of a way.
var kindsOfPlaces = []string{Internet, "load balancers", "inner load balancers", "target groups", "instances", "interfaces", "VPC endpoints", "subnets"}

// Places are what questions may be about on a map: the internet, load balancers that face it, inner ones, what answers for services, instances, further
// interfaces, VPC endpoints, and subnets that hold nothing of these, in this order. Not more than limit: a page with an answer
// for each pair would grow with the square. Of a kind that does not fit, each VPC has about as many. Target groups of more than a
// dozen targets are left out. Left says what is left out, for people; it is empty where nothing is.
func Places(n *network.Network, limit int) (places []Place, left string) {
	return placesOf(n, newAlike(n), limit)
}

func placesOf(n *network.Network, same *alike, limit int) (places []Place, left string) {
	missing := map[string]int{}
	walks := 0
	for _, place := range allPlaces(n, same) {
		if len(places) == limit || place.walks > mostTargets || walks+place.walks > 2*limit {
			missing[place.kind]++
			continue
		}
		places, walks = append(places, place), walks+place.walks
	}
	var words []string
	for _, kind := range kindsOfPlaces {
		if missing[kind] > 0 {
			words = append(words, fmt.Sprintf("%d %s", missing[kind], kind))
		}
	}
	return places, strings.Join(words, ", ")
}

// walksBetween is how many ways the answers between places take to find, for one port.
func walksBetween(places []Place) int {
	ends := 0
	for _, place := range places {
		ends += place.walks
	}
	return ends * ends
}

func allPlaces(n *network.Network, same *alike) []Place {
	all := []Place{{ID: Internet, kind: Internet, walks: 1}}
	sends := map[string]bool{} // subnets that hold a place that sends
	add := func(place Place, kind string, subnets ...string) {
		place.kind, place.More, place.walks = kind, len(same.others[place.ID]), max(1, place.walks)
		if place.vpc == "" && len(subnets) > 0 && same.subnets[subnets[0]] != nil {
			place.vpc = same.subnets[subnets[0]].VPC
		}
		for _, id := range subnets {
			sends[id] = sends[id] || !place.Answers
		}
		all = append(all, place)
	}
	for _, one := range sorted(n.LoadBalancers, func(o *network.LoadBalancer) string { return o.ID }) {
		kind := "load balancers"
		switch {
		case one.Kind == network.GatewayBalancer:
			continue
		case one.Internal:
			kind = "inner load balancers"
		}
		var subnets []string
		for _, node := range one.Nodes {
			subnets = append(subnets, node.Subnet)
		}
		add(Place{ID: one.ID, vpc: one.VPC}, kind, subnets...)
	}
	for _, one := range sorted(n.TargetGroups, func(o *network.TargetGroup) string { return o.ID }) {
		if subnets := same.answering(one); len(subnets) > 0 {
			add(Place{ID: one.ID, vpc: one.VPC, walks: len(one.Targets)}, "target groups", subnets...)
		}
	}
	subnets := map[string]string{}
	for i := range n.Interfaces {
		subnets[n.Interfaces[i].ID] = n.Interfaces[i].Subnet
	}
	for _, one := range sorted(n.Instances, func(o *network.Instance) string { return o.ID }) {
		if same.stands[one.ID] != one.ID {
			continue
		}
		var in []string
		for _, id := range one.Interfaces {
			in = append(in, subnets[id])
		}
		add(Place{ID: one.ID}, "instances", in...)
	}
	for _, one := range sorted(n.Interfaces, func(o *network.Interface) string { return o.ID }) {
		if same.stands[one.ID] == one.ID && !same.owned(one) {
			add(Place{ID: one.ID}, "interfaces", one.Subnet)
		}
	}
	for _, one := range sorted(n.Endpoints, func(o *network.Endpoint) string { return o.ID }) {
		if one.Kind == network.InterfaceEndpoint && same.stands[one.ID] == one.ID {
			add(Place{ID: one.ID, Answers: true, vpc: one.VPC}, "VPC endpoints", one.Subnets...)
		}
	}
	for _, one := range sorted(n.Subnets, func(o *network.Subnet) string { return o.ID }) {
		if !sends[one.ID] {
			add(Place{ID: one.ID, vpc: one.VPC}, "subnets")
		}
	}
	return evenly(all)
}

// evenly orders places of a kind so that the first of each VPC come first, then the second, and so on.
func evenly(all []Place) []Place {
	type nth struct {
		Place
		number int
	}
	count := map[string]int{}
	numbered := make([]nth, 0, len(all))
	for _, place := range all {
		key := place.kind + " " + place.vpc
		numbered = append(numbered, nth{place, count[key]})
		count[key]++
	}
	slices.SortStableFunc(numbered, func(a, b nth) int {
		return cmp.Or(cmp.Compare(slices.Index(kindsOfPlaces, a.kind), slices.Index(kindsOfPlaces, b.kind)), cmp.Compare(a.number, b.number))
	})
	for i := range numbered {
		all[i] = numbered[i].Place
	}
	return all
}
