package plan

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const notInstalled = "which are not installed: declare admission: true, or remove it"

// keptIn has a cluster of the good estate declare guardrails.
func keptIn(e *Estate, cluster string, guardrails Guardrails) {
	change(e.Clusters, cluster, func(c *Cluster) { c.Guardrails = &guardrails })
}

var guardrailRejections = []rejection{
	{"unknown guardrails, and reasons that say nothing", func(e *Estate) {
		keptIn(e, "search", Guardrails{
			Admission: true, InternalNlbs: " ",
			Off: map[string]string{"ingres": "x", "loadbalancers": "x", "pods": "x", "services": "", "gateways": "\t", "load-balancers": "  "},
		})
	}, []string{
		`clusters.search.guardrails.internalNlbs: " " is not a reason`,
		`clusters.search.guardrails.off.gateways: "\t" is not a reason`,
		`clusters.search.guardrails.off.ingres: unknown key; did you mean ingresses?`,
		`clusters.search.guardrails.off.load-balancers: "  " is not a reason`,
		`clusters.search.guardrails.off.loadbalancers: unknown key; did you mean load-balancers?`,
		`clusters.search.guardrails.off.pods: unknown key; known are block-public-access, elastic-addresses, gateway-classes, gateways, ` +
			`global-accelerators, ingress-class-params, ingress-classes, ingresses, internet-gateways, load-balancer-configurations, load-balancers, ` +
			`services, target-group-bindings`,
		`clusters.search.guardrails.off.services: is empty: give a reason`,
	}},
	{"switches where reasons are wanted", func(e *Estate) {
		keptIn(e, "search", Guardrails{Admission: true, InternalNlbs: "true", Off: map[string]string{"services": "Yes", "gateways": " false", "ingresses": "true: OPS-312"}})
	}, []string{
		`clusters.search.guardrails.internalNlbs: "true" says nothing; a reason in words is wanted`,
		`clusters.search.guardrails.off.gateways: " false" says nothing; a reason in words is wanted`,
		`clusters.search.guardrails.off.services: "Yes" says nothing; a reason in words is wanted`,
	}},
	{"exceptions from admission policies that are not there", func(e *Estate) {
		keptIn(e, "search", Guardrails{
			Off:            map[string]string{"services": "OPS-312", "load-balancers": "OPS-312"},
			IngressClasses: []string{"edge"}, GatewayClasses: []string{"edge"},
		})
	}, []string{
		"clusters.search.guardrails.gatewayClasses: is for the admission policies, " + notInstalled,
		"clusters.search.guardrails.ingressClasses: is for the admission policies, " + notInstalled,
		"clusters.search.guardrails.off.services: is one of the admission policies, " + notInstalled,
	}},
	{"exceptions from the role of somebody else's cluster", func(e *Estate) {
		e.Clusters["legacy"] = Cluster{Cidr: "10.18.0.0/24", Existing: existing()}
		keptIn(e, "legacy", Guardrails{Off: map[string]string{"load-balancers": "OPS-312"}, InternalNlbs: "OPS-312"})
	}, []string{
		"clusters.legacy.guardrails.internalNlbs: excepts from nothing: the cluster exists already, so that its role is not this estate's, " +
			"and the admission policies are not installed; remove it",
		"clusters.legacy.guardrails.off.load-balancers: is one of the cluster's role, which is not this estate's: the cluster exists already; remove it",
	}},
	{"classes that are no names", func(e *Estate) {
		keptIn(e, "search", Guardrails{Admission: true, IngressClasses: []string{"My Class", ""}, GatewayClasses: []string{"a_b"}})
	}, []string{
		`clusters.search.guardrails.gatewayClasses[0]: "a_b" is not the name of a GatewayClass`,
		`clusters.search.guardrails.ingressClasses[0]: "My Class" is not the name of an IngressClass`,
		`clusters.search.guardrails.ingressClasses[1]: is empty: give the name of an IngressClass`,
	}},
}

// TestGuardrailsArePlanned: what is declared is planned, and what is not guards most.
func TestGuardrailsArePlanned(t *testing.T) {
	estate := good()
	estate.Clusters["legacy"] = Cluster{Cidr: "10.18.0.0/24", Existing: existing()}
	keptIn(&estate, "legacy", Guardrails{Admission: true, InternalNlbs: "OPS-312", Off: map[string]string{"services": "OPS-313"}})
	keptIn(&estate, "search", Guardrails{Off: map[string]string{}})
	plan, err := Build(estate)
	require.NoError(t, err)
	require.Empty(t, plan.Validate())
	planned := map[string]Guardrails{}
	for _, cluster := range plan.Clusters {
		planned[cluster.Name] = cluster.Guardrails
	}
	assert.Equal(t, map[string]Guardrails{
		"legacy":   {Admission: true, InternalNlbs: "OPS-312", Off: map[string]string{"services": "OPS-313"}},
		"payments": {}, "search": {},
	}, planned)
	assert.Equal(t, map[string]string{"services": "OPS-313", "internalNlbs": "OPS-312"}, planned["legacy"].Reasons())
	assert.Empty(t, planned["search"].Reasons())
}

// TestAuditOfGuardrails judges plan data that was written by hand.
func TestAuditOfGuardrails(t *testing.T) {
	plan, err := Build(good())
	require.NoError(t, err)
	plan.Clusters[0].Guardrails = Guardrails{InternalNlbs: " ", Off: map[string]string{"pods": "x", "services": " "}}
	lines := []string{}
	for _, problem := range plan.Validate() {
		lines = append(lines, problem.Path+": "+problem.Message)
	}
	require.Equal(t, []string{
		`payments.guardrails.off: "pods" is no guardrail`,
		"payments.guardrails.off.services: needs a reason",
		"payments.guardrails.internalNlbs: needs a reason",
	}, lines)
}
