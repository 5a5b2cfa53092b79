package fleet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Operation is what is done to each stack.
type Operation string

// The operations of a fleet.
const (
	// Preview shows what Up would do. Clusters are compared with what the hub exports now.
	Preview Operation = "preview"

	// Up deploys the hub and then, if that went well, the clusters.
	Up Operation = "up"

	// Refresh reads what there is into the stacks' states.
	Refresh Operation = "refresh"

	// Destroy destroys the clusters and then, if no other stack of the project holds anything, the hub.
	Destroy Operation = "destroy"
)

// DefaultParallel is how many stacks run at the same time unless Options say otherwise. Each is a `pulumi` process with its
// providers.
const DefaultParallel = 4

// Options say how a fleet is run.
type Options struct {
	// Hub and Cluster are the programs of the two kinds of stacks: estate.HubProgram and estate.WorkloadProgram, or one's own.
	Hub, Cluster pulumi.RunFunc

	// Parallel is how many stacks run at the same time. Default: DefaultParallel.
	Parallel int

	// Only names the stacks to run. Default: all.
	Only []string

	// Environment is added to that of a stack's processes: the credentials of its account, for one. Default: nothing.
	Environment func(Stack) map[string]string

	// Logs is a folder that gets a file per stack, <stack>.log, with what Pulumi says of it. Default: no logs.
	Logs string

	// Progress is told of each stack as it ends. Default: nobody.
	Progress io.Writer

	// Command is the Pulumi command line. Default: the one on PATH.
	Command auto.PulumiCommand
}

// runner runs one operation on a fleet.
type runner struct {
	*Fleet
	operation Operation
	options   Options
	driver    driver
	slots     chan struct{}

	mu      sync.Mutex
	results map[string]Result
}

// driver does what Pulumi does.
type driver interface {
	// run runs an operation on a stack, and returns how many resources the engine counted for each kind of step.
	run(ctx context.Context, stack Stack, operation Operation) (map[string]int, error)

	// held is how many resources each stack of the project holds, for all that the backend knows.
	held(ctx context.Context) (map[string]int, error)
}

// Run runs an operation on the fleet's stacks. The error says why nothing was begun; what became of each stack is in the summary,
// whose Err is nil when all went well.
//
// When the context ends, no further stack is begun and those under way are waited for: an interrupted Pulumi leaves operations behind
// that nobody knows the end of.
func (f *Fleet) Run(ctx context.Context, operation Operation, options Options) (*Summary, error) {
	d, err := newPulumi(f, options)
	if err != nil {
		return nil, err
	}
	return f.run(ctx, operation, options, d)
}

func (f *Fleet) run(ctx context.Context, operation Operation, options Options, d driver) (*Summary, error) {
	if !slices.Contains([]Operation{Preview, Up, Refresh, Destroy}, operation) {
		return nil, fmt.Errorf("no operation %q; there are preview, up, refresh and destroy", operation)
	}
	for _, name := range options.Only {
		if name != f.Hub.Name && !f.declares(name) {
			return nil, fmt.Errorf("no stack %q in %s; there are %s", name, f.Folder, strings.Join(f.names(), ", "))
		}
	}
	if options.Parallel < 1 {
		options.Parallel = DefaultParallel
	}
	if options.Progress == nil {
		options.Progress = io.Discard
	}
	held, err := d.held(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing the stacks of project %s: %w", f.Project, err)
	}
	r := &runner{
		Fleet: f, operation: operation, options: options, driver: d,
		slots: make(chan struct{}, options.Parallel), results: map[string]Result{},
	}
	started := time.Now()
	switch operation {
	case Destroy:
		r.all(ctx, "")
		r.hub(ctx, r.blocksDestroy(ctx))
	case Up:
		r.hub(ctx, r.blocksUp(held))
		r.all(ctx, r.afterHub())
	case Preview:
		r.hub(ctx, nil)
		withheld := ""
		if held[f.Hub.Name] == 0 {
			withheld = "the hub is not deployed: there is nothing to claim from yet"
		}
		r.all(ctx, withheld)
	case Refresh:
		r.hub(ctx, nil)
		r.all(ctx, "")
	}
	summary := &Summary{Operation: operation, Open: f.Open(), Duration: time.Since(started)}
	for _, name := range f.names() {
		if result, ran := r.results[name]; ran {
			summary.Results = append(summary.Results, result)
		}
	}
	return summary, nil
}

