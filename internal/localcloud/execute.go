package localcloud

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// execute runs a call with the faults that strike it, and records it.
func (c *Cloud) execute(ctx context.Context, verb Verb, id string, cl *call) (*Object, error) {
	op := &Operation{
		Account: cl.account, Region: cl.region, Verb: verb, Type: cl.kind.token, Name: cl.name, URN: cl.urn, ID: id,
		Inputs: without(clone(cl.in), defaultsKey),
	}
	hit := c.struckBy(op)
	if err := strike(ctx, hit, Before, op); err != nil {
		return nil, c.fail(op, err)
	}
	if err := ctx.Err(); err != nil {
		return nil, c.fail(op, fmt.Errorf("the caller gave up: %w", err))
	}
	made, err := c.perform(verb, id, cl, op)
	if err != nil {
		return nil, err
	}
	if err := strike(ctx, hit, After, op); err != nil {
		return nil, fmt.Errorf("%s: %w", op.doing(), err)
	}
	return made, nil
}

// fail records an operation that had no effect.
func (c *Cloud) fail(op *Operation, err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.failed(op, err)
}

func (c *Cloud) failed(op *Operation, err error) error {
	err = fmt.Errorf("%s: %w", op.doing(), err)
	op.Seq, op.Error = c.next(), err.Error()
	if jerr := c.commit(change{operation: op}); jerr != nil {
		return jerr
	}
	return err
}

// perform does the work in one step that nothing else can come between.
func (c *Cloud) perform(verb Verb, id string, cl *call, op *Operation) (*Object, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	cl.cloud = c
	if id != "" {
		cl.old = c.store.get(key{cl.account, cl.regionOf(cl.kind), cl.kind.token, id})
	}
	if cl.old != nil {
		op.ID = cl.old.ID
	}
	var made *Object
	var err error
	switch verb {
	case Create:
		made, err = cl.make()
	case Update:
		op.Changed = cl.changedInputs()
		made, err = cl.change()
	case Delete:
		op.Inputs = nil
		err = cl.delete()
	}
	if err != nil {
		return nil, c.failed(op, err)
	}
	op.Seq = c.next()
	if made != nil {
		op.ID, op.Outputs = made.ID, clone(made.Outputs)
		cl.pending.put = append(cl.pending.put, made)
	}
	cl.pending.operation = op
	if err := c.commit(cl.pending); err != nil {
		return nil, err
	}
	return made, nil
}

func (c *call) make() (*Object, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	id, out, err := c.kind.create(c)
	if err != nil {
		return nil, err
	}
	o := &Object{
		Account: c.account, Region: c.regionOf(c.kind), Type: c.kind.token, ID: id, Name: c.name,
		Inputs: clone(c.in), Outputs: c.kind.outputs(nil, c.in, out), Seq: c.cloud.next(),
	}
	if there := c.cloud.store.get(o.key()); there != nil && !there.Implicit && !c.overwrites {
		return nil, refuse("AlreadyExists", "%s %s exists already", c.kind.token, id)
	}
	c.pending.generation = c.generation()
	return o, nil
}

func (c *call) change() (*Object, error) {
	if c.old == nil {
		return nil, refuse("ResourceNotFoundException", "%s to update does not exist", c.kind.token)
	}
	if err := c.validate(); err != nil {
		return nil, err
	}
	var out Props
	if c.kind.update != nil {
		var err error
		if out, err = c.kind.update(c); err != nil {
			return nil, err
		}
	}
	o := c.old.clone()
	o.Inputs, o.Outputs = clone(c.in), c.kind.outputs(c.old.Outputs, c.in, out)
	return o, nil
}

func (c *call) delete() error {
	if c.old == nil {
		return nil // gone already
	}
	if h := c.holder(c.old); h != nil {
		return refuse(c.kind.inUseCode(), "%s '%s' is in use by %s '%s' and cannot be deleted",
			c.kind.token, c.old.ID, h.Type, h.ID)
	}
	if c.kind.remove != nil {
		if err := c.kind.remove(c); err != nil {
			return err
		}
	}
	for _, f := range c.followers(c.old) {
		c.drop(f)
	}
	c.drop(c.old)
	return nil
}

// validate runs the plan-time checks again, for callers that skip Check, and
// looks references up.
func (c *call) validate() error {
	found := c.kind.missingFeatures(c.in)
	if c.kind.schema != nil {
		all, err := loadSchemas()
		if err != nil {
			return err
		}
		found = append(found, all.check(c.kind.schema.Inputs, c.in, c.kind.token)...)
	}
	if c.kind.check != nil && len(found) == 0 {
		found = c.kind.check(c.in)
	}
	if len(found) > 0 {
		return found[0].err
	}
	return c.checkRefs()
}

func (c *call) changedInputs() []string {
	if c.old == nil {
		return nil
	}
	names := map[string]bool{}
	for _, p := range []Props{c.old.Inputs, c.in} {
		for n := range p {
			if n != defaultsKey && c.changed(n) {
				names[n] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func (k *kind) inUseCode() string {
	if k.inUse == "" {
		return "DependencyViolation"
	}
	return k.inUse
}
