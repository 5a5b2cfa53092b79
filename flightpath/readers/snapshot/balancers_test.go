package snapshot

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

const (
	balancerARN = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/web/0123456789abcdef"
	listenerARN = "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/web/0123456789abcdef/aaaaaaaaaaaaaaaa"
	ruleARN     = "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/web/0123456789abcdef/aaaaaaaaaaaaaaaa/bbbbbbbbbbbbbbbb"
	one, two    = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/one/1", "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/two/2"
)

// web is an application load balancer with two target groups, of which its listener's default action forwards to the first.
func web(kind string) string {
	group := func(arn string) string {
		return `{"TargetGroupArn": "` + arn + `", "TargetGroupName": "g", "Protocol": "HTTP", "Port": 80, "TargetType": "ip",
			"LoadBalancerArns": ["` + balancerARN + `"], "HealthCheckPort": "traffic-port"}`
	}
	return `{"LoadBalancers": [{"LoadBalancerArn": "` + balancerARN + `", "LoadBalancerName": "web", "Type": "` + kind + `", "VpcId": "vpc-1",
			"Scheme": "internet-facing", "AvailabilityZones": [{"ZoneName": "us-east-1a", "SubnetId": "subnet-1", "LoadBalancerAddresses": [
				{"IpAddress": "198.51.100.1", "AllocationId": "eipalloc-1", "PrivateIPv4Address": "10.0.0.9", "IPv6Address": "2001:db8::9"}]}]}],
		"LoadBalancerListeners": [{"LoadBalancerArn": "` + balancerARN + `", "Listeners": [{"ListenerArn": "` + listenerARN + `", "Port": 80,
			"Protocol": "HTTP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": "` + one + `"}]}]}],
		"TargetGroups": [` + group(one) + `, ` + group(two) + `],
		"LoadBalancerTargetHealth": [{"TargetGroupArn": "` + one + `", "TargetHealthDescriptions": [
			{"Target": {"Id": "10.0.0.7", "Port": 8080, "AvailabilityZone": "us-east-1a"}, "TargetHealth": {"State": "unhealthy"}}]}],
		"AvailabilityZones": [{"ZoneName": "us-east-1a", "ZoneId": "use1-az4"}]}`
}

func TestRulesThatNoFileHolds(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{"x.json": web("application")})
	listener := n.LoadBalancers[0].Listeners[0]
	require.Len(t, listener.Forwards, 2, "some rule has to forward to the second target group, or it would not be attached")
	assert.Equal(t, network.Forward{Rule: "default", TargetGroup: one, Weight: 1}, listener.Forwards[0])
	assert.Equal(t, two, listener.Forwards[1].TargetGroup)
	assert.Equal(t, "unknown", listener.Forwards[1].Rule)
	assert.NotEmpty(t, gapsOf(n, network.GapListeners, listenerARN))

	rules := `{"ListenerRules": [{"ListenerArn": "` + listenerARN + `", "Rules": [
		{"RuleArn": "` + ruleARN + `", "Priority": "1", "IsDefault": false, "Conditions": [{"Field": "path-pattern", "Values": ["/x/*", "/y"]}],
		 "Actions": [{"Type": "authenticate-oidc", "Order": 1}, {"Type": "forward", "Order": 2, "TargetGroupArn": "` + two + `",
			"ForwardConfig": {"TargetGroups": [{"TargetGroupArn": "` + two + `", "Weight": 0}, {"TargetGroupArn": "` + one + `", "Weight": 10}]}}]}]}]}`
	n = readFiles(t, files{"x.json": web("application"), "rules.json": rules})
	assert.Equal(t, []network.Forward{
		{Rule: ruleARN, Condition: "path-pattern /x/* or /y", TargetGroup: two, Weight: 0},
		{Rule: ruleARN, Condition: "path-pattern /x/* or /y", TargetGroup: one, Weight: 10},
		{Rule: "default", TargetGroup: one, Weight: 1},
	}, n.LoadBalancers[0].Listeners[0].Forwards)
	assert.Empty(t, gapsOf(n, network.GapListeners, listenerARN))
	assert.Empty(t, gapsOf(readFiles(t, files{"x.json": web("network")}), network.GapListeners, listenerARN), "these have no rules")
}

