package localcloud_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func newGround(t *testing.T, zones int) ground {
	w := newWorld(t, localcloud.Options{})
	return ground{w: w, network: w.aws.network("hub", 0, zones)}
}

func with(in props, more ...any) props {
	p := maps.Clone(in)
	for i := 0; i < len(more); i += 2 {
		p[more[i].(string)] = more[i+1]
	}
	return p
}

// TestFirewallEndpoints: endpoints are told by zone name, in an order that is not that of the subnets, and come and go with
// them while the others stay.
func TestFirewallEndpoints(t *testing.T) {
	g := newGround(t, 3)
	in := g.firewall(g.network.subnets...)
	f := g.make(tFirewall, in)
	endpoints := endpointsOf(f)
	require.Len(t, endpoints, 3)
	var told []string
	for _, state := range f.Out["firewallStatuses"].([]any)[0].(props)["syncStates"].([]any) {
		id := state.(props)["attachments"].([]any)[0].(props)["subnetId"]
		told = append(told, id.(string))
		for _, s := range g.network.subnets {
			if s.ID == id {
				assert.Equal(t, s.str("availabilityZone"), state.(props)["availabilityZone"], "a name, as AWS has it")
			}
		}
	}
	var subnets []string
	for _, s := range g.network.subnets {
		subnets = append(subnets, s.ID)
	}
	assert.ElementsMatch(t, subnets, told)
	assert.NotEqual(t, subnets, told, "whoever counts positions gets it wrong")

	less := g.w.aws.update(f, with(in, "subnetMappings", mappings(g.network.subnets[1:]...)))
	kept := maps.Clone(endpoints)
	delete(kept, g.network.subnets[0].ID)
	assert.Equal(t, kept, endpointsOf(less))
	more := g.w.aws.update(less, in)
	assert.NotEqual(t, endpoints[g.network.subnets[0].ID], endpointsOf(more)[g.network.subnets[0].ID], "another endpoint")
	assert.Equal(t, endpoints[g.network.subnets[1].ID], endpointsOf(more)[g.network.subnets[1].ID])
	turned := slices.Clone(mappings(g.network.subnets...))
	slices.Reverse(turned)
	assert.Empty(t, g.w.aws.diff(more, with(in, "subnetMappings", turned)).GetDetailedDiff(), "subnets are a set")
	assert.Equal(t, []string{"vpcId"}, g.w.aws.diff(more, with(in, "vpcId", "vpc-0")).GetReplaces())
}

func TestFirewallRefusals(t *testing.T) {
	g := newGround(t, 2)
	other := g.w.aws.network("other", 1, 1)
	twin := g.w.aws.create(tSubnet, "twin", props{"vpcId": g.network.vpc.ID, "cidrBlock": "10.0.20.0/24", "availabilityZoneId": "use1-az1"})
	in := g.firewall(g.network.subnets...)
	for what, c := range map[string]props{
		"no policy":       with(in, "firewallPolicyArn", "arn:aws:network-firewall:us-east-1:111111111111:firewall-policy/none"),
		"no VPC":          with(in, "vpcId", "vpc-0"),
		"no subnet":       with(in, "subnetMappings", []any{}),
		"lost subnet":     with(in, "subnetMappings", []any{props{"subnetId": "subnet-0"}}),
		"another VPC's":   with(in, "subnetMappings", mappings(other.subnets...)),
		"one zone, twice": with(in, "subnetMappings", mappings(g.network.subnets[0], twin)),
	} {
		_, err := g.w.aws.try(tFirewall, "refused", c)
		require.ErrorContains(t, err, "InvalidRequestException", what)
	}
	f := g.make(tFirewall, in)
	g.w.aws.refuses("already exists", tFirewall, "again", with(in, "name", f.str("name")))
	require.ErrorContains(t, g.w.aws.delete(g.network.subnets[0]), "DependencyViolation")
	require.ErrorContains(t, g.w.aws.delete(resource{Type: tPolicy, Name: "ground", ID: f.str("firewallPolicyArn")}), "InvalidOperationException")

	// The provider adds before it takes away, and a zone takes one subnet.
	_, err := g.w.aws.tryUpdate(f, with(in, "subnetMappings", mappings(twin, g.network.subnets[1])))
	require.ErrorContains(t, err, "one subnet per Availability Zone")
}

func TestFirewallProtections(t *testing.T) {
	g := newGround(t, 2)
	second := g.w.aws.create(tPolicy, "second", policy(nil))
	in := with(g.firewall(g.network.subnets...), "deleteProtection", true, "subnetChangeProtection", true, "firewallPolicyChangeProtection", true)
	f := g.make(tFirewall, in)
	require.ErrorContains(t, g.w.aws.delete(f), "InvalidOperationException")
	for _, c := range []struct {
		property, protection string
		value                any
	}{
		{"subnetMappings", "subnetChangeProtection", mappings(g.network.subnets[0])}, {"firewallPolicyArn", "firewallPolicyChangeProtection", second.ID},
	} {
		_, err := g.w.aws.tryUpdate(f, with(in, c.property, c.value))
		require.ErrorContains(t, err, "InvalidOperationException", c.property)
		changed, err := g.w.aws.tryUpdate(f, with(in, c.property, c.value, c.protection, false))
		require.NoError(t, err, "the provider lifts a protection before it changes what was protected")
		f = g.w.aws.update(g.w.aws.update(changed, with(in, c.protection, false)), in)
	}
	require.NoError(t, g.w.aws.delete(g.w.aws.update(f, with(in, "deleteProtection", false))))
}

