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

// Of a node whose IPv4 address is chosen, an IPv6 address is told, or it is a gap: the node is not out of reach by IPv6.
func TestIPv6OfNodesWhoseIPv4IsChosen(t *testing.T) {
	t.Parallel()
	read := func(kind string, more map[string]any) *network.Network {
		p := &program{}
		vpc := p.add(typeVPC, "vpc", map[string]any{"cidrBlock": "10.0.0.0/16", "ipv6CidrBlock": "2600:1f10:1::/56"})
		one := p.add(typeSubnet, "one", map[string]any{"vpcId": to{vpc}, "cidrBlock": "10.0.1.0/24", "ipv6CidrBlock": "2600:1f10:1:1::/64", "availabilityZoneId": "use1-az1"})
		mapping := map[string]any{"subnetId": Unknown, "privateIpv4Address": "10.0.1.30"}
		for key, value := range more {
			mapping[key] = value
		}
		p.add(typeBalancer, "web", map[string]any{"loadBalancerType": "network", "internal": true, "ipAddressType": kind, "subnetMappings": toEach{[]any{mapping}, []string{one}}})
		return p.read(t)
	}
	assert.Empty(t, read("ipv4", nil).Gaps)
	told := read("dualstack", map[string]any{"ipv6Address": "2600:1f10:1:1::30"})
	assert.Empty(t, told.Gaps)
	assert.Len(t, told.LoadBalancers[0].Nodes[0].Addresses, 2)
	untold := read("dualstack", nil)
	assert.True(t, untold.LoadBalancers[0].MoreNodes)
	if assert.Len(t, untold.Gaps, 1) {
		assert.Equal(t, network.GapLoadBalancers, untold.Gaps[0].Kind)
	}
}

func TestPrivateIPv6OfAProgram(t *testing.T) {
	t.Parallel()
	for attribute, want := range map[string]int{"private": 1, "public": 0} {
		p, vpc, _, _, _ := base()
		p.add(typeBlock6, "six", map[string]any{"vpcId": to{vpc}, "ipv6CidrBlock": "2600:1f10:1::/56"})
		p.resources[len(p.resources)-1].Outputs = map[string]any{"ipv6AddressAttribute": attribute}
		n := p.read(t)
		assert.Len(t, n.VPCs[0].CIDRs, 2)
		assert.Len(t, n.VPCs[0].PrivateCIDRs, want)
	}
}
