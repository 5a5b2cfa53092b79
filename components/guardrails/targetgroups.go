package guardrails

import (
	"maps"
	"slices"
	"strings"
)

// targetGroupBindings rejects bindings that would put pods behind somebody else's target group, and so behind their host
// names. A target group given by name only is rejected as well: what a name means is decided later, by AWS.
func (a Admission) targetGroupBindings() Policy {
	p := a.policy(TargetGroupBindings, awsGroups, "targetgroupbindings", "targetgroupbindings/status")
	namespace, account, _ := strings.Cut(a.Controller, "/")
	p.Conditions = []Named{{
		Name:       "not-the-controller",
		Expression: "request.userInfo.username != " + quote("system:serviceaccount:"+namespace+":"+account),
	}}
	given := make([]string, 0, len(a.TargetGroups))
	for _, namespace := range slices.Sorted(maps.Keys(a.TargetGroups)) {
		given = append(given, quote(namespace)+": "+quoteAll(a.TargetGroups[namespace]))
	}
	p.Variables = []Named{
		{Name: "given", Expression: "{" + strings.Join(given, ", ") + "}[?request.namespace].orValue([])"},
	}
	p.check("this target group was not given to this namespace",
		"object.?spec.?targetGroupARN.orValue('') in variables.given")
	roles := append([]string{""}, a.AssumableRoles...)
	p.check("this role is not the one for target groups of other accounts",
		"object.?spec.?iamRoleArnToAssume.orValue('') in "+quoteAll(roles))
	return p
}
