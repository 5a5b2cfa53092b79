package cluster

import (
	"strings"

	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/plan"
)

const https = 443

// printPodRules prints the rules that admit the inner load balancers to pods, for traffic and health checks.
func (p *printer) printPodRules() error {
	return p.printRules(p.plan.PodRules)
}

// printApiRules admits the CIDRs outside the VPC that reach the private endpoint. Its network interfaces share their
// security group with the nodes, which therefore admit HTTPS from there too.
func (p *printer) printApiRules() error {
	rules := make([]plan.SecurityGroupRule, 0, len(p.plan.PrivateCidrs))
	for _, cidr := range p.plan.PrivateCidrs {
		// A CIDR is all that tells one of them from another: a changed one is another rule.
		rules = append(rules, plan.SecurityGroupRule{
			Name:      p.plan.Name + ".api.ingress." + strings.NewReplacer(".", "-", "/", "-").Replace(cidr),
			Direction: plan.Inbound, Protocol: "tcp", FromPort: https, ToPort: https,
			Cidr: cidr, Description: "Kubernetes API",
		})
	}
	return p.printRules(rules)
}

func (p *printer) printRules(rules []plan.SecurityGroupRule) error {
	return network.NewSecurityGroupRules(p.ctx, rules, p.component.ClusterSecurityGroupID, p.args.Tags, p.parent)
}
