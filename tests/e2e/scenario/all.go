package scenario

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// All are the scenarios of a checkout. An example that has none is an error: each is run.
func All(root string) ([]Scenario, error) {
	all := []Scenario{Accounts()}
	for _, make := range []func(string) (Scenario, error){RoleEstate, OneComponent, ElbSandwich, InspectedSandwich, Ngfw, DevEstate} {
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
		if example.IsDir() && !slices.ContainsFunc(all, func(s Scenario) bool { return s.Name == example.Name() }) {
			return nil, fmt.Errorf("examples/%s has no scenario: nobody would notice that it does not work", example.Name())
		}
	}
	return all, nil
}
