package parity

import "strings"

var (
	targetGroups = []any{
		"arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/a/0123456789abcdef",
		"arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/b/0123456789abcdef",
	}
	trustStores = []any{
		"arn:aws:elasticloadbalancing:us-east-1:111111111111:truststore/a/0123456789abcdef",
		"arn:aws:elasticloadbalancing:us-east-1:111111111111:truststore/b/0123456789abcdef",
	}
	certificates = []any{
		"arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012",
		"arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789013",
	}
	keys = []any{
		"arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789012",
		"arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789013",
	}
	roles           = []any{"arn:aws:iam::111111111111:role/a", "arn:aws:iam::111111111111:role/b"}
	managedPolicies = []any{"arn:aws:iam::aws:policy/PowerUserAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"}
	documents       = []any{
		`{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2012-10-17"}`,
		`{"Statement":[],"Version":"2012-10-17"}`,
	}
	ranges     = []any{"10.99.0.0/24", "10.98.0.0/24"}
	publicly   = []any{"192.0.2.0/24", "198.51.100.0/24"}
	ranges6    = []any{"2001:db8:1::/64", "2001:db8:2::/64"}
	addresses6 = []any{"2001:db8::1", "2001:db8::2"}
	vpcs       = []any{"vpc-0aaaaaaaaaaaaaaa1", "vpc-0aaaaaaaaaaaaaaa2"}
	subnets    = []any{"subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"}
	groups     = []any{"sg-0aaaaaaaaaaaaaaa1", "sg-0aaaaaaaaaaaaaaa2"}
	hosts      = []any{"a.example.com", "b.example.com"}
	prefixes   = []any{"parity-a-", "parity-b-"}
	short      = []any{"a-", "b-"}
)

// values that a property takes, by its name or by the end of its path, where neither the value that is there nor the
// provider's own refusal leads to them. A more specific key wins: type and path, then the path's end, then the name.
var values = map[string][]any{
	"LoadBalancer.namePrefix":              short,
	"TargetGroup.namePrefix":               short,
	"actions[].type":                       {"fixed-response", "forward"},
	"addonVersion":                         {"v1.18.1-eksbuild.1", "v1.19.0-eksbuild.1"},
	"availabilityZone":                     {"us-east-1b", "us-east-1c"},
	"availabilityZoneId":                   {"use1-az2", "use1-az4"},
	"certificateArn":                       certificates,
	"cidrBlock":                            ranges,
	"cidrBlocks[]":                         ranges,
	"cidrIpv4":                             ranges,
	"cidrIpv6":                             ranges6,
	"defaultActions[].type":                {"fixed-response", "forward"},
	"destinationCidrBlock":                 ranges,
	"destinationIpv6CidrBlock":             ranges6,
	"domainName":                           hosts,
	"fixedResponse.statusCode":             {"503", "404"},
	"healthCheck.path":                     {"/a", "/b"},
	"internetGatewayBlockMode":             {"block-ingress", "off"},
	"internetGatewayExclusionMode":         {"allow-egress", "allow-bidirectional"},
	"ipv6CidrBlock":                        ranges6,
	"ipv6CidrBlocks[]":                     ranges6,
	"kmsKeyId":                             keys,
	"latencyRoutingPolicies[].region":      {"us-east-1", "us-west-2"},
	"launchTemplate.id":                    {"lt-0aaaaaaaaaaaaaaa1", "lt-0aaaaaaaaaaaaaaa2"},
	"managedPolicyArns[]":                  managedPolicies,
	"maxSessionDuration":                   {7200.0, 3600.0},
	"namePrefix":                           prefixes,
	"nodeRoleArn":                          roles,
	"path":                                 {"/a/", "/b/"},
	"permissionsBoundary":                  managedPolicies,
	"policy":                               documents,
	"privateIpv4Address":                   {"10.99.0.10", "10.99.0.11"},
	"provider.keyArn":                      keys,
	"publicAccessCidrs[]":                  publicly,
	"remoteNodeNetworks.cidrs[]":           ranges,
	"remotePodNetworks.cidrs[]":            ranges,
	"roleArn":                              roles,
	"securityGroupIds[]":                   groups,
	"securityGroups[]":                     groups,
	"serviceAccountRoleArn":                roles,
	"sourceIp.values[]":                    publicly,
	"sslPolicy":                            {"ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-2016-08"},
	"stickiness.type":                      {"lb_cookie", "source_ip"},
	"subjectAlternativeNames[]":            hosts,
	"subnetId":                             subnets,
	"subnetIds[]":                          subnets,
	"subnetMappings[].ipv6Address":         addresses6,
	"subnets[]":                            subnets,
	"taints[].effect":                      {"NO_SCHEDULE", "NO_EXECUTE"},
	"targetGroupArn":                       targetGroups,
	"targetGroups[].arn":                   targetGroups,
	"transitGatewayCidrBlocks[]":           ranges,
	"trustStoreArn":                        trustStores,
	"type":                                 {"ingress", "egress"},
	"failoverRoutingPolicies[].type":       {"PRIMARY", "SECONDARY"},
	"ipProtocol":                           {"udp", "icmp"},
	"scalingConfig.minSize":                {0.0, 1.0},
	"entries[].cidr":                       ranges,
	"deliverCrossAccountRole":              roles,
	"iamRoleArn":                           roles,
	"privateIp":                            {"10.0.0.20", "10.0.0.21"},
	"permissionArns[]":                     {"arn:aws:ram::aws:permission/A", "arn:aws:ram::aws:permission/B"},
	"NetworkAclRule.protocol":              {"udp", "-1"},
	"SecurityGroupRule.protocol":           {"udp", "icmp"},
	"NetworkAcl.egress[].protocol":         {"tcp", "udp"},
	"NetworkAcl.ingress[].protocol":        {"tcp", "udp"},
	"NetworkAcl.egress[].action":           {"allow", "deny"},
	"NetworkAcl.ingress[].action":          {"allow", "deny"},
	"DefaultNetworkAcl.egress[].protocol":  {"tcp", "udp"},
	"DefaultNetworkAcl.egress[].action":    {"allow", "deny"},
	"DefaultNetworkAcl.ingress[].protocol": {"tcp", "udp"},
	"DefaultNetworkAcl.ingress[].action":   {"allow", "deny"},
	"OpenIdConnectProvider.url":            {"https://a.example.com", "https://b.example.com"},
	"thumbprintLists[]":                    {"0123456789abcdef0123456789abcdef01234567", "1123456789abcdef0123456789abcdef01234567"},
	"vpcId":                                vpcs,
}

// listed looks a property up in the tables.
func listed(token, path string) []any {
	parts := strings.Split(token, ":")
	name := parts[len(parts)-1] + "." + path
	if v, ok := values[name]; ok {
		return v
	}
	if v, ok := valuesOfFirewalls[name]; ok {
		return v
	}
	for rest := path; ; {
		if v, ok := values[rest]; ok {
			return v
		}
		_, after, found := strings.Cut(rest, ".")
		if !found {
			return nil
		}
		rest = after
	}
}
