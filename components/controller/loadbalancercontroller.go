package controller

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// LoadBalancerControllerToken is the type token of LoadBalancerController.
const LoadBalancerControllerToken = "ingresshub:index:LoadBalancerController"

// LoadBalancerControllerArgs are the arguments of NewLoadBalancerController.
type LoadBalancerControllerArgs struct {
	// The controller as AWS gets to see it: cluster, namespace, service account.
	Subject Subject `pulumi:"subject"`

	// ID of the cluster's VPC. Never that of the load balancer's: a binding names that one itself.
	VpcID pulumi.StringInput `pulumi:"vpcId"`

	// ARNs of the target groups in the cluster's own account with which the controller may register pods, by any name.
	TargetGroupArns pulumi.StringMap `pulumi:"targetGroupArns"`

	// ARNs of the registrar roles in other accounts that the controller may assume, by any name.
	RegistrarRoleArns pulumi.StringMap `pulumi:"registrarRoleArns"`

	// IDs of the security groups to which the controller adds what bindings with networking admit, by any name. Default: none, and then
	// bindings must have no networking.
	SecurityGroupIDs pulumi.StringMap `pulumi:"securityGroupIds"`

	// IAM roles for service accounts. Default: EKS Pod Identity.
	Irsa *Irsa `pulumi:"irsa"`

	// Whether the cluster has the EKS Pod Identity agent already, as every cluster in Auto Mode has. Default: false, the add-on is
	// installed.
	ExistingAgent bool `pulumi:"existingAgent"`

	// Exact version of the chart, at least 3.3.0. Default: 3.4.3.
	ChartVersion string `pulumi:"chartVersion"`

	// File with the chart's CRDs, as an https URL or a path. Default: the one that the controller's project publishes with that version,
	// on GitHub.
	Definitions string `pulumi:"definitions"`

	// Repository of the controller's image, without a tag. Default: the chart's in Amazon ECR Public, which needs a way to the
	// internet; in China, AWS's in the Region.
	ImageRepository string `pulumi:"imageRepository"`

	// Load balancers of the cluster's own in another VPC. Default: none, and then nothing that makes one is turned on or allowed.
	OwnLoadBalancers *OwnLoadBalancers `pulumi:"ownLoadBalancers"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// Irsa is the cluster's OIDC issuer as IAM knows it.
type Irsa struct {
	// ARN of the identity provider in IAM.
	ProviderArn pulumi.StringInput `pulumi:"providerArn"`

	// URL of the issuer.
	IssuerURL pulumi.StringInput `pulumi:"issuerUrl"`
}

// LoadBalancerController is the AWS Load Balancer Controller of a cluster, which registers pods and makes no load balancers unless
// OwnLoadBalancers say so.
//
// It keeps the CRDs at the chart's version, and leaves them in the cluster when it goes.
//
// Bindings take its option Running, so that they come after it and go before it.
type LoadBalancerController struct {
	pulumi.ResourceState

	// ARN of the controller's role.
	RoleArn pulumi.StringOutput `pulumi:"roleArn"`

	// External ID that the controller has to name when it assumes a registrar role.
	ExternalID pulumi.StringOutput `pulumi:"externalId"`

	// Version of the chart.
	ChartVersion pulumi.StringOutput `pulumi:"chartVersion"`

	// Why the cluster may own load balancers; empty where it may not, and then no output of the component.
	OwnLoadBalancers pulumi.StringOutput `pulumi:"ownLoadBalancers"`

	parts []pulumi.Resource
}

// Running is the option of resources that need the controller to run, and to have its rights, from before they are made until they
// are gone. To depend on the component is not enough: Pulumi's SDK for Go learns of a component's children some time after it was made,
// and waits for those that it knows of by then.
func (c *LoadBalancerController) Running() pulumi.ResourceOption { return pulumi.DependsOn(c.parts) }

// NewLoadBalancerController registers the controller of a cluster. The options name a Kubernetes provider of that cluster and an AWS
// provider of its account.
//
// The error lists everything wrong with the arguments, and then nothing is registered.
func NewLoadBalancerController(
	ctx *pulumi.Context, name string, args *LoadBalancerControllerArgs, opts ...pulumi.ResourceOption,
) (*LoadBalancerController, error) {
	args = args.withDefaults()
	if err := inputs.Check(LoadBalancerControllerToken, name, args.problems()...); err != nil {
		return nil, err
	}
	component := &LoadBalancerController{}
	if err := ctx.RegisterComponentResource(LoadBalancerControllerToken, name, component, opts...); err != nil {
		return nil, err
	}
	p := &printer{ctx: ctx, name: name, args: args, parent: pulumi.Parent(component)}
	role, ready, err := p.printIdentity()
	if err != nil {
		return nil, err
	}
	release, err := p.printRelease(role.Arn, ready)
	if err != nil {
		return nil, err
	}
	component.parts = append(ready, release)
	component.RoleArn = role.Arn
	component.ExternalID = pulumi.String(args.Subject.ExternalID()).ToStringOutput()
	component.ChartVersion = pulumi.String(args.ChartVersion).ToStringOutput()
	values := pulumi.Map{
		"roleArn":      component.RoleArn,
		"externalId":   component.ExternalID,
		"chartVersion": component.ChartVersion,
	}
	component.OwnLoadBalancers = pulumi.String("").ToStringOutput()
	if own := args.OwnLoadBalancers; own != nil {
		component.OwnLoadBalancers = pulumi.String(own.Reason).ToStringOutput()
		values["ownLoadBalancers"] = component.OwnLoadBalancers
	}
	outputs.Register(ctx, component, values)
	return component, nil
}

func (args *LoadBalancerControllerArgs) withDefaults() *LoadBalancerControllerArgs {
	full := LoadBalancerControllerArgs{}
	if args != nil {
		full = *args
	}
	full.Subject = full.Subject.withDefaults()
	full.OwnLoadBalancers = full.OwnLoadBalancers.withDefaults()
	if full.ChartVersion == "" {
		full.ChartVersion = DefaultChartVersion
	}
	return &full
}
