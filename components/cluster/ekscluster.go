package cluster

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/callstack"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// EksClusterToken is the type token of EksCluster.
const EksClusterToken = "ingresshub:index:EksCluster"

// EksClusterArgs are the arguments of NewEksCluster. For a cluster that exists already, the plan is all that is used of
// them, beside region, role and tags.
type EksClusterArgs struct {
	// The cluster as planned.
	Plan plan.EksCluster `pulumi:"plan"`

	// Region of the cluster: that of the AWS provider.
	Region string `pulumi:"region"`

	// ARN of the role that the AWS provider assumes, which so becomes the cluster's first administrator. Kubeconfigs
	// assume it as well. Default: the credentials in use.
	RoleArn string `pulumi:"roleArn"`

	// ID of the VPC.
	VpcID pulumi.StringInput `pulumi:"vpcId"`

	// IDs of the subnets of the control plane, the nodes and the pods, by plan name: `<vpc>.<tier>.<zone>`, where the tier is
	// control-plane, node or pod, such as payments.node.use1-az1.
	SubnetIDs pulumi.StringMap `pulumi:"subnetIds"`

	// Names (not IDs) of the pod subnets' zones in this account, by the subnet's plan name.
	SubnetZoneNames pulumi.StringMap `pulumi:"subnetZoneNames"`

	// Node groups by plan name as the stack knows them from its last update. Those whose bounds differ from the plan's keep
	// as many nodes as the new bounds allow. Default: none, and then EKS refuses bounds between which the number of nodes
	// that Pulumi last knew does not lie.
	LastNodeGroups map[string]LastNodeGroup `pulumi:"lastNodeGroups"`

	// Whether Pulumi refuses to delete the cluster. EKS has a deletion protection of its own, which pulumi-eks 3.9 cannot
	// set. Node groups, add-ons and administrators are never protected, so that they can be taken away. Default: false.
	Protection bool `pulumi:"protection"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// EksCluster is an EKS cluster with private nodes, whose pods admit the inner load balancers.
type EksCluster struct {
	pulumi.ResourceState

	// Name of the cluster in AWS.
	ClusterName pulumi.StringOutput `pulumi:"clusterName"`

	// ID of the security group of pods, nodes and the control plane's network interfaces.
	ClusterSecurityGroupID pulumi.StringOutput `pulumi:"clusterSecurityGroupId"`

	// URL of the Kubernetes API. Empty for a cluster that exists already, unless the plan has a load balancer controller or admission
	// policies for it.
	Endpoint pulumi.StringOutput `pulumi:"endpoint"`

	// Kubeconfig without secrets: the AWS CLI makes the tokens. Empty where Endpoint is.
	Kubeconfig pulumi.StringOutput `pulumi:"kubeconfig"`

	// Command that adds the cluster to the user's kubeconfig. It looks the cluster up with the caller's own credentials,
	// which must belong to the cluster's account.
	KubeconfigCommand pulumi.StringOutput `pulumi:"kubeconfigCommand"`
}

// NewEksCluster registers an EKS cluster; of one that exists already, only the rules that admit the inner load balancers to
// its pods.
//
// The error lists all problems of the plan and all missing inputs, and then nothing is registered.
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
	p := &printer{ctx: ctx, plan: args.Plan, args: args, component: component, parent: pulumi.Parent(component)}
	print := p.printCluster
	if args.Plan.Existing {
		print = p.adopt
	}
	if err := callstack.Each(print, p.printPodRules); err != nil {
		return nil, err
	}
	component.KubeconfigCommand = args.kubeconfigCommand(component.ClusterName)
	outputs.Register(ctx, component, pulumi.Map{
		"clusterName":            component.ClusterName,
		"clusterSecurityGroupId": component.ClusterSecurityGroupID,
		"endpoint":               component.Endpoint,
		"kubeconfig":             component.Kubeconfig,
		"kubeconfigCommand":      component.KubeconfigCommand,
	})
	return component, nil
}

// problems are everything wrong with the arguments.
func (args *EksClusterArgs) problems() []plan.Problems {
	problems := []plan.Problems{
		args.Plan.Validate(),
		inputs.Require("region", args.Region != ""),
	}
	if args.Plan.Existing {
		return problems
	}
	subnets := append(append([]string{}, args.Plan.ControlPlaneSubnets...), args.Plan.PodSubnets...)
	for _, group := range args.Plan.NodeGroups {
		if group.Subnet != "" {
			subnets = append(subnets, group.Subnet)
		}
	}
	return append(problems,
		inputs.Require("vpcId", args.VpcID != nil),
		inputs.RequireEach("subnetIds", args.SubnetIDs, subnets),
		inputs.RequireEach("subnetZoneNames", args.SubnetZoneNames, args.Plan.PodSubnets),
	)
}

// kubeconfigCommand is the command with which kubectl gets to know the cluster.
func (args *EksClusterArgs) kubeconfigCommand(clusterName pulumi.StringInput) pulumi.StringOutput {
	role := ""
	if args.RoleArn != "" {
		role = " --role-arn " + args.RoleArn
	}
	return pulumi.Sprintf("aws eks update-kubeconfig --region %s --name %s%s", args.Region, clusterName, role)
}
