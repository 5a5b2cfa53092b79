package parity

import "strings"

// alternatives are properties of which a program sets one: setting another means leaving out the rest.
var alternatives = map[string][][]string{
	"*": {{"name", "namePrefix"}},
	"aws:acm/certificate:Certificate": {
		{"certificateBody", "domainName"},
		{"certificateBody", "subjectAlternativeNames"},
		{"certificateBody", "validationMethod"},
		{"certificateChain", "domainName"},
		{"certificateChain", "subjectAlternativeNames"},
		{"certificateChain", "validationMethod"},
		{"privateKey", "domainName"},
		{"privateKey", "subjectAlternativeNames"},
		{"privateKey", "validationMethod"},
		{"certificateAuthorityArn", "validationMethod"},
		{"earlyRenewalDuration", "validationMethod"},
	},
	"aws:ec2/flowLog:FlowLog":               {{"eniId", "subnetId", "transitGatewayAttachmentId", "transitGatewayId", "vpcId"}},
	"aws:ec2/networkAclRule:NetworkAclRule": {{"cidrBlock", "ipv6CidrBlock"}},
	"aws:ec2/securityGroupRule:SecurityGroupRule": {
		{"cidrBlocks", "self"}, {"cidrBlocks", "sourceSecurityGroupId"},
	},
	"aws:ec2/route:Route": {
		{"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"},
		{
			"carrierGatewayId", "coreNetworkArn", "egressOnlyGatewayId", "gatewayId", "localGatewayId", "natGatewayId",
			"networkInterfaceId", "transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId",
		},
	},
	"aws:ec2/routeTableAssociation:RouteTableAssociation": {{"subnetId", "gatewayId"}},
	"aws:ec2/subnet:Subnet":                               {{"availabilityZone", "availabilityZoneId"}},
	"aws:ec2/vpc:Vpc":                                     {{"cidrBlock", "ipv4NetmaskLength"}},
	"aws:eks/nodeGroup:NodeGroup": {
		{"updateConfig.maxUnavailable", "updateConfig.maxUnavailablePercentage"}, {"nodeGroupName", "nodeGroupNamePrefix"},
	},
	"aws:lb/loadBalancer:LoadBalancer": {{"subnets", "subnetMappings"}},
	"aws:route53/record:Record":        {{"aliases", "records"}, {"aliases", "ttl"}},
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
		{"cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"},
	},
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
		{"cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"},
	},
}

// companions are properties that have to be there beside one, by type and the beginning of its path.
var companions = map[string]map[string]Props{
	"aws:acm/certificate:Certificate": {
		"certificateBody":  {"privateKey": "parity"},
		"certificateChain": {"certificateBody": "parity", "privateKey": "parity"},
		"privateKey":       {"certificateBody": "parity"},
	},
	"aws:eks/cluster:Cluster": {
		"encryptionConfig.provider": {"encryptionConfig": Props{"resources": []any{"secrets"}}},
	},
	"aws:eks/nodeGroup:NodeGroup": {
		"launchTemplate.version": {"launchTemplate": Props{"name": "parity"}},
	},
	"aws:lb/listener:Listener": {
		"defaultActions[].type":                              {"defaultActions": answers},
		"defaultActions[].forward":                           {"defaultActions": forwards},
		"mutualAuthentication.trustStoreArn":                 {"mutualAuthentication": Props{"mode": "verify"}},
		"mutualAuthentication.ignoreClientCertificateExpiry": {"mutualAuthentication": Props{"mode": "verify", "trustStoreArn": trustStores[0]}},
		"mutualAuthentication.advertiseTrustStoreCaNames":    {"mutualAuthentication": Props{"mode": "verify", "trustStoreArn": trustStores[0]}},
	},
	"aws:lb/listenerRule:ListenerRule": {
		"actions[].type":          {"actions": answers},
		"actions[].forward":       {"actions": forwards},
		"conditions[].httpHeader": {"conditions": []any{Props{"httpHeader": Props{"httpHeaderName": "Via", "values": []any{"a"}}}}},
	},
	"aws:route53/record:Record": {
		"aliases":                       {"type": "A"},
		"cidrRoutingPolicy":             {"setIdentifier": "parity"},
		"failoverRoutingPolicies":       {"setIdentifier": "parity"},
		"geolocationRoutingPolicies":    {"setIdentifier": "parity"},
		"geoproximityRoutingPolicy":     {"setIdentifier": "parity"},
		"latencyRoutingPolicies":        {"setIdentifier": "parity"},
		"multivalueAnswerRoutingPolicy": {"setIdentifier": "parity"},
		"weightedRoutingPolicies":       {"setIdentifier": "parity"},
	},
}

var forwards = []any{Props{"type": "forward", "forward": Props{"targetGroups": []any{Props{"arn": targetGroups[0]}}}}}

var answers = []any{Props{"type": "fixed-response", "fixedResponse": Props{"contentType": "text/plain", "statusCode": "404"}}}

// accompanied is the inputs with what has to be there beside a property.
func accompanied(token, path string, inputs Props) Props {
	for _, table := range []map[string]map[string]Props{companions, companionsOfFirewalls} {
		for beginning, more := range table[token] {
			if within(beginning, path) {
				inputs, _ = overlay(inputs, more).(map[string]any)
			}
		}
	}
	return inputs
}

// rivals are the properties that cannot be there beside one.
func rivals(token, path string) []string {
	var found []string
	for _, groups := range [][][]string{alternatives["*"], alternatives[token], alternativesOfFirewalls[token]} {
		for _, group := range groups {
			for _, member := range group {
				if !within(member, path) {
					continue
				}
				for _, other := range group {
					if other != member {
						found = append(found, other)
					}
				}
			}
		}
	}
	return found
}

// within says whether a path is a place or stands inside it.
func within(place, path string) bool {
	return path == place || strings.HasPrefix(path, place+".") || strings.HasPrefix(path, place+"[")
}
