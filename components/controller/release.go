package controller

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Where the chart comes from.
const (
	chartRepository = "https://aws.github.io/eks-charts"
	chartName       = "aws-load-balancer-controller"
)

// releaseToken is the type of a Helm release in the Kubernetes provider. Its SDK package for Go compiles every API of Kubernetes
// with it, so the few properties in use are registered by name.
const releaseToken = "kubernetes:helm.sh/v3:Release"

// release is a Helm release.
type release struct {
	pulumi.CustomResourceState
}

// printRelease prints the release, after the CRDs of its version. A failed change goes back to the last one that worked.
func (p *printer) printRelease(roleArn pulumi.StringInput, after []pulumi.Resource) (pulumi.Resource, error) {
	defined, err := p.printDefinitions()
	if err != nil {
		return nil, err
	}
	namespace := p.args.Subject.Namespace
	made := &release{}
	err = p.ctx.RegisterResource(releaseToken, p.name, pulumi.Map{
		"name":            pulumi.String(chartName),
		"namespace":       pulumi.String(namespace),
		"createNamespace": pulumi.Bool(namespace != DefaultNamespace),
		"chart":           pulumi.String(chartName),
		"version":         pulumi.String(p.args.ChartVersion),
		"repositoryOpts":  pulumi.Map{"repo": pulumi.String(chartRepository)},
		"skipCrds":        pulumi.Bool(true),
		"atomic":          pulumi.Bool(true),
		"maxHistory":      pulumi.Int(10),
		"values":          p.args.values(roleArn),
	}, made, p.parent, pulumi.DependsOn(append(slices.Clone(after), defined)), defined.some(p.args.definitionsFile()))
	return made, err
}
