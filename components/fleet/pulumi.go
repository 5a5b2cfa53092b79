package fleet

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// pulumiDriver drives the Automation API. The programs run in this process: nothing is compiled per stack.
type pulumiDriver struct {
	fleet   *Fleet
	options Options

	// Selecting a stack writes Pulumi's settings of the folder, which all stacks share.
	selecting sync.Mutex
}

func newPulumi(f *Fleet, options Options) (*pulumiDriver, error) {
	if options.Hub == nil || options.Cluster == nil {
		return nil, fmt.Errorf("a fleet has two programs: that of the hub and that of the clusters")
	}
	if options.Command == nil {
		command, err := auto.NewPulumiCommand(nil)
		if err != nil {
			return nil, err
		}
		options.Command = command
	}
	return &pulumiDriver{fleet: f, options: options}, nil
}

// workspace is the fleet's folder as a stack sees it.
func (d *pulumiDriver) workspace(ctx context.Context, stack Stack, program pulumi.RunFunc) (auto.Workspace, error) {
	settings := []auto.LocalWorkspaceOption{
		auto.WorkDir(d.fleet.Folder), auto.Program(program), auto.Pulumi(d.options.Command), auto.SecretsProvider(stack.SecretsProvider),
	}
	if d.options.Environment != nil {
		settings = append(settings, auto.EnvVars(d.options.Environment(stack)))
	}
	return auto.NewLocalWorkspace(ctx, settings...)
}

// held asks with the hub's credentials.
func (d *pulumiDriver) held(ctx context.Context) (map[string]int, error) {
	workspace, err := d.workspace(ctx, d.fleet.Hub, d.options.Hub)
	if err != nil {
		return nil, err
	}
	stacks, err := workspace.ListStacks(ctx)
	if err != nil {
		return nil, explained("", err)
	}
	held := map[string]int{}
	for _, stack := range stacks {
		// A backend says organization/project/stack of stacks elsewhere only, and 0 as nothing at all.
		held[stack.Name[strings.LastIndex(stack.Name, "/")+1:]] = 0
		if stack.ResourceCount != nil {
			held[stack.Name[strings.LastIndex(stack.Name, "/")+1:]] = *stack.ResourceCount
		}
	}
	return held, nil
}

func (d *pulumiDriver) run(ctx context.Context, stack Stack, operation Operation) (map[string]int, error) {
	changes, err := d.logged(ctx, stack, operation)
	return changes, explained(stack.Name, err)
}

// logged runs an operation and keeps what Pulumi says.
func (d *pulumiDriver) logged(ctx context.Context, stack Stack, operation Operation) (map[string]int, error) {
	var log io.Writer = io.Discard
	if d.options.Logs != "" {
		if err := os.MkdirAll(d.options.Logs, 0o755); err != nil {
			return nil, err
		}
		file, err := os.Create(filepath.Join(d.options.Logs, stack.Name+".log"))
		if err != nil {
			return nil, err
		}
		defer file.Close()
		log = file
	}
	selected, exists, err := d.selected(ctx, stack, operation == Up || operation == Preview)
	if err != nil || !exists {
		return nil, err
	}
	return operate(ctx, selected, operation, log)
}

// selected is a stack as the Automation API has it, made first where that is wanted. A stack that is not there is no error: there is
// nothing to refresh or to destroy.
func (d *pulumiDriver) selected(ctx context.Context, stack Stack, create bool) (selected auto.Stack, exists bool, err error) {
	program := d.options.Cluster
	if stack.Name == d.fleet.Hub.Name {
		program = d.options.Hub
	}
	workspace, err := d.workspace(ctx, stack, program)
	if err != nil {
		return auto.Stack{}, false, err
	}
	d.selecting.Lock()
	defer d.selecting.Unlock()
	if create {
		selected, err = auto.UpsertStack(ctx, stack.Name, workspace)
		return selected, true, err
	}
	selected, err = auto.SelectStack(ctx, stack.Name, workspace)
	if auto.IsSelectStack404Error(err) {
		return selected, false, nil
	}
	return selected, true, err
}

// operate runs an operation on a stack and returns what the engine counted.
func operate(ctx context.Context, stack auto.Stack, operation Operation, log io.Writer) (map[string]int, error) {
	const color = "never"
	switch operation {
	case Preview:
		previewed, err := stack.Preview(ctx, optpreview.Color(color), optpreview.ProgressStreams(log), optpreview.ErrorProgressStreams(log))
		changes := map[string]int{}
		for kind, count := range previewed.ChangeSummary {
			changes[string(kind)] = count
		}
		return changes, err
	case Up:
		updated, err := stack.Up(ctx, optup.Color(color), optup.ProgressStreams(log), optup.ErrorProgressStreams(log))
		return counts(updated.Summary), err
	case Refresh:
		refreshed, err := stack.Refresh(ctx, optrefresh.Color(color), optrefresh.ProgressStreams(log), optrefresh.ErrorProgressStreams(log))
		return counts(refreshed.Summary), err
	case Destroy:
		destroyed, err := stack.Destroy(ctx, optdestroy.Color(color), optdestroy.ProgressStreams(log), optdestroy.ErrorProgressStreams(log))
		return counts(destroyed.Summary), err
	}
	return nil, fmt.Errorf("no operation %q", operation)
}

func counts(summary auto.UpdateSummary) map[string]int {
	if summary.ResourceChanges == nil {
		return nil
	}
	return *summary.ResourceChanges
}
