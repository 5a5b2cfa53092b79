package plan

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDecodeRefusals(t *testing.T) {
	for _, test := range []struct {
		name, document string
		problems       []string
	}{
		{"unknown keys", `{"zones": [], "clutsers": {}, "ingress": {"cidr": "x", "loadbalancers": {}}, "zzz": 1}`, []string{
			"clutsers: unknown key; did you mean clusters?",
			"ingress.loadbalancers: unknown key; did you mean loadBalancers?",
			"zzz: unknown key; known are accounts, allowReplace, clusters, ingress, inspection, name, protection, quotas, reachabilityAnalysis, region, services, tags, transit, zones",
		}},
		{"repeated keys", `{"name": "a", "name": "b", "services": {"x": {"port": 1}, "x": {"port": 2}}}`, []string{
			"name: is declared twice", "services.x: is declared twice",
		}},
		{"unquoted strings", `{"name": true, "accounts": {"a": {"id": 012345678901}}}`, nil},
		{"numbers for strings", `{"name": true, "accounts": {"a": {"id": 123456789012}}, "clusters": {"b": {"kubernetesVersion": 1.30}}}`, []string{
			`accounts.a.id: is the number 123456789012; a string is wanted: quote it, as in "123456789012"`,
			`clusters.b.kubernetesVersion: is the number 1.30; a string is wanted: quote it, as in "1.30"`,
			`name: is the boolean true; a string is wanted: quote it, as in "true"`,
		}},
		{"switches for reasons", `{"clusters": {"b": {"guardrails": {"internalNlbs": true, "off": {"services": false, "gateways": 1}}}}}`, []string{
			"clusters.b.guardrails.internalNlbs: is true; a reason in words is wanted",
			"clusters.b.guardrails.off.gateways: is the number 1; a reason in words is wanted",
			"clusters.b.guardrails.off.services: is false; a reason in words is wanted",
		}},
		{"wrong types", `{"zones": "use1-az1", "ingress": [], "protection": "no", "tags": {"a": {}, "b": []}, "services": {"s": {"port": "http", "priority": 1.5, "innerPort": 1e99}}}`, []string{
			"ingress: is a list; an object is wanted",
			`protection: is the string "no"; true or false is wanted`,
			"services.s.innerPort: is the number 1e99; a whole number is wanted",
			`services.s.port: is the string "http"; a whole number is wanted`,
			"services.s.priority: is the number 1.5; a whole number is wanted",
			"tags.a: is an object; a string is wanted",
			"tags.b: is a list; a string is wanted",
			`zones: is the string "use1-az1"; a list is wanted`,
		}},
		{"zeros that would pass for absent", `{"services": {"s": {"port": 0, "priority": "0"}}, "quotas": {"albs": 0}}`, []string{
			"quotas.albs: 0 is out of range: 1 to 100000",
			"services.s.port: 0 is out of range: 1 to 65535",
			"services.s.priority: 0 is out of range: 1 to 50000",
		}},
		{"null in a list", `{"zones": ["use1-az1", null]}`, []string{"zones[1]: is null"}},
		{"no object", `["zones"]`, []string{"estate: is a list; an object with zones, ingress and transit is wanted"}},
		{"nothing where something is meant", `{"inspection": {"edge": null, "eastWest": {"networkFirewall": null}, "egress": null}, "transit": {"transitGateway": null}}`, []string{
			"inspection.eastWest.networkFirewall: has no value, as if it were not there: give it one ({} for the defaults), or remove it",
			"inspection.edge: has no value, as if it were not there: give it one ({} for the defaults), or remove it",
			"inspection.egress: has no value, as if it were not there: give it one ({} for the defaults), or remove it",
			"transit.transitGateway: has no value, as if it were not there: give it one ({} for the defaults), or remove it",
		}},
		{"nothing", `null`, []string{"estate: is null; an object with zones, ingress and transit is wanted"}},
		{"no JSON", "{\n  \"zones\": [,]\n}", []string{
			"estate: not JSON: line 2, column 13: invalid character ',' looking for beginning of value",
		}},
		{"empty", ``, []string{"estate: not JSON: line 1, column 0: unexpected end of JSON input"}},
		{"two documents", `{} {}`, []string{"estate: not JSON: line 1, column 4: invalid character '{' after top-level value"}},
		{"too deep", strings.Repeat("[", 100) + strings.Repeat("]", 100), []string{"estate: the JSON is nested too deeply"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Decode([]byte(test.document))
			if test.problems == nil {
				require.Error(t, err)
				return
			}
			require.Equal(t, test.problems, problemsOf(t, err))
		})
	}
}

