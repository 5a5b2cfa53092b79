package localcloud

import "fmt"

// What happens without a program: objects that the user has already, and
// changes that somebody makes by hand.

// Given puts an object into the default account and Region that the user is
// said to have already, such as a VPC, a transit gateway or an AMI.
func (c *Cloud) Given(typ, id string, outputs Props) error {
	return c.GivenIn(c.options.Account, c.options.Region, typ, id, outputs)
}

// GivenTo is [Cloud.Given] for another account; empty, it is the default one.
func (c *Cloud) GivenTo(account, typ, id string, outputs Props) error {
	if account == "" {
		account = c.options.Account
	}
	return c.GivenIn(account, c.options.Region, typ, id, outputs)
}

// GivenIn is [Cloud.Given] for another account and Region.
func (c *Cloud) GivenIn(account, region, typ, id string, outputs Props) error {
	k, ok := c.table[typ]
	if !ok {
		return fmt.Errorf("unknown resource type %s", typ)
	}
	if k.global {
		region = ""
	}
	if k.given != nil {
		outputs = merge(outputs, k.given(account, region, outputs))
	}
	in := Props{}
	for name, v := range outputs {
		if _, known := k.schema.Outputs[name]; !known && k.schema != nil {
			return fmt.Errorf("%s has no output %q", typ, name)
		}
		if _, input := k.inputs()[name]; input {
			in[name] = cloneValue(v)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	o := &Object{
		Account: account, Region: region, Type: typ, ID: id,
		Inputs: in, Outputs: k.outputs(nil, in, outputs), Given: true, Seq: c.next(),
	}
	return c.commit(change{put: []*Object{o}})
}

// Mutate changes an output of an object behind the program's back, as somebody
// in the console would. Inputs of the same name follow.
func (c *Cloud) Mutate(account, typ, id string, changes Props) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k, o := range c.store.byType[typ] {
		if k.account == account && k.id == id {
			n := o.clone()
			n.Outputs = merge(n.Outputs, changes)
			for name, v := range changes {
				if _, input := c.table[typ].inputs()[name]; input || c.table[typ].schema == nil {
					n.Inputs = merge(n.Inputs, Props{name: v})
				}
			}
			return c.commit(change{put: []*Object{n}})
		}
	}
	return fmt.Errorf("no %s %s in account %s", typ, id, account)
}

// Lose removes an object behind the program's back, whatever depends on it.
func (c *Cloud) Lose(account, typ, id string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k := range c.store.byType[typ] {
		if k.account == account && k.id == id {
			return c.commit(change{gone: []key{k}})
		}
	}
	return fmt.Errorf("no %s %s in account %s", typ, id, account)
}
