package cluster

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// EksClusterToken is the type token of EksCluster.
const EksClusterToken = "ingresshub:index:EksCluster"

// EksClusterArgs are the arguments of NewEksCluster.
type EksClusterArgs struct {
	// The cluster as planned.
	Plan plan.EksCluster `pulumi:"plan"`

	// AWS Region of the cluster. Required, but for a cluster that exists already.
	Region string `pulumi:"region"`

	// ID of the VPC. Required, but for a cluster that exists already.
	VpcID pulumi.StringInput `pulumi:"vpcId"`

	// IDs of the control plane's, the nodes' and the pods' subnets, by plan name.
	SubnetIDs pulumi.StringMap `pulumi:"subnetIds"`

	// Names (not IDs) of the pod subnets' zones in the cluster's account, by the subnet's plan name.
	SubnetZoneNames pulumi.StringMap `pulumi:"subnetZoneNames"`

	// ARN of the IAM role that makes the cluster, with which its administrators reach it. Default: the credentials in use.
	RoleArn string `pulumi:"roleArn"`

	// Whether Pulumi protects the cluster from deletion. Default: false.
	Protection bool `pulumi:"protection"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// EksCluster is an EKS cluster whose pods admit the inner load balancers.
type EksCluster struct {
	pulumi.ResourceState

	// What AWS calls the cluster.
	ClusterName pulumi.StringOutput `pulumi:"clusterName"`

	// ID of the security group that the pods have.
	PodSecurityGroupID pulumi.StringOutput `pulumi:"podSecurityGroupId"`
}

// NewEksCluster prints a cluster: control plane, VPC CNI add-on, node role, one managed node group per planned zone, and
// rules in the security group that EKS makes for control plane, nodes and pods. Of a cluster that exists already it prints
// the pods' rules only.
//
// The subnets of the control plane, the service CIDR and the name are fixed when the cluster is made.
//
// The error lists all problems, and then nothing is registered.
func NewEksCluster(
	ctx *pulumi.Context, name string, args *EksClusterArgs, opts ...pulumi.ResourceOption,
) (*EksCluster, error) {
	if args == nil {
		args = &EksClusterArgs{}
	}
	if err := inputs.Check(EksClusterToken, name, args.problems()...); err != nil {
		return nil, err
	}
	component := &EksCluster{}
	if err := ctx.RegisterComponentResource(EksClusterToken, name, component, opts...); err != nil {
		return nil, err
	}
	if args.Plan.Existing {
		component.ClusterName = pulumi.String(args.Plan.AwsName).ToStringOutput()
		component.PodSecurityGroupID = pulumi.String(args.Plan.ExistingPodSecurityGroupID).ToStringOutput()
	} else if err := component.printCluster(ctx, args); err != nil {
		return nil, err
	}
	if err := network.NewSecurityGroupRules(ctx, args.Plan.PodRules, component.PodSecurityGroupID, args.Tags,
		pulumi.Parent(component)); err != nil {
		return nil, err
	}
	return component, ctx.RegisterResourceOutputs(component, pulumi.Map{
		"clusterName":        component.ClusterName,
		"podSecurityGroupId": component.PodSecurityGroupID,
	})
}

// printCluster prints a cluster that does not exist yet, in the order in which its parts need each other.
func (c *EksCluster) printCluster(ctx *pulumi.Context, args *EksClusterArgs) error {
	p := &printer{ctx: ctx, args: args, component: c, parent: pulumi.Parent(c)}
	for _, step := range []func() error{p.controlPlane, p.addon, p.nodeRole, p.nodeGroups, p.endpointRules} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (args *EksClusterArgs) problems() []plan.Problems {
	problems := []plan.Problems{args.Plan.Validate()}
	if args.Plan.Existing {
		return append(problems,
			inputs.Require("plan.existingPodSecurityGroupId", args.Plan.ExistingPodSecurityGroupID != ""))
	}
	subnets := append([]string{}, args.Plan.ControlPlaneSubnets...)
	subnets = append(subnets, args.Plan.PodSubnets...)
	for _, group := range args.Plan.NodeGroups {
		subnets = append(subnets, group.Subnet)
	}
	return append(problems,
		inputs.Require("region", args.Region != ""),
		inputs.Require("vpcId", args.VpcID != nil),
		inputs.RequireEach("subnetIds", args.SubnetIDs, subnets),
		inputs.RequireEach("subnetZoneNames", args.SubnetZoneNames, args.Plan.PodSubnets))
}
