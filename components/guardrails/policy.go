package guardrails

import (
	"fmt"
	"slices"
	"strings"
)

// Policy is one ValidatingAdmissionPolicy, with the binding that puts it into force in the whole cluster.
type Policy struct {
	// Name of both objects.
	Name string
	// What it keeps out.
	Guardrail Guardrail
	// What it looks at: resources of one or more API groups, in every version. Resources need not exist in the cluster.
	Groups    []string
	Resources []string
	// CEL expressions that must all be true for the policy to look at a request, beside that it changes something.
	Conditions []Named
	// CEL expressions that the checks refer to as `variables.<name>`.
	Variables []Named
	// What must hold.
	Checks []Check
}

// Named is a CEL expression with a name.
type Named struct {
	Name       string `json:"name"`
	Expression string `json:"expression"`
}

// Check is a CEL expression that must be true, and what whoever sent the request reads when it is not.
type Check struct {
	Expression string `json:"expression"`
	Message    string `json:"message"`
	Reason     string `json:"reason"`
}

// changes holds where a request can change what the checks look at: spec and annotations. Objects from before the policy
// keep getting their status written and their finalizers removed.
var changes = Named{
	Name: "changes-spec-or-annotations",
	Expression: "request.operation == 'CREATE' || object.?spec != oldObject.?spec || " +
		"object.metadata.?annotations != oldObject.metadata.?annotations",
}

// annotations are an object's annotations, if it has any.
var annotations = Named{Name: "annotations", Expression: "object.metadata.?annotations.orValue({})"}

func (a Admission) policy(guardrail Guardrail, groups []string, resources ...string) Policy {
	return Policy{Name: a.Prefix + "-" + string(guardrail), Guardrail: guardrail, Groups: groups, Resources: resources}
}

// check adds what must hold.
func (p *Policy) check(message, expression string) {
	p.Checks = append(p.Checks, Check{
		Expression: expression,
		Message:    message + " (guardrail " + string(p.Guardrail) + " of ingresshub)",
		Reason:     "Forbidden",
	})
}

// quote is a string as a literal of CEL.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range s {
		switch {
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ':
			fmt.Fprintf(&b, "\\u%04x", r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// quoteAll is a list of strings as a literal of CEL, in order, so that the same settings always make the same policy.
func quoteAll(all []string) string {
	quoted := make([]string, 0, len(all))
	for _, s := range slices.Sorted(slices.Values(all)) {
		quoted = append(quoted, quote(s))
	}
	return "[" + strings.Join(slices.Compact(quoted), ", ") + "]"
}
