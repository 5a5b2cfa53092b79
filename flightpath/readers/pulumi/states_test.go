package pulumi

import (
	"testing"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// answered is what AWS answered of the resource that was declared last.
func (p *program) answered(outputs map[string]any) { p.resources[len(p.resources)-1].Outputs = outputs }

func gapsOf(n *network.Network, kind network.GapKind, of string) (reasons []string) {
	for _, gap := range n.Gaps {
		if gap.Kind == kind && gap.Of == of {
			reasons = append(reasons, gap.Reason)
		}
	}
	return reasons
}

// AWS: VpcEndpoint (EC2 API), State. Pulumi's aws.ec2.VpcEndpoint keeps it in the output `state`, as it was when it was asked last.
func TestStatesOfEndpoints(t *testing.T) {
	t.Parallel()
	for state, test := range map[string]struct{ accepted, available, gap bool }{
		"available":         {available: true},
		"pendingAcceptance": {},
		"rejected":          {},
		"failed":            {},
		"expired":           {},
		"deleting":          {},
		"pending":           {available: true, gap: true},
		"Rejected":          {accepted: true}, // once more accepting does not help
	} {
		for _, accepts := range []bool{false, true} {
			p, vpc, one, _, _ := base()
			endpoint := p.add(typeEndpoint, "wall", map[string]any{
				"vpcId": to{vpc}, "vpcEndpointType": "GatewayLoadBalancer", "subnetIds": toEach{[]any{Unknown}, []string{one}}, "serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
			})
			p.answered(map[string]any{"state": state})
			if accepts {
				p.add(typeAccepter, "accepter", map[string]any{"vpcEndpointId": to{endpoint}, "vpcEndpointServiceId": "vpce-svc-1"})
			}
			n := p.read(t)
			want := test.available || accepts && state == "pendingAcceptance"
			assert.Equal(t, want, n.Endpoints[0].Available, "%s, accepted %v", state, accepts)
			assert.Equal(t, test.gap, len(gapsOf(n, network.GapEndpoints, endpoint)) > 0, state)
		}
	}
}

// AWS: "Create a service powered by AWS PrivateLink": where acceptance is required, an endpoint waits for it. Before the update nothing
// tells the service's name: it is the one that the endpoint's property depends on.
func TestEndpointsOfServicesOfTheProgram(t *testing.T) {
	t.Parallel()
	service := func(required any) (*program, string, map[string]any) {
		p, vpc, one, _, _ := base()
		service := p.add(typeService, "service", map[string]any{"acceptanceRequired": required, "networkLoadBalancerArns": []any{"arn:nlb"}})
		return p, service, map[string]any{
			"vpcId": to{vpc}, "vpcEndpointType": "Interface", "subnetIds": toEach{[]any{Unknown}, []string{one}}, "serviceName": to{service},
			"securityGroupIds": []any{"sg-1"},
		}
	}
	p, made, inputs := service(false)
	p.add(typeEndpoint, "endpoint", inputs)
	n := p.read(t)
	assert.Empty(t, n.Gaps)
	assert.Equal(t, made, n.Endpoints[0].Service)
	assert.Equal(t, made, n.EndpointServices[0].Service)
	assert.True(t, n.Endpoints[0].Available)

	p, _, inputs = service(true)
	p.add(typeEndpoint, "endpoint", inputs)
	assert.False(t, p.read(t).Endpoints[0].Available, "nobody accepts it")

	p, _, inputs = service(true)
	inputs["autoAccept"] = true
	p.add(typeEndpoint, "endpoint", inputs)
	assert.True(t, p.read(t).Endpoints[0].Available)

	p, _, inputs = service(true)
	endpoint := p.add(typeEndpoint, "endpoint", inputs)
	other := p.add(typeEndpoint, "other", inputs)
	p.add(typeAccepter, "accepter", map[string]any{"vpcEndpointId": to{endpoint, other}, "vpcEndpointServiceId": Unknown})
	n = p.read(t)
	assert.NotEmpty(t, gapsOf(n, network.GapEndpoints, endpoint), "it accepts one of two")
	assert.NotEmpty(t, gapsOf(n, network.GapEndpoints, other))

	p, made, inputs = service(false)
	second := p.add(typeService, "second", map[string]any{"acceptanceRequired": false})
	inputs["serviceName"] = to{made, second}
	endpoint = p.add(typeEndpoint, "endpoint", inputs)
	n = p.read(t)
	assert.Empty(t, n.Endpoints[0].Service)
	assert.NotEmpty(t, gapsOf(n, network.GapEndpoints, endpoint), "of which service it is, is not known")
}

// AWS: Route (EC2 API), State. What a state says is so; a preview may mend it.
func TestBlackholes(t *testing.T) {
	t.Parallel()
	declared := func() (*program, string) {
		p, _, _, _, table := base()
		p.add("aws:ec2/route:Route", "route", map[string]any{"routeTableId": to{table}, "destinationCidrBlock": "0.0.0.0/0", "natGatewayId": "nat-1"})
		p.answered(map[string]any{"state": "blackhole"})
		return p, table
	}
	p, table := declared()
	assert.True(t, tableOf(t, p.read(t), table).Routes[0].Blackhole)
	p, table = declared()
	p.resources[len(p.resources)-1].planned = true
	route := tableOf(t, p.read(t), table).Routes[0]
	assert.False(t, route.Blackhole)
	assert.Equal(t, network.TargetUnknown, route.Target.Kind)
	p, table = declared()
	p.resources[len(p.resources)-1].planned, p.resources[len(p.resources)-1].changes = true, true
	assert.Equal(t, network.Target{Kind: network.TargetNATGateway, ID: "nat-1"}, tableOf(t, p.read(t), table).Routes[0].Target)
}

// AWS: "VPC peering basics" (lifecycle): what was rejected, failed or expired never becomes active.
func TestStatesOfPeerings(t *testing.T) {
	t.Parallel()
	for state, active := range map[string]bool{"active": true, "pending-acceptance": true, "expired": false, "rejected": false, "failed": false} {
		p, vpc, _, _, _ := base()
		p.add(typePeering, "peering", map[string]any{"vpcId": to{vpc}, "peerVpcId": "vpc-2", "autoAccept": true})
		p.answered(map[string]any{"acceptStatus": state})
		assert.Equal(t, active, p.read(t).Peerings[0].Active, state)
	}
}

// AWS: CreateLoadBalancer and SetSecurityGroups (Elastic Load Balancing API): inbound rules count for PrivateLink unless told otherwise.
func TestInboundRulesOnPrivateLink(t *testing.T) {
	t.Parallel()
	const enforce = "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"
	for _, test := range []struct {
		declared, answered any
		want               string
	}{
		{nil, nil, "on"},
		{"on", nil, "on"},
		{"off", nil, "off"},
		{nil, Unknown, "on"},
		{nil, "off", "off"},
		{Unknown, nil, ""},
	} {
		p, _, one, _, _ := base()
		inputs := map[string]any{"loadBalancerType": "network", "subnets": toEach{[]any{Unknown}, []string{one}}}
		if test.declared != nil {
			inputs[enforce] = test.declared
		}
		p.add(typeBalancer, "nlb", inputs)
		if test.answered != nil {
			p.answered(map[string]any{enforce: test.answered})
		}
		require.Equal(t, test.want, p.read(t).LoadBalancers[0].PrivateLinkRules, "%v", test)
	}
}
