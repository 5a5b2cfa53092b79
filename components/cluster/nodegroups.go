package cluster

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-eks/sdk/v3/go/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// printNodeGroups prints one managed node group per planned one: each has one subnet, because EKS replaces a node group
// whose subnets change. Nodes start after the add-ons without which they never become ready, and are gone before the
// policies with which EKS detaches their network interfaces.
func (p *printer) printNodeGroups(
	cluster *eks.Cluster, role nodeRole, networking []pulumi.Resource,
) ([]pulumi.Resource, error) {
	// As dependencies of an input they hold for the node group that pulumi-eks registers too; as dependencies of its
	// component they would not, and at destruction the policies could go first.
	roleArn := pulumi.OutputWithDependencies(
		p.ctx.Context(), role.arn, append(networking, role.policies...)...,
	).(pulumi.StringOutput)

	groups := make([]pulumi.Resource, 0, len(p.plan.NodeGroups))
	for _, planned := range p.plan.NodeGroups {
		group, err := eks.NewManagedNodeGroup(p.ctx, planned.Name, &eks.ManagedNodeGroupArgs{
			Cluster:              cluster,
			NodeGroupName:        pulumi.String(planned.AwsName),
			NodeRoleArn:          roleArn.ToStringPtrOutput(),
			SubnetIds:            p.subnetIDs(planned.Subnet),
			InstanceTypes:        pulumi.ToStringArray(planned.InstanceTypes),
			AmiType:              pulumi.String(planned.AmiType),
			CapacityType:         pulumi.String(planned.CapacityType),
			DiskSize:             pulumi.Int(planned.DiskSize),
			Labels:               pulumi.ToStringMap(planned.Labels),
			ScalingConfig:        scaling(planned),
			IgnoreScalingChanges: flag(scalable(planned)),
			Tags:                 inputs.Tags(p.args.Tags, planned.Name),
		}, p.remote()...)
		if err != nil {
			return nil, err
		}
		groups = append(groups, group)
	}
	return groups, nil
}

// scaling is how many nodes a group has: at first the fewest.
func scaling(planned plan.PlannedNodeGroup) awseks.NodeGroupScalingConfigArgs {
	return awseks.NodeGroupScalingConfigArgs{
		DesiredSize: pulumi.Int(planned.Min),
		MinSize:     pulumi.Int(planned.Min),
		MaxSize:     pulumi.Int(planned.Max),
	}
}

// scalable says whether an autoscaler may settle how many nodes there are. The program then keeps the number that Pulumi
// last knew, so a change of the bounds is best preceded by a refresh (`pulumi up --refresh`): EKS refuses to raise the
// minimum above the number of nodes that it is told. A group of fixed size has that size, always.
func scalable(planned plan.PlannedNodeGroup) bool { return planned.Min < planned.Max }
