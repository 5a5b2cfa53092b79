package planview

import (
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// boundTo are the bindings that fill a target group: several where clusters share it.
func boundTo(planned *plan.Plan, group plan.TargetGroup) []plan.Binding {
	var all []plan.Binding
	for _, binding := range planned.Bindings {
		if binding.TargetGroup == group.Name {
			all = append(all, binding)
		}
	}
	return all
}

// boundGroup is the target group that a binding fills.
func boundGroup(planned *plan.Plan, binding plan.Binding) plan.TargetGroup {
	var groups []plan.TargetGroup
	for _, balancer := range planned.LoadBalancers {
		groups = append(groups, balancer.TargetGroups...)
	}
	for _, balancer := range planned.InnerLoadBalancers {
		groups = append(groups, balancer.TargetGroups...)
	}
	for _, alb := range planned.InnerAlbs {
		groups = append(groups, alb.TargetGroups...)
	}
	for _, group := range groups {
		if group.Name == binding.TargetGroup {
			return group
		}
	}
	return plan.TargetGroup{}
}

// serving is what answers behind a target group: pods by the names of their bindings, an inner ALB, or, behind static addresses, the
// service.
func serving(planned *plan.Plan, group plan.TargetGroup) string {
	var names []string
	for _, binding := range boundTo(planned, group) {
		names = append(names, binding.Name)
	}
	switch {
	case group.Alb != "":
		return group.Alb
	case len(names) > 0:
		return strings.Join(names, ", ")
	}
	return group.Service
}

// vpcOf is the VPC of a cluster.
func vpcOf(planned *plan.Plan, cluster string) string {
	for _, candidate := range planned.Clusters {
		if candidate.Name == cluster {
			return candidate.Vpc
		}
	}
	return ""
}
