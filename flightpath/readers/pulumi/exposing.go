package pulumi

import (
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// exposing are resources with an address on the internet that are not read any further: where in a VPC, and whether they have one.
var exposing = []struct {
	typ  string
	kind network.PublisherKind
	key  string // a list of subnets; empty where the VPC is not told
	open func(*Resource) bool
}{
	{"aws:elb/loadBalancer:LoadBalancer", "a classic load balancer", "subnets", func(r *Resource) bool { return !r.flag("internal") }},
	{"aws:ec2/spotInstanceRequest:SpotInstanceRequest", "a spot instance", "subnetId", always},
	{"aws:rds/instance:Instance", "a public database", "", func(r *Resource) bool { return r.flag("publiclyAccessible") || unsure(r, "publiclyAccessible") }},
	{"aws:rds/clusterInstance:ClusterInstance", "a public database", "", func(r *Resource) bool { return r.flag("publiclyAccessible") || unsure(r, "publiclyAccessible") }},
	{"aws:ecs/service:Service", "an ECS service with public addresses", "", func(r *Resource) bool {
		public := asObject(r.value("networkConfiguration"))["assignPublicIp"]
		return asFlag(public) || isUnknown(public) || unsure(r, "networkConfiguration")
	}},
	{typePodService, "a Kubernetes Service of type LoadBalancer", "", publicService},
	{"kubernetes:networking.k8s.io/v1:Ingress", "a Kubernetes Ingress", "", publicIngress},
}

func always(*Resource) bool { return true }

func unsure(r *Resource, key string) bool { return isUnknown(r.value(key)) }

// publicService says whether a Service of Kubernetes may get a load balancer on the internet: of type LoadBalancer, it does with the cloud
// provider of Kubernetes, unless an annotation says otherwise (AWS Load Balancer Controller, "Service annotations").
func publicService(r *Resource) bool {
	const annotation = "service.beta.kubernetes.io/aws-load-balancer-"
	kind := inside(r.value("spec"), "type")
	return (asText(kind) == "LoadBalancer" || isUnknown(kind)) &&
		asText(annotationOf(r, annotation+"scheme")) != "internal" && asText(annotationOf(r, annotation+"internal")) != "true"
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

// annotationOf is an annotation of an object of Kubernetes: nil where it has none, Unknown where that is not known.
func annotationOf(r *Resource, key string) any {
	return inside(r.value("metadata"), "annotations", key)
}

// exposures notes what stands on the internet and is not read.
func (b *builder) exposures() {
	for _, one := range exposing {
		for _, r := range b.every(one.typ) {
			if !one.open(r) {
				continue
			}
			vpcs := []string{""}
			if one.key != "" && r.value(one.key) != nil {
				vpcs = b.publishedVPCs(r, one.key, "")
			}
			for _, vpc := range vpcs {
				b.network.Publishers = append(b.network.Publishers, network.Publisher{Object: b.object(r), Kind: one.kind, VPC: vpc})
			}
		}
	}
}
