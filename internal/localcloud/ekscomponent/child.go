package ekscomponent

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// A child is a resource that the engine has registered, or one of the program's that was given by reference.
type child struct {
	urn     resource.URN
	id      string // empty while unknown, and for components
	custom  bool   // false for components
	unknown bool   // a reference that is not known yet
	dryRun  bool
	outputs resource.PropertyMap
	extra   facts          // what the reference itself depended on
	within  []resource.URN // of a component: the custom resources in it
}

func (c *child) facts() facts {
	f := facts{unknown: c.unknown, secret: c.extra.secret}
	f.dependencies = append(f.dependencies, c.extra.dependencies...)
	if c.urn != "" {
		f.dependencies = append(f.dependencies, c.urn)
	}
	f.dependencies = append(f.dependencies, c.within...)
	return f
}

// output is one of the resource's outputs, or what a path leads to in it. What a preview does not show may still
// appear, so it is unknown there and not undefined.
func (c *child) output(key resource.PropertyKey, path ...any) value {
	f := c.facts()
	v, ok := c.outputs[key]
	if f.unknown || !ok && c.dryRun {
		return unknown(f.dependencies...)
	}
	v, g := peel(at(v, path...))
	f.add(g)
	if v.IsNull() && c.dryRun {
		return unknown(f.dependencies...)
	}
	return f.wrap(v)
}

// identifier is the resource's ID.
func (c *child) identifier() value {
	f := c.facts()
	f.unknown = f.unknown || c.id == ""
	return f.wrap(text(c.id))
}

// reference is the resource as a value.
func (c *child) reference() value {
	f := c.facts()
	if f.unknown {
		return f.wrap(undefined())
	}
	if !c.custom {
		return f.wrap(resource.MakeComponentResourceReference(c.urn, ""))
	}
	return f.wrap(resource.MakeCustomResourceReference(c.urn, resource.ID(c.id), ""))
}

// provider is the resource as the provider of others.
func (c *child) provider() string {
	id := c.id
	if id == "" {
		id = unknownString
	}
	return string(c.urn) + "::" + id
}

// urns are what something depends on that depends on the resource: for a component everything in it.
func (c *child) urns() []resource.URN {
	if c.custom {
		return []resource.URN{c.urn}
	}
	return c.within
}
