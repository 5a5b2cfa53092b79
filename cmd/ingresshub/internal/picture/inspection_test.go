package picture

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

const managed = "arn:aws:network-firewall:us-east-1:aws-managed:stateful-rulegroup/ThreatSignaturesScannersStrictOrder"

// inspected is an ingress VPC with an AWS Network Firewall in front of its load balancers, and an inspection VPC with appliances
// and NAT gateways. AWS tells the endpoints of the firewall in no order, and so do these.
func inspected() []localcloud.Object {
	subnet := func(id, vpc, tier, zone, cidr string) localcloud.Object {
		return object(subnetType, id, strings.Join([]string{vpc, tier, zone}, "."), props{
			"vpcId": "vpc-" + vpc, "availabilityZoneId": zone, "cidrBlock": cidr,
		})
	}
	uses := func(property, user, table string) localcloud.Object {
		return object(tableAssociationType, user+table, user, props{property: user, "routeTableId": table})
	}
	route := func(id, table, destination, property, target string) localcloud.Object {
		return object(routeType, id, id, props{"routeTableId": table, "destinationCidrBlock": destination, property: target})
	}
	endpoint := func(id, firewall, zone, subnet string) localcloud.Object {
		return object(vpcEndpointType, id, firewall+"."+zone, props{
			"vpcId": "vpc-inspection", "vpcEndpointType": "GatewayLoadBalancer", "subnetIds": []any{subnet},
			"serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
		})
	}
	attached := func(id, subnet string) any {
		return props{"attachments": []any{props{"endpointId": id, "subnetId": subnet}}}
	}
	return []localcloud.Object{
		object(vpcType, "vpc-ingress", "ingress", props{"cidrBlock": "10.0.0.0/20"}),
		object(internetGatewayType, "igw-1", "ingress", props{"vpcId": "vpc-ingress"}),
		subnet("lb-1", "ingress", "lb", "use1-az1", "10.0.0.0/24"),
		subnet("lb-2", "ingress", "lb", "use1-az2", "10.0.1.0/24"),
		subnet("fw-1", "ingress", "firewall", "use1-az1", "10.0.15.0/28"),
		subnet("fw-2", "ingress", "firewall", "use1-az2", "10.0.15.16/28"),
		uses("gatewayId", "igw-1", "rtb-edge"), uses("subnetId", "lb-1", "rtb-1"), uses("subnetId", "lb-2", "rtb-2"),
		object(routeTableType, "rtb-edge", "ingress.edge", props{"vpcId": "vpc-ingress"}),
		route("e1", "rtb-edge", "10.0.0.0/24", "vpcEndpointId", "vpce-1"),
		route("e2", "rtb-edge", "10.0.1.0/24", "vpcEndpointId", "vpce-2"),
		route("l1", "rtb-1", "0.0.0.0/0", "vpcEndpointId", "vpce-1"),
		route("l2", "rtb-2", "0.0.0.0/0", "vpcEndpointId", "vpce-2"),
		uses("subnetId", "fw-1", "rtb-7"), uses("subnetId", "fw-2", "rtb-7"),
		route("f1", "rtb-7", "0.0.0.0/0", "gatewayId", "igw-1"),
		object(networkFirewallType, "arn:fw", "edge", props{
			"arn": "arn:fw", "name": "acme-edge", "vpcId": "vpc-ingress", "firewallPolicyArn": "arn:policy",
			"firewallStatuses": []any{props{"syncStates": []any{attached("vpce-2", "fw-2"), attached("vpce-1", "fw-1")}}},
		}),
		object(firewallPolicyType, "arn:policy", "edge", props{"arn": "arn:policy", "firewallPolicy": props{
			"policyVariables": props{"ruleVariables": []any{
				props{"key": "HOME_NET", "ipSet": props{"definitions": []any{"10.0.0.0/20", "10.1.0.0/20"}}},
			}},
			"tlsInspectionConfigurationArn": "arn:tls",
			"statefulRuleGroupReferences": []any{
				props{"priority": 300.0, "resourceArn": "arn:own"},
				props{"priority": 20.0, "resourceArn": "arn:one"},
				props{"priority": 1.0, "resourceArn": managed},
				props{"priority": 400.0, "resourceArn": "arn:elsewhere"},
			},
		}}),
		object(tlsInspectionType, "arn:tls", "edge", props{"arn": "arn:tls"}),
		object(ruleGroupType, "arn:own", "edge.services", props{
			"arn": "arn:own", "capacity": 64.0,
			"ruleGroup": props{"rulesSource": props{"rulesString": "# why\npass tcp any any -> any 443 (sid:1;)\n\ndrop ip any any -> any any (sid:2;)\n"}},
		}),
		object(ruleGroupType, "arn:one", "edge.rules", props{
			"arn": "arn:one", "capacity": 10.0, "ruleGroup": props{"rulesSource": props{"rulesString": "drop tcp any any -> any 23 (sid:3;)"}},
		}),
		object(firewallLogsType, "logs", "edge", props{"firewallArn": "arn:fw", "loggingConfiguration": props{
			"logDestinationConfigs": []any{
				props{"logType": "FLOW", "logDestination": props{"bucketName": "acme-logs", "prefix": "edge"}},
				props{"logType": "ALERT", "logDestination": props{"logGroup": "/acme/alert"}},
			},
		}}),
		object(logGroupType, "/acme/alert", "edge.alert", props{"name": "/acme/alert"}),

		object(vpcType, "vpc-inspection", "inspection", props{"cidrBlock": "192.168.248.0/22"}),
		object(internetGatewayType, "igw-2", "inspection", props{"vpcId": "vpc-inspection"}),
		subnet("ap-1", "inspection", "appliance", "use1-az1", "192.168.248.0/26"),
		subnet("nat-1", "inspection", "nat", "use1-az1", "192.168.250.128/28"),
		subnet("nat-2", "inspection", "nat", "use1-az2", "192.168.250.144/28"),
		subnet("ep-1", "inspection", "firewall", "use1-az1", "192.168.251.0/28"),
		subnet("ep-2", "inspection", "firewall", "use1-az2", "192.168.251.16/28"),
		uses("subnetId", "ap-1", "rtb-3"), uses("subnetId", "nat-1", "rtb-4"), uses("subnetId", "nat-2", "rtb-4"),
		uses("subnetId", "ep-1", "rtb-5"), uses("subnetId", "ep-2", "rtb-6"),
		route("a1", "rtb-3", "0.0.0.0/0", "natGatewayId", "ngw-1"),
		route("n1", "rtb-4", "0.0.0.0/0", "gatewayId", "igw-2"),
		// Two zones that share a table, and so the endpoint of one.
		route("n2", "rtb-4", "10.16.0.0/16", "vpcEndpointId", "vpce-3"),
		route("p1", "rtb-5", "0.0.0.0/0", "natGatewayId", "ngw-2"),
		route("p2", "rtb-6", "0.0.0.0/0", "natGatewayId", "ngw-1"),
		endpoint("vpce-4", "inspection", "use1-az2", "ep-2"), endpoint("vpce-3", "inspection", "use1-az1", "ep-1"),
		object(vpcEndpointType, "vpce-5", "vendor", props{
			"vpcId": "vpc-inspection", "vpcEndpointType": "GatewayLoadBalancer", "subnetIds": []any{"ep-1"}, "serviceName": "vpce-svc-vendor",
		}),
		object(vpcEndpointType, "vpce-6", "sts", props{"vpcId": "vpc-inspection", "vpcEndpointType": "Interface", "serviceName": "com.amazonaws.us-east-1.sts"}),
		object(accepterType, "acc-3", "a", props{"vpcEndpointId": "vpce-3"}), object(accepterType, "acc-4", "b", props{"vpcEndpointId": "vpce-4"}),
		object(endpointServiceType, "svc", "inspection", props{
			"serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1", "gatewayLoadBalancerArns": []any{"arn:gwlb"},
		}),
		object(natGatewayType, "ngw-2", "nat.use1-az2", props{"subnetId": "nat-2", "publicIp": "198.51.100.2", "allocationId": "eip-2"}),
		object(natGatewayType, "ngw-1", "nat.use1-az1", props{"subnetId": "nat-1", "publicIp": "198.51.100.1", "allocationId": "eip-1"}),
		object(addressType, "eip-1", "a", props{}), object(addressType, "eip-2", "b", props{}),
		object(loadBalancerType, "arn:gwlb", "inspection", props{
			"arn": "arn:gwlb", "name": "acme-appliances", "loadBalancerType": "gateway", "subnets": []any{"ap-1"},
			"enableCrossZoneLoadBalancing": false,
		}),
		object(listenerType, "arn:gl", "inspection", props{
			"arn": "arn:gl", "loadBalancerArn": "arn:gwlb", "defaultActions": []any{props{"type": "forward", "targetGroupArn": "arn:gtg"}},
		}),
		object(targetGroupType, "arn:gtg", "inspection", props{
			"arn": "arn:gtg", "protocol": "GENEVE", "port": 6081.0, "healthCheck": props{"protocol": "HTTP", "port": "8008", "path": "/up"},
			"targetFailovers": []any{props{"onUnhealthy": "rebalance", "onDeregistration": "rebalance"}},
		}),
		object(scalingGroupType, "asg", "inspection", props{
			"name": "asg", "minSize": 2.0, "maxSize": 4.0, "targetGroupArns": []any{"arn:gtg"}, "vpcZoneIdentifiers": []any{"ap-1"},
			"launchTemplate": props{"id": "lt-1"},
		}),
		object(scalingGroupType, "asg-2", "others", props{"name": "asg-2", "targetGroupArns": []any{"arn:other"}}),
		object(lifecycleHookType, "hook", "launch", props{"autoscalingGroupName": "asg"}),
		object(launchTemplateType, "lt-1", "inspection", props{"instanceType": "m5.xlarge", "imageId": "ami-1"}),

		object(transitGatewayType, "tgw-1", "transit", props{}),
		object(attachmentType, "att-1", "inspection", props{
			"transitGatewayId": "tgw-1", "vpcId": "vpc-inspection", "applianceModeSupport": "enable",
		}),
		object(attachmentType, "att-2", "ingress", props{
			"transitGatewayId": "tgw-1", "vpcId": "vpc-ingress", "applianceModeSupport": "disable",
		}),
		object(transitTableType, "tgw-rtb-1", "all", props{"transitGatewayId": "tgw-1"}),
		object(transitAssocType, "ta-1", "a", props{"transitGatewayRouteTableId": "tgw-rtb-1", "transitGatewayAttachmentId": "att-1"}),
		object(transitAssocType, "ta-2", "b", props{"transitGatewayRouteTableId": "tgw-rtb-1", "transitGatewayAttachmentId": "att-2"}),
	}
}

