package localcloud

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// When says on which side of its effect an operation is struck.
type When int

const (
	Before When = iota // nothing has happened yet
	After              // the object is made, changed or gone, the answer is lost
)

// Effect says what happens to a struck operation.
type Effect int

const (
	Fail  Effect = iota // it answers with an error
	Stall               // it answers when released, or never: its caller gives up
)

// Fault describes operations that go wrong. Empty fields match everything; an
// empty Verb matches creates, updates and deletes.
type Fault struct {
	Verb  Verb
	Type  string // token
	Name  string // logical name
	Nth   int    // the first matching operation that is struck, from 1 (0: the first)
	Times int    // how many are struck from then on (0: one; -1: all)

	When   When
	Effect Effect
	Error  string // the error to answer with; a default one if empty
}

// Injected is a fault in effect.
type Injected struct {
	fault   Fault
	mu      sync.Mutex
	seen    int
	struck  chan struct{}
	release chan struct{}
	once    sync.Once
	lift    sync.Once
	gone    bool
}

// Struck is closed when the fault strikes for the first time.
func (i *Injected) Struck() <-chan struct{} { return i.struck }

// Release lets stalled operations go on and takes the fault out of effect.
func (i *Injected) Release() {
	i.lift.Do(func() {
		i.mu.Lock()
		i.gone = true
		i.mu.Unlock()
		close(i.release)
	})
}

// matches counts the operation and says whether it is struck.
func (i *Injected) matches(op *Operation) bool {
	f := i.fault
	switch {
	case f.Verb != "" && f.Verb != op.Verb,
		f.Verb == "" && op.Verb == Read,
		f.Type != "" && f.Type != op.Type,
		f.Name != "" && f.Name != op.Name:
		return false
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.seen++
	first, times := max(f.Nth, 1), f.Times
	if times == 0 {
		times = 1
	}
	return !i.gone && i.seen >= first && (times < 0 || i.seen < first+times)
}

// strike does what the fault says, with the lock of the cloud not held.
func (i *Injected) strike(ctx context.Context, op *Operation) error {
	i.once.Do(func() { close(i.struck) })
	if i.fault.Effect == Stall {
		select {
		case <-i.release:
			return nil
		case <-ctx.Done():
			return fmt.Errorf("the caller gave up: %w", ctx.Err())
		}
	}
	if i.fault.Error != "" {
		return errors.New(i.fault.Error)
	}
	if i.fault.When == After {
		return refuse("RequestTimeout", "injected fault: the answer to %s %s %q was lost", op.Verb, op.Type, op.Name)
	}
	return refuse("InternalError", "injected fault: %s %s %q failed", op.Verb, op.Type, op.Name)
}

// Inject puts a fault into effect.
func (c *Cloud) Inject(f Fault) *Injected {
	i := &Injected{fault: f, struck: make(chan struct{}), release: make(chan struct{})}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults = append(c.faults, i)
	return i
}

// Heal takes all faults out of effect.
func (c *Cloud) Heal() {
	c.mu.Lock()
	faults := c.faults
	c.faults = nil
	c.mu.Unlock()
	for _, i := range faults {
		i.Release()
	}
}

// struckBy lists the faults that strike an operation.
func (c *Cloud) struckBy(op *Operation) []*Injected {
	c.mu.Lock()
	faults := c.faults
	c.mu.Unlock()
	var hit []*Injected
	for _, i := range faults {
		if i.matches(op) {
			hit = append(hit, i)
		}
	}
	return hit
}

func strike(ctx context.Context, hit []*Injected, when When, op *Operation) error {
	for _, i := range hit {
		if i.fault.When == when {
			if err := i.strike(ctx, op); err != nil {
				return err
			}
		}
	}
	return nil
}
