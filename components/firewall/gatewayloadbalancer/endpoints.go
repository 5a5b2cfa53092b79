package gatewayloadbalancer

import (
	"github.com/ingresshub/ingresshub/components/firewall"
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// GatewayLoadBalancerEndpointsToken is the type token of GatewayLoadBalancerEndpoints.
const GatewayLoadBalancerEndpointsToken = "ingresshub:index:GatewayLoadBalancerEndpoints"

// Service is an endpoint service of a Gateway Load Balancer.
type Service struct {
	// Name of the service, such as com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0.
	Name pulumi.StringInput `pulumi:"name"`

	// ID of the service, such as vpce-svc-0123456789abcdef0, where this program accepts the connections to it. Default: somebody
	// else does, or the service needs no acceptance.
	ID pulumi.StringInput `pulumi:"id"`

	// AWS provider of the service's account, with which connections are accepted. Default: that of the endpoints.
	Provider pulumi.ProviderResource `pulumi:"-"`
}

// GatewayLoadBalancerEndpointsArgs are the arguments of NewGatewayLoadBalancerEndpoints.
type GatewayLoadBalancerEndpointsArgs struct {
	// The firewall as planned.
	Plan plan.PlannedFirewall `pulumi:"plan"`

	// What the endpoints connect to.
	Service Service `pulumi:"service"`

	// ID of the VPC, and IDs of the firewall subnets by zone ID.
	VpcID     pulumi.StringInput `pulumi:"vpcId"`
	SubnetIDs pulumi.StringMap   `pulumi:"subnetIds"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// GatewayLoadBalancerEndpoints are one endpoint per zone, each in one subnet, which is all that AWS lets it have.
type GatewayLoadBalancerEndpoints struct {
	pulumi.ResourceState

	// Endpoint IDs by zone ID. Whoever uses one waits until its connection is accepted, as far as this program accepts it.
	EndpointIDs pulumi.StringMap
}

// NewGatewayLoadBalancerEndpoints registers the endpoints and accepts their connections where the service's ID is given.
//
// Without the ID, an endpoint counts as ready while its connection waits to be accepted elsewhere. AWS refuses a route to such
// an endpoint, so the update ends there and nothing goes uninspected: accept the connections and update again.
//
// The error lists all problems, and then nothing is registered.
func NewGatewayLoadBalancerEndpoints(
	ctx *pulumi.Context, name string, args *GatewayLoadBalancerEndpointsArgs, opts ...pulumi.ResourceOption,
) (*GatewayLoadBalancerEndpoints, error) {
	if args == nil {
		args = &GatewayLoadBalancerEndpointsArgs{}
	}
	if err := inputs.Check(GatewayLoadBalancerEndpointsToken, name, args.problems()...); err != nil {
		return nil, err
	}
	endpoints := &GatewayLoadBalancerEndpoints{EndpointIDs: pulumi.StringMap{}}
	if err := ctx.RegisterComponentResource(GatewayLoadBalancerEndpointsToken, name, endpoints, opts...); err != nil {
		return nil, err
	}
	for _, planned := range args.Plan.Endpoints {
		endpoint, err := ec2.NewVpcEndpoint(ctx, planned.Name, &ec2.VpcEndpointArgs{
			VpcId:           args.VpcID,
			VpcEndpointType: pulumi.String("GatewayLoadBalancer"),
			ServiceName:     args.Service.Name.ToStringOutput(),
			SubnetIds:       pulumi.StringArray{args.SubnetIDs[planned.Zone]},
			Tags:            inputs.Tags(args.Tags, planned.Name),
		}, pulumi.Parent(endpoints))
		if err != nil {
			return nil, err
		}
		id := endpoint.ID().ToStringOutput()
		if args.Service.ID != nil {
			accepted, err := accept(ctx, planned.Name, id, args.Service, endpoints)
			if err != nil {
				return nil, err
			}
			id = outputs.After(id, accepted)
		}
		endpoints.EndpointIDs[planned.Zone] = id
	}
	outputs.Register(ctx, endpoints, pulumi.Map{"endpointIds": endpoints.EndpointIDs})
	return endpoints, nil
}

// accept accepts the connection of an endpoint, in the account of the service.
func accept(
	ctx *pulumi.Context, name string, endpointID pulumi.StringInput, service Service, component pulumi.Resource,
) (pulumi.Resource, error) {
	options := []pulumi.ResourceOption{pulumi.Parent(component)}
	if service.Provider != nil {
		options = append(options, pulumi.Provider(service.Provider))
	}
	return ec2.NewVpcEndpointConnectionAccepter(ctx, name, &ec2.VpcEndpointConnectionAccepterArgs{
		VpcEndpointId:        endpointID,
		VpcEndpointServiceId: service.ID,
	}, options...)
}

func (args *GatewayLoadBalancerEndpointsArgs) problems() []plan.Problems {
	return []plan.Problems{
		args.Plan.Validate(),
		inputs.Require("service.name", args.Service.Name != nil),
		inputs.Require("vpcId", args.VpcID != nil),
		(&firewall.Args{Plan: args.Plan, SubnetIDs: args.SubnetIDs}).ZoneProblems(),
	}
}

// Flavour connects a firewall's endpoints to a service that somebody else runs, and whose connections somebody else accepts.
func Flavour(serviceName pulumi.StringInput) firewall.Flavour {
	return Service{Name: serviceName}.Flavour
}

// Flavour connects a firewall's endpoints to the fleet, and accepts their connections, all in one account. It is a
// firewall.Flavour. For endpoints in another account than the fleet's, use that of a Service with Provider.
func (f *ApplianceFleet) Flavour(
	ctx *pulumi.Context, name string, args *firewall.Args, opts ...pulumi.ResourceOption,
) (pulumi.StringMap, error) {
	return Service{Name: f.ServiceName, ID: f.ServiceID}.Flavour(ctx, name, args, opts...)
}

// Flavour connects a firewall's endpoints to the service, and accepts their connections where its ID is given. It is a
// firewall.Flavour. With Provider, the service may belong to another account than the endpoints.
func (s Service) Flavour(
	ctx *pulumi.Context, name string, args *firewall.Args, opts ...pulumi.ResourceOption,
) (pulumi.StringMap, error) {
	if args == nil {
		args = &firewall.Args{}
	}
	endpoints, err := NewGatewayLoadBalancerEndpoints(ctx, name, &GatewayLoadBalancerEndpointsArgs{
		Plan: args.Plan, Service: s, VpcID: args.VpcID, SubnetIDs: args.SubnetIDs, Tags: args.Tags,
	}, opts...)
	if err != nil {
		return nil, err
	}
	return endpoints.EndpointIDs, nil
}
