package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// node is a JSON value with the order and the repetitions of its members, which Go maps would lose.
type node struct {
	// What it is: nil, bool, json.Number, string, []member or []node.
	value any
}

// entry is a member of a JSON object.
type entry struct {
	key   string
	value node
}

// maxDepth is far deeper than any estate.
const maxDepth = 64

// errTooDeep stops the reading of documents that were never meant to be an estate.
var errTooDeep = errors.New("the JSON is nested too deeply")

// parseDocument reads a JSON document.
func parseDocument(data []byte) (node, error) {
	var probe json.RawMessage
	if err := json.Unmarshal(data, &probe); err != nil {
		return node{}, located(data, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return parseNode(decoder, 0)
}

// located tells where in the document an error is.
func located(data []byte, err error) error {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return err
	}
	before := data[:min(int(syntax.Offset), len(data))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(before) - bytes.LastIndexByte(before, '\n') - 1
	return fmt.Errorf("not JSON: line %d, column %d: %w", line, column, err)
}

// parseNode reads the next value.
func parseNode(decoder *json.Decoder, depth int) (node, error) {
	if depth > maxDepth {
		return node{}, errTooDeep
	}
	token, err := decoder.Token()
	if err != nil {
		return node{}, err
	}
	switch token {
	case json.Delim('{'):
		entries := []entry{}
		for decoder.More() {
			key, err := decoder.Token()
			if err != nil {
				return node{}, err
			}
			value, err := parseNode(decoder, depth+1)
			if err != nil {
				return node{}, err
			}
			name, _ := key.(string)
			entries = append(entries, entry{name, value})
		}
		_, err := decoder.Token()
		return node{entries}, err
	case json.Delim('['):
		items := []node{}
		for decoder.More() {
			item, err := parseNode(decoder, depth+1)
			if err != nil {
				return node{}, err
			}
			items = append(items, item)
		}
		_, err := decoder.Token()
		return node{items}, err
	}
	return node{token}, nil
}

// described says what a value is, for messages.
func (n node) described() string {
	switch value := n.value.(type) {
	case []entry:
		return "an object"
	case []node:
		return "a list"
	case string:
		return fmt.Sprintf("the string %q", value)
	case json.Number:
		return "the number " + value.String()
	case bool:
		return fmt.Sprintf("%t", value)
	}
	return "null"
}