func TestGoldenInspection(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, Draw(&out, inspected()))
	if *update {
		require.NoError(t, os.WriteFile("testdata/inspected.txt", []byte(out.String()), 0o644))
	}
	want, err := os.ReadFile("testdata/inspected.txt")
	require.NoError(t, err)
	assert.Equal(t, string(want), out.String())
	assert.Contains(t, out.String(), "beside these: 1 autoscaling/Group\n", "all but the group of others has its place")
}

// TestInspectionSays pairs the golden file with what must be in it whatever it looks like.
func TestInspectionSays(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, Draw(&out, inspected()))
	for _, line := range []string{
		`from the internet gateway: each lb subnet → firewall endpoint of its zone`,
		`lb .* 0.0.0.0/0 → firewall endpoint of its zone`,
		`nat .* 10.16.0.0/16 → firewall endpoint in use1-az1`,
		`0.0.0.0/0 → NAT gateway in use1-az1 \(use1-az2 only\)`,
		`0.0.0.0/0 → NAT gateway in use1-az2 \(use1-az1 only\)`,
		`NAT gateways: use1-az1 198.51.100.1, use1-az2 198.51.100.2`,
		`firewall edge  AWS Network Firewall  acme-edge`,
		`endpoints  use1-az1 vpce-1, use1-az2 vpce-2`,
		`\$HOME_NET  10.0.0.0/20, 10.1.0.0/20`,
		`decrypts  TLS as edge says`,
		`priority 1 +ThreatSignaturesScannersStrictOrder +managed by AWS`,
		`priority 20 +edge.rules +1 rule +capacity 10`,
		`priority 300 +edge.services +2 rules +capacity 64`,
		`priority 400 +arn:elsewhere`,
		`logs  alert → /acme/alert, flow → s3://acme-logs/edge`,
		`firewall inspection  Gateway Load Balancer  appliances inspection`,
		`endpoints  use1-az1 vpce-3, use1-az2 vpce-4`,
		`firewall vendor  Gateway Load Balancer  service vpce-svc-vendor`,
		`endpoints: sts`,
		`GENEVE 6081  balanced within the zone  probe HTTP 8008/up  flows of one that fails: rebalance`,
		`instances inspection  2 to 4  m5.xlarge  ami-1  use1-az1`,
		`table all  for VPC ingress, VPC inspection \(appliance mode\)`,
	} {
		assert.Regexp(t, "(?m)^ .*"+line+"$", out.String())
	}
}

// TestCrossedEndpoints finds the most common mistake: routes of one zone that lead to the endpoint of another.
func TestCrossedEndpoints(t *testing.T) {
	t.Parallel()
	objects := slices.DeleteFunc(inspected(), func(o localcloud.Object) bool { return o.ID == "l2" || o.ID == "e2" })
	objects = append(objects,
		object(routeType, "l2", "l2", props{"routeTableId": "rtb-2", "destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": "vpce-1"}),
		object(routeType, "e2", "e2", props{"routeTableId": "rtb-edge", "destinationCidrBlock": "10.0.1.0/24", "vpcEndpointId": "vpce-9"}),
	)
	var out strings.Builder
	require.NoError(t, Draw(&out, objects))
	assert.Regexp(t, "(?m)^ +lb .* 0.0.0.0/0 → firewall endpoint in use1-az1$", out.String())
	assert.Contains(t, out.String(), "from the internet gateway: 10.0.0.0/24 → firewall endpoint in use1-az1, 10.0.1.0/24 → vpce-9\n")
}
