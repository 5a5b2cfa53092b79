package estate

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hubsEstate is what a network team declares.
const hubsEstate = `{
	"name": "acme", "zones": ["use1-az1", "use1-az2"], "protection": false, "tags": {"team": "network"},
	"accounts": {
		"hub": {"id": "111111111111", "roleArn": "arn:aws:iam::111111111111:role/deploy"},
		"payments": {"id": "222222222222", "roleArn": "arn:aws:iam::222222222222:role/deploy"},
		"search": {"id": "333333333333", "roleArn": "arn:aws:iam::333333333333:role/deploy"}
	},
	"ingress": {"cidr": "10.0.0.0/20", "account": "hub", "loadBalancers": {"public": {"idleTimeout": 90,
		"certificate": {"arn": "arn:aws:acm:us-east-1:111111111111:certificate/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"}
	}}},
	"transit": {"transitGateway": {"organization": true}},
	"inspection": {
		"eastWest": {"gatewayLoadBalancer": {"fleet": {"ami": "ami-0123456789abcdef0", "vendor": "fortinet-fortigate",
			"rootDevice": "/dev/sda1", "bootstrap": {"license": "of the network team"}}}, "except": {"search": "its vendor decrypts for itself"}},
		"egress": {}
	},
	"clusters": {
		"payments": {"cidr": "10.16.0.0/16", "account": "payments", "nodeGroups": {"hubs": {}}},
		"search": {"cidr": "10.32.0.0/16", "account": "search", "innerAlb": {}}
	},
	"services": {
		"checkout": {"cluster": "payments", "hostnames": ["checkout.example.com", "pay.example.com"], "port": 8080, "priority": 10},
		"ledger": {"cluster": "payments", "hostnames": ["ledger.example.com"], "port": 8443, "protocol": "HTTPS"},
		"catalog": {"cluster": "search", "innerAlb": true, "hostnames": ["catalog.example.com"], "port": 8080}
	}
}`

// hubsContract is the contract of hubsEstate as the hub's stack exports it.
func hubsContract(t *testing.T) map[string]any {
	t.Helper()
	estate, err := plan.Decode([]byte(hubsEstate))
	require.NoError(t, err)
	granted, err := plainData(grantedEstate(estate))
	require.NoError(t, err)
	joins := map[string]any{}
	for name := range estate.Clusters {
		joins[name] = map[string]any{
			"roleArn": "arn:aws:iam::111111111111:role/acme." + name + ".onboarding", "owner": "acme/" + name, "prefixListId": "pl-0123456789abcdef0",
			"shareArn": "arn:aws:ram:us-east-1:111111111111:resource-share/01234567-89ab-cdef-0123-456789abcdef",
		}
	}
	return map[string]any{
		"version": float64(ContractVersion), "estate": granted, "onboarding": joins,
		"transitGateway": map[string]any{"id": "tgw-0123456789abcdef0", "routeTableIds": map[string]any{
			"ingress": "tgw-rtb-01", "spoke": "tgw-rtb-02", "inspection": "tgw-rtb-03", "exempt": "tgw-rtb-04",
		}},
	}
}

func TestContract(t *testing.T) {
	t.Parallel()
	output := hubsContract(t)
	schema, err := ContractSchema()
	require.NoError(t, err)
	compiled, err := jsonschema.CompileString("contract.json", string(schema))
	require.NoError(t, err)
	require.NoError(t, compiled.Validate(output))
	contract, err := parseContract("acme/network/hub", output)
	require.NoError(t, err)
	assert.Equal(t, "10.16.0.0/16", contract.Estate.Clusters["payments"].Cidr)
	assert.Equal(t, "acme/search", contract.Onboarding["search"].Owner)
	text, err := json.Marshal(output)
	require.NoError(t, err)
	for _, own := range []string{"of the network team", "ami-", "nodeGroups", `"tags"`} {
		assert.NotContains(t, string(text), own, "is no cluster's business")
	}
	for name, broken := range map[string]struct {
		problem string
		change  func(map[string]any)
	}{
		"newer": {
			"is a contract of version 2, and this program reads version 1: update the ingresshub library of this program",
			func(c map[string]any) { c["version"], c["whatever"] = float64(2), "is new" },
		},
		"no version":    {"is no contract: it has no version", func(c map[string]any) { delete(c, "version") }},
		"unknown":       {`unknown field "peering"`, func(c map[string]any) { c["peering"] = true }},
		"unknown in it": {"mesh: unknown key", func(c map[string]any) { c["estate"].(map[string]any)["mesh"] = true }},
		"no cluster":    {"it names no transit gateway, or no cluster", func(c map[string]any) { delete(c, "onboarding") }},
		"no gateway":    {"it names no transit gateway, or no cluster", func(c map[string]any) { delete(c, "transitGateway") }},
	} {
		changed := hubsContract(t)
		broken.change(changed)
		_, err := parseContract("acme/network/hub", changed)
		require.ErrorContains(t, err, "stack acme/network/hub", name)
		require.ErrorContains(t, err, broken.problem, name)
		assert.Error(t, compiled.Validate(changed), name)
	}
	for _, no := range []any{"text", []any{}, map[string]any{"version": "1"}} {
		_, err = parseContract("acme/network/hub", no)
		assert.ErrorContains(t, err, "is no contract")
	}
	_, err = parseContract("acme/network/hub", nil)
	assert.ErrorContains(t, err, "has no output ingresshub")
}