// TestFirewallAndRoutes: an endpoint stays as long as routes lead to it.
func TestFirewallAndRoutes(t *testing.T) {
	g := newGround(t, 2)
	other := g.w.aws.network("other", 1, 1)
	in := g.firewall(g.network.subnets...)
	f := g.make(tFirewall, in)
	first := endpointsOf(f)[g.network.subnets[0].ID]
	table, far := g.w.aws.create(tRouteTable, "lb", props{"vpcId": g.network.vpc.ID}), g.w.aws.create(tRouteTable, "far", props{"vpcId": other.vpc.ID})
	g.w.aws.refuses("different networks", tRoute, "far", props{"routeTableId": far.ID, "destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": first})
	r := g.w.aws.create(tRoute, "lb", props{"routeTableId": table.ID, "destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": first})
	require.ErrorContains(t, g.w.aws.delete(f), "must be removed from route table "+table.ID)
	_, err := g.w.aws.tryUpdate(f, with(in, "subnetMappings", mappings(g.network.subnets[1])))
	require.ErrorContains(t, err, "must be removed from route table "+table.ID)
	r = g.w.aws.update(r, props{"routeTableId": table.ID, "destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": endpointsOf(f)[g.network.subnets[1].ID]})
	f = g.w.aws.update(f, with(in, "subnetMappings", mappings(g.network.subnets[1])))
	g.w.aws.refuses("InvalidVpcEndpointId.NotFound", tRoute, "gone", props{"routeTableId": far.ID, "destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": first})
	require.NoError(t, g.w.aws.delete(r))
	require.NoError(t, g.w.aws.delete(f))
}

func TestFirewallLogging(t *testing.T) {
	g := newGround(t, 1)
	f := g.make(tFirewall, g.firewall(g.network.subnets...))
	group := g.make("aws:cloudwatch/logGroup:LogGroup", props{"name": "alerts"})
	in := func(destinations ...any) props {
		return props{"firewallArn": f.ID, "loggingConfiguration": props{"logDestinationConfigs": destinations}}
	}
	for what, c := range map[string]props{
		"no such log group":  in(logs("ALERT", "logGroup", "none")),
		"no place":           in(with(logs("ALERT", "logGroup", group.ID), "logDestination", props{"bucketName": "flows"})),
		"one log, two times": in(logs("ALERT", "logGroup", group.ID), logs("ALERT", "bucketName", "flows")),
	} {
		_, err := g.w.aws.try(tFirewallLogs, "refused", c)
		require.ErrorContains(t, err, "InvalidRequestException", what)
	}
	l := g.make(tFirewallLogs, in(logs("ALERT", "logGroup", group.ID)))
	require.ErrorContains(t, g.w.aws.delete(f), "InvalidOperationException", "a firewall that logs is in use")
	require.NoError(t, g.w.aws.delete(l))
	require.NoError(t, g.w.aws.delete(f))
}

func TestFirewallQuota(t *testing.T) {
	w := newWorld(t, localcloud.Options{Quotas: localcloud.Quotas{FirewallsPerRegion: 1}})
	g := ground{w: w, network: w.aws.network("hub", 0, 1)}
	in := g.firewall(g.network.subnets...)
	g.make(tFirewall, in)
	w.aws.refuses("LimitExceededException", tFirewall, "second", in)
}

