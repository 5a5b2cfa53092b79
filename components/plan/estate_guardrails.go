package plan

import "slices"

// Guardrails keep what runs in a cluster from being reached around the central ingress. The IAM role of a cluster that this estate
// makes is always denied to create load balancers and ways to the internet; {} says nothing more than leaving it out.
type Guardrails struct {
	// Whether the program installs the admission policies, under which nothing in the cluster makes a load balancer or binds pods to
	// other target groups than those of its services. The machine that runs the program must reach the cluster's Kubernetes API.
	// Default: false.
	Admission bool `json:"admission,omitempty"`

	// Guardrails that are switched off, each with the reason, which the stack exports. Of the cluster's role: load-balancers,
	// internet-gateways, elastic-addresses, block-public-access. Of the admission policies: services, ingresses, ingress-classes,
	// ingress-class-params, gateway-classes, gateways, load-balancer-configurations, global-accelerators, target-group-bindings.
	// Default: none.
	Off map[string]string `json:"off,omitempty"`

	// Why Services of the cluster may own internal NLBs (loadBalancerClass service.k8s.aws/nlb, scheme internal); the stack exports
	// the reason. With admission, the policies let such Services in, and the cluster's role stays denied: the AWS Load Balancer
	// Controller makes those NLBs with its own role. Without admission, the cluster's role may make internal load balancers, and change
	// the listeners of any load balancer of the account. Default: empty, they may own no load balancer.
	InternalNlbs string `json:"internalNlbs,omitempty"`

	// Names of IngressClasses of AWS's controllers that were in the cluster before the admission policies, beside alb. An Ingress
	// refers to its class by name only. Default: none.
	IngressClasses []string `json:"ingressClasses,omitempty"`

	// The same of GatewayClasses, beside aws-alb-gateway-class and aws-nlb-gateway-class. Default: none.
	GatewayClasses []string `json:"gatewayClasses,omitempty"`
}

// ClusterRoleGuardrails are the names of the guardrails of a cluster's role, and AdmissionGuardrails those of its admission policies.
// No name is in both. components/guardrails says what they are.
func ClusterRoleGuardrails() []string { return slices.Clone(clusterRoleGuardrails) }

// AdmissionGuardrails are the names of the guardrails of a cluster's admission policies.
func AdmissionGuardrails() []string { return slices.Clone(admissionGuardrails) }

var (
	clusterRoleGuardrails = []string{"load-balancers", "internet-gateways", "elastic-addresses", "block-public-access"}
	admissionGuardrails   = []string{
		"services", "ingresses", "ingress-classes", "ingress-class-params", "gateway-classes", "gateways",
		"load-balancer-configurations", "global-accelerators", "target-group-bindings",
	}
)

// Reasons are those for which something is let through: guardrails that are switched off, by name, and internalNlbs.
func (g Guardrails) Reasons() map[string]string {
	reasons := make(map[string]string, len(g.Off)+1)
	for name, reason := range g.Off {
		reasons[name] = reason
	}
	if g.InternalNlbs != "" {
		reasons["internalNlbs"] = g.InternalNlbs
	}
	return reasons
}
