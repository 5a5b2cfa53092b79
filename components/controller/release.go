package controller

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

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

// printRelease prints the release. A failed change goes back to the last one that worked.
func (p *printer) printRelease(roleArn pulumi.StringInput, after []pulumi.Resource) (pulumi.Resource, error) {
	namespace := p.args.Subject.Namespace
	made := &release{}
	err := p.ctx.RegisterResource(releaseToken, p.name, pulumi.Map{
		"name":            pulumi.String(chartName),
		"namespace":       pulumi.String(namespace),
		"createNamespace": pulumi.Bool(namespace != DefaultNamespace),
		"chart":           pulumi.String(chartName),
		"version":         pulumi.String(p.args.ChartVersion),
		"repositoryOpts":  pulumi.Map{"repo": pulumi.String(chartRepository)},
		"atomic":          pulumi.Bool(true),
		"maxHistory":      pulumi.Int(10),
		"values":          p.args.values(roleArn),
	}, made, p.parent, pulumi.DependsOn(after))
	return made, err
}

// definitionsCommand brings the CRDs to the chart's version, which Helm never does: it installs them with the first release and leaves
// them alone from then on, when it changes or deletes the release, too.
func (args *LoadBalancerControllerArgs) definitionsCommand() string {
	return "helm show crds " + chartName + " --repo " + chartRepository + " --version " + args.ChartVersion +
		" | kubectl apply --server-side --force-conflicts -f -"
}
