package controller

import (
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
)

// registration is what a program asked the engine to register.
type registration struct {
	inputs map[string]any
	rpc    *pulumirpc.RegisterResourceRequest
}

// waitsFor are the names of what it depends on, of a type.
func (r registration) waitsFor(typ string) []string {
	found := map[string]bool{}
	note := func(urn string) {
		if string(resource.URN(urn).Type()) == typ {
			found[resource.URN(urn).Name()] = true
		}
	}
	for _, urn := range r.rpc.GetDependencies() {
		note(urn)
	}
	for _, dependencies := range r.rpc.GetPropertyDependencies() {
		for _, urn := range dependencies.GetUrns() {
			note(urn)
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// recorder stands in for the engine, in an account of a partition.
type recorder struct {
	partition string
	outputs   map[string]resource.PropertyMap // further outputs, by type
	mutex     sync.Mutex
	all       map[string]map[string]registration
}

func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.all == nil {
		r.all = map[string]map[string]registration{}
	}
	if r.all[args.TypeToken] == nil {
		r.all[args.TypeToken] = map[string]registration{}
	}
	r.all[args.TypeToken][args.Name] = registration{inputs: args.Inputs.Mappable(), rpc: args.RegisterRPC}
	state := args.Inputs.Copy()
	maps.Copy(state, r.outputs[args.TypeToken])
	state["arn"] = resource.NewStringProperty("arn:" + args.Name)
	return args.Name + "-id", state, nil
}

func (r *recorder) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return resource.PropertyMap{"partition": resource.NewStringProperty(r.partition)}, nil
}

// names are the names of a type's registrations.
func (r *recorder) names(typ string) []string { return slices.Sorted(maps.Keys(r.all[typ])) }

// inputs are those of a registration that there must be.
func (r *recorder) inputs(t *testing.T, typ, name string) map[string]any {
	t.Helper()
	require.Contains(t, r.names(typ), name)
	return r.all[typ][name].inputs
}

// record is what a program registers, and the error that it ends with.
func record(partition string, program func(ctx *pulumi.Context) error) (*recorder, error) {
	r := &recorder{partition: partition}
	return r, pulumi.RunErr(program, pulumi.WithMocks("project", "stack", r))
}
