package pulumi

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is not known of where a cluster's pods stand is a doubt, and where it makes no difference it is none.
func TestWhatIsNotKnownOfPods(t *testing.T) {
	t.Parallel()
	const addon, fargate, asg, nodes = "aws:eks/addon:Addon", "aws:eks/fargateProfile:FargateProfile", "aws:autoscaling/group:Group", "aws:eks/nodeGroup:NodeGroup"
	profile := func(subnet func(*bound) string, cluster, selectors any) func(*bound) {
		return func(b *bound) {
			b.add(fargate, "some", map[string]any{"clusterName": cluster, "subnetIds": []any{subnet(b)}, "selectors": selectors})
		}
	}
	one, two := func(b *bound) string { return b.one }, func(b *bound) string { return b.two }
	of := func(namespace, labels any) []any {
		return []any{map[string]any{"namespace": namespace, "labels": labels}}
	}
	scaled := func(cluster, tags any) func(*bound) {
		return func(b *bound) {
			b.add(asg, "some", map[string]any{"vpcZoneIdentifiers": []any{b.two}, "tags": tags})
			if cluster, ok := cluster.(string); ok {
				b.resources[len(b.resources)-1].PropertyDependencies["tags"] = []string{cluster}
			}
		}
	}
	auto := func(config any) func(*bound) {
		return func(b *bound) {
			for i := range b.resources {
				if b.resources[i].URN == b.cluster {
					b.resources[i].Inputs["computeConfig"] = config
				}
			}
		}
	}
	config := func(name, cluster, values any) func(*bound) {
		return func(b *bound) {
			b.add(addon, "some", map[string]any{"addonName": name, "clusterName": cluster, "configurationValues": values})
		}
	}
	const pods = `{"eniConfig":{"subnets":{"a":{"id":"subnet-9"}}}}`
	key := func(key any) []any { return []any{map[string]any{"key": key, "value": "owned"}} }
	for name, test := range map[string]struct {
		change func(*bound)
		said   string // empty where nothing is in doubt
	}{
		"selectors of a profile":                               {profile(two, "shop", Unknown), "takes the pods"},
		"one selector of a profile":                            {profile(two, "shop", []any{Unknown}), "takes the pods"},
		"a selector's namespace":                               {profile(two, "shop", of(Unknown, nil)), "takes the pods"},
		"a selector's labels":                                  {profile(two, "shop", of("web", Unknown)), "takes the pods"},
		"labels that pods may have":                            {profile(two, "shop", of("web", map[string]any{"a": "b"})), "takes the pods"},
		"labels in another namespace":                          {profile(two, "shop", of("api", map[string]any{"a": "b"})), ""},
		"no labels":                                            {profile(two, "shop", of("web", map[string]any{})), ""},
		"a profile that may take pods where they stand anyway": {profile(one, "shop", Unknown), ""},
		"a profile of a cluster that is not known":             {profile(two, Unknown, of("web", nil)), "takes the pods"},
		"a profile of such a cluster, for others":              {profile(two, Unknown, of("api", nil)), ""},
		"a profile of another cluster":                         {profile(two, "other", Unknown), ""},
		"subnets of a profile":                                 {profile(func(*bound) string { return Unknown }, "shop", of("web", nil)), "subnetIds of"},
		"a profile that says no subnets":                       {profile(func(*bound) string { return "" }, "shop", of("web", nil)), "does not say in which subnets"},
		"tags of an Auto Scaling group":                        {scaled(nil, Unknown), "has nodes of cluster"},
		"one tag":                                              {scaled(nil, []any{Unknown}), "has nodes of cluster"},
		"the key of a tag":                                     {scaled(nil, key(Unknown)), "has nodes of cluster"},
		"the value of a tag":                                   {scaled(nil, []any{map[string]any{"key": "Name", "value": Unknown}}), ""},
		"the tag of another cluster":                           {scaled(nil, key("kubernetes.io/cluster/other")), ""},
		"an Auto Scaling group somewhere in a zone":            {func(b *bound) { b.add(asg, "some", map[string]any{"tags": key("kubernetes.io/cluster/shop")}) }, "does not say in which subnets"},
		"Auto Mode":                                            {auto(Unknown), "EKS Auto Mode"},
		"whether Auto Mode is enabled":                         {auto(map[string]any{"enabled": Unknown}), "EKS Auto Mode"},
		"whether Auto Mode is enabled, in a list":              {auto([]any{Unknown}), "EKS Auto Mode"},
		"Auto Mode that is off":                                {auto(map[string]any{"enabled": false, "nodePools": Unknown}), ""},
		"which add-on it is":                                   {config(Unknown, "shop", pods), "says where pods of cluster"},
		"which add-on it is, that says nothing":                {config(Unknown, "shop", nil), ""},
		"which add-on it is, that says nothing of pods":        {config(Unknown, "shop", `{"env":{"WARM_IP_TARGET":"2"}}`), ""},
		"which add-on it is, of another cluster":               {config(Unknown, "other", pods), ""},
		"whose add-on it is":                                   {config("vpc-cni", Unknown, pods), "says where pods of cluster"},
		"whose add-on it is, that is another one":              {config("kube-proxy", Unknown, pods), ""},
		"whose node group it is": {func(b *bound) {
			b.add(nodes, "some", map[string]any{"clusterName": Unknown, "subnetIds": []any{b.two}})
		}, "has nodes of cluster"},
		"whose node group it is, where the cluster has nodes anyway": {func(b *bound) {
			b.add(nodes, "some", map[string]any{"clusterName": Unknown, "subnetIds": []any{b.one}})
		}, ""},
		"whose node group it is of two clusters": {func(b *bound) {
			other := b.add(typeCluster, "other", map[string]any{"name": "other"})
			b.add(nodes, "some", map[string]any{"clusterName": to{b.cluster, other}, "subnetIds": []any{b.two}})
		}, "has nodes of cluster"},
		"whose node group it is, that depends on another cluster": {func(b *bound) {
			other := b.add(typeCluster, "other", map[string]any{"name": "other"})
			b.add(nodes, "some", map[string]any{"clusterName": to{other}, "subnetIds": []any{b.two}})
			scaled(other, Unknown)(b)
		}, ""},
		"whose node group it is, in another Region": {func(b *bound) {
			for region, of := range map[string]string{"eu-central-1": b.cluster, "eu-west-1": b.add(nodes, "some", map[string]any{"clusterName": Unknown, "subnetIds": []any{b.two}})} {
				provider := b.add("pulumi:providers:aws", region, map[string]any{"region": region})
				for i := range b.resources {
					if b.resources[i].URN == of {
						b.resources[i].Provider = provider + "::" + Unknown
					}
				}
			}
		}, ""},
		"what the cluster is called": {func(b *bound) {
			for i := range b.resources {
				if b.resources[i].URN == b.cluster {
					b.resources[i].Inputs["name"] = Unknown
				}
			}
		}, "has nodes of cluster"},
		"which of two clusters of one name has the nodes": {func(b *bound) { b.add(typeCluster, "twin", map[string]any{"name": "shop"}) }, "has nodes of cluster"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBound()
			test.change(b)
			b.bind("web", b.provider, b.group, nil)
			n := b.read(t)
			require.Len(t, n.Bindings, 1)
			group := groupOf(t, n, b.group)
			if test.said == "" {
				assert.Empty(t, n.Bindings[0].Doubt)
				assert.True(t, group.TargetsKnown)
				assert.NotEmpty(t, group.Targets)
				return
			}
			assert.Contains(t, n.Bindings[0].Doubt, test.said)
			assert.NotContains(t, n.Bindings[0].Doubt, Unknown)
			assert.True(t, n.Bindings[0].Unplaced, "only where the pods are is not known")
			assert.False(t, group.TargetsKnown)
			assert.Empty(t, group.Targets)
		})
	}
}

