// Package organization registers what nobody may do in the accounts of the EKS VPCs. It is for the organization's
// management account, or for one to which that has delegated its policies.
package organization

import (
	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/organizations"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// ServiceControlPolicyToken is the type token of ServiceControlPolicy.
const ServiceControlPolicyToken = "ingresshub:index:ServiceControlPolicy"

// ServiceControlPolicyArgs are the arguments of NewServiceControlPolicy.
type ServiceControlPolicyArgs struct {
	// What is denied, and where.
	Policy guardrails.OrganizationPolicy `pulumi:"policy"`

	// Name of the policy in AWS, which no other policy of the organization has. Default: ingresshub.
	AwsName string `pulumi:"awsName"`

	// Tags of the policy. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// ServiceControlPolicy is a service control policy that is attached to accounts and organizational units. Service control
// policies must be enabled in the organization. They never apply to its management account.
type ServiceControlPolicy struct {
	pulumi.ResourceState

	// ID of the policy (p-...).
	PolicyID pulumi.StringOutput `pulumi:"policyId"`

	// The policy's document, as JSON.
	Document pulumi.StringOutput `pulumi:"document"`

	// What is let through, each with the reason: guardrails that are switched off, gatewayLoadBalancers, and exempt.<ARN>.
	SwitchedOff pulumi.StringMapOutput `pulumi:"switchedOff"`
}

// NewServiceControlPolicy registers a service control policy and attaches it.
//
// The error lists everything wrong with the arguments, such as an account that has the ingress too, and then nothing is
// registered.
func NewServiceControlPolicy(
	ctx *pulumi.Context, name string, args *ServiceControlPolicyArgs, opts ...pulumi.ResourceOption,
) (*ServiceControlPolicy, error) {
	if args == nil {
		args = &ServiceControlPolicyArgs{}
	}
	if err := inputs.Check(ServiceControlPolicyToken, name, guardrails.Within("policy", args.Policy.Validate())); err != nil {
		return nil, err
	}
	awsName := args.AwsName
	if awsName == "" {
		awsName = "ingresshub"
	}
	document, err := args.Policy.Document().JSON()
	if err != nil {
		return nil, err
	}
	component := &ServiceControlPolicy{}
	if err := ctx.RegisterComponentResource(ServiceControlPolicyToken, name, component, opts...); err != nil {
		return nil, err
	}
	policy, err := organizations.NewPolicy(ctx, name, &organizations.PolicyArgs{
		Name:        pulumi.String(awsName),
		Description: pulumi.String("Workloads are reached through the central ingress only"),
		Type:        pulumi.String("SERVICE_CONTROL_POLICY"),
		Content:     pulumi.String(document),
		Tags:        inputs.Tags(args.Tags, awsName),
	}, pulumi.Parent(component))
	if err != nil {
		return nil, err
	}
	for _, target := range append(append([]string{}, args.Policy.Accounts...), args.Policy.Units...) {
		if _, err := organizations.NewPolicyAttachment(ctx, name+"."+target, &organizations.PolicyAttachmentArgs{
			PolicyId: policy.ID(), TargetId: pulumi.String(target),
		}, pulumi.Parent(component)); err != nil {
			return nil, err
		}
	}
	component.PolicyID = policy.ID().ToStringOutput()
	component.Document = pulumi.String(document).ToStringOutput()
	component.SwitchedOff = pulumi.ToStringMap(args.Policy.Reasons()).ToStringMapOutput()
	outputs.Register(ctx, component, pulumi.Map{
		"policyId":    component.PolicyID,
		"document":    component.Document,
		"switchedOff": component.SwitchedOff,
	})
	return component, nil
}
