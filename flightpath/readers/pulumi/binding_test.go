package pulumi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// bound is a program with one cluster that has a node group in subnet one, and a target group behind a listener.
type bound struct {
	*program
	vpc, one, two, cluster, provider, group string
}

func newBound() *bound {
	p, vpc, one, two, _ := base()
	b := &bound{program: p, vpc: vpc, one: one, two: two}
	b.cluster = p.add(typeCluster, "shop", map[string]any{"name": "shop", "vpcConfig": toEach{map[string]any{"subnetIds": []any{Unknown}}, []string{one}}})
	p.add("aws:eks/nodeGroup:NodeGroup", "shop", map[string]any{"clusterName": "shop", "subnetIds": toEach{[]any{Unknown}, []string{one}}})
	b.provider = p.add("pulumi:providers:kubernetes", "shop", map[string]any{"kubeconfig": to{b.cluster}})
	b.group = p.add(typeTargetGroup, "web", map[string]any{"targetType": "ip", "port": 80.0, "protocol": "HTTP", "vpcId": to{vpc}})
	return b
}

// bind adds a binding of Service web to a target group, in a cluster by its provider; change may say more of it.
func (b *bound) bind(name, provider, group string, change func(spec map[string]any)) {
	spec := map[string]any{
		"targetGroupARN": Unknown, "targetType": "ip", "vpcID": Unknown, "serviceRef": map[string]any{"name": "web", "port": 80.0},
	}
	of := []string{group, b.vpc}
	if group == "" {
		of = []string{b.vpc}
	}
	if change != nil {
		change(spec)
	}
	b.add(typeBinding, name, map[string]any{
		"metadata": map[string]any{"name": name, "namespace": "web"}, "spec": toEach{spec, of},
	})
	if provider != "" {
		b.resources[len(b.resources)-1].Provider = provider + "::" + Unknown
	}
}

// in puts the resource that was added last into the cluster.
func (b *bound) in(provider string) {
	b.resources[len(b.resources)-1].Provider = provider + "::" + Unknown
}

// groupOf is the target group of an ID.
func groupOf(t *testing.T, n *network.Network, id string) network.TargetGroup {
	t.Helper()
	for _, group := range n.TargetGroups {
		if group.ID == id {
			return group
		}
	}
	require.Fail(t, "no target group "+id)
	return network.TargetGroup{}
}

func pods(port int, groups []string, subnets ...string) network.RegisteredTarget {
	return network.RegisteredTarget{Declared: true, Port: port, Subnets: subnets, SecurityGroups: groups}
}

