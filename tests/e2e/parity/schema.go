package parity

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Schema is a package schema, as far as it tells what inputs look like.
type Schema struct {
	Resources map[string]struct {
		InputProperties map[string]*Shape `json:"inputProperties"`
		RequiredInputs  []string          `json:"requiredInputs"`
	} `json:"resources"`
	Types map[string]*Shape `json:"types"`
}

// Shape is what a property looks like. A nested object is a reference to a type.
type Shape struct {
	Type       string            `json:"type"`
	Ref        string            `json:"$ref"`
	Items      *Shape            `json:"items"`
	Additional *Shape            `json:"additionalProperties"`
	Properties map[string]*Shape `json:"properties"`
	Required   []string          `json:"required"`
}

func readSchema(text []byte) (*Schema, error) {
	s := &Schema{}
	if err := json.Unmarshal(text, s); err != nil {
		return nil, fmt.Errorf("a package schema: %w", err)
	}
	return s, nil
}

// inputs is the shape of a resource type's inputs.
func (s *Schema) inputs(token string) (*Shape, error) {
	r, ok := s.Resources[token]
	if !ok || len(r.InputProperties) == 0 {
		return nil, fmt.Errorf("the schema says nothing of %s", token)
	}
	return &Shape{Type: "object", Properties: r.InputProperties, Required: r.RequiredInputs}, nil
}

// resolve follows a reference to a type; nil for what may be anything.
func (s *Schema) resolve(shape *Shape) *Shape {
	if shape == nil || shape.Ref == "" {
		return shape
	}
	token, ok := strings.CutPrefix(shape.Ref, "#/types/")
	if !ok {
		return nil
	}
	return s.Types[token]
}