func TestDecodeTakesWhatPulumiDelivers(t *testing.T) {
	estate, err := Decode([]byte(`{
		"protection": "false", "name": null,
		"transit": {"transitGateway": {"amazonSideAsn": 4.2e9}},
		"clusters": {"a": {"nodeGroups": {"b": {"min": "0", "max": 4.0}}, "endpoint": null}},
		"services": {"s": {"port": "8080", "proxyProtocol": "true", "healthCheck": {}}}
	}`))
	require.NoError(t, err)
	require.Equal(t, Estate{
		Protection: pointer(false),
		Transit:    Transit{TransitGateway: &TransitGateway{AmazonSideAsn: 4200000000}},
		Clusters:   map[string]Cluster{"a": {NodeGroups: map[string]NodeGroup{"b": {Min: pointer(0), Max: pointer(4)}}}},
		Services:   map[string]Service{"s": {Port: 8080, ProxyProtocol: true, HealthCheck: &HealthCheck{}}},
	}, estate)
}

// TestDecodeUndoesEncoding decodes what encoding/json makes of an estate with every field set.
func TestDecodeUndoesEncoding(t *testing.T) {
	data, err := os.ReadFile("testdata/every-field.json")
	require.NoError(t, err)
	estate, err := Decode(data)
	require.NoError(t, err)
	encoded, err := json.Marshal(estate)
	require.NoError(t, err)
	again, err := Decode(encoded)
	require.NoError(t, err)
	require.Equal(t, estate, again)
	var standard Estate
	require.NoError(t, json.Unmarshal(data, &standard))
	require.Equal(t, standard, estate)
}

// TestParseListsEverything shows problems of reading and of planning in one list, without those that only follow.
func TestParseListsEverything(t *testing.T) {
	_, err := Parse([]byte(`{
		"zones": ["use1-az1", "use1-az2"],
		"ingress": {"cidr": 10, "loadBalancers": {"public": {}}},
		"transit": {"transitGateway": {"foo": 1}},
		"clusters": ["payments"],
		"services": {"shop": {"cluster": "payments", "hostnames": ["shop.example.com"], "port": "http", "path": "/", "host": "shop.example.com"}}
	}`))
	require.Equal(t, []string{
		`clusters: is a list; an object is wanted`,
		`ingress.cidr: is the number 10; a string is wanted: quote it, as in "10"`,
		`ingress.loadBalancers.public.certificate: is required: an ALB serves HTTPS; give an arn, or a domainName and its hostedZone`,
		`services.shop.host: unknown key; did you mean hostnames?`,
		`services.shop.path: unknown key; did you mean paths?`,
		`services.shop.port: is the string "http"; a whole number is wanted`,
		`transit.transitGateway.foo: unknown key; known are amazonSideAsn, id, organization, supernets`,
	}, problemsOf(t, err))
}

// TestWaysToJoin explains the ways to join VPCs that an estate cannot declare, alone and in front of a firewall.
func TestWaysToJoin(t *testing.T) {
	for _, inspection := range []string{"null", `{"eastWest": {"networkFirewall": {}}}`} {
		for way, why := range map[string]string{"peering": "no packet would get through it to a firewall in a third VPC", "privateLink": "yet", "aviatrix": "yet"} {
			_, err := Parse([]byte(`{
				"zones": ["use1-az1", "use1-az2"], "ingress": {"cidr": "10.0.0.0/20"},
				"transit": {"` + way + `": {}}, "inspection": ` + inspection + `, "clusters": {"a": {"cidr": "10.16.0.0/16"}}
			}`))
			problems := problemsOf(t, err)
			require.Len(t, problems, 1)
			require.Contains(t, problems[0], "transit."+way+": ")
			require.Contains(t, problems[0], why)
		}
	}
}
