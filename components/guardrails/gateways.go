package guardrails

import "slices"

const (
	gatewayGroup    = "gateway.networking.k8s.io"
	awsGatewayGroup = "gateway.k8s.aws"
)

// knownGatewayClasses are the names in AWS's documents.
var knownGatewayClasses = []string{"aws-alb-gateway-class", "aws-nlb-gateway-class"}

// gatewayClasses rejects the classes of AWS's controllers, gateway.k8s.aws/alb and gateway.k8s.aws/nlb.
func (a Admission) gatewayClasses() Policy {
	p := a.policy(GatewayClasses, []string{gatewayGroup}, "gatewayclasses", "gatewayclasses/status")
	p.check("GatewayClasses of AWS's controllers are not allowed: pods are reached through the central ingress",
		"!object.?spec.?controllerName.orValue('').startsWith("+quote(awsGatewayGroup+"/")+")")
	return p
}

// gateways rejects Gateways that an AWS controller would take.
func (a Admission) gateways() Policy {
	p := a.policy(Gateways, []string{gatewayGroup}, "gateways", "gateways/status")
	p.check("Gateways of AWS's classes are not allowed: pods are reached through the central ingress",
		"!(object.?spec.?gatewayClassName.orValue('') in "+quoteAll(slices.Concat(knownGatewayClasses, a.GatewayClasses))+")")
	p.check("Gateways with a LoadBalancerConfiguration are not allowed: pods are reached through the central ingress",
		"object.?spec.?infrastructure.?parametersRef.?group.orValue('') != "+quote(awsGatewayGroup))
	return p
}

// loadBalancerConfigurations rejects the scheme that a Gateway's load balancer would get.
func (a Admission) loadBalancerConfigurations() Policy {
	p := a.policy(LoadBalancerConfigurations, []string{awsGatewayGroup}, "loadbalancerconfigurations", "loadbalancerconfigurations/status")
	p.check("scheme "+internetFacing+" is not allowed", "object.?spec.?scheme.orValue('') != "+quote(internetFacing))
	return p
}

// globalAccelerators rejects accelerators, which lead from public addresses to internal load balancers, also to those of
// others by their ARN.
func (a Admission) globalAccelerators() Policy {
	p := a.policy(GlobalAccelerators, []string{"aga.k8s.aws"}, "globalaccelerators", "globalaccelerators/status")
	p.check("GlobalAccelerators are not allowed: pods are reached through the central ingress", "false")
	return p
}
