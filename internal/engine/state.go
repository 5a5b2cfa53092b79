package engine

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
)

// State is a stack's state, as far as tests and reports read it.
type State struct {
	Deployment struct {
		Resources         []Resource         `json:"resources"`
		PendingOperations []PendingOperation `json:"pending_operations"`
	} `json:"deployment"`
}

// Resource is a resource in a stack's state.
type Resource struct {
	URN     string         `json:"urn"`
	Type    string         `json:"type"`
	ID      string         `json:"id"`
	Custom  bool           `json:"custom"`
	Protect bool           `json:"protect"`
	Delete  bool           `json:"delete"`
	Parent  string         `json:"parent"`
	Inputs  map[string]any `json:"inputs"`
	Outputs map[string]any `json:"outputs"`
}

// PendingOperation is one that the engine had begun when it was cut off.
type PendingOperation struct {
	Type     string   `json:"type"`
	Resource Resource `json:"resource"`
}

// Export returns the stack's state as `pulumi stack export` writes it.
func (s *Stack) Export(ctx context.Context) ([]byte, error) {
	return s.command(ctx, "stack", "export", "--stack", s.options.Name)
}

// Import replaces the stack's state by one that Export returned.
func (s *Stack) Import(ctx context.Context, state []byte) error {
	path := filepath.Join(s.home, "import.json")
	if err := os.WriteFile(path, state, 0o600); err != nil {
		return err
	}
	defer os.Remove(path)
	_, err := s.command(ctx, "stack", "import", "--stack", s.options.Name, "--file", path)
	return err
}

// State reads the stack's state.
func (s *Stack) State(ctx context.Context) (*State, error) {
	text, err := s.Export(ctx)
	if err != nil {
		return nil, err
	}
	state := &State{}
	return state, json.Unmarshal(text, state)
}

// Outputs returns what the program exports; secrets are masked.
func (s *Stack) Outputs(ctx context.Context) (map[string]any, error) {
	text, err := s.command(ctx, "stack", "output", "--json", "--stack", s.options.Name)
	if err != nil {
		return nil, err
	}
	outputs := map[string]any{}
	return outputs, json.Unmarshal(text, &outputs)
}

// Unlock removes the lock that an operation left behind when it was killed, as `pulumi cancel` does for a user.
func (s *Stack) Unlock(ctx context.Context) error {
	_, err := s.command(ctx, "cancel", "--yes", "--stack", s.options.Name)
	return err
}
