package engine_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/stretchr/testify/assert"
)

// TestServiceChange changes what a service's pods speak and where. AWS fixes that when a target group is made, refuses a
// second target group of the same name, and refuses to delete one that a listener uses.
func TestServiceChange(t *testing.T) {
	t.Parallel()
	before := devEstate(t)
	web, stream := before.behind("application"), before.behind("network")
	field := func(service, name string) string { return "services." + service + "." + name }
	tests := map[string]struct {
		service string
		after   declared

		// Which of the service's target groups are replaced: that of the ingress load balancer, that of the inner one.
		ingress, inner bool
	}{
		"port":               {web, before.set(field(web, "port"), 9090), false, true},
		"protocol":           {web, before.set(field(web, "protocol"), "HTTPS"), true, false},
		"port and protocol":  {web, before.set(field(web, "port"), 8443).set(field(web, "protocol"), "HTTPS"), true, true},
		"health port":        {web, before.set(field(web, "healthCheck.port"), 9091), false, false},
		"inner port":         {web, before.set(field(web, "innerPort"), 31000), true, false},
		"port behind an NLB": {stream, before.set(field(stream, "port"), 18883), false, true},
	}
	w := newWorld(t, before)
	w.up()
	original := takeInventory(t, w.cloud)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := w.in(t)
			for _, step := range []declared{test.after, before} {
				moment := w.now()
				result := w.apply(step)
				for _, operation := range w.wrote(moment) {
					assert.Empty(t, operation.Error, "the cloud must have nothing to refuse: %s %s", operation.Verb, operation.Name)
				}
				ingress := before.get(field(test.service, "loadBalancer")).(string) + "." + test.service
				inner := before.get(field(test.service, "cluster")).(string) + ".inner-1." + test.service
				var want []string
				if test.ingress {
					want = append(want, ingress)
				}
				if test.inner {
					want = append(want, inner)
				}
				assertReplacedGroups(t, result, want, ingress, inner)
				assertPlanned(t, step.plan(), foundFacts(w.cloud))
				w.unchanged()
			}
			assertSame(t, original, takeInventory(t, w.cloud))
		})
	}
	w.destroy()
}

// assertReplacedGroups checks which target groups an update replaces, and that everything else it touches belongs to the
// service: targets of a replaced group, rules and listeners in place, and the rules for the pods' ports.
func assertReplacedGroups(t *testing.T, result *engine.Result, want []string, ingress, inner string) {
	t.Helper()
	var replaced []string
	for _, step := range result.Of(targetGroupType) {
		if step.Op == engine.OpReplace {
			replaced = append(replaced, urnName(step.URN))
		}
	}
	assert.ElementsMatch(t, want, replaced, "replaced target groups")
	for _, step := range changes(result) {
		name, own := urnName(step.URN), false
		switch step.Type {
		case targetGroupType:
			own = slices.Contains(want, name) || (name == ingress || name == inner) && step.Op == engine.OpUpdate
		case targetType:
			own = strings.HasPrefix(name, ingress+".")
		case listenerRuleType:
			own = name == ingress && step.Op == engine.OpUpdate
		case listenerType:
			own = step.Op == engine.OpUpdate
		case inboundRuleType, outboundRuleType:
			own = step.Op == engine.OpCreate || step.Op == engine.OpDelete
		default:
			own = !step.Custom() && step.Op == engine.OpUpdate
		}
		assert.True(t, own, "must not happen: %s", describeStep(step))
	}
}
