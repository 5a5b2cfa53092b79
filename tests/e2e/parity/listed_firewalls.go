package parity

var (
	topics          = []any{"arn:aws:sns:us-east-1:111111111111:a", "arn:aws:sns:us-east-1:111111111111:b"}
	profiles        = []any{"arn:aws:iam::111111111111:instance-profile/a", "arn:aws:iam::111111111111:instance-profile/b"}
	durations       = []any{"10m", "20m"}
	words           = []any{"B", "C"}
	percentages     = []any{110.0, 120.0}
	addresses       = []any{"10.0.0.20", "10.0.0.21"}
	ports           = []any{"443", "8443"}
	protocols       = []any{"TCP", "UDP"}
	statelessGroups = []any{
		"arn:aws:network-firewall:us-east-1:111111111111:stateless-rulegroup/a",
		"arn:aws:network-firewall:us-east-1:111111111111:stateless-rulegroup/b",
	}
	tlsConfigurations = []any{
		"arn:aws:network-firewall:us-east-1:111111111111:tls-configuration/a",
		"arn:aws:network-firewall:us-east-1:111111111111:tls-configuration/b",
	}
	prefixLists = []any{
		"arn:aws:ec2:us-east-1:111111111111:prefix-list/pl-0aaaaaaaaaaaaaaa1",
		"arn:aws:ec2:us-east-1:111111111111:prefix-list/pl-0aaaaaaaaaaaaaaa2",
	}
	networkLoadBalancers = []any{
		"arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/a/0123456789abcdef",
		"arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/b/0123456789abcdef",
	}
)

