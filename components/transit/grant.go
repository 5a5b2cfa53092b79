package transit

import (
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2transitgateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	// ClusterTag says in the gateway's account which cluster an attachment belongs to. What a cluster's own stack may do there is
	// limited to attachments with its name.
	ClusterTag = "ingresshub:cluster"

	// NoCluster is its value for the hub's own attachments, which no cluster's stack may take for its own.
	NoCluster = "-"
)

// Grant is how a cluster's own stack joins a gateway whose account lets it write no routes: it names its attachment, and refers to a
// prefix list that the gateway's account fills (package onboarding).
type Grant struct {
	// Value of the attachment's ClusterTag.
	Owner string `pulumi:"owner"`

	// ID of the prefix list with the cluster's CIDRs.
	PrefixListID pulumi.StringInput `pulumi:"prefixListId"`
}

// printReferences prints what takes the place of routes to the VPC: in each table that leads straight to it, a reference to its prefix
// list. Routes that lead through another VPC first are the gateway's account's.
func (r *AttachmentRouting) printReferences(ctx *pulumi.Context, args *VpcAttachmentArgs) ([]pulumi.Resource, error) {
	var references []pulumi.Resource
	for _, table := range args.TransitRouteTables {
		if !leadsStraight(args.Plan, table) {
			continue
		}
		reference, err := ec2transitgateway.NewPrefixListReference(ctx, table.Name+"."+args.Plan.Name,
			&ec2transitgateway.PrefixListReferenceArgs{
				PrefixListId:               args.Gateway.Grant.PrefixListID,
				TransitGatewayRouteTableId: args.Gateway.RouteTableIDs[table.Name],
				TransitGatewayAttachmentId: r.attachmentID,
			}, pulumi.Parent(r), pulumi.DeleteBeforeReplace(true), pulumi.DependsOn([]pulumi.Resource{r.association}))
		if err != nil {
			return nil, err
		}
		references = append(references, reference)
	}
	return references, nil
}

// leadsStraight says whether a table leads to an attachment's VPC through nothing but that attachment.
func leadsStraight(attachment plan.TransitAttachment, table plan.TransitRouteTable) bool {
	for _, route := range owned(attachment, table) {
		if route.Attachment == attachment.Name {
			return true
		}
	}
	return false
}
