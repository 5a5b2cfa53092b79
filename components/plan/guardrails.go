package plan

import (
	"maps"
	"slices"
	"strings"
)

// checkGuardrails checks that what is said of a cluster's guardrails is about some that are there: an exception from none would be
// believed to mean something.
func (b *builder) checkGuardrails(c *cluster) {
	declared, path := c.declared.Guardrails, c.path+".guardrails"
	if declared == nil {
		return
	}
	installed := declared.Admission || b.isBroken(path+".admission")
	for _, name := range sortedKeys(declared.Off) {
		switch {
		case !installed && contained(name, admissionGuardrails):
			b.add(member(path+".off", name), "is one of the admission policies, which are not installed: declare admission: true, or remove it")
		case !c.made() && contained(name, clusterRoleGuardrails):
			b.add(member(path+".off", name), "is one of the cluster's role, which is not this estate's: the cluster exists already; remove it")
		}
	}
	for _, classes := range []struct {
		field string
		names []string
	}{{"ingressClasses", declared.IngressClasses}, {"gatewayClasses", declared.GatewayClasses}} {
		if !installed && len(classes.names) > 0 {
			b.add(path+"."+classes.field, "is for the admission policies, which are not installed: declare admission: true, or remove it")
		}
	}
	if !installed && !c.made() && declared.InternalNlbs != "" {
		b.add(path+".internalNlbs", "excepts from nothing: the cluster exists already, so that its role is not this estate's, and the admission "+
			"policies are not installed; remove it")
	}
}

// guardrails prints what a cluster is guarded by.
func (c *cluster) guardrails() Guardrails {
	declared := pointed(c.declared.Guardrails, Guardrails{})
	out := Guardrails{
		Admission: declared.Admission, InternalNlbs: declared.InternalNlbs,
		IngressClasses: sorted(declared.IngressClasses), GatewayClasses: sorted(declared.GatewayClasses),
	}
	if len(declared.Off) > 0 {
		out.Off = maps.Clone(declared.Off)
	}
	return out
}

// audit checks what a cluster is guarded by as data.
func (g Guardrails) audit(a *audit) {
	for _, name := range sortedKeys(g.Off) {
		if !slices.Contains(clusterRoleGuardrails, name) && !slices.Contains(admissionGuardrails, name) {
			a.add(".guardrails.off", "%q is no guardrail", name)
		} else if reason := g.Off[name]; strings.TrimSpace(reason) == "" || IsSwitch(reason) {
			a.add(".guardrails.off."+name, "needs a reason")
		}
	}
	if g.InternalNlbs != "" && (strings.TrimSpace(g.InternalNlbs) == "" || IsSwitch(g.InternalNlbs)) {
		a.add(".guardrails.internalNlbs", "needs a reason")
	}
}
