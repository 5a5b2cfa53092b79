package ekscomponent

// A future is the result of work that has been started. The component registers children as soon as what they need is
// there, so the engine sees the same concurrency as from the real one.
type future[T any] struct {
	done   chan struct{}
	result T
	err    error
}

// start begins the work.
func start[T any](work func() (T, error)) *future[T] {
	f := &future[T]{done: make(chan struct{})}
	go func() {
		defer close(f.done)
		f.result, f.err = work()
	}()
	return f
}

// wait returns once the work is done.
func (f *future[T]) wait() (T, error) {
	<-f.done
	return f.result, f.err
}

// all waits for every future, also when one has failed: nothing may still talk to the engine once the component has
// answered. Of several errors it returns the first in the order given.
func all[T any](futures []*future[T]) ([]T, error) {
	results := make([]T, len(futures))
	var first error
	for i, f := range futures {
		result, err := f.wait()
		if err != nil && first == nil {
			first = err
		}
		results[i] = result
	}
	return results, first
}
