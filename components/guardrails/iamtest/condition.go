package iamtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// condition is one key under one operator.
type condition struct {
	operator  string // without set operator and IfExists
	set       string // ForAllValues, ForAnyValue or nothing
	ifExists  bool
	key       string
	values    []string
	negated   bool
	compare   func(p pattern, value string) bool
	nullCheck bool
}

func equals(p pattern, value string) bool     { return p.literal() == value }
func equalsFold(p pattern, value string) bool { return strings.EqualFold(p.literal(), value) }
func like(p pattern, value string) bool       { return p.fits(value) }
func arnLike(p pattern, value string) bool    { return p.fitsArn(value) }

// operators are the positive ones; with Not behind the type of value, each has its negation.
var operators = map[string]func(pattern, string) bool{
	"StringEquals": equals, "StringEqualsIgnoreCase": equalsFold, "StringLike": like,
	"ArnEquals": arnLike, "ArnLike": arnLike, "Bool": equalsFold,
}

func parseConditions(raw map[string]map[string]texts) ([]condition, error) {
	var out []condition
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		operator, err := parseOperator(name)
		if err != nil {
			return nil, err
		}
		for _, key := range slices.Sorted(maps.Keys(raw[name])) {
			c := operator
			c.key, c.values = key, raw[name][key]
			if len(c.values) == 0 {
				return nil, fmt.Errorf("condition %s %s has no value", name, key)
			}
			if c.nullCheck && (len(c.values) != 1 || c.values[0] != "true" && c.values[0] != "false") {
				return nil, fmt.Errorf("condition %s %s is neither true nor false", name, key)
			}
			out = append(out, c)
		}
	}
	return out, nil
}

func parseOperator(name string) (condition, error) {
	c := condition{operator: name}
	for _, set := range []string{"ForAllValues", "ForAnyValue"} {
		if rest, ok := strings.CutPrefix(c.operator, set+":"); ok {
			c.set, c.operator = set, rest
		}
	}
	if c.operator == "Null" && c.set == "" {
		c.nullCheck = true
		return c, nil
	}
	c.operator, c.ifExists = strings.CutSuffix(c.operator, "IfExists")
	positive := c.operator
	for _, kind := range []string{"String", "Arn"} {
		if rest, ok := strings.CutPrefix(c.operator, kind+"Not"); ok {
			positive, c.negated = kind+rest, true
		}
	}
	var known bool
	if c.compare, known = operators[positive]; !known {
		return c, fmt.Errorf("condition operator %q is unknown", name)
	}
	return c, nil
}

// holds says whether the condition is met.
func (c condition) holds(variables bool, keys Context) (bool, error) {
	values, present := keys.get(c.key)
	if c.nullCheck {
		return present != (c.values[0] == "true"), nil
	}
	switch {
	case c.set == "ForAllValues":
		return !slices.ContainsFunc(values, func(v string) bool { return !c.meets(v, variables, keys) }), nil
	case !present && c.ifExists:
		return true, nil
	case c.set == "ForAnyValue":
		return slices.ContainsFunc(values, func(v string) bool { return c.meets(v, variables, keys) }), nil
	case !present:
		return c.negated, nil
	case len(values) != 1:
		return false, fmt.Errorf("%s has %d values, but %s compares one", c.key, len(values), c.operator)
	}
	return c.meets(values[0], variables, keys), nil
}

// meets compares one value: with any of the condition's values, or, negated, with none of them.
func (c condition) meets(value string, variables bool, keys Context) bool {
	for _, wanted := range c.values {
		if p, ok := compile(wanted, variables, keys); ok && c.compare(p, value) {
			return !c.negated
		}
	}
	return c.negated
}