func TestNodesAndTargets(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{"x.json": web("network")})
	assert.Equal(t, []network.Node{{Subnet: "subnet-1", Addresses: []network.Address{
		{Private: netip.MustParseAddr("10.0.0.9"), Public: netip.MustParseAddr("198.51.100.1")}, {Private: netip.MustParseAddr("2001:db8::9")},
	}}}, n.LoadBalancers[0].Nodes)
	assert.False(t, n.LoadBalancers[0].HasSecurityGroups)
	assert.False(t, n.LoadBalancers[0].CrossZoneKnown)
	groups := n.Index().TargetGroups
	assert.Equal(t, []network.RegisteredTarget{{ID: "10.0.0.7", Address: netip.MustParseAddr("10.0.0.7"), Port: 8080, Zone: "use1-az4"}},
		groups[one].Targets, "an unhealthy target is one")
	assert.True(t, groups[one].TargetsKnown)
	assert.False(t, groups[two].TargetsKnown)

	attributes := func(value string) string {
		return `{"LoadBalancerAttributes": [{"LoadBalancerArn": "` + balancerARN + `", "Attributes": [
			{"Key": "load_balancing.cross_zone.enabled", "Value": "` + value + `"}]}]}`
	}
	n = readFiles(t, files{"x.json": web("network"), "a.json": attributes("true")})
	assert.True(t, n.LoadBalancers[0].CrossZone && n.LoadBalancers[0].CrossZoneKnown)
	_, err := Read(folder(t, files{"x.json": web("network"), "a.json": attributes("yes")}))
	require.ErrorContains(t, err, `Attributes[0].Value: "yes" is neither true nor false`)
}

func TestClientAddressesByDefault(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		protocol string
		kind     network.TargetGroupKind
		want     bool
	}{
		{"TCP", network.IPTargets, false},
		{"TLS", network.IPTargets, false},
		{"TCP", network.InstanceTargets, true},
		{"TCP", network.ALBTargets, true},
		{"UDP", network.IPTargets, true},
		{"TCP_UDP", network.IPTargets, true},
		{"HTTPS", network.InstanceTargets, false},
	} {
		assert.Equal(t, test.want, preservesByDefault(network.TargetGroup{Protocol: test.protocol, Kind: test.kind}), test)
	}
}

// Other services use these keys too.
func TestKeysOfOtherServices(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{
		"x.json":     web("application"),
		"rules.json": `{"Rules": [{"Name": "nightly", "Arn": "arn:aws:events:us-east-1:111111111111:rule/nightly", "State": "ENABLED"}]}`,
		"accel.json": `{"Listeners": [{"ListenerArn": "arn:aws:globalaccelerator::111111111111:accelerator/a/listener/b", "PortRanges": []}]}`,
		"assoc.json": `{"Associations": [{"Name": "AWS-RunShellScript", "AssociationId": "1"}]}`,
		"entry.json": `{"Entries": [{"Source": "app"}]}`,
		"mesh.json":  `{"Routes": [{"RouteName": "r"}]}`,
		"table.json": `{"RouteTableId": "rtb-1", "Routes": [{"Type": "x", "DestinationCidrBlock": "10.0.0.0/8"}]}`,
	})
	assert.Len(t, n.LoadBalancers[0].Listeners, 1)
	assert.NotEmpty(t, gapsOf(n, network.GapTransitRoutes, ""))
}

func TestPublicAccessBlocked(t *testing.T) {
	t.Parallel()
	vpcs := func(modes ...string) string {
		text := ""
		for i, mode := range modes {
			text += `, {"VpcId": "vpc-` + string(rune('1'+i)) + `", "CidrBlock": "10.0.0.0/16", "BlockPublicAccessStates": {"InternetGatewayBlockMode": "` + mode + `"}}`
		}
		return `"Vpcs": [` + text[2:] + `]`
	}
	told := func(text string) []network.BlockPublicAccess {
		return readFiles(t, files{"x.json": "{" + text + "}"}).BlockPublicAccess
	}

	assert.Empty(t, told(vpcs("off", "off")))
	assert.Equal(t, []network.BlockPublicAccess{
		{Ingress: true, Egress: true}, {Of: "vpc-1", Ingress: true, Egress: true}, {Of: "vpc-3", Egress: true},
	}, told(vpcs("off", "block-bidirectional", "block-ingress")), "a VPC with a milder mode is excluded")
	assert.Equal(t, []network.BlockPublicAccess{
		{Account: "111111111111", Region: "us-east-1", Ingress: true},
		{Of: "vpc-1", Account: "111111111111", Region: "us-east-1", Egress: true},
	}, told(`"VpcBlockPublicAccessOptions": {"AwsAccountId": "111111111111", "AwsRegion": "us-east-1", "State": "update-complete",
		"InternetGatewayBlockMode": "block-ingress"},
		"VpcBlockPublicAccessExclusions": [
			{"ExclusionId": "vpcbpa-exclude-1", "InternetGatewayExclusionMode": "allow-egress", "State": "create-complete",
			 "ResourceArn": "arn:aws:ec2:us-east-1:111111111111:vpc/vpc-1"},
			{"ExclusionId": "vpcbpa-exclude-2", "InternetGatewayExclusionMode": "allow-bidirectional", "State": "delete-complete",
			 "ResourceArn": "arn:aws:ec2:us-east-1:111111111111:vpc/vpc-2"}]`))
}

