package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gopkg.in/yaml.v3"
)

// SetConfig replaces the stack's configuration by the text of a stack config file.
//
// Secrets in it cannot be read: they are encrypted for another stack.
func (s *Stack) SetConfig(text []byte) error {
	given, err := document(text)
	if err != nil {
		return fmt.Errorf("stack config: %w", err)
	}
	if encrypted(given) {
		return errors.New("stack config: holds values under `secure:`, which only the stack that they were made for can read")
	}
	own, err := os.ReadFile(s.configFile())
	if err != nil {
		return err
	}
	kept, err := document(own)
	if err != nil {
		return err
	}
	// How secrets are encrypted is a matter of the stack, not of the configuration that it is given.
	merged := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i+1 < len(given.Content); i += 2 {
		if !ofEncryption(given.Content[i].Value) {
			merged.Content = append(merged.Content, given.Content[i], given.Content[i+1])
		}
	}
	for i := 0; i+1 < len(kept.Content); i += 2 {
		if ofEncryption(kept.Content[i].Value) {
			merged.Content = append(merged.Content, kept.Content[i], kept.Content[i+1])
		}
	}
	output, err := yaml.Marshal(merged)
	if err != nil {
		return err
	}
	return os.WriteFile(s.configFile(), output, 0o600)
}

func (s *Stack) configFile() string {
	return filepath.Join(s.workspace(), "Pulumi."+s.options.Name+".yaml")
}

// document returns the mapping at the root of a YAML text; an empty text is an empty mapping.
func document(text []byte) (*yaml.Node, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return nil, err
	}
	if len(root.Content) == 0 {
		return &yaml.Node{Kind: yaml.MappingNode}, nil
	}
	if root.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("is no mapping of keys to values")
	}
	return root.Content[0], nil
}

func ofEncryption(key string) bool {
	return key == "encryptionsalt" || key == "encryptedkey" || key == "secretsprovider"
}

// encrypted reports whether a value in the node is a secret: `{secure: …}` and nothing else.
func encrypted(node *yaml.Node) bool {
	if node.Kind == yaml.MappingNode && len(node.Content) == 2 && node.Content[0].Value == "secure" &&
		node.Content[1].Kind == yaml.ScalarNode {
		return true
	}
	for _, child := range node.Content {
		if encrypted(child) {
			return true
		}
	}
	return false
}
