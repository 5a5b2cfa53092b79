package readback

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// readGateways reads what lets traffic in and out of VPCs, and what a VPC refers to.
func readGateways(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	client := ec2.NewFromConfig(config)
	if _, err := keep(ctx, into, "InternetGateways",
		ec2.NewDescribeInternetGatewaysPaginator(client, &ec2.DescribeInternetGatewaysInput{}),
		func(page *ec2.DescribeInternetGatewaysOutput) []types.InternetGateway { return page.InternetGateways },
	); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "EgressOnlyInternetGateways",
		ec2.NewDescribeEgressOnlyInternetGatewaysPaginator(client, &ec2.DescribeEgressOnlyInternetGatewaysInput{}),
		func(page *ec2.DescribeEgressOnlyInternetGatewaysOutput) []types.EgressOnlyInternetGateway {
			return page.EgressOnlyInternetGateways
		}); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "NatGateways", ec2.NewDescribeNatGatewaysPaginator(client, &ec2.DescribeNatGatewaysInput{}),
		func(page *ec2.DescribeNatGatewaysOutput) []types.NatGateway { return page.NatGateways }); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "VpcPeeringConnections",
		ec2.NewDescribeVpcPeeringConnectionsPaginator(client, &ec2.DescribeVpcPeeringConnectionsInput{}),
		func(page *ec2.DescribeVpcPeeringConnectionsOutput) []types.VpcPeeringConnection {
			return page.VpcPeeringConnections
		},
	); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "DhcpOptions", ec2.NewDescribeDhcpOptionsPaginator(client, &ec2.DescribeDhcpOptionsInput{}),
		func(page *ec2.DescribeDhcpOptionsOutput) []types.DhcpOptions { return page.DhcpOptions }); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "PrefixLists", ec2.NewDescribePrefixListsPaginator(client, &ec2.DescribePrefixListsInput{}),
		func(page *ec2.DescribePrefixListsOutput) []types.PrefixList { return page.PrefixLists }); err != nil {
		return err
	}
	if _, err := keep(ctx, into, "ManagedPrefixLists",
		ec2.NewDescribeManagedPrefixListsPaginator(client, &ec2.DescribeManagedPrefixListsInput{}),
		func(page *ec2.DescribeManagedPrefixListsOutput) []types.ManagedPrefixList { return page.PrefixLists },
	); err != nil {
		return err
	}
	return readUnpaged(ctx, client, into)
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
