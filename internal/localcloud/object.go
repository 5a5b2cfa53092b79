package localcloud

import (
	"cmp"
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

// store holds objects by type, so that look-ups do not walk through all.
type store struct {
	byType map[string]map[key]*Object
}

func newStore() *store {
	return &store{byType: map[string]map[key]*Object{}}
}

func (s *store) get(k key) *Object { return s.byType[k.typ][k] }

func (s *store) put(o *Object) {
	if s.byType[o.Type] == nil {
		s.byType[o.Type] = map[key]*Object{}
	}
	s.byType[o.Type][o.key()] = o
}

func (s *store) remove(k key) { delete(s.byType[k.typ], k) }

// all lists the objects of a type in an account and Region, oldest first.
func (s *store) all(account, region, typ string) []*Object {
	var found []*Object
	for k, o := range s.byType[typ] {
		if k.account == account && k.region == region {
			found = append(found, o)
		}
	}
	slices.SortFunc(found, func(a, b *Object) int { return cmp.Compare(a.Seq, b.Seq) })
	return found
}

// every lists all objects by account, Region, type and ID.
func (s *store) every() []*Object {
	var found []*Object
	for _, m := range s.byType {
		for _, o := range m {
			found = append(found, o)
		}
	}
	slices.SortFunc(found, func(a, b *Object) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region),
			cmp.Compare(a.Type, b.Type), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return found
}
