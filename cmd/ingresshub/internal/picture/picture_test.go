package picture

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

var update = flag.Bool("update", false, "write the golden files anew")

type props = map[string]any

// object is one in us-east-1 of the first account.
func object(typ, id, name string, outputs props) localcloud.Object {
	return localcloud.Object{Account: "111111111111", Region: "us-east-1", Type: typ, ID: id, Name: name, Outputs: outputs}
}

// scene is a small sandwich: an ALB, a transit gateway, a VPC that the user had before with an inner NLB and a cluster.
func scene() []localcloud.Object {
	before := object(vpcType, "vpc-2", "", props{"cidrBlock": "10.16.0.0/16"})
	before.Given = true
	role := object("aws:iam/role:Role", "nodes", "nodes", props{})
	role.Region = ""
	return []localcloud.Object{
		object(vpcType, "vpc-1", "ingress", props{"cidrBlock": "10.0.0.0/20"}),
		object(secondaryCidrType, "assoc-1", "ingress.more", props{"vpcId": "vpc-1", "cidrBlock": "10.1.0.0/20"}),
		object(internetGatewayType, "igw-1", "ingress", props{"vpcId": "vpc-1"}),
		object(subnetType, "subnet-1", "ingress.lb.use1-az1", props{
			"vpcId": "vpc-1", "availabilityZoneId": "use1-az1", "cidrBlock": "10.0.0.0/24",
		}),
		object(subnetType, "subnet-2", "ingress.lb.use1-az2", props{
			"vpcId": "vpc-1", "availabilityZoneId": "use1-az2", "cidrBlock": "10.0.1.0/24",
		}),
		object(subnetType, "subnet-3", "ingress.transit.use1-az1", props{
			"vpcId": "vpc-1", "availabilityZoneId": "use1-az1", "cidrBlock": "10.0.15.128/28",
		}),
		object(routeTableType, "rtb-1", "ingress.lb.use1-az1", props{"vpcId": "vpc-1"}),
		object(tableAssociationType, "rtbassoc-1", "a", props{"subnetId": "subnet-1", "routeTableId": "rtb-1"}),
		object(tableAssociationType, "rtbassoc-2", "b", props{"subnetId": "subnet-2", "routeTableId": "rtb-1"}),
		object(routeType, "r-1", "a", props{"routeTableId": "rtb-1", "destinationCidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"}),
		object(routeType, "r-2", "b", props{
			"routeTableId": "rtb-1", "destinationCidrBlock": "10.16.0.0/16", "transitGatewayId": "tgw-1",
		}),
		object(vpcEndpointType, "vpce-1", "e", props{"vpcId": "vpc-1", "serviceName": "com.amazonaws.us-east-1.ecr.api"}),

		object(loadBalancerType, "arn:alb", "public", props{
			"arn": "arn:alb", "loadBalancerType": "application", "internal": false, "dnsName": "alb.example",
			"subnets": []any{"subnet-1", "subnet-2"},
		}),
		object(listenerType, "arn:l443", "public.443", props{
			"arn": "arn:l443", "loadBalancerArn": "arn:alb", "protocol": "HTTPS", "port": 443.0,
			"defaultActions": []any{props{"type": "fixed-response", "fixedResponse": props{"statusCode": "404"}}},
		}),
		object(listenerType, "arn:l80", "public.80", props{
			"arn": "arn:l80", "loadBalancerArn": "arn:alb", "protocol": "HTTP", "port": 80.0,
			"defaultActions": []any{props{"type": "redirect", "redirect": props{"protocol": "HTTPS", "port": "443"}}},
		}),
		object(listenerRuleType, "arn:r", "public.pay", props{
			"listenerArn": "arn:l443", "priority": 20.0,
			"conditions": []any{
				props{"pathPattern": props{"values": []any{"/pay/*"}}},
				props{"hostHeader": props{"values": []any{"pay.example.com"}}},
			},
			"actions": []any{props{"type": "forward", "targetGroupArn": "arn:tg1"}},
		}),
		object(targetGroupType, "arn:tg1", "public.pay", props{"arn": "arn:tg1", "protocol": "HTTP", "port": 20001.0}),
		object(targetType, "t-2", "y", props{"targetGroupArn": "arn:tg1", "targetId": "10.16.1.240"}),
		object(targetType, "t-1", "x", props{"targetGroupArn": "arn:tg1", "targetId": "10.16.0.240"}),

		before,
		object(subnetType, "subnet-9", "inner", props{
			"vpcId": "vpc-2", "availabilityZoneId": "use1-az1", "cidrBlock": "10.16.0.0/24",
		}),
		object(loadBalancerType, "arn:nlb", "pay.inner-1", props{
			"arn": "arn:nlb", "loadBalancerType": "network", "internal": true, "dnsName": "nlb.example",
			"subnets":        []any{"subnet-9"},
			"subnetMappings": []any{props{"subnetId": "subnet-9", "privateIpv4Address": "10.16.0.240"}},
		}),
		object(listenerType, "arn:l2", "pay", props{
			"arn": "arn:l2", "loadBalancerArn": "arn:nlb", "protocol": "TCP", "port": 20001.0,
			"defaultActions": []any{props{"type": "forward", "targetGroupArn": "arn:tg2"}},
		}),
		object(targetGroupType, "arn:tg2", "pay.inner-1.pay", props{"arn": "arn:tg2", "protocol": "TCP", "port": 8080.0}),
		object(loadBalancerType, "arn:inner-alb", "pay.inner-alb", props{
			"arn": "arn:inner-alb", "loadBalancerType": "application", "internal": true, "dnsName": "internal-alb.example",
			"subnets": []any{"subnet-9"},
		}),
		object(listenerType, "arn:l3", "pay.inner-1.alb.20443", props{
			"arn": "arn:l3", "loadBalancerArn": "arn:nlb", "protocol": "TCP", "port": 20443.0,
			"defaultActions": []any{props{"type": "forward", "targetGroupArn": "arn:tg3"}},
		}),
		object(targetGroupType, "arn:tg3", "pay.inner-1.alb.20443", props{"arn": "arn:tg3", "protocol": "TCP", "port": 20443.0, "targetType": "alb"}),
		object(targetType, "t-3", "z", props{"targetGroupArn": "arn:tg3", "targetId": "arn:inner-alb"}),
		object(listenerType, "arn:l4", "pay.inner-alb.20443", props{
			"arn": "arn:l4", "loadBalancerArn": "arn:inner-alb", "protocol": "HTTP", "port": 20443.0,
			"defaultActions": []any{props{"type": "forward", "forward": props{"targetGroups": []any{
				props{"arn": "arn:tg5", "weight": 10.0}, props{"arn": "arn:tg4", "weight": 90.0},
			}}}},
		}),
		object(targetGroupType, "arn:tg4", "pay.inner-alb.blue", props{"arn": "arn:tg4", "protocol": "HTTP", "port": 8080.0}),
		object(targetGroupType, "arn:tg5", "pay.inner-alb.green", props{"arn": "arn:tg5", "protocol": "HTTP", "port": 8080.0}),
		object(clusterType, "pay", "pay", props{
			"name": "pay", "version": "1.34",
			"vpcConfig": props{"subnetIds": []any{"subnet-9"}, "endpointPublicAccess": false},
		}),
		object(nodeGroupType, "pay:a", "pay.default", props{
			"clusterName": "pay", "subnetIds": []any{"subnet-9"}, "instanceTypes": []any{"m6i.large"},
			"scalingConfig": props{"minSize": 1.0, "maxSize": 3.0},
		}),

		object(transitGatewayType, "tgw-1", "transit", props{}),
		object(attachmentType, "att-1", "ingress", props{"transitGatewayId": "tgw-1", "vpcId": "vpc-1"}),
		object(attachmentType, "att-2", "pay", props{"transitGatewayId": "tgw-1", "vpcId": "vpc-2"}),
		object(transitTableType, "tgw-rtb-1", "ingress", props{"transitGatewayId": "tgw-1"}),
		object(transitAssocType, "ta-1", "a", props{
			"transitGatewayRouteTableId": "tgw-rtb-1", "transitGatewayAttachmentId": "att-1",
		}),
		object(transitRouteType, "tr-1", "a", props{
			"transitGatewayRouteTableId": "tgw-rtb-1", "destinationCidrBlock": "10.0.0.0/8", "blackhole": true,
		}),
		object(transitRouteType, "tr-2", "b", props{
			"transitGatewayRouteTableId": "tgw-rtb-1", "destinationCidrBlock": "10.16.0.0/16", "transitGatewayAttachmentId": "att-2",
		}),
		role,
	}
}

