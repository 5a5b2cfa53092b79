package plan

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
)

// Decode reads an estate from JSON and refuses what it does not know: unknown keys, repeated keys, values of the wrong
// type. The error is Problems, with all of them; the estate then holds what could be read, a misspelt key being taken for the
// one that it seems to mean.
//
// Pulumi's config delivers numbers and booleans as strings at times, so "8080" and "true" are good where a number or a
// boolean is wanted. The other way round is refused: an unquoted 1.30 is the number 1.3.
func Decode(data []byte) (Estate, error) {
	d := decoder{broken: map[string]bool{}}
	estate, _ := d.estate(data)
	return estate, d.problems.err()
}

// Parse reads an estate from JSON and builds its plan. The error is Problems, with those of Decode and of Build in one
// list.
func Parse(data []byte) (*Plan, error) {
	d := decoder{broken: map[string]bool{}}
	estate, readable := d.estate(data)
	if !readable {
		return nil, d.problems.err()
	}
	for _, problem := range d.problems {
		d.broken[problem.Path] = true
	}
	plan, more := build(estate, d.broken)
	if err := append(d.problems, more...).err(); err != nil {
		return nil, err
	}
	return plan, nil
}

// estate reads a document, and says whether there was a JSON object at all.
func (d *decoder) estate(data []byte) (Estate, bool) {
	document, err := parseDocument(data)
	if err != nil {
		d.problems.add(root, "%s", err)
		return Estate{}, false
	}
	if _, isObject := document.value.([]entry); !isObject {
		d.problems.add(root, "is %s; an object with zones, ingress and transit is wanted", document.described())
		return Estate{}, false
	}
	var estate Estate
	d.decode("", document, reflect.ValueOf(&estate).Elem(), constraint{})
	return estate, true
}

// root is the path of the document itself.
const root = "estate"

// decoder reads JSON values into Go values and notes what does not fit.
type decoder struct {
	problems Problems

	// Paths of what seems to be there under a misspelt key, but cannot be read: that it is missing, and what follows from
	// that, is noise.
	broken map[string]bool
}

// decode reads a JSON value into a Go value. null is an absent value.
func (d *decoder) decode(path string, n node, into reflect.Value, c constraint) {
	if n.value == nil {
		return
	}
	switch into.Kind() {
	case reflect.Pointer:
		value := reflect.New(into.Type().Elem())
		before := len(d.problems)
		d.decode(path, n, value.Elem(), c)
		if len(d.problems) == before || value.Elem().Kind() == reflect.Struct {
			into.Set(value)
		}
	case reflect.Struct:
		d.object(path, n, into)
	case reflect.Map:
		d.mapping(path, n, into, c)
	case reflect.Slice:
		d.list(path, n, into, c)
	case reflect.String:
		d.text(path, n, into, c)
	case reflect.Int, reflect.Int64:
		d.number(path, n, into, c)
	case reflect.Bool:
		d.boolean(path, n, into)
	default:
		d.problems.add(path, "cannot be read")
	}
}

// entries are the members of an object, without repetitions.
func (d *decoder) entries(path string, n node) ([]entry, bool) {
	entries, ok := n.value.([]entry)
	if !ok {
		d.problems.add(path, "is %s; an object is wanted", n.described())
		return nil, false
	}
	seen, out := map[string]bool{}, []entry{}
	for _, e := range entries {
		if seen[e.key] {
			d.problems.add(member(path, e.key), "is declared twice")
			continue
		}
		seen[e.key] = true
		out = append(out, e)
	}
	return out, true
}

// object reads an object with known keys.
func (d *decoder) object(path string, n node, into reflect.Value) {
	entries, ok := d.entries(path, n)
	if !ok {
		return
	}
	known, taken := shapeOf(into.Type()), map[string]bool{}
	for _, e := range entries {
		at := member(path, e.key)
		i, ok := known.byKey[e.key]
		if why := notKnown[into.Type().Name()+"."+e.key]; !ok && why != "" {
			d.problems.add(at, "%s", why)
			d.broken[path] = true
			continue
		}
		if !ok {
			d.problems.add(at, "%s", unknownKey(e.key, known.keys))
			if meant, near := nearest(e.key, known.keys); near && !taken[meant] && !declares(entries, meant) {
				taken[meant] = true
				field := known.byKey[meant]
				d.misspelt(member(path, meant), e.value, into.Field(field), known.fields[field].constraint)
			}
			continue
		}
		if e.value.value == nil && meansSomethingEmpty[into.Type().Name()+"."+e.key] {
			d.problems.add(at, "has no value, as if it were not there: give it one ({} for the defaults), or remove it")
			continue
		}
		d.decode(at, e.value, into.Field(i), known.fields[i].constraint)
	}
}

