package flightpath

// Report is what a check found.
type Report struct {
	// Properties in the order of their names below.
	Properties []Property `json:"properties"`

	// Services is the verdict of each declared service in each zone of its load balancer.
	Services []ServiceVerdict `json:"services,omitempty"`

	// Exposed is everything that the internet reaches.
	Exposed []Reachable `json:"exposed"`
}

// Property is something that has to hold for a whole network.
type Property struct {
	Name   PropertyName `json:"name"`
	Result Result       `json:"result"`

	// Findings are what speaks against it, worst first, and Count is how many there are: of very many, not all are shown.
	Findings []Finding `json:"findings,omitempty"`
	Count    int       `json:"count"`

	// Why says of what was not asked what is not declared, or not there.
	Why string `json:"why,omitempty"`

	// Note says which part of the property was not asked, and what the source does not tell for it.
	Note string `json:"note,omitempty"`
}

// PropertyName is the name of a property.
type PropertyName string

// Properties.
const (
	// Exposed: each declared service is reachable from the internet, through every zone of its load balancer.
	Exposed PropertyName = "exposed"

	// FirewallSees: what is declared to be inspected crosses a firewall, on every way.
	FirewallSees PropertyName = "inspected"

	// Contained: nothing that was not declared is reachable from the internet, and protected VPCs do not reach each other.
	Contained PropertyName = "contained"

	// Symmetric: every flow that arrives is answered by the way that it came, as far as something on it keeps state.
	Symmetric PropertyName = "symmetric"

	// Alive: the health checks of every target group reach its targets.
	Alive PropertyName = "alive"
)

// Result is what came of a property.
type Result string

// Results.
const (
	Holds    Result = "holds"
	Fails    Result = "fails"
	Open     Result = "unproven" // something that it depends on is not known
	NotAsked Result = "not asked"
)

// Finding is something that speaks against a property.
type Finding struct {
	From    string  `json:"from"`
	To      string  `json:"to"`
	Verdict Verdict `json:"verdict"`
	Traffic string  `json:"traffic,omitempty"`
	Reason  string  `json:"reason"`

	// Answer is the way, hop by hop.
	Answer Answer `json:"answer"`

	way *way
	ask func(*Analyzer) *way // of another network; nil where only what is there was asked about
}

// ServiceVerdict is a service's verdict in a zone.
type ServiceVerdict struct {
	Service string  `json:"service"`
	Zone    string  `json:"zone"`
	Verdict Verdict `json:"verdict"`
	Reason  string  `json:"reason"`
	Answer  Answer  `json:"answer"`

	way *way
	ask func(*Analyzer) *way
}

// ExplainFinding says in a finding's answer what would open it, where it is about a declared service that is blocked, as
// [Analyzer.Explain] does.
func (a *Analyzer) ExplainFinding(f *Finding) {
	if f.ask != nil {
		f.Answer = a.explained(f.way, f.ask)
	}
}

// Holds says whether every property that was asked holds.
func (r Report) Holds() bool {
	for _, p := range r.Properties {
		if p.Result == Fails || p.Result == Open {
			return false
		}
	}
	return true
}

// Worst is the worst verdict of the declared services and zones; empty without services.
func (r Report) Worst() Verdict {
	if len(r.Services) == 0 {
		return ""
	}
	worst := Inspected
	for _, s := range r.Services {
		worst = Worst(worst, s.Verdict)
	}
	return worst
}

// conclude is the property with its result.
func conclude(name PropertyName, findings []Finding, count int) Property {
	sortFindings(findings)
	p := Property{Name: name, Result: Holds, Findings: findings[:min(most, len(findings))], Count: count}
	for _, f := range findings {
		switch {
		case f.Verdict != Unproven:
			p.Result = Fails
		case p.Result != Fails:
			p.Result = Open
		}
	}
	return p
}

// unless makes a property one that was not asked, where nothing speaks against it.
func (p Property) unless(not bool, why string) Property {
	if not && p.Result == Holds {
		p.Result, p.Why, p.Note = NotAsked, why, ""
	}
	return p
}