func TestEndpointServicesAndPrefixLists(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{
		"111111111111/us-east-1/x.json": `{"ServiceDetails": [{"ServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1", "ServiceId": "vpce-svc-1"}],
			"ManagedPrefixLists": [{"PrefixListId": "pl-1", "PrefixListName": "eks", "OwnerId": "222222222222"}],
			"VpcEndpoints": [{"VpcEndpointId": "vpce-1", "VpcId": "vpc-1", "VpcEndpointType": "Interface", "State": "pendingAcceptance",
				"ServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1", "NetworkInterfaceIds": ["eni-1"], "Groups": [{"GroupId": "sg-1"}]},
				{"VpcEndpointId": "vpce-2", "VpcId": "vpc-1", "VpcEndpointType": "Resource", "State": "Available"}],
			"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "VpcId": "vpc-1", "SubnetId": "subnet-1", "PrivateIpAddress": "10.0.0.4"}]}`,
		"222222222222/us-east-1/x.json": `{"ServiceConfigurations": [{"ServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1", "ServiceId": "vpce-svc-1",
			"NetworkLoadBalancerArns": ["arn:nlb"]}],
			"ManagedPrefixListEntries": [{"PrefixListId": "pl-2", "Entries": [{"Cidr": "10.0.0.0/8"}, {"Cidr": "2001:db8::/32"}]}]}`,
	})
	require.Len(t, n.EndpointServices, 1)
	assert.Equal(t, []string{"arn:nlb"}, n.EndpointServices[0].LoadBalancers, "only the provider is told")
	index := n.Index()
	assert.False(t, index.Endpoints["vpce-1"].Available)
	assert.Equal(t, []string{"sg-1"}, index.Endpoints["vpce-1"].SecurityGroups)
	assert.Equal(t, network.EndpointKind("resource"), index.Endpoints["vpce-2"].Kind)
	assert.True(t, index.Endpoints["vpce-2"].Available)
	assert.Equal(t, "vpce-1", index.Interfaces["eni-1"].Owner)
	assert.False(t, index.PrefixLists["pl-1"].Known)
	assert.Len(t, index.PrefixLists["pl-2"].Prefixes, 2)
}

// A firewall's endpoints are known even where VpcEndpoints are not in the folder.
func TestFirewallWithoutEndpoints(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{"x.json": `{"Firewall": {"FirewallName": "f", "FirewallArn": "arn:aws:network-firewall:us-east-1:111111111111:firewall/f", "VpcId": "vpc-1"},
		"FirewallStatus": {"Status": "PROVISIONING", "SyncStates": {
			"us-east-1a": {"Attachment": {"SubnetId": "subnet-1", "EndpointId": "vpce-1", "Status": "READY"}},
			"us-east-1b": {"Attachment": {"SubnetId": "subnet-2", "Status": "CREATING"}}}}}`})
	require.Len(t, n.Endpoints, 1)
	assert.Equal(t, "arn:aws:network-firewall:us-east-1:111111111111:firewall/f", n.Endpoints[0].Firewall)
	assert.True(t, n.Endpoints[0].Available)
	assert.Equal(t, "us-east-1a", n.Firewalls[0].Endpoints[0].Zone)
	_, err := Read(folder(t, files{"x.json": `{"Firewall": {"FirewallArn": "arn:f"}, "FirewallStatus": {"SyncStates": {"us-east-1a": {"Attachment": []}}}}`}))
	require.ErrorContains(t, err, "x.json: FirewallStatus.SyncStates.us-east-1a.Attachment: a list, not an object")
}
