package plan

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// conforms checks a JSON value against the part of JSON Schema that schema.json uses, and fails for any other part.
func conforms(root, schema map[string]any, path string, value any) []string {
	if wanted := schema["type"]; wanted != nil && wanted != typeOf(value) {
		return []string{fmt.Sprintf("%s: %v is no %s", path, value, wanted)}
	}
	problems := []string{}
	for keyword, argument := range schema {
		var bad bool
		switch keyword {
		case "$schema", "title", "description", "$defs":
		case "$ref":
			definition := root["$defs"].(map[string]any)[strings.TrimPrefix(argument.(string), "#/$defs/")]
			problems = append(problems, conforms(root, definition.(map[string]any), path, value)...)
		case "type": // Checked first.
		case "properties", "additionalProperties", "required", "propertyNames", "minProperties", "maxProperties":
			problems = append(problems, objectConforms(root, schema, keyword, path, value)...)
		case "items":
			for i, item := range value.([]any) {
				problems = append(problems, conforms(root, argument.(map[string]any), index(path, i), item)...)
			}
		case "uniqueItems":
			seen := map[string]bool{}
			for _, item := range value.([]any) {
				bad = bad || seen[fmt.Sprint(item)]
				seen[fmt.Sprint(item)] = true
			}
		case "pattern":
			bad = !regexp.MustCompile(argument.(string)).MatchString(value.(string))
		case "maxLength":
			bad = utf8.RuneCountInString(value.(string)) > int(argument.(float64))
		case "enum":
			bad = !slices.Contains(argument.([]any), value)
		case "minimum":
			bad = value.(float64) < argument.(float64)
		case "maximum":
			bad = value.(float64) > argument.(float64)
		default:
			bad = true
		}
		if bad {
			problems = append(problems, fmt.Sprintf("%s: %v breaks %s %v", path, value, keyword, argument))
		}
	}
	return problems
}

// typeOf is JSON Schema's word for a value's type.
func typeOf(value any) string {
	if number, ok := value.(float64); ok && number != float64(int64(number)) {
		return "number"
	}
	return map[reflect.Kind]string{
		reflect.Map: "object", reflect.Slice: "array", reflect.String: "string", reflect.Bool: "boolean", reflect.Float64: "integer",
	}[reflect.ValueOf(value).Kind()]
}

// objectConforms checks the keywords of objects.
func objectConforms(root, schema map[string]any, keyword, path string, value any) []string {
	problems, object := []string{}, value.(map[string]any)
	known, _ := schema["properties"].(map[string]any)
	switch keyword {
	case "required":
		for _, key := range schema["required"].([]any) {
			if object[key.(string)] == nil {
				problems = append(problems, path+" has no "+key.(string))
			}
		}
	case "minProperties":
		if float64(len(object)) < schema[keyword].(float64) {
			problems = append(problems, path+" has too few members")
		}
	case "maxProperties":
		if float64(len(object)) > schema[keyword].(float64) {
			problems = append(problems, path+" has too many members")
		}
	default:
		for _, key := range sortedKeys(object) {
			at, argument := member(path, key), schema[keyword]
			switch rest, isSchema := argument.(map[string]any); {
			case keyword == "properties" && known[key] != nil:
				problems = append(problems, conforms(root, known[key].(map[string]any), at, object[key])...)
			case keyword == "propertyNames":
				problems = append(problems, conforms(root, rest, at+" (name)", key)...)
			case keyword == "additionalProperties" && known[key] == nil && isSchema:
				problems = append(problems, conforms(root, rest, at, object[key])...)
			case keyword == "additionalProperties" && known[key] == nil:
				problems = append(problems, at+" is unknown")
			}
		}
	}
	return problems
}

// schemaProblems are what the schema says of a document.
func schemaProblems(t require.TestingT, document []byte) []string {
	var root map[string]any
	require.NoError(t, json.Unmarshal(Schema(), &root))
	var value any
	require.NoError(t, json.Unmarshal(document, &value))
	return conforms(root, root, "", value)
}

// TestSchemaAcceptsWhatBuildAccepts keeps editors from marking good estates.
func TestSchemaAcceptsWhatBuildAccepts(t *testing.T) {
	for file, data := range goldenEstates(t) {
		estate, err := Decode(data) // One of them has a number as a string, as Pulumi's config delivers it.
		require.NoError(t, err, file)
		document, err := json.Marshal(estate)
		require.NoError(t, err, file)
		require.Empty(t, schemaProblems(t, document), file)
	}
	rapid.Check(t, func(t *rapid.T) {
		document, err := json.Marshal(drawEstate(t))
		require.NoError(t, err)
		require.Empty(t, schemaProblems(t, document))
	})
}

// TestSchemaRejects shows that the schema says something at all.
func TestSchemaRejects(t *testing.T) {
	for _, document := range []string{
		`{}`, `{"zones": [], "ingress": {"cidr": "10.0.0.0/16"}, "transit": {}}`,
		`{"zones": ["us-east-1a"], "ingress": {"cidr": "10.0.0.0/16"}, "transit": {"transitGateway": {}}}`,
		`{"zones": [], "ingress": {"cidr": "10.0.0.0/16"}, "transit": {"transitGateway": {}}, "cluster": {}}`,
		`{"zones": [], "ingress": {"cidr": "10.0.0.0/16"}, "transit": {"transitGateway": {}}, "services": {"A": {"cluster": "a", "port": 1}}}`,
		`{"zones": [], "ingress": {"cidr": "10.0.0.0/16"}, "transit": {"transitGateway": {}}, "services": {"a": {"cluster": "a", "port": 70000}}}`,
		`{"zones": [], "ingress": {"cidr": "10.0.0.0/16"}, "transit": {"transitGateway": {}}, "clusters": {"a": {"cidr": "10.0.0.0/16", "kubernetesVersion": 1.30}}}`,
	} {
		require.NotEmpty(t, schemaProblems(t, []byte(document)), document)
	}
}

// TestEveryFieldIsInTheGoldens keeps the golden plans complete. Some fields exclude others, so it takes several.
func TestEveryFieldIsInTheGoldens(t *testing.T) {
	set, all := map[string]bool{}, map[string]bool{}
	var visit func(reflect.Value)
	visit = func(value reflect.Value) {
		switch value.Kind() {
		case reflect.Pointer:
			if !value.IsNil() {
				visit(value.Elem())
			}
		case reflect.Map:
			for _, key := range value.MapKeys() {
				visit(value.MapIndex(key))
			}
		case reflect.Struct:
			for i := range value.NumField() {
				name := value.Type().Name() + "." + value.Type().Field(i).Name
				all[name] = true
				if !value.Field(i).IsZero() {
					set[name] = true
				}
				visit(value.Field(i))
			}
		}
	}
	for file, data := range goldenEstates(t) {
		estate, err := Decode(data)
		require.NoError(t, err, file)
		visit(reflect.ValueOf(estate))
	}
	for name := range all {
		require.True(t, set[name], name)
	}
}
