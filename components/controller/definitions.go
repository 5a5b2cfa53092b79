package controller

import (
	"context"
	"fmt"
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Types of the Kubernetes provider: the objects of a file, and the CRDs among them.
const (
	definitionsToken = "kubernetes:yaml/v2:ConfigFile"
	definitionToken  = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
)

// definitions are the chart's CRDs. Helm installs them with the first release and leaves them alone from then on. An API server whose
// CRDs are older than the controller drops the fields that they lack from bindings, without a word.
//
// The chart has more of them in gateway-crds.yaml, which are not here and which skipCrds keeps Helm from installing: the controller asks
// for them only where its Gateway API gates are on, and those are off.
type definitions struct {
	pulumi.ResourceState

	// The objects of the file.
	Resources pulumi.ArrayOutput `pulumi:"resources"`
}

// definitionsFile is where the CRDs are. The chart is released from the folder of the controller's project that has this file, with the
// same version.
func (args *LoadBalancerControllerArgs) definitionsFile() string {
	if args.Definitions != "" {
		return args.Definitions
	}
	return "https://raw.githubusercontent.com/kubernetes-sigs/aws-load-balancer-controller/v" + args.ChartVersion +
		"/helm/aws-load-balancer-controller/crds/crds.yaml"
}

// printDefinitions prints the CRDs.
func (p *printer) printDefinitions() (*definitions, error) {
	made := &definitions{}
	return made, p.ctx.RegisterRemoteComponentResource(definitionsToken, p.name+".definitions", pulumi.Map{
		"file": pulumi.String(p.args.definitionsFile()),
	}, made, p.parent, pulumi.Transforms([]pulumi.ResourceTransform{keepDefinition}))
}

// some is the option of what fails where the file has no objects, which the provider accepts.
func (d *definitions) some(file string) pulumi.ResourceOption {
	return pulumi.DependsOnInputs(d.Resources.ApplyT(func(objects []any) ([]pulumi.Resource, error) {
		if objects != nil && len(objects) == 0 {
			return nil, fmt.Errorf("%s holds no CRDs", file)
		}
		return nil, nil
	}).(pulumi.ResourceArrayOutput))
}

// keepDefinition lets a CRD stay when its resource goes: the API server deletes all bindings with it, of whomever, and what they had
// registered stays registered. And it takes over CRDs that are there already, whose fields belong to Helm or to whoever applied them.
func keepDefinition(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
	if args.Type != definitionToken {
		return nil
	}
	metadata := within(args.Props, "metadata")
	annotations := within(metadata, "annotations")
	annotations["pulumi.com/patchForce"] = pulumi.String("true")
	metadata["annotations"] = annotations
	props := maps.Clone(args.Props)
	props["metadata"] = metadata
	args.Opts.RetainOnDelete = true
	return &pulumi.ResourceTransformResult{Props: props, Opts: args.Opts}
}

// within is a copy of the map that a map has by a name, empty where it has none.
func within(of pulumi.Map, name string) pulumi.Map {
	if found, ok := of[name].(pulumi.Map); ok && found != nil {
		return maps.Clone(found)
	}
	return pulumi.Map{}
}
