package localcloud

import (
	"cmp"
	"maps"
	"slices"
)

// Object is something that exists in the cloud.
type Object struct {
	Account string `json:"account"`
	Region  string `json:"region,omitempty"` // empty for global services
	Type    string `json:"type"`
	ID      string `json:"id"`
	Name    string `json:"name,omitempty"` // the logical name of the resource that made it
	Inputs  Props  `json:"inputs,omitempty"`
	Outputs Props  `json:"outputs"`
	// Given objects were put there by [Cloud.Given], as the user's own.
	Given bool `json:"given,omitempty"`
	// Implicit objects were made by AWS along with another one, such as the
	// main route table of a VPC, and go with it.
	Implicit bool `json:"implicit,omitempty"`
	// Seq orders objects by when they were made.
	Seq int `json:"seq"`
}

type key struct{ account, region, typ, id string }

func (o *Object) key() key { return key{o.Account, o.Region, o.Type, o.ID} }

func (o *Object) clone() *Object {
	c := *o
	c.Inputs, c.Outputs = clone(o.Inputs), clone(o.Outputs)
	return &c
}

// store holds objects by type, so that look-ups do not walk through all, and
// remembers their order until something of the type changes.
type store struct {
	byType  map[string]map[key]*Object
	ordered map[string][]*Object
}

func newStore() *store {
	return &store{byType: map[string]map[key]*Object{}, ordered: map[string][]*Object{}}
}

func (s *store) get(k key) *Object { return s.byType[k.typ][k] }

func (s *store) put(o *Object) {
	if s.byType[o.Type] == nil {
		s.byType[o.Type] = map[key]*Object{}
	}
	s.byType[o.Type][o.key()] = o
	delete(s.ordered, o.Type)
}

func (s *store) remove(k key) {
	delete(s.byType[k.typ], k)
	delete(s.ordered, k.typ)
}

// oldestFirst lists all objects of a type; the list must not be changed.
func (s *store) oldestFirst(typ string) []*Object {
	if l, ok := s.ordered[typ]; ok {
		return l
	}
	l := slices.SortedFunc(maps.Values(s.byType[typ]), func(a, b *Object) int { return cmp.Compare(a.Seq, b.Seq) })
	s.ordered[typ] = l
	return l
}

// all lists the objects of a type in an account and Region, oldest first.
func (s *store) all(account, region, typ string) []*Object {
	var found []*Object
	for _, o := range s.oldestFirst(typ) {
		if o.Account == account && o.Region == region {
			found = append(found, o)
		}
	}
	return found
}

// every lists all objects by account, Region, type, name and ID.
func (s *store) every() []*Object {
	var found []*Object
	for _, m := range s.byType {
		found = slices.AppendSeq(found, maps.Values(m))
	}
	slices.SortFunc(found, func(a, b *Object) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region),
			cmp.Compare(a.Type, b.Type), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return found
}
