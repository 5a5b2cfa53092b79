package flightpath

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// Check asks whether the properties of an estate hold. Without expectations it asks the generic ones: what the internet
// reaches, which flows are asymmetric, what gets around a firewall (where there is one), and whether health checks arrive.
// What is declared and not there is a finding. It fails where expectations cannot be understood: an unknown protocol.
func (a *Analyzer) Check(e Expectations) (Report, error) {
	c := a.newCheck(e)
	c.exposed = merge(a.reach(side{label: "internet", addresses: a.internet, internet: true}))
	for i := range c.exposed {
		c.exposed[i] = c.exposed[i].described()
	}
	found := c.suspect()
	c.questionSource(&found)
	r := Report{Exposed: []Reachable{}} // a list in JSON, where there is nothing, too
	for _, hidden := range a.hidden() { // what that speaks against is said where the source is questioned
		r.Exposed = append(r.Exposed, hidden.described())
	}
	r.Exposed = append(r.Exposed, c.exposed...)
	var findings []Finding
	for _, s := range e.Services {
		verdicts, err := a.serviceWays(s)
		if err != nil {
			return Report{}, err
		}
		r.Services = append(r.Services, verdicts...)
		for _, v := range verdicts {
			if v.Verdict.Less(Direct) {
				findings = append(findings, Finding{
					From: "internet", To: s.Name + " through " + v.Zone, Verdict: v.Verdict, Traffic: s.traffic(), Reason: v.Reason, Answer: v.Answer,
					way: v.way, ask: v.ask,
				})
			}
		}
	}
	health, shut := a.healthChecks(), c.shutIn()
	why := "the network has no firewall"
	if !c.generic {
		why = "no inspection is declared"
	}
	inspected := c.with(FirewallSees, append(found.uninspected.findings(), shut...), found.uninspected.count+len(shut))
	inspected.Note = cmp.Or(c.unaskedNodes(), a.unaskedUnplaced())
	contained := c.with(Contained, found.uncontained.findings(), found.uncontained.count)
	contained.Note = a.unaskedUnplaced()
	alive := conclude(Alive, health, len(health))
	alive.Note = a.unaskedTargets()
	r.Properties = []Property{
		c.with(Exposed, findings, len(findings)).unless(len(e.Services) == 0, c.noServices()),
		inspected.unless(!e.inspects() && !(c.generic && c.firewalls), why),
		contained.unless(c.generic, NothingDeclared),
		conclude(Symmetric, found.asymmetric.findings(), found.asymmetric.count),
		alive,
	}
	return r, nil
}

// NothingDeclared is why a property of an estate was not asked where none was given.
const NothingDeclared = "nothing is declared"

// noServices is why nothing was asked of services.
func (c *check) noServices() string {
	if c.generic {
		return NothingDeclared
	}
	return "no service is declared"
}

