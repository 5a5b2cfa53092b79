package estate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// guardNumbers refuses to hand a number of a load balancer from one service to another in one update. Pulumi deletes last,
// and changes what does not depend on each other in any order, so AWS would still find the number in use.
func guardNumbers(last *lastState, planned *plan.Plan) plan.Problems {
	var problems plan.Problems
	for _, balancer := range planned.LoadBalancers {
		problems = append(problems, priorities(last, balancer.Name, balancer.Listeners).problems()...)
	}
	for _, alb := range planned.InnerAlbs {
		problems = append(problems, priorities(last, alb.Name, alb.Listeners).problems()...)
	}
	for _, balancer := range planned.InnerLoadBalancers {
		ports := numbers{field: "innerPort", of: "listener", before: last.innerPorts, balancer: balancer.Name, planned: map[string]int{}}
		for _, listener := range balancer.Listeners {
			ports.planned[listener.Name] = listener.Port
		}
		problems = append(problems, ports.problems()...)
	}
	return problems
}

// priorities are those of an ALB's rules.
func priorities(last *lastState, balancer string, listeners []plan.Listener) numbers {
	all := numbers{field: "priority", of: "rule", before: last.priorities, balancer: balancer, planned: map[string]int{}}
	for _, listener := range listeners {
		for _, rule := range listener.Rules {
			all.planned[rule.Name] = rule.Priority
		}
	}
	return all
}

// numbers are those of which a load balancer has each once, by the plan name `<load balancer>.<service>` of what has it.
type numbers struct {
	// Field of a service that declares the number, and what AWS gives the number to.
	field, of string

	balancer        string
	before, planned map[string]int
}

func (n numbers) problems() plan.Problems {
	owners := map[int]string{}
	for name, number := range n.before {
		if strings.HasPrefix(name, n.balancer+".") {
			owners[number] = name
		}
	}
	var problems plan.Problems
	for _, name := range slices.Sorted(maps.Keys(n.planned)) {
		number := n.planned[name]
		if owner := owners[number]; owner != "" && owner != name {
			problems = append(problems, plan.Problem{
				Path: n.path(name),
				Message: fmt.Sprintf("%d is that of %s on load balancer %s until this update has ended, and AWS gives a number to one %s "+
					"at a time: it takes two updates, the first with another %s here", number, n.owner(owner), n.balancer, n.of, n.fieldOf(name)),
			})
		}
	}
	return problems
}

// owner is what a plan name is of: the service in which it ends, or the inner ALB of the cluster. Names of services have no dots.
func (n numbers) owner(name string) string {
	rest := strings.TrimPrefix(name, n.balancer+".")
	if n.leadsToAlb(name) {
		cluster, _, _ := strings.Cut(n.balancer, ".")
		return "clusters." + cluster + ".innerAlb"
	}
	return "services." + rest
}

// leadsToAlb says whether a plan name is that of an inner load balancer's listener that leads to an ALB.
func (n numbers) leadsToAlb(name string) bool { return strings.HasPrefix(name, n.balancer+".alb.") }

// fieldOf is the field that declares the number.
func (n numbers) fieldOf(name string) string {
	if n.leadsToAlb(name) {
		return "port"
	}
	return n.field
}

// path is where the number is declared.
func (n numbers) path(name string) string { return n.owner(name) + "." + n.fieldOf(name) }
