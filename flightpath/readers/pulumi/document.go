package pulumi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// ReadState reads what `pulumi stack export` writes.
func ReadState(from io.Reader) (*network.Network, error) {
	var state struct {
		Deployment *struct {
			Resources []Resource `json:"resources"`
		} `json:"deployment"`
	}
	if err := decode(from, &state); err != nil {
		return nil, fmt.Errorf("the state of a stack: %w", err)
	}
	if state.Deployment == nil {
		return nil, fmt.Errorf("the state of a stack: it has no `deployment`; `pulumi stack export` writes one")
	}
	return Read(state.Deployment.Resources)
}

// ReadPreview reads what `pulumi preview --json` writes: the network as it will be after the update.
//
// Pulumi leaves out what does not change unless it is asked for it, and a network without it would be another one. So
// a preview that leaves something out is an error that says how to get it whole.
func ReadPreview(from io.Reader) (*network.Network, error) {
	var preview struct {
		Steps []struct {
			Op       string    `json:"op"`
			URN      string    `json:"urn"`
			NewState *Resource `json:"newState"`
			OldState *Resource `json:"oldState"`
		} `json:"steps"`
		ChangeSummary map[string]int `json:"changeSummary"`
	}
	if err := decode(from, &preview); err != nil {
		return nil, fmt.Errorf("a preview: %w", err)
	}
	if preview.Steps == nil && preview.ChangeSummary == nil {
		return nil, fmt.Errorf("a preview: it has neither `steps` nor `changeSummary`; `pulumi preview --json` writes both")
	}
	after := map[string]*Resource{}
	var order []string
	same := 0
	for _, step := range preview.Steps {
		if step.Op == "same" {
			same++
		}
		// A replacement has several steps; each that says what will be says the same.
		if strings.HasPrefix(step.Op, "delete") || strings.HasPrefix(step.Op, "discard") || strings.HasPrefix(step.Op, "remove-pending") {
			continue
		}
		if step.NewState == nil {
			return nil, fmt.Errorf("a preview: the step %q of %s has no `newState`", step.Op, step.URN)
		}
		if old := step.OldState; old != nil && !strings.Contains(step.Op, "replace") {
			step.NewState.keep(old)
		}
		step.NewState.planned = true
		step.NewState.changes = strings.Contains(step.Op, "update") || strings.Contains(step.Op, "create") || strings.Contains(step.Op, "replace")
		if after[step.URN] == nil {
			order = append(order, step.URN)
		}
		after[step.URN] = step.NewState
	}
	if left := preview.ChangeSummary["same"] - same; left > 0 {
		return nil, fmt.Errorf("a preview: it leaves out %d resources that do not change; run `pulumi preview --json --show-sames`", left)
	}
	resources := make([]Resource, 0, len(order))
	for _, urn := range order {
		resources = append(resources, *after[urn])
	}
	return Read(resources)
}

// decode reads a JSON text, and says of what is not as Pulumi writes it where that stands.
func decode(from io.Reader, into any) error {
	err := json.NewDecoder(from).Decode(into)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		at := "the whole text"
		if wrong.Field != "" {
			at = "`" + wrong.Field + "`"
		}
		return fmt.Errorf("%s is %s, not %s", at, spoken(wrong.Value), spoken(wrong.Type.Kind().String()))
	case errors.Is(err, io.EOF):
		return errors.New("the text is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the text ends too early: truncated")
	}
	return err
}

// spoken is a kind of value, of JSON's and Go's names for them.
func spoken(kind string) string {
	switch kind {
	case "array", "slice":
		return "a list"
	case "object", "struct", "map", "ptr":
		return "an object"
	case "bool":
		return "a boolean"
	case "string":
		return "a string"
	}
	return "a number"
}

// keep takes from what exists what a preview of its update leaves out: it keeps its ID, and what does not change.
func (r *Resource) keep(old *Resource) {
	if r.ID == "" {
		r.ID = old.ID
	}
	if r.Outputs == nil {
		r.Outputs = old.Outputs
	}
}
