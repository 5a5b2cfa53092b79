package replay

import (
	"slices"

	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// promise is what holds between estates: what either offers may be open, what either protects is protected, and what all of them
// inspect is inspected. What is not there yet, or not any more, is left out.
func promise(plans []*plan.Plan, read *network.Network) flightpath.Expectations {
	var all flightpath.Expectations
	for number, planned := range plans {
		one := expected.Expectations(planned)
		all.Services = union(all.Services, one.Services)
		all.LoadBalancers = union(all.LoadBalancers, one.LoadBalancers)
		all.Ingress, all.Protected = union(all.Ingress, one.Ingress), union(all.Protected, one.Protected)
		all.Exempt = union(all.Exempt, one.Exempt)
		if number == 0 {
			all.InspectedFrom, all.InspectedEdge, all.InspectedEgress = one.InspectedFrom, one.InspectedEdge, one.InspectedEgress
			continue
		}
		all.InspectedFrom = slices.DeleteFunc(all.InspectedFrom, func(from string) bool { return !slices.Contains(one.InspectedFrom, from) })
		all.InspectedEdge = all.InspectedEdge && one.InspectedEdge
		all.InspectedEgress = all.InspectedEgress && one.InspectedEgress
	}
	there := map[string]bool{"internet": true}
	for _, vpc := range read.VPCs {
		for _, cidr := range vpc.CIDRs {
			there[cidr.String()] = true
		}
	}
	for _, balancer := range read.LoadBalancers {
		there[balancer.Name] = true
	}
	missing := func(name string) bool { return !there[name] }
	all.Services = slices.DeleteFunc(all.Services, func(s flightpath.Service) bool { return missing(s.LoadBalancer) })
	for _, names := range []*[]string{&all.LoadBalancers, &all.Ingress, &all.Protected, &all.Exempt, &all.InspectedFrom} {
		*names = slices.DeleteFunc(*names, missing)
	}
	return all
}

func union[T comparable](some, others []T) []T {
	for _, other := range others {
		if !slices.Contains(some, other) {
			some = append(some, other)
		}
	}
	return some
}
