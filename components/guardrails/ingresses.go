package guardrails

import "slices"

const (
	schemeOfIngress = "alb.ingress.kubernetes.io/scheme"
	classAnnotation = "kubernetes.io/ingress.class"
	networking      = "networking.k8s.io"
)

// knownIngressClasses are those of AWS Load Balancer Controller: its own default, and the one that the controller component
// gives it because it must have one. It takes an Ingress with such an annotation although no IngressClass has that name.
var knownIngressClasses = []string{"alb", "ingresshub-unused"}

// Groups in which AWS Load Balancer Controller and EKS Auto Mode have resources of the same names.
var awsGroups = []string{"elbv2.k8s.aws", "eks.amazonaws.com"}

// ingresses rejects Ingresses for which an AWS controller makes an ALB. The API server has put a default class in before
// it asks, so one without a class goes to whoever takes those.
func (a Admission) ingresses() Policy {
	p := a.policy(Ingresses, []string{networking}, "ingresses", "ingresses/status")
	p.Variables = []Named{
		annotations,
		{Name: "class", Expression: "object.spec.?ingressClassName.orValue('')"},
		{Name: "annotated", Expression: "variables.annotations[?" + quote(classAnnotation) + "].orValue('')"},
	}
	classes := quoteAll(slices.Concat(knownIngressClasses, a.IngressClasses))
	p.check("the annotation "+schemeOfIngress+": "+internetFacing+" is not allowed",
		"variables.annotations[?"+quote(schemeOfIngress)+"].orValue('') != "+quote(internetFacing))
	p.check("an Ingress needs an ingressClassName: AWS's controllers may take one without a class",
		"variables.class != '' || variables.annotated != ''")
	p.check("Ingresses of AWS's controllers are not allowed: pods are reached through the central ingress",
		"!(variables.class in "+classes+" || variables.annotated in "+classes+")")
	return p
}

// ingressClasses rejects the classes of AWS's controllers.
func (a Admission) ingressClasses() Policy {
	p := a.policy(IngressClasses, []string{networking}, "ingressclasses")
	p.check("IngressClasses of AWS's controllers are not allowed: pods are reached through the central ingress",
		"!(object.spec.?controller.orValue('') in ['eks.amazonaws.com/alb', 'ingress.k8s.aws/alb'])")
	return p
}

// ingressClassParams rejects parameters that override the scheme of every Ingress of a class.
func (a Admission) ingressClassParams() Policy {
	p := a.policy(IngressClassParams, awsGroups, "ingressclassparams", "ingressclassparams/status")
	p.check("scheme "+internetFacing+" is not allowed", "object.?spec.?scheme.orValue('') != "+quote(internetFacing))
	return p
}
