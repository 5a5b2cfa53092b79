package pulumi

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

const (
	typeBinding    = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"
	typePodService = "kubernetes:core/v1:Service"
)

// bindings reads the TargetGroupBindings of clusters. The load balancer controller will register pods with the target group that each
// names, so they are targets that are declared: wherever the cluster has pods, with the security groups that those have.
//
// A binding of which that is not known leaves its target group unproven. Nothing is concluded from names that only people use; names that
// AWS and Kubernetes find things by (clusters, namespaces, Services) count.
func (b *builder) bindings() {
	for _, r := range b.every(typeBinding, typeBinding+"Patch") {
		b.bind(r)
	}
	for i := range b.network.TargetGroups {
		b.blurGroups(&b.network.TargetGroups[i])
	}
}

func (b *builder) bind(r *Resource) {
	spec := r.value("spec")
	if strings.HasSuffix(r.Type, "Patch") && inside(spec, "targetGroupARN") == nil && inside(spec, "targetGroupName") == nil && inside(spec, "serviceRef") == nil {
		return // it leaves what is bound as it is
	}
	around, lost := b.clusterAround(r)
	binding := network.Binding{Object: b.object(r), Service: b.serviceBound(r, spec)}
	binding.ID = r.URN // Kubernetes' own ID is unique in a cluster only
	group, may := b.groupBound(r, spec, around)
	binding.TargetGroup = group
	bound := b.boundTo(group)
	binding.Doubt = b.doubtOf(r, spec, binding, bound)
	places, doubt := []podPlace(nil), lost
	if around != nil {
		binding.Cluster, binding.VPC = around.identity(), b.vpcAround(around)
		namespace, _, _ := cutLast(binding.Service, "/")
		places, doubt = b.podsOf(around, namespace)
	}
	if binding.Doubt == "" && doubt != "" {
		binding.Doubt, binding.Unplaced = doubt, true
	}
	port, open := b.portOfPods(r, spec, binding.Service)
	if open == "" && port == 0 && bound != nil && bound.Port == 0 {
		open = fmt.Sprintf("the port of the target group of %s is not known before the update", called(r))
	}
	if binding.Doubt == "" {
		binding.Doubt = open
	}
	for _, place := range places {
		binding.Subnets = append(binding.Subnets, place.subnets...)
	}
	b.network.Bindings = append(b.network.Bindings, binding)
	switch {
	case bound != nil && binding.Doubt == "":
		for _, place := range places {
			bound.Targets = append(bound.Targets, network.RegisteredTarget{
				Declared: true, Port: port, Subnets: place.subnets, SecurityGroups: place.groups,
			})
		}
	case bound != nil:
		b.doubt(bound, binding)
	default:
		for _, id := range may {
			b.doubt(b.boundTo(id), binding)
		}
	}
}

// doubtOf is what is not known of a binding itself, wherever its pods are.
func (b *builder) doubtOf(r *Resource, spec any, binding network.Binding, bound *network.TargetGroup) string {
	switch {
	case binding.TargetGroup == "":
		return fmt.Sprintf("which target group %s means is not known before the update", called(r))
	case binding.Service == "":
		return fmt.Sprintf("which Service %s means is not known before the update", called(r))
	case bound == nil:
		return ""
	}
	return b.refused(r, spec, bound)
}

// doubt says that a binding gives a target group targets that are not known.
func (b *builder) doubt(group *network.TargetGroup, binding network.Binding) {
	group.TargetsKnown = false
	b.network.Gaps = append(b.network.Gaps, network.Gap{
		Kind: network.GapTargets, Of: group.ID, Account: group.Account, Region: group.Region, Reason: binding.Doubt,
	})
}

// boundTo is the target group of an ID; nil where the program has none.
func (b *builder) boundTo(id string) *network.TargetGroup {
	i := slices.IndexFunc(b.network.TargetGroups, func(g network.TargetGroup) bool { return g.ID == id && id != "" })
	if i < 0 {
		return nil
	}
	return &b.network.TargetGroups[i]
}

// serviceBound is the Service that a binding names, in its own namespace.
func (b *builder) serviceBound(r *Resource, spec any) string {
	name := asText(inside(spec, "serviceRef", "name"))
	namespace := b.namespaceOf(r)
	if !known(name) || !known(namespace) {
		return ""
	}
	return namespace + "/" + name
}

// namespaceOf is the namespace of an object of Kubernetes, else its provider's, else Kubernetes' own default.
func (b *builder) namespaceOf(r *Resource) string {
	namespace := asText(inside(r.value("metadata"), "namespace"))
	if provider := b.providerOf(r); provider != nil {
		namespace = cmp.Or(namespace, provider.text("namespace"))
	}
	return cmp.Or(namespace, "default")
}

// blurGroups forgets the security groups of declared targets that differ in them and share a subnet: which of them a pod there has is
// not known.
func (b *builder) blurGroups(group *network.TargetGroup) {
	for i := range group.Targets {
		for j := range group.Targets[:i] {
			one, other := &group.Targets[i], &group.Targets[j]
			shared := slices.ContainsFunc(one.Subnets, func(s string) bool { return slices.Contains(other.Subnets, s) })
			if one.Declared && other.Declared && shared && !sameElements(one.SecurityGroups, other.SecurityGroups) {
				one.SecurityGroups, other.SecurityGroups = nil, nil
			}
		}
	}
}

func sameElements(one, other []string) bool {
	one, other = slices.Sorted(slices.Values(one)), slices.Sorted(slices.Values(other))
	return slices.Equal(slices.Compact(one), slices.Compact(other))
}
