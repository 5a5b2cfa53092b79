package cluster

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/internal/lookups"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// nodePolicies are the AWS managed policies that a node cannot start without: to join, to pull images, and to give pods
// addresses. The last is the VPC CNI's and could be a role of its own, but nodes would then need Pod Identity's agent to
// start, which itself needs a node.
var nodePolicies = []struct{ name, policy string }{
	{"worker-node", "AmazonEKSWorkerNodePolicy"},
	{"registry", "AmazonEC2ContainerRegistryPullOnly"},
	{"cni", "AmazonEKS_CNI_Policy"},
}

// nodeRole is the role of the nodes, and what it needs before a node may have it.
type nodeRole struct {
	arn      pulumi.StringOutput
	policies []pulumi.Resource
}

// printNodeRole prints the role that all nodes of the cluster have. EKS lets it into the cluster by itself, with the
// first managed node group that uses it.
func (p *printer) printNodeRole() (nodeRole, error) {
	partition := lookups.PartitionOf(p.ctx, p.parent)
	name := p.plan.Name + ".node"
	role, err := iam.NewRole(p.ctx, name, &iam.RoleArgs{
		Description: pulumi.String("Nodes of EKS cluster " + p.plan.AwsName),
		AssumeRolePolicy: pulumi.Sprintf(`{"Version":"2012-10-17","Statement":[`+
			`{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.%s"}}]}`, partition.DNSSuffix),
		Tags: inputs.Tags(p.args.Tags, name),
	}, p.parent)
	if err != nil {
		return nodeRole{}, err
	}
	printed := nodeRole{arn: role.Arn}
	for _, attached := range nodePolicies {
		attachment, err := iam.NewRolePolicyAttachment(p.ctx, name+"."+attached.name, &iam.RolePolicyAttachmentArgs{
			Role:      role.Name,
			PolicyArn: pulumi.Sprintf("arn:%s:iam::aws:policy/%s", partition.Name, attached.policy),
		}, p.parent)
		if err != nil {
			return nodeRole{}, err
		}
		printed.policies = append(printed.policies, attachment)
	}
	return printed, nil
}
