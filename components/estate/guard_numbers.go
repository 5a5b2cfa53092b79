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
		priorities := numbers{field: "priority", of: "rule", before: last.priorities, balancer: balancer.Name, planned: map[string]int{}}
		for _, listener := range balancer.Listeners {
			for _, rule := range listener.Rules {
				priorities.planned[rule.Name] = rule.Priority
			}
		}
		problems = append(problems, priorities.problems()...)
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
				Path: "services." + n.service(name) + "." + n.field,
				Message: fmt.Sprintf("%d is that of services.%s on load balancer %s until this update has ended, and AWS gives a number to one %s "+
					"at a time: it takes two updates, the first with another %s here", number, n.service(owner), n.balancer, n.of, n.field),
			})
		}
	}
	return problems
}

// service is the service that a plan name ends in.
func (n numbers) service(name string) string { return strings.TrimPrefix(name, n.balancer+".") }
