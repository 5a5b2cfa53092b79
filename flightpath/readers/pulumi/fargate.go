package pulumi

import (
	"fmt"
	"path"
)

// fargateOf are the Fargate profiles of a cluster that take pods of a namespace, and those that may take them.
func (b *builder) fargateOf(cluster *Resource, namespace string) (found podPlaces, doubt string) {
	for _, r := range b.every("aws:eks/fargateProfile:FargateProfile") {
		is := min(b.isOf(r, clusterKey, cluster), takes(r, namespace))
		if is == foreign {
			continue
		}
		subnets, doubt := b.subnetsOf(r, "subnetIds")
		if doubt != "" {
			return podPlaces{}, doubt
		}
		found.add(podPlace{subnets, []string{clusterGroup(cluster)}}, is, fmt.Sprintf("whether %s takes the pods is not known", called(r)))
	}
	return found, ""
}

// takes says whether a Fargate profile takes the pods of a namespace: one of its selectors has to.
func takes(profile *Resource, namespace string) membership {
	selectors := profile.value("selectors")
	if isUnknown(selectors) {
		return possible
	}
	takes := foreign
	for _, selector := range asList(selectors) {
		takes = max(takes, selects(selector, namespace))
	}
	return takes
}

// selects says whether a selector is for the pods of a namespace. It is for those that have its labels too, and pods' labels are not
// read: where it has any, it may be.
func selects(selector any, namespace string) membership {
	pattern, labels := asText(inside(selector, "namespace")), inside(selector, "labels")
	match, err := path.Match(pattern, namespace)
	switch {
	case !known(pattern), !known(namespace), err != nil:
		return possible
	case !match:
		return foreign
	case isUnknown(labels), len(asObject(labels)) > 0:
		return possible
	}
	return own
}
