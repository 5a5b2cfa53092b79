package ekscomponent

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil/rpcerror"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
)

// arguments are the inputs of a component.
type arguments struct {
	inputs resource.PropertyMap
	config map[string]string // the stack's configuration, by full key
}

// readArguments takes the inputs out of a request. The engine reports dependencies beside the values; those that the
// values do not carry themselves are put around them, which makes such an input an Output as a whole.
func readArguments(req *pulumirpc.ConstructRequest) (arguments, error) {
	inputs, err := unmarshal(req.GetInputs())
	if err != nil {
		return arguments{}, err
	}
	for key, dependencies := range req.GetInputDependencies() {
		v, ok := inputs[resource.PropertyKey(key)]
		if !ok {
			continue
		}
		_, carried := bare(v)
		var missing facts
		for _, urn := range dependencies.GetUrns() {
			if !slices.Contains(carried.dependencies, resource.URN(urn)) {
				missing.dependencies = append(missing.dependencies, resource.URN(urn))
			}
		}
		inputs[resource.PropertyKey(key)] = missing.around(v)
	}
	return arguments{inputs: inputs, config: req.GetConfig()}, nil
}

// around adds facts to a value without touching what is inside it.
func (f facts) around(v value) value {
	if !f.unknown && !f.secret && len(f.dependencies) == 0 {
		return v
	}
	inner, g := peel(v)
	f.add(g)
	return f.wrap(inner)
}

// get is the input of that name; undefined when it was not given.
func (a arguments) get(name resource.PropertyKey) value { return a.inputs[name] }

// some picks the named inputs that were given.
func (a arguments) some(names ...resource.PropertyKey) resource.PropertyMap {
	picked := resource.PropertyMap{}
	for _, name := range names {
		if v := a.get(name); isSet(v) {
			picked[name] = v
		}
	}
	return picked
}

// within are the fields of an input that is an object; none when it was not given.
func (a arguments) within(name resource.PropertyKey) arguments {
	v, f := peel(a.get(name))
	fields := resource.PropertyMap{}
	if v.IsObject() {
		for key, field := range v.ObjectValue() {
			fields[key] = f.around(field)
		}
	}
	return arguments{inputs: fields, config: a.config}
}

// A problem is something wrong with one input.
type problem struct{ property, reason string }

// invalid reports wrong inputs the way the component does: the engine prints each with its property's name and value.
func invalid(typ, name string, problems ...problem) error {
	details := &pulumirpc.InputPropertiesError{}
	for _, p := range problems {
		details.Errors = append(details.Errors, &pulumirpc.InputPropertiesError_PropertyError{
			PropertyPath: p.property, Reason: p.reason,
		})
	}
	message := fmt.Sprintf("%s %q: %s", typ, name, problems[0].reason)
	if len(problems) > 1 {
		message = fmt.Sprintf("%s %q: %d inputs are invalid", typ, name, len(problems))
	}
	return rpcerror.WithDetails(rpcerror.New(codes.InvalidArgument, message), details)
}
