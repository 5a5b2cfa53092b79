package ekscomponent

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// A value is a property value in which resource.Output says what is known, secret and depended upon. The functions
// here give it the rules of an Output in the TypeScript component, on which the choice of children rests.
type value = resource.PropertyValue

func text(s string) value { return resource.NewProperty(s) }

func flag(b bool) value { return resource.NewProperty(b) }

func number(n float64) value { return resource.NewProperty(n) }

func object(m resource.PropertyMap) value { return resource.NewProperty(m) }

func list(vs ...value) value { return resource.NewProperty(vs) }

func texts(ss ...string) value {
	vs := make([]value, len(ss))
	for i, s := range ss {
		vs[i] = text(s)
	}
	return list(vs...)
}

// undefined is the value of a property that is not set; such a property is left out of every map that is sent.
func undefined() value { return resource.NewNullProperty() }

// unknown is a value that only an update will tell.
func unknown(dependencies ...resource.URN) value {
	return resource.NewProperty(resource.Output{Dependencies: dependencies})
}

// facts are what the wrappers around and inside a value say.
type facts struct {
	unknown, secret bool
	dependencies    []resource.URN
}

func (f *facts) add(g facts) {
	f.unknown = f.unknown || g.unknown
	f.secret = f.secret || g.secret
	f.dependencies = append(f.dependencies, g.dependencies...)
}

// wrap puts facts back around a bare value.
func (f facts) wrap(bare value) value {
	if f.unknown {
		bare = undefined()
	}
	if !f.unknown && !f.secret && len(f.dependencies) == 0 {
		return bare
	}
	slices.Sort(f.dependencies)
	return resource.NewProperty(resource.Output{
		Element:      bare,
		Known:        !f.unknown,
		Secret:       f.secret,
		Dependencies: slices.Compact(f.dependencies),
	})
}

// peel takes the wrappers off the outside of a value and leaves those inside it alone.
func peel(v value) (value, facts) {
	var f facts
	for {
		switch {
		case v.IsOutput():
			o := v.OutputValue()
			f.add(facts{unknown: !o.Known, secret: o.Secret, dependencies: o.Dependencies})
			v = o.Element
		case v.IsSecret():
			f.secret = true
			v = v.SecretValue().Element
		case v.IsComputed():
			f.unknown = true
			v = undefined()
		default:
			return v, f
		}
		if f.unknown {
			return undefined(), f
		}
	}
}

// bare takes every wrapper off a value, inside too, as the function given to apply sees it.
func bare(v value) (value, facts) {
	v, f := peel(v)
	switch {
	case v.IsArray():
		vs := make([]value, len(v.ArrayValue()))
		for i, e := range v.ArrayValue() {
			b, g := bare(e)
			vs[i] = b
			f.add(g)
		}
		return list(vs...), f
	case v.IsObject():
		m := make(resource.PropertyMap, len(v.ObjectValue()))
		for k, e := range v.ObjectValue() {
			b, g := bare(e)
			m[k] = b
			f.add(g)
		}
		return object(m), f
	case v.IsResourceReference():
		f.dependencies = append(f.dependencies, v.ResourceReferenceValue().URN)
	}
	return v, f
}

// apply computes a value from others. The result is unknown when any of them is, at any depth; what they depend on it
// depends on, and it is secret when one of them is.
func apply(f func(vs []value) (value, error), vs ...value) (value, error) {
	var all facts
	known := make([]value, len(vs))
	for i, v := range vs {
		b, g := bare(v)
		known[i] = b
		all.add(g)
	}
	if all.unknown {
		return all.wrap(undefined()), nil
	}
	result, err := f(known)
	if err != nil {
		return undefined(), err
	}
	b, g := bare(result)
	all.add(g)
	return all.wrap(b), nil
}

// derive is apply for functions of texts, which cannot fail.
func derive(f func(ss ...string) string, vs ...value) value {
	v, err := apply(func(vs []value) (value, error) {
		ss := make([]string, len(vs))
		for i, v := range vs {
			if v.IsString() {
				ss[i] = v.StringValue()
			}
		}
		return text(f(ss...)), nil
	}, vs...)
	if err != nil { // cannot be: the function above returns none
		return unknown()
	}
	return v
}

// at follows a path of keys and indexes through a value. Other parts of the value may be unknown; where the path
// leads through something unknown the result is unknown, and where it leads to nothing the result is undefined.
func at(v value, path ...any) value {
	v, f := peel(v)
	for _, step := range path {
		if f.unknown {
			break
		}
		next := undefined()
		switch step := step.(type) {
		case string:
			if v.IsObject() {
				next = v.ObjectValue()[resource.PropertyKey(step)]
			}
		case int:
			if v.IsArray() && step < len(v.ArrayValue()) {
				next = v.ArrayValue()[step]
			}
		}
		var g facts
		v, g = peel(next)
		f.add(g)
	}
	return f.wrap(v)
}

// isOutput says whether the component would hold this value as an Output and not as a plain value.
func isOutput(v value) bool {
	if v.IsOutput() {
		o := v.OutputValue()
		return !o.Known || o.Secret || len(o.Dependencies) > 0 || isOutput(o.Element)
	}
	return v.IsSecret() || v.IsComputed()
}

// truthy is the condition of an if statement in the component. An Output is an object and so counts as true, even one
// of false: that is what a program gets that computes such an option.
func truthy(v value) bool {
	if isOutput(v) {
		return true
	}
	v, _ = peel(v)
	switch {
	case v.IsNull():
		return false
	case v.IsBool():
		return v.BoolValue()
	case v.IsNumber():
		return v.NumberValue() != 0
	case v.IsString():
		return v.StringValue() != ""
	default:
		return true
	}
}

// isSet says whether an input was given at all.
func isSet(v value) bool {
	if isOutput(v) {
		return true
	}
	v, _ = peel(v)
	return !v.IsNull()
}

// or is the first value unless it is not set.
func or(v, otherwise value) value {
	if isSet(v) {
		return v
	}
	return otherwise
}

// is says whether a value is known to be the given text.
func is(v value, s string) bool {
	v, f := peel(v)
	return !f.unknown && v.IsString() && v.StringValue() == s
}
