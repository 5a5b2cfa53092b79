package flightpath

// Verdict is what an answer comes down to.
type Verdict string

// Verdicts, from worst to best.
const (
	// Blocked: no packet of the question arrives.
	Blocked Verdict = "blocked"

	// Unproven: the way leads through something that is not modelled, or that the source of the network does not tell.
	Unproven Verdict = "unproven"

	// Asymmetric: packets arrive, but the reply is lost, in part or altogether, or misses a firewall that saw the request.
	Asymmetric Verdict = "asymmetric"

	// Direct: packets arrive and are answered, and on some way no firewall sees them.
	Direct Verdict = "direct"

	// Inspected: on every way a firewall sees both directions, at the same endpoint.
	Inspected Verdict = "inspected"
)

var ranks = map[Verdict]int{Blocked: 0, Unproven: 1, Asymmetric: 2, Direct: 3, Inspected: 4}

// Less says whether v is worse than o.
func (v Verdict) Less(o Verdict) bool { return ranks[v] < ranks[o] }

// Worst is the worst of verdicts; Inspected, the best, where there are none.
func Worst(verdicts ...Verdict) Verdict {
	worst := Inspected
	for _, v := range verdicts {
		if v.Less(worst) {
			worst = v
		}
	}
	return worst
}

// chained is the verdict of legs one after the other: one that is not passed spoils all, one that is inspected is enough.
func chained(verdicts ...Verdict) Verdict {
	inspected := false
	for _, v := range verdicts {
		inspected = inspected || v == Inspected
	}
	if worst := Worst(verdicts...); worst != Direct || !inspected {
		return worst
	}
	return Inspected
}