// names are those of all stacks, the hub's first.
func (f *Fleet) names() []string {
	names := []string{f.Hub.Name}
	for _, stack := range f.Clusters {
		names = append(names, stack.Name)
	}
	return names
}

func (r *runner) chosen(name string) bool {
	return len(r.options.Only) == 0 || slices.Contains(r.options.Only, name)
}

// hub runs the hub's stack, unless something is in the way.
func (r *runner) hub(ctx context.Context, blocked error) {
	stack := r.Hub
	if !r.chosen(stack.Name) {
		return
	}
	if blocked != nil {
		stack.problem = blocked
	}
	r.one(ctx, stack)
}

// all runs the clusters' stacks, or says of each why not.
func (r *runner) all(ctx context.Context, withheld string) {
	var running sync.WaitGroup
	for _, stack := range r.Clusters {
		switch {
		case !r.chosen(stack.Name):
		case withheld != "":
			r.record(Result{Stack: stack.Name, State: NotRun, Err: errors.New(withheld)})
		default:
			running.Go(func() { r.one(ctx, stack) })
		}
	}
	running.Wait()
}

// one runs a stack when there is a slot for it.
func (r *runner) one(ctx context.Context, stack Stack) {
	if stack.problem != nil {
		r.record(Result{Stack: stack.Name, State: Failed, Err: stack.problem})
		return
	}
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		r.record(Result{Stack: stack.Name, State: NotRun, Err: errors.New("interrupted before its turn")})
		return
	}
	started := time.Now()
	changes, err := r.driver.run(context.WithoutCancel(ctx), stack, r.operation)
	result := Result{Stack: stack.Name, State: Done, Changes: changes, Err: err, Duration: time.Since(started)}
	if err != nil {
		result.State = Failed
	}
	r.record(result)
}

func (r *runner) record(result Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.results[result.Stack] = result
	fmt.Fprintln(r.options.Progress, result)
}

// afterHub is why no cluster is updated: the hub was, and is not as it should be.
func (r *runner) afterHub() string {
	if result, ran := r.results[r.Hub.Name]; ran && result.State != Done {
		return fmt.Sprintf("stack %s, the hub, is not up to date", r.Hub.Name)
	}
	return ""
}

// blocksUp is why the hub must not be updated: it would take away what a stack that is still there refers to. AWS would refuse it
// halfway.
func (r *runner) blocksUp(held map[string]int) error {
	var gone []string
	for _, name := range slices.Sorted(maps.Keys(held)) {
		if _, granted := r.granted[name]; held[name] > 0 && name != r.Hub.Name && !granted {
			gone = append(gone, fmt.Sprintf("%s (%d resources)", name, held[name]))
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return fmt.Errorf("its estate grants no such cluster, and these stacks are still there: %s. Destroy them first, while they are granted",
		strings.Join(gone, ", "))
}

// blocksDestroy is why the hub must not be destroyed: other stacks hang on it, chosen, declared or not.
func (r *runner) blocksDestroy(ctx context.Context) error {
	if !r.chosen(r.Hub.Name) {
		return nil
	}
	held, err := r.driver.held(context.WithoutCancel(ctx))
	if err != nil {
		return fmt.Errorf("whether other stacks are still there is not known: %w", err)
	}
	var left []string
	for _, name := range slices.Sorted(maps.Keys(held)) {
		if held[name] > 0 && name != r.Hub.Name {
			left = append(left, fmt.Sprintf("%s (%d resources)", name, held[name]))
		}
	}
	if len(left) == 0 {
		return nil
	}
	return fmt.Errorf("these stacks are still there: %s", strings.Join(left, ", "))
}
