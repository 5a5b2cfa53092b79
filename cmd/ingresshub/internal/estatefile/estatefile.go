// Package estatefile reads a declared estate from a file: a bare estate, or the config file of a Pulumi stack, in YAML or
// JSON.
//
// An estate is turned into JSON without losing what was written: a number keeps its digits (1.30 stays 1.30, which a
// float would not), and a key that stands twice is an error with both lines.
package estatefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"gopkg.in/yaml.v3"
)

// ConfigKey is where a stack's config holds the estate.
const ConfigKey = "ingresshub:estate"

// File is an estate as it was found in a file.
type File struct {
	// Name of the file, for messages.
	Name string

	estate *yaml.Node
	stack  *yaml.Node // the whole stack config; nil for a bare estate
}

// Read reads a file; `-` is input.
func Read(name string, input io.Reader) (*File, error) {
	if name == "-" {
		text, err := io.ReadAll(input)
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		return Parse("standard input", text)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return Parse(name, text)
}

// Parse reads an estate from the text of a file.
func Parse(name string, text []byte) (*File, error) {
	root, err := mapping(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := unique(root); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	estate, err := estateIn(root)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	file := &File{Name: name, estate: estate}
	if estate != root {
		file.stack = root
	}
	return file, nil
}

// Region is where the stack's config has the AWS provider work; empty where it says nothing.
func (f *File) Region() string {
	if f.stack == nil {
		return ""
	}
	if region := member(member(f.stack, "config"), "aws:region"); region != nil {
		return region.Value
	}
	return ""
}

// JSON is the estate as JSON.
func (f *File) JSON() ([]byte, error) {
	value, err := convert(f.estate, map[*yaml.Node]bool{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return json.Marshal(value)
}

// StackConfig is the text of a stack config file that holds the estate: the file itself, or a config made around a bare
// estate.
func (f *File) StackConfig() ([]byte, error) {
	if f.stack != nil {
		return yaml.Marshal(f.stack)
	}
	return yaml.Marshal(map[string]any{"config": map[string]any{ConfigKey: f.estate}})
}

// With returns the file with a top-level field of the estate set to a value.
func (f *File) With(field string, value any) (*File, error) {
	text, err := f.StackConfig()
	if err != nil {
		return nil, err
	}
	copied, err := Parse(f.Name, text)
	if err != nil {
		return nil, err
	}
	node := &yaml.Node{}
	if err := node.Encode(value); err != nil {
		return nil, err
	}
	if old := member(copied.estate, field); old != nil {
		*old = *node
		return copied, nil
	}
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: field}
	copied.estate.Content = append(copied.estate.Content, key, node)
	return copied, nil
}

// mapping returns the mapping that a text with one YAML document holds.
func mapping(text []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document, more yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		return nil, errors.New("is empty; an estate has at least zones, ingress and transit")
	case err != nil:
		return nil, err
	}
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, errors.Join(errors.New("holds more than one YAML document"), err)
	}
	root := document.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("line %d: is %s; %s", root.Line, kindOf(root), expected)
	}
	return root, nil
}

// member returns the value of a key in a mapping; nil where there is none.
func member(node *yaml.Node, key string) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	if node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			return node.Content[i+1]
		}
	}
	return nil
}
