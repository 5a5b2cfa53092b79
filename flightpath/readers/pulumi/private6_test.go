package pulumi

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// AWS: load balancers are of IPv4 unless they say otherwise, and internal ones take nothing from internet gateways; attachments have no
// IPv6 support unless they say so. What is not known yet is a gap.
func TestIPv6IsWhatAProgramAsksFor(t *testing.T) {
	t.Parallel()
	read := func(internal bool, kind, support any) *network.Network {
		p, vpc, one, _, _ := base()
		balancer := map[string]any{"loadBalancerType": "application", "internal": internal, "subnets": toEach{[]any{Unknown}, []string{one}}}
		attachment := map[string]any{"transitGatewayId": to{p.add(typeTransit, "transit", nil)}, "vpcId": to{vpc}, "subnetIds": toEach{[]any{Unknown}, []string{one}}}
		if kind != nil {
			balancer["ipAddressType"] = kind
		}
		if support != nil {
			attachment["ipv6Support"] = support
		}
		p.add(typeBalancer, "web", balancer)
		p.add(typeVPCAttachment, "attachment", attachment)
		return p.read(t)
	}
	plain := read(true, nil, nil)
	assert.True(t, plain.LoadBalancers[0].IPv4Only)
	assert.Equal(t, "on", plain.LoadBalancers[0].Closed)
	assert.True(t, plain.Attachments[0].IPv4Only)
	both := read(false, "dualstack", "enable")
	assert.False(t, both.LoadBalancers[0].IPv4Only)
	assert.Empty(t, both.LoadBalancers[0].Closed)
	assert.False(t, both.Attachments[0].IPv4Only)
	assert.True(t, read(false, "dualstack-without-public-ipv4", nil).LoadBalancers[0].PrivateIPv4)
	open := read(false, Unknown, Unknown)
	assert.False(t, open.LoadBalancers[0].IPv4Only)
	kinds := map[network.GapKind]bool{}
	for _, g := range open.Gaps {
		kinds[g.Kind] = true
	}
	assert.True(t, kinds[network.GapLoadBalancers])
	assert.True(t, kinds[network.GapAttachments])
}
