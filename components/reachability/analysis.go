package reachability

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// ReachabilityAnalysisToken is the type token of ReachabilityAnalysis.
const ReachabilityAnalysisToken = "ingresshub:index:ReachabilityAnalysis"

// Protocols that Reachability Analyzer knows.
const (
	TCP = "tcp"
	UDP = "udp"
)

// ReachabilityAnalysisArgs are the arguments of NewReachabilityAnalysis.
type ReachabilityAnalysisArgs struct {
	// ID of where packets come from, or its ARN where it belongs to another account: an instance, internet gateway, network
	// interface, transit gateway, VPC endpoint, VPC peering connection or VPN gateway. Required.
	Source pulumi.StringInput `pulumi:"source"`

	// ID or ARN of where they go: the same kinds. One of Destination and DestinationIP is required.
	Destination pulumi.StringInput `pulumi:"destination"`

	// IPv4 address of where they go, such as a static address of an inner load balancer.
	DestinationIP pulumi.StringInput `pulumi:"destinationIp"`

	// Port that they go to, 1 to 65535. Default: any.
	DestinationPort int `pulumi:"destinationPort"`

	// Protocol: tcp or udp. Default: tcp.
	Protocol string `pulumi:"protocol"`

	// ARNs of what the packets have to cross, such as a firewall's endpoints: a path that avoids them is none. Default: nothing.
	Through pulumi.StringArrayInput `pulumi:"through"`

	// What the analysis is of: a value that changes when the network does, such as the ID of a route. Another value asks AWS
	// again, because an analysis tells of the moment that it was made. Default: asked once.
	Triggers pulumi.ArrayInput `pulumi:"triggers"`

	// Tags of every resource. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// ReachabilityAnalysis is a question that AWS answers after the update.
type ReachabilityAnalysis struct {
	pulumi.ResourceState

	// Whether AWS found a path.
	PathFound pulumi.BoolOutput `pulumi:"pathFound"`

	// ID of the analysis, under which AWS's console shows it hop by hop.
	AnalysisID pulumi.StringOutput `pulumi:"analysisId"`
}

// NewReachabilityAnalysis registers a path and an analysis of it. The update waits for the analysis, minutes, and does not fail
// where no path is found: PathFound says so.
//
// The error lists all problems of the arguments, and then nothing is registered.
func NewReachabilityAnalysis(
	ctx *pulumi.Context, name string, args *ReachabilityAnalysisArgs, opts ...pulumi.ResourceOption,
) (*ReachabilityAnalysis, error) {
	if args == nil {
		args = &ReachabilityAnalysisArgs{}
	}
	if err := inputs.Check(ReachabilityAnalysisToken, name, args.problems()); err != nil {
		return nil, err
	}
	component := &ReachabilityAnalysis{}
	if err := ctx.RegisterComponentResource(ReachabilityAnalysisToken, name, component, opts...); err != nil {
		return nil, err
	}
	protocol := args.Protocol
	if protocol == "" {
		protocol = TCP
	}
	question := &ec2.NetworkInsightsPathArgs{Source: args.Source, Protocol: pulumi.String(protocol), Tags: inputs.Tags(args.Tags, name)}
	if args.Destination != nil {
		question.Destination = args.Destination.ToStringOutput().ToStringPtrOutput()
	}
	if args.DestinationIP != nil {
		question.DestinationIp = args.DestinationIP.ToStringOutput().ToStringPtrOutput()
	}
	if args.DestinationPort > 0 {
		question.DestinationPort = pulumi.Int(args.DestinationPort)
	}
	path, err := ec2.NewNetworkInsightsPath(ctx, name, question, pulumi.Parent(component))
	if err != nil {
		return nil, err
	}
	options := []pulumi.ResourceOption{pulumi.Parent(component)}
	if args.Triggers != nil {
		options = append(options, pulumi.ReplacementTrigger(args.Triggers))
	}
	analysis, err := ec2.NewNetworkInsightsAnalysis(ctx, name, &ec2.NetworkInsightsAnalysisArgs{
		NetworkInsightsPathId: path.ID(), FilterInArns: args.Through, WaitForCompletion: pulumi.Bool(true), Tags: inputs.Tags(args.Tags, name),
	}, options...)
	if err != nil {
		return nil, err
	}
	component.PathFound, component.AnalysisID = analysis.PathFound, analysis.ID().ToStringOutput()
	outputs.Register(ctx, component, pulumi.Map{"pathFound": component.PathFound, "analysisId": component.AnalysisID})
	return component, nil
}

// problems are everything wrong with the arguments.
func (args *ReachabilityAnalysisArgs) problems() plan.Problems {
	problems := inputs.Require("source", args.Source != nil)
	switch {
	case args.Destination == nil && args.DestinationIP == nil:
		problems = append(problems, plan.Problem{Path: "destination", Message: "is required, or destinationIp"})
	case args.Destination != nil && args.DestinationIP != nil:
		problems = append(problems, plan.Problem{Path: "destinationIp", Message: "stands beside destination; declare one of them"})
	}
	if args.DestinationPort < 0 || args.DestinationPort > 65535 {
		problems = append(problems, plan.Problem{Path: "destinationPort", Message: "is not from 1 to 65535"})
	}
	if args.Protocol != "" && args.Protocol != TCP && args.Protocol != UDP {
		problems = append(problems, plan.Problem{Path: "protocol", Message: "is neither tcp nor udp, which is all that Reachability Analyzer knows"})
	}
	return problems
}
