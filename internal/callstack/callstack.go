// Package callstack keeps short what Pulumi notes of every resource. Its Go SDK sends the program's whole call stack with each
// registration, and the engine keeps it in the stack's state, an entry for each call. So every level of components makes the program's
// own work larger, and the state that is written with each step of an update.
package callstack

import "runtime"

// Each calls functions one after the other until one fails, each on a call stack of its own: those of its callers are not seen
// from it. Nothing runs beside them, and a runtime.Goexit (of a test that fails) ends the caller, too. But a panic cannot be recovered
// from there: it ends the process, as it does in whatever is applied to an output.
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
	returned, done := false, make(chan struct{})
	go func() {
		defer close(done)
		err = call()
		returned = true
	}()
	<-done
	if !returned {
		runtime.Goexit()
	}
	return err
}
