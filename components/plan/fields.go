package plan

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// checkFields checks every field of the estate by itself: required ones are there, and each satisfies its constraint.
func (b *builder) checkFields() {
	b.checkStruct("", reflect.ValueOf(b.estate))
}

// checkStruct checks the fields of a struct.
func (b *builder) checkStruct(path string, value reflect.Value) {
	for i, field := range shapeOf(value.Type()).fields {
		// Nothing holds nothing wrong, but a struct without anything may lack something.
		if of := value.Field(i); !of.IsZero() || of.Kind() == reflect.Struct {
			b.checkValue(member(path, field.key), of, field.constraint)
		} else if !field.optional {
			b.add(member(path, field.key), "is required")
		}
	}
}

// checkValue checks a value and all that it holds.
func (b *builder) checkValue(path string, value reflect.Value, c constraint) {
	switch value.Kind() {
	case reflect.Pointer:
		if value.IsNil() {
			return
		}
		if elem := value.Elem(); elem.CanInt() {
			b.checkInt(path, elem.Int(), c)
		} else {
			b.checkValue(path, elem, c)
		}
	case reflect.Struct:
		b.checkStruct(path, value)
	case reflect.Map:
		b.checkMap(path, value, c)
	case reflect.Slice:
		for i := range value.Len() {
			if item := value.Index(i); item.Kind() == reflect.String && item.Len() == 0 && !c.schemaOnly {
				b.add(index(path, i), "%s", c.empty())
			} else {
				b.checkValue(index(path, i), item, c)
			}
		}
	case reflect.String:
		b.checkString(path, value.String(), c)
	case reflect.Int, reflect.Int64:
		if value.Int() != 0 {
			b.checkInt(path, value.Int(), c)
		}
	}
}

// checkMap checks the keys and values of a map.
func (b *builder) checkMap(path string, value reflect.Value, c constraint) {
	keys := value.MapKeys()
	names := make(map[string]reflect.Value, len(keys))
	for _, key := range keys {
		names[key.String()] = value.MapIndex(key)
	}
	for _, name := range sortedKeys(names) {
		at := member(path, name)
		switch {
		case c.names && !compiled[namePattern].MatchString(name):
			b.add(at, "%q is not a name: names are lower-case words joined by single hyphens, such as blue-1", name)
		case c.names && len(name) > nameLength:
			b.add(at, "the name has %d characters; at most %d are allowed", len(name), nameLength)
		case len(c.keys) > 0 && !contained(name, c.keys):
			b.add(at, "%s", unknownKey(name, c.keys))
		case c.keyPattern != "" && !c.schemaOnly && !compiled[c.keyPattern].MatchString(name):
			b.add(at, "%q is not %s", name, c.like)
		}
		if value := names[name]; value.Kind() == reflect.String && value.Len() == 0 && c.pattern != "" && !compiled[c.pattern].MatchString("") {
			b.add(at, "%s", c.empty())
			continue
		}
		b.checkValue(at, names[name], c)
	}
}

// unknownKey says what a key that is not known may have been meant to be.
func unknownKey(key string, known []string) string {
	if meant, near := nearest(key, known); near {
		return "unknown key; did you mean " + meant + "?"
	}
	return "unknown key; known are " + strings.Join(sorted(known), ", ")
}

// checkString checks a string against its pattern or its values. An empty one is an absent one.
func (b *builder) checkString(path, value string, c constraint) {
	if value == "" || c.schemaOnly {
		return
	}
	switch {
	case c.pattern != "" && !compiled[c.pattern].MatchString(value):
		b.add(path, "%q is not %s", value, c.like)
	case c.like == likeReason && IsSwitch(value):
		b.add(path, "%q says nothing; %s", value, wordsWanted)
	}
	if c.length > 0 && len(value) > c.length {
		b.add(path, "has %d characters; at most %d are allowed", len(value), c.length)
	}
	if len(c.enum) > 0 && !contained(value, c.enum) {
		b.add(path, "%q is not one of %s%s", value, strings.Join(c.enum, ", "), didYouMean(value, c.enum))
	}
}

// checkInt checks a number against its bounds.
func (b *builder) checkInt(path string, value int64, c constraint) {
	if problem := c.outside(value); problem != "" {
		b.add(path, "%s", problem)
	}
}

// outside says how a number lies outside its bounds, if it does.
func (c constraint) outside(value int64) string {
	if c.min == 0 && c.max == 0 || value >= c.min && value <= c.max {
		return ""
	}
	return strconv.FormatInt(value, 10) + " is out of range: " + strconv.FormatInt(c.min, 10) + " to " +
		strconv.FormatInt(c.max, 10)
}

// empty says what is expected where there is nothing.
func (c constraint) empty() string {
	if c.like == "" {
		return "is empty: give a value, or remove it"
	}
	return "is empty: give " + c.like
}

// shape is what is known of a struct type of the estate.
type shape struct {
	fields []shapeField

	// Keys in JSON, in the order of the fields, and the field of each.
	keys  []string
	byKey map[string]int
}

type shapeField struct {
	key        string
	optional   bool
	constraint constraint
}

// shapes are known shapes by reflect.Type, because each is asked for as often as the estate has such an object.
var shapes sync.Map

// shapeOf is the shape of a struct type.
func shapeOf(of reflect.Type) *shape {
	if known, ok := shapes.Load(of); ok {
		return known.(*shape)
	}
	made := &shape{byKey: map[string]int{}}
	for i := range of.NumField() {
		key, optional := jsonKey(of.Field(i))
		made.fields = append(made.fields, shapeField{key, optional, constraints[of.Name()+"."+of.Field(i).Name]})
		made.keys = append(made.keys, key)
		made.byKey[key] = i
	}
	shapes.Store(of, made)
	return made
}

// jsonKey is a field's key in JSON, and whether the field may be absent.
func jsonKey(field reflect.StructField) (key string, optional bool) {
	key, options, _ := strings.Cut(field.Tag.Get("json"), ",")
	return key, options == "omitempty" || options == "omitzero"
}

// contained says whether a word is one of several.
func contained(word string, words []string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}
