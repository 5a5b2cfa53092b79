package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
)

// Adopt tells the stack that a creation which was cut off did make its object: what was pending becomes a resource with
// that ID. A refresh afterwards reads the rest.
//
// `pulumi refresh --import-pending-creates` is meant for this, but in Pulumi 3.250 it only drops the pending operation: the
// object is forgotten, and the next update makes a second one. So this edits the state, as a user can with
// `pulumi stack export` and `pulumi stack import`.
func (s *Stack) Adopt(ctx context.Context, urn, id string) error {
	text, err := s.Export(ctx)
	if err != nil {
		return err
	}
	state := map[string]any{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber() // digits stay as they are
	if err := decoder.Decode(&state); err != nil {
		return err
	}
	deployment, _ := state["deployment"].(map[string]any)
	pending, _ := deployment["pending_operations"].([]any)
	resources, _ := deployment["resources"].([]any)
	for i, entry := range pending {
		operation, _ := entry.(map[string]any)
		resource, _ := operation["resource"].(map[string]any)
		if operation["type"] != "creating" || resource["urn"] != urn {
			continue
		}
		resource["id"] = id
		deployment["resources"] = append(resources, resource)
		deployment["pending_operations"] = append(pending[:i], pending[i+1:]...)
		edited, err := json.Marshal(state)
		if err != nil {
			return err
		}
		return s.Import(ctx, edited)
	}
	return fmt.Errorf("%s is not being created: it is not among the stack's pending operations", urn)
}
