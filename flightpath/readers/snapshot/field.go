package snapshot

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// location is the way to a value: a file, and the keys and indices below it.
type location struct {
	file   *source
	parent *location
	step   string
}

// String is the location for people: `Vpcs.json: Vpcs[3].CidrBlock`.
func (l *location) String() string {
	if l.parent == nil {
		return l.file.String()
	}
	steps := l.step
	for above := l.parent; above.parent != nil; above = above.parent {
		if steps[0] != '[' {
			steps = "." + steps
		}
		steps = above.step + steps
	}
	return l.file.String() + ": " + steps
}

func (l *location) field(name string) *location { return &location{l.file, l, clip(name)} }

func (l *location) item(i int) *location { return &location{l.file, l, "[" + strconv.Itoa(i) + "]"} }

// object is a JSON object of an answer. Its fields are asked for by the type that AWS gives them: one that is absent or null
// has the type's zero value, one of another type is a problem.
type object struct {
	*location
	fields map[string]*node
	found  *problems
}

func (o object) place() *place { return o.file.place }

// get is a field that has to be of a kind; nil where it is absent.
func (o object) get(name string, want kind) *node {
	field := o.fields[name]
	if field == nil || field.kind == null {
		return nil
	}
	if field.kind != want {
		o.wrong(name, "%s, not %s", field.kind, want)
		return nil
	}
	return field
}

func (o object) wrong(name, format string, args ...any) {
	o.found.add(o.field(name), format, args...)
}

// has says whether a field is there and not null.
func (o object) has(name string) bool { return o.fields[name] != nil && o.fields[name].kind != null }

func (o object) text(name string) string {
	if field := o.get(name, text); field != nil {
		return field.text
	}
	return ""
}

// truth is a boolean, or otherwise where it is absent.
func (o object) truth(name string, otherwise bool) bool {
	if field := o.get(name, boolean); field != nil {
		return field.truth
	}
	return otherwise
}

// number is a whole number within bounds.
func (o object) number(name string, least, most int) (value int, there bool) {
	field := o.get(name, number)
	if field == nil {
		return 0, false
	}
	value, err := strconv.Atoi(field.text)
	if err != nil || value < least || value > most {
		o.wrong(name, "%s is not a whole number from %d to %d", clip(field.text), least, most)
		return least, true
	}
	return value, true
}

// id is an ID or an ARN.
func (o object) id(name string) string {
	id := o.text(name)
	if !validID(id) {
		o.wrong(name, "%q is not an ID", clip(id))
		return ""
	}
	return id
}

// need is an ID that has to be there.
func (o object) need(name string) string {
	if id := o.id(name); id != "" || o.has(name) && o.fields[name].kind != text {
		return id
	}
	o.wrong(name, "missing")
	return ""
}

// validID says whether a text could be an ID: they end up in messages and pages, so nothing but visible ASCII may be in one.
func validID(id string) bool {
	return len(id) <= 1024 && strings.IndexFunc(id, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// list is a list of objects.
func (o object) list(name string) []object {
	field := o.get(name, list)
	if field == nil {
		return nil
	}
	return objects(o.field(name), field, o.found)
}

// objects are the items of a list, which all have to be objects.
func objects(at *location, value *node, found *problems) []object {
	items := make([]object, 0, len(value.items))
	for i, item := range value.items {
		if item.kind != structure {
			found.add(at.item(i), "%s, not %s", item.kind, structure)
			continue
		}
		items = append(items, object{at.item(i), item.fields, found})
	}
	return items
}

// child is an object in a field.
func (o object) child(name string) (object, bool) {
	field := o.get(name, structure)
	if field == nil {
		return object{o.field(name), nil, o.found}, false
	}
	return object{o.field(name), field.fields, o.found}, true
}

// ids is a list of IDs.
func (o object) ids(name string) []string {
	field := o.get(name, list)
	if field == nil {
		return nil
	}
	var ids []string
	for i, item := range field.items {
		if item.kind != text || item.text == "" || !validID(item.text) {
			o.found.add(o.field(name).item(i), "not an ID")
			continue
		}
		ids = append(ids, item.text)
	}
	return ids
}

// clip keeps messages readable, whatever was in the file.
func clip(said string) string { return clipTo(60, said) }

func clipTo(most int, said string) string {
	said = visible(said)
	if len(said) <= most {
		return said
	}
	if runes := []rune(said); len(runes) > most {
		return fmt.Sprintf("%s… (%d characters)", string(runes[:most]), len(runes))
	}
	return said
}

// visible is a text without what a terminal would obey.
func visible(said string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '·'
	}, said)
}
