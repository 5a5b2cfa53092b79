package flightpath

import (
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

func (a *Analyzer) newCheck(e Expectations) *check {
	c := &check{
		Analyzer: a, expected: e, joined: map[[2]string]bool{}, inspected: map[string]bool{}, absent: map[PropertyName][]Finding{},
		generic: len(e.Ingress) == 0 && len(e.Protected) == 0 && len(e.Services) == 0, firewalls: a.hasFirewalls(),
	}
	c.ingress = c.declaredVPCs(Contained, e.Ingress)
	c.protected = c.declaredVPCs(Contained, e.Protected)
	c.exempt = c.declaredVPCs(FirewallSees, e.Exempt)
	for _, from := range e.InspectedFrom {
		if from == "internet" {
			c.inspectInternet = true
			continue
		}
		for id := range c.declaredVPCs(FirewallSees, []string{from}) {
			c.inspected[id] = true
		}
	}
	for _, pair := range e.Joined {
		from, to := c.declaredVPCs(Contained, pair[:1]), c.declaredVPCs(Contained, pair[1:])
		for f := range from {
			for t := range to {
				c.joined[[2]string{f, t}] = true
			}
		}
	}
	for _, name := range e.Missing {
		c.lacks(Exposed, network.GapTargetGroups, name)
	}
	c.contradicted()
	return c
}

// declaredVPCs is VPCs by ID, name or CIDR. One that is not there speaks against the property that is to hold for it.
func (c *check) declaredVPCs(property PropertyName, names []string) map[string]bool {
	found := map[string]bool{}
	for _, name := range names {
		before := len(found)
		for _, v := range c.vpcs {
			if v.ID == name || v.Name == name && name != "" || slices.ContainsFunc(v.CIDRs, func(p netip.Prefix) bool { return p.String() == name }) {
				found[v.ID] = true
			}
		}
		if len(found) == before {
			c.lacks(property, network.GapVPCs, "VPC "+name)
		}
	}
	return found
}

// lacks is a finding about something that is declared and not there: blocked, or unproven where the source does not tell all of
// its kind.
func (c *check) lacks(property PropertyName, kind network.GapKind, name string) {
	verdict, reason := Blocked, "it is declared, and the network does not hold it"
	if unknown := c.missing(kind, nil); unknown != "" {
		verdict, reason = Unproven, unknown
	}
	w := &way{verdict: verdict, reason: reason, stop: &Hop{HopUnknown, name, reason, verdict}}
	if !slices.ContainsFunc(c.absent[property], func(f Finding) bool { return f.To == name }) {
		c.absent[property] = append(c.absent[property], Finding{From: "internet", To: name, Verdict: verdict, Reason: reason, Answer: showWay(w)})
	}
}

// with is a property with what was found about it, and what of its VPCs and services is not there.
func (c *check) with(name PropertyName, found []Finding, count int) Property {
	return conclude(name, append(found, c.absent[name]...), count+len(c.absent[name]))
}
