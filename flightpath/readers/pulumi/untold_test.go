package pulumi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
)

// Whatever of a way is not known before the update, the way is unproven: neither open nor blocked.
func TestWaysOfWhichSomethingIsNotKnown(t *testing.T) {
	t.Parallel()
	const pods, nodes, far = "Subnet::one", "Subnet::front", "Subnet::two"
	set := func(typ, name, key string, value any) func(*bound) {
		return func(b *bound) {
			for i := range b.resources {
				if r := &b.resources[i]; r.URN == urn(typ, name) {
					r.Inputs[key] = value
					delete(r.PropertyDependencies, key)
				}
			}
		}
	}
	rule := func(listener any, actions any) func(*bound) {
		return func(b *bound) {
			set(typeListener, "front", "defaultActions", []any{map[string]any{"type": "fixed-response"}})(b)
			b.add("aws:lb/listenerRule:ListenerRule", "web", map[string]any{"listenerArn": listener, "actions": toEach{actions, []string{b.group}}})
		}
	}
	forward := func(of map[string]any) []any { return []any{map[string]any{"type": "forward", "forward": of}} }
	listener := to{urn(typeListener, "front")}
	for name, test := range map[string]struct {
		change  func(*bound)
		to      string
		verdict flightpath.Verdict
	}{
		"all is known":                      {func(*bound) {}, pods, flightpath.Direct},
		"a listener's port":                 {set(typeListener, "front", "port", Unknown), pods, flightpath.Unproven},
		"a listener's protocol":             {set(typeListener, "front", "protocol", Unknown), pods, flightpath.Unproven},
		"a listener's load balancer":        {set(typeListener, "front", "loadBalancerArn", Unknown), pods, flightpath.Unproven},
		"a listener of another program":     {set(typeListener, "front", "loadBalancerArn", "arn:x"), pods, flightpath.Blocked},
		"a listener's actions":              {set(typeListener, "front", "defaultActions", Unknown), pods, flightpath.Unproven},
		"a rule's actions":                  {rule(listener, Unknown), pods, flightpath.Unproven},
		"one of a rule's actions":           {rule(listener, []any{Unknown}), pods, flightpath.Unproven},
		"what an action does":               {rule(listener, []any{map[string]any{"type": Unknown, "targetGroupArn": Unknown}}), pods, flightpath.Unproven},
		"where an action forwards to":       {rule(listener, []any{map[string]any{"type": "forward", "forward": Unknown}}), pods, flightpath.Unproven},
		"target groups of an action":        {rule(listener, forward(map[string]any{"targetGroups": Unknown})), pods, flightpath.Unproven},
		"a weight":                          {rule(listener, forward(map[string]any{"targetGroups": []any{map[string]any{"arn": Unknown, "weight": Unknown}}})), pods, flightpath.Unproven},
		"a rule":                            {rule(listener, forward(map[string]any{"targetGroups": []any{map[string]any{"arn": Unknown, "weight": 2.0}}})), pods, flightpath.Direct},
		"a rule's listener":                 {rule(Unknown, []any{map[string]any{"type": "forward", "targetGroupArn": Unknown}}), pods, flightpath.Unproven},
		"a load balancer's subnets":         {set(typeBalancer, "front", "subnets", Unknown), pods, flightpath.Unproven},
		"whether nodes are there":           {set(typeBalancer, "front", "subnets", Unknown), nodes, flightpath.Unproven},
		"whether nodes are there, or there": {set(typeBalancer, "front", "subnets", Unknown), far, flightpath.Unproven},
		"whether nodes have an address":     {set(typeBalancer, "front", "subnets", Unknown), "10.0.9.77", flightpath.Unproven},
		"whether nodes have some of them":   {set(typeBalancer, "front", "subnets", Unknown), "10.0.9.64/28", flightpath.Unproven},
		"a load balancer's mappings": {func(b *bound) {
			set(typeBalancer, "front", "subnets", nil)(b)
			set(typeBalancer, "front", "subnetMappings", Unknown)(b)
		}, pods, flightpath.Unproven},
		"the addresses of a VPC":                 {set(typeVPC, "vpc", "cidrBlock", Unknown), pods, flightpath.Unproven},
		"the addresses of a VPC, from a pool":    {set(typeVPC, "vpc", "cidrBlock", nil), pods, flightpath.Unproven},
		"the addresses of a subnet":              {set(typeSubnet, "one", "cidrBlock", Unknown), pods, flightpath.Unproven},
		"the addresses of a subnet, from a pool": {set(typeSubnet, "one", "cidrBlock", nil), pods, flightpath.Unproven},
		"the addresses of nodes":                 {set(typeSubnet, "front", "cidrBlock", Unknown), pods, flightpath.Unproven},
		"more addresses of the VPC": {func(b *bound) {
			b.add("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "pods", map[string]any{"vpcId": to{b.vpc}, "cidrBlock": Unknown})
		}, pods, flightpath.Unproven},
		"more addresses of the VPC, from a pool": {func(b *bound) {
			b.add("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "pods", map[string]any{"vpcId": to{b.vpc}, "ipv4IpamPoolId": "ipam-pool-1"})
		}, pods, flightpath.Unproven},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := exposed()
			b.bind("web", b.provider, b.group, nil)
			test.change(b)
			n := b.read(t)
			to := test.to
			for _, subnet := range n.Subnets {
				if strings.HasSuffix(subnet.ID, to) {
					to = subnet.ID
				}
			}
			answer, err := flightpath.New(n).Trace(flightpath.Question{From: "internet", To: to, Port: 443})
			require.NoError(t, err)
			assert.Equal(t, test.verdict, answer.Verdict, answer.Reason)
			assert.NotContains(t, answer.Reason, Unknown)
		})
	}
}
