package parity

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// site is a place in a resource's inputs that can be set, changed or left out.
type site struct {
	steps []any  // property names and list indexes from the top
	path  string // the same for every resource of the type, such as conditions[].hostHeader.values
	shape *Shape // of what stands there
	value any    // what stands there; nil: nothing
	must  bool   // the object around it requires it
}

// maxDepth bounds how far sites go into objects that are not there: statements of some types nest without end.
const maxDepth = 4

// sites lists the places in a resource's declared inputs: every property of every object, set or not. Of a list of objects
// the first element stands for all; where there is none, one is made up.
func (s *Schema) sites(token string, inputs Props) ([]site, error) {
	shape, err := s.inputs(token)
	if err != nil {
		return nil, err
	}
	return s.inside(shape, inputs, nil, "", maxDepth), nil
}

func (s *Schema) inside(object *Shape, inputs Props, steps []any, path string, depth int) []site {
	var found []site
	for _, name := range slices.Sorted(maps.Keys(object.Properties)) {
		shape := s.resolve(object.Properties[name])
		if shape == nil {
			shape = &Shape{} // anything
		}
		here := site{
			steps: append(slices.Clone(steps), name), path: join(path, name), shape: shape, value: inputs[name],
			must: slices.Contains(object.Required, name),
		}
		nested, list := shape, false
		if shape.Type == "array" {
			nested, list = s.resolve(shape.Items), true
		}
		if nested == nil || len(nested.Properties) == 0 {
			found = append(found, here)
			continue
		}
		below, within := here.steps, here.path
		inner, _ := here.value.(map[string]any)
		if list {
			below, within = append(slices.Clone(below), 0), within+"[]"
			inner = nil
			if l, ok := here.value.([]any); ok && len(l) > 0 {
				inner, _ = l[0].(map[string]any)
			}
		}
		if here.value != nil {
			found = append(found, here)
		}
		if here.value == nil {
			if depth == 0 {
				continue
			}
			found = append(found, s.inside(nested, nil, below, within, depth-1)...)
			continue
		}
		found = append(found, s.inside(nested, inner, below, within, depth)...)
	}
	return found
}

// with is the inputs with a value at a site. Objects and lists on the way are made where there are none, with what they
// require.
func (s *Schema) with(token string, inputs Props, at site, v any, fill func(path string, shape *Shape) any) (Props, error) {
	shape, err := s.inputs(token)
	if err != nil {
		return nil, err
	}
	c, err := s.put(shape, cloneProps(inputs), at.steps, "", v, fill)
	if err != nil {
		return nil, fmt.Errorf("%s: %s: %w", token, at.path, err)
	}
	made, ok := c.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s: %s: not an object", token, at.path)
	}
	return made, nil
}

func (s *Schema) put(shape *Shape, into any, steps []any, path string, v any, fill func(string, *Shape) any) (any, error) {
	if len(steps) == 0 {
		return clone(v), nil
	}
	shape = s.resolve(shape)
	if shape == nil {
		return nil, fmt.Errorf("%s has no shape", path)
	}
	if index, ok := steps[0].(int); ok {
		l, _ := into.([]any)
		for len(l) <= index {
			l = append(l, nil)
		}
		e, err := s.put(shape.Items, l[index], steps[1:], path+"[]", v, fill)
		l[index] = e
		return l, err
	}
	name, _ := steps[0].(string)
	m, ok := into.(map[string]any)
	if !ok {
		m = map[string]any{}
		for _, required := range shape.Required {
			m[required] = s.made(shape.Properties[required], join(path, required), fill)
		}
	}
	e, err := s.put(shape.Properties[name], m[name], steps[1:], join(path, name), v, fill)
	if m[name] = e; e == nil {
		delete(m, name)
	}
	return m, err
}

// made is a value for a property that is required.
func (s *Schema) made(shape *Shape, path string, fill func(string, *Shape) any) any {
	shape = s.resolve(shape)
	switch {
	case shape == nil:
		return fill(path, &Shape{})
	case len(shape.Properties) > 0:
		m := map[string]any{}
		for _, name := range shape.Required {
			m[name] = s.made(shape.Properties[name], join(path, name), fill)
		}
		return m
	case shape.Type == "array" && s.isObject(shape.Items):
		return []any{s.made(shape.Items, path+"[]", fill)}
	}
	return fill(path, shape)
}

func (s *Schema) isObject(shape *Shape) bool {
	shape = s.resolve(shape)
	return shape != nil && len(shape.Properties) > 0
}

// without is the inputs with nothing at a path such as a.b.
func without(inputs Props, paths ...string) Props {
	c := cloneProps(inputs)
	for _, path := range paths {
		m := c
		parts := strings.Split(path, ".")
		for _, part := range parts[:len(parts)-1] {
			inner, ok := m[part].(map[string]any)
			if !ok {
				m = nil
				break
			}
			m = inner
		}
		delete(m, parts[len(parts)-1])
	}
	return c
}
