package networkfirewall_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ingresshub/ingresshub/components/firewall"
	"github.com/ingresshub/ingresshub/components/firewall/networkfirewall"
	"github.com/ingresshub/ingresshub/components/plan"
)

// estate is an estate of two clusters with inspection as given, in some zones.
func estate(inspection string, zones ...string) string {
	named, _ := json.Marshal(zones)
	return `{
		"zones": ` + string(named) + `,
		"ingress": {"cidr": "10.0.0.0/20", "loadBalancers": {"public": {"certificate": {"domainName": "*.example.com", "hostedZone": "Z0123456789ABCDEFGHIJ"}}}},
		"transit": {"transitGateway": {}},
		"clusters": {"payments": {"cidr": "10.16.0.0/16", "podCidr": "100.64.0.0/16"}, "search": {"cidr": "10.17.0.0/20"}},
		"services": {"shop": {"cluster": "payments", "hostnames": ["shop.example.com"], "port": 8080}},
		"inspection": ` + inspection + `
	}`
}

// planned is a firewall of an estate's plan.
func planned(t require.TestingT, name, estate string) plan.PlannedFirewall {
	built, err := plan.Parse([]byte(estate))
	require.NoError(t, err)
	for _, f := range built.Firewalls {
		if f.Name == name {
			return f
		}
	}
	require.Fail(t, "no firewall "+name)
	return plan.PlannedFirewall{}
}

func edge(t require.TestingT, declared string) plan.PlannedFirewall {
	return planned(t, plan.EdgeFirewall, estate(`{"edge": {"networkFirewall": `+declared+`}}`, "use1-az1", "use1-az4"))
}

// given are the arguments of a firewall, with a subnet in each of its zones.
func given(f plan.PlannedFirewall) *firewall.Args {
	args := &firewall.Args{
		Plan: f, VpcID: pulumi.String("vpc-1"), SubnetIDs: pulumi.StringMap{}, Tags: pulumi.StringMap{"team": pulumi.String("net")},
	}
	for _, endpoint := range f.Endpoints {
		args.SubnetIDs[endpoint.Zone] = pulumi.String("subnet-" + endpoint.Zone)
	}
	return args
}

// run registers a firewall, and returns the endpoints that it settled on.
func (r *recorder) run(args *firewall.Args, options ...pulumi.RunOption) (map[string]string, error) {
	endpoints, mutex := map[string]string{}, sync.Mutex{}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		ids, err := networkfirewall.Flavour(ctx, "guard", args)
		if err != nil {
			return err
		}
		for zone, id := range ids {
			id.ToStringOutput().ApplyT(func(id string) string {
				mutex.Lock()
				defer mutex.Unlock()
				endpoints[zone] = id
				return id
			})
		}
		return nil
	}, append(options, pulumi.WithMocks("project", "stack", r))...)
	return endpoints, err
}

// record registers a firewall, which must succeed.
func record(t *testing.T, f plan.PlannedFirewall) *recorder {
	t.Helper()
	r := newRecorder()
	_, err := r.run(given(f))
	require.NoError(t, err)
	return r
}

func TestPolicy(t *testing.T) {
	f := planned(t, plan.InspectionFirewall, estate(`{"eastWest": {"networkFirewall": {
		"deniedDomains": [".bad.example"], "managedRuleGroups": ["ThreatSignaturesBotnetStrictOrder"],
		"rules": [{"name": "no-telnet", "action": "deny", "ports": ["23"]}]
	}}}`, "use1-az1", "use1-az4"))
	r := record(t, f)
	policy := r.one(t, policyType)
	require.Equal(t, "inspection", policy.name)
	rules := policy.inputs["firewallPolicy"].(map[string]any)
	require.Equal(t, "STRICT_ORDER", at(t, rules, "statefulEngineOptions.ruleOrder"))
	require.Equal(t, "REJECT", at(t, rules, "statefulEngineOptions.streamExceptionPolicy"))
	require.Equal(t, []any{"aws:forward_to_sfe"}, rules["statelessDefaultActions"])
	require.Equal(t, []any{"aws:forward_to_sfe"}, rules["statelessFragmentDefaultActions"])
	require.Equal(t, []any{"aws:drop_established_app_layer_to_server", "aws:alert_established_app_layer_to_server"}, rules["statefulDefaultActions"])
	require.Equal(t, []any{map[string]any{
		"key": "HOME_NET", "ipSet": map[string]any{"definitions": []any{"10.16.0.0/16", "10.17.0.0/20", "100.64.0.0/16"}},
	}}, at(t, rules, "policyVariables.ruleVariables"), "clusters and pods, never the ingress VPC")

	groups := r.of(ruleGroupType)
	require.Equal(t, []string{"inspection.denied-domains", "inspection.rules", "inspection.services"}, slices.Sorted(maps.Keys(groups)))
	references := rules["statefulRuleGroupReferences"].([]any)
	require.Equal(t, map[string]any{
		"priority": 1.0, "resourceArn": "arn:aws-cn:network-firewall:cn-north-1:aws-managed:stateful-rulegroup/ThreatSignaturesBotnetStrictOrder",
	}, references[0])
	order := []any{}
	for _, reference := range references[1:] {
		order = append(order, at(t, reference.(map[string]any), "resourceArn"))
	}
	require.Equal(t, []any{
		"arn:" + ruleGroupType + ":inspection.denied-domains", "arn:" + ruleGroupType + ":inspection.rules", "arn:" + ruleGroupType + ":inspection.services",
	}, order)
	for _, group := range f.NetworkFirewall.RuleGroups {
		if group.Managed != "" {
			continue
		}
		made := groups[group.Name].inputs
		require.Equal(t, strings.Join(group.Rules, "\n")+"\n", at(t, made, "ruleGroup.rulesSource.rulesString"))
		require.Equal(t, "STRICT_ORDER", at(t, made, "ruleGroup.statefulRuleOptions.ruleOrder"))
		require.Equal(t, float64(group.Capacity), made["capacity"])
		require.Equal(t, group.AwsName, made["name"])
		require.Equal(t, map[string]any{"team": "net", "Name": group.Name}, made["tags"])
	}
	require.Nil(t, rules["tlsInspectionConfigurationArn"])
	require.Empty(t, r.of(tlsType))
}

