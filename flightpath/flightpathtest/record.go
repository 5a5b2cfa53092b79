package flightpathtest

import (
	"fmt"
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
	earlier        []earlier
	exported       map[string]map[string]any // by the names of stacks
}

// earlier is a program that runs before.
type earlier struct {
	stack   string
	program pulumi.RunFunc
	config  map[string]string
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

// StackOutputs answers a pulumi.StackReference: what another stack exported, as `pulumi stack output --json --show-secrets` prints it. Its
// name is organization/project/stack; organization, or both, may be left out where they are those of the program that is tested.
func StackOutputs(stack string, exported map[string]any) Option {
	return func(s *settings) { s.exported[stack] = exported }
}

// After runs another program before, as the stack of that name: its resources are in the same network, and what it exports answers
// the program's pulumi.StackReference. So the networks of several teams are proven together:
//
//	flightpathtest.RequireContained(t, workload, flightpathtest.After("acme/network/prod", hub, nil))
//
// The name is as for [StackOutputs]. Config is the other stack's, as that of [Config]; the default of `aws:region` is the program's.
// Programs run in the order of these options, and each may refer to those before.
func After(stack string, program pulumi.RunFunc, config map[string]string) Option {
	return func(s *settings) { s.earlier = append(s.earlier, earlier{stack, program, config}) }
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
	stacks, exported, err := s.stacks(program)
	if err != nil {
		return nil, err
	}
	m.exported = exported
	for _, one := range stacks {
		if err := m.run(one, address); err != nil {
			if len(stacks) > 1 {
				err = fmt.Errorf("stack %s: %w", one.name, err)
			}
			return nil, err
		}
	}
	return reader.Read(m.resources)
}

// prepared are the settings, and a monitor for them.
func prepared(options []Option) (*monitor, *settings) {
	s := &settings{
		project: "project", stack: "stack", config: map[string]string{regionKey: region},
		answers: map[string]Answerer{}, outputs: map[string]Answerer{}, exported: map[string]map[string]any{},
	}
	for _, option := range options {
		option(s)
	}
	return newMonitor(s), s
}
