package live

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

// gatewayCalls read the ways out of a VPC but transit gateways and endpoints.
var gatewayCalls = []Call{
	{
		Service: ofEC2, Operation: "DescribeInternetGateways", Key: "InternetGateways",
		asker: paged("InternetGateways", func(c *clients) *ec2.DescribeInternetGatewaysPaginator {
			return ec2.NewDescribeInternetGatewaysPaginator(c.ec2, &ec2.DescribeInternetGatewaysInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeEgressOnlyInternetGateways", Key: "EgressOnlyInternetGateways",
		asker: paged("EgressOnlyInternetGateways", func(c *clients) *ec2.DescribeEgressOnlyInternetGatewaysPaginator {
			return ec2.NewDescribeEgressOnlyInternetGatewaysPaginator(c.ec2, &ec2.DescribeEgressOnlyInternetGatewaysInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeNatGateways", Key: "NatGateways",
		asker: paged("NatGateways", func(c *clients) *ec2.DescribeNatGatewaysPaginator {
			return ec2.NewDescribeNatGatewaysPaginator(c.ec2, &ec2.DescribeNatGatewaysInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeVpcPeeringConnections", Key: "VpcPeeringConnections",
		asker: paged("VpcPeeringConnections", func(c *clients) *ec2.DescribeVpcPeeringConnectionsPaginator {
			return ec2.NewDescribeVpcPeeringConnectionsPaginator(c.ec2, &ec2.DescribeVpcPeeringConnectionsInput{})
		}),
	},
}

// endpointCalls read VPC endpoints, and the services behind them.
var endpointCalls = []Call{
	{
		Service: ofEC2, Operation: "DescribeVpcEndpoints", Key: "VpcEndpoints",
		asker: paged("VpcEndpoints", func(c *clients) *ec2.DescribeVpcEndpointsPaginator {
			return ec2.NewDescribeVpcEndpointsPaginator(c.ec2, &ec2.DescribeVpcEndpointsInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeVpcEndpointServices", Key: "ServiceDetails",
		asker: tokens("ServiceDetails",
			func(ctx context.Context, c *clients, token *string) (*ec2.DescribeVpcEndpointServicesOutput, *string, error) {
				page, err := c.ec2.DescribeVpcEndpointServices(ctx, &ec2.DescribeVpcEndpointServicesInput{NextToken: token})
				if err != nil {
					return nil, nil, err
				}
				return page, page.NextToken, nil
			}),
	},
	{
		Service: ofEC2, Operation: "DescribeVpcEndpointServiceConfigurations", Key: "ServiceConfigurations",
		asker: paged("ServiceConfigurations", func(c *clients) *ec2.DescribeVpcEndpointServiceConfigurationsPaginator {
			return ec2.NewDescribeVpcEndpointServiceConfigurationsPaginator(c.ec2, &ec2.DescribeVpcEndpointServiceConfigurationsInput{})
		}),
	},
}

// prefixListCalls read prefix lists. Those of AWS's services stand in both lists, and only the first has their CIDR blocks
// without a call for each.
var prefixListCalls = []Call{
	{
		Service: ofEC2, Operation: "DescribePrefixLists", Key: "PrefixLists",
		asker: paged("PrefixLists", func(c *clients) *ec2.DescribePrefixListsPaginator {
			return ec2.NewDescribePrefixListsPaginator(c.ec2, &ec2.DescribePrefixListsInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeManagedPrefixLists", Key: "ManagedPrefixLists",
		asker: paged("PrefixLists", func(c *clients) *ec2.DescribeManagedPrefixListsPaginator {
			return ec2.NewDescribeManagedPrefixListsPaginator(c.ec2, &ec2.DescribeManagedPrefixListsInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "GetManagedPrefixListEntries", Key: "ManagedPrefixListEntries",
		after: "DescribeManagedPrefixLists", ids: standing("PrefixListId"),
		asker: pagedOf("PrefixListId", "Entries", func(c *clients, id *string) *ec2.GetManagedPrefixListEntriesPaginator {
			return ec2.NewGetManagedPrefixListEntriesPaginator(c.ec2, &ec2.GetManagedPrefixListEntriesInput{PrefixListId: id})
		}),
	},
}
