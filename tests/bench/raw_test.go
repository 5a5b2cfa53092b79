package bench

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-eks/sdk/v3/go/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/structpb"
)

// rawProgram tells the engine, in a loop, what another program told it: the same types, names, parents, inputs,
// dependencies, options and outputs, with the SDK's objects. It reads, plans, checks and looks up nothing, so it costs what
// Pulumi costs.
type rawProgram struct {
	steps []step

	// Outputs of the stack.
	exports []property

	// How many outputs several resources are given.
	shared int
}

// step registers one resource.
type step struct {
	typ, name string
	remote    bool
	parent    int
	dependsOn []int

	// Components of pulumi-eks on whose children it depends.
	dependsOnChildren []int

	properties []property
	options    []pulumi.ResourceOption

	// Outputs of a component; nil where it never said that it is complete.
	outputs []property
}

// property is an input; its value is built anew in every run.
type property struct {
	name  string
	value builder
}

// builder builds a value from the resources that were registered before.
type builder func(r *rawRun) pulumi.Input

// rawRun is one run of a raw program.
type rawRun struct {
	ctx    *pulumi.Context
	made   []pulumi.Resource
	shared []pulumi.Input
}

// component is a component resource of no type in particular.
type component struct{ pulumi.ResourceState }

func (p *rawProgram) program(ctx *pulumi.Context) error {
	r := &rawRun{ctx: ctx, made: make([]pulumi.Resource, 0, len(p.steps)), shared: make([]pulumi.Input, p.shared)}
	for _, s := range p.steps {
		options := append(make([]pulumi.ResourceOption, 0, len(s.options)+2), s.options...)
		if s.parent >= 0 {
			options = append(options, pulumi.Parent(r.made[s.parent]))
		}
		if len(s.dependsOn) > 0 {
			options = append(options, pulumi.DependsOn(r.resources(s.dependsOn)))
		}
		if len(s.dependsOnChildren) > 0 {
			options = append(options, pulumi.DependsOnInputs(r.children(s.dependsOnChildren)))
		}
		var made pulumi.Resource = &component{}
		if typed := newResource[s.typ]; typed != nil {
			made = typed()
		}
		if err := s.register(ctx, r.object(s.properties), made, options); err != nil {
			return err
		}
		r.made = append(r.made, made)
	}
	for number, s := range p.steps {
		if s.outputs == nil {
			continue
		}
		if err := ctx.RegisterResourceOutputs(r.made[number], r.object(s.outputs)); err != nil {
			return err
		}
	}
	for _, export := range p.exports {
		ctx.Export(export.name, export.value(r))
	}
	return nil
}

func (s step) register(ctx *pulumi.Context, inputs pulumi.Map, made pulumi.Resource, options []pulumi.ResourceOption) error {
	switch component, local := made.(pulumi.ComponentResource); {
	case local && s.remote:
		return ctx.RegisterRemoteComponentResource(s.typ, s.name, inputs, component, options...)
	case local:
		return ctx.RegisterComponentResourceV2(s.typ, s.name, inputs, component, options...)
	}
	return ctx.RegisterResource(s.typ, s.name, inputs, made, options...)
}

func (r *rawRun) object(properties []property) pulumi.Map {
	object := make(pulumi.Map, len(properties))
	for _, property := range properties {
		object[property.name] = property.value(r)
	}
	return object
}

func (r *rawRun) resources(numbers []int) []pulumi.Resource {
	resources := make([]pulumi.Resource, 0, len(numbers))
	for _, number := range numbers {
		resources = append(resources, r.made[number])
	}
	return resources
}

// children are what components of pulumi-eks registered in another process.
func (r *rawRun) children(numbers []int) pulumi.ResourceArrayOutput {
	children := make([]any, 0, len(numbers))
	for _, number := range numbers {
		switch component := r.made[number].(type) {
		case *eks.Cluster:
			children = append(children, component.EksCluster)
		case *eks.ManagedNodeGroup:
			children = append(children, component.NodeGroup)
		}
	}
	return pulumi.All(children...).ApplyT(func(children []any) []pulumi.Resource {
		resources := make([]pulumi.Resource, 0, len(children))
		for _, child := range children {
			resources = append(resources, child.(pulumi.Resource))
		}
		return resources
	}).(pulumi.ResourceArrayOutput)
}

// rawReader turns a recording into a raw program.
type rawReader struct {
	registrations []registration
	numbers       map[string]int
	shared        map[string]int

	// Numbers of the components of pulumi-eks by the URNs of what they registered themselves.
	parents map[string]int
}

