// Package clusterrole registers what the IAM role of an EKS cluster may not do.
package clusterrole

import (
	"cmp"

	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// ClusterRoleDenyToken is the type token of ClusterRoleDeny.
const ClusterRoleDenyToken = "ingresshub:index:ClusterRoleDeny"

// Names of inline policies: that of a deny which is declared by hand, and that of the one which a planned cluster brings with it.
const (
	DefaultPolicyName = "ingresshub-guardrails"
	EstatePolicyName  = "ingresshub-estate-guardrails"
)

// ClusterRoleDenyArgs are the arguments of NewClusterRoleDeny.
type ClusterRoleDenyArgs struct {
	// What is denied.
	Policy guardrails.ClusterRole `pulumi:"policy"`

	// Name of the cluster's role.
	RoleName pulumi.StringInput `pulumi:"roleName"`

	// Name of the inline policy, of which a role has one by each name: two of one name overwrite each other, and whichever goes first
	// takes the other's away. Default: ingresshub-guardrails. The one of a cluster that an estate makes is EstatePolicyName.
	PolicyName string `pulumi:"policyName"`
}

// ClusterRoleDeny is an inline policy of a cluster's role: it goes with the role, and no other role gets it by mistake.
type ClusterRoleDeny struct {
	pulumi.ResourceState

	// The policy's document, as JSON.
	Document pulumi.StringOutput `pulumi:"document"`

	// What is let through, each with the reason: guardrails that are switched off, and internalNlbs.
	SwitchedOff pulumi.StringMapOutput `pulumi:"switchedOff"`
}

// NewClusterRoleDeny registers what a cluster's role may not do.
//
// The error lists everything wrong with the arguments, and then nothing is registered.
func NewClusterRoleDeny(
	ctx *pulumi.Context, name string, args *ClusterRoleDenyArgs, opts ...pulumi.ResourceOption,
) (*ClusterRoleDeny, error) {
	if args == nil {
		args = &ClusterRoleDenyArgs{}
	}
	if err := inputs.Check(ClusterRoleDenyToken, name,
		guardrails.Within("policy", args.Policy.Validate()), inputs.Require("roleName", args.RoleName != nil),
	); err != nil {
		return nil, err
	}
	document, err := args.Policy.Document().JSON()
	if err != nil {
		return nil, err
	}
	component := &ClusterRoleDeny{}
	if err := ctx.RegisterComponentResource(ClusterRoleDenyToken, name, component, opts...); err != nil {
		return nil, err
	}
	if _, err := iam.NewRolePolicy(ctx, name, &iam.RolePolicyArgs{
		Name: pulumi.String(cmp.Or(args.PolicyName, DefaultPolicyName)), Role: args.RoleName, Policy: pulumi.String(document),
	}, pulumi.Parent(component)); err != nil {
		return nil, err
	}
	component.Document = pulumi.String(document).ToStringOutput()
	component.SwitchedOff = pulumi.ToStringMap(args.Policy.Reasons()).ToStringMapOutput()
	outputs.Register(ctx, component, pulumi.Map{"document": component.Document, "switchedOff": component.SwitchedOff})
	return component, nil
}
