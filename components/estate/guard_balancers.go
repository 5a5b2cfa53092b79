package estate

import (
	"sort"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// guardBalancers refuses to replace a load balancer unless the estate allows it.
func guardBalancers(last *lastState, planned *plan.Plan) plan.Problems {
	var problems plan.Problems
	for _, balancer := range planned.LoadBalancers {
		before, exists := last.balancers[balancer.Name]
		if !exists {
			continue
		}
		r := replacement{
			name: balancer.Name, what: "ingress load balancer " + balancer.Name, allowed: balancer.AllowReplace,
			protected: before.protected, outage: "for some minutes no service behind it answers, and then it has another DNS name. ",
		}
		r.renamed(before, balancer.AwsName, balancer.Type)
		if balancer.Type == plan.NetworkLoadBalancer {
			// An ALB gives a zone up in place.
			r.loses(last.zonesLost(before, balancer.Subnets))
		}
		problems = append(problems, r.problems()...)
	}
	for _, balancer := range planned.InnerLoadBalancers {
		before, exists := last.balancers[balancer.Name]
		if !exists {
			continue
		}
		r := replacement{
			name: balancer.Name, what: "inner load balancer " + balancer.Name, allowed: balancer.AllowReplace,
			protected: before.protected, outage: "for some minutes no service behind it answers. ",
		}
		r.renamed(before, balancer.AwsName, plan.NetworkLoadBalancer)
		lost := before.addressesLost(balancer.Addresses)
		// The provider replaces a load balancer that has fewer mappings, and asks AWS to change one that has as many.
		r.swapped = r.why == "" && len(lost) > 0 && len(balancer.Addresses) >= len(before.addresses)
		r.loses(lost)
		problems = append(problems, r.problems()...)
	}
	for _, alb := range planned.InnerAlbs {
		if before, exists := last.balancers[alb.Name]; exists {
			r := replacement{
				name: alb.Name, what: "inner ALB " + alb.Name, allowed: alb.AllowReplace, protected: before.protected,
				outage: "for some minutes no service behind it answers. ",
			}
			r.renamed(before, alb.AwsName, plan.ApplicationLoadBalancer)
			problems = append(problems, r.problems()...)
		}
	}
	return append(problems, guardProtected(last, planned)...)
}

// guardProtected refuses to take a protected load balancer out of the estate, by itself or with its cluster. Pulumi would
// refuse as well, but only after it has deleted what nothing protected depends on, such as the routes towards the cluster.
func guardProtected(last *lastState, planned *plan.Plan) plan.Problems {
	var problems plan.Problems
	kept := map[string]bool{}
	for _, balancer := range planned.LoadBalancers {
		kept[balancer.Name] = true
	}
	for _, balancer := range planned.InnerLoadBalancers {
		kept[balancer.Name] = true
	}
	for _, alb := range planned.InnerAlbs {
		kept[alb.Name] = true
	}
	for name, before := range last.balancers {
		if before.protected && !kept[name] {
			problems = append(problems, plan.Problem{
				Path: "protection", Message: "load balancer " + name + " would be deleted with everything that it serves, but is protected: " +
					"first update with protection: false and everything else as it was",
			})
		}
	}
	sort.Slice(problems, func(i, j int) bool { return problems[i].Message < problems[j].Message })
	return problems
}

// replacement is a load balancer that AWS would have to replace.
type replacement struct {
	name, what, outage string
	allowed, protected bool

	// It would lose something and get as much in the same update.
	swapped bool

	// Where the reason lies, what it is, and how it is avoided; empty where nothing is replaced.
	path, why, instead string
}

// renamed notes that AWS would have to know the load balancer under another name, or as one of another type.
func (r *replacement) renamed(before lastBalancer, awsName string, kind plan.LoadBalancerType) {
	switch {
	case before.kind != "" && before.kind != string(kind):
		r.path, r.why = "ingress.loadBalancers."+r.name+".type", "would be of type "+string(kind)+" instead of "+before.kind
		r.instead = "Give it another name"
	case before.awsName != "" && before.awsName != awsName:
		r.path, r.why = "name", "would be "+awsName+" instead of "+before.awsName
		r.instead = "Keep the estate's name"
	}
}

// loses notes zones or addresses that the load balancer would lose.
func (r *replacement) loses(lost []string) {
	if r.why == "" && len(lost) > 0 {
		sort.Strings(lost)
		r.path, r.why, r.instead = "zones", "would lose "+strings.Join(lost, ", "), "Keep its zones"
	}
}

func (r *replacement) problems() plan.Problems {
	what := r.what + " " + r.why + ", for which AWS has to replace it: " + r.outage
	switch {
	case r.why == "":
		return nil
	case r.swapped:
		return plan.Problems{{Path: r.path, Message: r.what + " " + r.why + " and get as many others in one update, which AWS refuses halfway: first take " +
			"zones away, with " + r.name + " in allowReplace, and add others in an update of its own"}}
	case !r.allowed:
		return plan.Problems{{Path: r.path, Message: what + r.instead + ", or accept the outage: add " + r.name + " to allowReplace"}}
	case r.protected:
		// Deleting comes before any update that could lift the protection.
		return plan.Problems{{Path: "allowReplace", Message: what + "It is still protected from deletion: first update with " + r.name +
			" in allowReplace and everything else as it was, which lifts that, and then make the change"}}
	}
	return nil
}

// zonesLost are the zones of subnets that a load balancer stands in, and that are not planned for it any more.
func (last *lastState) zonesLost(before lastBalancer, subnets []string) []string {
	kept := map[string]bool{}
	for _, subnet := range subnets {
		kept[last.subnets[subnet]] = true
	}
	var lost []string
	for _, id := range before.subnetIDs {
		if !kept[id] {
			lost = append(lost, id)
		}
	}
	return last.zonesOf(lost)
}

// addressesLost are the addresses that a load balancer has, and that are not planned for it any more.
func (before lastBalancer) addressesLost(planned []plan.StaticAddress) []string {
	kept := map[string]bool{}
	for _, address := range planned {
		kept[address.Address] = true
	}
	var lost []string
	for _, address := range before.addresses {
		if !kept[address] {
			lost = append(lost, address)
		}
	}
	return lost
}
