package estate

import (
	"encoding/json"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// guardedBy is what a claim of a cluster's guardrails becomes under those of a grant; "" is a claim, or a grant, that says nothing of them.
func guardedBy(t *testing.T, grant, claim string) (*plan.Guardrails, error) {
	t.Helper()
	var declared map[string]any
	require.NoError(t, json.Unmarshal([]byte(hubsEstate), &declared))
	if grant != "" {
		declared["clusters"].(map[string]any)["payments"].(map[string]any)["guardrails"] = json.RawMessage(grant)
	}
	text, err := json.Marshal(declared)
	require.NoError(t, err)
	_, err = plan.Parse(text)
	require.NoError(t, err, grant)
	estate, err := plan.Decode(text)
	require.NoError(t, err)
	granted, err := plainData(grantedEstate(estate))
	require.NoError(t, err)
	output := hubsContract(t)
	output["estate"] = granted
	contract, err := parseContract("acme/network/hub", output)
	require.NoError(t, err)
	member := ""
	if claim != "" {
		member = `"guardrails": ` + claim
	}
	claimed, err := parseClaim([]byte(`{"hub": "network/hub", "clusters": {"payments": {` + member + `}}}`))
	require.NoError(t, err)
	joined, problems := join(contract, claimed)
	if len(problems) > 0 {
		return nil, problems
	}
	planned, err := plan.Build(joined)
	if err != nil {
		return nil, err
	}
	return &ownPlan(planned, "payments").Clusters[0].Guardrails, nil
}

// demanding is a grant that lets one thing of each kind through.
const demanding = `{"admission": true, "off": {"gateways": "moves in March", "elastic-addresses": "until May"}, "internalNlbs": "the mesh",
	"ingressClasses": ["edge"], "gatewayClasses": ["acme"]}`

func TestGuardrailsOfAClaim(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ grant, claim, guarded string }{
		"nothing":                      {"", "", `{}`},
		"stricter than nothing":        {"", `{"admission": true}`, `{"admission": true}`},
		"a team's own policies":        {"", `{"admission": true, "off": {"services": "x"}}`, `{"admission": true, "off": {"services": "x"}}`},
		"a team's own internal NLBs":   {"", `{"admission": true, "internalNlbs": "x"}`, `{"admission": true, "internalNlbs": "x"}`},
		"as granted":                   {demanding, "", demanding},
		"the same":                     {demanding, demanding, demanding},
		"with a reason of its own":     {`{"off": {"load-balancers": "x"}}`, `{"off": {"load-balancers": "y"}}`, `{"off": {"load-balancers": "y"}}`},
		"stricter than the grant":      {demanding, `{"admission": true, "ingressClasses": ["edge"], "gatewayClasses": ["acme"]}`, `{"admission": true, "ingressClasses": ["edge"], "gatewayClasses": ["acme"]}`},
		"more classes than the grant":  {`{"admission": true}`, `{"admission": true, "ingressClasses": ["edge"]}`, `{"admission": true, "ingressClasses": ["edge"]}`},
		"policies beside a role's off": {`{"off": {"load-balancers": "x"}}`, `{"admission": true}`, `{"admission": true}`},
	} {
		guarded, err := guardedBy(t, test.grant, test.claim)
		if assert.NoError(t, err, name) {
			text, err := json.Marshal(guarded)
			require.NoError(t, err)
			assert.JSONEq(t, test.guarded, string(text), name)
		}
	}
}

func TestWeakerGuardrailsAreRefused(t *testing.T) {
	t.Parallel()
	const at, admission = "clusters.payments.guardrails.", `{"admission": true}`
	for problem, test := range map[string]struct{ grant, claim string }{
		at + "admission: must be true: the hub demands the admission policies":                                      {admission, `{"off": {}}`},
		at + "off.services: is switched off, and the hub demands this guardrail; what it lets be off is none":       {admission, `{"admission": true, "off": {"services": "x"}}`},
		at + "off.load-balancers: is switched off, and the hub demands this guardrail; what it lets be off is none": {"", `{"off": {"load-balancers": "x"}}`},
		at + "off.internet-gateways: is switched off, and the hub demands this guardrail; what it lets be off is elastic-addresses, gateways": {
			demanding, `{"admission": true, "off": {"internet-gateways": "x"}, "ingressClasses": ["edge"], "gatewayClasses": ["acme"]}`,
		},
		at + "internalNlbs: is claimed, and the hub lets Services own no load balancers": {"", `{"internalNlbs": "x"}`},
		// Under demanded policies as well.
		at + "internalNlbs: is claimed, and the hub lets Services own no load balancer": {admission, `{"admission": true, "internalNlbs": "x"}`},
		at + "ingressClasses: lacks edge, which the hub demands":                        {demanding, `{"admission": true, "gatewayClasses": ["acme"]}`},
		at + "gatewayClasses: lacks acme, which the hub demands":                        {demanding, `{"admission": true, "ingressClasses": ["edge"]}`},
		// What is no guardrail at all, or not in force, is the plan's to say.
		at + "off.sevices: unknown key; did you mean services?":                    {admission, `{"admission": true, "off": {"sevices": "x"}}`},
		at + "off.services: is one of the admission policies, which are not insta": {"", `{"off": {"services": "x"}}`},
	} {
		_, err := guardedBy(t, test.grant, test.claim)
		if assert.Error(t, err, problem) {
			problems, isList := err.(plan.Problems) //nolint:errorlint // Neither join nor Build returns anything else.
			require.True(t, isList)
			assert.Len(t, problems, 1, problem)
			assert.Contains(t, problems[0].Path+": "+problems[0].Message, problem)
		}
	}
}
