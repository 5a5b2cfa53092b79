package localcloud

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Options for [New]. The zero value is a fresh us-east-1 in memory.
type Options struct {
	StateFile string // a journal of everything that happens; empty: memory only
	Region    string // for providers that configure none; default us-east-1
	Account   string // for providers that name none; default 111111111111
	Held      bool   // credentials belong to Account: without a role, providers work in no other
	Quotas    Quotas // raised quotas; zero fields keep AWS's defaults

	// Reachability plays Reachability Analyzer: whether AWS finds a path through
	// certain resources, if any are named, where certain objects exist. Without
	// it, analyses that somebody waits for fail. Package flight has one.
	Reachability func(path Object, through []string, objects []Object) (bool, error)
}

// Cloud is the simulated cloud. Its methods may be called at any time, also
// while programs run against it.
type Cloud struct {
	options Options
	quotas  Quotas
	table   table
	sources map[string]source
	holders map[string][]holder // by the token of what is referred to

	mu          sync.Mutex
	store       *store
	operations  []Operation
	generations map[string]int
	seq         int
	faults      []*Injected
	journal     *journal
}

// holder is a kind whose objects refer to others.
type holder struct {
	kind *kind
	ref  ref
}

// New makes a cloud, with what its journal tells when there is one.
func New(o Options) (*Cloud, error) {
	if o.Region == "" {
		o.Region = "us-east-1"
	}
	if o.Account == "" {
		o.Account = "111111111111"
	}
	if _, ok := regions[o.Region]; !ok {
		return nil, fmt.Errorf("the simulation has no Region %q; it has those of AWS's partition aws, neither China's nor GovCloud's: %s",
			o.Region, strings.Join(slices.Sorted(maps.Keys(regions)), ", "))
	}
	t, err := newTable(allKinds()...)
	if err != nil {
		return nil, err
	}
	c := &Cloud{
		options: o, quotas: o.Quotas.orDefaults(), table: t, sources: allSources(), holders: map[string][]holder{},
		store: newStore(), generations: map[string]int{},
	}
	for _, token := range t.tokens() {
		for _, r := range t[token].refs {
			for _, to := range r.to {
				c.holders[to] = append(c.holders[to], holder{t[token], r})
			}
		}
	}
	if o.StateFile != "" {
		if err := c.openJournal(o.StateFile); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Close lets go of the journal and of stalled operations.
func (c *Cloud) Close() error {
	c.Heal()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.journal.close()
}

// Operations tells what happened, in order. Reads stand among the rest.
func (c *Cloud) Operations() []Operation {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make([]Operation, 0, len(c.operations))
	for _, o := range c.operations {
		all = append(all, o.clone())
	}
	return all
}

// Objects lists what exists, sorted by account, Region, type and name: what
// programs made. What the user already had ([Cloud.Given]) and what AWS made
// along with it (Implicit) is in [Cloud.Everything].
func (c *Cloud) Objects() []Object {
	return slices.DeleteFunc(c.Everything(), func(o Object) bool { return o.Given || o.Implicit })
}

// Everything lists all objects, whoever made them.
func (c *Cloud) Everything() []Object {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.everything()
}

// everything is Everything; the lock is held.
func (c *Cloud) everything() []Object {
	var all []Object
	for _, o := range c.store.every() {
		o := o.clone()
		o.Inputs = without(o.Inputs, defaultsKey)
		all = append(all, *o)
	}
	return all
}

// Types lists the tokens of the resource types that the cloud knows.
func (c *Cloud) Types() []string { return c.table.tokens() }

// next numbers objects and operations; the lock is held.
func (c *Cloud) next() int {
	c.seq++
	return c.seq
}

// change is what one call does to the cloud.
type change struct {
	put        []*Object
	gone       []key
	operation  *Operation
	generation string
}

// commit writes a change to the journal and then to memory; the lock is held.
func (c *Cloud) commit(ch change) error {
	if err := c.journal.write(ch); err != nil {
		return err
	}
	c.apply(ch)
	return nil
}

func (c *Cloud) apply(ch change) {
	for _, k := range ch.gone {
		c.store.remove(k)
	}
	for _, o := range ch.put {
		c.store.put(o)
		c.seq = max(c.seq, o.Seq)
	}
	if ch.generation != "" {
		c.generations[ch.generation]++
	}
	if ch.operation != nil {
		c.operations = append(c.operations, *ch.operation)
		c.seq = max(c.seq, ch.operation.Seq)
	}
}

// snapshot is the least change that rebuilds everything from nothing.
func (c *Cloud) snapshot() []change {
	var all []change
	for _, o := range c.store.every() {
		all = append(all, change{put: []*Object{o}})
	}
	for i := range c.operations {
		all = append(all, change{operation: &c.operations[i]})
	}
	for _, g := range slices.Sorted(maps.Keys(c.generations)) {
		for range c.generations[g] {
			all = append(all, change{generation: g})
		}
	}
	return all
}
