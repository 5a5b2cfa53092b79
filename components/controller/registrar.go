package controller

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/internal/lookups"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// RegistrarRoleToken is the type token of RegistrarRole.
const RegistrarRoleToken = "ingresshub:index:RegistrarRole"

// RegistrarRoleArgs are the arguments of NewRegistrarRole.
type RegistrarRoleArgs struct {
	// The controller that assumes the role. It need not exist yet.
	Subject Subject `pulumi:"subject"`

	// ARNs of the cluster's target groups, by any name.
	TargetGroupArns pulumi.StringMap `pulumi:"targetGroupArns"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// RegistrarRole is the role in the load balancer's account that the controller of one cluster assumes to register its pods.
type RegistrarRole struct {
	pulumi.ResourceState

	// ARN of the role, once it may do what it is for.
	Arn pulumi.StringOutput `pulumi:"arn"`

	// External ID without which the role cannot be assumed.
	ExternalID pulumi.StringOutput `pulumi:"externalId"`
}

// NewRegistrarRole registers the registrar role of a cluster, in the account of the load balancer.
//
// The error lists everything wrong with the arguments, and then nothing is registered.
func NewRegistrarRole(
	ctx *pulumi.Context, name string, args *RegistrarRoleArgs, opts ...pulumi.ResourceOption,
) (*RegistrarRole, error) {
	full := RegistrarRoleArgs{}
	if args != nil {
		full = *args
	}
	full.Subject = full.Subject.withDefaults()
	if err := inputs.Check(RegistrarRoleToken, name, full.Subject.Validate(), groupProblems(full.TargetGroupArns)); err != nil {
		return nil, err
	}
	component := &RegistrarRole{}
	if err := ctx.RegisterComponentResource(RegistrarRoleToken, name, component, opts...); err != nil {
		return nil, err
	}
	if err := component.print(ctx, name, full); err != nil {
		return nil, err
	}
	component.ExternalID = pulumi.String(full.Subject.ExternalID()).ToStringOutput()
	outputs.Register(ctx, component, pulumi.Map{"arn": component.Arn, "externalId": component.ExternalID})
	return component, nil
}

// print prints the role and what it may do.
func (r *RegistrarRole) print(ctx *pulumi.Context, name string, args RegistrarRoleArgs) error {
	parent := pulumi.Parent(r)
	role, err := iam.NewRole(ctx, name, &iam.RoleArgs{
		Name:        pulumi.String(args.Subject.RegistrarName()),
		Description: pulumi.String("Registers pods of EKS cluster " + args.Subject.Cluster + " in account " + args.Subject.Account),
		AssumeRolePolicy: lookups.PartitionOf(ctx, parent).Name.ApplyT(
			func(partition string) (string, error) { return registrarTrust(partition, args.Subject) }).(pulumi.StringOutput),
		Tags: inputs.Tags(args.Tags, name),
	}, parent)
	if err != nil {
		return err
	}
	policy, err := registrarPolicy()
	if err != nil {
		return err
	}
	grants := roleGrants{ctx: ctx, name: name, role: role, tags: args.Tags, parent: parent}
	own, err := grants.printOwn(pulumi.String(policy))
	if err != nil {
		return err
	}
	targets, err := grants.printTargets(args.TargetGroupArns)
	if err != nil {
		return err
	}
	// Whoever has the ARN waits for the policies, and goes before them.
	waits := []any{role.Arn}
	for _, granted := range append(targets, own) {
		waits = append(waits, granted.(pulumi.CustomResource).ID())
	}
	r.Arn = pulumi.All(waits...).ApplyT(func(values []any) string { return values[0].(string) }).(pulumi.StringOutput)
	return nil
}
