package bench

import (
	"fmt"
	"reflect"

	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// inputTypes are what the SDK's input interfaces are given: of several that fit a place, the first.
var inputTypes = []reflect.Type{
	reflect.TypeFor[pulumi.String](), reflect.TypeFor[pulumi.Bool](), reflect.TypeFor[pulumi.Int](),
	reflect.TypeFor[pulumi.StringArray](), reflect.TypeFor[pulumi.StringMap](),
	reflect.TypeFor[awseks.NodeGroupScalingConfigArgs](),
	reflect.TypeFor[lb.ListenerDefaultActionArray](), reflect.TypeFor[lb.ListenerDefaultActionArgs](),
	reflect.TypeFor[lb.ListenerDefaultActionFixedResponseArgs](), reflect.TypeFor[lb.ListenerDefaultActionRedirectArgs](),
	reflect.TypeFor[lb.ListenerRuleActionArray](), reflect.TypeFor[lb.ListenerRuleActionArgs](),
	reflect.TypeFor[lb.ListenerRuleConditionArray](), reflect.TypeFor[lb.ListenerRuleConditionArgs](),
	reflect.TypeFor[lb.ListenerRuleConditionHostHeaderArgs](),
	reflect.TypeFor[lb.LoadBalancerSubnetMappingArray](), reflect.TypeFor[lb.LoadBalancerSubnetMappingArgs](),
	reflect.TypeFor[lb.TargetGroupHealthCheckArgs](),
}

// placed is a value for a place in the arguments of a constructor: plain, or made in every run where it comes from other
// resources.
type placed struct {
	plain reflect.Value
	maker maker
}

func (t placed) in(r *rawRun) reflect.Value {
	if t.maker != nil {
		return t.maker(r)
	}
	return t.plain
}

// typedWhole is whole for a place in the arguments of a constructor.
func (r *rawReader) typedWhole(value resource.PropertyValue, urns []string, place reflect.Type) (placed, error) {
	made, from, err := r.typedValue(value, urns, place)
	if err != nil {
		return placed{}, err
	}
	more, err := r.others(urns, from)
	if err != nil || len(more) == 0 {
		return made, err
	}
	number := r.share(fmt.Sprint(place, value, urns))
	return placed{maker: func(r *rawRun) reflect.Value {
		if r.shared[number] == nil {
			input := made.in(r).Interface().(pulumi.Input)
			output, ok := input.(pulumi.Output)
			if !ok {
				output = pulumi.ToOutput(input)
			}
			r.shared[number] = pulumi.OutputWithDependencies(r.ctx.Context(), output, r.resources(more)...)
		}
		return reflect.ValueOf(r.shared[number])
	}}, nil
}

// typedValue is value for a place in the arguments of a constructor.
func (r *rawReader) typedValue(value resource.PropertyValue, urns []string, place reflect.Type) (placed, []string, error) {
	if value.IsOutput() {
		var own []string
		for _, urn := range value.OutputValue().Dependencies {
			own = append(own, string(urn))
		}
		made, err := r.typedWhole(value.OutputValue().Element, own, place)
		return made, own, err
	}
	if value.IsString() || value.IsResourceReference() {
		build, from, err := r.value(value, urns)
		if err != nil || len(from) > 0 || value.IsResourceReference() {
			return placed{maker: func(r *rawRun) reflect.Value { return reflect.ValueOf(build(r)) }}, from, err
		}
	}
	typ := place
	switch place.Kind() {
	case reflect.Interface:
		var err error
		if typ, err = inputType(value, place); err != nil {
			return placed{}, nil, err
		}
	case reflect.Pointer:
		to, from, err := r.typedValue(value, urns, place.Elem())
		if err != nil || to.maker != nil {
			return placed{}, nil, fmt.Errorf("%s is no place for an output: %w", place, err)
		}
		pointer := reflect.New(place.Elem())
		pointer.Elem().Set(to.plain)
		return placed{plain: pointer}, from, nil
	}
	switch {
	case value.IsArray():
		return r.typedList(value.ArrayValue(), urns, typ)
	case value.IsObject():
		return r.typedObject(value.ObjectValue(), urns, typ)
	case value.IsBool() || value.IsNumber() || value.IsString():
		return placed{plain: reflect.ValueOf(value.V).Convert(typ)}, nil, nil
	}
	return placed{}, nil, fmt.Errorf("a typed program has no %s", value.TypeString())
}

func (r *rawReader) typedList(values []resource.PropertyValue, urns []string, typ reflect.Type) (placed, []string, error) {
	var elements []placed
	var all []string
	plain, list := true, reflect.MakeSlice(typ, len(values), len(values))
	for i, value := range values {
		element, from, err := r.typedValue(value, urns, typ.Elem())
		if err != nil {
			return placed{}, nil, err
		}
		elements, all = append(elements, element), append(all, from...)
		if element.maker != nil {
			plain = false
		} else {
			list.Index(i).Set(element.plain)
		}
	}
	if plain {
		return placed{plain: list}, all, nil
	}
	return placed{maker: func(r *rawRun) reflect.Value {
		list := reflect.MakeSlice(typ, len(elements), len(elements))
		for i, element := range elements {
			list.Index(i).Set(element.in(r))
		}
		return list
	}}, all, nil
}

func (r *rawReader) typedObject(values resource.PropertyMap, urns []string, typ reflect.Type) (placed, []string, error) {
	var all []string
	value := func(key string, place reflect.Type) (placed, error) {
		made, from, err := r.typedValue(values[resource.PropertyKey(key)], urns, place)
		all = append(all, from...)
		return made, err
	}
	if typ.Kind() == reflect.Struct {
		filled, err := fill(typ, values, value)
		if err != nil || len(filled.open) == 0 {
			return placed{plain: filled.filled}, all, err
		}
		return placed{maker: func(r *rawRun) reflect.Value { return reflect.ValueOf(filled.in(r)).Elem() }}, all, nil
	}
	object := reflect.MakeMap(typ)
	for key := range values {
		made, err := value(string(key), typ.Elem())
		if err != nil || made.maker != nil {
			return placed{}, nil, fmt.Errorf("%s: a typed program has no %s of outputs: %w", key, typ, err)
		}
		object.SetMapIndex(reflect.ValueOf(string(key)), made.plain)
	}
	return placed{plain: object}, all, nil
}

// inputType is the type of which a value for a place is made.
func inputType(value resource.PropertyValue, place reflect.Type) (reflect.Type, error) {
	for _, typ := range inputTypes {
		fits := false
		switch typ.Kind() {
		case reflect.Bool:
			fits = value.IsBool()
		case reflect.Int:
			fits = value.IsNumber()
		case reflect.String:
			fits = value.IsString()
		case reflect.Slice:
			fits = value.IsArray()
		case reflect.Map, reflect.Struct:
			fits = value.IsObject()
		}
		if fits && typ.Implements(place) {
			return typ, nil
		}
	}
	return nil, fmt.Errorf("inputTypes has no %s for %s", value.TypeString(), place)
}
