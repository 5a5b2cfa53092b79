package localcloud

import "encoding/base64"

func getCluster(c *call, args Props) (Props, error) {
	o := c.find(tCluster, str(args, "name"))
	if o == nil {
		return nil, refuse("ResourceNotFoundException", "No cluster found for name: %s.", str(args, "name"))
	}
	one := func(path string) []any {
		if v := sub(o.Outputs, path); v != nil {
			return []any{v}
		}
		return []any{}
	}
	compute := []any{Props{"enabled": autoMode(o.Outputs), "nodePools": list(o.Outputs, "computeConfig.nodePools"), "nodeRoleArn": str(o.Outputs, "computeConfig.nodeRoleArn")}}
	network := merge(Props{"serviceIpv4Cidr": "", "serviceIpv6Cidr": ""}, sub(o.Outputs, "kubernetesNetworkConfig"))
	network["elasticLoadBalancings"] = one("kubernetesNetworkConfig.elasticLoadBalancing")
	delete(network, "elasticLoadBalancing")
	return merge(Props{
		"tags": Props{}, "outpostConfigs": []any{}, "remoteNetworkConfigs": []any{}, "clusterId": "", "enabledClusterLogTypes": []any{},
	}, only(o.Outputs, "arn", "certificateAuthorities", "createdAt", "enabledClusterLogTypes", "endpoint", "identities", "name",
		"platformVersion", "roleArn", "status", "tags", "version", "vpcConfig"), Props{
		"id": o.ID, "name": o.ID, "accessConfigs": one("accessConfig"), "computeConfigs": compute,
		"kubernetesNetworkConfigs": []any{network}, "upgradePolicies": one("upgradePolicy"), "zonalShiftConfigs": one("zonalShiftConfig"),
		"storageConfigs": []any{Props{"blockStorages": []any{Props{"enabled": boolean(o.Outputs, "storageConfig.blockStorage.enabled")}}}},
	}), nil
}

// getClusterAuth signs a token without asking EKS, so the cluster need not
// exist.
func getClusterAuth(c *call, args Props) (Props, error) {
	name := str(args, "name")
	url := "https://sts." + c.region + ".amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Expires=0&x-k8s-aws-id=" + name +
		"&X-Amz-Signature=" + hashOf(c.account+"|"+c.region+"|"+name, 64)
	return Props{"id": name, "token": "k8s-aws-v1." + base64.RawURLEncoding.EncodeToString([]byte(url))}, nil
}

func getNodeGroup(c *call, args Props) (Props, error) {
	id := str(args, "clusterName") + ":" + str(args, "nodeGroupName")
	o := c.find(tNodeGroup, id)
	if o == nil {
		return nil, refuse("ResourceNotFoundException", "reading EKS Node Group (%s): No node group found for name: %s.", id, str(args, "nodeGroupName"))
	}
	one := func(path string) []any {
		if v := sub(o.Outputs, path); v != nil {
			return []any{v}
		}
		return []any{}
	}
	return merge(Props{"labels": Props{}, "tags": Props{}, "taints": []any{}, "diskSize": 0},
		only(o.Outputs, "amiType", "arn", "capacityType", "clusterName", "diskSize", "instanceTypes", "labels", "nodeGroupName",
			"nodeRoleArn", "releaseVersion", "resources", "status", "subnetIds", "tags", "taints", "version"),
		Props{
			"id": o.ID, "launchTemplates": one("launchTemplate"), "remoteAccesses": one("remoteAccess"),
			"scalingConfigs": one("scalingConfig"),
		}), nil
}
