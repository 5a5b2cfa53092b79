package estate

import "github.com/ingresshub/ingresshub/components/plan"

// guardVpcs refuses to change the CIDR of a VPC, which would replace it with everything in it and gets stuck on what stands
// there, and to change that of its pods, which keep the addresses with which they started.
func guardVpcs(last *lastState, planned *plan.Plan) plan.Problems {
	var problems plan.Problems
	refuse := func(path, message string) {
		problems = append(problems, plan.Problem{Path: path, Message: message})
	}
	for _, vpc := range planned.Vpcs {
		before, exists := last.cidrs[vpc.Name]
		if !exists || vpc.ExistingID != "" {
			continue
		}
		path, instead := "clusters."+vpc.Name, "Declare a further cluster with it, and move the services over"
		switch vpc.Kind {
		case plan.IngressVpc:
			path, instead = "ingress", "Declare a further estate with it"
		case plan.InspectionVpc:
			path, instead = "inspection", "First update without what stands in it (eastWest, egress, fleets)"
		}
		if before != vpc.Cidr {
			refuse(path+".cidr", "AWS fixes it when a VPC is made: it is "+before+"; "+vpc.Cidr+
				" would replace the VPC and everything in it. "+instead)
			continue
		}
		if was, now := last.podCidr(vpc.Name), podCidr(vpc); was != now {
			refuse(path+".podCidr", "pods keep the addresses with which they started, and load balancers would look for them in "+
				now+" instead of "+was+". "+instead)
		}
	}
	return problems
}

// nodeSubnets is where pods are that have no CIDR of their own.
const nodeSubnets = "the node subnets"

// podCidr is where the pods of a VPC are planned.
func podCidr(vpc plan.Vpc) string {
	for _, secondary := range vpc.SecondaryCidrs {
		return secondary.Cidr
	}
	return nodeSubnets
}

// podCidr is where the pods of a VPC are.
func (last *lastState) podCidr(vpc string) string {
	if cidr := last.cidrs[vpc+"."+string(plan.TierPod)]; cidr != "" {
		return cidr
	}
	return nodeSubnets
}