// valuesOfFirewalls are values that properties of firewalls and fleets take, by type and path.
var valuesOfFirewalls = map[string][]any{
	"Group.initialLifecycleHooks[].defaultResult":            {"ABANDON", "CONTINUE"},
	"Group.initialLifecycleHooks[].lifecycleTransition":      {"autoscaling:EC2_INSTANCE_LAUNCHING", "autoscaling:EC2_INSTANCE_TERMINATING"},
	"Group.initialLifecycleHooks[].notificationTargetArn":    topics,
	"Group.instanceMaintenancePolicy.maxHealthyPercentage":   percentages,
	"Group.instanceMaintenancePolicy.minHealthyPercentage":   {80.0, 90.0},
	"Group.instanceRefresh.preferences.maxHealthyPercentage": percentages,
	"Group.instanceRefresh.triggers[]":                       {"tag", "launch_template"},
	"Group.waitForCapacityTimeout":                           durations,

	"LifecycleHook.notificationTargetArn": topics,

	"LaunchTemplate.blockDeviceMappings[].ebs.volumeInitializationRate": {100.0, 200.0},
	"LaunchTemplate.iamInstanceProfile.arn":                             profiles,
	"LaunchTemplate.networkInterfaces[].ipv4Addresses[]":                addresses,
	"LaunchTemplate.networkInterfaces[].ipv4Prefixes[]":                 {"10.0.0.16/28", "10.0.0.32/28"},
	"LaunchTemplate.networkInterfaces[].ipv6Addresses[]":                addresses6,
	"LaunchTemplate.networkInterfaces[].ipv6Prefixes[]":                 {"2001:db8:1::/80", "2001:db8:2::/80"},
	"LaunchTemplate.networkInterfaces[].privateIpAddress":               addresses,
	"LaunchTemplate.tagSpecifications[].resourceType":                   {"volume", "network-interface"},

	"NetworkInsightsPath.filterAtDestination.destinationAddress": addresses,
	"NetworkInsightsPath.filterAtDestination.sourceAddress":      addresses,
	"NetworkInsightsPath.filterAtSource.destinationAddress":      addresses,
	"NetworkInsightsPath.filterAtSource.sourceAddress":           addresses,

	"NetworkInsightsAnalysis.filterInArns[]":       networkLoadBalancers,
	"VpcEndpointService.networkLoadBalancerArns[]": networkLoadBalancers,
	"Firewall.subnetMappings[].ipAddressType":      {"IPV4", "DUALSTACK"},

	"FirewallPolicy.firewallPolicy.statefulRuleGroupReferences[].override.action": {"DROP_TO_ALERT"},
	"FirewallPolicy.firewallPolicy.statelessCustomActions[].actionName":           words,
	"FirewallPolicy.firewallPolicy.statelessRuleGroupReferences[].resourceArn":    statelessGroups,
	"FirewallPolicy.firewallPolicy.tlsInspectionConfigurationArn":                 tlsConfigurations,

	"LoggingConfiguration.loggingConfiguration.logDestinationConfigs[].logDestinationType": {"CloudWatchLogs", "S3"},
	"LoggingConfiguration.loggingConfiguration.logDestinationConfigs[].logType":            {"ALERT", "FLOW"},

	"RuleGroup.ruleGroup.referenceSets.ipSetReferences[].ipSetReferences[].referenceArn":        prefixLists,
	"RuleGroup.ruleGroup.referenceSets.ipSetReferences[].key":                                   words,
	"RuleGroup.ruleGroup.ruleVariables.ipSets[].key":                                            words,
	"RuleGroup.ruleGroup.ruleVariables.portSets[].key":                                          words,
	"RuleGroup.ruleGroup.rulesSource.rulesSourceList.generatedRulesType":                        {"ALLOWLIST", "DENYLIST"},
	"RuleGroup.ruleGroup.rulesSource.rulesSourceList.targetTypes[]":                             {"TLS_SNI", "HTTP_HOST"},
	"RuleGroup.ruleGroup.rulesSource.rulesSourceList.targets[]":                                 hosts,
	"RuleGroup.ruleGroup.rulesSource.statefulRules[].action":                                    {"PASS", "DROP"},
	"RuleGroup.ruleGroup.rulesSource.statefulRules[].header.destination":                        ranges,
	"RuleGroup.ruleGroup.rulesSource.statefulRules[].header.destinationPort":                    ports,
	"RuleGroup.ruleGroup.rulesSource.statefulRules[].header.direction":                          {"FORWARD", "ANY"},
	"RuleGroup.ruleGroup.rulesSource.statefulRules[].header.protocol":                           protocols,
	"RuleGroup.ruleGroup.rulesSource.statefulRules[].header.source":                             ranges,
	"RuleGroup.ruleGroup.rulesSource.statefulRules[].header.sourcePort":                         ports,
	"RuleGroup.ruleGroup.rulesSource.statefulRules[].ruleOptions":                               {numbered("2"), numbered("3")},
	statelessRules + "destinations[].addressDefinition":                                         ranges,
	statelessRules + "sources[].addressDefinition":                                              ranges,
	statelessRules + "tcpFlags[].flags[]":                                                       {"SYN", "ACK"},
	statelessRules + "tcpFlags[].masks[]":                                                       {"SYN", "ACK"},
	"RuleGroup.ruleGroup.rulesSource.statelessRulesAndCustomActions.customActions[].actionName": words,

	"TlsInspectionConfiguration.timeouts.create":                       durations,
	"TlsInspectionConfiguration.timeouts.delete":                       durations,
	"TlsInspectionConfiguration.timeouts.update":                       durations,
	tlsServer + "certificateAuthorityArn":                              certificates,
	tlsServer + "checkCertificateRevocationStatus.revokedStatusAction": {"PASS", "DROP"},
	tlsServer + "checkCertificateRevocationStatus.unknownStatusAction": {"PASS", "DROP"},
}

const (
	statelessRules = "RuleGroup.ruleGroup.rulesSource.statelessRulesAndCustomActions.statelessRules[].ruleDefinition.matchAttributes."
	tlsServer      = "TlsInspectionConfiguration.tlsInspectionConfiguration.serverCertificateConfiguration."
)

