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
	s := step{
		typ: request.GetType(), name: request.GetName(), remote: request.GetRemote(), parent: -1,
		options: options(request), constructors: constructorOptions(request),
	}
	kind, known := kinds[s.typ]
	if !known && (request.GetCustom() || s.remote) {
		return s, fmt.Errorf("kinds has no %s", s.typ)
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
	if known {
		if s.arguments, err = r.arguments(kind.arguments, inputs, request); err != nil {
			return s, err
		}
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

// constructorOptions are the options that the SDK's constructors give.
func constructorOptions(request *pulumirpc.RegisterResourceRequest) []pulumi.ResourceOption {
	var options []pulumi.ResourceOption
	if request.GetVersion() != "" {
		options = append(options, pulumi.Version(request.GetVersion()))
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

// options are the options that the components give.
func options(request *pulumirpc.RegisterResourceRequest) []pulumi.ResourceOption {
	var options []pulumi.ResourceOption
	if request.Protect != nil {
		options = append(options, pulumi.Protect(request.GetProtect()))
	}
	if request.GetDeleteBeforeReplaceDefined() {
		options = append(options, pulumi.DeleteBeforeReplace(request.GetDeleteBeforeReplace()))
	}
	if len(request.GetIgnoreChanges()) > 0 {
		options = append(options, pulumi.IgnoreChanges(request.GetIgnoreChanges()))
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
	more, err := r.others(urns, from)
	if err != nil || len(more) == 0 {
		return build, err
	}
	place := r.share(fmt.Sprint(value, urns))
	return func(r *rawRun) pulumi.Input {
		if r.shared[place] == nil {
			r.shared[place] = pulumi.OutputWithDependencies(r.ctx.Context(), pulumi.ToOutput(build(r)), r.resources(more)...)
		}
		return r.shared[place]
	}, nil
}

// others are the resources that a value depends on and does not come from.
func (r *rawReader) others(urns, from []string) ([]int, error) {
	var others []int
	for _, urn := range urns {
		if slices.Contains(from, urn) {
			continue
		}
		number, ok := r.numbers[urn]
		if !ok {
			return nil, fmt.Errorf("it depends on %s, which was not registered before", urn)
		}
		others = append(others, number)
	}
	return others, nil
}

// share is where a run keeps an output that several resources are given.
func (r *rawReader) share(key string) int {
	if _, known := r.shared[key]; !known {
		r.shared[key] = len(r.shared)
	}
	return r.shared[key]
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

// text builds a string: the ID or an output of a resource that it depends on, or itself. An ID comes before an output: what
// a subnet's ID is, its association with a route table says too.
func (r *rawReader) text(text string, urns []string) (builder, []string) {
	for _, urn := range urns {
		if cluster, ok := r.parents[urn]; ok {
			// The only outputs of it that anything is given are its name, and its role's.
			from := []string{urn, r.registrations[cluster].response.GetUrn()}
			if strings.HasSuffix(text, roleSuffix) {
				return func(r *rawRun) pulumi.Input {
					return r.made[cluster].(*eks.Cluster).EksCluster.RoleArn().ApplyT(func(arn string) string {
						return arn[strings.LastIndexByte(arn, '/')+1:]
					}).(pulumi.StringOutput)
				}, from
			}
			return func(r *rawRun) pulumi.Input { return r.made[cluster].(*eks.Cluster).EksCluster.Name() }, from
		}
	}
	for _, urn := range urns {
		if number, ok := r.numbers[urn]; ok && text != "" && r.registrations[number].response.GetId() == text {
			return func(r *rawRun) pulumi.Input { return r.made[number].(pulumi.CustomResource).ID() }, []string{urn}
		}
	}
	for _, urn := range urns {
		number, ok := r.numbers[urn]
		if !ok || text == "" {
			continue
		}
		made := r.registrations[number]
		for key, value := range made.response.GetObject().GetFields() {
			if value.GetStringValue() != text {
				continue
			}
			if field, ok := outputField(kinds[made.request.GetType()].resource(), key); ok {
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
