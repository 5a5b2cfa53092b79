package plan

import (
	"regexp"
	"sort"
	"strings"
)

// maxHostname is the longest host name, or path, that an ALB rule takes.
const maxHostname = 128

var validHostname = regexp.MustCompile(hostPattern)

// checkHostname checks a host name, which may have * as its first label, and says whether it is good.
func (b *builder) checkHostname(path, hostname string) bool {
	switch {
	case hostname == "":
		b.add(path, "is empty: give a host name such as shop.example.com")
	case len(hostname) > maxHostname:
		b.add(path, "%s has %d characters; an ALB takes host names of at most %d", hostname, len(hostname), maxHostname)
	case hostname != strings.ToLower(hostname):
		b.add(path, "%s has upper-case letters: write %s", hostname, strings.ToLower(hostname))
	case strings.Contains(strings.TrimPrefix(hostname, "*."), "*"):
		b.add(path, "%s: only the whole first label may be *", hostname)
	case !validHostname.MatchString(hostname):
		b.add(path, "%q is not a host name such as shop.example.com", hostname)
	default:
		return true
	}
	return false
}

// route is one pair of host name and path at an ALB.
type route struct{ hostname, path string }

// routes are the pairs of host name and path that a service declares.
func (s *service) routes() []route {
	paths := s.declared.Paths
	if len(paths) == 0 {
		paths = []string{"*"}
	}
	out := make([]route, 0, len(s.declared.Hostnames)*len(paths))
	for _, hostname := range s.declared.Hostnames {
		for _, path := range paths {
			if path == "/*" {
				path = "*" // Every path begins with a slash.
			}
			out = append(out, route{hostname, path})
		}
	}
	return out
}

// checkScatteredHostnames finds host names that services of several load balancers declare: DNS leads a name to one of
// them, so the others' services would never be asked. Services of one NLB may share a name, each on its port.
func (b *builder) checkScatteredHostnames() {
	first := map[string]*service{}
	for _, s := range b.services {
		if s.lb == nil {
			continue
		}
		for i, hostname := range s.declared.Hostnames {
			switch other := first[hostname]; {
			case other == nil:
				first[hostname] = s
			case other.lb != s.lb:
				b.add(index(s.path+".hostnames", i), "%s is that of services.%s already, on load balancer %s; DNS leads a name to one load balancer: "+
					"declare another name, or the same loadBalancer", hostname, other.name, other.lb.name)
			}
		}
	}
}

// checkRepeatedRoutes finds host names with paths that two services of an ALB declare.
func (b *builder) checkRepeatedRoutes() {
	first := map[route]*service{}
	for _, s := range b.services {
		if s.lb == nil || !s.lb.isAlb() {
			continue
		}
		reported := map[string]bool{}
		for _, r := range s.routes() {
			other := first[r]
			switch {
			case other == nil:
				first[r] = s
			case other != s && other.lb == s.lb && !reported[r.hostname]:
				reported[r.hostname], s.repeats = true, true
				b.add(s.path+".hostnames", "%s%s is that of services.%s already", r.hostname, r.described(), other.name)
			}
		}
	}
}

// described is the path of a route as words.
func (r route) described() string {
	if r.path == "*" {
		return " with every path"
	}
	return " with path " + r.path
}

// checkOverlaps finds services of an ALB whose host names overlap: which of them answers is decided by priority, so
// they must declare it.
func (b *builder) checkOverlaps(services []*service) {
	exact, wildcards := map[string][]*service{}, map[string][]*service{}
	for _, s := range services {
		if s.repeats {
			continue // A priority would not help.
		}
		for _, hostname := range s.declared.Hostnames {
			exact[hostname] = append(exact[hostname], s)
			if suffix, ok := strings.CutPrefix(hostname, "*"); ok {
				wildcards[suffix] = append(wildcards[suffix], s)
			}
		}
	}
	asked := map[*service]bool{}
	for _, hostname := range sortedKeys(exact) {
		group := exact[hostname]
		for _, suffix := range suffixes(hostname) {
			group = append(group, wildcards[suffix]...)
		}
		b.askForPriorities(hostname, distinct(group), asked)
	}
}

// suffixes are the endings of a host name from each dot on, as an ALB's * matches any number of labels.
func suffixes(hostname string) []string {
	out := []string{}
	for i := 1; i < len(hostname); i++ {
		if hostname[i] == '.' && hostname[:i] != "*" {
			out = append(out, hostname[i:])
		}
	}
	return out
}

// askForPriorities notes, once, each of several services with overlapping host names that declares no priority.
func (b *builder) askForPriorities(hostname string, services []*service, asked map[*service]bool) {
	if len(services) < 2 {
		return
	}
	for i, s := range services {
		if s.declared.Priority == 0 && !asked[s] {
			asked[s] = true
			other := services[0]
			if i == 0 {
				other = services[1]
			}
			b.add(s.path+".priority", "is required, because host name %s is also matched by services.%s: the lower priority wins",
				hostname, other.name)
		}
	}
}

// distinct are the services without repetitions, in the order of their names.
func distinct(services []*service) []*service {
	out, seen := []*service{}, map[*service]bool{}
	for _, s := range services {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].name < out[j].name })
	return out
}
