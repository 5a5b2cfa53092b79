package flightpath

import (
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// How far the search for an opening goes: more changes than that are not small, and each that is tried takes an analysis.
const (
	mostChanges  = 8
	mostAnalyses = 64
)

// opening is what opens a blocked way: changes in their order, and what comes of the question once all of them are made. Where
// none was found, changes is empty, and reason says what still stops the packets.
type opening struct {
	changes []Change
	verdict Verdict
	reason  string
}

// attempt is a network with some changes, and what becomes of the question there.
type attempt struct {
	*Analyzer
	changes []Change
	way     *way
}

// open finds the fewest changes that open a way. Every one is made in a copy of the network, of which the question is asked
// again: what comes out is open, replies included, and not only past the rule that stopped the packets first.
func (a *Analyzer) open(w *way, ask func(*Analyzer) *way) opening {
	found := opening{verdict: w.verdict, reason: w.reason}
	tried := map[string]bool{}
	analyses := 0
	for queue := []attempt{{a, nil, w}}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if len(at.changes) == mostChanges {
			continue
		}
		for _, r := range at.remedies() {
			next := attempt{changes: append(slices.Clip(at.changes), r.change)}
			key := keyOf(next.changes)
			if tried[key] || analyses == mostAnalyses {
				continue
			}
			tried[key] = true
			analyses++
			changed := *at.network
			r.apply(&changed)
			next.Analyzer = New(&changed)
			next.way = ask(next.Analyzer)
			switch {
			case next.way == nil || next.way.reason == at.way.reason:
				// Nothing is better than before.
			case !next.way.verdict.Less(Direct):
				return opening{next.changes, next.way.verdict, next.way.reason}
			case next.way.verdict == Unproven:
				if found.changes == nil {
					found = opening{next.changes, Unproven, next.way.reason}
				}
			default:
				queue = append(queue, next)
				if found.changes == nil {
					found.reason = next.way.reason
				}
			}
		}
	}
	return found
}

// keyOf is the same for the same changes in whatever order.
func keyOf(changes []Change) string {
	keys := make([]string, 0, len(changes))
	for _, c := range changes {
		keys = append(keys, string(c.Kind)+" "+c.ID+" "+c.Do)
	}
	slices.Sort(keys)
	return strings.Join(keys, "\n")
}

// remedies is what may take away what stops the way: the request, or where that arrives, its reply.
func (at *attempt) remedies() []remedy {
	w := at.way
	if w.stop != nil {
		if w.obstacle == nil {
			return nil
		}
		return w.obstacle.remedies(at.Analyzer)
	}
	for _, l := range slices.Backward(w.legs) {
		if l.verdict != Blocked && l.verdict != Asymmetric || l.decisive == nil {
			continue
		}
		stopped := &l.decisive.there
		if l.verdict == Asymmetric {
			stopped = l.decisive.back
		}
		if stopped != nil && stopped.obstacle != nil {
			return stopped.obstacle.remedies(at.Analyzer)
		}
	}
	return nil
}

// obstacle is what stops packets, for which something may be done.
type obstacle interface {
	// remedies are the changes that may let the packets pass, the one to try first first. There are few of them.
	remedies(a *Analyzer) []remedy
}

// mostRemedies is how many next hops are tried for one route.
const mostRemedies = 3

// remedy is a change with what it does to a network: to lists that it copies first, as others share them.
type remedy struct {
	change Change
	apply  func(*network.Network)
}

// only is the one remedy there is.
func only(kind HopKind, id, do string, apply func(*network.Network)) []remedy {
	return []remedy{{Change{kind, id, do}, apply}}
}

// edit changes every element of a list with an ID, in a copy of the list.
func edit[T any](list []T, id string, object func(*T) *network.Object, change func(*T)) []T {
	list = slices.Clone(list)
	for i := range list {
		if object(&list[i]).ID == id {
			change(&list[i])
		}
	}
	return list
}
