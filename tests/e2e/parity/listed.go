package parity

import "strings"

// values that a property takes, by its name or by the end of its path, where neither the value that is there nor the
// provider's own refusal leads to them. A more specific key wins: type and path, type's name and path, path's end, name.
var values = map[string][]any{
	"availabilityZone":         {"us-east-1b", "us-east-1c"},
	"availabilityZoneId":       {"use1-az2", "use1-az4"},
	"cidrBlock":                {"10.99.0.0/24", "10.98.0.0/24"},
	"cidrIpv4":                 {"10.99.0.0/24", "10.98.0.0/24"},
	"cidrIpv6":                 {"2001:db8:1::/64", "2001:db8:2::/64"},
	"ipv6CidrBlock":            {"2001:db8:1::/64", "2001:db8:2::/64"},
	"destinationCidrBlock":     {"10.99.0.0/24", "10.98.0.0/24"},
	"destinationIpv6CidrBlock": {"2001:db8:1::/64", "2001:db8:2::/64"},
	"cidrBlocks[]":             {"10.99.0.0/24", "10.98.0.0/24"},
	"ipv6CidrBlocks[]":         {"2001:db8:1::/64", "2001:db8:2::/64"},
	"namePrefix":               {"parity-a-", "parity-b-"},
	"policy":                   {`{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2012-10-17"}`, `{"Statement":[],"Version":"2012-10-17"}`},
	"vpcId":                    {"vpc-0aaaaaaaaaaaaaaa1", "vpc-0aaaaaaaaaaaaaaa2"},
	"subnetId":                 {"subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"},
	"subnetIds[]":              {"subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"},
	"subnets[]":                {"subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"},
	"securityGroups[]":         {"sg-0aaaaaaaaaaaaaaa1", "sg-0aaaaaaaaaaaaaaa2"},
	"securityGroupIds[]":       {"sg-0aaaaaaaaaaaaaaa1", "sg-0aaaaaaaaaaaaaaa2"},
	"targetGroupArn":           {"arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/a/0123456789abcdef", "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/b/0123456789abcdef"},
	"certificateArn":           {"arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012", "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789013"},
	"kmsKeyId":                 {"arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789012", "arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789013"},
	"permissionsBoundary":      {"arn:aws:iam::aws:policy/PowerUserAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"},
	"serviceAccountRoleArn":    {"arn:aws:iam::111111111111:role/a", "arn:aws:iam::111111111111:role/b"},
	"roleArn":                  {"arn:aws:iam::111111111111:role/a", "arn:aws:iam::111111111111:role/b"},
	"managedPolicyArns[]":      {"arn:aws:iam::aws:policy/PowerUserAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"},
	"maxSessionDuration":       {7200.0, 3600.0},
	"path":                     {"/a/", "/b/"},
	"healthCheck.path":         {"/a", "/b"},
	"privateIpv4Address":       {"10.99.0.10", "10.99.0.11"},
	"type":                     {"ingress", "egress"},
}

// listed looks a property up in the table.
func listed(token, path string) []any {
	parts := strings.Split(token, ":")
	typ := parts[len(parts)-1]
	for _, key := range []string{token + "." + path, typ + "." + path} {
		if v, ok := values[key]; ok {
			return v
		}
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

// alternatives are properties of which a program sets one: setting another means leaving out the rest.
var alternatives = map[string][][]string{
	"*": {{"name", "namePrefix"}},
	"aws:ec2/route:Route": {
		{"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"},
		{
			"carrierGatewayId", "coreNetworkArn", "egressOnlyGatewayId", "gatewayId", "localGatewayId", "natGatewayId",
			"networkInterfaceId", "transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId",
		},
	},
	"aws:ec2/routeTableAssociation:RouteTableAssociation": {{"subnetId", "gatewayId"}},
	"aws:ec2/subnet:Subnet":                               {{"availabilityZone", "availabilityZoneId"}},
	"aws:lb/loadBalancer:LoadBalancer":                    {{"subnets", "subnetMappings"}},
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
		{"cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"},
	},
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
		{"cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"},
	},
	"aws:ec2/vpc:Vpc": {{"cidrBlock", "ipv4NetmaskLength"}},
}

// rivals are the properties that cannot be there beside one.
func rivals(token, path string) []string {
	var found []string
	for _, groups := range [][][]string{alternatives["*"], alternatives[token]} {
		for _, group := range groups {
			for _, member := range group {
				if member == path || strings.HasPrefix(path, member+".") || strings.HasPrefix(path, member+"[") {
					for _, other := range group {
						if other != member {
							found = append(found, other)
						}
					}
				}
			}
		}
	}
	return found
}
