package localcloud

import (
	"fmt"
	"time"
)

// What the provider takes and refuses by itself of AWS Network Firewall.

// Paths inside rule groups and TLS inspection configurations.
const (
	statelessRules     = "ruleGroup.rulesSource.statelessRulesAndCustomActions.statelessRules"
	statelessActionsOf = "ruleGroup.rulesSource.statelessRulesAndCustomActions.customActions"
	tlsServer          = "tlsInspectionConfiguration.serverCertificateConfiguration"
	tlsScopes          = tlsServer + ".scopes"
)

var (
	firewallName   = matching(`^[a-zA-Z0-9-]{1,128}$`, "must contain only alphanumeric characters and hyphens, 128 at most")
	encryptionType = oneOf("CUSTOMER_KMS", "AWS_OWNED_KMS_KEY")
	ruleOrder      = oneOf("DEFAULT_ACTION_ORDER", "STRICT_ORDER")
	variableName   = matching(`^[A-Za-z][A-Za-z0-9_]{0,31}$`, "must begin with a letter and contain only alphanumeric and underscore characters")
	actionName     = matching(`^[A-Za-z0-9]{1,128}$`, "must contain only alphanumeric characters")
	anAddressRange = matching(`^[a-fA-F0-9:.]+(/[0-9]{1,3})?$`, "must be an IP address or a block of them in CIDR notation")
	tcpFlag        = oneOf("FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR")
	revocation     = oneOf("PASS", "DROP", "REJECT")
	aPort          = between(0, 65535)
)

func aDuration(v any) string {
	if s, ok := v.(string); ok {
		if _, err := time.ParseDuration(s); err != nil {
			return fmt.Sprintf("%q is not a duration such as 30m", s)
		}
	}
	return ""
}

