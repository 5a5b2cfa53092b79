package parity

import (
	"maps"
	"slices"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Outcome is what a change of inputs means for a resource.
type Outcome string

const (
	Nothing Outcome = "nothing"
	Update  Outcome = "update"
	Replace Outcome = "replace"
	Unclear Outcome = "unclear" // the provider leaves it to the engine
)

// Decision is what a provider says of a change.
type Decision struct {
	Outcome Outcome

	// Forcing are the properties that a replacement is due to, on the top level, sorted.
	Forcing []string

	// Details are the changes, for reports.
	Details []string

	// DeleteFirst says that the old object has to go before the new one is made.
	DeleteFirst bool
}

func decisionOf(answer *pulumirpc.DiffResponse) Decision {
	d := Decision{}
	for _, path := range answer.GetReplaces() {
		if name := top(path); !strings.HasPrefix(name, "__") && !slices.Contains(d.Forcing, name) {
			d.Forcing = append(d.Forcing, name)
		}
	}
	slices.Sort(d.Forcing)
	for _, path := range slices.Sorted(maps.Keys(answer.GetDetailedDiff())) {
		d.Details = append(d.Details, strings.ToLower(answer.GetDetailedDiff()[path].GetKind().String())+" "+path)
	}
	switch {
	case len(answer.GetReplaces()) > 0:
		d.Outcome, d.DeleteFirst = Replace, answer.GetDeleteBeforeReplace()
	case answer.GetChanges() == pulumirpc.DiffResponse_DIFF_NONE:
		d.Outcome = Nothing
	case answer.GetChanges() == pulumirpc.DiffResponse_DIFF_SOME:
		d.Outcome = Update
	default:
		d.Outcome = Unclear
	}
	return d
}

func (d Decision) String() string {
	text := string(d.Outcome)
	if len(d.Forcing) > 0 {
		text += " for " + strings.Join(d.Forcing, ", ")
	}
	if d.DeleteFirst {
		text += ", old one first"
	}
	if len(d.Details) > 0 {
		text += " {" + strings.Join(d.Details, "; ") + "}"
	}
	return text
}

func (d Decision) same(other Decision) bool {
	if d.Outcome != other.Outcome || d.DeleteFirst != other.DeleteFirst {
		return false
	}
	// A bridged provider names no property when the replacement follows from several.
	return len(d.Forcing) == 0 || len(other.Forcing) == 0 || slices.Equal(d.Forcing, other.Forcing)
}
