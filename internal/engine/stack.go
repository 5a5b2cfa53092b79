package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"gopkg.in/yaml.v3"
)

// passphrase encrypts the secrets of stacks that hold nothing secret and are deleted after use.
const passphrase = "ingresshub-local"

// Options describe a stack.
type Options struct {
	Program Program

	// Name of the stack. Default: dev.
	Name string

	// Config is the text of a stack config file, such as that of Pulumi.dev.yaml. The stack works on a copy.
	Config []byte

	// Providers is the value of PULUMI_DEBUG_PROVIDERS: which providers are attached, and where.
	Providers string

	// Environment is added to that of the engine and so of its programs, as KEY=value.
	Environment []string

	// Progress receives what takes long: compiling, and building the Pulumi command. Default: nowhere.
	Progress io.Writer

	// OnEvent is called with each event of each operation, one at a time.
	OnEvent func(Event)

	// CLI is the path of the Pulumi command. Default: what [CLI] finds.
	CLI string

	// Beside is a stack in whose backend this one is kept, so that its program may refer to that one. It is closed after this
	// one. Default: a backend of its own.
	Beside *Stack
}

// Stack is a stack in a file backend, its own or another's. Close removes it with its state, but not what it deployed.
//
// One operation at a time: the backend refuses a second.
type Stack struct {
	options Options
	folder  string // where the program is
	project string
	home    string // temporary: backend, settings, config file
}

// New makes an empty stack.
func New(ctx context.Context, options Options) (*Stack, error) {
	if options.Name == "" {
		options.Name = "dev"
	}
	if options.Progress == nil {
		options.Progress = io.Discard
	}
	if options.CLI == "" {
		path, err := CLI(ctx, options.Progress)
		if err != nil {
			return nil, err
		}
		options.CLI = path
	}
	home, err := os.MkdirTemp("", "ingresshub-stack-")
	if err != nil {
		return nil, err
	}
	s := &Stack{options: options, home: home}
	if err := s.initialize(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Stack) initialize(ctx context.Context) error {
	// `pulumi stack init` writes the salt of the stack's secrets into Pulumi.<stack>.yaml beside the Pulumi.yaml. Done in
	// a folder of its own, it leaves the program's folder alone; both name the same project, so it is the same stack.
	for _, folder := range []string{s.state(), s.workspace()} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
	}
	folder, project, err := s.options.Program.prepare(s.workspace())
	if err != nil {
		return err
	}
	s.folder, s.project = folder, project
	text, err := yaml.Marshal(map[string]string{"name": project, "runtime": "go"})
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(s.workspace(), "Pulumi.yaml"), text, 0o644); err != nil {
		return err
	}
	if _, err := s.command(ctx, "stack", "init", s.options.Name); err != nil {
		return err
	}
	return s.SetConfig(s.options.Config)
}

// Close removes the stack's state and settings.
func (s *Stack) Close() error { return os.RemoveAll(s.home) }

// Project is the name of the program's project.
func (s *Stack) Project() string { return s.project }

// Name is the name of the stack.
func (s *Stack) Name() string { return s.options.Name }

func (s *Stack) workspace() string { return filepath.Join(s.home, "workspace") }

func (s *Stack) state() string {
	if s.options.Beside != nil {
		return s.options.Beside.state()
	}
	return filepath.Join(s.home, "state")
}

// environment is that of every Pulumi command: nothing of the user's own backend, settings or plugins.
func (s *Stack) environment() []string {
	environment := append(os.Environ(),
		"PULUMI_HOME="+filepath.Join(s.home, "home"),
		"PULUMI_BACKEND_URL=file://"+filepath.ToSlash(s.state()),
		"PULUMI_CONFIG_PASSPHRASE="+passphrase,
		"PULUMI_CONFIG_PASSPHRASE_FILE=",
		"PULUMI_SKIP_UPDATE_CHECK=true",
		"PULUMI_SKIP_CONFIRMATIONS=true",
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true",
		"PULUMI_STACK=",
		"PULUMI_DEBUG_COMMANDS=true",
		"PULUMI_DEBUG_PROVIDERS="+s.options.Providers,
	)
	return append(environment, s.options.Environment...)
}

// command runs a Pulumi command that is no operation on resources, and returns what it printed.
func (s *Stack) command(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, s.options.CLI, append([]string{"--non-interactive", "--color", "never"}, args...)...)
	cmd.Dir = s.workspace()
	cmd.Env = s.environment()
	output, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = fmt.Errorf("pulumi %s %s: %w: %s%s", args[0], args[1], err, exit.Stderr, output)
	}
	return output, err
}