// joined is what a claim in JSON makes with the contract of hubsEstate.
func joined(t *testing.T, declared string) (plan.Estate, error) {
	t.Helper()
	contract, err := parseContract("acme/network/hub", hubsContract(t))
	require.NoError(t, err)
	claimed, err := parseClaim([]byte(declared))
	if err != nil {
		return plan.Estate{}, err
	}
	estate, problems := join(contract, claimed)
	return estate, listed(problems)
}

// TestJoinPlansTheSame holds the network that a cluster's stack computes to that which the hub's computes.
func TestJoinPlansTheSame(t *testing.T) {
	t.Parallel()
	whole, err := plan.Parse([]byte(hubsEstate))
	require.NoError(t, err)
	for cluster, services := range map[string]string{"payments": `"checkout": {}, "ledger": {}`, "search": `"catalog": {"port": 8080}`} {
		estate, err := joined(t, `{"hub": "network/hub", "clusters": {"`+cluster+`": {}}, "services": {`+services+`}, "protection": false}`)
		require.NoError(t, err)
		planned, err := plan.Build(estate)
		require.NoError(t, err)
		own, hubs := ownPlan(planned, cluster), ownPlan(whole, cluster)
		assert.Equal(t, hubs.Vpcs, own.Vpcs)
		assert.Equal(t, hubs.TransitGateway, own.TransitGateway)
		assert.Equal(t, hubs.InnerLoadBalancers, own.InnerLoadBalancers)
		assert.Equal(t, hubs.InnerAlbs, own.InnerAlbs)
		assert.Len(t, own.InnerAlbs, map[string]int{"search": 1}[cluster])
		assert.Equal(t, hubs.Bindings, own.Bindings)
		assert.Empty(t, accountOf(planned, cluster).RoleArn, "the credentials in use")
		assert.Equal(t, "arn:aws:iam::111111111111:role/acme."+cluster+".onboarding", accountOf(planned, "hub").RoleArn)
	}
}

func TestJoin(t *testing.T) {
	t.Parallel()
	estate, err := joined(t, `{"hub": "network/hub", "tags": {"team": "payments"}, "allowReplace": ["payments.inner-1"],
		"clusters": {"payments": {"cidr": "10.16.0.0/16", "kubernetesVersion": "1.33", "nodeGroups": {"own": {}}}},
		"services": {"checkout": {"hostnames": ["pay.example.com"], "kubernetes": {"namespace": "shop"}}}}`)
	require.NoError(t, err)
	assert.Equal(t, []string{"own"}, sortedNames(estate.Clusters["payments"].NodeGroups))
	assert.Equal(t, "1.33", estate.Clusters["payments"].KubernetesVersion)
	assert.Equal(t, []string{"catalog", "checkout"}, sortedNames(estate.Services), "what is not claimed is not made")
	assert.Equal(t, 10, estate.Services["checkout"].Priority, "what is not said is as granted")
	assert.Equal(t, "shop", estate.Services["checkout"].Kubernetes.Namespace)
	assert.Equal(t, map[string]string{"team": "payments"}, estate.Tags)
	assert.Nil(t, estate.Protection)
}

func sortedNames[T any](of map[string]T) []string { return slices.Sorted(maps.Keys(of)) }

