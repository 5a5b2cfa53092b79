package localcloud_test

import "fmt"

const (
	tFirewall      = "aws:networkfirewall/firewall:Firewall"
	tPolicy        = "aws:networkfirewall/firewallPolicy:FirewallPolicy"
	tRuleGroup     = "aws:networkfirewall/ruleGroup:RuleGroup"
	tFirewallLogs  = "aws:networkfirewall/loggingConfiguration:LoggingConfiguration"
	tService       = "aws:ec2/vpcEndpointService:VpcEndpointService"
	tAllowed       = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"
	tAccepter      = "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter"
	tScalingGroup  = "aws:autoscaling/group:Group"
	tHook          = "aws:autoscaling/lifecycleHook:LifecycleHook"
	tTemplate      = "aws:ec2/launchTemplate:LaunchTemplate"
	tPath          = "aws:ec2/networkInsightsPath:NetworkInsightsPath"
	tAnalysis      = "aws:ec2/networkInsightsAnalysis:NetworkInsightsAnalysis"
	tTLSInspection = "aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration"
)

// policy is one in strict order that forwards everything to the stateful engine.
func policy(more props) props {
	p := props{
		"statelessDefaultActions": []any{"aws:forward_to_sfe"}, "statelessFragmentDefaultActions": []any{"aws:forward_to_sfe"},
		"statefulEngineOptions": props{"ruleOrder": "STRICT_ORDER"}, "statefulDefaultActions": []any{"aws:drop_established"},
	}
	for k, v := range more {
		p[k] = v
		if v == nil {
			delete(p, k)
		}
	}
	return props{"firewallPolicy": p}
}

// rules is a stateful rule group in strict order, with room for ten rules.
func rules(suricata string) props {
	return props{
		"type": "STATEFUL", "capacity": 10, "ruleGroup": props{
			"rulesSource": props{"rulesString": suricata}, "statefulRuleOptions": props{"ruleOrder": "STRICT_ORDER"},
		},
	}
}

func mappings(subnets ...resource) []any {
	var all []any
	for _, s := range subnets {
		all = append(all, props{"subnetId": s.ID})
	}
	return all
}

// firewall is one in the ground's network.
func (g ground) firewall(subnets ...resource) props {
	g.w.t.Helper()
	return props{"vpcId": g.network.vpc.ID, "firewallPolicyArn": g.make(tPolicy, policy(nil)).ID, "subnetMappings": mappings(subnets...)}
}

func logs(typ, place, name string) props {
	kind := map[string]string{"logGroup": "CloudWatchLogs", "bucketName": "S3"}[place]
	return props{"logType": typ, "logDestinationType": kind, "logDestination": props{place: name}}
}

// endpointsOf gives a firewall's endpoints by subnet.
func endpointsOf(firewall resource) map[string]string {
	found := map[string]string{}
	for _, status := range firewall.Out["firewallStatuses"].([]any) {
		for _, state := range status.(props)["syncStates"].([]any) {
			for _, a := range state.(props)["attachments"].([]any) {
				found[fmt.Sprint(a.(props)["subnetId"])] = fmt.Sprint(a.(props)["endpointId"])
			}
		}
	}
	return found
}

// gwlb is a gateway load balancer.
func gwlb(subnets ...resource) props {
	return props{"loadBalancerType": "gateway", "subnetMappings": mappings(subnets...)}
}

// appliances is a target group of a gateway load balancer.
func appliances(n network, more ...any) props {
	return with(props{
		"vpcId": n.vpc.ID, "protocol": "GENEVE", "port": 6081, "targetType": "ip", "healthCheck": props{"protocol": "TCP", "port": "80"},
	}, more...)
}

// service offers a gateway load balancer in all of the ground's zones.
func (g ground) service() props {
	g.w.t.Helper()
	return props{"acceptanceRequired": false, "gatewayLoadBalancerArns": []any{g.make(tLoadBalancer, gwlb(g.network.subnets...)).ID}}
}

func gatewayEndpoint(service, vpc, subnet resource) props {
	return props{
		"vpcId": vpc.ID, "serviceName": service.str("serviceName"), "vpcEndpointType": "GatewayLoadBalancer", "subnetIds": []any{subnet.ID},
	}
}

// fleet is a group of appliances in all of the ground's zones.
func (g ground) fleet() props {
	g.w.t.Helper()
	template := g.make(tTemplate, props{"imageId": "ami-0123456789abcdef0", "instanceType": "m6i.xlarge"})
	group := g.w.aws.create(tTargetGroup, "fleet", appliances(g.network, "targetType", "instance"))
	return props{
		"minSize": 2, "maxSize": 3, "vpcZoneIdentifiers": g.network.subnetIDs(), "targetGroupArns": []any{group.ID}, "healthCheckType": "ELB",
		"launchTemplate": props{"id": template.ID, "version": "$Latest"}, "tags": []any{props{"key": "Name", "value": "ngfw", "propagateAtLaunch": true}},
	}
}
