package snapshot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// deepest is how far values may be nested. AWS's answers stay far below it.
const deepest = 64

// node is a JSON value. Unlike the maps of encoding/json it keeps numbers as they are written, and keys that occur twice do
// not come into being: which of them is meant, nobody can say.
type node struct {
	kind   kind
	fields map[string]*node
	items  []*node
	text   string // of a string or a number
	truth  bool
}

// kind is a kind of JSON value.
type kind string

const (
	null      kind = "null"
	boolean   kind = "a boolean"
	number    kind = "a number"
	text      kind = "a string"
	list      kind = "a list"
	structure kind = "an object"
)

// parse reads the value of each top-level key that is wanted.
func parse(document []byte, wanted func(key string) bool) (map[string]*node, error) {
	p := parser{json.NewDecoder(bytes.NewReader(document))}
	p.UseNumber()
	var top map[string]*node
	var err error
	bare := !bytes.HasPrefix(bytes.TrimSpace(document), []byte("{"))
	if bare {
		err = p.skip()
	} else {
		top, err = p.top(wanted)
	}
	if err == nil {
		var rest json.Token
		if rest, err = p.Token(); err == nil {
			err = fmt.Errorf("%v after the end of the JSON text: one document per file", rest)
		} else if errors.Is(err, errEnd) {
			if bare {
				return nil, errBare
			}
			return top, nil
		}
	}
	line := 1 + bytes.Count(document[:min(p.InputOffset(), int64(len(document)))], []byte("\n"))
	return nil, fmt.Errorf("line %d: %w", line, err)
}

type parser struct{ *json.Decoder }

// errBare is that a text holds a value that is no object: no answer of AWS is like that.
var errBare = errors.New("not an object at its top, so nothing says what it holds; print it without --query")

// errEnd is the end of the text, which is a fault wherever a value is still open.
var errEnd = errors.New("it ends too early: truncated")

// Token is the next token.
func (p parser) Token() (json.Token, error) {
	token, err := p.Decoder.Token()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errEnd
	}
	return token, err
}

func (p parser) top(wanted func(string) bool) (map[string]*node, error) {
	if _, err := p.Token(); err != nil { // the opening brace
		return nil, err
	}
	values := map[string]*node{}
	for p.More() {
		key, err := p.key()
		if err != nil {
			return nil, err
		}
		if !wanted(key) {
			if err := p.skip(); err != nil {
				return nil, fmt.Errorf("%s: %w", clip(key), err)
			}
			continue
		}
		if values[key] != nil {
			return nil, fmt.Errorf("%s: the key occurs twice", clip(key))
		}
		if values[key], err = p.value(1); err != nil {
			return nil, fmt.Errorf("%s: %w", clip(key), err)
		}
	}
	_, err := p.Token()
	return values, err
}

func (p parser) key() (string, error) {
	token, err := p.Token()
	if err != nil {
		return "", err
	}
	return token.(string), nil // a decoder gives nothing else in the place of a key
}

// skip passes over a value.
func (p parser) skip() error {
	for depth := 0; ; {
		token, err := p.Token()
		if err != nil {
			return err
		}
		if delimiter, is := token.(json.Delim); is {
			switch delimiter {
			case '{', '[':
				depth++
			default:
				depth--
			}
		}
		if depth == 0 {
			return nil
		}
	}
}

func (p parser) value(depth int) (*node, error) {
	if depth > deepest {
		return nil, fmt.Errorf("nested more than %d deep", deepest)
	}
	token, err := p.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case bool:
		return &node{kind: boolean, truth: token}, nil
	case json.Number:
		return &node{kind: number, text: token.String()}, nil
	case string:
		return &node{kind: text, text: token}, nil
	case json.Delim:
		if token == '[' {
			return p.list(depth)
		}
		return p.structure(depth)
	default:
		return &node{kind: null}, nil
	}
}

func (p parser) list(depth int) (*node, error) {
	parsed := &node{kind: list}
	for p.More() {
		item, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		parsed.items = append(parsed.items, item)
	}
	_, err := p.Token()
	return parsed, err
}

func (p parser) structure(depth int) (*node, error) {
	parsed := &node{kind: structure, fields: map[string]*node{}}
	for p.More() {
		key, err := p.key()
		if err != nil {
			return nil, err
		}
		if parsed.fields[key] != nil {
			return nil, fmt.Errorf("the key %q occurs twice in an object", clip(key))
		}
		if parsed.fields[key], err = p.value(depth + 1); err != nil {
			return nil, err
		}
	}
	_, err := p.Token()
	return parsed, err
}
