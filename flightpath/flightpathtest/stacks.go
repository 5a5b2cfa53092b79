package flightpathtest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
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

// exportedBy is what the stack exported that the running program calls so.
func (m *monitor) exportedBy(name string) (exported map[string]any, known bool) {
	exported, known = m.exported[m.running.name.other(name)]
	return exported, known
}

func (m *monitor) unknownStack(name string) error {
	known := []string{}
	for name := range maps.Keys(m.exported) {
		known = append(known, name.String())
	}
	slices.Sort(known)
	said := ""
	if len(known) > 0 {
		said = "; known are " + strings.Join(known, ", ")
	}
	return fmt.Errorf("the program refers to stack %s; say what it exports: flightpathtest.StackOutputs(%q, …), or run its program: flightpathtest.After(%[2]q, …)%s",
		m.running.name.other(name), name, said)
}
