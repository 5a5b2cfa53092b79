package localcloud

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// What the provider takes and refuses by itself, before it asks AWS: values of
// single inputs, and inputs that come one of several. What AWS refuses as well
// stands with the kinds.

// action are the values that parts of an action take.
func action(property string) map[string]form {
	return map[string]form{
		property + "[].type":                        oneOf("forward", "authenticate-oidc", "authenticate-cognito", "redirect", "fixed-response"),
		property + "[].redirect.protocol":           oneOf("#{protocol}", "HTTP", "HTTPS"),
		property + "[].redirect.statusCode":         oneOf("HTTP_301", "HTTP_302"),
		property + "[].fixedResponse.contentType":   oneOf("text/plain", "text/css", "text/html", "application/javascript", "application/json"),
		property + "[].fixedResponse.statusCode":    matching(`^[245]\d\d$`, "is no status code of a fixed response"),
		property + "[].targetGroupArn":              anArn,
		property + "[].forward.targetGroups[].arn":  anArn,
		property + "[].forward.stickiness.duration": between(1, 604800),
	}
}

// accepted are the values that inputs take, by type and path.
var accepted = merged(acceptedByFirewalls, acceptedByFleets, acceptedByOrganizations, acceptedByBlocks, map[string]map[string]form{
	tEip:        {"domain": oneOf("vpc", "standard")},
	tNatGateway: {"connectivityType": oneOf("private", "public"), "privateIp": anAddress4},
	tNetworkAcl: {
		"egress[].action": oneOf("allow", "deny"), "egress[].cidrBlock": aCidr, "egress[].ipv6CidrBlock": aCidr, "egress[].protocol": aclProtocol,
		"ingress[].action": oneOf("allow", "deny"), "ingress[].cidrBlock": aCidr, "ingress[].ipv6CidrBlock": aCidr, "ingress[].protocol": aclProtocol,
	},
	tAclRule:    {"protocol": aclProtocol, "ruleAction": oneOf("allow", "deny")},
	tGroupRule:  {"type": oneOf("egress", "ingress")},
	tPrefixList: {"addressFamily": oneOf("IPv4", "IPv6")},
	tShare:      {"permissionArns": anArn},
	tFlowLog: {
		"deliverCrossAccountRole":       anArn,
		"destinationOptions.fileFormat": oneOf("plain-text", "parquet"),
		"iamRoleArn":                    anArn,
		"logDestinationType":            oneOf("cloud-watch-logs", "s3", "kinesis-data-firehose"),
		"maxAggregationInterval":        aggregation,
		"trafficType":                   oneOf("ACCEPT", "REJECT", "ALL"),
	},
	tCertificate: {"options.certificateTransparencyLoggingPreference": oneOf("ENABLED", "DISABLED")},
	tSubnet: {
		"mapCustomerOwnedIpOnLaunch":     alone("customerOwnedIpv4Pool and outpostArn"),
		"privateDnsHostnameTypeOnLaunch": oneOf("ip-name", "resource-name"),
	},
	tRecord: {"failoverRoutingPolicies[].type": oneOf("PRIMARY", "SECONDARY")},
	tVpc:    {"instanceTenancy": oneOf("default", "dedicated")},
	tVpcEndpoint: {
		"dnsOptions.dnsRecordIpType": oneOf("ipv4", "dualstack", "ipv6", "service-defined"),
		"ipAddressType":              oneOf("ipv4", "dualstack", "ipv6"),
		"vpcEndpointType":            oneOf("Interface", "Gateway", "GatewayLoadBalancer", "Resource", "ServiceNetwork"),
	},
	tAnalysisPath: {
		"protocol": oneOf("tcp", "udp"), "filterAtSource.sourceAddress": anAddress4, "filterAtSource.destinationAddress": anAddress4,
		"filterAtDestination.sourceAddress": anAddress4, "filterAtDestination.destinationAddress": anAddress4,
	},
	tAnalysis: {"filterInArns": anArn},
	tLaunchTemplate: {
		"blockDeviceMappings[].ebs.deleteOnTermination": aTruth, "blockDeviceMappings[].ebs.encrypted": aTruth,
		"blockDeviceMappings[].ebs.throughput": between(125, 1000), "blockDeviceMappings[].ebs.volumeInitializationRate": between(100, 300),
		"blockDeviceMappings[].ebs.volumeType": oneOf("standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"),
		"ebsOptimized":                         aTruth, "iamInstanceProfile.arn": anArn, "instanceInitiatedShutdownBehavior": oneOf("stop", "terminate"),
		"metadataOptions.httpEndpoint": oneOf("disabled", "enabled"), "metadataOptions.httpProtocolIpv6": oneOf("disabled", "enabled"),
		"metadataOptions.httpTokens": oneOf("optional", "required"), "metadataOptions.instanceMetadataTags": oneOf("disabled", "enabled"),
		"metadataOptions.httpPutResponseHopLimit":       between(1, 64),
		"networkInterfaces[].associateCarrierIpAddress": aTruth, "networkInterfaces[].associatePublicIpAddress": aTruth,
		"networkInterfaces[].deleteOnTermination": aTruth, "networkInterfaces[].primaryIpv6": aTruth,
		"networkInterfaces[].interfaceType": oneOf("efa", "efa-only", "interface"), "networkInterfaces[].ipv4Addresses": anAddress4,
		"networkInterfaces[].ipv4Prefixes": aCidr, "networkInterfaces[].ipv6Addresses": anAddress6, "networkInterfaces[].ipv6Prefixes": aCidr,
		"networkInterfaces[].privateIpAddress": anAddress4,
	},
	tEndpointService: {
		"gatewayLoadBalancerArns": anArn, "networkLoadBalancerArns": anArn, "supportedIpAddressTypes": oneOf("ipv4", "ipv6"),
	},
	tTransitGateway: {"transitGatewayCidrBlocks": aCidr},
	tAddon:          {"addonVersion": matching(`^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-.+)?$`, "must follow semantic version format")},
	tCluster: {
		"computeConfig.nodePools":                 oneOf("general-purpose", "system"),
		"computeConfig.nodeRoleArn":               anArn,
		"encryptionConfig.resources":              oneOf("secrets"),
		"kubernetesNetworkConfig.serviceIpv6Cidr": never,
		"upgradePolicy.supportType":               oneOf("STANDARD", "EXTENDED"),
		"vpcConfig.clusterSecurityGroupId":        never,
		"vpcConfig.publicAccessCidrs":             aCidr,
		"vpcConfig.vpcId":                         never,
	},
	tNodeGroup: {"launchTemplate.id": matching(`^lt-[0-9a-zA-Z]+$`, "must begin with 'lt-' and be comprised of only alphanumeric characters")},
	tListener: merged(action("defaultActions"), map[string]form{
		"alpnPolicy": oneOf("HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"),
		"mutualAuthentication.advertiseTrustStoreCaNames": oneOf("on", "off"),
		"mutualAuthentication.mode":                       oneOf("off", "verify", "passthrough"),
		"mutualAuthentication.trustStoreArn":              anArn,
		"protocol":                                        oneOf("HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"),
		"tcpIdleTimeoutSeconds":                           between(60, 6000),
	}),
	tListenerRule: merged(action("actions"), map[string]form{"conditions[].sourceIp.values": aCidr}),
	tLoadBalancer: {
		"desyncMitigationMode":                                 oneOf("monitor", "defensive", "strictest"),
		"dnsRecordClientRoutingPolicy":                         oneOf("availability_zone_affinity", "partial_availability_zone_affinity", "any_availability_zone"),
		"enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": oneOf("on", "off"),
		"ipAddressType":                                        oneOf("ipv4", "dualstack", "dualstack-without-public-ipv4"),
		"loadBalancerType":                                     oneOf("application", "network", "gateway"),
		"namePrefix":                                           shortPrefix,
		"subnetMappings[].ipv6Address":                         anAddress6,
		"subnetMappings[].outpostId":                           never,
		"xffHeaderProcessingMode":                              oneOf("append", "preserve", "remove"),
	},
	tTargetGroup: {
		"healthCheck.healthyThreshold":       between(2, 10),
		"healthCheck.interval":               between(5, 300),
		"healthCheck.timeout":                between(2, 120),
		"healthCheck.unhealthyThreshold":     between(2, 10),
		"healthCheck.protocol":               oneOf("HTTP", "HTTPS", "TCP"),
		"healthCheck.port":                   matching(`^(traffic-port|[1-9]\d{0,4})$`, `must be a valid port number (1-65536) or "traffic-port"`),
		"ipAddressType":                      oneOf("ipv4", "ipv6"),
		"loadBalancingAlgorithmType":         oneOf("round_robin", "least_outstanding_requests", "weighted_random"),
		"loadBalancingAnomalyMitigation":     oneOf("on", "off"),
		"loadBalancingCrossZoneEnabled":      oneOf("true", "false", "use_load_balancer_configuration"),
		"namePrefix":                         shortPrefix,
		"preserveClientIp":                   oneOf("", "true", "false"),
		"protocolVersion":                    oneOf("GRPC", "HTTP1", "HTTP2"),
		"slowStart":                          slowStart,
		"stickiness.cookieDuration":          between(0, 604800),
		"stickiness.type":                    oneOf("lb_cookie", "app_cookie", "source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto"),
		"targetFailovers[].onDeregistration": oneOf("rebalance", "no_rebalance"),
		"targetFailovers[].onUnhealthy":      oneOf("rebalance", "no_rebalance"),
		"targetType":                         oneOf("instance", "ip", "lambda", "alb"),
	},
})