// TestReplacementsStandBeside: with a name of its own, a replacement is made before what it replaces goes. AWS deletes no
// rule group or policy that is referred to.
func TestReplacementsStandBeside(t *testing.T) {
	r := record(t, edge(t, `{}`))
	for _, typ := range []string{firewallType, policyType, ruleGroupType} {
		rpc := r.one(t, typ).rpc
		require.True(t, rpc.GetDeleteBeforeReplaceDefined() && !rpc.GetDeleteBeforeReplace(), typ)
	}
}

func TestHomeNetOfTheEdgeIsTheIngressVpc(t *testing.T) {
	rules := record(t, edge(t, `{}`)).one(t, policyType).inputs["firewallPolicy"].(map[string]any)
	require.Equal(t, []any{map[string]any{"key": "HOME_NET", "ipSet": map[string]any{"definitions": []any{"10.0.0.0/20"}}}},
		at(t, rules, "policyVariables.ruleVariables"))
}

func TestFirewall(t *testing.T) {
	f := edge(t, `{"subnetChangeProtection": true}`)
	made := record(t, f).one(t, firewallType)
	require.Equal(t, "edge", made.name)
	require.Equal(t, f.NetworkFirewall.AwsName, made.inputs["name"])
	require.Equal(t, "vpc-1", made.inputs["vpcId"])
	require.Equal(t, []any{map[string]any{"subnetId": "subnet-use1-az1"}, map[string]any{"subnetId": "subnet-use1-az4"}}, made.inputs["subnetMappings"])
	require.Equal(t, "arn:"+policyType+":edge", made.inputs["firewallPolicyArn"])
	require.Equal(t, true, made.inputs["deleteProtection"])
	require.True(t, made.rpc.GetProtect())
	require.Equal(t, true, made.inputs["subnetChangeProtection"])
	require.Equal(t, false, made.inputs["firewallPolicyChangeProtection"])

	f.NetworkFirewall.DeletionProtection, f.NetworkFirewall.PolicyChangeProtection = false, true
	made = record(t, f).one(t, firewallType)
	require.Equal(t, false, made.inputs["deleteProtection"])
	require.False(t, made.rpc.GetProtect())
	require.Equal(t, true, made.inputs["firewallPolicyChangeProtection"])
}

func TestLogs(t *testing.T) {
	r := record(t, edge(t, `{"logs": {"cloudWatch": {"retentionDays": 30}}}`))
	groups := r.of(logGroupType)
	require.Equal(t, []string{"edge.alert", "edge.flow"}, slices.Sorted(maps.Keys(groups)))
	require.Equal(t, 30.0, groups["edge.alert"].inputs["retentionInDays"])
	logging := r.one(t, loggingType)
	require.Equal(t, "arn:"+firewallType+":edge", logging.inputs["firewallArn"])
	const vended = "/aws/vendedlogs/network-firewall/ingresshub/edge/"
	require.ElementsMatch(t, []any{
		map[string]any{"logType": "ALERT", "logDestinationType": "CloudWatchLogs", "logDestination": map[string]any{"logGroup": vended + "alert"}},
		map[string]any{"logType": "FLOW", "logDestinationType": "CloudWatchLogs", "logDestination": map[string]any{"logGroup": vended + "flow"}},
	}, at(t, logging.inputs, "loggingConfiguration.logDestinationConfigs"))

	r = record(t, edge(t, `{"logs": {"s3Bucket": "firewall-logs"}}`))
	require.Empty(t, r.of(logGroupType))
	where := map[string]any{"bucketName": "firewall-logs", "prefix": "ingresshub/edge"}
	require.ElementsMatch(t, []any{
		map[string]any{"logType": "ALERT", "logDestinationType": "S3", "logDestination": where},
		map[string]any{"logType": "FLOW", "logDestinationType": "S3", "logDestination": where},
	}, at(t, r.one(t, loggingType).inputs, "loggingConfiguration.logDestinationConfigs"))
}