// newRawProgram is the raw program that registers what was recorded. A request is sent once what it needs is there, so
// the order of the recording is one in which it can be repeated.
func newRawProgram(tb testing.TB, recording recording) *rawProgram {
	tb.Helper()
	reader, p := &rawReader{numbers: map[string]int{}, shared: map[string]int{}, parents: map[string]int{}}, &rawProgram{}
	for _, made := range recording.registrations {
		outputs, err := reader.outputs(recording.outputs[made.response.GetUrn()])
		require.NoError(tb, err, "%s", made.response.GetUrn())
		if made.request.GetType() == string(resource.RootStackType) {
			p.exports = outputs
			continue
		}
		s, err := reader.step(made.request)
		require.NoError(tb, err, "%s", made.response.GetUrn())
		s.outputs = outputs
		p.steps = append(p.steps, s)
		reader.numbers[made.response.GetUrn()] = len(reader.registrations)
		for _, output := range made.response.GetObject().GetFields() {
			if child := output.GetStructValue().GetFields()["urn"].GetStringValue(); child != "" && s.remote {
				reader.parents[child] = len(reader.registrations)
			}
		}
		reader.registrations = append(reader.registrations, made)
	}
	p.shared = len(reader.shared)
	return p
}

func (r *rawReader) step(request *pulumirpc.RegisterResourceRequest) (step, error) {
	s := step{typ: request.GetType(), name: request.GetName(), remote: request.GetRemote(), parent: -1, options: options(request)}
	if _, typed := newResource[s.typ]; !typed && (request.GetCustom() || s.remote) {
		return s, fmt.Errorf("newResource has no %s", s.typ)
	}
	if number, ok := r.numbers[request.GetParent()]; ok {
		s.parent = number
	}
	inputs, err := plugin.UnmarshalProperties(request.GetObject(), everything)
	if err != nil {
		return s, err
	}
	implied := map[string]bool{}
	for _, key := range inputs.StableKeys() {
		urns := request.GetPropertyDependencies()[string(key)].GetUrns()
		for _, urn := range urns {
			implied[urn] = true
		}
		value, err := r.whole(inputs[key], urns)
		if err != nil {
			return s, fmt.Errorf("%s: %w", key, err)
		}
		s.properties = append(s.properties, property{string(key), value})
	}
	for _, urn := range request.GetDependencies() {
		number, own := r.numbers[urn]
		parent, child := r.parents[urn]
		switch {
		case implied[urn]:
		case own:
			s.dependsOn = append(s.dependsOn, number)
		case child:
			s.dependsOnChildren = append(s.dependsOnChildren, parent)
		default:
			return s, fmt.Errorf("it depends on %s, which was not registered before", urn)
		}
	}
	return s, nil
}

// everything keeps what a message says beyond plain values.
var everything = plugin.MarshalOptions{KeepSecrets: true, KeepResources: true, KeepOutputValues: true, KeepUnknowns: true}

// outputs are a component's outputs, as plain values: what they come from, the engine is not told.
func (r *rawReader) outputs(outputs *structpb.Struct) ([]property, error) {
	if outputs == nil {
		return nil, nil
	}
	values, err := plugin.UnmarshalProperties(outputs, everything)
	if err != nil {
		return nil, err
	}
	properties := []property{}
	for _, key := range values.StableKeys() {
		value, _, err := r.value(values[key], nil)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		properties = append(properties, property{string(key), value})
	}
	return properties, nil
}

// options are the options that the SDK's constructors and the components give.
func options(request *pulumirpc.RegisterResourceRequest) []pulumi.ResourceOption {
	var options []pulumi.ResourceOption
	if request.GetVersion() != "" {
		options = append(options, pulumi.Version(request.GetVersion()))
	}
	if request.Protect != nil {
		options = append(options, pulumi.Protect(request.GetProtect()))
	}
	if request.GetDeleteBeforeReplaceDefined() {
		options = append(options, pulumi.DeleteBeforeReplace(request.GetDeleteBeforeReplace()))
	}
	if len(request.GetIgnoreChanges()) > 0 {
		options = append(options, pulumi.IgnoreChanges(request.GetIgnoreChanges()))
	}
	if len(request.GetAliases()) > 0 {
		aliases := make([]pulumi.Alias, 0, len(request.GetAliases()))
		for _, alias := range request.GetAliases() {
			aliases = append(aliases, pulumi.Alias{Type: pulumi.String(alias.GetSpec().GetType())})
		}
		options = append(options, pulumi.Aliases(aliases))
	}
	return options
}

