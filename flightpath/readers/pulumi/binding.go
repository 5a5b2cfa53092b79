package pulumi

import (
	"cmp"
	"fmt"
	"slices"

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
	spec := asObject(r.value("spec"))
	binding := network.Binding{Object: b.object(r), Service: b.serviceBound(r, spec)}
	binding.ID = r.URN // Kubernetes' own ID is unique in a cluster only
	group, may := b.groupBound(r, spec)
	binding.TargetGroup = group
	bound := b.boundTo(group)
	binding.Doubt = b.doubtOf(r, spec, binding, bound)
	places, cluster, doubt := b.podsAround(r, binding.Service)
	binding.Cluster = cluster
	if binding.Doubt == "" && doubt != "" {
		binding.Doubt, binding.Unplaced = doubt, true
	}
	port, open := b.portOfPods(r, spec, binding.Service)
	binding.Doubt = cmp.Or(binding.Doubt, open)
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

// podsAround is the cluster of a binding, and where the pods of its Service have their addresses there; else why that is not known.
func (b *builder) podsAround(r *Resource, service string) (places []podPlace, cluster, doubt string) {
	around, doubt := b.clusterAround(r)
	if around == nil {
		return nil, "", doubt
	}
	namespace, _, _ := cutLast(service, "/")
	places, doubt = b.podsOf(around, namespace)
	return places, around.identity(), doubt
}

// doubtOf is what is not known of a binding itself, wherever its pods are.
func (b *builder) doubtOf(r *Resource, spec map[string]any, binding network.Binding, bound *network.TargetGroup) string {
	refused := ""
	if bound != nil {
		refused = b.refused(r, spec, bound)
	}
	switch {
	case refused != "":
		return refused
	case binding.TargetGroup == "":
		return fmt.Sprintf("which target group %s %q means is not known before the update", r.Type, r.Name())
	case binding.Service == "":
		return fmt.Sprintf("which Service %s %q means is not known before the update", r.Type, r.Name())
	}
	return ""
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

// groupBound is the target group that a binding names, by ARN or by AWS's name of it; else those that it may mean.
func (b *builder) groupBound(r *Resource, spec map[string]any) (group string, may []string) {
	if name := asText(spec["targetGroupName"]); known(name) && asText(spec["targetGroupARN"]) == "" {
		for _, g := range b.every(typeTargetGroup) {
			switch g.text("name") {
			case name:
				return g.identity(), nil // AWS has one of a name in an account and Region
			case "", Unknown:
				may = append(may, g.identity())
			}
		}
		return "", may
	}
	if group, ok := b.reference(r, "spec", cmp.Or(asText(spec["targetGroupARN"]), Unknown), typeTargetGroup); ok {
		return group, nil
	}
	for _, g := range b.every(typeTargetGroup) {
		if b.mayMean(r, "spec", g.identity(), typeTargetGroup) {
			may = append(may, g.identity())
		}
	}
	return "", may
}

// refused is why the controller registers nothing that is known: what its webhook refuses, and nodes as targets.
func (b *builder) refused(r *Resource, spec map[string]any, group *network.TargetGroup) string {
	wanted := cmp.Or(asText(spec["targetType"]), string(group.Kind))
	vpc := group.VPC
	if asText(spec["vpcID"]) != "" {
		if said, ok := b.reference(r, "spec", spec["vpcID"], typeVPC, typeDefaultVPC); ok {
			vpc = said
		}
	}
	switch {
	case wanted != string(group.Kind):
		return fmt.Sprintf("%s %q is for %s targets, and the target group is for %s: the controller refuses it", r.Type, r.Name(), wanted, group.Kind)
	case vpc != group.VPC && group.VPC != "":
		return fmt.Sprintf("%s %q says %s, and the target group is in %s: the controller refuses it", r.Type, r.Name(), vpc, group.VPC)
	case wanted != string(network.IPTargets):
		return fmt.Sprintf("%s %q registers nodes, and their port is not known", r.Type, r.Name())
	}
	return ""
}

// serviceBound is the Service that a binding names, in its own namespace.
func (b *builder) serviceBound(r *Resource, spec map[string]any) string {
	name := asText(asObject(spec["serviceRef"])["name"])
	namespace := b.namespaceOf(r)
	if !known(name) || !known(namespace) {
		return ""
	}
	return namespace + "/" + name
}

// namespaceOf is the namespace of an object of Kubernetes, else its provider's, else Kubernetes' own default.
func (b *builder) namespaceOf(r *Resource) string {
	own := asText(asObject(r.value("metadata"))["namespace"])
	if own != "" {
		return own
	}
	if provider := b.providerOf(r); provider != nil && provider.text("namespace") != "" {
		return provider.text("namespace")
	}
	return "default"
}

// portOfPods is the port to which the Service of a binding sends, where it is one of the program; else 0, that of the target group.
// Doubt is why the port of a Service that is one is not known: it goes by a name, which each pod gives a number, is not known before
// the update, or is none that the Service has.
func (b *builder) portOfPods(r *Resource, spec map[string]any, service string) (number int, doubt string) {
	wanted := asText(asObject(spec["serviceRef"])["port"])
	for _, s := range b.every(typePodService) {
		name := asText(asObject(s.value("metadata"))["name"])
		if s.Provider != r.Provider || !known(name) || b.namespaceOf(s)+"/"+name != service {
			continue
		}
		for _, row := range asList(asObject(s.value("spec"))["ports"]) {
			port := asObject(row)
			if wanted != asText(port["port"]) && wanted != asText(port["name"]) {
				continue
			}
			if number, ok := asNumber(cmp.Or(asText(port["targetPort"]), asText(port["port"]))); ok && number > 0 {
				return number, ""
			}
		}
		return 0, fmt.Sprintf("which port of its pods %s %q of Service %s means is not known", r.Type, r.Name(), service)
	}
	return 0, ""
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
