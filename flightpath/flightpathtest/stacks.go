package flightpathtest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	reader "github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// stackReference is the type of what reads another stack's outputs.
const stackReference = "pulumi:pulumi:StackReference"

// stack is a program with the names and the config that it runs with.
type stack struct {
	name    stackName
	program pulumi.RunFunc
	config  map[string]string
}

// stackName is a stack's full name.
type stackName struct{ organization, project, stack string }

func (n stackName) String() string { return n.organization + "/" + n.project + "/" + n.stack }

// other is the stack that a program of this one means by a name: `stack`, `project/stack` or `organization/project/stack`.
func (n stackName) other(name string) stackName {
	switch parts := strings.SplitN(name, "/", 3); len(parts) {
	case 1:
		n.stack = name
	case 2:
		n.project, n.stack = parts[0], parts[1]
	default:
		n.organization, n.project, n.stack = parts[0], parts[1], parts[2]
	}
	return n
}

// run runs a program.
func (m *monitor) run(s stack, address string) error {
	m.running = s
	ctx, err := pulumi.NewContext(context.Background(), pulumi.RunInfo{
		Organization: s.name.organization, Project: s.name.project, Stack: s.name.stack, Config: s.config, MonitorAddr: address, EngineAddr: address,
	})
	if err != nil {
		return err
	}
	err = pulumi.RunWithContext(ctx, s.program)
	if closed := ctx.Close(); err == nil {
		err = closed
	}
	return err
}

// stacks are the programs to run in their order, the one that is asked about last, and what is known of other stacks.
func (s *settings) stacks(program pulumi.RunFunc) (all []stack, exported map[stackName]resource.PropertyMap, err error) {
	own := stackName{"organization", s.project, s.stack}
	for _, e := range s.earlier {
		config := map[string]string{regionKey: s.config[regionKey]}
		maps.Copy(config, e.config)
		all = append(all, stack{own.other(e.stack), e.program, config})
	}
	all = append(all, stack{own, program, s.config})
	said := map[stackName]bool{}
	once := func(name stackName) error {
		if name.organization = ""; said[name] { // as URNs do, which do not hold it
			return fmt.Errorf("stack %s/%s is there twice: each of After and StackOutputs needs a project and name of its own", name.project, name.stack)
		}
		said[name] = true
		return nil
	}
	for _, s := range all {
		if err := once(s.name); err != nil {
			return nil, nil, err
		}
	}
	exported = map[stackName]resource.PropertyMap{}
	for _, name := range slices.Sorted(maps.Keys(s.exported)) {
		other := own.other(name)
		if err := once(other); err != nil {
			return nil, nil, err
		}
		if exported[other], err = asExports(s.exported[name]); err != nil {
			return nil, nil, fmt.Errorf("outputs of stack %s: %w", name, err)
		}
	}
	return all, exported, nil
}

// asExports is values as a stack exports them.
func asExports(values map[string]any) (resource.PropertyMap, error) {
	for key, value := range values {
		if _, is := value.(pulumi.Output); is {
			return nil, fmt.Errorf("%s is an output, which no other program can await: give its value", key)
		}
	}
	text, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	var plain map[string]any
	if err := json.Unmarshal(text, &plain); err != nil {
		return nil, err
	}
	return resource.NewPropertyMapFromMap(plain), nil
}

// reference answers a program that refers to another stack.
func (m *monitor) reference(r *reader.Resource) (*pulumirpc.ReadResourceResponse, error) {
	name := m.running.name.other(text(r.Inputs["name"]))
	exported, known := m.exported[name]
	if !known {
		return nil, m.unknownStack(name)
	}
	object, err := plugin.MarshalProperties(resource.PropertyMap{
		"name": resource.NewProperty(text(r.Inputs["name"])), "outputs": resource.NewProperty(exported),
	}, keptSecret)
	return &pulumirpc.ReadResourceResponse{Urn: r.URN, Properties: object}, err
}

func (m *monitor) unknownStack(name stackName) error {
	var known []string
	for name := range maps.Keys(m.exported) {
		known = append(known, name.String())
	}
	slices.Sort(known)
	said := ""
	if len(known) > 0 {
		said = "; known are " + strings.Join(known, ", ")
	}
	return fmt.Errorf("stack %s refers to stack %s; say what that exports: flightpathtest.StackOutputs(%[2]q, …), or run its program before: flightpathtest.After(%[2]q, …)%s",
		m.running.name, name.String(), said)
}
