package ekscomponent

import (
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// outputs are what the component answers. Security groups that it did not make are the ones that EKS makes itself.
func (c *cluster) outputs() (resource.PropertyMap, error) {
	kubeconfig, err := newKubeconfig(c.eks, c.credentials, false)
	if err != nil {
		return nil, err
	}
	kubeconfigObject, err := parsed(kubeconfig)
	if err != nil {
		return nil, err
	}
	core, err := apply(func(vs []value) (value, error) { return vs[0], nil }, c.core(kubeconfigObject))
	if err != nil {
		return nil, err
	}
	eksGroupID := c.eks.output("vpcConfig", "clusterSecurityGroupId")
	issuerURL := c.issuerURL()
	return resource.PropertyMap{
		"kubeconfig":             kubeconfigObject,
		"kubeconfigJson":         kubeconfig,
		"clusterSecurityGroup":   referenceTo(c.securityGroup),
		"instanceRoles":          list(c.instanceRoles...),
		"nodeSecurityGroup":      referenceTo(c.nodeSecurityGroup),
		"eksClusterIngressRule":  referenceTo(c.ingressRule),
		"eksCluster":             c.eks.reference(),
		"core":                   core,
		"clusterSecurityGroupId": or(identifierOf(c.securityGroup), eksGroupID),
		"nodeSecurityGroupId":    or(identifierOf(c.nodeSecurityGroup), eksGroupID),
		"clusterIngressRuleId":   or(outputOf(c.ingressRule, "securityGroupRuleId"), text("")),
		// No default node group and no Fargate profile: see the omissions.
		"defaultNodeGroupAsgName": text(""),
		"fargateProfileId":        text(""),
		"fargateProfileStatus":    text(""),
		"oidcProviderArn":         or(outputOf(c.oidcProvider, "arn"), text("")),
		"oidcProviderUrl":         issuerURL,
		"oidcIssuer": derive(func(ss ...string) string {
			return strings.Replace(ss[0], "https://", "", 1)
		}, issuerURL),
		"autoModeNodeRoleName": c.nodeRoleName(),
	}, nil
}

func (c *cluster) nodeRoleName() value {
	if c.nodeRole == nil {
		return text("")
	}
	return c.nodeRole.role.output("name")
}

// core is the data that other components of pulumi-eks take a cluster by. As an output it is unknown as a whole while
// any of it is: an SDK would take an unknown field inside it for an empty one.
func (c *cluster) core(kubeconfig value) value {
	core := c.args.some("publicSubnetIds", "privateSubnetIds", "tags", "nodeSecurityGroupTags")
	role := c.args.get("serviceRole")
	if c.serviceRole != nil {
		role = c.serviceRole.role.reference()
	}
	declared := c.declaredAccessEntries()
	entries := make([]value, 0, len(declared))
	for _, key := range slices.Sorted(maps.Keys(declared)) {
		entries = append(entries, declared[key])
	}
	maps.Copy(core, resource.PropertyMap{
		"vpcId": c.vpcID, "subnetIds": c.subnetIDs,
		"cluster": c.eks.reference(), "endpoint": c.eks.output("endpoint"),
		"clusterSecurityGroup": referenceTo(c.securityGroup),
		"nodeGroupOptions":     c.nodeGroupOptions(),
		"kubeconfig":           kubeconfig,
		"provider":             c.kubernetes.reference(),
		"vpcCni":               referenceTo(c.vpcCni),
		"instanceRoles":        list(c.instanceRoles...),
		"eksNodeAccess":        referenceTo(c.nodeAccess),
		"storageClasses":       object(resource.PropertyMap{}),
		"oidcProvider":         referenceTo(c.oidcProvider),
		"encryptionConfig":     c.encryptionConfig(),
		"clusterIamRole":       role,
		"accessEntries":        list(entries...),
		"autoModeNodeRoleName": c.nodeRoleName(),
	})
	return object(core)
}

// nodeGroupOptions are what node groups take over from the cluster.
func (c *cluster) nodeGroupOptions() value {
	options := c.args.some("nodeSubnetIds", "nodeAssociatePublicIpAddress", "instanceType", "nodePublicKey",
		"nodeRootVolumeEncrypted", "nodeRootVolumeSize", "nodeUserData", "minSize", "maxSize", "desiredCapacity", "gpu",
		"version")
	maps.Copy(options, resource.PropertyMap{
		"amiId":              c.args.get("nodeAmiId"),
		"nodeSecurityGroup":  referenceTo(c.nodeSecurityGroup),
		"clusterIngressRule": referenceTo(c.ingressRule),
		"instanceProfile":    referenceTo(c.instanceProfile),
	})
	return object(options)
}

// The three functions below are for children that a cluster may be without.

func referenceTo(c *child) value {
	if c == nil {
		return undefined()
	}
	return c.reference()
}

func identifierOf(c *child) value {
	if c == nil {
		return undefined()
	}
	return c.identifier()
}

func outputOf(c *child, key resource.PropertyKey) value {
	if c == nil {
		return undefined()
	}
	return c.output(key)
}
