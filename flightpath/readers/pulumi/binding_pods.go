package pulumi

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

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
	if doubt = cmp.Or(doubt, fargate.doubt(custom...)); doubt != "" {
		return nil, doubt
	}
	places = append(custom, fargate.sure...)
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
	for _, addon := range b.every("aws:eks/addon:Addon") {
		is := b.isOf(addon, clusterKey, cluster)
		switch name := addon.text("addonName"); {
		case !known(name):
			is = min(is, possible)
		case name != "vpc-cni":
			is = foreign
		}
		if is == foreign {
			continue
		}
		of, counts, doubt := b.configured(addon, cluster)
		if is == possible && (len(of) > 0 || counts || doubt != "") {
			doubt = fmt.Sprintf("whether %s says where pods of cluster %q stand is not known before the update", called(addon), cluster.Name())
		}
		if doubt != "" {
			return nil, false, doubt
		}
		places, sure = append(places, of...), sure || counts
	}
	of, doubt := b.eniConfigs(cluster)
	if places = append(places, of...); doubt == "" && sure && len(places) == 0 {
		doubt = fmt.Sprintf("pods of cluster %q stand where its ENIConfigs say, and the program has none", cluster.Name())
	}
	return places, sure, doubt
}

// configured is what the configuration of a vpc-cni add-on says of where pods stand, and whether that counts.
func (b *builder) configured(addon, cluster *Resource) (places []podPlace, counts bool, doubt string) {
	const key = "configurationValues"
	unclear := fmt.Sprintf("%s of %s, which says where pods stand, is not known before the update", key, called(addon))
	var said cni
	switch text := addon.text(key); {
	case text == Unknown:
		// Subnets in it are pods': nothing else in this configuration names any. Who writes them has them count.
		subnets := b.candidates(addon, key, []string{typeSubnet, typeDefaultSubnet})
		if len(subnets) == 0 {
			return nil, false, unclear
		}
		return []podPlace{{subnets, b.onlyGroup(addon, key, cluster)}}, true, ""
	case text == "":
		return nil, false, ""
	case json.Unmarshal([]byte(text), &said) != nil:
		return nil, false, fmt.Sprintf("%s of %s is not the JSON that is expected", key, called(addon))
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
	return places, asFlag(said.Env["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"]), ""
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
			return nil, fmt.Sprintf("the subnet of %s is not known before the update", called(r))
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