func TestGoldenPicture(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, Draw(&out, scene()))
	if *update {
		require.NoError(t, os.WriteFile("testdata/picture.txt", []byte(out.String()), 0o644))
	}
	want, err := os.ReadFile("testdata/picture.txt")
	require.NoError(t, err)
	assert.Equal(t, string(want), out.String())
}

func TestAccountsAreApart(t *testing.T) {
	t.Parallel()
	other := object(vpcType, "vpc-3", "spoke", props{"cidrBlock": "10.32.0.0/16"})
	other.Account = "222222222222"
	var out strings.Builder
	require.NoError(t, Draw(&out, append(scene(), other)))
	first, second, found := strings.Cut(out.String(), "account 222222222222, us-east-1\n")
	require.True(t, found)
	assert.Contains(t, first, "VPC ingress")
	assert.NotContains(t, first, "spoke")
	assert.Contains(t, second, "VPC spoke")
}

// TestWhatIsNotDrawnIsCounted keeps a new resource type from vanishing silently.
func TestWhatIsNotDrawnIsCounted(t *testing.T) {
	t.Parallel()
	lone := []localcloud.Object{
		object("aws:ec2/eip:Eip", "eip-1", "a", props{}),
		object("aws:ec2/eip:Eip", "eip-2", "b", props{}),
		object(routeType, "r-9", "stray", props{"routeTableId": "rtb-9"}),
	}
	var out strings.Builder
	require.NoError(t, Draw(&out, lone))
	assert.Contains(t, out.String(), "beside these: 2 ec2/Eip, 1 ec2/Route")
}

func TestNothing(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, Draw(&out, nil))
	assert.Empty(t, out.String())
}
