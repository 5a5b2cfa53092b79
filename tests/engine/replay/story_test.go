package replay_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/require"
)

type props = map[string]any

// story is what happens in a cloud, in its order. An object's ID is the last word of its type, and its name; so that names of routes
// say in which table they are, those of a transit gateway have tables named as VPCs, and those of VPCs as subnets.
type story []localcloud.Operation

func made(typ, name string, inputs props) localcloud.Operation {
	word := typ[strings.LastIndex(typ, "/")+1:]
	return localcloud.Operation{
		Verb: localcloud.Create, Account: "111111111111", Region: "us-east-1", Name: name, ID: word + " " + name,
		Type: "aws:" + typ + ":" + strings.ToUpper(word[:1]) + word[1:], Inputs: inputs, Outputs: inputs,
	}
}

// estate is what is declared: one cluster whose pods are targets of the ingress load balancer, and firewalls at the edge and between.
const estate = `{
	"zones": ["use1-az1", "use1-az2"],
	"ingress": {"cidr": "10.0.0.0/20", "loadBalancers": {"public": {
		"certificate": {"arn": "arn:aws:acm:us-east-1:111111111111:certificate/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"}
	}}},
	"transit": {"transitGateway": {}},
	"inspection": {"edge": {"networkFirewall": {}}, "eastWest": {"networkFirewall": {}}},
	"clusters": {"shop": {"cidr": "10.16.0.0/16", "pattern": "single"}},
	"services": {"storefront": {"cluster": "shop", "hostnames": ["shop.example.com"], "port": 8080}}
}`

// deployed is that estate in one of its zones, made in an order in which nothing is open before it is inspected.
func deployed(targetGroup string) story {
	var s story
	add := func(typ, name string, inputs props) { s = append(s, made(typ, name, inputs)) }
	route := func(table, to, by, id string) {
		add("ec2/route", table+" to "+to, props{"routeTableId": "routeTable " + table, "destinationCidrBlock": to, by: id})
	}
	transit := func(table, to, attachment string) {
		add("ec2transitgateway/route", table+" to "+to, transitRoute(table, to, attachment))
	}
	tabled := func(name, vpc, at, id string) {
		add("ec2/routeTable", name, props{"vpcId": "vpc " + vpc})
		add("ec2/routeTableAssociation", name, props{"routeTableId": "routeTable " + name, at: id})
	}
	add("ec2transitgateway/transitGateway", "hub", props{})
	for _, vpc := range [][2]string{{"ingress", "10.0.0.0/20"}, {"inspection", "192.168.248.0/22"}, {"shop", "10.16.0.0/16"}} {
		add("ec2/vpc", vpc[0], props{"cidrBlock": vpc[1]})
	}
	add("ec2/internetGateway", "ingress", props{"vpcId": "vpc ingress"})
	for _, subnet := range [][2]string{
		{"ingress.lb", "10.0.0.0/24"},
		{"ingress.firewall", "10.0.15.0/28"},
		{"ingress.transit", "10.0.15.128/28"},
		{"inspection.firewall", "192.168.251.0/28"},
		{"inspection.transit", "192.168.251.128/28"},
		{"shop.node", "10.16.0.0/20"},
		{"shop.transit", "10.16.255.128/28"},
	} {
		vpc, _, _ := strings.Cut(subnet[0], ".")
		add("ec2/subnet", subnet[0], props{
			"vpcId": "vpc " + vpc, "cidrBlock": subnet[1], "availabilityZoneId": "use1-az1", "tags": props{"Name": subnet[0] + ".use1-az1"},
		})
		tabled(subnet[0], vpc, "subnetId", "subnet "+subnet[0])
	}
	tabled("edge", "ingress", "gatewayId", "internetGateway ingress")
	for _, vpc := range []string{"inspection", "ingress", "shop"} {
		mode := props{"transitGatewayId": "transitGateway hub", "vpcId": "vpc " + vpc, "subnetIds": []any{"subnet " + vpc + ".transit"}}
		if vpc == "inspection" {
			mode["applianceModeSupport"] = "enable"
		}
		add("ec2transitgateway/vpcAttachment", vpc, mode)
		add("ec2transitgateway/routeTable", vpc, props{"transitGatewayId": "transitGateway hub"})
		add("ec2transitgateway/routeTableAssociation", vpc, props{
			"transitGatewayAttachmentId": "vpcAttachment " + vpc, "transitGatewayRouteTableId": "routeTable " + vpc,
		})
	}
	for _, firewall := range [][2]string{{"edge", "ingress"}, {"between", "inspection"}} {
		place, vpc := firewall[0], firewall[1]
		add("networkfirewall/firewall", place, props{
			"vpcId": "vpc " + vpc, "subnetMappings": []any{props{"subnetId": "subnet " + vpc + ".firewall"}},
			"firewallStatuses": []any{props{"syncStates": []any{props{"attachments": []any{
				props{"subnetId": "subnet " + vpc + ".firewall", "endpointId": "vpce-" + place},
			}}}}},
		})
	}
	route("edge", "10.0.0.0/24", "vpcEndpointId", "vpce-edge")
	route("ingress.firewall", "0.0.0.0/0", "gatewayId", "internetGateway ingress")
	route("ingress.lb", "0.0.0.0/0", "vpcEndpointId", "vpce-edge")
	route("ingress.lb", "10.16.0.0/16", "transitGatewayId", "transitGateway hub")
	route("shop.node", "10.0.0.0/20", "transitGatewayId", "transitGateway hub")
	route("inspection.transit", "0.0.0.0/0", "vpcEndpointId", "vpce-between")
	route("inspection.firewall", "10.0.0.0/20", "transitGatewayId", "transitGateway hub")
	route("inspection.firewall", "10.16.0.0/16", "transitGatewayId", "transitGateway hub")
	transit("inspection", "10.0.0.0/20", "ingress")
	transit("inspection", "10.16.0.0/16", "shop")
	transit("ingress", "10.16.0.0/16", "inspection")
	transit("shop", "10.0.0.0/20", "inspection")

	add("ec2/securityGroup", "public", props{"vpcId": "vpc ingress"})
	add("vpc/securityGroupIngressRule", "public", props{
		"securityGroupId": "securityGroup public", "ipProtocol": "tcp", "fromPort": 443.0, "toPort": 443.0, "cidrIpv4": "0.0.0.0/0",
	})
	add("vpc/securityGroupEgressRule", "public", props{"securityGroupId": "securityGroup public", "ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"})
	add("lb/loadBalancer", "public", props{
		"name": "ingresshub-public", "internal": false, "loadBalancerType": "application",
		"subnets": []any{"subnet ingress.lb"}, "securityGroups": []any{"securityGroup public"},
	})
	add("lb/targetGroup", "storefront", props{"name": targetGroup, "vpcId": "vpc ingress", "protocol": "HTTP", "port": 8080.0, "targetType": "ip"})
	add("lb/listener", "https", props{
		"loadBalancerArn": "loadBalancer public", "port": 443.0, "protocol": "HTTPS",
		"defaultActions": []any{props{"type": "forward", "targetGroupArn": "targetGroup storefront"}},
	})
	return s.numbered()
}

