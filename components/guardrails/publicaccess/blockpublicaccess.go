// Package publicaccess registers VPC Block Public Access, which stops internet gateways from passing packets whatever
// routes, security groups and public addresses there are. It holds for a whole account and Region, so it is asked for,
// never a default.
package publicaccess

import (
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// BlockPublicAccessToken is the type token of BlockPublicAccess.
const BlockPublicAccessToken = "ingresshub:index:BlockPublicAccess"

// What internet gateways no longer pass: anything, or connections from the internet. The latter leaves NAT gateways and
// egress-only internet gateways working.
const (
	BlockBidirectional = "block-bidirectional"
	BlockIngress       = "block-ingress"
)

// What the internet gateway of an exclusion passes: everything, or connections to the internet.
const (
	AllowBidirectional = "allow-bidirectional"
	AllowEgress        = "allow-egress"
)

// BlockPublicAccessArgs are the arguments of NewBlockPublicAccess.
type BlockPublicAccessArgs struct {
	// BlockBidirectional or BlockIngress. Default: BlockBidirectional.
	Mode string `pulumi:"mode"`

	// Whether the ingress VPC is in this account and Region. Then it needs an exclusion that passes both directions; without
	// one nothing reaches the ingress load balancers. Default: false.
	IngressHere bool `pulumi:"ingressHere"`

	// VPCs to which it does not apply, by a name of your choice. Default: none.
	Exclusions map[string]Exclusion `pulumi:"exclusions"`

	// Tags of the exclusions. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// Exclusion is a VPC to which a block does not apply.
type Exclusion struct {
	// ID of the VPC.
	VpcID pulumi.StringInput `pulumi:"vpcId"`

	// AllowBidirectional or AllowEgress.
	Mode string `pulumi:"mode"`
}

// BlockPublicAccess is VPC Block Public Access of one account in one Region, of which there is one only. Deleting it turns
// the block off.
type BlockPublicAccess struct {
	pulumi.ResourceState

	// IDs of the exclusions by name.
	ExclusionIDs pulumi.StringMapOutput `pulumi:"exclusionIds"`
}

// NewBlockPublicAccess registers the exclusions and then the block, so that what is excluded is never cut off.
//
// The error lists everything wrong with the arguments, and then nothing is registered.
func NewBlockPublicAccess(
	ctx *pulumi.Context, name string, args *BlockPublicAccessArgs, opts ...pulumi.ResourceOption,
) (*BlockPublicAccess, error) {
	if args == nil {
		args = &BlockPublicAccessArgs{}
	}
	if err := inputs.Check(BlockPublicAccessToken, name, args.problems()); err != nil {
		return nil, err
	}
	component := &BlockPublicAccess{}
	if err := ctx.RegisterComponentResource(BlockPublicAccessToken, name, component, opts...); err != nil {
		return nil, err
	}
	ids, before := pulumi.StringMap{}, []pulumi.Resource{}
	for _, key := range slices.Sorted(maps.Keys(args.Exclusions)) {
		exclusion := args.Exclusions[key]
		made, err := ec2.NewVpcBlockPublicAccessExclusion(ctx, name+"."+key, &ec2.VpcBlockPublicAccessExclusionArgs{
			VpcId:                        exclusion.VpcID,
			InternetGatewayExclusionMode: pulumi.String(exclusion.Mode),
			Tags:                         inputs.Tags(args.Tags, name+"."+key),
		}, pulumi.Parent(component))
		if err != nil {
			return nil, err
		}
		ids[key] = made.ID()
		before = append(before, made)
	}
	if _, err := ec2.NewVpcBlockPublicAccessOptions(ctx, name, &ec2.VpcBlockPublicAccessOptionsArgs{
		InternetGatewayBlockMode: pulumi.String(args.mode()),
	}, pulumi.Parent(component), pulumi.DependsOn(before)); err != nil {
		return nil, err
	}
	component.ExclusionIDs = ids.ToStringMapOutput()
	outputs.Register(ctx, component, pulumi.Map{"exclusionIds": component.ExclusionIDs})
	return component, nil
}

func (args *BlockPublicAccessArgs) mode() string {
	if args.Mode == "" {
		return BlockBidirectional
	}
	return args.Mode
}

func (args *BlockPublicAccessArgs) problems() plan.Problems {
	var problems plan.Problems
	if mode := args.mode(); mode != BlockBidirectional && mode != BlockIngress {
		problems = append(problems, plan.Problem{Path: "mode", Message: "is neither " + BlockBidirectional + " nor " + BlockIngress})
	}
	passes := false
	for _, key := range slices.Sorted(maps.Keys(args.Exclusions)) {
		exclusion, path := args.Exclusions[key], "exclusions."+key
		problems = append(problems, inputs.Require(path+".vpcId", exclusion.VpcID != nil)...)
		passes = passes || exclusion.Mode == AllowBidirectional
		if exclusion.Mode != AllowBidirectional && exclusion.Mode != AllowEgress {
			problems = append(problems, plan.Problem{
				Path: path + ".mode", Message: "is neither " + AllowBidirectional + " nor " + AllowEgress,
			})
		}
	}
	if args.IngressHere && !passes {
		problems = append(problems, plan.Problem{
			Path: "exclusions", Message: "needs the ingress VPC, with mode " + AllowBidirectional + ": it is in this account and Region",
		})
	}
	return problems
}