// numbered are the options of a stateful rule, which has to have a number.
func numbered(id string) []any { return []any{Props{"keyword": "sid", "settings": []any{id}}} }

// alternativesOfFirewalls are among [alternatives].
var alternativesOfFirewalls = map[string][][]string{
	"aws:autoscaling/group:Group":                   {{"launchTemplate.id", "launchTemplate.name"}},
	"aws:ec2/launchTemplate:LaunchTemplate":         {{"iamInstanceProfile.arn", "iamInstanceProfile.name"}},
	"aws:ec2/vpcEndpointService:VpcEndpointService": {{"gatewayLoadBalancerArns", "networkLoadBalancerArns"}},
	"aws:networkfirewall/ruleGroup:RuleGroup": {
		{"rules", "ruleGroup"},
		{
			"ruleGroup.rulesSource.rulesSourceList", "ruleGroup.rulesSource.rulesString", "ruleGroup.rulesSource.statefulRules",
			"ruleGroup.rulesSource.statelessRulesAndCustomActions",
		},
	},
}

// metric is what a custom action does.
var metric = []any{Props{
	"actionName": "A", "actionDefinition": Props{"publishMetricAction": Props{"dimensions": []any{Props{"value": "a"}}}},
}}

// companionsOfFirewalls are among [companions].
var companionsOfFirewalls = map[string]map[string]Props{
	"aws:networkfirewall/firewallPolicy:FirewallPolicy": {
		"firewallPolicy.statelessCustomActions": {"firewallPolicy": Props{"statelessCustomActions": metric}},
	},
	"aws:networkfirewall/ruleGroup:RuleGroup": {
		"ruleGroup.referenceSets": {"ruleGroup": Props{"referenceSets": Props{"ipSetReferences": []any{Props{
			"key": "A", "ipSetReferences": []any{Props{"referenceArn": prefixLists[0]}},
		}}}}},
		"ruleGroup.ruleVariables.ipSets": {"ruleGroup": Props{"ruleVariables": Props{"ipSets": []any{Props{
			"key": "A", "ipSet": Props{"definitions": []any{"10.0.0.0/8"}},
		}}}}},
		"ruleGroup.ruleVariables.portSets": {"ruleGroup": Props{"ruleVariables": Props{"portSets": []any{Props{
			"key": "A", "portSet": Props{"definitions": []any{"80"}},
		}}}}},
		"ruleGroup.rulesSource.rulesSourceList": {"ruleGroup": Props{"rulesSource": Props{"rulesSourceList": Props{
			"generatedRulesType": "ALLOWLIST", "targetTypes": []any{"TLS_SNI"}, "targets": []any{"example.com"},
		}}}},
		"ruleGroup.rulesSource.statefulRules": {"ruleGroup": Props{"rulesSource": Props{"statefulRules": []any{Props{
			"action": "PASS", "ruleOptions": numbered("1"), "header": Props{
				"destination": "10.0.0.0/8", "destinationPort": "443", "direction": "FORWARD", "protocol": "TCP", "source": "ANY", "sourcePort": "ANY",
			},
		}}}}},
		"ruleGroup.rulesSource.statelessRulesAndCustomActions.statelessRules[].ruleDefinition.matchAttributes.tcpFlags": {"ruleGroup": Props{
			"rulesSource": Props{"statelessRulesAndCustomActions": Props{"statelessRules": []any{Props{
				"priority": 1.0, "ruleDefinition": Props{
					"actions": []any{"aws:pass"}, "matchAttributes": Props{"protocols": []any{6.0}, "tcpFlags": []any{Props{"flags": []any{"SYN"}}}},
				},
			}}}},
		}},
		"ruleGroup.rulesSource.statelessRulesAndCustomActions.customActions": {"ruleGroup": Props{"rulesSource": Props{
			"statelessRulesAndCustomActions": Props{"customActions": metric},
		}}},
	},
}
