package engine_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/binding"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
)

// TestTeamsController has a cluster's team install the controller from its own stack, which the hub does not declare, and bind pods
// to the hub's target groups under admission policies that the hub demands. Pulumi does not see the other stack, so a service that gets
// another target group leaves the team's first.
func TestTeamsController(t *testing.T) {
	t.Parallel()
	granted := threeAccounts(t).set("transit.transitGateway.organization", true).set("services.checkout.pattern", "single").
		set("clusters.payments.guardrails", map[string]any{"admission": true}).
		without("clusters.search").without("services.catalog").without("services.telemetry")
	s := newTeams(t, granted)
	s.decides = installed
	s.up()
	payments := s.team("payments")
	life := &bindingLife{world: payments}
	since := s.now()
	payments.up()
	life.assertServes("checkout", "ledger")
	made := newSteps(t, s.wrote(since), localcloud.Create)
	made.after(binding.Token, "checkout", made.at(releaseType, controllerOf), made.at(policyType, bindingPolicy))
	for _, object := range s.cloud.Objects() {
		if object.Name == "checkout" && object.Type == binding.Token {
			spec := object.Outputs["spec"].(localcloud.Props)
			assert.Equal(t, "arn:aws:iam::"+networkAccount+":role/ingresshub-payments.us-east-1."+paymentsAccount+".registrar", spec["iamRoleArnToAssume"])
		}
	}
	s.settled()

	// Weaker guardrails than the hub demands are refused, and nothing changes.
	s.claim("payments", s.claims("payments").set("clusters.payments.guardrails", map[string]any{
		"off": map[string]any{"load-balancers": "we like them"},
	}))
	payments.refusedUntouched("clusters.payments.guardrails.admission: must be true", "clusters.payments.guardrails.off.load-balancers: is switched off")

	// The hub gives the service another target group. The team takes its pods out before, and puts them in after.
	s.claim("payments", s.claims("payments").without("services.checkout"))
	payments.up()
	life.assertServes("ledger")
	s.grant(granted.set("services.checkout.port", 9090))
	hub := s.others("payments")
	maps.DeleteFunc(hub, func(name, _ string) bool { return !strings.HasPrefix(name, networkAccount) })
	payments.up()
	life.assertServes("checkout", "ledger")
	s.settled()

	// The team goes, then the hub: nothing is left of either.
	since = s.now()
	s.leave("payments")
	gone := newSteps(t, s.wrote(since), localcloud.Delete)
	for _, service := range []string{"checkout", "ledger"} {
		gone.after(releaseType, controllerOf, gone.at(binding.Token, service))
	}
	gone.after(controllerRoleType, controllerOf, gone.at(releaseType, controllerOf))
	assertKept(t, hub, s.cloud)
	s.destroy()
}

// installed are the claims of a team that installs the controller and the admission policies in its cluster.
func installed(claimed declared, cluster string) declared {
	return claimed.set("clusters."+cluster+".endpoint", map[string]any{"publicCidrs": []any{"203.0.113.0/24"}}).
		set("clusters."+cluster+".controller", map[string]any{"imageRepository": "registry.example.com/controller"}).
		set("clusters."+cluster+".guardrails", map[string]any{"admission": true})
}