// A binding of which the controller may refuse something, or whose Service and port are not known, is one in doubt. People are not told
// what Pulumi writes for values that it does not know.
func TestWhatIsNotKnownOfABinding(t *testing.T) {
	t.Parallel()
	service := func(metadata, port any) func(*bound) {
		return func(b *bound) {
			b.add(typePodService, "some", map[string]any{"metadata": metadata, "spec": map[string]any{"ports": []any{map[string]any{"port": port, "targetPort": 8080.0}}}})
			b.in(b.provider)
			b.bind("web", b.provider, b.group, nil)
		}
	}
	binding := func(change func(spec map[string]any)) func(*bound) {
		return func(b *bound) { b.bind("web", b.provider, b.group, change) }
	}
	group := func(key string) func(*bound) {
		return func(b *bound) {
			for i := range b.resources {
				if r := &b.resources[i]; r.URN == b.group {
					r.Inputs[key] = Unknown
					delete(r.PropertyDependencies, key)
				}
			}
			b.bind("web", b.provider, b.group, nil)
		}
	}
	web := map[string]any{"name": "web", "namespace": "web"}
	for name, test := range map[string]struct {
		change func(*bound)
		said   string
	}{
		"its type":                     {binding(func(spec map[string]any) { spec["targetType"] = Unknown }), "which type of targets"},
		"the type of its target group": {group("targetType"), "which type of targets the target group"},
		"its VPC": {func(b *bound) {
			b.bind("web", b.provider, b.group, nil)
			b.resources[len(b.resources)-1].PropertyDependencies["spec"] = []string{b.group}
		}, "which VPC"},
		"the VPC of its target group": {func(b *bound) {
			b.add(typeVPC, "second", map[string]any{"cidrBlock": "10.7.0.0/16"})
			group("vpcId")(b)
		}, "the VPC of the target group is not known"},
		"the port of its target group": {group("port"), "the port of the target group"},
		"a part of its spec":           {binding(func(spec map[string]any) { spec["serviceRef"] = Unknown }), "which Service"},
		"its namespace":                {func(b *bound) { binding(nil)(b); b.resources[len(b.resources)-1].Inputs["metadata"] = Unknown }, "which Service"},
		"its port": {func(b *bound) {
			service(web, 80.0)(b)
			spec(b)["serviceRef"] = map[string]any{"name": "web", "port": Unknown}
		}, "which port"},
		"its port, and the Service's": {func(b *bound) {
			service(web, Unknown)(b)
			spec(b)["serviceRef"] = map[string]any{"name": "web", "port": Unknown}
		}, "which port"},
		"the port of a Service":                            {service(web, Unknown), "which port"},
		"what a Service is called":                         {service(map[string]any{"name": Unknown, "namespace": "web"}, 80.0), "whether kubernetes:core/v1:Service"},
		"where a Service is":                               {service(map[string]any{"name": "web", "namespace": Unknown}, 80.0), "whether kubernetes:core/v1:Service"},
		"where and what a Service is":                      {service(Unknown, 80.0), "whether kubernetes:core/v1:Service"},
		"a Service of another place":                       {service(map[string]any{"name": Unknown, "namespace": "api"}, 80.0), ""},
		"a Service that is another one":                    {service(map[string]any{"name": "api", "namespace": Unknown}, 80.0), ""},
		"no VPC at all, which is that of the target group": {binding(func(spec map[string]any) { delete(spec, "vpcID") }), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBound()
			test.change(b)
			n := b.read(t)
			require.Len(t, n.Bindings, 1)
			doubt := n.Bindings[0].Doubt
			assert.Equal(t, test.said == "", doubt == "", doubt)
			assert.Contains(t, doubt, test.said)
			assert.NotContains(t, doubt, Unknown)
			assert.NotContains(t, doubt, "refuses")
			assert.Equal(t, test.said == "", groupOf(t, n, b.group).TargetsKnown)
		})
	}
}

// spec is what the resource that was added last has under it.
func spec(b *bound) map[string]any {
	return b.resources[len(b.resources)-1].Inputs["spec"].(map[string]any)
}
