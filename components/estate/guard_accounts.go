package estate

import "github.com/ingresshub/ingresshub/components/plan"

// guardAccounts refuses to move a VPC or a cluster to another account. AWS moves neither, and Pulumi, which would only see another
// provider, would look for both where they are not.
func guardAccounts(last *lastState, planned *plan.Plan) plan.Problems {
	var problems plan.Problems
	for _, vpc := range planned.Vpcs {
		before, now := last.owners[vpc.Name], accountOf(planned, vpc.Account).ID
		if vpc.Account == "" {
			// Without accounts there is one only: that of the ingress VPC.
			now = last.owners[ingressOf(planned)]
		}
		if before == "" || now == "" || before == now {
			continue
		}
		path, instead := "clusters."+vpc.Name, "Declare a further cluster there, move the services over, and then take this one out"
		switch vpc.Kind {
		case plan.IngressVpc:
			path, instead = "ingress", "Declare a further estate there"
		case plan.InspectionVpc:
			continue // It is in the account of the ingress VPC.
		}
		problems = append(problems, plan.Problem{Path: path + ".account", Message: "it is in account " + before + " and cannot move to " +
			now + ": AWS moves no VPC and no cluster. " + instead})
	}
	return problems
}

// ingressOf is the name of a plan's ingress VPC; empty where the plan is a cluster's part.
func ingressOf(planned *plan.Plan) string {
	for _, vpc := range planned.Vpcs {
		if vpc.Kind == plan.IngressVpc {
			return vpc.Name
		}
	}
	return ""
}
