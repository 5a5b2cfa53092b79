package live

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

// most is how many items a page of the calls that list the most may have. Without it EC2 answers them on one page, which
// takes longer than it waits in large accounts.
var most = aws.Int32(1000)

// vpcCalls read VPCs, what they are divided into, and who may reach the internet.
var vpcCalls = []Call{
	{
		Service: ofEC2, Operation: "DescribeAvailabilityZones", Key: "AvailabilityZones",
		asker: once("AvailabilityZones", func(ctx context.Context, c *clients, _ []string) (*ec2.DescribeAvailabilityZonesOutput, error) {
			return c.ec2.DescribeAvailabilityZones(ctx, &ec2.DescribeAvailabilityZonesInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeVpcs", Key: "Vpcs",
		asker: paged("Vpcs", func(c *clients) *ec2.DescribeVpcsPaginator {
			return ec2.NewDescribeVpcsPaginator(c.ec2, &ec2.DescribeVpcsInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeSubnets", Key: "Subnets",
		asker: paged("Subnets", func(c *clients) *ec2.DescribeSubnetsPaginator {
			return ec2.NewDescribeSubnetsPaginator(c.ec2, &ec2.DescribeSubnetsInput{MaxResults: most})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeRouteTables", Key: "RouteTables",
		asker: paged("RouteTables", func(c *clients) *ec2.DescribeRouteTablesPaginator {
			return ec2.NewDescribeRouteTablesPaginator(c.ec2, &ec2.DescribeRouteTablesInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeVpcBlockPublicAccessOptions", Key: "VpcBlockPublicAccessOptions", single: true,
		asker: once("VpcBlockPublicAccessOptions",
			func(ctx context.Context, c *clients, _ []string) (*ec2.DescribeVpcBlockPublicAccessOptionsOutput, error) {
				return c.ec2.DescribeVpcBlockPublicAccessOptions(ctx, &ec2.DescribeVpcBlockPublicAccessOptionsInput{})
			}),
	},
	{
		Service: ofEC2, Operation: "DescribeVpcBlockPublicAccessExclusions", Key: "VpcBlockPublicAccessExclusions",
		asker: tokens("VpcBlockPublicAccessExclusions",
			func(ctx context.Context, c *clients, token *string) (*ec2.DescribeVpcBlockPublicAccessExclusionsOutput, *string, error) {
				page, err := c.ec2.DescribeVpcBlockPublicAccessExclusions(ctx,
					&ec2.DescribeVpcBlockPublicAccessExclusionsInput{NextToken: token})
				if err != nil {
					return nil, nil, err
				}
				return page, page.NextToken, nil
			}),
	},
}

// filterCalls read what lets packets pass.
var filterCalls = []Call{
	{
		Service: ofEC2, Operation: "DescribeNetworkAcls", Key: "NetworkAcls",
		asker: paged("NetworkAcls", func(c *clients) *ec2.DescribeNetworkAclsPaginator {
			return ec2.NewDescribeNetworkAclsPaginator(c.ec2, &ec2.DescribeNetworkAclsInput{})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeSecurityGroups", Key: "SecurityGroups",
		asker: paged("SecurityGroups", func(c *clients) *ec2.DescribeSecurityGroupsPaginator {
			return ec2.NewDescribeSecurityGroupsPaginator(c.ec2, &ec2.DescribeSecurityGroupsInput{MaxResults: most})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeSecurityGroupRules", Key: "SecurityGroupRules",
		asker: paged("SecurityGroupRules", func(c *clients) *ec2.DescribeSecurityGroupRulesPaginator {
			return ec2.NewDescribeSecurityGroupRulesPaginator(c.ec2, &ec2.DescribeSecurityGroupRulesInput{MaxResults: most})
		}),
	},
}

// interfaceCalls read what has addresses.
var interfaceCalls = []Call{
	{
		Service: ofEC2, Operation: "DescribeNetworkInterfaces", Key: "NetworkInterfaces",
		asker: paged("NetworkInterfaces", func(c *clients) *ec2.DescribeNetworkInterfacesPaginator {
			return ec2.NewDescribeNetworkInterfacesPaginator(c.ec2, &ec2.DescribeNetworkInterfacesInput{MaxResults: most})
		}),
	},
	{
		Service: ofEC2, Operation: "DescribeInstances", Key: "Reservations",
		asker: paged("Reservations", func(c *clients) *ec2.DescribeInstancesPaginator {
			return ec2.NewDescribeInstancesPaginator(c.ec2, &ec2.DescribeInstancesInput{MaxResults: most})
		}),
	},
}
