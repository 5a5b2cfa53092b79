package snapshot

import (
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// ordinary are the types of interfaces that publish nothing, or what this reader knows otherwise (AWS: NetworkInterface, EC2 API).
var ordinary = []string{
	"", "interface", "natgateway", "nat_gateway", "efa", "efa-only", "trunk", "branch", "load_balancer", "network_load_balancer", "gateway_load_balancer",
	"gateway_load_balancer_endpoint", "vpc_endpoint", "transit_gateway", "lambda", "quicksight", "iot_rules_managed", "aws_codestar_connections_managed", "evs",
	"ec2_instance_connect_endpoint", // What comes by it has signed in with IAM.
}

// originGroup is the security group that CloudFront gives the interfaces of VPC origins (AWS: "Restrict access with VPC origins").
const originGroup = "CloudFront-VPCOrigins-Service-SG"

// publisher is what publishes by an interface, so that others get into its VPC; empty where nothing does. CloudFront and VPC Lattice have
// no type of interface of their own: the first one's have its security group, and both say it in descriptions.
func (o object) publisher() network.PublisherKind {
	said := strings.ToLower(o.text("Description"))
	kind := o.state("InterfaceType")
	// Descriptions of other services hold names that people chose.
	made := o.truth("RequesterManaged", false) && (kind == "" || kind == "interface") && !strings.HasPrefix(said, "elb ") && !strings.HasPrefix(said, "aws lambda ")
	grouped := slices.ContainsFunc(o.list("Groups"), func(group object) bool { return group.text("GroupName") == originGroup })
	switch {
	case kind == "global_accelerator_managed":
		return network.GlobalAccelerator
	case kind == "api_gateway_managed":
		return network.APIGatewayLink
	case grouped, made && strings.Contains(said, "cloudfront"):
		return network.CloudFrontOrigin
	case strings.Contains(kind, "lattice"), made && strings.Contains(said, "lattice"):
		return network.VPCLattice
	case !slices.Contains(ordinary, kind):
		return network.OtherPublisher
	}
	return ""
}

// settledPublishers are the interfaces by which something publishes.
func (r *reader) settledPublishers() []network.Publisher {
	var settled []network.Publisher
	for _, found := range r.interfaces.all(r.found) {
		if found.publisher == "" {
			continue
		}
		settled = append(settled, network.Publisher{
			Object: network.Object{ID: found.ID, Name: found.Name, Account: found.Account, Region: found.Region}, Kind: found.publisher, VPC: found.VPC,
		})
	}
	return settled
}