// Where pods have their addresses and which groups they have, as the program says it of the cluster.
func TestWhereBoundPodsAre(t *testing.T) {
	t.Parallel()
	const addon, eniConfig = "aws:eks/addon:Addon", "kubernetes:crd.k8s.amazonaws.com/v1alpha1:ENIConfig"
	cni := func(b *bound, values any) {
		b.add(addon, "vpc-cni", map[string]any{"addonName": "vpc-cni", "clusterName": "shop", "configurationValues": values})
	}
	for name, test := range map[string]struct {
		change func(*bound)
		wanted func(*bound, []string) []network.RegisteredTarget
	}{
		"among the nodes": {
			func(*bound) {},
			func(b *bound, own []string) []network.RegisteredTarget {
				return []network.RegisteredTarget{pods(0, own, b.one)}
			},
		},
		"among the nodes of an add-on without a word about pods": {
			func(b *bound) { cni(b, `{"env":{"WARM_IP_TARGET":"2"}}`) },
			func(b *bound, own []string) []network.RegisteredTarget {
				return []network.RegisteredTarget{pods(0, own, b.one)}
			},
		},
		"in pod subnets that are not known yet": {
			func(b *bound) { cni(b, to{b.two, b.cluster}) },
			func(b *bound, own []string) []network.RegisteredTarget {
				return []network.RegisteredTarget{pods(0, own, b.two)}
			},
		},
		"in pod subnets with groups of their own": {
			func(b *bound) {
				cni(b, `{"env":{"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG":"true"},"eniConfig":{"subnets":{"a":{"id":"subnet-9","securityGroups":["sg-9"]}}}}`)
			},
			func(*bound, []string) []network.RegisteredTarget {
				return []network.RegisteredTarget{pods(0, []string{"sg-9"}, "subnet-9")}
			},
		},
		"where an ENIConfig says, or among the nodes where nobody says that it counts": {
			func(b *bound) {
				b.add(eniConfig, "a", map[string]any{"spec": map[string]any{"subnet": b.two, "securityGroups": []any{"sg-9"}}})
				b.in(b.provider)
			},
			func(b *bound, own []string) []network.RegisteredTarget {
				return []network.RegisteredTarget{pods(0, []string{"sg-9"}, b.two), pods(0, own, b.one)}
			},
		},
		"where an ENIConfig says, and it counts": {
			func(b *bound) {
				cni(b, `{"env":{"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG":"true"}}`)
				b.add(eniConfig, "a", map[string]any{"spec": toEach{map[string]any{"subnet": Unknown}, []string{b.two}}})
				b.in(b.provider)
			},
			func(b *bound, own []string) []network.RegisteredTarget {
				return []network.RegisteredTarget{pods(0, own, b.two)}
			},
		},
		"on Fargate too, for its namespaces": {
			func(b *bound) {
				for profile, namespace := range map[string]string{"web": "we?", "other": "other"} {
					b.add("aws:eks/fargateProfile:FargateProfile", profile, map[string]any{
						"clusterName": "shop", "subnetIds": []any{"subnet-" + profile}, "selectors": []any{map[string]any{"namespace": namespace}},
					})
				}
			},
			func(b *bound, own []string) []network.RegisteredTarget {
				return []network.RegisteredTarget{pods(0, own, b.one, "subnet-web")}
			},
		},
		"on nodes with a launch template's groups, in a subnet of their own": {
			func(b *bound) {
				template := b.add(typeLaunchTemplate, "spot", map[string]any{"vpcSecurityGroupIds": []any{"sg-7"}})
				b.add("aws:eks/nodeGroup:NodeGroup", "spot", map[string]any{
					"clusterName": to{b.cluster}, "subnetIds": []any{b.two}, "launchTemplate": toEach{map[string]any{"id": Unknown}, []string{template}},
				})
			},
			func(b *bound, own []string) []network.RegisteredTarget {
				return []network.RegisteredTarget{pods(0, own, b.one), pods(0, []string{"sg-7"}, b.two)}
			},
		},
		"on nodes with other groups in one subnet: which a pod has is not known": {
			func(b *bound) {
				template := b.add(typeLaunchTemplate, "spot", map[string]any{"vpcSecurityGroupIds": []any{"sg-7"}})
				b.add("aws:eks/nodeGroup:NodeGroup", "spot", map[string]any{"clusterName": "shop", "subnetIds": []any{b.one}, "launchTemplate": map[string]any{"id": template}})
			},
			func(b *bound, _ []string) []network.RegisteredTarget {
				return []network.RegisteredTarget{pods(0, nil, b.one), pods(0, nil, b.one)}
			},
		},
		"on nodes of an Auto Scaling group, by the tag of the cluster": {
			func(b *bound) {
				template := b.add(typeLaunchTemplate, "own", map[string]any{"vpcSecurityGroupIds": []any{"sg-7"}})
				for name, cluster := range map[string]string{"own": "shop", "other": "another"} {
					b.add("aws:autoscaling/group:Group", name, map[string]any{
						"vpcZoneIdentifiers": []any{"subnet-" + name}, "launchTemplate": map[string]any{"id": template},
						"tags": []any{map[string]any{"key": "kubernetes.io/cluster/" + cluster, "value": "owned"}},
					})
				}
			},
			func(b *bound, own []string) []network.RegisteredTarget {
				return []network.RegisteredTarget{pods(0, own, b.one), pods(0, []string{"sg-7"}, "subnet-own")}
			},
		},
		"with groups that a policy gives some of them": {
			func(b *bound) {
				b.add("kubernetes:vpcresources.k8s.aws/v1beta1:SecurityGroupPolicy", "web", nil)
				b.in(b.provider)
			},
			func(b *bound, _ []string) []network.RegisteredTarget {
				return []network.RegisteredTarget{pods(0, nil, b.one)}
			},
		},
		"at the port that the Service sends to": {
			func(b *bound) {
				for provider, port := range map[string]float64{b.provider: 8080, "urn:pulumi:dev::test::pulumi:providers:kubernetes::other": 9} {
					b.add(typePodService, "web@"+provider[len(provider)-5:], map[string]any{
						"metadata": map[string]any{"name": "web", "namespace": "web"},
						"spec":     map[string]any{"ports": []any{map[string]any{"port": 443.0, "targetPort": 8443.0}, map[string]any{"port": 80.0, "targetPort": port}}},
					})
					b.in(provider)
				}
			},
			func(b *bound, own []string) []network.RegisteredTarget {
				return []network.RegisteredTarget{pods(8080, own, b.one)}
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBound()
			test.change(b)
			b.bind("web", b.provider, b.group, nil)
			n := b.read(t)
			assert.Empty(t, n.Gaps)
			group := groupOf(t, n, b.group)
			assert.True(t, group.TargetsKnown)
			assert.Equal(t, test.wanted(b, []string{b.cluster + "/cluster-security-group"}), group.Targets)
			require.Len(t, n.Bindings, 1)
			assert.Equal(t, "web/web", n.Bindings[0].Service)
			assert.Equal(t, b.cluster, n.Bindings[0].Cluster)
			assert.Empty(t, n.Bindings[0].Doubt)
		})
	}
}

