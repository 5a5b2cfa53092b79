package pulumi

import (
	"testing"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/stretchr/testify/assert"
)

// What a program publishes by a service of AWS is seen by the resource that does it, and by what that names.
func TestPublishers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		typ    string
		inputs func(balancer, subnet, vpc string) map[string]any
		kind   network.PublisherKind
	}{
		"accelerator": {"aws:globalaccelerator/endpointGroup:EndpointGroup", func(balancer, _, _ string) map[string]any {
			return map[string]any{"endpointConfigurations": []any{map[string]any{"endpointId": balancer, "weight": 100.0}}}
		}, network.GlobalAccelerator},
		"custom routing": {"aws:globalaccelerator/customRoutingEndpointGroup:CustomRoutingEndpointGroup", func(_, subnet, _ string) map[string]any {
			return map[string]any{"endpointConfigurations": []any{map[string]any{"endpointId": subnet}}}
		}, network.GlobalAccelerator},
		"link of HTTP APIs": {"aws:apigatewayv2/vpcLink:VpcLink", func(_, subnet, _ string) map[string]any {
			return map[string]any{"subnetIds": []any{subnet}, "securityGroupIds": []any{"sg-1"}}
		}, network.APIGatewayLink},
		"link of REST APIs": {"aws:apigateway/vpcLink:VpcLink", func(balancer, _, _ string) map[string]any { return map[string]any{"targetArn": balancer} }, network.APIGatewayLink},
		"origin": {"aws:cloudfront/vpcOrigin:VpcOrigin", func(balancer, _, _ string) map[string]any {
			return map[string]any{"vpcOriginEndpointConfig": map[string]any{"arn": balancer, "name": "origin", "httpPort": 80.0}}
		}, network.CloudFrontOrigin},
		"target group of Lattice": {"aws:vpclattice/targetGroup:TargetGroup", func(_, _, vpc string) map[string]any {
			return map[string]any{"type": "IP", "config": map[string]any{"vpcIdentifier": vpc, "port": 80.0}}
		}, network.VPCLattice},
		"resource gateway": {"aws:vpclattice/resourceGateway:ResourceGateway", func(_, _, vpc string) map[string]any { return map[string]any{"vpcId": vpc} }, network.VPCLattice},
	} {
		p, vpc, one, _, _ := base()
		balancer := p.add(typeBalancer, "inner", map[string]any{"internal": true, "loadBalancerType": "network", "subnets": []any{one}})
		publisher := p.add(test.typ, "publisher", test.inputs(balancer, one, vpc))
		n := p.read(t)
		if assert.Len(t, n.Publishers, 1, name) {
			assert.Equal(t, test.kind, n.Publishers[0].Kind, name)
			assert.Equal(t, publisher, n.Publishers[0].ID, name)
			assert.Equal(t, vpc, n.Publishers[0].VPC, name)
		}
	}
}

// Before the update the property's dependencies say what is meant; where none of them can be, it may be any VPC's.
func TestPublishersBeforeTheUpdate(t *testing.T) {
	t.Parallel()
	p, vpc, one, _, _ := base()
	balancer := p.add(typeBalancer, "inner", map[string]any{"internal": true, "loadBalancerType": "network", "subnets": []any{one}})
	p.add("aws:apigateway/vpcLink:VpcLink", "known", map[string]any{"targetArn": to{balancer}})
	p.add("aws:globalaccelerator/endpointGroup:EndpointGroup", "elastic", map[string]any{"endpointConfigurations": []any{map[string]any{"endpointId": "eipalloc-1"}}})
	p.add("aws:globalaccelerator/endpointGroup:EndpointGroup", "none", map[string]any{"endpointConfigurations": []any{}})
	p.add("aws:vpclattice/targetGroup:TargetGroup", "function", map[string]any{"type": "LAMBDA"})
	n := p.read(t)
	var vpcs []string
	for _, one := range n.Publishers {
		vpcs = append(vpcs, one.Name+" "+one.VPC)
	}
	assert.ElementsMatch(t, []string{"known " + vpc, "elastic "}, vpcs)
}
