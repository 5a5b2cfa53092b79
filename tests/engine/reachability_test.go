package engine_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/reachability"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	pathType     = "aws:ec2/networkInsightsPath:NetworkInsightsPath"
	analysisType = "aws:ec2/networkInsightsAnalysis:NetworkInsightsAnalysis"
)

// askingEstate has two clusters, with a service each behind the same ALB, and asks.
func askingEstate(t *testing.T) declared {
	t.Helper()
	base := smallEstate(t)
	first := base.clusters()[0]
	base = base.copied("clusters."+first, "clusters.other").set("clusters.other.cidr", "10.250.0.0/16").without("clusters.other.podCidr")
	base = base.copied("services."+base.behind("application"), "services.elsewhere").
		set("services.elsewhere.cluster", "other").set("services.elsewhere.hostnames", []any{"elsewhere.example.com"})
	return base.set("reachabilityAnalysis", "at first")
}

// unexpected are the questions whose answer is not as expected. Each question of the plan has to be answered.
func (w *world) unexpected(d declared) []string {
	w.t.Helper()
	answers, _ := w.outputs()["reachability"].(map[string]any)
	var asked, otherwise []string
	for _, question := range reachability.Questions(d.plan()) {
		asked = append(asked, question.Name)
	}
	require.ElementsMatch(w.t, asked, slices.Collect(maps.Keys(answers)))
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		if answers[name] != true {
			otherwise = append(otherwise, name)
		}
	}
	return otherwise
}

// askAgain has all questions asked once more, and nothing else may happen.
func (w *world) askAgain(d declared) {
	w.t.Helper()
	since := len(w.cloud.Operations())
	w.apply(d.set("reachabilityAnalysis", fmt.Sprint("after ", since)))
	for _, operation := range w.wrote(since) {
		assert.Equal(w.t, analysisType, operation.Type, operation.Name)
	}
}

// lose takes an object away behind Pulumi's back.
func (w *world) lose(resourceType, name string) {
	w.t.Helper()
	object := w.object(resourceType, name)
	require.NoError(w.t, w.cloud.Lose(object.Account, object.Type, object.ID))
}

// TestReachability deploys an estate that asks AWS's Reachability Analyzer, whose part flightpath plays: everything is as the plan
// promises. What somebody breaks behind Pulumi's back shows in exactly the answers that it is about, once they are asked for again.
func TestReachability(t *testing.T) {
	t.Parallel()
	d := askingEstate(t)
	first := d.clusters()[1]
	w := newWorld(t, d)
	w.up()
	assert.Empty(t, w.unexpected(d))
	w.unchanged()

	// Another port is another question, which nobody has to ask for.
	own := d.behind("application")
	d = d.set("services."+own+".innerPort", 20443)
	w.apply(d)
	assert.Empty(t, w.unexpected(d))
	path := w.object(pathType, "exposed.public."+own+"."+d.zones()[0].(string))
	assert.Contains(t, fmt.Sprint(path.Outputs["filterAtDestination"]), "fromPort:20443")

	// A target: its service, in its zone.
	zone := d.zones()[0].(string)
	w.lose(targetType, "public."+own+"."+zone)
	assert.Empty(t, w.unexpected(d), "the answers are of the time at which they were asked for")
	w.askAgain(d)
	broken := []string{"exposed.public." + own + "." + zone}
	assert.Equal(t, broken, w.unexpected(d))

	// A route of the transit gateway: one cluster's services, in all zones.
	w.lose(transitRouteType, "ingress.other")
	w.askAgain(d)
	for _, zone := range d.zones() {
		broken = append(broken, "exposed.public.elsewhere."+zone.(string))
	}
	slices.Sort(broken)
	assert.Equal(t, broken, w.unexpected(d))

	// A route that should not be there, from one cluster to another.
	private := w.object(transitRouteType, "spoke.rfc1918-10")
	require.NoError(t, w.cloud.Mutate(private.Account, private.Type, private.ID, map[string]any{
		"blackhole": false, "transitGatewayAttachmentId": w.object(attachmentType, "other").ID,
	}))
	w.askAgain(d)
	broken = append([]string{"contained." + first + ".other"}, broken...)
	assert.Equal(t, broken, w.unexpected(d))

	// Nobody has to ask: then the paths go, and nothing else.
	since := len(w.cloud.Operations())
	w.apply(d.without("reachabilityAnalysis"))
	for _, operation := range w.wrote(since) {
		assert.Contains(t, []string{pathType, analysisType}, operation.Type, operation.Name)
		assert.Equal(t, localcloud.Delete, operation.Verb)
	}
	assert.NotContains(t, w.outputs(), "reachability")
	w.apply(d)
	assert.Equal(t, broken, w.unexpected(d))
	w.destroy()
}

// TestReachabilityBehindFirewalls asks up to the inspection VPC, and from there on.
func TestReachabilityBehindFirewalls(t *testing.T) {
	t.Parallel()
	d := smallEstate(t).set("inspection", map[string]any{"edge": networkFirewall, "eastWest": networkFirewall, "egress": map[string]any{}}).
		set("reachabilityAnalysis", "at first")
	w := newWorld(t, d)
	w.up()
	assert.Empty(t, w.unexpected(d))
	only := d.clusters()[0]
	beginning := func(with string) []string {
		var all []string
		for _, question := range reachability.Questions(d.plan()) {
			if strings.HasPrefix(question.Name, with) {
				all = append(all, question.Name)
			}
		}
		require.NotEmpty(t, all, with)
		return all
	}

	// Behind the firewall: requests get there, and no further.
	w.lose(transitRouteType, "inspection."+only)
	w.askAgain(d)
	broken := beginning("exposed.")
	assert.Equal(t, broken, w.unexpected(d))

	// Past the firewall: the cluster's way out, and what the ingress VPC sends.
	for _, name := range []string{"spoke.internet", "ingress." + only} {
		route := w.object(transitRouteType, name)
		require.NoError(t, w.cloud.Mutate(route.Account, route.Type, route.ID, map[string]any{
			"transitGatewayAttachmentId": w.object(attachmentType, only).ID,
		}))
	}
	w.askAgain(d)
	assert.Equal(t, append(broken, beginning("inspected.")...), w.unexpected(d))
	w.destroy()
}

// TestReachabilityAcrossAccounts: everything is asked from the account of the transit gateway, by ARNs of the others.
func TestReachabilityAcrossAccounts(t *testing.T) {
	t.Parallel()
	d := threeAccounts(t).set("reachabilityAnalysis", "at first")
	w := newWorld(t, d)
	w.up()
	assert.Empty(t, w.unexpected(d))
	others := map[string]bool{}
	for _, object := range w.cloud.Objects() {
		if object.Type != pathType && object.Type != analysisType {
			continue
		}
		assert.Equal(t, networkAccount, object.Account, object.Name)
		if arn := strings.Split(text(object, "destinationArn"), ":"); len(arn) > 4 {
			others[arn[4]] = true
		}
	}
	assert.Equal(t, map[string]bool{paymentsAccount: true, searchAccount: true}, others)
	w.unchanged()
	w.destroy()
}
