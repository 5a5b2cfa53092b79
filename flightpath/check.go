package flightpath

import (
	"cmp"
	"fmt"
	"net/netip"
	"runtime"
	"slices"
	"sync"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// Check asks whether the properties of an estate hold. Without expectations it asks the generic ones: what the internet
// reaches, which flows are asymmetric, what passes a firewall by (where there is one), and whether health checks arrive. It
// fails where expectations name something that is not there.
func (a *Analyzer) Check(e Expectations) (Report, error) {
	c, err := a.newCheck(e)
	if err != nil {
		return Report{}, err
	}
	c.exposed = a.reach(side{label: "internet", addresses: a.internet, internet: true})
	c.flows = a.flows()
	r := Report{Exposed: c.exposed}
	var findings []Finding
	for _, s := range e.Services {
		verdicts, err := a.serviceWays(s)
		if err != nil {
			return Report{}, err
		}
		r.Services = append(r.Services, verdicts...)
		for _, v := range verdicts {
			if v.Verdict.Less(Direct) {
				findings = append(findings, Finding{From: "internet", To: s.Name + " through " + v.Zone, Verdict: v.Verdict, Reason: v.Reason, Answer: v.Answer})
			}
		}
	}
	declared := len(e.Protected) > 0 || len(e.Services) > 0
	r.Properties = []Property{
		conclude(Exposed, len(e.Services) > 0, findings),
		conclude(FirewallSees, len(e.InspectedFrom) > 0 || !declared && a.hasFirewalls(), c.uninspected(!declared)),
		conclude(Contained, declared, c.uncontained(declared)),
		conclude(Symmetric, true, c.asymmetric()),
		conclude(Alive, true, a.healthChecks()),
	}
	for i := range r.Properties {
		sortFindings(r.Properties[i].Findings)
	}
	return r, nil
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
	services           []*network.LoadBalancer

	exposed []Reachable
	flows   []allowed
}

// allowed is what one sender reaches.
type allowed struct {
	from *nic
	to   []Reachable
}

func (a *Analyzer) newCheck(e Expectations) (*check, error) {
	c := &check{Analyzer: a, expected: e, joined: map[[2]string]bool{}, inspected: map[string]bool{}}
	var err error
	if c.ingress, err = a.vpcsNamed("ingress", e.Ingress); err != nil {
		return nil, err
	}
	if c.protected, err = a.vpcsNamed("protected", e.Protected); err != nil {
		return nil, err
	}
	for _, from := range e.InspectedFrom {
		if from == "internet" {
			c.inspectInternet = true
			continue
		}
		vpcs, err := a.vpcsNamed("inspectedFrom", []string{from})
		if err != nil {
			return nil, err
		}
		for id := range vpcs {
			c.inspected[id] = true
		}
	}
	for _, pair := range e.Joined {
		from, err := a.vpcsNamed("joined", pair[:1])
		if err != nil {
			return nil, err
		}
		to, err := a.vpcsNamed("joined", pair[1:])
		if err != nil {
			return nil, err
		}
		for f := range from {
			for t := range to {
				c.joined[[2]string{f, t}] = true
			}
		}
	}
	return c, nil
}

// vpcsNamed is VPCs by ID, name or CIDR.
func (a *Analyzer) vpcsNamed(field string, names []string) (map[string]bool, error) {
	found := map[string]bool{}
	for _, name := range names {
		before := len(found)
		for _, v := range a.vpcs {
			if v.ID == name || v.Name == name && name != "" || slices.ContainsFunc(v.CIDRs, func(p netip.Prefix) bool { return p.String() == name }) {
				found[v.ID] = true
			}
		}
		if len(found) == before {
			return nil, fmt.Errorf("%s: there is no VPC %q", field, name)
		}
	}
	return found, nil
}

// flows is what every sender reaches. Senders are walked at once, as many as there are processors.
func (a *Analyzer) flows() []allowed {
	senders := a.senders()
	all := make([]allowed, len(senders))
	next := make(chan int)
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(senders)) {
		group.Go(func() {
			for i := range next {
				n := senders[i]
				to := side{label: "anything", addresses: anywhere, internet: true, everything: true}
				packets := whatever
				if len(n.members) == 0 {
					packets = packets.NotTo(n.addresses)
				}
				all[i] = allowed{n, a.ends(a.walk(ofNIC(n), to, packets), nil)}
			}
		})
	}
	for i := range senders {
		next <- i
	}
	close(next)
	group.Wait()
	return all
}

