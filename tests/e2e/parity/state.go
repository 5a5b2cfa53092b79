package parity

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Resource is a resource as the engine recorded it.
type Resource struct {
	URN                  string              `json:"urn"`
	Type                 string              `json:"type"`
	ID                   string              `json:"id"`
	Custom               bool                `json:"custom"`
	External             bool                `json:"external"`
	Protect              bool                `json:"protect"`
	Parent               string              `json:"parent"`
	Provider             string              `json:"provider"`
	Dependencies         []string            `json:"dependencies"`
	PropertyDependencies map[string][]string `json:"propertyDependencies"`
	Inputs               Props               `json:"inputs"`
	Outputs              Props               `json:"outputs"`
}

// Name is the logical name: the end of the URN.
func (r Resource) Name() string {
	parts := strings.SplitN(r.URN, "::", 4)
	return parts[len(parts)-1]
}

// State is what a program left behind, in the engine's order.
type State struct {
	Resources []Resource
}

// ReadState reads what `pulumi stack export` writes.
func ReadState(export []byte) (*State, error) {
	var file struct {
		Deployment struct {
			Resources []Resource `json:"resources"`
			Pending   []any      `json:"pending_operations"`
		} `json:"deployment"`
	}
	if err := json.Unmarshal(export, &file); err != nil {
		return nil, fmt.Errorf("a stack's state: %w", err)
	}
	if n := len(file.Deployment.Pending); n > 0 {
		return nil, fmt.Errorf("a stack's state: %d operations were cut off", n)
	}
	return &State{file.Deployment.Resources}, nil
}

// Samples are the resources of a package that a program made itself: not its providers, and not what it only looked up.
func (s *State) Samples(pkg string) []Resource {
	var found []Resource
	for _, r := range s.Resources {
		if r.Custom && !r.External && strings.HasPrefix(r.Type, pkg+":") {
			found = append(found, r)
		}
	}
	return found
}