var acceptedByFirewalls = map[string]map[string]form{
	tFirewall: {
		"enabledAnalysisTypes":           oneOf("TLS_SNI", "HTTP_HOST"),
		"encryptionConfiguration.type":   encryptionType,
		"firewallPolicyArn":              anArn,
		"name":                           firewallName,
		"subnetMappings[].ipAddressType": oneOf("DUALSTACK", "IPV6", "IPV4"),
	},
	tFirewallPolicy: {
		"encryptionConfiguration.type":                                            encryptionType,
		"firewallPolicy.statefulEngineOptions.flowTimeouts.tcpIdleTimeoutSeconds": between(60, 6000),
		"firewallPolicy.statefulEngineOptions.ruleOrder":                          ruleOrder,
		"firewallPolicy.statefulEngineOptions.streamExceptionPolicy":              oneOf("DROP", "CONTINUE", "REJECT"),
		"firewallPolicy.statefulRuleGroupReferences[].override.action":            oneOf("DROP_TO_ALERT"),
		"firewallPolicy.statefulRuleGroupReferences[].priority":                   between(1, 65535),
		"firewallPolicy.statefulRuleGroupReferences[].resourceArn":                anArn,
		"firewallPolicy.statelessRuleGroupReferences[].priority":                  between(1, 65535),
		"firewallPolicy.statelessRuleGroupReferences[].resourceArn":               anArn,
		"firewallPolicy.tlsInspectionConfigurationArn":                            anArn,
		"firewallPolicy.policyVariables.ruleVariables[].key":                      variableName,
		"firewallPolicy.statelessCustomActions[].actionName":                      actionName,
		"name": firewallName,
	},
	tTlsInspection: {
		"name":            firewallName,
		"timeouts.create": aDuration, "timeouts.update": aDuration, "timeouts.delete": aDuration,
		tlsServer + ".certificateAuthorityArn":                              anArn,
		tlsServer + ".serverCertificates[].resourceArn":                     anArn,
		tlsServer + ".checkCertificateRevocationStatus.revokedStatusAction": revocation,
		tlsServer + ".checkCertificateRevocationStatus.unknownStatusAction": revocation,
		tlsScopes + "[].destinations[].addressDefinition":                   anAddressRange, tlsScopes + "[].sources[].addressDefinition": anAddressRange,
		tlsScopes + "[].protocols":                   between(0, 255),
		tlsScopes + "[].destinationPorts[].fromPort": aPort, tlsScopes + "[].destinationPorts[].toPort": aPort,
		tlsScopes + "[].sourcePorts[].fromPort": aPort, tlsScopes + "[].sourcePorts[].toPort": aPort,
	},
	tRuleGroup: {
		"ruleGroup.referenceSets.ipSetReferences[].ipSetReferences[].referenceArn": anArn,
		"ruleGroup.referenceSets.ipSetReferences[].key":                            variableName,
		"ruleGroup.ruleVariables.ipSets[].key":                                     variableName, "ruleGroup.ruleVariables.portSets[].key": variableName,
		statelessActionsOf + "[].actionName":                                                  actionName,
		statelessRules + "[].ruleDefinition.matchAttributes.destinations[].addressDefinition": aCidr,
		statelessRules + "[].ruleDefinition.matchAttributes.sources[].addressDefinition":      aCidr,
		statelessRules + "[].ruleDefinition.matchAttributes.tcpFlags[].flags":                 tcpFlag,
		statelessRules + "[].ruleDefinition.matchAttributes.tcpFlags[].masks":                 tcpFlag,
		"encryptionConfiguration.type":                                                        encryptionType,
		"name":                                                                                firewallName,
		"ruleGroup.rulesSource.rulesSourceList.generatedRulesType":                            oneOf("ALLOWLIST", "DENYLIST"),
		"ruleGroup.rulesSource.rulesSourceList.targetTypes":                                   oneOf("TLS_SNI", "HTTP_HOST"),
		"ruleGroup.rulesSource.statefulRules[].action":                                        oneOf("PASS", "DROP", "ALERT", "REJECT"),
		"ruleGroup.rulesSource.statefulRules[].header.direction":                              oneOf("FORWARD", "ANY"),
		"ruleGroup.rulesSource.statefulRules[].header.protocol": oneOf("IP", "TCP", "UDP", "ICMP", "HTTP", "FTP", "TLS", "SMB", "DNS", "DCERPC",
			"SSH", "SMTP", "IMAP", "MSN", "KRB5", "IKEV2", "TFTP", "NTP", "DHCP", "HTTP2", "QUIC"),
		"ruleGroup.statefulRuleOptions.ruleOrder": ruleOrder,
		"type": oneOf("STATELESS", "STATEFUL"),
	},
	tFirewallLogging: {
		"firewallArn": anArn,
		"loggingConfiguration.logDestinationConfigs[].logDestinationType": oneOf("S3", "CloudWatchLogs", "KinesisDataFirehose"),
		"loggingConfiguration.logDestinationConfigs[].logType":            oneOf("ALERT", "FLOW", "TLS"),
	},
}

var neededByFirewalls = map[string][]string{
	tFirewallPolicy: {
		"firewallPolicy.statelessDefaultActions", "firewallPolicy.statelessFragmentDefaultActions",
		"firewallPolicy.policyVariables.ruleVariables[].ipSet.definitions",
		"firewallPolicy.statelessCustomActions[].actionDefinition.publishMetricAction.dimensions",
	},
	tRuleGroup: {
		"ruleGroup.referenceSets.ipSetReferences[].ipSetReferences", "ruleGroup.ruleVariables.ipSets[].ipSet.definitions",
		"ruleGroup.ruleVariables.portSets[].portSet.definitions", "ruleGroup.rulesSource.rulesSourceList.targetTypes",
		"ruleGroup.rulesSource.rulesSourceList.targets", "ruleGroup.rulesSource.statefulRules[].ruleOptions",
		statelessRules, statelessRules + "[].ruleDefinition.actions", statelessRules + "[].ruleDefinition.matchAttributes.tcpFlags[].flags",
		statelessActionsOf + "[].actionDefinition.publishMetricAction.dimensions",
	},
	tFirewallLogging: {"loggingConfiguration.logDestinationConfigs", "loggingConfiguration.logDestinationConfigs[].logDestination"},
	tTlsInspection: {
		"tlsInspectionConfiguration", tlsServer, tlsScopes, tlsScopes + "[].destinations",
		tlsScopes + "[].protocols",
	},
}
