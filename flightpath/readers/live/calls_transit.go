package live

import (
	"reflect"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// transitCalls read transit gateways with all that is in their route tables, which only a gateway's owner is shown.
var transitCalls = []Call{
	{
		Service: ofEC2, Operation: "DescribeTransitGateways", Key: "TransitGateways",
		asker: paged("TransitGateways", func(c *clients) *ec2.DescribeTransitGatewaysPaginator {
			return ec2.NewDescribeTransitGatewaysPaginator(c.ec2, &ec2.DescribeTransitGatewaysInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeTransitGatewayAttachments", Key: "TransitGatewayAttachments",
		asker: paged("TransitGatewayAttachments", func(c *clients) *ec2.DescribeTransitGatewayAttachmentsPaginator {
			return ec2.NewDescribeTransitGatewayAttachmentsPaginator(c.ec2, &ec2.DescribeTransitGatewayAttachmentsInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeTransitGatewayVpcAttachments", Key: "TransitGatewayVpcAttachments",
		asker: paged("TransitGatewayVpcAttachments", func(c *clients) *ec2.DescribeTransitGatewayVpcAttachmentsPaginator {
			return ec2.NewDescribeTransitGatewayVpcAttachmentsPaginator(c.ec2, &ec2.DescribeTransitGatewayVpcAttachmentsInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeTransitGatewayPeeringAttachments", Key: "TransitGatewayPeeringAttachments",
		asker: paged("TransitGatewayPeeringAttachments", func(c *clients) *ec2.DescribeTransitGatewayPeeringAttachmentsPaginator {
			return ec2.NewDescribeTransitGatewayPeeringAttachmentsPaginator(c.ec2, &ec2.DescribeTransitGatewayPeeringAttachmentsInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeTransitGatewayRouteTables", Key: "TransitGatewayRouteTables",
		asker: paged("TransitGatewayRouteTables", func(c *clients) *ec2.DescribeTransitGatewayRouteTablesPaginator {
			return ec2.NewDescribeTransitGatewayRouteTablesPaginator(c.ec2, &ec2.DescribeTransitGatewayRouteTablesInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "GetTransitGatewayRouteTableAssociations", Key: "TransitGatewayAssociations",
		after: "DescribeTransitGatewayRouteTables", ids: standing(tableID),
		asker: pagedOf(tableID, "Associations", func(c *clients, id *string) *ec2.GetTransitGatewayRouteTableAssociationsPaginator {
			return ec2.NewGetTransitGatewayRouteTableAssociationsPaginator(c.ec2,
				&ec2.GetTransitGatewayRouteTableAssociationsInput{TransitGatewayRouteTableId: id})
		}),
	},
	{
		Service: ofEC2, Operation: "GetTransitGatewayRouteTablePropagations", Key: "TransitGatewayPropagations",
		after: "DescribeTransitGatewayRouteTables", ids: standing(tableID),
		asker: pagedOf(tableID, "TransitGatewayRouteTablePropagations",
			func(c *clients, id *string) *ec2.GetTransitGatewayRouteTablePropagationsPaginator {
				return ec2.NewGetTransitGatewayRouteTablePropagationsPaginator(c.ec2,
					&ec2.GetTransitGatewayRouteTablePropagationsInput{TransitGatewayRouteTableId: id})
			}),
	},
	routeSearch("TransitGatewayStaticRoutes", types.TransitGatewayRouteTypeStatic),
	routeSearch("TransitGatewayPropagatedRoutes", types.TransitGatewayRouteTypePropagated),
}

const tableID = "TransitGatewayRouteTableId"

// routeSearch reads the routes of a type. Where there are too many for one answer, the prefix lists that the table refers to
// are asked for, too.
func routeSearch(key string, of types.TransitGatewayRouteType) Call {
	return Call{
		Service: ofEC2, Operation: "SearchTransitGatewayRoutes", Key: key, also: []string{"GetTransitGatewayPrefixListReferences"},
		after: "DescribeTransitGatewayRouteTables", ids: standing(tableID),
		asker: asker{
			ask:    searchRoutes(of),
			answer: reflect.TypeFor[ec2.SearchTransitGatewayRoutesOutput](), member: "Routes",
		},
	}
}

// standing takes the ID of what still is there: an object that is being deleted is listed, but can no longer be asked about.
func standing(id string) func(Document) []string {
	return func(answer Document) []string {
		switch answer["State"] {
		case "deleting", "deleted", "delete-in-progress", "delete-complete":
			return nil
		}
		return field(id)(answer)
	}
}
