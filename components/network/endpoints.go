package network

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const interfaceEndpoint = "Interface"

// printEndpoints prints the VPC endpoints, through which nodes reach AWS where there is no internet. Nodes wait for them:
// a node that starts earlier finds neither its images nor the cluster, and its node group fails after half an hour.
func (p *printer) printEndpoints() error {
	if len(p.plan.Endpoints) == 0 {
		return nil
	}
	var groups pulumi.StringArray
	if p.plan.EndpointSecurityGroup != nil {
		group, err := NewSecurityGroup(p.ctx, *p.plan.EndpointSecurityGroup, p.vpcID, p.tags, p.parent)
		if err != nil {
			return err
		}
		groups = pulumi.StringArray{group.ID().ToStringOutput()}
	}
	var endpoints []pulumi.Resource
	for _, planned := range p.plan.Endpoints {
		args := &ec2.VpcEndpointArgs{
			VpcId:           p.vpcID,
			ServiceName:     pulumi.String(planned.Service),
			VpcEndpointType: pulumi.String(planned.Type),
			Tags:            inputs.Tags(p.tags, planned.Name),
		}
		if planned.Type == interfaceEndpoint {
			args.SubnetIds = pick(p.bareIDs, planned.Subnets)
			args.SecurityGroupIds = groups
			args.PrivateDnsEnabled = pulumi.Bool(true)
		} else {
			args.RouteTableIds = pick(p.routeTableIDs, planned.RouteTables)
		}
		endpoint, err := ec2.NewVpcEndpoint(p.ctx, planned.Name, args, p.parent)
		if err != nil {
			return err
		}
		endpoints = append(endpoints, endpoint)
	}
	for _, subnet := range p.plan.Subnets {
		if subnet.Tier == plan.TierNode {
			p.before[subnet.Name] = append(p.before[subnet.Name], endpoints...)
		}
	}
	return nil
}

// pick is the inputs under names, in the names' order.
func pick(from pulumi.StringMap, names []string) pulumi.StringArray {
	picked := make(pulumi.StringArray, 0, len(names))
	for _, name := range names {
		picked = append(picked, from[name])
	}
	return picked
}
