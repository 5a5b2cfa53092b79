package pulumi

import (
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

const typeListener = "aws:lb/listener:Listener"

// listen gives a load balancer a listener. One whose port or protocol is not known may listen for anything.
func (b *builder) listen(balancer *network.LoadBalancer, r *Resource) {
	for _, key := range []string{"port", "protocol"} {
		if isUnknown(r.value(key)) {
			b.gapOf(network.GapListeners, balancer.ID, r, key)
			return
		}
	}
	balancer.Listeners = append(balancer.Listeners, b.listener(r))
}

func (b *builder) listener(r *Resource) network.Listener {
	listener := network.Listener{Object: b.object(r), Protocol: r.text("protocol")}
	listener.Port, _ = r.number("port")
	if listener.Protocol == "" {
		listener.Protocol = "HTTP" // AWS's default for application load balancers, the only ones that may leave it out
	}
	if listener.Name == "" {
		listener.Name = r.Name()
	}
	listener.Forwards = b.forwards(r, listener.ID, "defaultActions", "default", "")
	for _, rule := range b.every("aws:lb/listenerRule:ListenerRule") {
		of, ok := b.refer(rule, "listenerArn", typeListener)
		switch {
		case !ok && b.mayMean(rule, "listenerArn", listener.ID, typeListener):
			b.gapOf(network.GapListeners, listener.ID, rule, "listenerArn")
		case ok && of == listener.ID:
			listener.Forwards = append(listener.Forwards, b.forwards(rule, listener.ID, "actions", rule.identity(), condition(rule))...)
		}
	}
	return listener
}

// forwards are the target groups of actions. One that is not known may be any of a listener's.
func (b *builder) forwards(r *Resource, listener, key, rule, condition string) []network.Forward {
	var forwards []network.Forward
	untold := func() { b.gapOf(network.GapListeners, listener, r, key) }
	add := func(value any, weight int) {
		group, ok := b.reference(r, key, value, typeTargetGroup)
		if !ok {
			untold()
			return
		}
		forwards = append(forwards, network.Forward{Rule: rule, Condition: condition, TargetGroup: group, Weight: weight})
	}
	if isUnknown(r.value(key)) {
		untold()
	}
	for _, action := range r.list(key) {
		switch asText(inside(action, "type")) {
		case "forward":
		case Unknown:
			untold()
			continue
		default:
			continue
		}
		several, only := inside(action, "forward", "targetGroups"), inside(action, "targetGroupArn")
		groups := asList(several)
		switch {
		case isUnknown(several):
			untold()
		case groups == nil && only != nil:
			add(only, 1)
		}
		for _, group := range groups {
			weight, ok := asNumber(inside(group, "weight"))
			switch {
			case isUnknown(inside(group, "weight")):
				untold() // 0 is none
				continue
			case !ok:
				weight = 1
			}
			add(inside(group, "arn"), weight)
		}
	}
	return forwards
}

// condition is what a rule asks for, for people.
func condition(rule *Resource) string {
	var all []string
	for _, row := range rule.list("conditions") {
		for name, value := range asObject(row) {
			var values []string
			for _, text := range asList(asObject(value)["values"]) {
				values = append(values, asText(text))
			}
			if len(values) > 0 {
				all = append(all, name+" "+strings.Join(values, ", "))
			}
		}
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}
