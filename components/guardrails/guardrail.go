package guardrails

import (
	"maps"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// Guardrail is one kind of thing that is rejected. Its value names it in settings, in Kubernetes objects and in statements
// of AWS policies.
type Guardrail string

// What a cluster's API server rejects.
const (
	// Services that make a load balancer, carry annotations that lead to one, or claim addresses.
	Services Guardrail = "services"
	// Ingresses that are internet-facing, of an AWS class, or of no class at all.
	Ingresses Guardrail = "ingresses"
	// IngressClasses of AWS's controllers.
	IngressClasses Guardrail = "ingress-classes"
	// IngressClassParams that are internet-facing.
	IngressClassParams Guardrail = "ingress-class-params"
	// GatewayClasses of AWS's controllers.
	GatewayClasses Guardrail = "gateway-classes"
	// Gateways of an AWS class, or with AWS's parameters.
	Gateways Guardrail = "gateways"
	// LoadBalancerConfigurations that are internet-facing.
	LoadBalancerConfigurations Guardrail = "load-balancer-configurations"
	// GlobalAccelerators, all of them: an accelerator publishes internal load balancers.
	GlobalAccelerators Guardrail = "global-accelerators"
	// TargetGroupBindings to target groups that were not given to their namespace, or with a role that was not.
	TargetGroupBindings Guardrail = "target-group-bindings"
)

// AdmissionGuardrails are all guardrails of a cluster's API server, in the order in which they are listed everywhere.
func AdmissionGuardrails() []Guardrail {
	return []Guardrail{
		Services, Ingresses, IngressClasses, IngressClassParams, GatewayClasses, Gateways, LoadBalancerConfigurations,
		GlobalAccelerators, TargetGroupBindings,
	}
}

// Of are the settings of admission policies and cluster's role that a planned cluster is guarded by. The caller adds what the plan does
// not know, such as ARNs of target groups.
//
// Where admission policies are installed, internal NLBs are those that the AWS Load Balancer Controller makes with a role of its own, and
// the cluster's role needs nothing for them. Without the policies it is the cluster's role that makes them.
func Of(planned plan.Guardrails) (Admission, ClusterRole) {
	admission := Admission{
		InternalNlbs: planned.InternalNlbs, IngressClasses: planned.IngressClasses, GatewayClasses: planned.GatewayClasses,
		Off: map[Guardrail]string{},
	}
	role := ClusterRole{Off: map[Guardrail]string{}}
	if !planned.Admission {
		role.InternalNlbs = planned.InternalNlbs
	}
	for name, reason := range planned.Off {
		if guardrail := Guardrail(name); slices.Contains(ClusterRoleGuardrails(), guardrail) {
			role.Off[guardrail] = reason
		} else {
			admission.Off[guardrail] = reason
		}
	}
	return admission, role
}

// switchedOff are the problems of guardrails that are switched off: of unknown ones, and of those without a reason.
func switchedOff(path string, off map[Guardrail]string, known []Guardrail) plan.Problems {
	var problems plan.Problems
	for _, guardrail := range slices.Sorted(maps.Keys(off)) {
		at := path + "." + string(guardrail)
		if !slices.Contains(known, guardrail) {
			problems = append(problems, plan.Problem{Path: at, Message: "is no guardrail; there are " + list(known)})
		} else if off[guardrail] == "" {
			problems = append(problems, plan.Problem{Path: at, Message: needsReason})
		} else {
			problems = append(problems, reasoned(at, off[guardrail])...)
		}
	}
	return problems
}

const needsReason = "needs a reason in words, which is kept as an output"

// reasoned is the problem of a reason that says nothing. An empty one is none: what it would be for is not let through.
func reasoned(path, reason string) plan.Problems {
	if reason != "" && strings.TrimSpace(reason) == "" || plan.IsSwitch(reason) {
		return plan.Problems{{Path: path, Message: needsReason}}
	}
	return nil
}

// reasons are those of guardrails that are switched off and of settings that let something through, where they do.
func reasons(off map[Guardrail]string, settings map[string]string) map[string]string {
	out := make(map[string]string, len(off)+len(settings))
	for guardrail, reason := range off {
		out[string(guardrail)] = reason
	}
	for setting, reason := range settings {
		if reason != "" {
			out[setting] = reason
		}
	}
	return out
}

// Within are the problems of a field's value, as problems of the field.
func Within(field string, problems plan.Problems) plan.Problems {
	out := make(plan.Problems, 0, len(problems))
	for _, problem := range problems {
		problem.Path = field + "." + problem.Path
		out = append(out, problem)
	}
	return out
}

func list(guardrails []Guardrail) string {
	names := make([]string, 0, len(guardrails))
	for _, guardrail := range guardrails {
		names = append(names, string(guardrail))
	}
	return strings.Join(names, ", ")
}