func (a *Analyzer) hasFirewalls() bool {
	for _, e := range a.index.Endpoints {
		if e.IsFirewall() {
			return true
		}
	}
	return false
}

func finding(from string, r Reachable) Finding {
	to := r.To
	if r.nic != nil && r.nic.label != "" {
		to = r.nic.label
	}
	return Finding{From: from, To: to, Verdict: r.Verdict, Traffic: r.Traffic, Reason: r.Reason, Answer: r.Answer()}
}

// uninspected is what passes the firewall by, though it was declared to be inspected; in a generic check whatever comes from
// the internet or from another VPC.
func (c *check) uninspected(generic bool) []Finding {
	if generic && !c.hasFirewalls() {
		return nil
	}
	var all []Finding
	for _, r := range c.exposed {
		if r.Verdict == Inspected || !generic && !(c.inspectInternet && c.protected[r.VPC]) {
			continue
		}
		all = append(all, finding("internet", r))
	}
	for _, f := range c.flows {
		for _, r := range f.to {
			if r.Verdict == Inspected || r.VPC == "" || f.from.subnet.VPC == r.VPC ||
				!generic && !(c.inspected[f.from.subnet.VPC] && c.protected[r.VPC]) {
				continue
			}
			all = append(all, finding(f.from.label, r))
		}
	}
	return all
}

// uncontained is what the internet reaches though nobody declared it, and protected VPCs that reach each other.
func (c *check) uncontained(declared bool) []Finding {
	if !declared {
		return nil
	}
	var all []Finding
	for _, r := range c.exposed {
		if part := c.undeclared(r); !part.IsEmpty() {
			r.Packets, r.Traffic = part, trafficOf(part)
			all = append(all, finding("internet", r))
		}
	}
	for _, f := range c.flows {
		from := f.from.subnet.VPC
		for _, r := range f.to {
			if c.protected[from] && c.protected[r.VPC] && from != r.VPC && !c.joined[[2]string{from, r.VPC}] {
				all = append(all, finding(f.from.label, r))
			}
		}
	}
	return all
}

// undeclared is the packets that reach something by no declared service.
func (c *check) undeclared(r Reachable) space.Set {
	packets := r.Packets
	if len(r.Through) > 0 {
		// Behind a load balancer: its listener was asked about already. Only where no service is declared for it, nothing
		// behind it may be reached.
		for _, s := range c.expected.Services {
			if b := c.balancerNamed(s.LoadBalancer); b != nil && slices.Contains(r.Through, cmp.Or(b.Name, b.ID)) {
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
			heard = heard.Union(clients(&r.nic.balancer.Listeners[i], -1))
		}
		if r.nic.balancer.ListenersKnown {
			packets = packets.Intersect(heard)
		}
	}
	return packets
}

// asymmetric is the flows whose reply is lost or goes another way, and those of which that is not known.
func (c *check) asymmetric() []Finding {
	var all []Finding
	for _, r := range c.exposed {
		if r.Verdict == Asymmetric || r.Verdict == Unproven {
			all = append(all, finding("internet", r))
		}
	}
	for _, f := range c.flows {
		for _, r := range f.to {
			if r.Verdict == Asymmetric || r.Verdict == Unproven {
				all = append(all, finding(f.from.label, r))
			}
		}
	}
	return all
}
