// Package callstack keeps short what Pulumi notes of every resource. Its Go SDK sends the program's whole call stack with each
// registration, and the engine keeps it in the stack's state, an entry for each call. So every level of components makes the program's
// own work larger, and the state that is written with each step of an update.
package callstack

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
)

// Each calls functions one after the other until one fails, each on a call stack of its own: those of its callers are not seen
// from it. Nothing runs beside them, and a runtime.Goexit (of a test that fails) ends the caller, too. A panic goes on in the caller,
// because whoever runs programs, as Pulumi's Automation API does, recovers from theirs: as an error that tells what it was and all the calls
// that led to it, and that wraps it where it was an error.
//
// A component calls its parts so, once it is registered itself: its own call stack tells who made it, and those of its children need
// not tell it again.
func Each(calls ...func() error) error {
	for _, call := range calls {
		if err := afresh(call); err != nil {
			return err
		}
	}
	return nil
}

// afresh calls a function in a goroutine, and waits for it.
func afresh(call func() error) (err error) {
	var broken error
	returned, done := false, make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if !returned {
				broken = located(recover())
			}
		}()
		err = call()
		returned = true
	}()
	<-done
	switch {
	case broken != nil:
		panic(broken)
	case !returned:
		runtime.Goexit()
	}
	return err
}

// panicked is what a function panicked with, and where.
type panicked struct {
	value any
	stack []byte
}

// located is a panic with where it was; nil where there was none.
func located(recovered any) error {
	switch deeper := recovered.(type) {
	case nil:
		return nil
	case panicked:
		return panicked{deeper.value, slices.Concat(deeper.stack, []byte("\n"), debug.Stack())}
	}
	return panicked{recovered, debug.Stack()}
}

func (p panicked) Error() string { return fmt.Sprintf("%v\n\n%s", p.value, p.stack) }

func (p panicked) Unwrap() error {
	err, _ := p.value.(error)
	return err
}
