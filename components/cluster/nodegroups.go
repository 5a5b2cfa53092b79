package cluster

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
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
	roleArn := outputs.After(role.arn, append(networking, role.policies...)...)

	groups := make([]pulumi.Resource, 0, len(p.plan.NodeGroups))
	for _, planned := range p.plan.NodeGroups {
		scaling, ignored := p.scaling(planned)
		group, err := eks.NewManagedNodeGroup(p.ctx, planned.Name, &eks.ManagedNodeGroupArgs{
			Cluster:              cluster,
			NodeGroupName:        pulumi.String(planned.AwsName),
			NodeRoleArn:          roleArn,
			SubnetIds:            p.subnetIDs(planned.Subnet),
			InstanceTypes:        pulumi.ToStringArray(planned.InstanceTypes),
			AmiType:              pulumi.String(planned.AmiType),
			CapacityType:         pulumi.String(planned.CapacityType),
			DiskSize:             pulumi.Int(planned.DiskSize),
			Labels:               pulumi.ToStringMap(planned.Labels),
			ScalingConfig:        scaling,
			IgnoreScalingChanges: flag(ignored),
			Tags:                 inputs.Tags(p.args.Tags, planned.Name),
		}, p.remote()...)
		if err != nil {
			return nil, err
		}
		groups = append(groups, group)
	}
	return groups, nil
}
