package ekscomponent

import (
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	typeSecurityGroup     = "aws:ec2/securityGroup:SecurityGroup"
	typeSecurityGroupRule = "aws:ec2/securityGroupRule:SecurityGroupRule"
)

// rule is one rule of a security group, before it is known which groups it is about.
func rule(typ, protocol string, from, to float64, description string, more resource.PropertyMap) resource.PropertyMap {
	inputs := resource.PropertyMap{
		"type": text(typ), "protocol": text(protocol), "fromPort": number(from), "toPort": number(to),
		"description": text(description),
	}
	maps.Copy(inputs, more)
	return inputs
}

// newClusterSecurityGroup registers the group for the control plane's network interfaces.
func newClusterSecurityGroup(s *scope, name string, vpcID, tags, ownTags value) (*child, error) {
	labels, err := mergeTags(text(name+"-eksClusterSecurityGroup"), ownTags, tags)
	if err != nil {
		return nil, err
	}
	group, err := newSecurityGroup(s, name+"-eksClusterSecurityGroup", vpcID, labels)
	if err != nil {
		return nil, err
	}
	_, err = s.custom(registration{
		Type: typeSecurityGroupRule, Name: name + "-eksClusterInternetEgressRule",
		Inputs: rule("egress", "-1", 0, 0, "Allow internet access.", resource.PropertyMap{
			"cidrBlocks": texts("0.0.0.0/0"), "securityGroupId": group.identifier(),
		}),
	})
	return group, err
}

// newNodeSecurityGroup registers the group for nodes and the rules between it and the control plane. It returns the
// group and the rule that lets nodes reach the API server.
func newNodeSecurityGroup(
	s *scope, name string, vpcID, clusterGroupID, clusterName, tags value,
) (group, ingress *child, err error) {
	labels, err := apply(func(vs []value) (value, error) {
		merged := resource.PropertyMap{"Name": text(name + "-nodeSecurityGroup")}
		if vs[1].IsString() {
			merged[resource.PropertyKey("kubernetes.io/cluster/"+vs[1].StringValue())] = text("owned")
		}
		if vs[0].IsObject() {
			maps.Copy(merged, vs[0].ObjectValue())
		}
		return object(merged), nil
	}, tags, clusterName)
	if err != nil {
		return nil, nil, err
	}
	group, err = newSecurityGroup(s, name+"-nodeSecurityGroup", vpcID, labels)
	if err != nil {
		return nil, nil, err
	}
	nodes := group.identifier()
	rules := []struct {
		name   string
		inputs resource.PropertyMap
	}{
		{"-eksClusterIngressRule", rule("ingress", "tcp", 443, 443,
			"Allow pods to communicate with the cluster API Server",
			resource.PropertyMap{"securityGroupId": clusterGroupID, "sourceSecurityGroupId": nodes})},
		{"-eksNodeIngressRule", rule("ingress", "-1", 0, 0,
			"Allow nodes to communicate with each other",
			resource.PropertyMap{"securityGroupId": nodes, "self": flag(true)})},
		{"-eksNodeClusterIngressRule", rule("ingress", "tcp", 1025, 65535,
			"Allow worker Kubelets and pods to receive communication from the cluster control plane",
			resource.PropertyMap{"securityGroupId": nodes, "sourceSecurityGroupId": clusterGroupID})},
		{"-eksExtApiServerClusterIngressRule", rule("ingress", "tcp", 443, 443,
			"Allow pods running extension API servers on port 443 to receive communication from cluster control plane",
			resource.PropertyMap{"securityGroupId": nodes, "sourceSecurityGroupId": clusterGroupID})},
		{"-eksNodeInternetEgressRule", rule("egress", "-1", 0, 0,
			"Allow internet access.",
			resource.PropertyMap{"securityGroupId": nodes, "cidrBlocks": texts("0.0.0.0/0")})},
	}
	registering := make([]*future[*child], len(rules))
	for i, r := range rules {
		registering[i] = start(func() (*child, error) {
			return s.custom(registration{Type: typeSecurityGroupRule, Name: name + r.name, Inputs: r.inputs})
		})
	}
	registered, err := all(registering)
	if err != nil {
		return nil, nil, err
	}
	return group, registered[0], nil
}

func newSecurityGroup(s *scope, name string, vpcID, tags value) (*child, error) {
	return s.custom(registration{
		Type: typeSecurityGroup, Name: name,
		Inputs: resource.PropertyMap{
			"vpcId":               vpcID,
			"description":         text("Managed by Pulumi"), // the SDK's default, which is part of the inputs
			"revokeRulesOnDelete": flag(true),
			"tags":                tags,
		},
	})
}

// mergeTags joins maps of tags, later ones winning, onto a Name.
func mergeTags(name value, tags ...value) (value, error) {
	return apply(func(vs []value) (value, error) {
		merged := resource.PropertyMap{"Name": vs[0]}
		for _, v := range vs[1:] {
			if v.IsObject() {
				maps.Copy(merged, v.ObjectValue())
			}
		}
		return object(merged), nil
	}, append([]value{name}, tags...)...)
}

// constructNodeGroupSecurityGroup is the component that makes such a group outside a cluster.
func constructNodeGroupSecurityGroup(s *scope, name string, args arguments) (resource.PropertyMap, error) {
	clusterGroup, err := s.read(args.get("clusterSecurityGroup"))
	if err != nil {
		return nil, err
	}
	cluster, err := s.read(args.get("eksCluster"))
	if err != nil {
		return nil, err
	}
	group, ingress, err := newNodeSecurityGroup(s, name, args.get("vpcId"), clusterGroup.identifier(),
		cluster.output("name"), args.get("tags"))
	if err != nil {
		return nil, err
	}
	return resource.PropertyMap{
		"securityGroup":     group.reference(),
		"securityGroupRule": ingress.reference(),
	}, nil
}
