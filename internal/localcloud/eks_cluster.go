package localcloud

import (
	"slices"
	"strings"
)

func clusterKind() *kind {
	return &kind{
		token: tCluster,
		replace: []string{
			"name", "roleArn", "bootstrapSelfManagedAddons", "defaultAddonsToRemoves", "outpostConfig", "remoteNetworkConfig",
			"accessConfig.bootstrapClusterCreatorAdminPermissions",
			"kubernetesNetworkConfig.ipFamily", "kubernetesNetworkConfig.serviceIpv4Cidr",
		},
		replaceIf: replacedCluster,
		name:      named("name", 100),
		defaults:  Props{"bootstrapSelfManagedAddons": true},
		within:    Props{"vpcConfig.endpointPrivateAccess": false, "vpcConfig.endpointPublicAccess": true},
		sets: []string{
			"enabledClusterLogTypes", "vpcConfig.subnetIds", "vpcConfig.securityGroupIds", "vpcConfig.publicAccessCidrs",
			"computeConfig.nodePools", "encryptionConfig.resources",
		},
		nested: []string{
			"accessConfig.authenticationMode",
			"kubernetesNetworkConfig.elasticLoadBalancing", "kubernetesNetworkConfig.ipFamily", "kubernetesNetworkConfig.serviceIpv4Cidr",
			"vpcConfig.clusterSecurityGroupId", "vpcConfig.endpointPrivateAccess", "vpcConfig.endpointPublicAccess",
			"vpcConfig.publicAccessCidrs", "vpcConfig.vpcId",
		},
		unshown:     []string{"vpcConfig.publicAccessCidrs"},
		changing:    []string{"vpcConfig.publicAccessCidrs"},
		normal:      normalCluster,
		unsimulated: []string{"outpostConfig", "remoteNetworkConfig"},
		inUse:       "ResourceInUseException",
		check:       checkCluster,
		refs: []ref{
			// What is missing is refused by clusterNetwork, under EKS's own code.
			{path: "vpcConfig.subnetIds[]", to: []string{tSubnet}, holds: true},
			{path: "vpcConfig.securityGroupIds[]", to: []string{tSecurityGroup}, holds: true},
		},
		create: createCluster,
		update: updateCluster,
		remove: removeCluster,
	}
}

// normalCluster is what the provider records of inputs that it fills in without
// asking.
func normalCluster(in Props) Props {
	out := Props{}
	if access := sub(in, "accessConfig"); access != nil && !has(access, "bootstrapClusterCreatorAdminPermissions") {
		out["accessConfig"] = merge(access, Props{"bootstrapClusterCreatorAdminPermissions": false})
	}
	if network := sub(in, "vpcConfig"); network != nil && !has(network, "securityGroupIds") {
		out["vpcConfig"] = merge(network, Props{"securityGroupIds": []any{}})
	}
	return out
}

// replacedCluster tells what cannot be taken back: encryption, and the role of
// Auto Mode's nodes.
func replacedCluster(olds, in Props) []string {
	var forcing []string
	if has(olds, "encryptionConfig") && !has(in, "encryptionConfig") {
		forcing = append(forcing, "encryptionConfig")
	}
	role := "computeConfig.nodeRoleArn"
	if has(olds, role) && has(in, "computeConfig") && !isUnknown(at(in, role)) && !equal(at(olds, role), at(in, role)) {
		forcing = append(forcing, role)
	}
	return forcing
}

func createCluster(c *call) (string, Props, error) {
	name := str(c.in, "name")
	if name == "" {
		return "", nil, invalidParameter("The cluster's name is missing")
	}
	if c.find(tCluster, name) != nil {
		return "", nil, refuse("ResourceInUseException", "Cluster already exists with name: %s", name)
	}
	if len(c.all(tCluster)) >= clustersPerRegion {
		return "", nil, refuse("ResourceLimitExceededException", "Cluster limit exceeded: %d", clustersPerRegion)
	}
	if err := c.servesEKS(str(c.in, "roleArn"), "eks.amazonaws.com"); err != nil {
		return "", nil, err
	}
	if err := c.permitted(str(c.in, "roleArn"), "AmazonEKSClusterPolicy"); err != nil {
		return "", nil, err
	}
	version := orElse(str(c.in, "version"), standardMinor())
	if !slices.Contains(eksMinors, version) {
		return "", nil, invalidParameter("unsupported Kubernetes version %s. Supported versions are: %s", version, strings.Join(eksMinors, ", "))
	}
	if err := c.checkAutoMode(); err != nil {
		return "", nil, err
	}
	vpc, err := c.clusterNetwork(name)
	if err != nil {
		return "", nil, err
	}
	network, err := c.serviceNetwork(vpc)
	if err != nil {
		return "", nil, err
	}
	authority, err := certificateAuthority(c.hash("authority", 64))
	if err != nil {
		return "", nil, err
	}
	id := strings.ToUpper(c.hash("cluster", 32))
	return name, Props{
		"arn": c.arn("eks", "cluster/"+name), "name": name, "version": version, "status": "ACTIVE",
		"platformVersion": "eks.1", "createdAt": simulatedTime, "clusterId": "", // an ID is what only clusters on Outposts have
		"endpoint":               "https://" + id + "." + c.hash("shard", 2) + "1." + c.region + ".eks.amazonaws.com",
		"certificateAuthority":   Props{"data": authority},
		"certificateAuthorities": []any{Props{"data": authority}},
		"identities": []any{Props{"oidcs": []any{Props{
			"issuer": "https://oidc.eks." + c.region + ".amazonaws.com/id/" + id,
		}}}},
		"kubernetesNetworkConfig": network,
		"upgradePolicy":           Props{"supportType": orElse(str(c.in, "upgradePolicy.supportType"), "EXTENDED")},
		"accessConfig":            c.accessConfig(orElse(str(c.in, "accessConfig.authenticationMode"), accessModes[0])),
		"vpcConfig":               c.vpcConfig(vpc, c.clusterGroup(name, vpc)),
	}, nil
}

