package flightpathtest

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"

	reader "github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// clusterOutputs are those of pulumi-eks, whose components run in another process. The AWS resource behind each is kept as
// that process would register it, as far as networks depend on it.
func (m *monitor) clusterOutputs(r *reader.Resource) resource.PropertyMap {
	switch r.Type {
	case "eks:index:Cluster":
		made := m.child(r, "aws:eks/cluster:Cluster", r.Name()+"-eksCluster")
		if name := text(r.Inputs["name"]); name != "" {
			made.Inputs["name"], made.Outputs["name"] = name, name
		}
		made.Inputs["vpcConfig"] = map[string]any{"subnetIds": subnetsOf(r)}
		maps.Copy(made.Outputs, clusterItself(made))
		kubeconfig := kubeconfigOf(made)
		return resource.PropertyMap{
			"eksCluster":             m.refer(made),
			"clusterSecurityGroupId": resource.NewStringProperty(made.ID + "/cluster-security-group"),
			"kubeconfig":             resource.NewStringProperty(kubeconfig),
			"kubeconfigJson":         resource.NewStringProperty(kubeconfig),
		}
	case "eks:index:ManagedNodeGroup":
		made := m.child(r, "aws:eks/nodeGroup:NodeGroup", r.Name())
		made.Inputs["subnetIds"] = list(r.Inputs["subnetIds"])
		made.Inputs["clusterName"] = m.clusterOf(r)
		return resource.PropertyMap{"nodeGroup": m.refer(made)}
	}
	return nil
}

// clusterItself are outputs of a cluster: those that EKS would fill in.
func clusterItself(cluster *reader.Resource) map[string]any {
	config, _ := cluster.Inputs["vpcConfig"].(map[string]any)
	config = maps.Clone(config)
	if config == nil {
		config = map[string]any{}
	}
	config["clusterSecurityGroupId"] = cluster.ID + "/cluster-security-group"
	return map[string]any{
		"vpcConfig": config, "certificateAuthority": map[string]any{"data": "Q0E="},
		"endpoint": "https://" + fmt.Sprintf("%x", sha256.Sum256([]byte(cluster.URN)))[:32] + ".eks.example",
	}
}

// kubeconfigOf is what pulumi-eks makes of a cluster.
func kubeconfigOf(cluster *reader.Resource) string {
	name := text(cluster.Outputs["name"])
	config, _ := json.Marshal(map[string]any{ //nolint:errchkjson // Strings only.
		"apiVersion": "v1", "kind": "Config", "current-context": "aws",
		"clusters": []any{map[string]any{"name": "kubernetes", "cluster": map[string]any{"server": cluster.Outputs["endpoint"]}}},
		"contexts": []any{map[string]any{"name": "aws", "context": map[string]any{"cluster": "kubernetes", "user": "aws"}}},
		"users": []any{map[string]any{"name": "aws", "user": map[string]any{"exec": map[string]any{
			"apiVersion": "client.authentication.k8s.io/v1beta1", "command": "aws", "args": []any{"eks", "get-token", "--cluster-name", name},
		}}}},
	})
	return string(config)
}

// clusterOf is the name of a node group's cluster, which pulumi-eks is given as such, as a component, or as the component's core.
func (m *monitor) clusterOf(group *reader.Resource) string {
	if name := text(group.Inputs["clusterName"]); name != "" {
		return name
	}
	of := group.Inputs["cluster"]
	if core, ok := of.(map[string]any); ok {
		of = core["cluster"]
	}
	reference, ok := of.(resource.ResourceReference)
	for i := range m.resources {
		one := &m.resources[i]
		if ok && one.Type == "aws:eks/cluster:Cluster" && (one.URN == string(reference.URN) || one.Parent == string(reference.URN)) {
			return text(one.Outputs["name"])
		}
	}
	return ""
}

// subnetsOf are the subnets of a cluster of pulumi-eks.
func subnetsOf(r *reader.Resource) []any {
	var subnets []any
	for _, key := range []string{"subnetIds", "publicSubnetIds", "privateSubnetIds"} {
		subnets = append(subnets, list(r.Inputs[key])...)
	}
	return subnets
}

// child is a resource that another process registers below a component.
func (m *monitor) child(of *reader.Resource, typ, name string) *reader.Resource {
	id := m.id(typ, name, of.Provider)
	return &reader.Resource{
		URN: m.urn(of.URN, typ, name), Type: typ, ID: id, Custom: true, Parent: of.URN, Provider: of.Provider,
		Inputs: map[string]any{"name": name}, Outputs: map[string]any{"name": name, "arn": id},
	}
}

// refer keeps a resource, and refers to it.
func (m *monitor) refer(r *reader.Resource) resource.PropertyValue {
	m.keep(*r)
	return resource.MakeCustomResourceReference(resource.URN(r.URN), resource.ID(r.ID), "")
}