func merged[V any](layers ...map[string]V) map[string]V {
	all := map[string]V{}
	for _, l := range layers {
		maps.Copy(all, l)
	}
	return all
}

// alternatives are inputs of which exactly one must be given, by type.
var alternatives = map[string][][]string{
	tRoute: {
		{"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"},
		{
			"carrierGatewayId", "coreNetworkArn", "egressOnlyGatewayId", "gatewayId", "localGatewayId", "natGatewayId", "networkInterfaceId",
			"transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId",
		},
	},
	tScalingGroup:    {{"launchConfiguration", "launchTemplate", "mixedInstancesPolicy"}},
	tRTAssociation:   {{"gatewayId", "subnetId"}},
	tEndpointService: {{"gatewayLoadBalancerArns", "networkLoadBalancerArns"}},
	tAclRule:         {{"cidrBlock", "ipv6CidrBlock"}},
	tFlowLog:         {{"eniId", "subnetId", "transitGatewayAttachmentId", "transitGatewayId", "vpcId"}},
	tLoadBalancer:    {{"subnetMappings", "subnets"}},
}

// needed are lists that an object cannot be without. The SDK's source does not
// tell them from those that may be left out.
var needed = merged(neededByFirewalls, map[string][]string{
	tCluster:  {"encryptionConfig.resources"},
	tListener: {"defaultActions[].forward.targetGroups"},
	tListenerRule: {
		"actions[].forward.targetGroups", "conditions[].hostHeader.values", "conditions[].httpHeader.values",
		"conditions[].httpRequestMethod.values", "conditions[].pathPattern.values", "conditions[].sourceIp.values",
	},
})

