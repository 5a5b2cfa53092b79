package estatefile

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"gopkg.in/yaml.v3"
)

// jsonNumber is what JSON calls a number.
var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// unique refuses keys that stand twice in a mapping: the second would silently win.
func unique(node *yaml.Node) error {
	var problems []error
	if node.Kind == yaml.MappingNode {
		lines := map[string]int{}
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i]
			if first, twice := lines[key.Value]; twice && key.Tag != "!!merge" {
				problems = append(problems, fmt.Errorf("line %d: key %q stands on line %d already", key.Line, key.Value, first))
			}
			lines[key.Value] = key.Line
		}
	}
	for _, child := range node.Content {
		problems = append(problems, unique(child))
	}
	return errors.Join(problems...)
}

// convert turns YAML into what encoding/json writes. Under holds the aliases that are being followed: one that contains
// itself has no end.
func convert(node *yaml.Node, under map[*yaml.Node]bool) (any, error) {
	switch node.Kind {
	case yaml.AliasNode:
		if under[node.Alias] {
			return nil, fmt.Errorf("line %d: *%s contains itself", node.Line, node.Value)
		}
		under[node.Alias] = true
		defer delete(under, node.Alias)
		return convert(node.Alias, under)
	case yaml.MappingNode:
		return convertMapping(node, under)
	case yaml.SequenceNode:
		list := make([]any, 0, len(node.Content))
		for _, child := range node.Content {
			value, err := convert(child, under)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		return list, nil
	default:
		return convertScalar(node)
	}
}

func convertMapping(node *yaml.Node, under map[*yaml.Node]bool) (map[string]any, error) {
	object := map[string]any{}
	merged := map[string]any{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, child := node.Content[i], node.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("line %d: a key must be a plain word", key.Line)
		}
		value, err := convert(child, under)
		if err != nil {
			return nil, err
		}
		if key.Tag != "!!merge" {
			object[key.Value] = value
			continue
		}
		if err := merge(merged, value, key.Line); err != nil {
			return nil, err
		}
	}
	for key, value := range merged {
		if _, own := object[key]; !own {
			object[key] = value
		}
	}
	return object, nil
}

// merge takes in what a `<<` key names: a mapping, or a list of mappings of which the first wins.
func merge(into map[string]any, value any, line int) error {
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			if _, there := into[key]; !there {
				into[key] = member
			}
		}
		return nil
	case []any:
		for _, member := range value {
			if err := merge(into, member, line); err != nil {
				return err
			}
		}
		return nil
	default:
		return fmt.Errorf("line %d: << needs a mapping", line)
	}
}

func convertScalar(node *yaml.Node) (any, error) {
	switch node.ShortTag() {
	case "!!null":
		return nil, nil
	case "!!bool":
		var value bool
		err := node.Decode(&value)
		return value, err
	case "!!int", "!!float":
		// What JSON has no way to write, YAML would turn into another number: 0123 is 83 to it, and 0129 is 129.
		if !jsonNumber.MatchString(node.Value) {
			return nil, fmt.Errorf("line %d: %s is neither text nor a plain decimal number: quote it if it is text, such as "+
				"an account ID", node.Line, node.Value)
		}
		return json.Number(node.Value), nil
	default:
		// Dates and the like are text to an estate.
		return node.Value, nil
	}
}
