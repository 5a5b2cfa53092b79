package scenario

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// NotRun are examples that have no scenario yet, each with the reason. A run says so; the local cloud alone speaks for them.
var NotRun = map[string]string{
	"accounts":  "the emulator lacks sharing with another account and the acceptance of its attachments",
	"fleet":     "the emulator lacks sharing with another account, and a run has one stack",
	"two-teams": "the emulator lacks sharing with another account, and a run has one stack",
}

// All are the scenarios of a checkout. An example that neither has one nor stands in NotRun is an error.
func All(root string) ([]Scenario, error) {
	all := []Scenario{Accounts()}
	for _, make := range []func(string) (Scenario, error){RoleEstate, OneComponent, ElbSandwich, InspectedSandwich, Ngfw, SingleLb, InnerAlb, DevEstate} {
		s, err := make(root)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	examples, err := os.ReadDir(filepath.Join(root, "examples"))
	if err != nil {
		return nil, err
	}
	for _, example := range examples {
		if _, excused := NotRun[example.Name()]; excused {
			continue
		}
		if example.IsDir() && !slices.ContainsFunc(all, func(s Scenario) bool { return s.Name == example.Name() }) {
			return nil, fmt.Errorf("examples/%s has no scenario: nobody would notice that it does not work", example.Name())
		}
	}
	return all, nil
}
