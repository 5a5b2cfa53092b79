package plan

import (
	"fmt"
	"strings"
)

// checkNeeds finds rules by address and port that drop what declared services need. They come before the rules that let the
// services through.
func (b *builder) checkNeeds(j *judge, rules []stance, from inspected) {
	lost := map[string][]string{}
	if from.inspects(PlaceEdge) {
		b.loseEdge(j, rules, lost)
	}
	if from.inspects(PlaceEastWest) {
		b.loseEastWest(j, rules, from.passes, lost)
	}
	for _, path := range sortedKeys(lost) {
		b.add(path, "drops what %s, and comes before the rules that let declared services through: narrow it, or allow that in a rule before it",
			strings.Join(lost[path], "; "))
	}
}

// loseEastWest finds what is dropped between the ingress load balancers and what answers them for a service. Each part of it
// counts: load balancers of all zones reach targets of all zones.
func (b *builder) loseEastWest(j *judge, rules []stance, passes []FirewallRule, lost map[string][]string) {
	for _, s := range b.services {
		for _, p := range passes {
			name := PlaceEastWest + "." + s.name
			if p.Name != name && !strings.HasPrefix(p.Name, name+".") {
				continue
			}
			need, ok := p.area()
			if !ok {
				continue
			}
			need[0], need[1] = narrowed(need[0], b.balancerSubnets()), narrowed(need[1], b.innerAddresses(s.innerNumbers()))
			if rule, dropped := j.firstDropping(need, rules); dropped {
				lost[rule.path] = append(lost[rule.path], fmt.Sprintf("ingress load balancers send to service %s, its health checks too (port %s)",
					s.name, strings.Join(p.Ports, ", ")))
			}
		}
	}
}

// balancerSubnets are the subnets of the ingress load balancers.
func (b *builder) balancerSubnets() spans {
	out := []string{}
	for _, z := range b.zones {
		if subnet, ok := b.ingress.subnet(TierLb, z); ok {
			out = append(out, subnet.String())
		}
	}
	return networkSpans(out)
}

// innerAddresses are the static addresses of inner load balancers by number, of all clusters.
func (b *builder) innerAddresses(numbers []int) spans {
	out := []string{}
	for _, name := range sortedKeys(b.clusters) {
		for _, z := range b.zones {
			if subnet, ok := b.clusters[name].addresses.subnet(TierLb, z); ok {
				for _, n := range numbers {
					out = append(out, staticAddress(subnet, n).String()+"/32")
				}
			}
		}
	}
	return networkSpans(out)
}

// narrowed is the part of a rule's addresses where something is. Rules are about whole blocks, with room for later zones;
// where nothing of them is known to be there, all of them count.
func narrowed(all, there spans) spans {
	if some := all.and(there); len(some) > 0 {
		return some
	}
	return all
}

// firstDropping is the first rule that drops a part of an area which no rule before it lets through.
func (j *judge) firstDropping(need area, rules []stance) (stance, bool) {
	allowed := []area{}
	for _, s := range rules {
		for _, matched := range s.areas[tcp] {
			part, some := need.and(matched)
			if !some {
				continue
			}
			if s.allows {
				allowed = append(allowed, part)
			} else if _, let := j.cover(part, allowed); !let && !j.tired() {
				return s, true
			}
		}
	}
	return stance{}, false
}

// loseEdge finds services of which no client reaches the ingress load balancer. Dropping some clients is what an edge firewall is
// for.
func (b *builder) loseEdge(j *judge, rules []stance, lost map[string][]string) {
	told := map[string]bool{}
	for _, s := range b.services {
		if s.lb == nil || !b.ingress.known() {
			continue
		}
		port := httpsPort
		if !s.lb.isAlb() {
			port = s.declared.ListenerPort
		}
		key := fmt.Sprint(s.lb.name, " ", port)
		if told[key] {
			continue
		}
		told[key] = true
		need := area{networkSpans(networks(s.lb.allowed...)), networkSpans(b.ingressBalancers()), spans{{uint32(port), uint32(port)}}} //nolint:gosec // A port.
		if len(need[0]) == 0 {
			need[0] = allAddresses
		}
		if rule, dropped := j.allDropped(need, rules); dropped {
			lost[rule.path] = append(lost[rule.path], fmt.Sprintf("clients send to service %s (load balancer %s, port %d)", s.name, s.lb.name, port))
		}
	}
}

// allDropped is the rule with which the last part of an area is dropped, when none before lets a part of it through.
func (j *judge) allDropped(need area, rules []stance) (stance, bool) {
	dropped, owner := []area{}, []stance{}
	for _, s := range rules {
		for _, matched := range s.areas[tcp] {
			part, some := need.and(matched)
			if !some {
				continue
			}
			if s.drops {
				dropped, owner = append(dropped, part), append(owner, s)
			} else if _, all := j.cover(part, dropped); !all {
				return stance{}, false
			}
		}
	}
	used, all := j.cover(need, dropped)
	if !all {
		return stance{}, false
	}
	return owner[used[len(used)-1]], true
}
