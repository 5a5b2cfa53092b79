package cluster

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/internal/lookups"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// printAdmins lets the declared principals administer the cluster, beside the one that makes it, which EKS lets in.
//
// They are not among the cluster's own access entries, because those are children of the cluster and protected with it: it
// must always be possible to take an administrator away.
func (p *printer) printAdmins() error {
	if len(p.plan.Admins) == 0 {
		return nil
	}
	policy := pulumi.Sprintf("arn:%s:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
		lookups.PartitionOf(p.ctx, p.parent).Name)
	for _, admin := range p.plan.Admins {
		entry, err := awseks.NewAccessEntry(p.ctx, admin.Name, &awseks.AccessEntryArgs{
			ClusterName:  p.component.ClusterName,
			PrincipalArn: pulumi.String(admin.PrincipalArn),
			Tags:         inputs.Tags(p.args.Tags, admin.Name),
		}, p.parent)
		if err != nil {
			return err
		}
		if _, err := awseks.NewAccessPolicyAssociation(p.ctx, admin.Name, &awseks.AccessPolicyAssociationArgs{
			ClusterName: p.component.ClusterName,
			// Of the entry, which has to be there first.
			PrincipalArn: entry.PrincipalArn,
			PolicyArn:    policy,
			AccessScope:  awseks.AccessPolicyAssociationAccessScopeArgs{Type: pulumi.String("cluster")},
		}, p.parent); err != nil {
			return err
		}
	}
	return nil
}
