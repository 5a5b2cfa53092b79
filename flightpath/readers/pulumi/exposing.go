package pulumi

import "github.com/ingresshub/ingresshub/flightpath/network"

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
	{typePodService, "a Kubernetes Service of type LoadBalancer", "", func(r *Resource) bool {
		kind := asObject(r.value("spec"))["type"]
		return asText(kind) == "LoadBalancer" || isUnknown(kind)
	}},
	{"kubernetes:networking.k8s.io/v1:Ingress", "a Kubernetes Ingress", "", always},
}

func always(*Resource) bool { return true }

func unsure(r *Resource, key string) bool { return isUnknown(r.value(key)) }

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
