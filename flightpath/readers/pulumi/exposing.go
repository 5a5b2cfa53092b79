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
	{"aws:rds/instance:Instance", "a public database", "", publiclyAccessible},
	{"aws:rds/clusterInstance:ClusterInstance", "a public database", "", publiclyAccessible},
	{"aws:neptune/clusterInstance:ClusterInstance", "a public database", "", publiclyAccessible},
	{"aws:redshift/cluster:Cluster", "a public database", "", func(r *Resource) bool {
		return publiclyAccessible(r) || r.value("publiclyAccessible") == nil // pulumi-aws's default, before 7
	}},
	{"aws:redshiftserverless/workgroup:Workgroup", "a public database", "", publiclyAccessible},
	{"aws:dms/replicationInstance:ReplicationInstance", "a public replication instance", "", publiclyAccessible},
	{"aws:mq/broker:Broker", "a public broker", "", publiclyAccessible},
	{"aws:ecs/service:Service", "an ECS service with public addresses", "", func(r *Resource) bool {
		public := asObject(r.value("networkConfiguration"))["assignPublicIp"]
		return asFlag(public) || isUnknown(public) || unsure(r, "networkConfiguration")
	}},
	{typePodService, "a Kubernetes Service of type LoadBalancer", "", publicService},
	{typeIngress, "a Kubernetes Ingress", "", publicIngress},
}

func always(*Resource) bool { return true }

func publiclyAccessible(r *Resource) bool {
	return r.flag("publiclyAccessible") || unsure(r, "publiclyAccessible")
}

func unsure(r *Resource, key string) bool { return isUnknown(r.value(key)) }

// exposures notes what stands on the internet and is not read.
func (b *builder) exposures() {
	for _, one := range exposing {
		for _, r := range b.every(one.typ) {
			if !one.open(r) && !b.openByClass(r) {
				continue
			}
			vpcs := []string{""}
			if one.key != "" && r.value(one.key) != nil {
				if vpcs = b.publishedVPCs(r, one.key, ""); len(vpcs) == 0 {
					vpcs = []string{""} // an empty list
				}
			}
			for _, vpc := range vpcs {
				b.network.Publishers = append(b.network.Publishers, network.Publisher{Object: b.object(r), Kind: one.kind, VPC: vpc})
			}
		}
	}
}
