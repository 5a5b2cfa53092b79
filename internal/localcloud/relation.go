package localcloud

import (
	"slices"
	"strings"
)

// What refers to what: existence, forbidden deletions, and what goes along.

// checkRefs refuses inputs that refer to what does not exist.
func (c *call) checkRefs() error {
	for _, r := range c.kind.refs {
		top, _, _ := strings.Cut(strings.TrimSuffix(strings.Split(r.path, ".")[0], "[]"), ".")
		if r.missing == "" || !c.changed(top) {
			continue
		}
		for _, v := range values(c.in, r.path) {
			if r.fine != nil && r.fine(v) {
				continue
			}
			if !slices.ContainsFunc(r.to, func(typ string) bool { return c.findBy(typ, r.by, v) != nil }) {
				return refuse(r.missing, r.say, v)
			}
		}
	}
	return nil
}

// holder finds an object that forbids the deletion of another one. What AWS made
// by itself does not, nor does what goes along.
func (c *call) holder(of *Object) *Object {
	going := c.followers(of)
	for _, h := range c.cloud.holders[of.Type] {
		if !h.ref.holds {
			continue
		}
		for _, o := range c.everywhere(h.kind.token) {
			if h.refersTo(o, of) && !o.Implicit && !slices.Contains(going, o) {
				return o
			}
		}
	}
	return nil
}

// followers lists the objects that disappear along with another one, and
// theirs.
func (c *call) followers(of *Object) []*Object {
	var all []*Object
	for next := []*Object{of}; len(next) > 0; next = next[1:] {
		for _, h := range c.cloud.holders[next[0].Type] {
			for _, o := range c.everywhere(h.kind.token) {
				follows := h.ref.goes || h.ref.holds && o.Implicit
				if follows && h.refersTo(o, next[0]) && o != of && !slices.Contains(all, o) {
					all, next = append(all, o), append(next, o)
				}
			}
		}
	}
	return all
}

// everywhere lists the objects of a type in all accounts, but for the one that
// the call is about: what is shared is referred to from other accounts, too.
func (c *call) everywhere(typ string) []*Object {
	return slices.DeleteFunc(slices.Clone(c.cloud.store.oldestFirst(typ)), func(o *Object) bool {
		return c.old != nil && o.key() == c.old.key()
	})
}

// seenElsewhere lists the types that can be referred to from another account.
var seenElsewhere = []string{tTransitGateway, tTransitTable, tAttachment, tPrefixList, tSubnet, tVpcEndpoint, tShare}

func (h holder) refersTo(o, target *Object) bool {
	near := o.Region == target.Region || o.Region == "" || target.Region == ""
	if !near || o.Account != target.Account && !slices.Contains(seenElsewhere, target.Type) {
		return false
	}
	id := target.ID
	if h.ref.by != "" {
		id = str(target.Outputs, h.ref.by)
	}
	return slices.Contains(values(o.Outputs, h.ref.path), id)
}
