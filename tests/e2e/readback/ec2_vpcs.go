package readback

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// readVpcs reads VPCs and what lies in them.
func readVpcs(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	client := ec2.NewFromConfig(config)
	zones, err := client.DescribeAvailabilityZones(ctx, &ec2.DescribeAvailabilityZonesInput{})
	if err != nil {
		return err
	}
	put(into, "AvailabilityZones", capitalised, zones.AvailabilityZones...)
	vpcs, err := keep(ctx, into, "Vpcs", ec2.NewDescribeVpcsPaginator(client, &ec2.DescribeVpcsInput{}),
		func(page *ec2.DescribeVpcsOutput) []types.Vpc { return page.Vpcs })
	if err != nil {
		return err
	}
	for _, vpc := range vpcs {
		if err := readVpcAttributes(ctx, client, aws.ToString(vpc.VpcId), into); err != nil {
			return err
		}
	}
	subnets, err := keep(ctx, into, "Subnets", ec2.NewDescribeSubnetsPaginator(client, &ec2.DescribeSubnetsInput{}),
		func(page *ec2.DescribeSubnetsOutput) []types.Subnet { return page.Subnets })
	if err != nil {
		return err
	}
	for _, subnet := range subnets {
		if err := readReservations(ctx, client, aws.ToString(subnet.SubnetId), into); err != nil {
			return err
		}
	}
	if _, err := keep(ctx, into, "RouteTables", ec2.NewDescribeRouteTablesPaginator(client, &ec2.DescribeRouteTablesInput{}),
		func(page *ec2.DescribeRouteTablesOutput) []types.RouteTable { return page.RouteTables }); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "SecurityGroups",
		ec2.NewDescribeSecurityGroupsPaginator(client, &ec2.DescribeSecurityGroupsInput{}),
		func(page *ec2.DescribeSecurityGroupsOutput) []types.SecurityGroup { return page.SecurityGroups }); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "SecurityGroupRules",
		ec2.NewDescribeSecurityGroupRulesPaginator(client, &ec2.DescribeSecurityGroupRulesInput{}),
		func(page *ec2.DescribeSecurityGroupRulesOutput) []types.SecurityGroupRule {
			return page.SecurityGroupRules
		},
	); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "NetworkAcls", ec2.NewDescribeNetworkAclsPaginator(client, &ec2.DescribeNetworkAclsInput{}),
		func(page *ec2.DescribeNetworkAclsOutput) []types.NetworkAcl { return page.NetworkAcls }); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "NetworkInterfaces",
		ec2.NewDescribeNetworkInterfacesPaginator(client, &ec2.DescribeNetworkInterfacesInput{}),
		func(page *ec2.DescribeNetworkInterfacesOutput) []types.NetworkInterface {
			return page.NetworkInterfaces
		},
	); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "VpcEndpoints", ec2.NewDescribeVpcEndpointsPaginator(client, &ec2.DescribeVpcEndpointsInput{}),
		func(page *ec2.DescribeVpcEndpointsOutput) []types.VpcEndpoint { return page.VpcEndpoints }); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "Reservations", ec2.NewDescribeInstancesPaginator(client, &ec2.DescribeInstancesInput{}),
		func(page *ec2.DescribeInstancesOutput) []types.Reservation { return page.Reservations }); err != nil {
		return err
	}
	_, err = keep(ctx, into, "LaunchTemplates",
		ec2.NewDescribeLaunchTemplatesPaginator(client, &ec2.DescribeLaunchTemplatesInput{}),
		func(page *ec2.DescribeLaunchTemplatesOutput) []types.LaunchTemplate { return page.LaunchTemplates })
	return err
}

// readVpcAttributes reads what DescribeVpcs does not tell.
func readVpcAttributes(ctx context.Context, client *ec2.Client, id string, into snapshot.Documents) error {
	names, err := client.DescribeVpcAttribute(ctx, &ec2.DescribeVpcAttributeInput{
		VpcId: aws.String(id), Attribute: types.VpcAttributeNameEnableDnsHostnames,
	})
	if err != nil {
		return err
	}
	support, err := client.DescribeVpcAttribute(ctx, &ec2.DescribeVpcAttributeInput{
		VpcId: aws.String(id), Attribute: types.VpcAttributeNameEnableDnsSupport,
	})
	if err != nil {
		return err
	}
	put(into, "VpcAttributes", capitalised, ec2.DescribeVpcAttributeOutput{
		VpcId: aws.String(id), EnableDnsHostnames: names.EnableDnsHostnames, EnableDnsSupport: support.EnableDnsSupport,
	})
	return nil
}

// readReservations reads the CIDR reservations of a subnet.
func readReservations(ctx context.Context, client *ec2.Client, id string, into snapshot.Documents) error {
	input := &ec2.GetSubnetCidrReservationsInput{SubnetId: aws.String(id)}
	var reservations []types.SubnetCidrReservation
	for {
		page, err := client.GetSubnetCidrReservations(ctx, input)
		if err != nil {
			return err
		}
		reservations = append(reservations, page.SubnetIpv4CidrReservations...)
		reservations = append(reservations, page.SubnetIpv6CidrReservations...)
		if aws.ToString(page.NextToken) == "" {
			putOf(into, "SubnetCidrReservations", "SubnetId", id, "SubnetCidrReservations", reservations)
			return nil
		}
		input.NextToken = page.NextToken
	}
}
