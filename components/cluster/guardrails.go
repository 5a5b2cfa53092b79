package cluster

import (
	"strings"

	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/guardrails/clusterrole"
	"github.com/pulumi/pulumi-eks/sdk/v3/go/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// printRoleDeny denies the role that pulumi-eks makes for the control plane what its AWS managed policy allows: load balancers, and
// other ways to the internet. The policy comes as soon as the cluster is there, while nodes are still to come. It depends on the cluster, and so goes before the role does.
func (p *printer) printRoleDeny(cluster *eks.Cluster) error {
	_, policy := guardrails.Of(p.plan.Guardrails)
	if len(policy.Document().Statement) == 0 {
		return nil // Everything is switched off.
	}
	_, err := clusterrole.NewClusterRoleDeny(p.ctx, p.plan.Name+".cluster-role", &clusterrole.ClusterRoleDenyArgs{
		Policy:     policy,
		PolicyName: clusterrole.EstatePolicyName,
		RoleName:   cluster.EksCluster.RoleArn().ApplyT(roleName).(pulumi.StringOutput),
	}, p.parent.(pulumi.ResourceOption))
	return err
}

// roleName is the last part of a role's ARN.
func roleName(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }
