package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What AWS Network Firewall is made of, by what follows aws:networkfirewall/.
const (
	theFirewall   = "firewall:Firewall"
	theLogging    = "loggingConfiguration:LoggingConfiguration"
	thePolicy     = "firewallPolicy:FirewallPolicy"
	aRuleGroup    = "ruleGroup:RuleGroup"
	tlsInspection = "tlsInspectionConfiguration:TlsInspectionConfiguration"
	aLogGroup     = "aws:cloudwatch/logGroup:LogGroup"
)

// TestNetworkFirewallChanges changes what is declared of a firewall that is in the path. What AWS fixes at creation is made
// anew under another name before the old one goes, so AWS refuses nothing; the firewall and its endpoints stay.
func TestNetworkFirewallChanges(t *testing.T) {
	t.Parallel()
	const at = "inspection.edge.networkFirewall"
	d := smallEstate(t).set(at, map[string]any{"deniedDomains": []any{"bad.example"}})
	w := newWorld(t, d)
	// One that the user has already.
	certificate := fmt.Sprintf("arn:aws:acm:%s:111111111111:certificate/0f1e2d3c-0000-4000-8000-000000000000", d.plan().Region)
	w.up()
	w.unchanged()
	endpoints := w.firewallEndpoints()
	require.Len(t, endpoints, 2)

	rules := []any{}
	for number := range 120 {
		rules = append(rules, map[string]any{"name": fmt.Sprintf("deny-%d", number), "action": "deny", "ports": []any{fmt.Sprint(1000 + number)}})
	}
	for _, next := range []struct {
		name  string
		d     declared
		steps []string
	}{
		{"a few rules", d.set(at+".rules", rules[:40]), []string{"create " + aRuleGroup + " edge.rules", "update " + thePolicy + " edge"}},
		{"some more", d.set(at+".rules", rules[:42]), []string{"update " + aRuleGroup + " edge.rules"}},
		{"more than there is room for", d.set(at+".rules", rules), []string{
			"create-replacement " + aRuleGroup + " edge.rules", "replace " + aRuleGroup + " edge.rules",
			"update " + thePolicy + " edge", "delete-replaced " + aRuleGroup + " edge.rules",
		}},
		{"none", d, []string{"update " + thePolicy + " edge", "delete " + aRuleGroup + " edge.rules"}},
		{"AWS's own", d.set(at+".managedRuleGroups", []any{"MalwareDomainsStrictOrder"}), []string{"update " + thePolicy + " edge"}},
		{"TLS inspection", d.set(at+".tlsInspection.certificateArn", certificate), []string{
			"create " + tlsInspection + " edge", "create-replacement " + thePolicy + " edge", "replace " + thePolicy + " edge",
			"create " + aLogGroup + " edge.tls", "update " + theFirewall + " edge", "update " + theLogging + " edge",
			"delete-replaced " + thePolicy + " edge",
		}},
		{"none of both", d, []string{
			"create-replacement " + thePolicy + " edge", "replace " + thePolicy + " edge", "update " + theFirewall + " edge",
			"update " + theLogging + " edge", "delete-replaced " + thePolicy + " edge", "delete " + aLogGroup + " edge.tls",
			"delete " + tlsInspection + " edge",
		}},
		{"a bucket", d.set(at+".logs.s3Bucket", "firewall-logs"), []string{
			"update " + theLogging + " edge", "delete " + aLogGroup + " edge.alert", "delete " + aLogGroup + " edge.flow",
		}},
	} {
		result := w.apply(next.d)
		assert.ElementsMatch(t, next.steps, firewallSteps(result), next.name)
		assert.Equal(t, endpoints, w.firewallEndpoints(), "%s: the endpoints stay", next.name)
		w.unchanged()
	}

	last := d.set(at+".logs.s3Bucket", "firewall-logs")
	result := w.apply(last.set("zones", devEstate(t).zones()[:3]))
	assert.ElementsMatch(t, []string{"update " + theFirewall + " edge"}, firewallSteps(result))
	after := w.firewallEndpoints()
	assert.Len(t, after, 3)
	for subnet, endpoint := range endpoints {
		assert.Equal(t, endpoint, after[subnet], "a further zone leaves the others as they are")
	}
	w.unchanged()
	w.destroy()
}

// firewallSteps are what an update did to a firewall and what belongs to it, as `<operation> <type> <name>`.
func firewallSteps(result *engine.Result) []string {
	steps := []string{}
	for _, step := range changes(result) {
		if kind, own := strings.CutPrefix(step.Type, "aws:networkfirewall/"); own || step.Type == aLogGroup {
			steps = append(steps, fmt.Sprintf("%s %s %s", step.Op, kind, urnName(step.URN)))
		}
	}
	return steps
}

// firewallEndpoints are the endpoints of firewalls in the cloud, by subnet.
func (w *world) firewallEndpoints() map[string]string {
	endpoints := map[string]string{}
	for _, object := range w.cloud.Everything() {
		if object.Type != "aws:ec2/vpcEndpoint:VpcEndpoint" || object.Outputs["requesterManaged"] != true {
			continue
		}
		subnets, _ := object.Outputs["subnetIds"].([]any)
		for _, subnet := range subnets {
			endpoints[fmt.Sprint(subnet)] = object.ID
		}
	}
	return endpoints
}