// whole builds a value that depends on resources. Those that the value does not come from are added to it, and then it is
// shared by all resources that are given it, as a variable would be.
func (r *rawReader) whole(value resource.PropertyValue, urns []string) (builder, error) {
	build, from, err := r.value(value, urns)
	if err != nil {
		return nil, err
	}
	var more []int
	for _, urn := range urns {
		if slices.Contains(from, urn) {
			continue
		}
		number, ok := r.numbers[urn]
		if !ok {
			return nil, fmt.Errorf("it depends on %s, which was not registered before", urn)
		}
		more = append(more, number)
	}
	if len(more) == 0 {
		return build, nil
	}
	key := fmt.Sprint(value, urns)
	if _, known := r.shared[key]; !known {
		r.shared[key] = len(r.shared)
	}
	place := r.shared[key]
	return func(r *rawRun) pulumi.Input {
		if r.shared[place] == nil {
			r.shared[place] = pulumi.OutputWithDependencies(r.ctx.Context(), pulumi.ToOutput(build(r)), r.resources(more)...)
		}
		return r.shared[place]
	}, nil
}

// value builds a value, and says which of the resources it comes from.
func (r *rawReader) value(value resource.PropertyValue, urns []string) (builder, []string, error) {
	switch {
	case value.IsBool():
		return func(*rawRun) pulumi.Input { return pulumi.Bool(value.BoolValue()) }, nil, nil
	case value.IsNumber():
		return func(*rawRun) pulumi.Input { return pulumi.Float64(value.NumberValue()) }, nil, nil
	case value.IsString():
		build, from := r.text(value.StringValue(), urns)
		return build, from, nil
	case value.IsArray():
		return r.list(value.ArrayValue(), urns)
	case value.IsObject():
		return r.object(value.ObjectValue(), urns)
	case value.IsOutput() && value.OutputValue().Known && !value.OutputValue().Secret:
		var own []string
		for _, urn := range value.OutputValue().Dependencies {
			own = append(own, string(urn))
		}
		build, err := r.whole(value.OutputValue().Element, own)
		return build, own, err
	case value.IsResourceReference():
		number, ok := r.numbers[string(value.ResourceReferenceValue().URN)]
		if !ok {
			return nil, nil, fmt.Errorf("it refers to %v, which was not registered before", value)
		}
		return func(r *rawRun) pulumi.Input { return pulumi.NewResourceInput(r.made[number]) }, nil, nil
	}
	return nil, nil, fmt.Errorf("a raw program has no %s", value.TypeString())
}

func (r *rawReader) list(values []resource.PropertyValue, urns []string) (builder, []string, error) {
	var builders []builder
	var all []string
	for _, value := range values {
		build, from, err := r.value(value, urns)
		if err != nil {
			return nil, nil, err
		}
		builders, all = append(builders, build), append(all, from...)
	}
	return func(r *rawRun) pulumi.Input {
		list := make(pulumi.Array, 0, len(builders))
		for _, build := range builders {
			list = append(list, build(r))
		}
		return list
	}, all, nil
}

func (r *rawReader) object(values resource.PropertyMap, urns []string) (builder, []string, error) {
	var properties []property
	var all []string
	for _, key := range values.StableKeys() {
		build, from, err := r.value(values[key], urns)
		if err != nil {
			return nil, nil, err
		}
		properties, all = append(properties, property{string(key), build}), append(all, from...)
	}
	return func(r *rawRun) pulumi.Input { return r.object(properties) }, all, nil
}

// text builds a string: the ID or an output of a resource that it depends on, or itself.
func (r *rawReader) text(text string, urns []string) (builder, []string) {
	for _, urn := range urns {
		if cluster, ok := r.parents[urn]; ok {
			// The only output of it that anything is given is its name.
			return func(r *rawRun) pulumi.Input { return r.made[cluster].(*eks.Cluster).EksCluster.Name() },
				[]string{urn, r.registrations[cluster].response.GetUrn()}
		}
		number, ok := r.numbers[urn]
		if !ok || text == "" {
			continue
		}
		made := r.registrations[number]
		if made.response.GetId() == text {
			return func(r *rawRun) pulumi.Input { return r.made[number].(pulumi.CustomResource).ID() }, []string{urn}
		}
		for key, value := range made.response.GetObject().GetFields() {
			if value.GetStringValue() != text {
				continue
			}
			if field, ok := outputField(newResource[made.request.GetType()](), key); ok {
				return func(r *rawRun) pulumi.Input {
					return reflect.ValueOf(r.made[number]).Elem().Field(field).Interface().(pulumi.Output)
				}, []string{urn}
			}
		}
	}
	return func(*rawRun) pulumi.Input { return pulumi.String(text) }, nil
}

// outputField is the field of one of the SDK's objects that holds an output.
func outputField(object pulumi.Resource, output string) (int, bool) {
	typ := reflect.TypeOf(object).Elem()
	for i := range typ.NumField() {
		if name, _, _ := strings.Cut(typ.Field(i).Tag.Get("pulumi"), ","); name == output {
			return i, true
		}
	}
	return 0, false
}
