package readback

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// readTransit reads transit gateways with all that is in their route tables.
func readTransit(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	client := ec2.NewFromConfig(config)
	if _, err := keep(ctx, into, "TransitGateways",
		ec2.NewDescribeTransitGatewaysPaginator(client, &ec2.DescribeTransitGatewaysInput{}),
		func(page *ec2.DescribeTransitGatewaysOutput) []types.TransitGateway { return page.TransitGateways }); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "TransitGatewayAttachments",
		ec2.NewDescribeTransitGatewayAttachmentsPaginator(client, &ec2.DescribeTransitGatewayAttachmentsInput{}),
		func(page *ec2.DescribeTransitGatewayAttachmentsOutput) []types.TransitGatewayAttachment {
			return page.TransitGatewayAttachments
		}); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "TransitGatewayVpcAttachments",
		ec2.NewDescribeTransitGatewayVpcAttachmentsPaginator(client, &ec2.DescribeTransitGatewayVpcAttachmentsInput{}),
		func(page *ec2.DescribeTransitGatewayVpcAttachmentsOutput) []types.TransitGatewayVpcAttachment {
			return page.TransitGatewayVpcAttachments
		}); err != nil {
		return err
	}
	tables, err := keep(ctx, into, "TransitGatewayRouteTables",
		ec2.NewDescribeTransitGatewayRouteTablesPaginator(client, &ec2.DescribeTransitGatewayRouteTablesInput{}),
		func(page *ec2.DescribeTransitGatewayRouteTablesOutput) []types.TransitGatewayRouteTable {
			return page.TransitGatewayRouteTables
		})
	if err != nil {
		return err
	}
	for _, table := range tables {
		if table.State == types.TransitGatewayRouteTableStateDeleted || table.State == types.TransitGatewayRouteTableStateDeleting {
			continue
		}
		if err := readTransitTable(ctx, client, aws.ToString(table.TransitGatewayRouteTableId), into); err != nil {
			return err
		}
	}
	return nil
}

// readTransitTable reads a route table's associations, propagations and routes.
func readTransitTable(ctx context.Context, client *ec2.Client, id string, into snapshot.Documents) error {
	const parent = "TransitGatewayRouteTableId"
	associations, err := collect(ctx,
		ec2.NewGetTransitGatewayRouteTableAssociationsPaginator(client, &ec2.GetTransitGatewayRouteTableAssociationsInput{
			TransitGatewayRouteTableId: aws.String(id),
		}),
		func(page *ec2.GetTransitGatewayRouteTableAssociationsOutput) []types.TransitGatewayRouteTableAssociation {
			return page.Associations
		})
	if err != nil {
		return err
	}
	putOf(into, "TransitGatewayAssociations", parent, id, "Associations", associations)
	propagations, err := collect(ctx,
		ec2.NewGetTransitGatewayRouteTablePropagationsPaginator(client, &ec2.GetTransitGatewayRouteTablePropagationsInput{
			TransitGatewayRouteTableId: aws.String(id),
		}),
		func(page *ec2.GetTransitGatewayRouteTablePropagationsOutput) []types.TransitGatewayRouteTablePropagation {
			return page.TransitGatewayRouteTablePropagations
		})
	if err != nil {
		return err
	}
	putOf(into, "TransitGatewayPropagations", parent, id, "TransitGatewayRouteTablePropagations", propagations)
	for key, kind := range map[string]types.TransitGatewayRouteType{
		"TransitGatewayStaticRoutes":     types.TransitGatewayRouteTypeStatic,
		"TransitGatewayPropagatedRoutes": types.TransitGatewayRouteTypePropagated,
	} {
		found, err := client.SearchTransitGatewayRoutes(ctx, &ec2.SearchTransitGatewayRoutesInput{
			TransitGatewayRouteTableId: aws.String(id),
			Filters:                    []types.Filter{{Name: aws.String("type"), Values: []string{string(kind)}}},
		})
		if err != nil {
			return err
		}
		// The call has no pages, only exports to S3.
		if aws.ToBool(found.AdditionalRoutesAvailable) {
			return fmt.Errorf("transit gateway route table %s has more routes than SearchTransitGatewayRoutes shows", id)
		}
		putOf(into, key, parent, id, "Routes", found.Routes)
	}
	return nil
}
