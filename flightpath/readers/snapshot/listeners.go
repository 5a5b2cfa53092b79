package snapshot

import (
	"maps"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// listener is a listener without what it forwards to, so that listeners can be compared.
type listener struct {
	arn, protocol string
	port          int
}

func (r *reader) loadBalancerListeners(o object) {
	r.takeListeners(o.need("LoadBalancerArn"), o, o.list("Listeners"))
}

// plainListeners is what describe-listeners prints; other services have listeners too.
func (r *reader) plainListeners(document object, key string) bool {
	items, mine := plain(document, key, "LoadBalancerArn")
	if !mine {
		return false
	}
	for _, item := range items {
		r.takeListeners(item.need("LoadBalancerArn"), item, []object{item})
	}
	return true
}

func (r *reader) takeListeners(balancer string, at object, items []object) {
	var found []listener
	for _, item := range items {
		one := listener{arn: item.need("ListenerArn"), protocol: strings.ToUpper(item.text("Protocol"))}
		one.port, _ = item.number("Port", 1, 65535) // a Gateway Load Balancer's has none
		found = append(found, one)
		r.listenerForwards.add(one.arn, item, item.forwards("DefaultActions", "default", ""))
	}
	r.balancerListeners.add(balancer, at, found)
}

// forwards are the target groups of a list of actions.
func (o object) forwards(name, rule, condition string) []network.Forward {
	var all []network.Forward
	for _, action := range o.list(name) {
		if action.state("Type") != "forward" {
			continue // redirects, fixed responses and authentication lead nowhere in the network
		}
		before := len(all)
		config, _ := action.child("ForwardConfig")
		for _, group := range config.list("TargetGroups") {
			weight, there := group.number("Weight", 0, 999)
			if !there {
				weight = 1
			}
			all = append(all, network.Forward{Rule: rule, Condition: condition, TargetGroup: group.need("TargetGroupArn"), Weight: weight})
		}
		if before == len(all) {
			all = append(all, network.Forward{Rule: rule, Condition: condition, TargetGroup: action.need("TargetGroupArn"), Weight: 1})
		}
	}
	return all
}

func (r *reader) listenerRules(o object) {
	r.takeRules(o.need("ListenerArn"), o, o.list("Rules"))
}

// plainRules is what describe-rules prints. A rule's ARN holds that of its listener.
func (r *reader) plainRules(document object, key string) bool {
	items, mine := plain(document, key, "RuleArn")
	if !mine {
		return false
	}
	for _, item := range items {
		arn := item.need("RuleArn")
		end := strings.LastIndexByte(arn, '/')
		if !strings.Contains(arn, ":listener-rule/") || end < 0 {
			return false
		}
		r.takeRules(strings.Replace(arn[:end], ":listener-rule/", ":listener/", 1), item, []object{item})
	}
	return true
}

func (r *reader) takeRules(listener string, at object, rules []object) {
	r.rulesTold[listener] = true
	for _, rule := range rules {
		if rule.truth("IsDefault", false) {
			continue // the listener's own actions
		}
		r.listenerForwards.add(listener, at, rule.forwards("Actions", rule.need("RuleArn"), rule.conditions()))
	}
}

// conditions say for people when a rule applies.
func (o object) conditions() string {
	var all []string
	for _, condition := range o.list("Conditions") {
		field := condition.text("Field")
		values := condition.words("Values")
		for _, name := range slices.Sorted(maps.Keys(condition.fields)) {
			if strings.HasSuffix(name, "Config") && len(values) == 0 {
				if config, there := condition.child(name); there && config.fields["Values"] != nil && config.fields["Values"].kind == list {
					values = config.words("Values")
				}
			}
		}
		all = append(all, clip(field+" "+strings.Join(values, " or ")))
	}
	return strings.Join(all, ", ")
}

// words are the texts in a list.
func (o object) words(name string) []string {
	field := o.get(name, list)
	if field == nil {
		return nil
	}
	var words []string
	for _, item := range field.items {
		if item.kind == text {
			words = append(words, item.text)
		}
	}
	return words
}

// listen gives a load balancer its listeners. Rules of an application load balancer that no file holds may forward to any
// target group that is attached to it and that nothing else forwards to.
func (r *reader) listen(balancer *network.LoadBalancer, attached []string) {
	listeners, told := r.balancerListeners.of(balancer.ID)
	balancer.ListenersKnown = told
	forwarded := map[string]bool{}
	for _, one := range listeners {
		told, _ := r.listenerForwards.of(one.arn)
		forwards := slices.Clone(told)
		for _, forward := range forwards {
			forwarded[forward.TargetGroup] = true
		}
		slices.SortStableFunc(forwards, byDefaultLast)
		balancer.Listeners = append(balancer.Listeners, network.Listener{
			Object: network.Object{ID: one.arn, Account: balancer.Account, Region: balancer.Region},
			Port:   one.port, Protocol: one.protocol, Forwards: forwards,
		})
	}
	if balancer.Kind != network.ApplicationBalancer {
		return
	}
	for i := range balancer.Listeners {
		one := &balancer.Listeners[i]
		if r.rulesTold[one.ID] {
			continue
		}
		for _, group := range attached {
			if !forwarded[group] {
				one.Forwards = append(one.Forwards, network.Forward{
					Rule: "unknown", Condition: "a rule that the snapshot does not hold", TargetGroup: group, Weight: 1,
				})
				r.gap(r.balancerListeners.at[balancer.ID], network.GapListeners, one.ID,
					"has rules that no file holds (describe-rules): some of them forward to "+group)
			}
		}
	}
}

// byDefaultLast puts a listener's default after its rules: it gets what no rule does.
func byDefaultLast(a, b network.Forward) int {
	switch {
	case a.Rule != "default" && b.Rule == "default":
		return -1
	case a.Rule == "default" && b.Rule != "default":
		return 1
	}
	return 0
}
