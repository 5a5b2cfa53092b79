package live

import (
	"encoding/json"
	"slices"
)

// Policy is an IAM policy that allows the calls, and nothing else. It is of all resources: most of the calls know no others,
// and a network that is read in part proves little. What sts:GetCallerIdentity answers, AWS answers everybody.
func Policy() ([]byte, error) {
	var actions []string
	for _, call := range Calls() {
		actions = append(actions, call.Actions()...)
	}
	slices.Sort(actions)
	type statement struct {
		Sid, Effect string
		Action      []string
		Resource    string
	}
	text, err := json.MarshalIndent(struct {
		Version   string
		Statement []statement
	}{"2012-10-17", []statement{{"FlightpathReadsTheNetwork", "Allow", slices.Compact(actions), "*"}}}, "", "  ")
	return append(text, '\n'), err
}
