package estate

import (
	"github.com/ingresshub/ingresshub/components/binding"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// bindings are TargetGroupBindings: in a cluster with a controller resources, in another one a manifest for each service, which can
// be applied as it is.
func (p *workloadPrinter) bindings() error {
	p.workload.TargetGroupBindings = pulumi.Map{}
	if p.parts.cluster.Controller != nil || p.parts.cluster.Guardrails.Admission {
		if err := p.inCluster(); err != nil {
			return err
		}
	}
	if p.parts.cluster.Controller != nil {
		return nil
	}
	for _, planned := range p.parts.bindings {
		manifest, err := binding.Manifest(p.binding(planned))
		if err != nil {
			return err
		}
		p.workload.TargetGroupBindings[planned.Name] = manifest
	}
	return nil
}

// binding ties the pods of a service to a target group: one of an inner load balancer of the cluster or its inner ALB, or one of an ingress load
// balancer, for which a role has to be assumed where the accounts differ.
//
// There is no `networking`: the pods admit the load balancers by rules of this stack, so the controller needs no right to write any.
func (p *workloadPrinter) binding(planned plan.Binding) *binding.Args {
	args := &binding.Args{
		Name: planned.Service, Namespace: planned.Namespace, ServiceName: planned.ServiceName, ServicePort: planned.ServicePort,
		TargetType: planned.TargetType, IPAddressType: planned.IPAddressType, MultiCluster: planned.MultiCluster,
	}
	if planned.InnerAlb != "" {
		args.TargetGroupArn, args.VpcID = p.workload.InnerAlbs[planned.InnerAlb].TargetGroupArns[planned.TargetGroup], p.workload.Vpc.VpcID
		return args
	}
	if planned.LoadBalancer == "" {
		args.TargetGroupArn = p.workload.InnerLoadBalancers[planned.InnerLoadBalancer].TargetGroupArns[planned.TargetGroup]
		args.VpcID = p.workload.Vpc.VpcID
		return args
	}
	args.TargetGroupArn, args.VpcID = p.args.Ingress.TargetGroupArns[planned.TargetGroup], p.args.Ingress.VpcID
	if planned.Account != "" {
		args.AssumeRole = &binding.AssumeRole{
			Arn: p.args.Ingress.RegistrarArn, ExternalID: pulumi.String(subjectOf(p.args.Plan, p.parts.cluster).ExternalID()),
		}
	}
	return args
}