// unaccepted lists what the provider refuses by itself.
func (k *kind) unaccepted(in Props) []problem {
	var found []problem
	for _, path := range slices.Sorted(maps.Keys(accepted[k.token])) {
		is := accepted[k.token][path]
		each(in, strings.Split(path, "."), func(m Props, name string) {
			for _, v := range elements(m[name]) {
				if v == nil || isUnknown(v) {
					continue
				}
				if wrong := is(v); wrong != "" {
					found = append(found, problem{topOf(path), fmt.Errorf("%s: %s: %s", k.token, path, wrong)})
				}
			}
		})
	}
	for _, path := range needed[k.token] {
		each(in, strings.Split(path, "."), func(m Props, name string) {
			if m[name] == nil {
				found = append(found, problem{topOf(path), fmt.Errorf("%s: %s: missing required property", k.token, path)})
			}
		})
	}
	for _, group := range alternatives[k.token] {
		var given []string
		for _, name := range group {
			if in[name] != nil {
				given = append(given, name)
			}
		}
		if len(given) != 1 {
			found = append(found, problem{group[0], fmt.Errorf("%s: exactly one of %s must be specified, not %d", k.token, strings.Join(group, ", "), len(given))})
		}
	}
	return found
}

// elements are the elements of a list, or a value itself.
func elements(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	return []any{v}
}
