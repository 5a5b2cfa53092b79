package localcloud

import (
	"slices"
	"strings"
)

// inside lists the Kubernetes objects behind a server.
func (c *Cloud) inside(server string) []*Object {
	var all []*Object
	for typ, objects := range c.store.byType {
		if !strings.HasPrefix(typ, "kubernetes:") || server == "" {
			continue
		}
		for k, o := range objects {
			if k.account == server {
				all = append(all, o)
			}
		}
	}
	slices.SortFunc(all, func(a, b *Object) int { return a.Seq - b.Seq })
	return all
}

// clusterBehind is the EKS cluster of which the call's server is the endpoint.
func (c *call) clusterBehind() *Object { return c.cloud.clusterBehind(c.account) }

func (c *Cloud) clusterBehind(server string) *Object {
	for _, o := range c.store.byType[tCluster] {
		if str(o.Outputs, "endpoint") == server {
			return o
		}
	}
	return nil
}

// reachCluster refuses a server that is none, and one that is private: the
// program runs outside the cluster's network. A server that is no endpoint of
// EKS is the user's own.
func (c *call) reachCluster() error { return c.cloud.reachCluster(c.account) }

func (c *Cloud) reachCluster(server string) error {
	cluster := c.clusterBehind(server)
	switch {
	case cluster == nil && strings.HasSuffix(server, ".eks.amazonaws.com"):
		return refuse("Unreachable", "configured Kubernetes cluster is unreachable: Get %q: dial tcp: lookup %s: no such host",
			server+"/openapi/v2", strings.TrimPrefix(server, "https://"))
	case cluster != nil && at(cluster.Outputs, "vpcConfig.endpointPublicAccess") == false:
		return refuse("Unreachable", "configured Kubernetes cluster is unreachable: Get %q: dial tcp: i/o timeout: the endpoint of cluster %s is private",
			server+"/openapi/v2", cluster.ID)
	}
	return nil
}

// runsPods says whether pods find a node to run on.
func (c *call) runsPods() bool {
	cluster := c.clusterBehind()
	if cluster == nil || cluster.Given || autoMode(cluster.Outputs) {
		return true
	}
	for _, g := range c.cloud.store.all(cluster.Account, cluster.Region, tNodeGroup) {
		if str(g.Outputs, "clusterName") == cluster.ID && number(g.Outputs, "scalingConfig.desiredSize") > 0 {
			return true
		}
	}
	return false
}