// Whatever is not known of a binding leaves the target groups unproven that it may mean, and no other.
func TestBindingsThatAreNotKnown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change   func(b *bound)
		said     string
		unplaced bool // only where the pods are is not known
		both     bool // two target groups may be meant
	}{
		"no provider": {func(b *bound) { b.bind("web", "", b.group, nil) }, "does not say in which cluster", true, false},
		"a cluster that the program does not have": {func(b *bound) {
			provider := b.add("pulumi:providers:kubernetes", "other", map[string]any{"kubeconfig": "~/.kube/config"})
			b.bind("web", provider, b.group, nil)
		}, "does not have the cluster", true, false},
		"a server that is another one than the cluster's": {func(b *bound) {
			b.resources[len(b.resources)-1].ID = "" // the target group's
			for i := range b.resources {
				if b.resources[i].URN == b.cluster {
					b.resources[i].Outputs = map[string]any{"endpoint": "https://one"}
				}
			}
			provider := b.add("pulumi:providers:kubernetes", "other", map[string]any{"kubeconfig": `{"clusters":[{"name":"x","cluster":{"server":"https://two"}}]}`})
			b.resources[len(b.resources)-1].PropertyDependencies["kubeconfig"] = []string{b.cluster}
			b.bind("web", provider, b.group, nil)
		}, "does not have the cluster", true, false},
		"a port of pods that goes by a name": {func(b *bound) {
			b.add(typePodService, "web", map[string]any{
				"metadata": map[string]any{"name": "web", "namespace": "web"},
				"spec":     map[string]any{"ports": []any{map[string]any{"port": 80.0, "targetPort": "http"}}},
			})
			b.in(b.provider)
			b.bind("web", b.provider, b.group, nil)
		}, "which port of its pods", false, false},
		"a port that the Service does not have": {func(b *bound) {
			b.add(typePodService, "web", map[string]any{
				"metadata": map[string]any{"name": "web", "namespace": "web"},
				"spec":     map[string]any{"ports": []any{map[string]any{"port": 9090.0}}},
			})
			b.in(b.provider)
			b.bind("web", b.provider, b.group, nil)
		}, "which port of its pods", false, false},
		"a Service that is not known before the update": {func(b *bound) {
			b.add(typePodService, "web", map[string]any{"metadata": map[string]any{"name": "web", "namespace": "web"}, "spec": Unknown})
			b.in(b.provider)
			b.bind("web", b.provider, b.group, nil)
		}, "which port of its pods", false, false},
		"two clusters": {func(b *bound) {
			other := b.add(typeCluster, "other", map[string]any{"name": "other"})
			provider := b.add("pulumi:providers:kubernetes", "both", map[string]any{"kubeconfig": to{b.cluster, other}})
			b.bind("web", provider, b.group, nil)
		}, "does not tell which it is", true, false},
		"a cluster without nodes": {func(b *bound) {
			other := b.add(typeCluster, "other", map[string]any{"name": "other"})
			provider := b.add("pulumi:providers:kubernetes", "other", map[string]any{"kubeconfig": to{other}})
			b.bind("web", provider, b.group, nil)
		}, `does not say where pods of cluster "other" stand`, true, false},
		"Auto Mode": {func(b *bound) {
			for i := range b.resources {
				if b.resources[i].URN == b.cluster {
					b.resources[i].Inputs["computeConfig"] = map[string]any{"enabled": true}
				}
			}
			b.bind("web", b.provider, b.group, nil)
		}, "EKS Auto Mode", true, false},
		"Karpenter": {func(b *bound) {
			b.add("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", "default", nil)
			b.in(b.provider)
			b.bind("web", b.provider, b.group, nil)
		}, "EC2NodeClass", true, false},
		"an add-on's configuration that comes from nothing known": {func(b *bound) {
			b.add("aws:eks/addon:Addon", "cni", map[string]any{"addonName": "vpc-cni", "clusterName": "shop", "configurationValues": to{b.vpc}})
			b.bind("web", b.provider, b.group, nil)
		}, "configurationValues of aws:eks/addon:Addon", true, false},
		"two target groups": {func(b *bound) {
			other := b.add(typeTargetGroup, "other", map[string]any{"targetType": "ip", "port": 80.0, "protocol": "HTTP", "vpcId": to{b.vpc}})
			b.bind("web", b.provider, b.group, nil)
			b.resources[len(b.resources)-1].PropertyDependencies["spec"] = []string{b.group, other}
		}, "which target group", false, true},
		"a target group of no resource": {func(b *bound) { b.bind("web", b.provider, "", nil) }, "which target group", false, false},
		"nothing but the dependencies": {func(b *bound) {
			b.bind("web", b.provider, b.group, nil)
			b.resources[len(b.resources)-1].Inputs["spec"] = Unknown
		}, "which Service", false, false},
		"a Service that is not known yet": {func(b *bound) {
			b.bind("web", b.provider, b.group, func(spec map[string]any) { spec["serviceRef"] = map[string]any{"name": Unknown, "port": 80.0} })
		}, "which Service", false, false},
		"nodes as targets": {func(b *bound) {
			for i := range b.resources {
				if b.resources[i].URN == b.group {
					b.resources[i].Inputs["targetType"] = "instance"
				}
			}
			b.bind("web", b.provider, b.group, func(spec map[string]any) { spec["targetType"] = "instance" })
		}, "registers nodes", false, false},
		"another type than the target group's": {func(b *bound) {
			b.bind("web", b.provider, b.group, func(spec map[string]any) { spec["targetType"] = "instance" })
		}, "the controller refuses it", false, false},
		"another VPC than the target group's": {func(b *bound) {
			b.bind("web", b.provider, b.group, func(spec map[string]any) { spec["vpcID"] = "vpc-9" })
		}, "says vpc-9", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBound()
			beside := b.add(typeTargetGroup, "beside", map[string]any{"targetType": "lambda", "name": "beside"})
			test.change(b)
			n := b.read(t)
			group := groupOf(t, n, b.group)
			assert.False(t, group.TargetsKnown)
			assert.Empty(t, group.Targets)
			of := map[string]string{}
			for _, gap := range n.Gaps {
				if gap.Kind == network.GapNodeGroups && strings.HasPrefix(gap.Reason, "nodes of cluster") {
					continue // what starts them is not read, whoever is bound
				}
				assert.Equal(t, network.GapTargets, gap.Kind)
				of[gap.Of] = gap.Reason
			}
			assert.Contains(t, of[b.group], test.said)
			require.Len(t, n.Bindings, 1)
			assert.Equal(t, of[b.group], n.Bindings[0].Doubt)
			assert.Equal(t, test.unplaced, n.Bindings[0].Unplaced)
			if name != "a target group of no resource" {
				assert.True(t, groupOf(t, n, beside).TargetsKnown, "nothing says that it is meant")
				assert.Len(t, of, map[bool]int{false: 1, true: 2}[test.both])
			}
		})
	}
}

