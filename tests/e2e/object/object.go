package object

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// Object is something in an account and Region that AWS's API shows, or should show.
type Object struct {
	Place snapshot.Place
	Type  Type

	// The identity that people use: a Name tag or name, or where AWS has neither, what the object joins.
	Name string

	// What AWS calls it. Empty for what should exist.
	ID string

	// What there is to compare, in words.
	Fields Fields

	// Whether AWS made it along with something else that accounts for it (see ImplicitChildren).
	Implicit bool
}

// Fields are an object's properties. A missing one is the same as an empty one.
type Fields map[string]string

// String is the object as reports call it.
func (o Object) String() string {
	text := fmt.Sprintf("%s %s", o.Type, o.Name)
	if o.ID != "" && o.ID != o.Name {
		text += " (" + o.ID + ")"
	}
	return text
}

// Key is what makes two objects the same one.
type Key struct {
	Place snapshot.Place
	Type  Type
	Name  string
}

// Key is the object's key.
func (o Object) Key() Key { return Key{o.Place, o.Type, o.Name} }

// Sort orders objects for people.
func Sort(objects []Object) {
	slices.SortStableFunc(objects, func(a, b Object) int {
		return cmp.Or(
			strings.Compare(a.Place.String(), b.Place.String()),
			strings.Compare(string(a.Type), string(b.Type)),
			strings.Compare(a.Name, b.Name),
			strings.Compare(a.ID, b.ID),
		)
	})
}

// Set is a list of words whose order means nothing, as a field.
func Set(words []string) string {
	return strings.Join(slices.Sorted(slices.Values(words)), ", ")
}

// Tags are tags as a field. AWS's own, which begin with aws:, are not the user's.
func Tags(tags map[string]string) string {
	var words []string
	for key, value := range tags {
		if !strings.HasPrefix(key, "aws:") {
			words = append(words, key+"="+value)
		}
	}
	return Set(words)
}

// Ports are the ports of a security group rule. A rule for every protocol has none.
func Ports(protocol string, from, to int) string {
	switch {
	case protocol == "-1":
		return "all"
	case from == to:
		return strconv.Itoa(from)
	default:
		return strconv.Itoa(from) + "-" + strconv.Itoa(to)
	}
}

// Permission is a security group rule as a word.
func Permission(protocol string, from, to int, peer string) string {
	return protocol + " " + Ports(protocol, from, to) + " " + peer
}
