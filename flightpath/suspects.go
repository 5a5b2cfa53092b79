package flightpath

import (
	"cmp"
	"slices"
)

// doubts is what speaks against the properties that are asked of every flow.
type doubts struct{ uninspected, uncontained, asymmetric suspects }

// suspects are the flows that speak against a property: the worst ones, and how many there are.
type suspects struct {
	worst []suspect
	count int
}

type suspect struct {
	from string
	to   Reachable
}

// most is how many findings of a property are shown.
const most = 100

func (s *suspects) add(from string, to Reachable) {
	s.count++
	s.worst = append(s.worst, suspect{from, to})
	if len(s.worst) >= 2*most {
		s.trim()
	}
}

func (s *suspects) trim() {
	slices.SortStableFunc(s.worst, func(a, b suspect) int {
		return cmp.Or(cmp.Compare(ranks[a.to.Verdict], ranks[b.to.Verdict]), cmp.Compare(a.from, b.from), cmp.Compare(a.to.To, b.to.To))
	})
	s.worst = s.worst[:min(most, len(s.worst))]
}

func (s *suspects) join(o suspects) {
	s.count += o.count
	s.worst = append(s.worst, o.worst...)
	s.trim()
}

func (s *suspects) findings() []Finding {
	s.trim()
	all := make([]Finding, len(s.worst))
	for i, one := range s.worst {
		all[i] = finding(one.from, one.to)
	}
	return all
}

func finding(from string, r Reachable) Finding {
	r = r.described()
	to := r.To
	if r.nic != nil && r.nic.label != "" {
		to = r.nic.label
	}
	return Finding{From: from, To: to, Verdict: r.Verdict, Traffic: r.Traffic, Reason: r.Reason, Answer: r.Answer()}
}
