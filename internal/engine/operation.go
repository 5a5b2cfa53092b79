package engine

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"
)

// grace is how long an operation may take to end in good order after it was asked to.
const grace = 30 * time.Second

// Operation is a running Pulumi command on a stack's resources.
type Operation struct {
	name   string
	cmd    *exec.Cmd
	server *server
	start  time.Time
	output bytes.Buffer
	ended  atomic.Bool

	mu     sync.Mutex
	result *Result
}

// Up creates, updates and deletes resources until they are as the program declares them. Flags are those of `pulumi up`.
func (s *Stack) Up(ctx context.Context, flags ...string) (*Result, error) {
	return s.run(ctx, "up", flags...)
}

// Preview says what Up would do.
func (s *Stack) Preview(ctx context.Context, flags ...string) (*Result, error) {
	return s.run(ctx, "preview", flags...)
}

// Refresh reads every resource and takes what it finds into the state. Flags are those of `pulumi refresh`, such as
// --clear-pending-creates.
func (s *Stack) Refresh(ctx context.Context, flags ...string) (*Result, error) {
	return s.run(ctx, "refresh", flags...)
}

// Destroy deletes every resource.
func (s *Stack) Destroy(ctx context.Context, flags ...string) (*Result, error) {
	return s.run(ctx, "destroy", flags...)
}

func (s *Stack) run(ctx context.Context, name string, flags ...string) (*Result, error) {
	operation, err := s.Start(ctx, name, flags...)
	if err != nil {
		return nil, err
	}
	return operation.Wait()
}

// Start begins an operation (up, preview, refresh or destroy) and returns at once. When ctx ends, the operation is asked
// to end in good order, and killed if it does not.
func (s *Stack) Start(ctx context.Context, name string, flags ...string) (*Operation, error) {
	o := &Operation{name: name, start: time.Now(), result: &Result{}}
	server, err := startServer(
		&languageHost{body: s.options.Program.Body, environment: s.environment(), progress: s.options.Progress},
		&eventReceiver{receive: o.receiver(s.options.OnEvent)},
	)
	if err != nil {
		return nil, err
	}
	args := []string{
		name, "--stack", s.options.Name, "--non-interactive", "--color", "never",
		"--config-file", s.configFile(), "--event-log", "tcp://" + server.address,
	}
	if name != "preview" {
		args = append(args, "--yes", "--skip-preview")
	}
	o.server = server
	o.cmd = exec.CommandContext(ctx, s.options.CLI, append(args, flags...)...)
	o.cmd.Dir = s.folder
	o.cmd.Env = append(s.environment(), "PULUMI_DEBUG_LANGUAGES="+server.language)
	o.cmd.Stdout, o.cmd.Stderr = &o.output, &o.output
	o.cmd.Cancel = func() error { return interrupt(o.cmd.Process) }
	o.cmd.WaitDelay = grace
	ownGroup(o.cmd)
	if err := o.cmd.Start(); err != nil {
		server.close()
		return nil, err
	}
	return o, nil
}

func (o *Operation) receiver(onEvent func(Event)) func(Event) {
	return func(event Event) {
		o.mu.Lock()
		o.result.record(event)
		o.mu.Unlock()
		if onEvent != nil {
			onEvent(event)
		}
	}
}

// Kill ends the Pulumi command at once, as a power failure would: no clean-up, no last words.
func (o *Operation) Kill() error {
	if o.ended.Load() {
		return nil // its process number may be another's by now
	}
	err := killGroup(o.cmd.Process)
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}

// Wait returns what the operation did. There is a result beside an error too, as far as the engine got.
func (o *Operation) Wait() (*Result, error) {
	err := o.cmd.Wait()
	o.ended.Store(true)
	o.server.close()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.result.Output = o.output.String()
	o.result.Duration = time.Since(o.start)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = newOperationError(o.name, exit.ExitCode(), o.result)
	}
	return o.result, errors.Join(err, o.server.events.err())
}