// A target group by AWS's name of it is as good as by ARN; one whose name AWS has still to make up may be it.
func TestBindingByTheNameOfATargetGroup(t *testing.T) {
	t.Parallel()
	b := newBound()
	named := b.add(typeTargetGroup, "named", map[string]any{"name": "web-1", "targetType": "ip", "port": 80.0, "protocol": "HTTP", "vpcId": to{b.vpc}})
	byName := func(name string) func(map[string]any) {
		return func(spec map[string]any) {
			delete(spec, "targetGroupARN")
			spec["targetGroupName"] = name
		}
	}
	b.bind("one", b.provider, "", byName("web-1"))
	n := b.read(t)
	assert.Len(t, groupOf(t, n, named).Targets, 1)
	assert.True(t, groupOf(t, n, b.group).TargetsKnown)
	b.bind("two", b.provider, "", byName("web-2"))
	n = b.read(t)
	assert.True(t, groupOf(t, n, named).TargetsKnown)
	assert.False(t, groupOf(t, n, b.group).TargetsKnown)
}

// A binding to a target group of another stack is known, and changes nothing here.
func TestBindingToATargetGroupOfAnotherStack(t *testing.T) {
	t.Parallel()
	b := newBound()
	b.bind("web", b.provider, "", func(spec map[string]any) { spec["targetGroupARN"] = "arn:aws:elasticloadbalancing:r:1:targetgroup/x/1" })
	n := b.read(t)
	assert.Empty(t, n.Gaps)
	require.Len(t, n.Bindings, 1)
	assert.Equal(t, "arn:aws:elasticloadbalancing:r:1:targetgroup/x/1", n.Bindings[0].TargetGroup)
	assert.True(t, groupOf(t, n, b.group).TargetsKnown)
	assert.Empty(t, groupOf(t, n, b.group).Targets)
}

