package reachability

import (
	"net/netip"

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
	// interface, transit gateway or an attachment of one, VPC endpoint or endpoint service, VPC peering connection or VPN
	// gateway. Required.
	Source pulumi.StringInput `pulumi:"source"`

	// ID or ARN of where they go: the same kinds. One of Destination and DestinationIP is required.
	Destination pulumi.StringInput `pulumi:"destination"`

	// IPv4 address of where they go, such as a static address of an inner load balancer.
	DestinationIP pulumi.StringInput `pulumi:"destinationIp"`

	// Port that they are addressed to when they leave the source, 1 to 65535. Default: any.
	DestinationPort int `pulumi:"destinationPort"`

	// IPv4 address and port (1 to 65535) that they are addressed to when they arrive at Destination: a load balancer in between
	// changes both. Default: any.
	ArrivalAddress string `pulumi:"arrivalAddress"`
	ArrivalPort    int    `pulumi:"arrivalPort"`

	// Protocol: tcp or udp. Default: tcp.
	Protocol string `pulumi:"protocol"`

	// ARN of what the packets have to cross: a load balancer, NAT gateway, AWS Network Firewall, transit gateway, attachment or
	// VPC peering connection. A path that avoids it is none. AWS documents one; the API takes a list. Default: nothing.
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
	question := args.question(protocol)
	question.Tags = inputs.Tags(args.Tags, name)
	// The provider would take another filter for an update, and do nothing.
	path, err := ec2.NewNetworkInsightsPath(ctx, name, question, pulumi.Parent(component),
		pulumi.ReplaceOnChanges([]string{"filterAtSource", "filterAtDestination"}))
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

// question is the path. AWS takes a destination that is an address as a filter of packets that leave the source, and a port there
// excludes the plain one.
func (args *ReachabilityAnalysisArgs) question(protocol string) *ec2.NetworkInsightsPathArgs {
	path := &ec2.NetworkInsightsPathArgs{Source: args.Source, Protocol: pulumi.String(protocol)}
	if args.Destination != nil {
		path.Destination = args.Destination.ToStringOutput().ToStringPtrOutput()
	}
	arriving := args.ArrivalAddress != "" || args.ArrivalPort > 0
	if arriving {
		filter := &ec2.NetworkInsightsPathFilterAtDestinationArgs{}
		if args.ArrivalAddress != "" {
			filter.DestinationAddress = pulumi.String(args.ArrivalAddress)
		}
		if args.ArrivalPort > 0 {
			filter.DestinationPortRange = ec2.NetworkInsightsPathFilterAtDestinationDestinationPortRangeArgs{
				FromPort: pulumi.Int(args.ArrivalPort), ToPort: pulumi.Int(args.ArrivalPort),
			}
		}
		path.FilterAtDestination = filter
	}
	if args.DestinationIP == nil && !arriving {
		if args.DestinationPort > 0 {
			path.DestinationPort = pulumi.Int(args.DestinationPort)
		}
		return path
	}
	filter := &ec2.NetworkInsightsPathFilterAtSourceArgs{}
	if args.DestinationIP != nil {
		filter.DestinationAddress = args.DestinationIP.ToStringOutput().ToStringPtrOutput()
	}
	if args.DestinationPort > 0 {
		filter.DestinationPortRange = ec2.NetworkInsightsPathFilterAtSourceDestinationPortRangeArgs{
			FromPort: pulumi.Int(args.DestinationPort), ToPort: pulumi.Int(args.DestinationPort),
		}
	}
	if args.DestinationIP != nil || args.DestinationPort > 0 {
		path.FilterAtSource = filter
	}
	return path
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
	if args.ArrivalPort < 0 || args.ArrivalPort > 65535 {
		problems = append(problems, plan.Problem{Path: "arrivalPort", Message: "is not from 1 to 65535"})
	}
	if address, err := netip.ParseAddr(args.ArrivalAddress); args.ArrivalAddress != "" && (err != nil || !address.Is4()) {
		problems = append(problems, plan.Problem{Path: "arrivalAddress", Message: "is no IPv4 address, such as 10.16.128.240"})
	}
	if args.Protocol != "" && args.Protocol != TCP && args.Protocol != UDP {
		problems = append(problems, plan.Problem{Path: "protocol", Message: "is neither tcp nor udp, which is all that Reachability Analyzer knows"})
	}
	return problems
}
