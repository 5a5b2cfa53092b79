package bench

import (
	"github.com/pulumi/pulumi-eks/sdk/v3/go/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// rawProgram tells the engine, in a flat loop, what another program told it: the same types, names, parents, inputs,
// dependencies, options and outputs, with the SDK's objects. It reads, plans, checks and looks up nothing, so it costs what
// Pulumi costs.
//
// It runs in two ways. As untyped it gives maps to Context.RegisterResource, which is the least that Pulumi takes. As typed
// it calls the constructor of each type with its arguments, as everybody does who writes a program by hand.
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

	// Inputs, as a map and as the arguments of the type's constructor.
	properties []property
	arguments  blank

	// Options of whoever wrote the program, and those that the type's constructor adds by itself.
	options, constructors []pulumi.ResourceOption

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

func (p *rawProgram) untyped(ctx *pulumi.Context) error {
	r := p.run(ctx)
	for _, s := range p.steps {
		var made pulumi.Resource = &component{}
		if kind, ok := kinds[s.typ]; ok {
			made = kind.resource()
		}
		if err := s.register(ctx, r.object(s.properties), made, append(r.options(s), s.constructors...)); err != nil {
			return err
		}
		r.made = append(r.made, made)
	}
	return p.finish(r)
}

func (p *rawProgram) run(ctx *pulumi.Context) *rawRun {
	return &rawRun{ctx: ctx, made: make([]pulumi.Resource, 0, len(p.steps)), shared: make([]pulumi.Input, p.shared)}
}

// finish tells the outputs of all components and of the stack.
func (p *rawProgram) finish(r *rawRun) error {
	for number, s := range p.steps {
		if s.outputs == nil {
			continue
		}
		if err := r.ctx.RegisterResourceOutputs(r.made[number], r.object(s.outputs)); err != nil {
			return err
		}
	}
	for _, export := range p.exports {
		r.ctx.Export(export.name, export.value(r))
	}
	return nil
}

// options are what whoever wrote the program says beside a resource's inputs.
func (r *rawRun) options(s step) []pulumi.ResourceOption {
	options := append(make([]pulumi.ResourceOption, 0, len(s.options)+len(s.constructors)+3), s.options...)
	if s.parent >= 0 {
		options = append(options, pulumi.Parent(r.made[s.parent]))
	}
	if len(s.dependsOn) > 0 {
		options = append(options, pulumi.DependsOn(r.resources(s.dependsOn)))
	}
	if len(s.dependsOnChildren) > 0 {
		options = append(options, pulumi.DependsOnInputs(r.children(s.dependsOnChildren)))
	}
	return options
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
