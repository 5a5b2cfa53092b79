package snapshot

import (
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// problemsKey is the key of the list of calls that gave no answer when accounts were captured. The live reader writes it, so
// that the folder says by itself why something is missing.
const problemsKey = "CaptureProblems"

// longestReason is how much of a reason is kept.
const longestReason = 600

// partial are the kinds of gaps that a missing answer about one object is, by keys that a place need not have.
var partial = map[string]network.GapKind{
	"ListenerRules":            network.GapListeners,
	"ManagedPrefixListEntries": network.GapPrefixLists,
	attributesKey:              network.GapTargetGroups,
}

const attributesKey = "TargetGroupAttributes"

// captureProblem is a call that gave no answer: about one object, or at all.
func (r *reader) captureProblem(o object) {
	key, of, said := o.text("Key"), o.id("Of"), o.text("Reason")
	if key == "" || said == "" {
		o.wrong("Key", "a problem has a Key and a Reason")
		return
	}
	at := o.place()
	reason := at.String() + ": no " + clip(key) + ": " + clipTo(longestReason, said)
	if of != "" {
		kind := network.GapDetails
		if gap, known := partial[key]; known {
			kind = gap
		}
		for _, known := range expected {
			if slices.Contains(known.keys, key) {
				kind = known.gap
			}
		}
		r.gaps = append(r.gaps, network.Gap{Kind: kind, Of: of, Account: at.account, Region: at.region, Reason: reason})
		return
	}
	if at.untold == nil {
		at.untold = map[string]string{}
	}
	if at.untold[key] == "" {
		at.untold[key] = reason
	}
}

// because is why none of the keys is in a place; empty where its capture does not say.
func (p *place) because(keys []string) string {
	for _, key := range keys {
		if reason := p.untold[key]; reason != "" {
			return reason
		}
	}
	return ""
}

// untold are the gaps of keys that a capture could not read and that no place has to have.
func (r *reader) untold() []network.Gap {
	var gaps []network.Gap
	for _, folder := range slices.Sorted(maps.Keys(r.places)) {
		at := r.places[folder]
		for _, key := range slices.Sorted(maps.Keys(at.untold)) {
			said := slices.ContainsFunc(expected, func(kind need) bool { return slices.Contains(kind.keys, key) && !kind.told(at) })
			if !said {
				gaps = append(gaps, network.Gap{Kind: network.GapDetails, Account: at.account, Region: at.region, Reason: at.untold[key]})
			}
		}
	}
	return gaps
}

// withoutAttributes notes target groups whose attributes could not be read: they need not be the defaults.
func (r *reader) withoutAttributes() {
	for _, arn := range r.targetGroups.order {
		at := r.targetGroups.seen[arn][0].at.place()
		if reason := at.untold[attributesKey]; reason != "" && r.attributes[arn] == nil {
			r.gaps = append(r.gaps, network.Gap{
				Kind: network.GapTargetGroups, Of: arn, Account: at.account, Region: at.region, Reason: reason,
			})
		}
	}
}
