package network

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
)

// check lists everything wrong with a VPC's plan, and with what makes its firewall.
func check(token, name string, planned plan.Vpc, kind plan.VpcKind, firewall FirewallFunc) error {
	var problems plan.Problems
	if planned.Kind != kind {
		problems = append(problems, plan.Problem{Path: "plan.kind", Message: "must be " + string(kind)})
	}
	return inputs.Check(token, name, problems, planned.Validate(), firewall.problems(planned))
}
