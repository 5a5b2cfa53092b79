package flightpathtest

import (
	"context"
	"maps"
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	reader "github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Option changes how a program is run.
type Option func(*settings)

type settings struct {
	project, stack string
	config         map[string]string
	answers        map[string]Answerer
	outputs        map[string]Answerer
	expected       flightpath.Expectations
	targets        func(*network.Network) []flightpath.Declaration
}

// Answerer computes what AWS would: the arguments are those of the function, or the inputs of the resource.
type Answerer func(arguments map[string]any) map[string]any

// Config sets values of the stack's config, with their namespace: `aws:region`. Default: `aws:region` is us-east-1.
func Config(values map[string]string) Option {
	return func(s *settings) { maps.Copy(s.config, values) }
}

// Project sets the names of the project and the stack. Default: project and stack.
func Project(project, stack string) Option {
	return func(s *settings) { s.project, s.stack = project, stack }
}

// Answer answers a function that the program calls, by its token: `aws:ec2/getAmi:getAmi`.
func Answer(token string, answer Answerer) Option {
	return func(s *settings) { s.answers[token] = answer }
}

// Outputs computes outputs of a type of resource, by its token: what AWS would fill in and the program reads. They are added to
// the inputs.
func Outputs(token string, outputs Answerer) Option {
	return func(s *settings) { s.outputs[token] = outputs }
}

// Record runs a program and returns the network that it declares. The test fails where the program does.
func Record(t testing.TB, program pulumi.RunFunc, options ...Option) *network.Network {
	t.Helper()
	read, err := record(program, options...)
	if err != nil {
		t.Fatalf("flightpathtest: %v", err)
	}
	return read
}

func record(program pulumi.RunFunc, options ...Option) (*network.Network, error) {
	m, s := prepared(options)
	address, stop, err := m.serve()
	if err != nil {
		return nil, err
	}
	defer stop()
	ctx, err := pulumi.NewContext(context.Background(), pulumi.RunInfo{
		Project: s.project, Stack: s.stack, Organization: "organization", Config: s.config, MonitorAddr: address, EngineAddr: address,
	})
	if err != nil {
		return nil, err
	}
	err = pulumi.RunWithContext(ctx, program)
	if closed := ctx.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	return reader.Read(m.resources)
}

// prepared are the settings, and a monitor for them.
func prepared(options []Option) (*monitor, *settings) {
	s := &settings{
		project: "project", stack: "stack", config: map[string]string{"aws:region": region},
		answers: map[string]Answerer{}, outputs: map[string]Answerer{},
	}
	for _, option := range options {
		option(s)
	}
	return newMonitor(s), s
}
