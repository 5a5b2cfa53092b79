package cluster

import (
	"strings"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/plan"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-eks/sdk/v3/go/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// printer prints one cluster as children of its component.
type printer struct {
	ctx       *pulumi.Context
	args      *EksClusterArgs
	component *EksCluster
	parent    pulumi.ResourceOption

	cluster *eks.Cluster
	roleArn pulumi.StringOutput

	// What has to exist before a node starts.
	beforeNodes []pulumi.Resource
}

// controlPlane prints the cluster itself.
//
// With authentication mode API there is no aws-auth ConfigMap; with no storage class and no securityContextPrivileged there
// is nothing else that pulumi-eks would put into the cluster. The security groups that pulumi-eks would add are left out:
// EKS's own one joins control plane, nodes and pods, and is where the pods' rules go.
func (p *printer) controlPlane() error {
	planned := p.args.Plan
	subnets := make(pulumi.StringArray, 0, len(planned.ControlPlaneSubnets))
	for _, subnet := range planned.ControlPlaneSubnets {
		subnets = append(subnets, p.args.SubnetIDs[subnet])
	}
	mode := eks.AuthenticationModeApi
	clusterArgs := &eks.ClusterArgs{
		Name:                            pulumi.String(planned.AwsName),
		Version:                         pulumi.String(planned.KubernetesVersion),
		VpcId:                           p.args.VpcID.ToStringOutput().ToStringPtrOutput(),
		SubnetIds:                       subnets,
		KubernetesServiceIpAddressRange: pulumi.String(planned.ServiceCidr),
		EndpointPrivateAccess:           pulumi.Bool(true),
		EndpointPublicAccess:            pulumi.Bool(len(planned.PublicCidrs) > 0),
		AuthenticationMode:              &mode,
		AccessEntries:                   accessEntries(planned, partition(p.args.Region)),
		SkipDefaultNodeGroup:            pulumi.BoolRef(true),
		SkipDefaultSecurityGroups:       pulumi.BoolRef(true),
		// The VPC CNI is an add-on of our own (addon.go), because its ENIConfigs must be there before the first node.
		UseDefaultVpcCni: pulumi.BoolRef(true),
		Tags:             tags(p.args.Tags),
		ClusterTags:      inputs.Tags(nil, planned.Name).ToStringMapOutput(),
	}
	if len(planned.PublicCidrs) > 0 {
		clusterArgs.PublicAccessCidrs = pulumi.ToStringArray(planned.PublicCidrs)
	}
	if p.args.RoleArn != "" {
		clusterArgs.ProviderCredentialOpts = eks.KubeconfigOptionsArgs{RoleArn: pulumi.String(p.args.RoleArn)}
	}
	cluster, err := eks.NewCluster(p.ctx, planned.Name, clusterArgs, p.parent, pulumi.Protect(p.args.Protection))
	if err != nil {
		return err
	}
	p.cluster = cluster
	p.component.ClusterName = cluster.EksCluster.Name()
	p.component.PodSecurityGroupID = cluster.ClusterSecurityGroupId
	return nil
}

// accessEntries let the planned principals administer the cluster.
func accessEntries(planned plan.EksCluster, partition string) map[string]eks.AccessEntryArgs {
	entries := make(map[string]eks.AccessEntryArgs, len(planned.Admins))
	for _, admin := range planned.Admins {
		entries[strings.TrimPrefix(admin.Name, planned.Name+".")] = eks.AccessEntryArgs{
			PrincipalArn: pulumi.String(admin.PrincipalArn),
			AccessPolicies: map[string]eks.AccessPolicyAssociationInput{
				"admin": eks.AccessPolicyAssociationArgs{
					PolicyArn: pulumi.String(
						"arn:" + partition + ":eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"),
					AccessScope: awseks.AccessPolicyAssociationAccessScopeArgs{Type: pulumi.String("cluster")},
				},
			},
		}
	}
	return entries
}

// endpointRules admit the planned networks outside the VPC to the private endpoint, which has the cluster's group too.
func (p *printer) endpointRules() error {
	rules := make([]plan.SecurityGroupRule, 0, len(p.args.Plan.PrivateCidrs))
	for _, cidr := range p.args.Plan.PrivateCidrs {
		rules = append(rules, plan.SecurityGroupRule{
			// The CIDR is all that tells these rules apart, and all that they are.
			Name:      p.args.Plan.Name + ".endpoint.ingress." + cidr,
			Direction: plan.Inbound, Protocol: "tcp", FromPort: 443, ToPort: 443, Cidr: cidr,
			Description: "Kubernetes API",
		})
	}
	return network.NewSecurityGroupRules(p.ctx, rules, p.component.PodSecurityGroupID, p.args.Tags, p.parent)
}

// tags are the given tags; pulumi-eks adds names of its own.
func tags(given pulumi.StringMapInput) pulumi.StringMapInput {
	if given == nil {
		return pulumi.StringMap{}
	}
	return given
}

// partition is the part of AWS that a Region belongs to.
func partition(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	default:
		return "aws"
	}
}