func TestRefusedClaims(t *testing.T) {
	t.Parallel()
	for problem, declared := range map[string]string{
		"hub: is required":                                                                                                      `{"clusters": {"payments": {}}}`,
		"hub: is 3; the name of the hub's stack":                                                                                `{"hub": 3, "clusters": {"payments": {}}}`,
		"shareAccepted: is \"yes\"; true or false is wanted":                                                                    `{"hub": "h", "shareAccepted": "yes", "clusters": {"payments": {}}}`,
		"clusters: must hold exactly one cluster, not 0":                                                                        `{"hub": "h"}`,
		"clusters: must hold exactly one cluster, not 2":                                                                        `{"hub": "h", "clusters": {"payments": {}, "search": {}}}`,
		"zones: is not for a cluster's stack to say":                                                                            `{"hub": "h", "clusters": {"payments": {}}, "zones": []}`,
		"clusters.payments.cdir: unknown key; did you mean cidr?":                                                               `{"hub": "h", "clusters": {"payments": {"cdir": "10.16.0.0/16"}}}`,
		"workload: is no object":                                                                                                `[]`,
		"clusters.orders: the hub grants no cluster of this name; it grants payments, search":                                   `{"hub": "h", "clusters": {"orders": {}}}`,
		"clusters.payments.cidr: 10.32.0.0/16 is claimed, and the hub grants 10.16.0.0/16":                                      `{"hub": "h", "clusters": {"payments": {"cidr": "10.32.0.0/16"}}}`,
		"clusters.payments.podCidr: 100.64.0.0/16 is claimed, and the hub grants what holds without this field":                 `{"hub": "h", "clusters": {"payments": {"podCidr": "100.64.0.0/16"}}}`,
		"clusters.payments.innerAlb: {} is claimed, and the hub grants what holds without this field":                           `{"hub": "h", "clusters": {"payments": {"innerAlb": {}}}}`,
		"clusters.payments.account: search is claimed, and the hub grants payments":                                             `{"hub": "h", "clusters": {"payments": {"account": "search"}}}`,
		"clusters.payments.existing: ":                                                                                          `{"hub": "h", "clusters": {"payments": {"existing": {"vpcId": "vpc-1"}}}}`,
		"services.catalog: the hub grants cluster payments no service of this name; it grants checkout, ledger":                 `{"hub": "h", "clusters": {"payments": {}}, "services": {"catalog": {}}}`,
		"services.checkout.hostnames[0]: catalog.example.com is claimed":                                                        `{"hub": "h", "clusters": {"payments": {}}, "services": {"checkout": {"hostnames": ["catalog.example.com"]}}}`,
		"services.checkout.paths: [\"/*\"] is claimed, and the hub grants what holds without":                                   `{"hub": "h", "clusters": {"payments": {}}, "services": {"checkout": {"paths": ["/*"]}}}`,
		"services.checkout.priority: 1 is claimed, and the hub grants 10":                                                       `{"hub": "h", "clusters": {"payments": {}}, "services": {"checkout": {"priority": 1}}}`,
		"services.checkout.port: 22 is claimed, and the hub grants 8080":                                                        `{"hub": "h", "clusters": {"payments": {}}, "services": {"checkout": {"port": 22}}}`,
		"services.checkout.cluster: search is claimed, and the hub grants payments":                                             `{"hub": "h", "clusters": {"payments": {}}, "services": {"checkout": {"cluster": "search"}}}`,
		"services.checkout.loadBalancer: other is claimed, and the hub grants what holds without this field":                    `{"hub": "h", "clusters": {"payments": {}}, "services": {"checkout": {"loadBalancer": "other"}}}`,
		"services.checkout.healthCheck: {\"path\":\"/admin\"} is claimed, and the hub grants what holds without this field: le": `{"hub": "h", "clusters": {"payments": {}}, "services": {"checkout": {"healthCheck": {"path": "/admin"}}}}`,
		"services.catalog.innerAlb: false is claimed, and the hub grants true":                                                  `{"hub": "h", "clusters": {"search": {}}, "services": {"catalog": {"innerAlb": false}}}`,
		"clusters.payments.pattern: single is claimed, and the hub grants what holds without":                                   `{"hub": "h", "clusters": {"payments": {"pattern": "single"}}}`,
		"services.checkout.pattern: single is claimed, and the hub grants what holds without":                                   `{"hub": "h", "clusters": {"payments": {}}, "services": {"checkout": {"pattern": "single"}}}`,
		"services.checkout.weights: {\"payments\":1} is claimed, and the hub grants what holds without":                         `{"hub": "h", "clusters": {"payments": {}}, "services": {"checkout": {"weights": {"payments": 1}}}}`,
	} {
		_, err := joined(t, declared)
		assert.ErrorContains(t, err, problem, declared)
	}
}

func TestGrantProblems(t *testing.T) {
	t.Parallel()
	decode := func(change func(*plan.Estate)) plan.Problems {
		estate, err := plan.Decode([]byte(hubsEstate))
		require.NoError(t, err)
		change(&estate)
		return grantProblems(estate)
	}
	assert.Empty(t, decode(func(*plan.Estate) {}))
	for path, change := range map[string]func(*plan.Estate){
		"ingress.account":      func(e *plan.Estate) { e.Ingress.Account = "" },
		"reachabilityAnalysis": func(e *plan.Estate) { e.ReachabilityAnalysis = "now" },
		"clusters":             func(e *plan.Estate) { e.Clusters = nil },
		"clusters.payments.account": func(e *plan.Estate) {
			cluster := e.Clusters["payments"]
			cluster.Account = "hub"
			e.Clusters["payments"] = cluster
		},
		"accounts.payments.roleArn": func(e *plan.Estate) { e.Accounts["payments"] = plan.Account{ID: "222222222222"} },
	} {
		problems := decode(change)
		if assert.Len(t, problems, 1, path) {
			assert.Equal(t, path, problems[0].Path)
		}
	}
}