// The kubeconfig's server tells clusters apart that have one name; the context says which of several servers it is.
func TestClusterByItsServer(t *testing.T) {
	t.Parallel()
	b := newBound()
	twin := b.add(typeCluster, "twin", map[string]any{"name": "shop"})
	b.add("aws:eks/nodeGroup:NodeGroup", "twin", map[string]any{"clusterName": "shop", "subnetIds": []any{b.two}})
	place := func(urn, account, endpoint string) {
		for i := range b.resources {
			if r := &b.resources[i]; r.URN == urn {
				r.Outputs = map[string]any{"arn": "arn:aws:eks:us-east-1:" + account + ":x/shop", "endpoint": endpoint}
			}
		}
	}
	place(b.cluster, "1", "https://one/")
	place(twin, "2", "https://two")
	place(urn("aws:eks/nodeGroup:NodeGroup", "shop"), "1", "")
	place(urn("aws:eks/nodeGroup:NodeGroup", "twin"), "2", "")
	config := `{"clusters":[{"name":"a","cluster":{"server":"https://one"}},{"name":"b","cluster":{"server":"https://two"}}],
		"contexts":[{"name":"first","context":{"cluster":"a"}},{"name":"second","context":{"cluster":"b"}}],"current-context":"first"}`
	for name, inputs := range map[string]map[string]any{
		"one":       {"kubeconfig": config},
		"two":       {"kubeconfig": config, "context": "second"},
		"two again": {"kubeconfig": config, "cluster": "b"},
	} {
		provider := b.add("pulumi:providers:kubernetes", name, inputs)
		b.bind(name, provider, b.group, nil)
	}
	n := b.read(t)
	assert.Empty(t, n.Gaps)
	found := map[string]string{}
	for _, binding := range n.Bindings {
		found[binding.Name] = binding.Cluster
		assert.Equal(t, map[string][]string{b.cluster: {b.one}, twin: {b.two}}[binding.Cluster], binding.Subnets)
	}
	assert.Equal(t, map[string]string{"one": b.cluster, "two": twin, "two again": twin}, found)
}
