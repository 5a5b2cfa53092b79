package estate

import (
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/stretchr/testify/assert"
)

// TestGuardNumbers moves priorities and inner ports between services.
func TestGuardNumbers(t *testing.T) {
	resources := map[string]recorded{}
	keep := func(component, kind, name string, number float64) {
		resource := recorded{Type: kind}
		resource.Outputs.Priority, resource.Outputs.Port = number, number
		resources["urn:pulumi:dev::ingresshub::"+component+"$"+kind+"::"+name] = resource
	}
	const ruleType, listenerType = "aws:lb/listenerRule:ListenerRule", "aws:lb/listener:Listener"
	keep("ingresshub:index:IngressLoadBalancer", ruleType, "public.shop", 10)
	keep("ingresshub:index:IngressLoadBalancer", ruleType, "public.find", 20)
	keep("ingresshub:index:IngressLoadBalancer", ruleType, "other.find", 30)
	keep("ingresshub:index:IngressLoadBalancer", listenerType, "blue.20001", 20001)
	keep("ingresshub:index:StaticNlb", listenerType, "blue.inner-1.shop", 20001)
	keep("ingresshub:index:StaticNlb", listenerType, "blue.inner-1.find", 20002)
	keep("ingresshub:index:StaticNlb", listenerType, "blue.inner-10.events", 20003)
	keep("ingresshub:index:StaticNlb", listenerType, "blue.inner-1.alb.20007", 20007)
	keep("ingresshub:index:InnerAlb", ruleType, "blue.inner-alb.cart", 40)

	const atAlb = "behind "
	planned := func(priorities, ports map[string]int) *plan.Plan {
		p := &plan.Plan{
			LoadBalancers:      []plan.IngressLoadBalancer{{Name: "public", Listeners: []plan.Listener{{Name: "public.443"}, {Name: "public.80"}}}},
			InnerLoadBalancers: []plan.StaticNlb{{Name: "blue.inner-1"}},
			InnerAlbs:          []plan.InternalAlb{{Name: "blue.inner-alb", Listeners: []plan.Listener{{Name: "blue.inner-alb.20007"}}}},
		}
		for service, priority := range priorities {
			if inner, behind := strings.CutPrefix(service, atAlb); behind {
				rules := &p.InnerAlbs[0].Listeners[0].Rules
				*rules = append(*rules, plan.ListenerRule{Name: "blue.inner-alb." + inner, Priority: priority})
				continue
			}
			rules := &p.LoadBalancers[0].Listeners[0].Rules
			*rules = append(*rules, plan.ListenerRule{Name: "public." + service, Priority: priority})
		}
		for service, port := range ports {
			listeners := &p.InnerLoadBalancers[0].Listeners
			*listeners = append(*listeners, plan.Listener{Name: "blue.inner-1." + service, Port: port})
		}
		return p
	}
	for name, test := range map[string]struct {
		priorities, ports map[string]int
		want              []string
	}{
		"nothing":                   {priorities: map[string]int{"shop": 10, "find": 20}, ports: map[string]int{"shop": 20001, "find": 20002}},
		"other numbers":             {priorities: map[string]int{"shop": 11, "find": 30}, ports: map[string]int{"shop": 20003, "find": 20004}},
		"a service goes":            {priorities: map[string]int{"shop": 10}, ports: map[string]int{"shop": 20001}},
		"a rename with new numbers": {priorities: map[string]int{"store": 11, "find": 20}, ports: map[string]int{"store": 20005, "find": 20002}},
		"a rename": {priorities: map[string]int{"store": 10, "find": 20}, ports: map[string]int{"store": 20001, "find": 20002}, want: []string{
			"services.store.priority: 10 is that of services.shop on load balancer public until this update has ended, and AWS gives a number to one rule " +
				"at a time: it takes two updates, the first with another priority here",
			"services.store.innerPort: 20001 is that of services.shop on load balancer blue.inner-1 until this update has ended, and AWS gives a number to " +
				"one listener at a time: it takes two updates, the first with another innerPort here",
		}},
		"a rename behind an inner ALB": {priorities: map[string]int{atAlb + "trolley": 40}, want: []string{
			"services.trolley.priority: 40 is that of services.cart on load balancer blue.inner-alb ",
		}},
		"the port of an inner ALB for a service": {ports: map[string]int{"shop": 20007}, want: []string{
			"services.shop.innerPort: 20007 is that of clusters.blue.innerAlb on load balancer blue.inner-1 ",
		}},
		"the port of a service for an inner ALB": {ports: map[string]int{"alb.20001": 20001, "shop": 20008}, want: []string{
			"clusters.blue.innerAlb.port: 20001 is that of services.shop on load balancer blue.inner-1 until this update has ended, and AWS gives a number to " +
				"one listener at a time: it takes two updates, the first with another port here",
		}},
		"a swap": {priorities: map[string]int{"shop": 20, "find": 10}, ports: map[string]int{"shop": 20002, "find": 20001}, want: []string{
			"services.find.priority: 10 is that of services.shop ", "services.shop.priority: 20 is that of services.find ",
			"services.find.innerPort: 20001 is that of services.shop ", "services.shop.innerPort: 20002 is that of services.find ",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			problems := guard(newLastState(resources), planned(test.priorities, test.ports))
			if assert.Len(t, problems, len(test.want), problems) {
				for i, problem := range problems {
					assert.Contains(t, problem.Path+": "+problem.Message, test.want[i])
				}
			}
		})
	}
}