func sortFindings(all []Finding) {
	slices.SortStableFunc(all, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(ranks[a.Verdict], ranks[b.Verdict]), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
}

// check is a check under way.
type check struct {
	*Analyzer
	expected           Expectations
	ingress, protected map[string]bool // VPCs
	joined             map[[2]string]bool
	inspectInternet    bool
	inspected          map[string]bool // VPCs that traffic to protected ones is inspected from
	exempt             map[string]bool // protected VPCs of which that does not hold

	generic   bool // nothing is declared
	firewalls bool // there are some

	exposed []Reachable

	// absent is what is declared and not there, by the property that it speaks against.
	absent map[PropertyName][]Finding
}

// suspect asks every sender's flows. Senders are walked at once, as many as there are processors.
func (c *check) suspect() doubts {
	senders := append(c.senders(), c.nodesToBe()...)
	workers := min(runtime.GOMAXPROCS(0), len(senders))
	found := make([]doubts, workers)
	next := make(chan *nic)
	var group sync.WaitGroup
	for i := range workers {
		group.Go(func() {
			for n := range next {
				for _, r := range c.ends(c.walk(ofNIC(n), everythingElse(), c.whateverOf(n)), nil) {
					c.question(n, r, &found[i])
				}
			}
		})
	}
	for _, n := range senders {
		next <- n
	}
	close(next)
	group.Wait()
	var all doubts
	for _, r := range c.exposed {
		c.questionExposed(r, &all)
	}
	for _, d := range found {
		all.uninspected.join(d.uninspected)
		all.uncontained.join(d.uncontained)
		all.asymmetric.join(d.asymmetric)
	}
	return all
}

// question asks a flow of an interface.
func (c *check) question(from *nic, r Reachable, found *doubts) {
	if r.Verdict == Asymmetric || r.Verdict == Unproven {
		found.asymmetric.add(from.label, r)
	}
	near := from.subnet.VPC
	if r.To == "internet" && r.Verdict != Inspected && c.expected.InspectedEgress && c.protected[near] {
		found.uninspected.add(from.label, r)
	}
	if r.VPC == "" {
		c.questionUnknown(near, from.label, r, found)
	}
	if r.VPC == "" || near == r.VPC {
		return
	}
	// What a load balancer sends is part of a way that began elsewhere, which an inspection may have seen there.
	unseen := c.generic && c.firewalls && from.balancer == nil
	if r.Verdict != Inspected && (unseen || c.inspected[near] && c.protected[r.VPC] && !c.exempt[r.VPC]) {
		found.uninspected.add(from.label, r)
	}
	if c.protected[near] && c.protected[r.VPC] && !c.joined[[2]string{near, r.VPC}] {
		found.uncontained.add(from.label, r)
	}
}

// questionUnknown asks a flow that leads somewhere unknown: that may be a protected VPC, or the internet.
func (c *check) questionUnknown(near, from string, r Reachable, found *doubts) {
	if r.Verdict != Unproven {
		return
	}
	if c.inspected[near] || c.expected.InspectedEgress && c.protected[near] {
		found.uninspected.add(from, r)
	}
	if c.protected[near] {
		found.uncontained.add(from, r)
	}
}

// questionExposed asks what the internet reaches.
func (c *check) questionExposed(r Reachable, found *doubts) {
	if r.Verdict == Asymmetric || r.Verdict == Unproven {
		found.asymmetric.add("internet", r)
	}
	unknown := r.VPC == "" && r.Verdict == Unproven
	asked := c.generic && c.firewalls || c.inspectInternet && (c.protected[r.VPC] || unknown) ||
		c.expected.InspectedEdge && (c.ingress[r.VPC] || unknown)
	if r.Verdict != Inspected && asked {
		found.uninspected.add("internet", r)
	}
	if c.generic {
		return
	}
	if part := c.undeclared(r); !part.IsEmpty() {
		r.Packets = part
		found.uncontained.add("internet", r)
	}
}

// questionSource doubts what was asked of everything where the source does not tell of everything, or not where it is.
func (c *check) questionSource(found *doubts) {
	for _, r := range c.unasked() {
		found.asymmetric.add("anything", r)
		if !c.generic {
			found.uncontained.add("internet", r)
		}
		if c.expected.inspects() || c.generic && c.firewalls {
			found.uninspected.add("anything", r)
		}
	}
	if reason := c.hidesFirewalls(); c.generic && !c.firewalls && reason != "" {
		w := stopAt(Unproven, HopUnknown, string(network.GapEndpoints), reason)
		found.uninspected.add("anything", Reachable{To: "anything", Verdict: Unproven, Reason: w.reason, way: w})
	}
}

// undeclared is the packets that reach something by no declared service.
func (c *check) undeclared(r Reachable) space.Set {
	packets := r.Packets
	if len(r.Through) > 0 {
		// Behind a load balancer: what the target group of a declared service leads to is declared.
		for _, s := range c.expected.Services {
			b, g := c.balancerNamed(s.LoadBalancer), c.index.TargetGroups[r.by.group]
			if b != nil && b.ID == r.by.balancer && (s.TargetGroup == "" || g != nil && (g.ID == s.TargetGroup || g.Name == s.TargetGroup)) {
				return space.Set{}
			}
		}
		return packets
	}
	for _, s := range c.expected.Services {
		b := c.balancerNamed(s.LoadBalancer)
		if b == nil || r.nic == nil || r.nic.balancer == nil || r.nic.balancer.ID != b.ID {
			continue
		}
		if number, err := (Question{Protocol: s.Protocol}).number(); err == nil {
			packets = packets.Subtract(space.All().Protocol(number).DestinationPorts(s.Port, s.Port))
		}
	}
	if r.nic != nil && r.nic.balancer != nil {
		// A port at which nobody listens is let in by the security group, and answered by nobody.
		var heard space.Set
		for i := range r.nic.balancer.Listeners {
			l := &r.nic.balancer.Listeners[i]
			if len(l.Forwards) == 0 && strings.HasPrefix(l.Protocol, "HTTP") && c.isDeclared(r.nic.balancer) {
				continue // it answers by itself, as one that redirects to a service's listener does: nothing is behind it
			}
			heard = heard.Union(clients(l, -1))
		}
		if r.nic.balancer.ListenersKnown {
			packets = packets.Intersect(heard)
		}
	}
	return packets
}

// isDeclared says whether a load balancer is declared, or a service of it.
func (c *check) isDeclared(b *network.LoadBalancer) bool {
	names := slices.Clone(c.expected.LoadBalancers)
	for _, s := range c.expected.Services {
		names = append(names, s.LoadBalancer)
	}
	return slices.ContainsFunc(names, func(name string) bool {
		known := c.balancerNamed(name)
		return known != nil && known.ID == b.ID
	})
}
