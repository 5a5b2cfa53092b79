package ekscomponent

import (
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// clusterInputs are the inputs of the aws:eks/cluster:Cluster.
func (c *cluster) clusterInputs() (resource.PropertyMap, error) {
	tags, err := mergeTags(text(c.name+"-eksCluster"), c.args.get("clusterTags"), c.args.get("tags"))
	if err != nil {
		return nil, err
	}
	roleARN, err := c.roleARN()
	if err != nil {
		return nil, err
	}
	network, err := c.networkConfig()
	if err != nil {
		return nil, err
	}
	vpc := c.args.some("endpointPrivateAccess", "endpointPublicAccess", "publicAccessCidrs")
	vpc["subnetIds"] = c.subnetIDs
	if c.securityGroup != nil {
		vpc["securityGroupIds"] = list(c.securityGroup.identifier())
	}
	inputs := c.args.some("name", "version", "enabledClusterLogTypes")
	maps.Copy(inputs, resource.PropertyMap{
		"roleArn":   roleARN,
		"vpcConfig": object(vpc),
		"tags":      tags,
		// EKS brings an Auto Mode cluster up without the add-ons that other clusters start with.
		"bootstrapSelfManagedAddons": flag(!c.autoMode()),
		"defaultAddonsToRemoves":     c.args.get("defaultAddonsToRemove"),
		"encryptionConfig":           c.encryptionConfig(),
		"kubernetesNetworkConfig":    network,
	})
	if mode := c.args.get("authenticationMode"); truthy(mode) {
		inputs["accessConfig"] = object(resource.PropertyMap{
			"authenticationMode": mode, "bootstrapClusterCreatorAdminPermissions": flag(true),
		})
	}
	if c.autoMode() {
		if err := c.addAutoMode(inputs); err != nil {
			return nil, err
		}
	}
	return inputs, nil
}

// roleARN is the ARN of the control plane's role.
func (c *cluster) roleARN() (value, error) {
	if c.serviceRole != nil {
		return c.serviceRole.arn(), nil
	}
	role, err := c.read(c.args.get("serviceRole"))
	if err != nil {
		return undefined(), err
	}
	return role.output("arn"), nil
}

// networkConfig says from where Services get their addresses, when the program says anything about it.
func (c *cluster) networkConfig() (value, error) {
	cidr, family := c.args.get("kubernetesServiceIpAddressRange"), c.args.get("ipFamily")
	if !truthy(cidr) && !truthy(family) && !c.autoMode() {
		return undefined(), nil
	}
	return apply(func(vs []value) (value, error) {
		config := resource.PropertyMap{"ipFamily": or(vs[1], text("ipv4"))}
		if is(config["ipFamily"], "ipv4") {
			config["serviceIpv4Cidr"] = vs[0]
		}
		if c.autoMode() {
			config["elasticLoadBalancing"] = object(resource.PropertyMap{"enabled": flag(true)})
		}
		return object(config), nil
	}, cidr, family)
}

// encryptionConfig encrypts Kubernetes secrets with the program's key.
func (c *cluster) encryptionConfig() value {
	key := c.args.get("encryptionConfigKeyArn")
	if !truthy(key) {
		return undefined()
	}
	return object(resource.PropertyMap{
		"provider":  object(resource.PropertyMap{"keyArn": key}),
		"resources": texts("secrets"), // the only kind that EKS encrypts
	})
}

// addAutoMode switches EKS Auto Mode on. Its three parts are either all known or all unknown, because the aws provider
// insists that they are on or off together.
func (c *cluster) addAutoMode(inputs resource.PropertyMap) error {
	nodeRoleARN := undefined()
	if c.nodeRole != nil {
		nodeRoleARN = c.nodeRole.arn()
	}
	all, err := apply(func(vs []value) (value, error) {
		compute := resource.PropertyMap{
			"enabled": flag(true), "nodeRoleArn": vs[1], "nodePools": texts("general-purpose", "system"),
		}
		if vs[0].IsObject() {
			maps.Copy(compute, vs[0].ObjectValue())
		}
		return object(resource.PropertyMap{
			"computeConfig":           object(compute),
			"kubernetesNetworkConfig": vs[2],
			"storageConfig": object(resource.PropertyMap{
				"blockStorage": object(resource.PropertyMap{"enabled": flag(true)}),
			}),
		}), nil
	}, c.args.within("autoMode").get("computeConfig"), nodeRoleARN, inputs["kubernetesNetworkConfig"])
	if err != nil {
		return err
	}
	for _, part := range []resource.PropertyKey{"computeConfig", "kubernetesNetworkConfig", "storageConfig"} {
		inputs[part] = at(all, string(part))
	}
	return nil
}
