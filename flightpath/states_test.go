package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// AWS: LoadBalancerState (Elastic Load Balancing API): `failed` could not be set up, so nothing answers there; `provisioning` is being
// set up, and nobody knows how far.
func TestLoadBalancersThatAreNotActive(t *testing.T) {
	w := balanced(network.NetworkBalancer)
	w.expect(t, "internet", "eni-pod1", flightpath.Direct, "")
	for state, verdict := range map[network.BalancerState]flightpath.Verdict{
		network.BalancerFailed: flightpath.Blocked, network.BalancerProvisioning: flightpath.Unproven,
	} {
		w := balanced(network.NetworkBalancer)
		w.LoadBalancers[0].State = state
		w.expect(t, "internet", "eni-pod1", verdict, string(state))
		w.expect(t, "internet", alb, verdict, string(state))
		w.expect(t, alb, "eni-pod1", verdict, string(state)) // nor does it ask its targets how they are
		for _, line := range told(t, w, "internet") {
			assert.NotContains(t, line, "direct")
		}
	}
}

// AWS: "AWS PrivateLink concepts" (states of endpoints): what is not available yet, was rejected, failed or expired answers nothing,
// and a route to it drops, so it is no firewall either.
func TestEndpointsThatAreNotAvailable(t *testing.T) {
	w := linked()
	w.Endpoints[0].Available = false
	w.expect(t, "eni-client", "vpce-1", flightpath.Blocked, "vpce-1 is not available")
	w.expect(t, "eni-client", "eni-pod1", flightpath.Blocked, "")
	assert.Empty(t, told(t, w, "eni-client"), "nothing behind it is reached")
	// In a state between two: neither.
	w = linked()
	w.Gaps = []network.Gap{{Kind: network.GapEndpoints, Of: "vpce-1", Reason: "it is in state partial"}}
	w.expect(t, "eni-client", "vpce-1", flightpath.Unproven, "partial")
	w.expect(t, "eni-client", "eni-pod1", flightpath.Unproven, "partial")
	for _, line := range told(t, w, "eni-client") {
		assert.Contains(t, line, "unproven")
	}
}

// AWS: "Update the security groups for your Network Load Balancer": whether inbound rules count for what comes by PrivateLink is a
// setting, and where they do, the source that they see is the client's own address.
func TestInboundRulesOnPrivateLink(t *testing.T) {
	for said, verdict := range map[string]flightpath.Verdict{"on": flightpath.Blocked, "off": flightpath.Direct, "": flightpath.Unproven} {
		w := linked()
		w.LoadBalancers[0].PrivateLinkRules = said
		w.expect(t, "eni-client", "eni-pod1", flightpath.Direct, "") // they let in everybody
		w.SecurityGroups[0].Rules[0] = in(tcp(443, 443), "10.7.1.20/32")
		answer := w.expect(t, "eni-client", "eni-pod1", verdict, "")
		reached := told(t, w, "eni-client")
		switch said {
		case "on":
			assert.Contains(t, answer.Reason, "does not allow inbound")
			assert.NotContains(t, reached, "eni-pod1 direct tcp 8443 by front", "the endpoint's address is not the client's")
			opened := w.explain(t, "eni-client", "eni-pod1")
			assert.Equal(t, flightpath.Direct, opened.Opens, opened.NoChange)
		case "off":
			assert.Contains(t, reached, "eni-pod1 direct tcp 8443 by front")
		default:
			assert.Contains(t, answer.Reason, "does not tell whether they count")
		}
		w.SecurityGroups[0].Rules[0] = in(tcp(443, 443), "10.7.1.10/32")
		w.expect(t, "eni-client", "eni-pod1", flightpath.Direct, "") // whatever is said
	}
	// Rules of which some are not known stop nobody for certain.
	w := linked()
	w.LoadBalancers[0].PrivateLinkRules = "on"
	w.SecurityGroups[0].Rules = w.SecurityGroups[0].Rules[1:]
	w.Gaps = []network.Gap{{Kind: network.GapSecurityGroups, Of: w.SecurityGroups[0].ID}}
	w.expect(t, "eni-client", "eni-pod1", flightpath.Unproven, "")
}
