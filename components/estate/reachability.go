package estate

import (
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/reachability"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// askReachability has AWS's Reachability Analyzer asked about an estate, where its plan says so. The check waits for everything else:
// its analyses are registered below it, so they wait as well, and are deleted before.
func (e *Estate) askReachability(
	ctx *pulumi.Context, name string, planned *plan.Plan, providers providers, everything *roster,
) error {
	if planned.ReachabilityAnalysis == "" {
		return nil
	}
	questions := reachability.Questions(planned)
	if len(questions) == 0 {
		return nil
	}
	opts := []pulumi.ResourceOption{pulumi.Parent(e), pulumi.DependsOn(everything.all())}
	var err error
	e.Reachability, err = reachability.NewReachabilityCheck(ctx, name, &reachability.ReachabilityCheckArgs{
		Questions: questions, Arns: e.reachabilityArns(ctx, planned, providers),
		Triggers: pulumi.Array{pulumi.String(planned.ReachabilityAnalysis)}, Tags: plannedTags(planned),
	}, withProvider(opts, providers.of(planned.TransitGateway.Account))...)
	return err
}

// reachabilityArns are the ARNs of what questions name.
func (e *Estate) reachabilityArns(ctx *pulumi.Context, planned *plan.Plan, providers providers) pulumi.StringMap {
	arns := pulumi.StringMap{}
	for _, vpc := range planned.Vpcs {
		if vpc.Kind == plan.IngressVpc {
			arns[reachability.InternetGateway(vpc.Name)] = e.Hub.Vpc.InternetGatewayArn
		}
	}
	for vpc, attachment := range e.Hub.Attachments {
		arns[reachability.Attachment(vpc)] = attachment.AttachmentArn
	}
	for cluster, workload := range e.Workloads {
		arns[reachability.Attachment(cluster)] = workload.Attachment.AttachmentArn
	}
	for name, balancer := range e.Hub.LoadBalancers {
		arns[reachability.LoadBalancer(name)] = balancer.LoadBalancerArn
	}
	for _, balancer := range planned.InnerLoadBalancers {
		workload := e.Workloads[balancer.Cluster]
		for _, address := range balancer.Addresses {
			arns[reachability.Interface(address.Name)] = interfaceArn(ctx, workload.InnerLoadBalancers[balancer.Name].LoadBalancerArn,
				address.Address, workload.Vpc.VpcID, pulumi.Parent(workload))
		}
	}
	return arns
}

// interfaceArn is the ARN of the network interface that a load balancer has an address on. AWS makes it along with the load balancer,
// and keeps it for as long.
func interfaceArn(
	ctx *pulumi.Context, balancerArn pulumi.StringOutput, address string, vpcID pulumi.StringOutput, parent pulumi.InvokeOption,
) pulumi.StringOutput {
	// The address by way of the load balancer, which has to be there first.
	addresses := balancerArn.ApplyT(func(string) []string { return []string{address} }).(pulumi.StringArrayOutput)
	return ec2.LookupNetworkInterfaceOutput(ctx, ec2.LookupNetworkInterfaceOutputArgs{
		Filters: ec2.GetNetworkInterfaceFilterArray{
			ec2.GetNetworkInterfaceFilterArgs{Name: pulumi.String("addresses.private-ip-address"), Values: addresses},
			ec2.GetNetworkInterfaceFilterArgs{Name: pulumi.String("vpc-id"), Values: pulumi.StringArray{vpcID}},
		},
	}, parent).Arn()
}
