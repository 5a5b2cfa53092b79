package controller

import (
	"maps"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/internal/lookups"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// printer prints a controller as children of its component.
type printer struct {
	ctx    *pulumi.Context
	name   string
	args   *LoadBalancerControllerArgs
	parent pulumi.ResourceOrInvokeOption
}

// printIdentity prints the controller's role and how its pods get it, and returns what must be there before the pods are: EKS gives
// credentials to pods when they are made, and to none that were there before.
func (p *printer) printIdentity() (*iam.Role, []pulumi.Resource, error) {
	partition := lookups.PartitionOf(p.ctx, p.parent).Name
	subject := p.args.Subject
	trust := partition.ApplyT(func(partition string) (string, error) {
		return podIdentityTrust(partition, subject)
	}).(pulumi.StringOutput)
	if irsa := p.args.Irsa; irsa != nil {
		trust = pulumi.All(irsa.ProviderArn.ToStringOutput(), irsa.IssuerURL.ToStringOutput()).ApplyT(func(values []any) (string, error) {
			return webIdentityTrust(values[0].(string), strings.TrimPrefix(values[1].(string), "https://"), subject)
		}).(pulumi.StringOutput)
	}
	role, err := iam.NewRole(p.ctx, p.name, &iam.RoleArgs{
		Name:             pulumi.String(subject.RoleName()),
		Description:      pulumi.String("AWS Load Balancer Controller of EKS cluster " + subject.Cluster),
		AssumeRolePolicy: trust,
		Tags:             inputs.Tags(p.args.Tags, p.name),
	}, p.parent)
	if err != nil {
		return nil, nil, err
	}
	ready, err := p.printGrants(role, partition)
	if err != nil || p.args.Irsa != nil {
		return role, ready, err
	}
	association, err := p.printAssociation(role)
	if err != nil {
		return nil, nil, err
	}
	return role, append(ready, association...), nil
}

// printGrants prints what the role may do.
func (p *printer) printGrants(role *iam.Role, partition pulumi.StringOutput) ([]pulumi.Resource, error) {
	grants := roleGrants{ctx: p.ctx, name: p.name, role: role, tags: p.args.Tags, parent: p.parent}
	subject := p.args.Subject
	policy := pulumi.All(partition, sorted(p.args.RegistrarRoleArns), sorted(p.args.SecurityGroupIDs)).ApplyT(
		func(values []any) (string, error) {
			groups := []string{}
			for _, id := range values[2].([]string) {
				groups = append(groups, "arn:"+values[0].(string)+":ec2:"+subject.Region+":"+subject.Account+":security-group/"+id)
			}
			return ownPolicy(values[1].([]string), groups)
		}).(pulumi.StringOutput)
	own, err := grants.printOwn(policy)
	if err != nil {
		return nil, err
	}
	targets, err := grants.printTargets(p.args.TargetGroupArns)
	if err != nil {
		return nil, err
	}
	balancers, err := p.printOwnLoadBalancers(role, partition)
	if err != nil {
		return nil, err
	}
	return append(append(targets, balancers...), own), nil
}

// printAssociation prints the association of service account and role, and the agent that hands credentials out.
func (p *printer) printAssociation(role *iam.Role) ([]pulumi.Resource, error) {
	association, err := awseks.NewPodIdentityAssociation(p.ctx, p.name, &awseks.PodIdentityAssociationArgs{
		ClusterName:    pulumi.String(p.args.Subject.Cluster),
		Namespace:      pulumi.String(p.args.Subject.Namespace),
		ServiceAccount: pulumi.String(p.args.Subject.ServiceAccount),
		RoleArn:        role.Arn,
		Tags:           inputs.Tags(p.args.Tags, p.name),
	}, p.parent)
	if err != nil || p.args.ExistingAgent {
		return []pulumi.Resource{association}, err
	}
	agent, err := awseks.NewAddon(p.ctx, p.name+".pod-identity-agent", &awseks.AddonArgs{
		ClusterName: pulumi.String(p.args.Subject.Cluster),
		AddonName:   pulumi.String("eks-pod-identity-agent"),
		Tags:        inputs.Tags(p.args.Tags, p.name+".pod-identity-agent"),
	}, p.parent)
	return []pulumi.Resource{association, agent}, err
}

// sorted are the values of a map, in the order of their names.
func sorted(given pulumi.StringMap) pulumi.StringArrayOutput {
	values := pulumi.StringArray{}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		values = append(values, given[name].ToStringOutput())
	}
	return values.ToStringArrayOutput()
}
