package guardrails

const (
	nlbClass        = "service.k8s.aws/nlb"
	typeAnnotation  = "service.beta.kubernetes.io/aws-load-balancer-type"
	schemeOfService = "service.beta.kubernetes.io/aws-load-balancer-scheme"
	eipAllocations  = "service.beta.kubernetes.io/aws-load-balancer-eip-allocations"
	internetFacing  = "internet-facing"
)

// services rejects Services that make load balancers. Without a class, one of type LoadBalancer gets an internet-facing
// classic load balancer from EKS itself, whatever controllers are installed.
func (a Admission) services() Policy {
	p := a.policy(Services, []string{""}, "services", "services/status")
	p.Variables = []Named{annotations, {Name: "balanced", Expression: "object.spec.?type.orValue('ClusterIP') == 'LoadBalancer'"}}
	if a.InternalNlbs != "" {
		p.check("a Service of type LoadBalancer must have loadBalancerClass "+nlbClass+" and the annotation "+schemeOfService+": internal",
			"!variables.balanced || (object.spec.?loadBalancerClass.orValue('') == "+quote(nlbClass)+
				" && variables.annotations[?"+quote(schemeOfService)+"].orValue('') == 'internal')")
	} else {
		p.check("Services of type LoadBalancer are not allowed: pods are reached through the central ingress", "!variables.balanced")
	}
	// The controller makes an NLB for any Service with this annotation.
	p.check("the annotation "+typeAnnotation+" is for Services of type LoadBalancer only",
		"variables.balanced || !("+quote(typeAnnotation)+" in variables.annotations)")
	p.check("the annotation "+eipAllocations+" is not allowed: it gives a load balancer public addresses",
		"!("+quote(eipAllocations)+" in variables.annotations)")
	p.check("the annotation "+schemeOfService+": "+internetFacing+" is not allowed",
		"variables.annotations[?"+quote(schemeOfService)+"].orValue('') != "+quote(internetFacing))
	p.check("externalIPs are not allowed: a Service could take any address for itself",
		"object.spec.?externalIPs.orValue([]).size() == 0")
	return p
}
