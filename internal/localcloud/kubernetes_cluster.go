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
func (c *call) clusterBehind() *Object {
	for _, o := range c.cloud.store.byType[tCluster] {
		if str(o.Outputs, "endpoint") == c.account {
			return o
		}
	}
	return nil
}

// reachCluster refuses a server that is none, and one that is private: the
// program runs outside the cluster's network. A server that is no endpoint of
// EKS is the user's own.
func (c *call) reachCluster() error {
	cluster := c.clusterBehind()
	switch {
	case cluster == nil && strings.HasSuffix(c.account, ".eks.amazonaws.com"):
		return refuse("Unreachable", "configured Kubernetes cluster is unreachable: Get %q: dial tcp: lookup %s: no such host",
			c.account+"/openapi/v2", strings.TrimPrefix(c.account, "https://"))
	case cluster != nil && at(cluster.Outputs, "vpcConfig.endpointPublicAccess") == false:
		return refuse("Unreachable", "configured Kubernetes cluster is unreachable: Get %q: dial tcp: i/o timeout: the endpoint of cluster %s is private",
			c.account+"/openapi/v2", cluster.ID)
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

// defined refuses custom resources before something has brought their
// definition into the cluster.
func (m manifest) defined(c *call, version, name string) error {
	cluster := c.clusterBehind()
	if m.chart == "" || cluster == nil || cluster.Given {
		return nil
	}
	for _, r := range c.all(tRelease) {
		if chartOf(r) == m.chart && !boolean(r.Outputs, "skipCrds") {
			return nil
		}
	}
	group, _, _ := strings.Cut(version, "/")
	for _, d := range c.all(tDefinition) {
		if str(d.Outputs, "spec.group") == group && str(d.Outputs, "spec.names.kind") == name {
			return nil
		}
	}
	return refuse("NotFound", "no matches for kind %q in version %q: ensure CRDs are installed first", name, version)
}
