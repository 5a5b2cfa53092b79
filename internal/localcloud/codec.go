package localcloud

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
	"google.golang.org/protobuf/types/known/structpb"
)

// The protocol sends an unknown value as one of these strings, by its type
// (github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin, rpc.go; that
// package would pull in the whole plugin host).
const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

var unknownValues = map[string]bool{
	unknownString:                          true,
	"1c4a061d-8072-4f0a-a4cb-0ff528b18fe7": true, // bool
	"3eeb2bf0-c639-47a8-9e75-3b44932eb421": true, // number
	"6a19a0b0-7e62-4c92-b797-7f8e31da9cc2": true, // array
	"030794c1-ac77-496b-92df-f27374a8bd58": true, // asset
	"e48ece36-62e2-4504-bad9-02848725956a": true, // archive
	"dd056dcd-154b-4c76-9bd3-c8f88648b5ff": true, // object
}

// decode reads properties from the wire. Secrets are unwrapped: the engine
// keeps track of them for providers that do not.
func decode(s *structpb.Struct) Props {
	p := Props{}
	for k, v := range s.GetFields() {
		if d := decodeValue(v); d != nil {
			p[k] = d
		}
	}
	return p
}

func decodeValue(v *structpb.Value) any {
	switch v := v.GetKind().(type) {
	case *structpb.Value_BoolValue:
		return v.BoolValue
	case *structpb.Value_NumberValue:
		return v.NumberValue
	case *structpb.Value_StringValue:
		if unknownValues[v.StringValue] {
			return Unknown{}
		}
		return v.StringValue
	case *structpb.Value_ListValue:
		l := make([]any, 0, len(v.ListValue.GetValues()))
		for _, e := range v.ListValue.GetValues() {
			l = append(l, decodeValue(e))
		}
		return l
	case *structpb.Value_StructValue:
		return decodeStruct(v.StructValue)
	default:
		return nil
	}
}

func decodeStruct(s *structpb.Struct) any {
	f := s.GetFields()
	switch f[sig.Key].GetStringValue() {
	case sig.Secret:
		return decodeValue(f["value"])
	case sig.OutputValue:
		if f["value"] == nil {
			return Unknown{}
		}
		return decodeValue(f["value"])
	case sig.ResourceReference:
		if id := f["id"].GetStringValue(); id != "" && !unknownValues[id] {
			return id
		}
		return Unknown{}
	}
	return decode(s)
}

// encode writes properties to the wire.
func encode(p Props) (*structpb.Struct, error) {
	s := &structpb.Struct{Fields: make(map[string]*structpb.Value, len(p))}
	for k, v := range p {
		e, err := encodeValue(v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k, err)
		}
		s.Fields[k] = e
	}
	return s, nil
}

func encodeValue(v any) (*structpb.Value, error) {
	switch v := v.(type) {
	case nil:
		return structpb.NewNullValue(), nil
	case Unknown:
		return structpb.NewStringValue(unknownString), nil
	case string:
		return structpb.NewStringValue(v), nil
	case bool:
		return structpb.NewBoolValue(v), nil
	case float64:
		return structpb.NewNumberValue(v), nil
	case int:
		return structpb.NewNumberValue(float64(v)), nil
	case []string:
		return encodeValue(anys(v))
	case []any:
		l := &structpb.ListValue{}
		for i, e := range v {
			w, err := encodeValue(e)
			if err != nil {
				return nil, fmt.Errorf("[%d]: %w", i, err)
			}
			l.Values = append(l.Values, w)
		}
		return structpb.NewListValue(l), nil
	case map[string]any:
		s, err := encode(v)
		if err != nil {
			return nil, err
		}
		return structpb.NewStructValue(s), nil
	default:
		return nil, fmt.Errorf("a value of type %T has no form on the wire", v)
	}
}
