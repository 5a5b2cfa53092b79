package pulumi

import (
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// publishing are the resources that send into a VPC what they get elsewhere, and where they name what they send to: a property, and
// inside of it a field.
var publishing = []struct {
	typ, key, field string
	kind            network.PublisherKind
}{
	{"aws:globalaccelerator/endpointGroup:EndpointGroup", "endpointConfigurations", "endpointId", network.GlobalAccelerator},
	{"aws:globalaccelerator/customRoutingEndpointGroup:CustomRoutingEndpointGroup", "endpointConfigurations", "endpointId", network.GlobalAccelerator},
	{"aws:apigatewayv2/vpcLink:VpcLink", "subnetIds", "", network.APIGatewayLink},
	{"aws:apigateway/vpcLink:VpcLink", "targetArn", "", network.APIGatewayLink},
	{"aws:cloudfront/vpcOrigin:VpcOrigin", "vpcOriginEndpointConfig", "arn", network.CloudFrontOrigin},
	{"aws:vpclattice/targetGroup:TargetGroup", "config", "vpcIdentifier", network.VPCLattice},
	{"aws:vpclattice/resourceGateway:ResourceGateway", "vpcId", "", network.VPCLattice},
}

// published are the types of what is named there.
var published = []string{typeBalancer, typeInstance, typeSubnet, typeDefaultSubnet, typeVPC, typeDefaultVPC}

// publishers reads what publishes parts of VPCs, each VPC by itself. Where it is not known whose part, it may be any.
func (b *builder) publishers() {
	for _, made := range publishing {
		for _, r := range b.every(made.typ) {
			for _, vpc := range b.publishedVPCs(r, made.key, made.field) {
				b.network.Publishers = append(b.network.Publishers, network.Publisher{Object: b.object(r), Kind: made.kind, VPC: vpc})
			}
		}
	}
}

// publishedVPCs is the VPCs of what a property names; one that is empty is not known. A target group of functions names none.
func (b *builder) publishedVPCs(r *Resource, key, field string) []string {
	named := asList(r.value(key))
	if named == nil && r.value(key) != nil {
		named = []any{r.value(key)}
	}
	var vpcs []string
	for _, one := range named {
		value := one
		if object := asObject(one); field != "" && object != nil {
			if value = object[field]; value == nil {
				continue
			}
		}
		meant := []string{asText(value)}
		if asText(value) == Unknown {
			meant = b.candidates(r, key, published)
		}
		if len(meant) == 0 {
			meant = []string{""}
		}
		for _, id := range meant {
			if vpc := b.vpcOf(id); !slices.Contains(vpcs, vpc) {
				vpcs = append(vpcs, vpc)
			}
		}
	}
	return vpcs
}

// vpcOf is the VPC of a subnet, a load balancer or an instance, or the VPC itself; empty where that is not known.
func (b *builder) vpcOf(id string) string {
	for _, v := range b.network.VPCs {
		if v.ID == id {
			return id
		}
	}
	for _, s := range b.network.Subnets {
		if s.ID == id {
			return s.VPC
		}
	}
	for _, l := range b.network.LoadBalancers {
		if l.ID == id {
			return l.VPC
		}
	}
	for _, f := range b.network.Interfaces {
		if f.Owner == id && id != "" {
			return f.VPC
		}
	}
	return ""
}
