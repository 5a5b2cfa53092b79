package parity_test

import "github.com/ingresshub/ingresshub/tests/e2e/parity"

// firewalls are the types of which inspection consists, in as many forms as they have, with what they stand on.
var firewalls = []part{
	{"vpc", "aws:ec2/vpc:Vpc", parity.Props{"cidrBlock": "10.0.0.0/16"}},
	{"igw", "aws:ec2/internetGateway:InternetGateway", parity.Props{"vpcId": "${vpc.id}"}},
	{"subnet", "aws:ec2/subnet:Subnet", parity.Props{"vpcId": "${vpc.id}", "cidrBlock": "10.0.0.0/24"}},
	{"lg", "aws:cloudwatch/logGroup:LogGroup", parity.Props{"name": "alerts"}},
	{"rg", "aws:networkfirewall/ruleGroup:RuleGroup", parity.Props{
		"type": "STATEFUL", "capacity": 100.0, "description": "d", "ruleGroup": parity.Props{
			"ruleVariables": parity.Props{
				"ipSets":   []any{parity.Props{"key": "A", "ipSet": parity.Props{"definitions": []any{"10.0.0.0/8"}}}},
				"portSets": []any{parity.Props{"key": "P", "portSet": parity.Props{"definitions": []any{"80"}}}},
			},
			"rulesSource":         parity.Props{"rulesString": "pass tcp any any -> any 443 (sid:1;)"},
			"statefulRuleOptions": parity.Props{"ruleOrder": "STRICT_ORDER"},
		},
	}},
	{"rgtext", "aws:networkfirewall/ruleGroup:RuleGroup", parity.Props{
		"type": "STATEFUL", "capacity": 100.0, "name": "fixed", "rules": "pass tcp any any -> any 443 (sid:1;)",
	}},
	{"rgdomains", "aws:networkfirewall/ruleGroup:RuleGroup", parity.Props{
		"type": "STATEFUL", "capacity": 100.0, "ruleGroup": parity.Props{
			"rulesSource": parity.Props{"rulesSourceList": parity.Props{"generatedRulesType": "ALLOWLIST", "targetTypes": []any{"TLS_SNI"}, "targets": []any{"example.com"}}},
		},
	}},
	{"rg5", "aws:networkfirewall/ruleGroup:RuleGroup", parity.Props{
		"type": "STATEFUL", "capacity": 100.0, "ruleGroup": parity.Props{
			"rulesSource": parity.Props{"statefulRules": []any{parity.Props{"action": "PASS", "header": parity.Props{
				"destination": "10.0.0.0/8", "destinationPort": "443", "direction": "FORWARD", "protocol": "TCP", "source": "ANY", "sourcePort": "ANY",
			}, "ruleOptions": []any{parity.Props{"keyword": "sid", "settings": []any{"1"}}}}}},
		},
	}},
	{"rgless", "aws:networkfirewall/ruleGroup:RuleGroup", parity.Props{
		"type": "STATELESS", "capacity": 100.0, "ruleGroup": parity.Props{
			"rulesSource": parity.Props{"statelessRulesAndCustomActions": parity.Props{"statelessRules": []any{parity.Props{
				"priority": 1.0, "ruleDefinition": parity.Props{"actions": []any{"aws:pass"}, "matchAttributes": parity.Props{
					"destinations": []any{parity.Props{"addressDefinition": "10.0.0.0/8"}}, "protocols": []any{6.0},
					"destinationPorts": []any{parity.Props{"fromPort": 443.0, "toPort": 443.0}},
				}},
			}}}},
		},
	}},
	{"policy", "aws:networkfirewall/firewallPolicy:FirewallPolicy", parity.Props{"firewallPolicy": parity.Props{
		"statelessDefaultActions": []any{"aws:forward_to_sfe"}, "statelessFragmentDefaultActions": []any{"aws:forward_to_sfe"},
		"statefulEngineOptions": parity.Props{"ruleOrder": "STRICT_ORDER"}, "statefulDefaultActions": []any{"aws:drop_established"},
		"statefulRuleGroupReferences": []any{parity.Props{"resourceArn": "${rg.id}", "priority": 10.0}},
		"policyVariables":             parity.Props{"ruleVariables": []any{parity.Props{"key": "HOME_NET", "ipSet": parity.Props{"definitions": []any{"10.0.0.0/8"}}}}},
	}}},
	{"fw", "aws:networkfirewall/firewall:Firewall", parity.Props{
		"vpcId": "${vpc.id}", "firewallPolicyArn": "${policy.arn}", "subnetMappings": []any{parity.Props{"subnetId": "${subnet.id}"}},
	}},
	{"fwlog", "aws:networkfirewall/loggingConfiguration:LoggingConfiguration", parity.Props{
		"firewallArn": "${fw.arn}", "loggingConfiguration": parity.Props{"logDestinationConfigs": []any{
			parity.Props{"logType": "ALERT", "logDestinationType": "CloudWatchLogs", "logDestination": parity.Props{"logGroup": "${lg.id}"}},
		}},
	}},
	{"tls", "aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration", parity.Props{
		"tlsInspectionConfiguration": parity.Props{"serverCertificateConfiguration": parity.Props{
			"serverCertificates": []any{parity.Props{"resourceArn": "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"}},
			"scopes": []any{parity.Props{
				"protocols": []any{6.0}, "destinations": []any{parity.Props{"addressDefinition": "10.0.0.0/8"}},
				"sources":          []any{parity.Props{"addressDefinition": "0.0.0.0/0"}},
				"destinationPorts": []any{parity.Props{"fromPort": 443.0, "toPort": 443.0}}, "sourcePorts": []any{parity.Props{"fromPort": 0.0, "toPort": 65535.0}},
			}},
		}},
	}},
	{"lb", "aws:lb/loadBalancer:LoadBalancer", parity.Props{"loadBalancerType": "gateway", "subnetMappings": []any{parity.Props{"subnetId": "${subnet.id}"}}}},
	{"tg", "aws:lb/targetGroup:TargetGroup", parity.Props{
		"vpcId": "${vpc.id}", "protocol": "GENEVE", "port": 6081.0,
		"healthCheck": parity.Props{"protocol": "TCP", "port": "80"},
	}},
	{"listener", "aws:lb/listener:Listener", parity.Props{"loadBalancerArn": "${lb.arn}", "defaultActions": []any{parity.Props{"type": "forward", "targetGroupArn": "${tg.arn}"}}}},
	{"service", "aws:ec2/vpcEndpointService:VpcEndpointService", parity.Props{"acceptanceRequired": true, "gatewayLoadBalancerArns": []any{"${lb.arn}"}}},
	{"principal", "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple", parity.Props{
		"vpcEndpointServiceId": "${service.id}", "principalArn": "arn:aws:iam::222222222222:root",
	}},
	{"endpoint", "aws:ec2/vpcEndpoint:VpcEndpoint", parity.Props{
		"vpcId": "${vpc.id}", "vpcEndpointType": "GatewayLoadBalancer",
		"serviceName": "${service.serviceName}", "subnetIds": []any{"${subnet.id}"},
	}},
	{"accepter", "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter", parity.Props{
		"vpcEndpointServiceId": "${service.id}", "vpcEndpointId": "${endpoint.id}",
	}},
	{"tgfleet", "aws:lb/targetGroup:TargetGroup", parity.Props{"vpcId": "${vpc.id}", "protocol": "GENEVE", "port": 6081.0}},
	{"lt", "aws:ec2/launchTemplate:LaunchTemplate", parity.Props{"imageId": "ami-0123456789abcdef0", "instanceType": "m6i.large"}},
	{"asg", "aws:autoscaling/group:Group", parity.Props{
		"minSize": 1.0, "maxSize": 2.0, "vpcZoneIdentifiers": []any{"${subnet.id}"},
		"targetGroupArns": []any{"${tgfleet.arn}"}, "healthCheckType": "ELB", "launchTemplate": parity.Props{"id": "${lt.id}", "version": "$Latest"},
		"tags": []any{parity.Props{"key": "Name", "value": "x", "propagateAtLaunch": true}},
	}},
	{"asgplain", "aws:autoscaling/group:Group", parity.Props{
		"minSize": 1.0, "maxSize": 2.0, "vpcZoneIdentifiers": []any{"${subnet.id}"},
		"launchTemplate": parity.Props{"id": "${lt.id}"},
	}},
	{"hook", "aws:autoscaling/lifecycleHook:LifecycleHook", parity.Props{"autoscalingGroupName": "${asg.id}", "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING"}},
	{"scale", "aws:autoscaling/policy:Policy", parity.Props{
		"autoscalingGroupName": "${asg.id}", "policyType": "TargetTrackingScaling",
		"targetTrackingConfiguration": parity.Props{"targetValue": 50.0, "predefinedMetricSpecification": parity.Props{"predefinedMetricType": "ASGAverageCPUUtilization"}},
	}},
	{"nipath", "aws:ec2/networkInsightsPath:NetworkInsightsPath", parity.Props{"source": "${igw.id}", "destination": "eni-0123456789abcdef0", "protocol": "tcp", "destinationPort": 443.0}},
	{"nipathfiltered", "aws:ec2/networkInsightsPath:NetworkInsightsPath", parity.Props{
		"source": "${igw.id}", "protocol": "tcp",
		"filterAtSource":      parity.Props{"destinationAddress": "10.0.0.9", "destinationPortRange": parity.Props{"fromPort": 443.0, "toPort": 443.0}},
		"filterAtDestination": parity.Props{"destinationAddress": "10.0.0.9", "destinationPortRange": parity.Props{"fromPort": 443.0, "toPort": 443.0}},
	}},
	{"analysis", "aws:ec2/networkInsightsAnalysis:NetworkInsightsAnalysis", parity.Props{"networkInsightsPathId": "${nipath.id}", "waitForCompletion": false}},
}
