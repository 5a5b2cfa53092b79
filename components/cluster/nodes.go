package cluster

import (
	"encoding/json"

	"github.com/ingresshub/ingresshub/components/inputs"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-eks/sdk/v3/go/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// nodePolicies are what a node may do: join the cluster, take addresses for pods, pull images.
var nodePolicies = []string{"AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"}

// nodeRole prints the role of all nodes of the cluster.
func (p *printer) nodeRole() error {
	service := "ec2.amazonaws.com"
	if partition(p.args.Region) == "aws-cn" {
		service = "ec2.amazonaws.com.cn"
	}
	trust, err := json.Marshal(map[string]any{
		"Version": "2012-10-17",
		"Statement": []map[string]any{{
			"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": map[string]string{"Service": service},
		}},
	})
	if err != nil {
		return err
	}
	name := p.args.Plan.Name + ".node"
	role, err := iam.NewRole(p.ctx, name, &iam.RoleArgs{
		Description:      pulumi.String("Nodes of EKS cluster " + p.args.Plan.AwsName),
		AssumeRolePolicy: pulumi.String(string(trust)),
		Tags:             inputs.Tags(p.args.Tags, name),
	}, p.parent)
	if err != nil {
		return err
	}
	p.roleArn = role.Arn
	for _, policy := range nodePolicies {
		attachment, err := iam.NewRolePolicyAttachment(p.ctx, name+"."+policy, &iam.RolePolicyAttachmentArgs{
			Role:      role.Name,
			PolicyArn: pulumi.String("arn:" + partition(p.args.Region) + ":iam::aws:policy/" + policy),
		}, p.parent)
		if err != nil {
			return err
		}
		p.beforeNodes = append(p.beforeNodes, attachment)
	}
	return nil
}

// nodeGroups prints one managed node group per planned zone: the subnets of a node group cannot change, so a group over
// all zones would be replaced with every zone that comes or goes.
func (p *printer) nodeGroups() error {
	for _, planned := range p.args.Plan.NodeGroups {
		if _, err := eks.NewManagedNodeGroup(p.ctx, planned.Name, &eks.ManagedNodeGroupArgs{
			Cluster:       p.cluster,
			NodeGroupName: pulumi.String(planned.AwsName),
			NodeRoleArn:   p.roleArn.ToStringPtrOutput(),
			SubnetIds:     pulumi.StringArray{p.args.SubnetIDs[planned.Subnet]},
			Version:       pulumi.String(p.args.Plan.KubernetesVersion),
			AmiType:       pulumi.String(planned.AmiType),
			CapacityType:  pulumi.String(planned.CapacityType),
			InstanceTypes: pulumi.ToStringArray(planned.InstanceTypes),
			DiskSize:      pulumi.Int(planned.DiskSize),
			Labels:        pulumi.ToStringMap(planned.Labels),
			ScalingConfig: awseks.NodeGroupScalingConfigArgs{
				MinSize: pulumi.Int(planned.Min),
				MaxSize: pulumi.Int(planned.Max),
				// Where the group starts; later whatever scales it decides.
				DesiredSize: pulumi.Int(planned.Min),
			},
			IgnoreScalingChanges: pulumi.BoolRef(true),
			Tags:                 inputs.Tags(p.args.Tags, planned.Name),
		}, p.parent, pulumi.DependsOn(p.beforeNodes)); err != nil {
			return err
		}
	}
	return nil
}
