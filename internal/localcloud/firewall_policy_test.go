package localcloud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFirewallPolicies(t *testing.T) {
	g := newGround(t, 1)
	const managed = "arn:aws:network-firewall:us-east-1:aws-managed:stateful-rulegroup/"
	group := func(name string, more ...any) string {
		return g.w.aws.create(tRuleGroup, name, with(rules("pass tcp any any -> any 443 (sid:1;)"), more...)).ID
	}
	strict, second, large := group("strict"), group("second"), group("large", "capacity", 29_991)
	loose := group("loose", "ruleGroup", props{"rulesSource": props{"rulesString": "pass tcp any any -> any 443 (sid:1;)"}})
	stateful := func(of ...any) props { return props{"statefulRuleGroupReferences": of} }
	at := func(arn string, priority int) props { return props{"resourceArn": arn, "priority": priority} }
	byDefault := func(more props) props {
		return policy(with(orNone(more), "statefulEngineOptions", more["statefulEngineOptions"], "statefulDefaultActions", nil))
	}
	for what, c := range map[string]struct {
		in   props
		code string // nothing: it is fine
		say  string
	}{
		"strict":                      {policy(stateful(at(strict, 1), at(second, 2))), "", ""},
		"managed":                     {policy(stateful(at(managed+"ThreatSignaturesBotnetStrictOrder", 1))), "", ""},
		"managed, reporting only":     {policy(stateful(with(at(managed+"MalwareDomainsStrictOrder", 1), "override", props{"action": "DROP_TO_ALERT"}))), "", ""},
		"by default":                  {byDefault(stateful(props{"resourceArn": loose}, props{"resourceArn": managed + "MalwareDomainsActionOrder"})), "", ""},
		"no priority":                 {policy(stateful(props{"resourceArn": strict})), "InvalidRequestException", "Priority must be provided"},
		"a priority by default":       {byDefault(stateful(at(loose, 1))), "InvalidRequestException", "Priority cannot be provided, parameter: [1]"},
		"one priority, twice":         {policy(stateful(at(strict, 1), at(second, 1))), "InvalidRequestException", "Priority must be unique"},
		"one group, twice":            {policy(stateful(at(strict, 1), at(strict, 2))), "InvalidRequestException", "referenced twice"},
		"another order":               {policy(stateful(at(loose, 1))), "InvalidRequestException", "rule order"},
		"another order, managed":      {policy(stateful(at(managed+"MalwareDomainsActionOrder", 1))), "InvalidRequestException", "rule order"},
		"no such managed group":       {policy(stateful(at(managed+"EverythingEvilStrictOrder", 1))), "InvalidRequestException", "does not exist"},
		"no such group":               {policy(stateful(at(strict+"x", 1))), "InvalidRequestException", "does not exist"},
		"stateful as stateless":       {policy(props{"statelessRuleGroupReferences": []any{at(strict, 1)}}), "InvalidRequestException", "incorrect entity type"},
		"an override of one's own":    {policy(stateful(with(at(strict, 1), "override", props{"action": "DROP_TO_ALERT"}))), "InvalidRequestException", "managed rule groups only"},
		"more than a policy holds":    {policy(stateful(at(strict, 1), at(large, 2))), "LimitExceededException", "30001"},
		"stateful actions by default": {policy(props{"statefulEngineOptions": nil}), "InvalidRequestException", "STRICT_ORDER"},
		"as AWS recommends": {policy(props{"statefulDefaultActions": []any{
			"aws:drop_established_app_layer_to_server", "aws:alert_established_app_layer_to_server",
		}}), "", ""},
		"two ways to drop":             {policy(props{"statefulDefaultActions": []any{"aws:drop_strict", "aws:drop_established"}}), "InvalidRequestException", "at most one"},
		"an action that is none":       {policy(props{"statefulDefaultActions": []any{"aws:drop"}}), "InvalidRequestException", "aws:drop"},
		"fragments without an end":     {policy(props{"statelessFragmentDefaultActions": []any{}}), "InvalidRequestException", "exactly one of"},
		"a custom action of nobody's":  {policy(props{"statelessDefaultActions": []any{"aws:pass", "count"}}), "InvalidRequestException", "count"},
		"a home that is no network":    {policy(home("ingress")), "InvalidRequestException", "PolicyVariables"},
		"a home":                       {policy(home("10.0.0.0/8")), "", ""},
		"TLS that nobody configured":   {policy(props{"tlsInspectionConfigurationArn": "arn:aws:network-firewall:us-east-1:111111111111:tls-configuration/x"}), "InvalidRequestException", "does not exist"},
		"a time out of reach":          {policy(props{"statefulEngineOptions": props{"ruleOrder": "STRICT_ORDER", "flowTimeouts": props{"tcpIdleTimeoutSeconds": 30}}}), "check", "range"},
		"fragments that nobody thinks": {policy(props{"statelessFragmentDefaultActions": nil}), "check", "missing required property"},
	} {
		p, err := g.w.aws.try(tPolicy, "p", c.in)
		if c.code == "" {
			require.NoError(t, err, what)
			require.NoError(t, g.w.aws.delete(p))
			continue
		}
		require.ErrorContains(t, err, c.code, what)
		require.ErrorContains(t, err, c.say, what)
	}

	p := g.make(tPolicy, policy(stateful(at(strict, 1))))
	require.ErrorContains(t, g.w.aws.delete(resource{Type: tRuleGroup, Name: "strict", ID: strict}), "InvalidOperationException")
	assert.Empty(t, g.w.aws.diff(p, policy(stateful(at(strict, 2)))).GetReplaces())
	assert.Equal(t, []string{"firewallPolicy"}, g.w.aws.diff(p, byDefault(nil)).GetReplaces(), "another order is another policy")
	q := g.w.aws.create(tPolicy, "q", byDefault(nil))
	assert.Empty(t, g.w.aws.diff(q, byDefault(props{"statefulEngineOptions": props{"ruleOrder": "DEFAULT_ACTION_ORDER"}})).GetReplaces(),
		"saying what is so by default changes nothing")
}

