package estate

import (
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/components/plan"
)

// compareGuardrails refuses guardrails that are weaker than those that the hub demands. A claim that says nothing of them gets what is
// demanded; one that says something says all of it.
//
// A hub that demands no admission policies leaves those to the team, with what is off in them. The cluster's role is guarded in any case.
func (j *joiner) compareGuardrails(path string, granted, claimed *plan.Guardrails) {
	if claimed == nil {
		return
	}
	demanded := plan.Guardrails{}
	if granted != nil {
		demanded = *granted
	}
	if demanded.Admission && !claimed.Admission {
		j.refuse(path+".admission", "must be true: the hub demands the admission policies")
	}
	inForce := plan.ClusterRoleGuardrails()
	if demanded.Admission {
		inForce = append(inForce, plan.AdmissionGuardrails()...)
	}
	for _, name := range slices.Sorted(maps.Keys(claimed.Off)) {
		if _, allowed := demanded.Off[name]; !allowed && slices.Contains(inForce, name) {
			j.refuse(path+".off."+name, "is switched off, and the hub demands this guardrail; what it lets be off is %s", enumerated(demanded.Off))
		}
	}
	// Beside admission policies internal NLBs are theirs to let in. Without, the cluster's role would be opened.
	if claimed.InternalNlbs != "" && demanded.InternalNlbs == "" && (demanded.Admission || !claimed.Admission) {
		j.refuse(path+".internalNlbs", "is claimed, and the hub lets Services own no load balancers")
	}
	for _, classes := range []struct {
		field              string
		demanded, declared []string
	}{
		{"ingressClasses", demanded.IngressClasses, claimed.IngressClasses}, {"gatewayClasses", demanded.GatewayClasses, claimed.GatewayClasses},
	} {
		for _, class := range classes.demanded {
			if !slices.Contains(classes.declared, class) {
				j.refuse(path+"."+classes.field, "lacks %s, which the hub demands", class)
			}
		}
	}
}