// accessConfig is what the cluster answers of who may come in. Whoever makes it
// may, unless the program says anything of access: the provider then asks for
// no such permissions unless they are asked for.
func (c *call) accessConfig(mode string) Props {
	creator := !has(c.in, "accessConfig") || boolean(c.in, "accessConfig.bootstrapClusterCreatorAdminPermissions")
	return Props{"authenticationMode": mode, "bootstrapClusterCreatorAdminPermissions": creator}
}

// checkAutoMode refuses half of EKS Auto Mode.
func (c *call) checkAutoMode() error {
	if !autoMode(c.in) {
		return nil
	}
	if addons, ok := c.in["bootstrapSelfManagedAddons"].(bool); c.old == nil && (!ok || addons) {
		return invalidParameter("When Auto Mode is enabled, bootstrapSelfManagedAddons must be set to false")
	}
	if mode := str(c.in, "accessConfig.authenticationMode"); mode == "" || mode == "CONFIG_MAP" {
		return invalidParameter("When Auto Mode is enabled, authenticationMode must be set to API or API_AND_CONFIG_MAP")
	}
	pools := strs(c.in, "computeConfig.nodePools")
	for _, p := range pools {
		if p != "general-purpose" && p != "system" {
			return invalidParameter("Unknown node pool %s: expected general-purpose or system", p)
		}
	}
	role := str(c.in, "computeConfig.nodeRoleArn")
	if (role == "") != (len(pools) == 0) {
		return invalidParameter("When Compute Config nodeRoleArn is null or empty, nodePool value(s) must also be null or empty, and the other way round")
	}
	if role == "" {
		return nil
	}
	return c.servesEKS(role, "ec2.amazonaws.com")
}

func updateCluster(c *call) (Props, error) {
	if err := c.upgrade(str(c.old.Outputs, "version"), str(c.in, "version")); err != nil {
		return nil, err
	}
	mode := str(c.old.Outputs, "accessConfig.authenticationMode")
	wanted := orElse(str(c.in, "accessConfig.authenticationMode"), mode)
	if slices.Index(accessModes, wanted) < slices.Index(accessModes, mode) {
		return nil, invalidParameter("Unsupported authentication mode update from %s to %s", mode, wanted)
	}
	if c.changed("encryptionConfig") && c.old.Inputs["encryptionConfig"] != nil {
		return nil, invalidParameter("The encryption configuration of cluster %s cannot be changed once it is set", c.old.ID)
	}
	if err := c.checkAutoMode(); err != nil {
		return nil, err
	}
	vpc, err := c.clusterNetwork(c.old.ID)
	if err != nil {
		return nil, err
	}
	return Props{
		"kubernetesNetworkConfig": merge(sub(c.old.Outputs, "kubernetesNetworkConfig"), Props{
			"elasticLoadBalancing": Props{"enabled": boolean(c.in, "kubernetesNetworkConfig.elasticLoadBalancing.enabled")},
		}),
		"accessConfig": c.accessConfig(wanted),
		"vpcConfig":    c.vpcConfig(vpc, str(c.old.Outputs, "vpcConfig.clusterSecurityGroupId")),
	}, nil
}

// upgrade allows the next minor version only, and none that leaves nodes more
// than three behind.
func (c *call) upgrade(was, now string) error {
	if now == "" || now == was {
		return nil
	}
	if !slices.Contains(eksMinors, now) || minor(now) != minor(was)+1 {
		return invalidParameter("Unsupported Kubernetes minor version update from %s to %s", was, now)
	}
	for _, g := range c.where(tNodeGroup, "clusterName", c.old.ID) {
		if v := str(g.Outputs, "version"); minor(now)-minor(v) > 3 && !boolean(c.in, "forceUpdateVersion") {
			return refuse("InvalidRequestException", "Nodegroup %s runs Kubernetes %s, more than three minor versions behind %s: update it first",
				str(g.Outputs, "nodeGroupName"), v, now)
		}
	}
	return nil
}

// removeCluster takes along what EKS and Kubernetes keep in the cluster. A role
// that allows nothing any more leaves EKS unable to clean up: the security group
// stays behind, and with it the VPC.
func removeCluster(c *call) error {
	able := c.permitted(str(c.old.Outputs, "roleArn")) == nil
	if g := c.find(tSecurityGroup, str(c.old.Outputs, "vpcConfig.clusterSecurityGroupId")); g != nil && g.Implicit {
		if h := c.holder(g); h != nil {
			return refuse("ResourceInUseException", "The cluster security group %s is in use by %s '%s'", g.ID, h.Type, h.ID)
		}
		for _, f := range c.followers(g) {
			c.drop(f)
		}
		if able {
			c.drop(g)
		} else {
			left := g.clone()
			left.Implicit = false
			c.pending.put = append(c.pending.put, left)
		}
	}
	for _, o := range c.cloud.inside(str(c.old.Outputs, "endpoint")) {
		c.drop(o)
	}
	return nil
}