func orNone(p props) props {
	if p == nil {
		return props{}
	}
	return p
}

func home(definitions ...any) props {
	return props{"policyVariables": props{"ruleVariables": []any{props{"key": "HOME_NET", "ipSet": props{"definitions": definitions}}}}}
}

func TestTLSInspection(t *testing.T) {
	g := newGround(t, 1)
	sample := samples[tTLSInspection](g)
	certificate := g.make("aws:acm/certificate:Certificate", props{"domainName": "www.example.com", "validationMethod": "DNS"})
	server := func(more ...any) props {
		in := sample.in["tlsInspectionConfiguration"].(props)["serverCertificateConfiguration"].(props)
		return props{"tlsInspectionConfiguration": props{"serverCertificateConfiguration": with(in, more...)}}
	}
	g.w.aws.refuses("not issued", tTLSInspection, "early", server("serverCertificates", []any{props{"resourceArn": certificate.ID}}))
	g.w.aws.refuses("needs a certificate authority", tTLSInspection, "revoked", server("checkCertificateRevocationStatus", props{"revokedStatusAction": "REJECT"}))
	g.w.aws.refuses("must be configured", tTLSInspection, "none", server("serverCertificates", nil))
	inspection := g.make(tTLSInspection, server())
	p := g.make(tPolicy, policy(props{"tlsInspectionConfigurationArn": inspection.ID}))
	require.ErrorContains(t, g.w.aws.delete(inspection), "InvalidOperationException")
	second := g.w.aws.create(tTLSInspection, "second", server())
	_, err := g.w.aws.tryUpdate(p, policy(nil))
	require.ErrorContains(t, err, "only replaced")
	plain := g.w.aws.create(tPolicy, "plain", policy(nil))
	_, err = g.w.aws.tryUpdate(plain, policy(props{"tlsInspectionConfigurationArn": second.ID}))
	require.ErrorContains(t, err, "only replaced")
	p = g.w.aws.update(p, policy(props{"tlsInspectionConfigurationArn": second.ID}))
	require.NoError(t, g.w.aws.delete(p))
	require.NoError(t, g.w.aws.delete(inspection))
}
