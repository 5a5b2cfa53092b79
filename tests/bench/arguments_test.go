package bench

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// blank is a value of a struct of the SDK that is filled in but for what comes from other resources: reading the recording
// by reflection is no part of what a program costs. The zero blank has no type.
type blank struct {
	filled reflect.Value
	open   []opening
}

// opening is a field of a blank.
type opening struct {
	field int
	value maker
}

// maker makes a value from the resources that were registered before.
type maker func(r *rawRun) reflect.Value

// in is a pointer to a filled-in copy; nil for the zero blank.
func (b blank) in(r *rawRun) any {
	if !b.filled.IsValid() {
		return nil
	}
	made := reflect.New(b.filled.Type())
	made.Elem().Set(b.filled)
	for _, opening := range b.open {
		made.Elem().Field(opening.field).Set(opening.value(r))
	}
	return made.Interface()
}

// arguments are what a constructor is given for the inputs of a request.
func (r *rawReader) arguments(
	typ reflect.Type, inputs resource.PropertyMap, request *pulumirpc.RegisterResourceRequest,
) (blank, error) {
	return fill(typ, inputs, func(key string, place reflect.Type) (placed, error) {
		return r.typedWhole(inputs[resource.PropertyKey(key)], request.GetPropertyDependencies()[key].GetUrns(), place)
	})
}

// fill fills in a struct of arguments. Pulumi's names for its fields stand in the struct that it resolves to.
func fill(
	typ reflect.Type, values resource.PropertyMap, value func(key string, place reflect.Type) (placed, error),
) (blank, error) {
	b := blank{filled: reflect.New(typ).Elem()}
	input, ok := b.filled.Interface().(pulumi.Input)
	if !ok {
		return b, fmt.Errorf("%s is no input", typ)
	}
	resolved := input.ElementType()
	if resolved.Kind() == reflect.Pointer {
		resolved = resolved.Elem()
	}
	for i := range resolved.NumField() {
		name, _, _ := strings.Cut(resolved.Field(i).Tag.Get("pulumi"), ",")
		if _, given := values[resource.PropertyKey(name)]; !given {
			continue
		}
		field, _ := typ.FieldByName(resolved.Field(i).Name)
		made, err := value(name, field.Type)
		switch {
		case err != nil:
			return b, fmt.Errorf("%s: %w", name, err)
		case made.maker != nil:
			b.open = append(b.open, opening{field.Index[0], made.maker})
		default:
			b.filled.FieldByIndex(field.Index).Set(made.plain)
		}
	}
	return b, nil
}
