package ekscomponent

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"google.golang.org/protobuf/types/known/structpb"
)

// marshal turns properties into what goes over the wire: the values, with marks for what is unknown or secret, and
// beside them the resources that each property depends on.
func marshal(props resource.PropertyMap) (*structpb.Struct, map[string][]string, error) {
	plain := make(resource.PropertyMap, len(props))
	dependencies := make(map[string][]string, len(props))
	for key, v := range props {
		settled := settle(v)
		if settled.IsNull() {
			continue
		}
		plain[key] = settled
		_, f := bare(v)
		urns := make([]string, len(f.dependencies))
		for i, urn := range f.dependencies {
			urns[i] = string(urn)
		}
		slices.Sort(urns)
		dependencies[string(key)] = slices.Compact(urns)
	}
	wire, err := mapToWire(plain)
	if err != nil {
		return nil, nil, fmt.Errorf("marshaling properties: %w", err)
	}
	return wire, dependencies, nil
}

// settle replaces outputs by what they hold, because dependencies travel beside the values. What is not set is
// dropped from objects.
func settle(v value) value {
	v, f := peel(v)
	switch {
	case f.unknown:
		v = resource.MakeComputed(text(""))
	case v.IsArray():
		vs := make([]value, len(v.ArrayValue()))
		for i, e := range v.ArrayValue() {
			vs[i] = settle(e)
		}
		v = list(vs...)
	case v.IsObject():
		m := make(resource.PropertyMap, len(v.ObjectValue()))
		for k, e := range v.ObjectValue() {
			if e = settle(e); !e.IsNull() {
				m[k] = e
			}
		}
		v = object(m)
	}
	if f.secret && !v.IsNull() {
		return resource.MakeSecret(v)
	}
	return v
}

// unmarshal reads properties off the wire.
func unmarshal(props *structpb.Struct) (resource.PropertyMap, error) {
	m, err := mapFromWire(props)
	if err != nil {
		return nil, fmt.Errorf("unmarshaling properties: %w", err)
	}
	return m, nil
}