func TestTlsInspection(t *testing.T) {
	const arn = "arn:aws:acm:us-east-1:111122223333:certificate/abc"
	r := record(t, edge(t, `{"tlsInspection": {"certificateArn": "`+arn+`"}, "kmsKeyArn": "arn:aws:kms:us-east-1:111122223333:key/k"}`))
	configuration := r.one(t, tlsType)
	require.Equal(t, map[string]any{
		"serverCertificates": []any{map[string]any{"resourceArn": arn}},
		"scopes": []any{map[string]any{
			"protocols": []any{6.0},
			"sources":   []any{map[string]any{"addressDefinition": "0.0.0.0/0"}}, "destinations": []any{map[string]any{"addressDefinition": "10.0.0.0/21"}},
			"sourcePorts":      []any{map[string]any{"fromPort": 0.0, "toPort": 65535.0}},
			"destinationPorts": []any{map[string]any{"fromPort": 443.0, "toPort": 443.0}},
		}},
	}, at(t, configuration.inputs, "tlsInspectionConfiguration.serverCertificateConfiguration"))
	require.Equal(t, "arn:"+tlsType+":edge", at(t, r.one(t, policyType).inputs, "firewallPolicy.tlsInspectionConfigurationArn"))
	require.Contains(t, r.of(logGroupType), "edge.tls")

	key := map[string]any{"keyId": "arn:aws:kms:us-east-1:111122223333:key/k", "type": "CUSTOMER_KMS"}
	require.Equal(t, []any{key}, configuration.inputs["encryptionConfigurations"])
	for _, typ := range []string{firewallType, policyType, ruleGroupType} {
		require.Equal(t, key, r.one(t, typ).inputs["encryptionConfiguration"], typ)
	}
}

func TestAuthorityOfEgress(t *testing.T) {
	const arn = "arn:aws:acm:us-east-1:111122223333:certificate/ca"
	r := record(t, planned(t, plan.InspectionFirewall, estate(
		`{"egress": {"networkFirewall": {"tlsInspection": {"certificateAuthorityArn": "`+arn+`"}}}}`, "use1-az1", "use1-az4")))
	configuration := at(t, r.one(t, tlsType).inputs, "tlsInspectionConfiguration.serverCertificateConfiguration").(map[string]any)
	require.Equal(t, arn, configuration["certificateAuthorityArn"])
	require.NotContains(t, configuration, "serverCertificates")
}

// TestEndpointsGoBySubnet has AWS tell endpoints in any order, under any zone names, several in one place or one by one: a
// zone's endpoint is the one in the zone's subnet.
func TestEndpointsGoBySubnet(t *testing.T) {
	zones := []string{"use1-az1", "use1-az2", "use1-az4", "use1-az6"}
	args := given(planned(t, plan.EdgeFirewall, estate(`{"edge": {"networkFirewall": {}}}`, zones...)))
	rapid.Check(t, func(t *rapid.T) {
		endpoints := []attached{{"us-east-1q", "subnet-of-somebody", "vpce-0"}}
		for _, zone := range zones {
			endpoints = append(endpoints, attached{
				rapid.SampledFrom([]string{"us-east-1a", "us-east-1b", ""}).Draw(t, "zone name"), "subnet-" + zone, "vpce-" + zone,
			})
		}
		endpoints = rapid.Permutation(endpoints).Draw(t, "order")
		r := newRecorder()
		r.status = func([]string) resource.PropertyValue { return statusOf(endpoints...) }
		found, err := r.run(args)
		require.NoError(t, err)
		require.Equal(t, map[string]string{
			"use1-az1": "vpce-use1-az1", "use1-az2": "vpce-use1-az2", "use1-az4": "vpce-use1-az4", "use1-az6": "vpce-use1-az6",
		}, found)
	})
}

