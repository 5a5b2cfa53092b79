package estate

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/onboarding"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// grants prints, for clusters that join from stacks of their own, what each may take for itself.
func (p *hubPrinter) grants() error {
	if !p.onboarding {
		return nil
	}
	p.hub.Grants = map[string]*onboarding.Grant{}
	for _, cluster := range p.plan.Clusters {
		attachment, _ := attachmentOf(p.plan, cluster.Vpc)
		grant, err := onboarding.NewGrant(p.ctx, cluster.Name, &onboarding.GrantArgs{
			Estate:             p.plan.Name,
			Region:             p.plan.Region,
			Attachment:         attachment,
			TransitRouteTables: p.plan.TransitGateway.RouteTables,
			Gateway:            p.hub.Gateway,
			HubAccount:         accountOf(p.plan, p.plan.TransitGateway.Account).ID,
			Account:            accountOf(p.plan, cluster.Account),
			Tags:               p.tags,
		}, p.parent)
		if err != nil {
			return err
		}
		p.hub.Grants[cluster.Name] = grant
	}
	return nil
}

// attachmentTags are the tags of the hub's own attachments. Where clusters join by themselves, no role may take those for a cluster's.
func (p *hubPrinter) attachmentTags() pulumi.StringMap {
	tags := plannedTags(p.plan)
	if p.onboarding {
		tags[transit.ClusterTag] = pulumi.String(transit.NoCluster)
	}
	return tags
}

// accountOf is an account of the plan by name.
func accountOf(planned *plan.Plan, name string) plan.PlannedAccount {
	for _, account := range planned.Accounts {
		if account.Name == name {
			return account
		}
	}
	return plan.PlannedAccount{}
}

// grantProblems lists clusters that cannot join from a stack of their own. In the hub's account IAM would not keep the teams apart.
func grantProblems(estate plan.Estate) plan.Problems {
	var problems plan.Problems
	if estate.Ingress.Account == "" {
		problems = append(problems, inputs.Require("ingress.account", false)...)
	}
	if estate.ReachabilityAnalysis != "" {
		problems = append(problems, plan.Problem{Path: "reachabilityAnalysis", Message: "asks about clusters, which are not in this stack: leave it " +
			"out, and ask by a program of your own (components/reachability)"})
	}
	if len(estate.Clusters) == 0 {
		problems = append(problems, plan.Problem{Path: "clusters", Message: "is empty: a hub of its own grants each cluster what it may take"})
	}
	for name, cluster := range estate.Clusters {
		switch account := cluster.Account; {
		case account == "" || account == estate.Ingress.Account:
			problems = append(problems, plan.Problem{Path: "clusters." + name + ".account", Message: "must be another account than the " +
				"ingress VPC's: in one account, IAM does not keep a cluster's stack from the hub. One program for both is estate.Program"})
		case estate.Accounts[account].RoleArn == "":
			problems = append(problems, plan.Problem{Path: "accounts." + account + ".roleArn", Message: "is required: the role through which " +
				"the stack of cluster " + name + " works, which alone may take on the role that joins it"})
		}
	}
	return problems
}