func TestRuleGroups(t *testing.T) {
	g := newGround(t, 1)
	source := func(in props) props {
		return props{"type": "STATEFUL", "capacity": 4, "ruleGroup": props{"rulesSource": in}}
	}
	domains := func(types []any, targets ...any) props {
		return source(props{"rulesSourceList": props{"generatedRulesType": "ALLOWLIST", "targetTypes": types, "targets": targets}})
	}
	tuple := func(id string) props {
		return props{
			"action": "PASS", "header": props{
				"protocol": "TCP", "source": "$HOME_NET", "sourcePort": "ANY", "destination": "10.1.0.0/16", "destinationPort": "443", "direction": "FORWARD",
			}, "ruleOptions": []any{props{"keyword": "sid", "settings": []any{id}}},
		}
	}
	stateless := func(sources ...any) props {
		var all []any
		for _, s := range sources {
			all = append(all, props{"addressDefinition": s})
		}
		return props{"type": "STATELESS", "capacity": 4, "ruleGroup": props{"rulesSource": props{"statelessRulesAndCustomActions": props{"statelessRules": []any{
			props{"priority": 1, "ruleDefinition": props{"actions": []any{"aws:pass"}, "matchAttributes": props{"sources": all, "protocols": []any{6, 17}}}},
		}}}}}
	}
	five := strings.Repeat("pass tcp any any -> any 443 (sid:%d;)\n", 5)
	for what, c := range map[string]struct {
		in  props
		say string // nothing: it is fine
	}{
		"room for all rules":       {source(props{"rulesString": fmt.Sprintf(five[:len(five)*4/5], 1, 2, 3, 4) + "# pass\n"}), ""},
		"a rule too many":          {source(props{"rulesString": fmt.Sprintf(five, 1, 2, 3, 4, 5)}), "StatefulRules capacity exceeded: the rules need 5"},
		"three domains":            {domains([]any{"TLS_SNI"}, "a.com", "b.com", "c.com"), ""},
		"two domains, twice":       {domains([]any{"TLS_SNI", "HTTP_HOST"}, "a.com", "b.com"), "the rules need 6"},
		"five-tuples":              {source(props{"statefulRules": []any{tuple("1"), tuple("2")}}), ""},
		"one ID, twice":            {source(props{"statefulRules": []any{tuple("1"), tuple("1")}}), "duplicate sid"},
		"no ID":                    {source(props{"rulesString": "pass tcp any any -> any 443 (msg:\"x\";)"}), "sid"},
		"no rule":                  {source(props{"rulesString": "allow everything"}), "no Suricata rule"},
		"a variable of nobody's":   {source(props{"rulesString": "pass tcp $PODS any -> any 443 (sid:1;)"}), "\"PODS\" is not defined"},
		"two kinds of rules":       {source(props{"rulesString": "pass tcp any any -> any 1 (sid:1;)", "statefulRules": []any{tuple("2")}}), "exactly one kind"},
		"no capacity":              {with(source(props{"rulesString": "pass tcp any any -> any 1 (sid:1;)"}), "capacity", 0), "between 1 and 30000"},
		"more than AWS has":        {with(source(props{"rulesString": "pass tcp any any -> any 1 (sid:1;)"}), "capacity", 30001), "between 1 and 30000"},
		"stateful, said stateless": {with(source(props{"rulesString": "pass tcp any any -> any 1 (sid:1;)"}), "type", "STATELESS"), "does not fit"},
		"stateless":                {stateless("10.0.0.0/8", "100.64.0.0/10"), ""},
		"a product too large":      {stateless("10.0.0.0/8", "100.64.0.0/10", "192.168.0.0/16"), "StatelessRules capacity exceeded: the rules need 6"},
	} {
		r, err := g.w.aws.try(tRuleGroup, "g", c.in)
		if c.say == "" {
			require.NoError(t, err, what)
			require.NoError(t, g.w.aws.delete(r))
			continue
		}
		require.ErrorContains(t, err, "InvalidRequestException", what)
		require.ErrorContains(t, err, c.say, what)
	}
	defined := rules("pass tcp $PODS any -> any $WEB (sid:1;)")
	defined["ruleGroup"].(props)["ruleVariables"] = props{
		"ipSets":   []any{props{"key": "PODS", "ipSet": props{"definitions": []any{"100.64.0.0/10"}}}},
		"portSets": []any{props{"key": "WEB", "portSet": props{"definitions": []any{"443"}}}},
	}
	r := g.make(tRuleGroup, defined)
	assert.Equal(t, []string{"capacity"}, g.w.aws.diff(r, with(defined, "capacity", 20)).GetReplaces())
	assert.Equal(t, []string{"ruleGroup"}, g.w.aws.diff(r, props{
		"type": "STATEFUL", "capacity": 10, "ruleGroup": props{"rulesSource": props{"rulesString": "pass tcp any any -> any 1 (sid:1;)"}},
	}).GetReplaces(), "another order is another rule group")
	_, err := g.w.aws.tryUpdate(r, rules(fmt.Sprintf(strings.Repeat(five, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)))
	require.ErrorContains(t, err, "capacity exceeded")
}

// TestFirewallEndpointIsSeen: whoever has the ID of an endpoint reads it as any other, and AWS alone manages it.
func TestFirewallEndpointIsSeen(t *testing.T) {
	g := newGround(t, 1)
	f := g.make(tFirewall, g.firewall(g.network.subnets...))
	id := endpointsOf(f)[g.network.subnets[0].ID]
	seen := g.w.aws.read(tEndpoint, "given", id).GetProperties().AsMap()
	assert.Equal(t, "available", seen["state"])
	assert.Equal(t, true, seen["requesterManaged"])
	assert.Equal(t, []any{g.network.subnets[0].ID}, seen["subnetIds"])
	found, err := g.w.aws.invoke("aws:ec2/getVpcEndpoint:getVpcEndpoint", props{"vpcId": g.network.vpc.ID})
	require.NoError(t, err)
	assert.Equal(t, id, found["id"])
	require.ErrorContains(t, g.w.aws.delete(resource{Type: tEndpoint, Name: "given", ID: id}), "requester-managed")
	require.NoError(t, g.w.cloud.Given(tEndpoint, "vpce-0123456789abcdef0", props{"vpcId": g.network.vpc.ID, "vpcEndpointType": "GatewayLoadBalancer"}))
	assert.Equal(t, "available", g.w.aws.read(tEndpoint, "given", "vpce-0123456789abcdef0").GetProperties().AsMap()["state"])
}
