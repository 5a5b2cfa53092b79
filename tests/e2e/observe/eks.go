package observe

import (
	"encoding/json"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

type (
	eksCluster struct {
		Name               string
		Arn                string
		Version            string
		RoleArn            string
		Status             string
		ResourcesVpcConfig struct {
			VpcID                  string   `json:"vpcId"`
			SubnetIDs              []string `json:"subnetIds"`
			SecurityGroupIDs       []string `json:"securityGroupIds"`
			ClusterSecurityGroupID string   `json:"clusterSecurityGroupId"`
			EndpointPublicAccess   bool
			EndpointPrivateAccess  bool
			PublicAccessCidrs      []string
		}
		KubernetesNetworkConfig struct{ ServiceIpv4Cidr, IPFamily string }
		Logging                 struct {
			ClusterLogging []struct {
				Types   []string
				Enabled bool
			}
		}
		AccessConfig       struct{ AuthenticationMode string }
		EncryptionConfig   []any
		DeletionProtection bool
		Tags               map[string]string
	}
	nodeGroup struct {
		ClusterName    string
		NodegroupName  string
		NodegroupArn   string
		Version        string
		NodeRole       string
		Subnets        []string
		InstanceTypes  []string
		AmiType        string
		CapacityType   string
		DiskSize       json.Number
		Labels         map[string]string
		Taints         []any
		ScalingConfig  struct{ MinSize, MaxSize, DesiredSize json.Number }
		RemoteAccess   snapshot.Document
		LaunchTemplate snapshot.Document
		Status         string
		Tags           map[string]string
	}
)

// clusters reads EKS clusters.
func (r *reader) clusters() error {
	return each(r, "clusters", func(cluster eksCluster) {
		network := cluster.ResourcesVpcConfig
		private, public := "closed", "closed"
		if network.EndpointPrivateAccess {
			private = "open"
		}
		if network.EndpointPublicAccess {
			public = "open to " + object.Set(network.PublicAccessCidrs)
		}
		var logged []string
		for _, kind := range cluster.Logging.ClusterLogging {
			if kind.Enabled {
				logged = append(logged, kind.Types...)
			}
		}
		encryption := ""
		if len(cluster.EncryptionConfig) > 0 {
			encryption = compact(snapshot.Document{"encryptionConfig": cluster.EncryptionConfig})
		}
		r.add(object.EksCluster, cluster.Name, cluster.Arn, object.Fields{
			"version": cluster.Version, "role": r.role(cluster.RoleArn), "vpc": r.names.of(network.VpcID),
			"subnets":          object.Set(r.names.all(network.SubnetIDs)),
			"security groups":  object.Set(r.names.all(network.SecurityGroupIDs)),
			"private endpoint": private, "public endpoint": public,
			"service cidr": cluster.KubernetesNetworkConfig.ServiceIpv4Cidr, "address family": cluster.KubernetesNetworkConfig.IPFamily,
			"logging": object.Set(logged), "authentication": cluster.AccessConfig.AuthenticationMode,
			"secrets encryption": encryption, "deletion protection": word(cluster.DeletionProtection), "state": cluster.Status, "tags": object.Tags(cluster.Tags),
		})
	})
}

// role is what a role is called, by ARN.
func (r *reader) role(arn string) string {
	if name := r.names.of(arn); name != arn {
		return name
	}
	return withoutSuffix(lastPart(arn))
}

// nodeGroups reads managed node groups.
func (r *reader) nodeGroups() error {
	return each(r, "nodegroups", func(group nodeGroup) {
		taints, access, template := "", "", ""
		if len(group.Taints) > 0 {
			taints = compact(snapshot.Document{"taints": group.Taints})
		}
		if len(group.RemoteAccess) > 0 {
			access = compact(group.RemoteAccess)
		}
		if len(group.LaunchTemplate) > 0 {
			template = compact(group.LaunchTemplate)
		}
		r.add(object.NodeGroup, group.ClusterName+" "+group.NodegroupName, group.NodegroupArn, object.Fields{
			"version": group.Version, "role": r.role(group.NodeRole), "subnets": object.Set(r.names.all(group.Subnets)),
			// Their order says which EC2 tries first.
			"instance types": strings.Join(group.InstanceTypes, ", "),
			"image":          group.AmiType, "capacity": group.CapacityType, "disk": group.DiskSize.String(),
			"labels": object.Tags(group.Labels), "taints": taints, "minimum": group.ScalingConfig.MinSize.String(),
			"maximum": group.ScalingConfig.MaxSize.String(), "desired": group.ScalingConfig.DesiredSize.String(),
			"launch template": template, "remote access": access, "state": group.Status, "tags": object.Tags(group.Tags),
		})
	})
}

// addons reads EKS add-ons.
func (r *reader) addons() error {
	standard := map[string]string{}
	offers, err := snapshot.Decode[struct{ AddonName, AddonVersion, KubernetesVersion string }](r.documents, "defaultAddonVersions")
	if err != nil {
		return err
	}
	for _, offer := range offers {
		standard[offer.AddonName+" "+offer.KubernetesVersion] = offer.AddonVersion
	}
	clusters, err := snapshot.Decode[eksCluster](r.documents, "clusters")
	if err != nil {
		return err
	}
	kubernetes := map[string]string{}
	for _, cluster := range clusters {
		kubernetes[cluster.Name] = cluster.Version
	}
	return each(r, "addons", func(addon struct {
		ClusterName, AddonName, AddonArn, AddonVersion, Status, ServiceAccountRoleArn, ConfigurationValues string
		Tags                                                                                               map[string]string
	},
	) {
		version := addon.AddonVersion
		if on := kubernetes[addon.ClusterName]; version == standard[addon.AddonName+" "+on] {
			version = object.StandardVersion(on)
		}
		r.add(object.Addon, addon.ClusterName+" "+addon.AddonName, addon.AddonArn, object.Fields{
			"version": version, "configuration": r.configuration(addon.ConfigurationValues),
			"role": addon.ServiceAccountRoleArn, "state": addon.Status, "tags": object.Tags(addon.Tags),
		})
	})
}

// configuration is an add-on's configuration with names for IDs and zone names.
func (r *reader) configuration(text string) string {
	var value any
	if text == "" || json.Unmarshal([]byte(text), &value) != nil {
		return text
	}
	named, err := json.Marshal(r.rename(value))
	if err != nil {
		return text
	}
	return string(named)
}

func (r *reader) rename(value any) any {
	switch value := value.(type) {
	case string:
		return r.names.of(value)
	case []any:
		for i := range value {
			value[i] = r.rename(value[i])
		}
		return value
	case map[string]any:
		renamed := map[string]any{}
		for key, item := range value {
			renamed[r.names.zone(r.place.Account, key)] = r.rename(item)
		}
		return renamed
	default:
		return value
	}
}

// accessEntries reads who may use clusters.
func (r *reader) accessEntries() error {
	creator := map[string]bool{}
	for _, arn := range r.options.Creators {
		creator[arn] = true
	}
	err := each(r, "accessEntries", func(entry struct {
		ClusterName, PrincipalArn, AccessEntryArn, Type string
		KubernetesGroups                                []string
		Tags                                            map[string]string
	},
	) {
		// A role of the plan has a name; anybody else an ARN.
		name := entry.ClusterName + " " + r.names.of(entry.PrincipalArn)
		r.addImplicit(creator[entry.PrincipalArn], object.AccessEntry, name, entry.AccessEntryArn, object.Fields{
			"kind": entry.Type, "groups": object.Set(entry.KubernetesGroups), "tags": object.Tags(entry.Tags),
		})
	})
	if err != nil {
		return err
	}
	return each(r, "associatedAccessPolicies", func(of struct {
		ClusterName, PrincipalArn string
		AssociatedAccessPolicies  []struct {
			PolicyArn   string
			AccessScope struct {
				Type       string
				Namespaces []string
			}
		}
	},
	) {
		for _, policy := range of.AssociatedAccessPolicies {
			name := strings.Join([]string{of.ClusterName, r.names.of(of.PrincipalArn), policy.PolicyArn}, " ")
			scope := policy.AccessScope.Type
			if len(policy.AccessScope.Namespaces) > 0 {
				scope += " " + object.Set(policy.AccessScope.Namespaces)
			}
			r.addImplicit(creator[of.PrincipalArn], object.AccessPolicyAssociation, name, name, object.Fields{"scope": scope})
		}
	})
}
