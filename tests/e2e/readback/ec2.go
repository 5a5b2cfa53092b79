package readback

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// readEc2 reads what EC2 has beside the network: attributes that no list tells, templates, addresses, VPNs.
func readEc2(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	client := ec2.NewFromConfig(config)
	for _, vpc := range into["Vpcs"] {
		if err := readVpcAttributes(ctx, client, text(vpc, "VpcId"), into); err != nil {
			return err
		}
	}
	for _, subnet := range into["Subnets"] {
		if err := readReservations(ctx, client, text(subnet, "SubnetId"), into); err != nil {
			return err
		}
	}
	if _, err := keep(ctx, into, "LaunchTemplates",
		ec2.NewDescribeLaunchTemplatesPaginator(client, &ec2.DescribeLaunchTemplatesInput{}),
		func(page *ec2.DescribeLaunchTemplatesOutput) []types.LaunchTemplate { return page.LaunchTemplates }); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "DhcpOptions", ec2.NewDescribeDhcpOptionsPaginator(client, &ec2.DescribeDhcpOptionsInput{}),
		func(page *ec2.DescribeDhcpOptionsOutput) []types.DhcpOptions { return page.DhcpOptions }); err != nil {
		return err
	}
	return readUnpaged(ctx, client, into)
}

// text is a field of a document.
func text(document snapshot.Document, field string) string {
	value, _ := document[field].(string)
	return value
}

// readUnpaged reads what AWS answers on one page, whatever there is.
func readUnpaged(ctx context.Context, client *ec2.Client, into snapshot.Documents) error {
	addresses, err := client.DescribeAddresses(ctx, &ec2.DescribeAddressesInput{})
	if err != nil {
		return err
	}
	put(into, "Addresses", capitalised, addresses.Addresses...)
	gateways, err := client.DescribeVpnGateways(ctx, &ec2.DescribeVpnGatewaysInput{})
	if err != nil {
		return err
	}
	put(into, "VpnGateways", capitalised, gateways.VpnGateways...)
	connections, err := client.DescribeVpnConnections(ctx, &ec2.DescribeVpnConnectionsInput{})
	if err != nil {
		return err
	}
	put(into, "VpnConnections", capitalised, connections.VpnConnections...)
	customers, err := client.DescribeCustomerGateways(ctx, &ec2.DescribeCustomerGatewaysInput{})
	if err != nil {
		return err
	}
	put(into, "CustomerGateways", capitalised, customers.CustomerGateways...)
	return nil
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
