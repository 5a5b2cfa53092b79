package localcloud

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// call is one request to make, change or delete an object, in one account and
// Region. Handlers of a kind read the cloud through it, and what they change is
// kept aside until the whole call has succeeded.
type call struct {
	cloud   *Cloud
	kind    *kind
	account string
	region  string
	urn     string
	name    string // logical name
	in      Props  // the inputs wanted
	old     *Object

	pending    change
	overwrites bool // what is made takes the place of an object under the same ID
}

func (c *call) regionOf(k *kind) string {
	if k.global {
		return ""
	}
	return c.region
}

// find looks an object up by ID in the call's account and Region.
func (c *call) find(typ, id string) *Object {
	if id == "" {
		return nil
	}
	k := c.cloud.table[typ]
	at := key{c.account, c.regionOf(k), typ, id}
	for _, o := range c.pending.put {
		if o.key() == at {
			return o
		}
	}
	if slices.Contains(c.pending.gone, at) {
		return nil
	}
	if o := c.cloud.store.get(at); o != nil {
		return o
	}
	if o := c.cloud.sharedWith(c.account, c.region, typ, id); o != nil {
		return o
	}
	if typ == tAttachment {
		return c.cloud.attachedTo(c.account, c.region, id)
	}
	if k.external != nil {
		if out := k.external(c, id); out != nil {
			return &Object{Account: at.account, Region: at.region, Type: typ, ID: id, Outputs: out, Given: true}
		}
	}
	return nil
}

// findBy looks an object up by one of its outputs.
func (c *call) findBy(typ, output, value string) *Object {
	if output == "" {
		return c.find(typ, value)
	}
	for _, o := range c.all(typ) {
		if str(o.Outputs, output) == value {
			return o
		}
	}
	if k := c.cloud.table[typ]; k.external != nil {
		if out := k.external(c, value); out != nil {
			return &Object{Account: c.account, Type: typ, ID: value, Outputs: out, Given: true}
		}
	}
	return nil
}

// all lists the objects of a type that the account has in the Region.
func (c *call) all(typ string) []*Object {
	return c.cloud.store.all(c.account, c.regionOf(c.cloud.table[typ]), typ)
}

// others is all without the object that the call is about.
func (c *call) others(typ string) []*Object {
	return slices.DeleteFunc(c.all(typ), func(o *Object) bool { return c.old != nil && o.key() == c.old.key() })
}

// where lists the objects of a type with a certain output, but for the one that
// the call is about.
func (c *call) where(typ, output, value string) []*Object {
	return slices.DeleteFunc(c.others(typ), func(o *Object) bool { return o.Outputs[output] != value })
}

// changed says whether an update changes an input.
func (c *call) changed(name string) bool {
	return c.old == nil || !equal(c.old.Inputs[name], c.in[name])
}

// edit changes outputs of another object along with the call.
func (c *call) edit(o *Object, changes Props) {
	for _, p := range c.pending.put {
		if p.key() == o.key() {
			p.Outputs = merge(p.Outputs, changes)
			return
		}
	}
	n := o.clone()
	n.Outputs = merge(n.Outputs, changes)
	c.pending.put = append(c.pending.put, n)
}

// alongside makes an object that AWS makes by itself.
func (c *call) alongside(typ, id string, out Props) {
	c.pending.put = append(c.pending.put, &Object{
		Account: c.account, Region: c.regionOf(c.cloud.table[typ]), Type: typ, ID: id,
		Outputs: merge(out), Implicit: true, Seq: c.cloud.next(),
	})
}

// drop removes another object along with the call.
func (c *call) drop(o *Object) {
	c.pending.gone = append(c.pending.gone, o.key())
}

// hash gives stable hexadecimal digits for what the call makes.
func (c *call) hash(salt string, digits int) string {
	gen := c.generation()
	sum := sha256.Sum256([]byte(strings.Join([]string{gen, fmt.Sprint(c.cloud.generations[gen]), salt}, "|")))
	return hex.EncodeToString(sum[:])[:digits]
}

// generation names the series of objects that one resource makes over time.
func (c *call) generation() string {
	return strings.Join([]string{c.account, c.region, c.kind.token, stackless(c.urn), c.name}, "|")
}

// newID makes an ID such as vpc-0f3a….
func (c *call) newID(prefix string) string { return prefix + "0" + c.hash(prefix, 16) }

// arn names an object of the call's account and Region.
func (c *call) arn(service, resource string) string {
	return "arn:aws:" + service + ":" + c.regionOf(c.kind) + ":" + c.account + ":" + resource
}

// stackless is a URN without the stack's name, so that IDs do not depend on it.
func stackless(urn string) string {
	parts := strings.SplitN(urn, "::", 2)
	if len(parts) < 2 {
		return urn
	}
	return parts[1]
}

func logicalName(urn string) string {
	parts := strings.Split(urn, "::")
	return strings.Join(parts[min(3, len(parts)-1):], "::")
}
