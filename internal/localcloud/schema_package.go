package localcloud

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// GetSchema tells what is known, in the form of a package schema: the types and
// functions that are simulated, with their properties.
func (p *provider) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	all, err := loadSchemas()
	if err != nil {
		return nil, err
	}
	d := description{pkg: p.pkg, shapes: all.Shapes, types: map[string]any{}}
	resources, functions := map[string]any{}, map[string]any{}
	for _, token := range p.cloud.table.tokens() {
		if !strings.HasPrefix(token, p.pkg+":") {
			continue
		}
		r := map[string]any{"description": simulation}
		if s := p.cloud.table[token].schema; s != nil {
			r["inputProperties"], r["requiredInputs"] = d.properties(s.Inputs)
			r["properties"], r["required"] = d.properties(s.Outputs)
		}
		resources[token] = r
	}
	for token, s := range all.Functions {
		if strings.HasPrefix(token, p.pkg+":") {
			functions[token] = map[string]any{
				"description": simulation, "inputs": d.object(s.Inputs), "outputs": d.object(s.Outputs),
			}
		}
	}
	text, err := json.Marshal(map[string]any{
		"name": p.pkg, "version": p.version, "description": simulation,
		"resources": resources, "functions": functions, "types": d.types,
	})
	if err != nil {
		return nil, err
	}
	return &pulumirpc.GetSchemaResponse{Schema: string(text)}, nil
}

// description writes shapes as a package schema does, and collects the nested
// types that it refers to.
type description struct {
	pkg    string
	shapes map[string]map[string]string
	types  map[string]any
}

func (d description) object(fields map[string]string) map[string]any {
	properties, required := d.properties(fields)
	return map[string]any{"type": "object", "properties": properties, "required": required}
}

func (d description) properties(fields map[string]string) (properties map[string]any, required []string) {
	properties = map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		bare, must := strings.CutSuffix(fields[name], "!")
		if must {
			required = append(required, name)
		}
		properties[name] = d.value(bare)
	}
	return properties, required
}

func (d description) value(shape string) map[string]any {
	switch shape[0] {
	case 's':
		return map[string]any{"type": "string"}
	case 'n':
		return map[string]any{"type": "number"}
	case 'b':
		return map[string]any{"type": "boolean"}
	case '[':
		return map[string]any{"type": "array", "items": d.value(shape[1 : len(shape)-1])}
	case '{':
		return map[string]any{"type": "object", "additionalProperties": d.value(shape[1 : len(shape)-1])}
	case '#':
		return map[string]any{"$ref": "#/types/" + d.nested(shape[1:])}
	default:
		return map[string]any{"$ref": "pulumi.json#/Any"}
	}
}

// nested gives the token of a nested type such as ec2:RouteTableRoute.
func (d description) nested(shape string) string {
	module, name, _ := strings.Cut(shape, ":")
	token := d.pkg + ":" + module + "/" + name + ":" + name
	if _, there := d.types[token]; !there {
		d.types[token] = nil // a shape may refer to itself
		d.types[token] = d.object(d.shapes[shape])
	}
	return token
}