func transitRoute(table, to, attachment string) props {
	return props{
		"transitGatewayRouteTableId": "routeTable " + table, "destinationCidrBlock": to, "transitGatewayAttachmentId": "vpcAttachment " + attachment,
	}
}

func (s story) numbered() story {
	s = slices.Clone(s)
	for i := range s {
		s[i].Seq = i + 1
	}
	return s
}

// at is where something is made.
func (s story) at(t *testing.T, id string) int {
	t.Helper()
	number := slices.IndexFunc(s, func(o localcloud.Operation) bool { return o.ID == id })
	require.GreaterOrEqual(t, number, 0, id)
	return number
}

// later is the story in which something happens last.
func (s story) later(t *testing.T, id string) story {
	t.Helper()
	number := s.at(t, id)
	return append(slices.Delete(slices.Clone(s), number, number+1), s[number]).numbered()
}

// first is the story in which something is made in another way, and gets its place in the end.
func (s story) first(t *testing.T, id string, other props) story {
	t.Helper()
	number := s.at(t, id)
	s = append(slices.Clone(s), s[number])
	last := len(s) - 1
	s[last].Verb = localcloud.Update
	s[number].Inputs, s[number].Outputs = other, other
	return s.numbered()
}

// undone is everything deleted in the opposite order, but for what goes first.
func (s story) undone(t *testing.T, first ...string) story {
	t.Helper()
	var gone story
	for _, id := range first {
		gone = append(gone, s[s.at(t, id)])
	}
	for _, operation := range slices.Backward(s) {
		if !slices.Contains(first, operation.ID) {
			gone = append(gone, operation)
		}
	}
	for i := range gone {
		gone[i].Verb = localcloud.Delete
	}
	return append(slices.Clone(s), gone...).numbered()
}
