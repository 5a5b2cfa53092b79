package given

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

func (a *Account) vpc(ctx context.Context, o object) (string, error) {
	made, err := a.ec2.CreateVpc(ctx, &ec2.CreateVpcInput{
		CidrBlock: aws.String(a.text(o, "cidrBlock")), TagSpecifications: tagged(types.ResourceTypeVpc, o),
	})
	if err != nil {
		return "", err
	}
	return aws.ToString(made.Vpc.VpcId), nil
}

func (a *Account) transitGateway(ctx context.Context, o object) (string, error) {
	made, err := a.ec2.CreateTransitGateway(ctx, &ec2.CreateTransitGatewayInput{
		Options: &types.TransitGatewayRequestOptions{
			DefaultRouteTableAssociation: types.DefaultRouteTableAssociationValue(a.text(o, "defaultRouteTableAssociation")),
			DefaultRouteTablePropagation: types.DefaultRouteTablePropagationValue(a.text(o, "defaultRouteTablePropagation")),
		},
		TagSpecifications: tagged(types.ResourceTypeTransitGateway, o),
	})
	if err != nil {
		return "", err
	}
	return aws.ToString(made.TransitGateway.TransitGatewayId), nil
}

func (a *Account) transitRouteTable(ctx context.Context, o object) (string, error) {
	made, err := a.ec2.CreateTransitGatewayRouteTable(ctx, &ec2.CreateTransitGatewayRouteTableInput{
		TransitGatewayId: aws.String(a.text(o, "transitGatewayId")), TagSpecifications: tagged(types.ResourceTypeTransitGatewayRouteTable, o),
	})
	if err != nil {
		return "", err
	}
	return aws.ToString(made.TransitGatewayRouteTable.TransitGatewayRouteTableId), nil
}

// attachment joins a VPC through a subnet of its own, which the list does not name: AWS knows no attachment without one.
func (a *Account) attachment(ctx context.Context, o object) (string, error) {
	vpc := a.text(o, "vpcId")
	described, err := a.ec2.DescribeVpcs(ctx, &ec2.DescribeVpcsInput{VpcIds: []string{vpc}})
	if err != nil {
		return "", err
	}
	cidr, err := netip.ParsePrefix(aws.ToString(described.Vpcs[0].CidrBlock))
	if err != nil {
		return "", err
	}
	subnet, err := a.ec2.CreateSubnet(ctx, &ec2.CreateSubnetInput{
		VpcId: aws.String(vpc), CidrBlock: aws.String(netip.PrefixFrom(cidr.Addr(), 28).String()),
		TagSpecifications: tagged(types.ResourceTypeSubnet, o),
	})
	if err != nil {
		return "", err
	}
	made, err := a.ec2.CreateTransitGatewayVpcAttachment(ctx, &ec2.CreateTransitGatewayVpcAttachmentInput{
		TransitGatewayId: aws.String(a.text(o, "transitGatewayId")), VpcId: aws.String(vpc),
		SubnetIds:         []string{aws.ToString(subnet.Subnet.SubnetId)},
		TagSpecifications: tagged(types.ResourceTypeTransitGatewayAttachment, o),
	})
	if err != nil {
		return "", err
	}
	return aws.ToString(made.TransitGatewayVpcAttachment.TransitGatewayAttachmentId), nil
}

func (a *Account) association(ctx context.Context, o object) (string, error) {
	table, attachment := a.text(o, "transitGatewayRouteTableId"), a.text(o, "transitGatewayAttachmentId")
	_, err := a.ec2.AssociateTransitGatewayRouteTable(ctx, &ec2.AssociateTransitGatewayRouteTableInput{
		TransitGatewayRouteTableId: &table, TransitGatewayAttachmentId: &attachment,
	})
	return table + "_" + attachment, err
}

func (a *Account) transitRoute(ctx context.Context, o object) (string, error) {
	table, cidr := a.text(o, "transitGatewayRouteTableId"), a.text(o, "destinationCidrBlock")
	made, err := a.ec2.CreateTransitGatewayRoute(ctx, &ec2.CreateTransitGatewayRouteInput{
		TransitGatewayRouteTableId: &table, DestinationCidrBlock: &cidr,
		TransitGatewayAttachmentId: aws.String(a.text(o, "transitGatewayAttachmentId")),
	})
	if err != nil {
		return "", err
	}
	if state := made.Route.State; state != types.TransitGatewayRouteStateActive {
		return "", fmt.Errorf("the route is %s", state)
	}
	return table + "_" + cidr, nil
}

func tagged(resource types.ResourceType, o object) []types.TagSpecification {
	var tags []types.Tag
	for key, value := range o.tags() {
		tags = append(tags, types.Tag{Key: &key, Value: &value})
	}
	if len(tags) == 0 {
		return nil
	}
	slices.SortFunc(tags, func(a, b types.Tag) int { return strings.Compare(*a.Key, *b.Key) })
	return []types.TagSpecification{{ResourceType: resource, Tags: tags}}
}
