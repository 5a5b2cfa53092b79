package localcloud

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Check validates inputs as the provider does before any call: names, shapes
// and values of properties; and it makes up the name that a program left out.
func (p *provider) Check(ctx context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	k, err := p.kindOf(req.GetType(), req.GetUrn())
	if err != nil {
		return nil, err
	}
	olds, in := decode(req.GetOlds()), decode(req.GetNews())
	delete(in, defaultsKey)
	for _, d := range k.documents {
		in[d] = documentText(in[d])
		if in[d] == nil {
			delete(in, d)
		}
	}
	if s, ok := connectionOf(ctx).scope(); ok && len(s.tags) > 0 && k.inputs()["tags"] != "" && !isUnknown(in["tags"]) {
		in["tags"] = merge(s.tags, sub(in, "tags"))
	}
	var found []problem
	if k.schema != nil {
		all, err := loadSchemas()
		if err != nil {
			return nil, err
		}
		found = append(all.check(k.schema.Inputs, in, k.token), k.missingFeatures(in)...)
		if len(found) == 0 {
			found = k.unaccepted(in)
		}
	}
	if len(found) == 0 {
		k.fillDefaults(in)
	}
	if k.name != nil && len(found) == 0 {
		found = append(found, k.name.fill(req, olds, in)...)
	}
	if k.fill != nil && len(found) == 0 {
		k.fill(req, olds, in)
	}
	if k.check != nil && len(found) == 0 {
		found = append(found, k.check(in)...)
	}
	resp := &pulumirpc.CheckResponse{}
	for _, f := range found {
		resp.Failures = append(resp.Failures, &pulumirpc.CheckFailure{
			Property: f.property, Reason: strings.TrimPrefix(f.err.Error(), "api error "),
		})
	}
	if resp.Inputs, err = encode(in); err != nil {
		return nil, err
	}
	p.seal(req.GetNews(), resp.Inputs)
	return resp, nil
}

// documentText turns a policy document given as an object into JSON text.
func documentText(v any) any {
	m, ok := v.(map[string]any)
	if !ok || hasUnknown(m) {
		if ok {
			return Unknown{}
		}
		return v
	}
	return canonical(m)
}

// sameDocument compares JSON documents by what they say.
func sameDocument(a, b any) bool {
	return equal(parsedDocument(a), parsedDocument(b))
}

func parsedDocument(v any) any {
	text, ok := v.(string)
	if !ok {
		return v
	}
	var parsed any
	if json.Unmarshal([]byte(text), &parsed) != nil {
		return v
	}
	return loosened(parsed)
}

// loosened writes single-element lists as their element: in a policy the two
// mean the same.
func loosened(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			v[k] = loosened(e)
		}
	case []any:
		for i, e := range v {
			v[i] = loosened(e)
		}
		if len(v) == 1 {
			return v[0]
		}
		slices.SortFunc(v, func(a, b any) int { return strings.Compare(canonical(a), canonical(b)) })
	}
	return v
}

// missingFeatures refuses inputs that the simulation would have to ignore.
func (k *kind) missingFeatures(in Props) []problem {
	var found []problem
	for _, path := range k.unsimulated {
		set := false
		each(in, strings.Split(path, "."), func(m Props, name string) { set = set || !zero(m[name]) })
		if set {
			found = append(found, problem{topOf(path), fmt.Errorf("%s: %s is not simulated by the local cloud", k.token, path)})
		}
	}
	return found
}
