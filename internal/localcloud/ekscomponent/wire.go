package ekscomponent

import (
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
	"google.golang.org/protobuf/types/known/structpb"
)

// Values on the wire, as Pulumi's package resource/plugin writes and reads them. That package is not used because it
// imports the plugin host, and with it a terminal library that asks the terminal for its colours as soon as a process
// starts: every command of ingresshub would begin with escape sequences, and wait for an answer.

// unknownString stands for a string that is not known yet.
const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

// unknowns are what stands for values that are not known yet, by what they will be. The types of those that are of no use
// to a component (assets and archives) are kept as text.
var unknowns = map[string]value{
	unknownString:                          text(""),
	"1c4a061d-8072-4f0a-a4cb-0ff528b18fe7": flag(false),
	"3eeb2bf0-c639-47a8-9e75-3b44932eb421": number(0),
	"6a19a0b0-7e62-4c92-b797-7f8e31da9cc2": list(),
	"030794c1-ac77-496b-92df-f27374a8bd58": text(""),
	"e48ece36-62e2-4504-bad9-02848725956a": text(""),
	"dd056dcd-154b-4c76-9bd3-c8f88648b5ff": object(resource.PropertyMap{}),
}

// toWire writes a value that [settle] has made: without outputs.
func toWire(v value) (*structpb.Value, error) {
	switch {
	case v.IsNull():
		return structpb.NewNullValue(), nil
	case v.IsBool():
		return structpb.NewBoolValue(v.BoolValue()), nil
	case v.IsNumber():
		return structpb.NewNumberValue(v.NumberValue()), nil
	case v.IsString():
		return structpb.NewStringValue(v.StringValue()), nil
	case v.IsComputed():
		return structpb.NewStringValue(unknownString), nil
	case v.IsArray():
		elements := &structpb.ListValue{}
		for i, element := range v.ArrayValue() {
			written, err := toWire(element)
			if err != nil {
				return nil, fmt.Errorf("[%d]: %w", i, err)
			}
			elements.Values = append(elements.Values, written)
		}
		return structpb.NewListValue(elements), nil
	case v.IsObject():
		return objectToWire(v.ObjectValue())
	case v.IsSecret():
		return objectToWire(resource.PropertyMap{resource.SigKey: text(sig.Secret), "value": v.SecretValue().Element})
	case v.IsResourceReference():
		return objectToWire(referenceToWire(v.ResourceReferenceValue()))
	}
	return nil, fmt.Errorf("a value of type %s is none that a component passes on", v.TypeString())
}

func objectToWire(m resource.PropertyMap) (*structpb.Value, error) {
	written, err := mapToWire(m)
	if err != nil {
		return nil, err
	}
	return structpb.NewStructValue(written), nil
}

func mapToWire(m resource.PropertyMap) (*structpb.Struct, error) {
	written := &structpb.Struct{Fields: make(map[string]*structpb.Value, len(m))}
	for _, key := range m.StableKeys() {
		member, err := toWire(m[key])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		written.Fields[string(key)] = member
	}
	return written, nil
}

// referenceToWire describes a resource. An ID is there for resources of a provider, empty while it is not known.
func referenceToWire(ref resource.ResourceReference) resource.PropertyMap {
	m := resource.PropertyMap{resource.SigKey: text(sig.ResourceReference), "urn": text(string(ref.URN))}
	if id, has := ref.IDString(); has {
		m["id"] = text(id)
	}
	for key, s := range map[resource.PropertyKey]string{
		"name": ref.Name, "type": ref.Type, "packageVersion": ref.PackageVersion,
	} {
		if s != "" {
			m[key] = text(s)
		}
	}
	return m
}

// fromWire reads a value.
func fromWire(v *structpb.Value) (value, error) {
	switch v := v.GetKind().(type) {
	case *structpb.Value_BoolValue:
		return flag(v.BoolValue), nil
	case *structpb.Value_NumberValue:
		return number(v.NumberValue), nil
	case *structpb.Value_StringValue:
		if element, is := unknowns[v.StringValue]; is {
			return resource.MakeComputed(element), nil
		}
		return text(v.StringValue), nil
	case *structpb.Value_ListValue:
		elements := make([]value, 0, len(v.ListValue.GetValues()))
		for i, element := range v.ListValue.GetValues() {
			read, err := fromWire(element)
			if err != nil {
				return undefined(), fmt.Errorf("[%d]: %w", i, err)
			}
			elements = append(elements, read)
		}
		return list(elements...), nil
	case *structpb.Value_StructValue:
		return structFromWire(v.StructValue)
	default:
		return undefined(), nil
	}
}

func mapFromWire(s *structpb.Struct) (resource.PropertyMap, error) {
	m := make(resource.PropertyMap, len(s.GetFields()))
	for key, member := range s.GetFields() {
		read, err := fromWire(member)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		m[resource.PropertyKey(key)] = read
	}
	return m, nil
}

// structFromWire reads an object, or what one with a signature stands for.
func structFromWire(s *structpb.Struct) (value, error) {
	m, err := mapFromWire(s)
	if err != nil {
		return undefined(), err
	}
	signature, signed := m[resource.SigKey]
	if !signed {
		return object(m), nil
	}
	switch {
	case is(signature, sig.Secret):
		if _, there := m["value"]; !there {
			return undefined(), errors.New("a secret without a value")
		}
		return resource.MakeSecret(m["value"]), nil
	case is(signature, sig.OutputValue):
		return outputFromWire(m)
	case is(signature, sig.ResourceReference):
		return referenceFromWire(m)
	}
	return undefined(), fmt.Errorf("a value of an unknown kind (signature %v); assets and archives are none that a component takes", signature)
}

func outputFromWire(m resource.PropertyMap) (value, error) {
	element, known := m["value"]
	output := resource.Output{Element: element, Known: known, Secret: truthy(m["secret"])}
	if dependencies := m["dependencies"]; dependencies.IsArray() {
		for _, urn := range dependencies.ArrayValue() {
			if !urn.IsString() {
				return undefined(), fmt.Errorf("an output that depends on %v, which is no URN", urn)
			}
			output.Dependencies = append(output.Dependencies, resource.URN(urn.StringValue()))
		}
	}
	return resource.NewProperty(output), nil
}

// referenceFromWire reads what describes a resource. The name and the type are in its URN too.
func referenceFromWire(m resource.PropertyMap) (value, error) {
	said := func(key resource.PropertyKey) string {
		if v := m[key]; v.IsString() {
			return v.StringValue()
		}
		return ""
	}
	ref := resource.ResourceReference{
		URN: resource.URN(said("urn")), Name: said("name"), Type: said("type"), PackageVersion: said("packageVersion"),
	}
	if ref.URN == "" {
		return undefined(), errors.New("a resource without a URN")
	}
	if ref.URN.IsValid() {
		if ref.Name == "" {
			ref.Name = ref.URN.Name()
		}
		if ref.Type == "" {
			ref.Type = string(ref.URN.Type())
		}
	}
	if id, there := m["id"]; there {
		id, f := peel(id)
		switch {
		case f.unknown || is(id, ""):
			ref.ID = resource.MakeComputed(text(""))
		case id.IsString():
			ref.ID = id
		default:
			return undefined(), fmt.Errorf("%s: its ID is no text", ref.URN)
		}
	}
	return resource.NewProperty(ref), nil
}
