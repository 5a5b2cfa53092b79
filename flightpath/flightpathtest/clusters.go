package flightpathtest

import (
	reader "github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// clusterOutputs are those of pulumi-eks, whose components run in another process. The AWS resource behind each is kept as
// that process would register it, as far as networks depend on it.
func (m *monitor) clusterOutputs(r *reader.Resource) resource.PropertyMap {
	switch r.Type {
	case "eks:index:Cluster":
		made := m.child(r, "aws:eks/cluster:Cluster", r.Name()+"-eksCluster")
		made.Inputs["vpcConfig"] = map[string]any{"subnetIds": subnetsOf(r)}
		made.Outputs["vpcConfig"] = map[string]any{"clusterSecurityGroupId": made.ID + "/cluster-security-group"}
		made.Outputs["endpoint"] = "https://" + r.Name() + ".eks.example"
		return resource.PropertyMap{
			"eksCluster":             m.refer(made),
			"clusterSecurityGroupId": resource.NewStringProperty(made.ID + "/cluster-security-group"),
		}
	case "eks:index:ManagedNodeGroup":
		made := m.child(r, "aws:eks/nodeGroup:NodeGroup", r.Name())
		made.Inputs["subnetIds"] = list(r.Inputs["subnetIds"])
		return resource.PropertyMap{"nodeGroup": m.refer(made)}
	}
	return nil
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
	id := m.id(typ, name)
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
