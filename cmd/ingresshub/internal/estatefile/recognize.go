package estatefile

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// expected says what files Parse takes.
const expected = "an estate is a mapping of fields to values, at least zones, ingress and transit, either by itself or in a " +
	"stack's config file (Pulumi.<stack>.yaml) under config: " + ConfigKey

// estateIn finds the estate in the mapping at the root of a file, and says what the file is when it has none.
func estateIn(root *yaml.Node) (*yaml.Node, error) {
	switch {
	case member(root, "runtime") != nil && member(root, "name") != nil:
		return nil, errors.New("is a Pulumi project file; the estate is in the config file of a stack beside it, " +
			"Pulumi.<stack>.yaml, such as Pulumi.dev.yaml")
	case member(root, "vpcs") != nil && member(root, "bindings") != nil:
		return nil, errors.New("is the plan of an estate, as `ingresshub plan --format json` prints it; what is asked for is the " +
			"estate from which it was made")
	}
	config := member(root, "config")
	if config == nil {
		if isClaim(root) {
			return nil, claimed(root, "this")
		}
		return root, nil
	}
	estate := member(config, ConfigKey)
	if claim := member(config, claimKey); estate == nil && claim != nil {
		return nil, claimed(claim, claimKey)
	}
	if estate == nil {
		return nil, fmt.Errorf("line %d: the config holds no %s; %s", config.Line, ConfigKey, holds(config))
	}
	if member(estate, "secure") != nil {
		return nil, fmt.Errorf("line %d: %s is a secret, which only its own stack can read; an estate holds nothing secret",
			estate.Line, ConfigKey)
	}
	return estate, unfold(estate)
}

// unfold replaces an estate that stands in a config as text, as `pulumi config set` writes it, by what the text says.
func unfold(estate *yaml.Node) error {
	if estate.Kind == yaml.MappingNode || estate.Kind == yaml.AliasNode {
		return nil
	}
	if estate.ShortTag() == "!!str" {
		if said, err := mapping([]byte(estate.Value)); err == nil {
			*estate = *said
			return nil
		}
	}
	return fmt.Errorf("line %d: %s is %s; %s", estate.Line, ConfigKey, kindOf(estate), expected)
}

// holds lists the keys that a config has instead.
func holds(config *yaml.Node) string {
	if config.Kind != yaml.MappingNode {
		return "it is " + kindOf(config)
	}
	var keys []string
	for i := 0; i+1 < len(config.Content); i += 2 {
		keys = append(keys, config.Content[i].Value)
	}
	if len(keys) == 0 {
		return "it is empty"
	}
	slices.Sort(keys)
	return "it holds " + strings.Join(keys, ", ")
}

// kindOf names what a node is, for people.
func kindOf(node *yaml.Node) string {
	switch {
	case node.Kind == yaml.MappingNode:
		return "a mapping"
	case node.Kind == yaml.SequenceNode:
		return "a list"
	case node.ShortTag() == "!!null":
		return "empty"
	default:
		return "a single value"
	}
}
