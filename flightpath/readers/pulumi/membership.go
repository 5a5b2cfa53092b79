package pulumi

import "slices"

// membership is whether something is a cluster's, or takes its pods, as far as the program tells. What is not known is possible, and
// never foreign.
type membership int

const (
	foreign membership = iota
	possible
	own
)

// isOf says whether a property of a resource names a cluster.
func (b *builder) isOf(r *Resource, key string, cluster *Resource) membership {
	if name := r.text(key); known(name) {
		return b.named(r, name, cluster)
	}
	is := b.mayName(r, key, cluster)
	if is == possible && len(b.clustersAmong(r.PropertyDependencies[key])) == 1 {
		return own
	}
	return is
}

// named says whether a name that a resource has of its cluster is that of a cluster. It is a cluster's ID in one account and Region.
func (b *builder) named(r *Resource, name string, cluster *Resource) membership {
	is := b.maybeCalled(r, name, cluster)
	if is != own || b.placeOf(r).same(b.placeOf(cluster)) {
		return is
	}
	for _, other := range b.every(typeCluster) {
		if other != cluster && b.maybeCalled(r, name, other) != foreign {
			return possible
		}
	}
	return own
}

// maybeCalled is named for one cluster, whatever others are called.
func (b *builder) maybeCalled(r *Resource, name string, cluster *Resource) membership {
	names := clusterNames(cluster)
	switch {
	case b.placeOf(r).apart(b.placeOf(cluster)):
		return foreign
	case len(names) == 0:
		return possible
	case slices.Contains(names, name):
		return own
	}
	return foreign
}

// mayName says whether a property of which the value is not known may name a cluster: one of those that it depends on, any where it
// depends on none.
func (b *builder) mayName(r *Resource, key string, cluster *Resource) membership {
	depends := b.clustersAmong(r.PropertyDependencies[key])
	if b.placeOf(r).apart(b.placeOf(cluster)) || len(depends) > 0 && !slices.Contains(depends, cluster) {
		return foreign
	}
	return possible
}

// clusterNames are what a cluster is called by: nothing where that is not known.
func clusterNames(cluster *Resource) []string {
	return slices.DeleteFunc([]string{cluster.ID, cluster.text("name")}, func(name string) bool { return !known(name) })
}
