package pulumi

import "strings"

const typeIngress = "kubernetes:networking.k8s.io/v1:Ingress"

// publicService says whether a Service of Kubernetes may get a load balancer on the internet: of type LoadBalancer, it does with the cloud
// provider of Kubernetes, unless an annotation says otherwise (AWS Load Balancer Controller, "Service annotations").
func publicService(r *Resource) bool {
	const annotation = "service.beta.kubernetes.io/aws-load-balancer-"
	if kind := inside(r.value("spec"), "type"); asText(kind) != "LoadBalancer" && !isUnknown(kind) {
		return false
	}
	if scheme := annotationOf(r, annotation+"scheme"); scheme != nil {
		return asText(scheme) != "internal" // goes before the other, which is older
	}
	return asText(annotationOf(r, annotation+"internal")) != "true"
}

// publicIngress says whether an Ingress of Kubernetes may get one: of the AWS Load Balancer Controller, unless its scheme is said to be
// internal, because an IngressClassParams, too, may say that it is not (AWS Load Balancer Controller, "Ingress annotations").
func publicIngress(r *Resource) bool {
	const annotation = "alb.ingress.kubernetes.io/"
	if scheme := annotationOf(r, annotation+"scheme"); scheme != nil {
		return asText(scheme) != "internal"
	}
	class := inside(r.value("spec"), "ingressClassName")
	if class == nil {
		class = annotationOf(r, "kubernetes.io/ingress.class")
	}
	if class == nil || isUnknown(class) || asText(class) == "alb" {
		return true
	}
	for key := range asObject(inside(r.value("metadata"), "annotations")) {
		if strings.HasPrefix(key, annotation) {
			return true
		}
	}
	return false
}

// openByClass says whether an Ingress is on the internet, or may be, by what its class says: a class of any name may be the AWS Load
// Balancer Controller's, and the scheme of its parameters goes before the annotation (AWS Load Balancer Controller, "IngressClass").
func (b *builder) openByClass(r *Resource) bool {
	class := asText(inside(r.value("spec"), "ingressClassName"))
	if r.Type != typeIngress || class == "" {
		return false
	}
	named := func(object *Resource, name any) bool {
		own := inside(object.value("metadata"), "name")
		return isUnknown(own) || isUnknown(name) || asText(own) == asText(name)
	}
	for _, one := range b.every("kubernetes:networking.k8s.io/v1:IngressClass") {
		controller, parameters := asText(inside(one.value("spec"), "controller")), inside(one.value("spec"), "parameters", "name")
		if !named(one, class) || parameters == nil || controller != Unknown && controller != "ingress.k8s.aws/alb" && controller != "eks.amazonaws.com/alb" {
			continue
		}
		found := false
		for _, params := range b.every("kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams", "kubernetes:eks.amazonaws.com/v1:IngressClassParams") {
			if !named(params, parameters) {
				continue
			}
			found = true
			if scheme := asText(inside(params.value("spec"), "scheme")); scheme == "internet-facing" || scheme == Unknown {
				return true
			}
		}
		if !found {
			return true
		}
	}
	return false
}

// annotationOf is an annotation of an object of Kubernetes: nil where it has none, Unknown where that is not known.
func annotationOf(r *Resource, key string) any {
	return inside(r.value("metadata"), "annotations", key)
}
