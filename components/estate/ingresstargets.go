package estate

import (
	"github.com/ingresshub/ingresshub/components/controller"
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// IngressTargets are the target groups of ingress load balancers whose targets are pods, as a cluster's controller has to know them.
type IngressTargets struct {
	// ID of the ingress VPC.
	VpcID pulumi.StringInput `pulumi:"vpcId"`

	// ARNs of the target groups, by plan name.
	TargetGroupArns pulumi.StringMap `pulumi:"targetGroupArns"`

	// ARN of the cluster's registrar role in the ingress account. Default: none, both have one account.
	RegistrarArn pulumi.StringInput `pulumi:"registrarArn"`
}

// Targets is what a cluster's controller has to know of the hub's target groups.
func (h *Hub) Targets(cluster string) IngressTargets {
	targets := IngressTargets{VpcID: h.Vpc.VpcID, TargetGroupArns: pulumi.StringMap{}}
	for _, balancer := range h.LoadBalancers {
		for name, arn := range balancer.TargetGroupArns {
			targets.TargetGroupArns[name] = arn
		}
	}
	if registrar, made := h.Registrars[cluster]; made {
		targets.RegistrarArn = registrar.Arn
	}
	return targets
}

// problems lists what the bindings of a cluster need and is not there.
func (t IngressTargets) problems(bindings []plan.Binding) plan.Problems {
	var problems plan.Problems
	for _, binding := range bindings {
		if binding.LoadBalancer == "" {
			continue
		}
		problems = append(problems, inputs.Require("ingress.vpcId", t.VpcID != nil)...)
		problems = append(problems, inputs.Require("ingress.targetGroupArns."+binding.TargetGroup, t.TargetGroupArns[binding.TargetGroup] != nil)...)
		if binding.Account != "" {
			problems = append(problems, inputs.Require("ingress.registrarArn", t.RegistrarArn != nil)...)
		}
	}
	return problems
}

// subjectOf is a cluster's controller as both accounts know it.
func subjectOf(planned *plan.Plan, cluster plan.EksCluster) controller.Subject {
	return controller.Subject{
		Account: accountOf(planned, cluster.Account).ID, Region: planned.Region, Cluster: cluster.AwsName,
		Namespace: controller.DefaultNamespace, ServiceAccount: controller.DefaultServiceAccount,
	}
}

// registrars prints, for each cluster of another account whose pods are targets here, the role with which its controller registers
// them.
func (p *hubPrinter) registrars() error {
	p.hub.Registrars = map[string]*controller.RegistrarRole{}
	for _, cluster := range p.plan.Clusters {
		groups := pulumi.StringMap{}
		for _, binding := range p.plan.Bindings {
			if binding.Cluster == cluster.Name && binding.Account != "" {
				groups[binding.TargetGroup] = p.hub.LoadBalancers[binding.LoadBalancer].TargetGroupArns[binding.TargetGroup]
			}
		}
		if len(groups) == 0 {
			continue
		}
		role, err := controller.NewRegistrarRole(p.ctx, cluster.Name+".registrar", &controller.RegistrarRoleArgs{
			Subject: subjectOf(p.plan, cluster), TargetGroupArns: groups, Tags: p.tags,
		}, p.parent)
		if err != nil {
			return err
		}
		p.hub.Registrars[cluster.Name] = role
	}
	return nil
}