func TestMissingEndpointIsAnError(t *testing.T) {
	for name, status := range map[string]resource.PropertyValue{
		"another subnet": statusOf(attached{"a", "subnet-use1-az1", "vpce-1"}, attached{"b", "subnet-other", "vpce-2"}),
		"no endpoint":    statusOf(attached{"a", "subnet-use1-az1", "vpce-1"}, attached{"b", "subnet-use1-az4", ""}),
		"fewer":          statusOf(attached{"a", "subnet-use1-az1", "vpce-1"}),
	} {
		r := newRecorder()
		r.status = func([]string) resource.PropertyValue { return status }
		_, err := r.run(given(edge(t, `{}`)))
		require.ErrorContains(t, err, "firewall edge has no endpoint in use1-az4 (subnet subnet-use1-az4)", name)
	}
}

func TestUnknownEndpointsStayUnknown(t *testing.T) {
	r := newRecorder()
	r.status = func([]string) resource.PropertyValue { return resource.MakeComputed(resource.NewStringProperty("")) }
	found, err := r.run(given(edge(t, `{}`)), func(info *pulumi.RunInfo) { info.DryRun = true })
	require.NoError(t, err)
	require.Empty(t, found)
}

// TestEndpointsWaitForLogs registers what uses an endpoint: it waits for the logs, so that nothing passes unlogged, and so
// goes before them.
func TestEndpointsWaitForLogs(t *testing.T) {
	r := newRecorder()
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		component, err := networkfirewall.NewNetworkFirewall(ctx, "guard", given(edge(t, `{}`)))
		if err != nil {
			return err
		}
		var route struct{ pulumi.CustomResourceState }
		return ctx.RegisterResource("test:index:Route", "route", pulumi.Map{"endpoint": component.EndpointIDs["use1-az1"]}, &route)
	}, pulumi.WithMocks("project", "stack", r))
	require.NoError(t, err)
	route := r.one(t, "test:index:Route")
	require.Equal(t, "vpce-of-subnet-use1-az1", route.inputs["endpoint"])
	waits := strings.Join(route.rpc.GetDependencies(), " ")
	require.Contains(t, waits, loggingType+"::edge")
	require.Contains(t, waits, firewallType+"::edge")
}

// TestAppendedZone: a further zone changes nothing but the firewall's subnets.
func TestAppendedZone(t *testing.T) {
	const inspection = `{"eastWest": {"networkFirewall": {"deniedDomains": ["bad.example"]}}}`
	before := record(t, planned(t, plan.InspectionFirewall, estate(inspection, "use1-az4", "use1-az2")))
	after := record(t, planned(t, plan.InspectionFirewall, estate(inspection, "use1-az4", "use1-az2", "use1-az1")))
	require.Len(t, after.all, len(before.all))
	for _, was := range before.all {
		is := after.of(was.typ)[was.name]
		if was.typ != firewallType {
			require.Equal(t, was.inputs, is.inputs, "%s %s", was.typ, was.name)
			continue
		}
		require.Subset(t, is.inputs["subnetMappings"], was.inputs["subnetMappings"])
		require.Len(t, is.inputs["subnetMappings"], 3)
		delete(is.inputs, "subnetMappings")
		delete(was.inputs, "subnetMappings")
		require.Equal(t, was.inputs, is.inputs)
	}
}

func TestProblemsRegisterNothing(t *testing.T) {
	r := newRecorder()
	_, err := r.run(nil)
	require.ErrorContains(t, err, `ingresshub:index:NetworkFirewall "guard"`)
	require.ErrorContains(t, err, "plan.networkFirewall: is required")
	require.ErrorContains(t, err, "vpcId: is required")
	args := given(edge(t, `{}`))
	args.SubnetIDs["use1-az2"] = args.SubnetIDs["use1-az4"]
	delete(args.SubnetIDs, "use1-az4")
	args.Plan.NetworkFirewall.RuleGroups[0].Capacity = 1
	_, err = r.run(args)
	require.ErrorContains(t, err, "subnetIds.use1-az4: is required")
	require.ErrorContains(t, err, "subnetIds.use1-az2: the plan has no endpoint in use1-az2: what is led to the firewall there would find none")
	require.ErrorContains(t, err, "1 cannot hold 3 rules")
	require.Empty(t, r.all)
}

func TestOutputs(t *testing.T) {
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		component, err := networkfirewall.NewNetworkFirewall(ctx, "guard", given(edge(t, `{}`)))
		if err != nil {
			return err
		}
		require.Equal(t, []string{"use1-az1", "use1-az4"}, slices.Sorted(maps.Keys(component.EndpointIDs)))
		require.Equal(t, []string{"edge.alert", "edge.flow"}, slices.Sorted(maps.Keys(component.LogGroupNames)))
		component.FirewallArn.ApplyT(func(arn string) string {
			require.Equal(t, "arn:"+firewallType+":edge", arn)
			return arn
		})
		return nil
	}, pulumi.WithMocks("project", "stack", newRecorder()))
	require.NoError(t, err)
}
