package pulumi

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
)

// podPlace is subnets that pods have addresses of, and the security groups that they have there: none where that is not known.
type podPlace struct{ subnets, groups []string }

// clusterKey is how resources of EKS name their cluster.
const clusterKey = "clusterName"

// podsOf is where the pods of a namespace have their addresses in a cluster; else why that is not known.
//
// The VPC CNI gives pods addresses of their node's subnet and the node's security groups, or those that an ENIConfig names (custom
// networking). Fargate gives them a subnet of the profile and the cluster's security group.
func (b *builder) podsOf(cluster *Resource, namespace string) (places []podPlace, doubt string) {
	custom, sure, doubt := b.customNetworking(cluster)
	if doubt != "" {
		return nil, doubt
	}
	if !sure {
		nodes, doubt := b.nodesOf(cluster)
		if doubt != "" {
			return nil, doubt
		}
		custom = append(custom, nodes...)
	}
	fargate, doubt := b.fargateOf(cluster, namespace)
	if doubt != "" {
		return nil, doubt
	}
	places = append(custom, fargate...)
	if len(places) == 0 {
		return nil, fmt.Sprintf("the program does not say where pods of cluster %q stand: it has no node group, Fargate profile or pod subnets for it", cluster.Name())
	}
	if b.ownGroups(cluster) {
		for i := range places {
			places[i].groups = nil
		}
	}
	return merged(places), ""
}

// merged are the places with one list of security groups as one.
func merged(places []podPlace) []podPlace {
	var all []podPlace
	for _, place := range places {
		i := slices.IndexFunc(all, func(o podPlace) bool { return sameElements(o.groups, place.groups) })
		if i < 0 {
			all = append(all, podPlace{groups: place.groups})
			i = len(all) - 1
		}
		for _, subnet := range place.subnets {
			if !slices.Contains(all[i].subnets, subnet) {
				all[i].subnets = append(all[i].subnets, subnet)
			}
		}
	}
	return all
}

// cni is what the configuration of the vpc-cni add-on says of pods' addresses.
type cni struct {
	EniConfig struct {
		Subnets map[string]struct {
			ID             string   `json:"id"`
			SecurityGroups []string `json:"securityGroups"`
		} `json:"subnets"`
	} `json:"eniConfig"`
	Env map[string]any `json:"env"`
}

// customNetworking is where ENIConfigs have pods; sure is set where the add-on says that they count, so that no pod has an address of its
// node's subnet.
func (b *builder) customNetworking(cluster *Resource) (places []podPlace, sure bool, doubt string) {
	const key = "configurationValues"
	for _, addon := range b.every("aws:eks/addon:Addon") {
		if addon.text("addonName") != "vpc-cni" || !b.isOf(addon, clusterKey, cluster) {
			continue
		}
		text := addon.text(key)
		unclear := fmt.Sprintf("%s of %s %q, which says where pods stand, is not known before the update", key, addon.Type, addon.Name())
		var said cni
		switch {
		case text == Unknown:
			// Subnets in it are pods': nothing else in this configuration names any.
			subnets := b.candidates(addon, key, []string{typeSubnet, typeDefaultSubnet})
			if len(subnets) == 0 {
				return nil, false, unclear
			}
			return []podPlace{{subnets, b.onlyGroup(addon, key, cluster)}}, true, ""
		case text == "":
		case json.Unmarshal([]byte(text), &said) != nil:
			return nil, false, fmt.Sprintf("%s of %s %q is not the JSON that is expected", key, addon.Type, addon.Name())
		}
		for _, zone := range sortedKeys(said.EniConfig.Subnets) {
			config := said.EniConfig.Subnets[zone]
			place := podPlace{[]string{config.ID}, config.SecurityGroups}
			if len(place.groups) == 0 {
				place.groups = []string{clusterGroup(cluster)}
			}
			if !known(config.ID) || slices.Contains(place.groups, Unknown) {
				return nil, false, unclear
			}
			places = append(places, place)
		}
		sure = asFlag(said.Env["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"])
	}
	of, doubt := b.eniConfigs(cluster)
	if places = append(places, of...); doubt == "" && sure && len(places) == 0 {
		doubt = fmt.Sprintf("pods of cluster %q stand where its ENIConfigs say, and the program has none", cluster.Name())
	}
	return places, sure, doubt
}

// onlyGroup is the one security group that a property depends on, else none: which it is is not known. Without any it is the cluster's.
func (b *builder) onlyGroup(r *Resource, key string, cluster *Resource) []string {
	switch groups := b.candidates(r, key, groupTypes); len(groups) {
	case 0:
		return []string{clusterGroup(cluster)}
	case 1:
		return groups
	}
	return nil
}

// eniConfigs are the ENIConfigs of a cluster that are resources of their own.
func (b *builder) eniConfigs(cluster *Resource) (places []podPlace, doubt string) {
	for _, r := range b.every("kubernetes:crd.k8s.amazonaws.com/v1alpha1:ENIConfig") {
		of, doubt := b.clusterAround(r)
		if of == nil {
			return nil, doubt
		}
		if of != cluster {
			continue
		}
		spec := asObject(r.value("spec"))
		subnet, ok := b.reference(r, "spec", spec["subnet"], typeSubnet, typeDefaultSubnet)
		if !ok {
			return nil, fmt.Sprintf("the subnet of %s %q is not known before the update", r.Type, r.Name())
		}
		place := podPlace{subnets: []string{subnet}}
		for _, value := range asList(spec["securityGroups"]) {
			group, ok := b.reference(r, "spec", value, groupTypes...)
			if !ok {
				place.groups = nil
				break
			}
			place.groups = append(place.groups, group)
		}
		if len(asList(spec["securityGroups"])) == 0 && asText(spec["securityGroups"]) == "" {
			place.groups = []string{clusterGroup(cluster)}
		}
		places = append(places, place)
	}
	return places, ""
}

// fargateOf are the Fargate profiles of a cluster that take pods of a namespace.
func (b *builder) fargateOf(cluster *Resource, namespace string) (places []podPlace, doubt string) {
	for _, r := range b.every("aws:eks/fargateProfile:FargateProfile") {
		takes := slices.ContainsFunc(r.list("selectors"), func(row any) bool {
			pattern := asText(asObject(row)["namespace"])
			match, err := path.Match(pattern, namespace)
			return match || err != nil || !known(pattern) || namespace == ""
		})
		if !b.isOf(r, clusterKey, cluster) || !takes {
			continue
		}
		subnets, ok := b.references(r, "subnetIds", typeSubnet, typeDefaultSubnet)
		if !ok {
			return nil, fmt.Sprintf("subnetIds of %s %q are not known before the update", r.Type, r.Name())
		}
		places = append(places, podPlace{subnets, []string{clusterGroup(cluster)}})
	}
	return places, ""
}

// ownGroups says whether pods of a cluster may have security groups of their own.
func (b *builder) ownGroups(cluster *Resource) bool {
	return slices.ContainsFunc(b.every("kubernetes:vpcresources.k8s.aws/v1beta1:SecurityGroupPolicy"), func(r *Resource) bool {
		of, _ := b.clusterAround(r)
		return of == nil || of == cluster
	})
}

func sortedKeys[V any](of map[string]V) []string {
	keys := make([]string, 0, len(of))
	for key := range of {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, strings.Compare)
	return keys
}
