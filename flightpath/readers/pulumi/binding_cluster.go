package pulumi

import (
	"fmt"
	"slices"
	"strings"
)

// clusterAround is the cluster that an object of Kubernetes is in, by the kubeconfig of its provider; else why that is not known.
//
// The server that the kubeconfig names is the endpoint of one cluster. Where the kubeconfig is not known before the update, or does not
// tell, it is the only cluster that it depends on.
func (b *builder) clusterAround(r *Resource) (*Resource, string) {
	provider := b.providerOf(r)
	if provider == nil {
		return nil, fmt.Sprintf("the program does not say in which cluster %s %q is", r.Type, r.Name())
	}
	all := b.every(typeCluster)
	if server := serverOf(provider); server != "" {
		// What has another endpoint is another cluster.
		all = slices.DeleteFunc(slices.Clone(all), func(c *Resource) bool {
			endpoint := asText(c.Outputs["endpoint"])
			return known(endpoint) && strings.TrimSuffix(endpoint, "/") != server
		})
		told := slices.DeleteFunc(slices.Clone(all), func(c *Resource) bool { return !known(asText(c.Outputs["endpoint"])) })
		if len(told) == 1 {
			return told[0], ""
		}
	}
	depends := b.clustersAmong(provider.PropertyDependencies["kubeconfig"])
	all = slices.DeleteFunc(slices.Clone(all), func(c *Resource) bool { return !slices.Contains(depends, c) })
	if len(all) == 1 {
		return all[0], ""
	}
	return nil, fmt.Sprintf("the program does not have the cluster that %s %q is in, or does not tell which it is", r.Type, r.Name())
}

// providerOf is the resource of a resource's provider.
func (b *builder) providerOf(r *Resource) *Resource {
	urn, _, _ := cutLast(r.Provider, "::")
	return b.byURN[urn]
}

// clustersAmong are the clusters that dependencies are; of a component of pulumi-eks the one that it makes.
func (b *builder) clustersAmong(urns []string) []*Resource {
	var found []*Resource
	for _, cluster := range b.every(typeCluster) {
		for _, urn := range urns {
			of := b.byURN[urn]
			if of == cluster || of != nil && of.Type == typeClusterComponent && b.below(cluster, of) {
				found = append(found, cluster)
				break
			}
		}
	}
	return found
}

// vpcAround is the VPC that the pods of a cluster are in: EKS wants all its subnets and nodes in one. Empty where it is not known, and
// where nodes may stand outside AWS.
func (b *builder) vpcAround(cluster *Resource) string {
	if cluster.value("remoteNetworkConfig") != nil {
		return ""
	}
	for _, config := range oneOrManyObjects(cluster.Outputs["vpcConfig"]) {
		if vpc := asText(config["vpcId"]); known(vpc) {
			return vpc
		}
	}
	subnets := b.candidates(cluster, "vpcConfig", []string{typeSubnet, typeDefaultSubnet})
	for _, config := range oneOrManyObjects(cluster.value("vpcConfig")) {
		for _, value := range asList(config["subnetIds"]) {
			if id := asText(value); known(id) {
				subnets = append(subnets, id)
			}
		}
	}
	only := ""
	for _, id := range subnets {
		subnet := b.find(id)
		if subnet == nil {
			return ""
		}
		vpc, ok := b.refer(subnet, "vpcId", typeVPC, typeDefaultVPC)
		if !ok || only != "" && only != vpc {
			return ""
		}
		only = vpc
	}
	return only
}

// serverOf is the API server that a provider of Kubernetes talks to, where its kubeconfig is there as JSON.
func serverOf(provider *Resource) string {
	config := asObject(decoded(provider.value("kubeconfig")))
	named := func(list, name, inner string) map[string]any {
		rows := asList(config[list])
		for _, row := range rows {
			if asText(asObject(row)["name"]) == name {
				return asObject(asObject(row)[inner])
			}
		}
		if len(rows) == 1 && name == "" {
			return asObject(asObject(rows[0])[inner])
		}
		return nil
	}
	name := provider.text("cluster")
	if name == "" {
		context := provider.text("context")
		if context == "" {
			context = asText(config["current-context"])
		}
		name = asText(named("contexts", context, "context")["cluster"])
	}
	server := asText(named("clusters", name, "cluster")["server"])
	if !known(server) {
		return ""
	}
	return strings.TrimSuffix(server, "/")
}