// meansSomethingEmpty are members, by type, that mean something with nothing in them. Who writes `egress:` in YAML means
// `egress: {}`, and must not get clusters that nobody inspects.
var meansSomethingEmpty = map[string]bool{
	"Inspection.edge": true, "Inspection.eastWest": true, "Inspection.egress": true,
	"Firewall.networkFirewall": true, "EastWestInspection.networkFirewall": true, "Transit.transitGateway": true,
}

// notKnown explains keys that somebody may well expect, by type. What lacks for want of them is not reported as well.
var notKnown = map[string]string{
	"Transit.peering": "VPC peering does not join the VPCs of an estate: declare transitGateway. With inspection.eastWest and " +
		"inspection.egress it never can: peering is not transitive, so no packet would get through it to a firewall in a third VPC and on",
	"Transit.privateLink": "PrivateLink does not join the VPCs of an estate yet: declare transitGateway",
	"Transit.aviatrix":    "Aviatrix transit does not join the VPCs of an estate yet: declare transitGateway",
}

// declares says whether an object has a key.
func declares(entries []entry, key string) bool {
	return slices.ContainsFunc(entries, func(e entry) bool { return e.key == key })
}

// misspelt reads a value as that of the key that seems to be meant, so that what refers to it finds it. One that does not
// fit there is left out, and nothing is said of that.
func (d *decoder) misspelt(path string, n node, into reflect.Value, c constraint) {
	trial := decoder{broken: d.broken}
	value := reflect.New(into.Type()).Elem()
	trial.decode(path, n, value, c)
	for _, problem := range trial.problems {
		if problem.Path == path {
			d.broken[path] = true
			return
		}
	}
	into.Set(value)
	d.problems = append(d.problems, trial.problems...)
}

// mapping reads an object whose keys are names.
func (d *decoder) mapping(path string, n node, into reflect.Value, c constraint) {
	entries, ok := d.entries(path, n)
	if !ok {
		return
	}
	out := reflect.MakeMapWithSize(into.Type(), len(entries))
	for _, e := range entries {
		value := reflect.New(into.Type().Elem()).Elem()
		d.decode(member(path, e.key), e.value, value, c)
		out.SetMapIndex(reflect.ValueOf(e.key), value)
	}
	into.Set(out)
}

// list reads a list. An item that does not fit keeps its place, so that paths stay right.
func (d *decoder) list(path string, n node, into reflect.Value, c constraint) {
	items, ok := n.value.([]node)
	if !ok {
		d.problems.add(path, "is %s; a list is wanted", n.described())
		return
	}
	out := reflect.MakeSlice(into.Type(), len(items), len(items))
	for i, item := range items {
		if item.value == nil {
			d.problems.add(index(path, i), "is null")
			continue
		}
		d.decode(index(path, i), item, out.Index(i), c)
	}
	into.Set(out)
}

// text reads a string.
func (d *decoder) text(path string, n node, into reflect.Value, c constraint) {
	if _, written := n.value.(string); !written && c.like == likeReason { // Quoting it would not make it one.
		d.problems.add(path, "is %s; %s", n.described(), wordsWanted)
		return
	}
	switch value := n.value.(type) {
	case string:
		into.SetString(value)
	case json.Number:
		d.problems.add(path, "is the number %s; a string is wanted: quote it, as in \"%s\"", value, value)
	case bool:
		d.problems.add(path, "is the boolean %t; a string is wanted: quote it, as in \"%t\"", value, value)
	default:
		d.problems.add(path, "is %s; a string is wanted", n.described())
	}
}

// number reads a whole number. A zero where zero is no good value would pass for an absent one later, so it is refused
// here.
func (d *decoder) number(path string, n node, into reflect.Value, c constraint) {
	var written string
	switch value := n.value.(type) {
	case json.Number:
		written = value.String()
	case string:
		written = value
	}
	number, ok := wholeNumber(written)
	if !ok || into.OverflowInt(number) {
		d.problems.add(path, "is %s; a whole number is wanted", n.described())
		return
	}
	if number == 0 && c.outside(0) != "" {
		d.problems.add(path, "%s", c.outside(0))
		return
	}
	into.SetInt(number)
}

// wholeNumber reads a whole number, also one that went through floating point, such as 8080.0.
func wholeNumber(written string) (int64, bool) {
	if number, err := strconv.ParseInt(written, 10, 64); err == nil {
		return number, true
	}
	const exact = 1 << 53
	float, err := strconv.ParseFloat(written, 64)
	if err != nil || float != float || float > exact || float < -exact || float != float64(int64(float)) {
		return 0, false
	}
	return int64(float), true
}

// boolean reads a boolean.
func (d *decoder) boolean(path string, n node, into reflect.Value) {
	switch n.value {
	case true, "true":
		into.SetBool(true)
	case false, "false":
		into.SetBool(false)
	default:
		d.problems.add(path, "is %s; true or false is wanted", n.described())
	}
}
