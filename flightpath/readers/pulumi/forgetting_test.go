package pulumi

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// value is where a value of a resource stands: keys of objects, and positions in lists.
type value struct {
	of int
	at []any
}

// among is what a value is called, for people.
func (v value) among(resources []Resource) string {
	return fmt.Sprintln(append([]any{called(&resources[v.of])}, v.at...)...)
}

// values are all that resources say, what is in lists and objects too, but for what things are called: questions are asked by names.
func values(resources []Resource) []value {
	var all []value
	for i := range resources {
		within(resources[i].Inputs, nil, func(at []any) {
			if at[0] != "tags" {
				all = append(all, value{i, at})
			}
		})
	}
	return all
}

func within(of any, at []any, each func(at []any)) {
	visit := func(key, inner any) {
		if !isUnknown(inner) {
			path := append(slices.Clone(at), key)
			each(path)
			within(inner, path, each)
		}
	}
	switch of := of.(type) {
	case map[string]any:
		for _, key := range sortedKeys(of) {
			visit(key, of[key])
		}
	case []any:
		for i, inner := range of {
			visit(i, inner)
		}
	}
}

// without are the resources once a value is not known before the update.
func (v value) without(t require.TestingT, resources []Resource) []Resource {
	text, err := json.Marshal(resources[v.of].Inputs)
	require.NoError(t, err)
	var inputs any
	require.NoError(t, json.Unmarshal(text, &inputs))
	at := inputs
	for i, key := range v.at {
		last := i == len(v.at)-1
		switch of := at.(type) {
		case map[string]any:
			if at = of[key.(string)]; last {
				of[key.(string)] = Unknown
			}
		case []any:
			if at = of[key.(int)]; last {
				of[key.(int)] = Unknown
			}
		}
	}
	less := slices.Clone(resources)
	less[v.of].Inputs = inputs.(map[string]any)
	return less
}

// told is what is said of a network from which a value may be forgotten.
type told struct {
	resources []Resource
	declared  []flightpath.Declaration
	verdicts  map[flightpath.Question]flightpath.Verdict
}

// tell asks which subnets and target groups' pods are reached from the internet and from inside, and declares what is bound.
func tell(t *testing.T, resources []Resource, ports ...int) told {
	t.Helper()
	n, err := Read(resources)
	require.NoError(t, err)
	all := told{resources: resources, verdicts: map[flightpath.Question]flightpath.Verdict{}}
	for _, binding := range n.Bindings {
		if i := slices.IndexFunc(n.TargetGroups, func(g network.TargetGroup) bool { return g.ID == binding.TargetGroup }); i >= 0 && binding.Doubt == "" {
			all.declared = append(all.declared, flightpath.Declaration{TargetGroup: binding.TargetGroup, Subnets: binding.Subnets, Service: binding.Service})
		}
	}
	_, err = flightpath.Declare(n, all.declared)
	require.NoError(t, err)
	for _, subnet := range n.Subnets {
		for _, port := range ports {
			all.verdicts[flightpath.Question{From: "internet", To: subnet.ID, Port: port}] = ""
			all.verdicts[flightpath.Question{From: subnet.ID, To: "internet", Port: port}] = ""
			if first := n.Subnets[0].ID; subnet.ID != first {
				all.verdicts[flightpath.Question{From: subnet.ID, To: first, Port: port}] = ""
			}
		}
	}
	for q := range all.verdicts {
		answer, err := flightpath.New(n).Trace(q)
		require.NoError(t, err)
		all.verdicts[q] = answer.Verdict
	}
	return all
}

// forgets reads it all without a value: each answer is the same or unproven, and what was declared is contradicted by nothing. It says
// how often it was unproven.
func (all told) forgets(t require.TestingT, v value) (unproven int) {
	what := v.among(all.resources)
	n, err := Read(v.without(t, all.resources))
	require.NoError(t, err, what)
	_, err = flightpath.Declare(n, all.declared)
	if missing := new(flightpath.MissingError); errors.As(err, &missing) {
		require.Empty(t, missing.Contradictions, what)
	}
	a := flightpath.New(n)
	for q, before := range all.verdicts {
		answer, err := a.Trace(q)
		require.NoError(t, err, what)
		if answer.Verdict != before {
			require.Equal(t, flightpath.Unproven, answer.Verdict, "%s of %v, which was %s; forgotten is %s", q.To, q, before, what)
			unproven++
		}
	}
	return unproven
}

// exposed is a program with a load balancer on the internet before pods in subnet one.
func exposed() *bound {
	b := newBound()
	front := b.add(typeSubnet, "front", map[string]any{"vpcId": to{b.vpc}, "cidrBlock": "10.0.9.0/24", "availabilityZoneId": "use1-az1"})
	gateway := b.add("aws:ec2/internetGateway:InternetGateway", "gateway", map[string]any{"vpcId": to{b.vpc}})
	table := b.add(routeTableTypes[0], "front", map[string]any{"vpcId": to{b.vpc}})
	b.add("aws:ec2/route:Route", "out", map[string]any{"routeTableId": to{table}, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": to{gateway}})
	b.add("aws:ec2/routeTableAssociation:RouteTableAssociation", "front", map[string]any{"subnetId": to{front}, "routeTableId": to{table}})
	group := b.add(groupTypes[0], "front", map[string]any{"vpcId": to{b.vpc}, "ingress": []any{
		map[string]any{"protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "cidrBlocks": []any{"0.0.0.0/0"}},
	}, "egress": []any{
		map[string]any{"protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "cidrBlocks": []any{"0.0.0.0/0"}},
	}})
	b.add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "pods", map[string]any{"securityGroupId": to{b.cluster}, "ipProtocol": "tcp", "fromPort": 80.0, "toPort": 80.0, "cidrIpv4": "0.0.0.0/0"})
	balancer := b.add(typeBalancer, "front", map[string]any{
		"loadBalancerType": "application", "subnets": toEach{[]any{Unknown}, []string{front}}, "securityGroups": toEach{[]any{Unknown}, []string{group}},
	})
	b.add(typeListener, "front", map[string]any{
		"loadBalancerArn": to{balancer}, "port": 443.0, "protocol": "HTTPS",
		"defaultActions": toEach{[]any{map[string]any{"type": "forward", "targetGroupArn": Unknown}}, []string{b.group}},
	})
	return b
}

// Whatever single value a program may leave open, what is said of bound pods is what it was, or unproven.
func TestForgettingWhatIsSaidOfBindings(t *testing.T) {
	t.Parallel()
	const addon, fargate, asg = "aws:eks/addon:Addon", "aws:eks/fargateProfile:FargateProfile", "aws:autoscaling/group:Group"
	tag := func(cluster string) []any {
		return []any{map[string]any{"key": "Name", "value": "x"}, map[string]any{"key": "kubernetes.io/cluster/" + cluster, "value": "owned"}}
	}
	selector := func(namespace string, labels map[string]any) []any {
		return []any{map[string]any{"namespace": namespace, "labels": labels}}
	}
	custom := func(subnet string) string {
		return `{"env":{"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG":"true"},"eniConfig":{"subnets":{"a":{"id":"` + subnet + `"}}}}`
	}
	for name, change := range map[string]func(b *bound){
		"nodes": func(b *bound) { b.bind("web", b.provider, b.group, nil) },
		"somebody else's nodes": func(b *bound) {
			beside := b.add(typeVPC, "beside", map[string]any{"cidrBlock": "10.1.0.0/16"})
			theirs := b.add(typeSubnet, "beside", map[string]any{"vpcId": to{beside}, "cidrBlock": "10.1.1.0/24"})
			b.add(typeCluster, "other", map[string]any{
				"name": "other", "computeConfig": map[string]any{"enabled": true}, "vpcConfig": map[string]any{"subnetIds": []any{theirs}},
			})
			b.add("aws:eks/nodeGroup:NodeGroup", "other", map[string]any{"clusterName": "other", "subnetIds": []any{theirs}})
			b.add(asg, "other", map[string]any{"tags": tag("other"), "vpcZoneIdentifiers": []any{theirs}})
			b.add(fargate, "other", map[string]any{"clusterName": "other", "subnetIds": []any{theirs}, "selectors": selector("web", nil)})
			b.add(addon, "other", map[string]any{"clusterName": "other", "addonName": "vpc-cni", "configurationValues": custom(theirs)})
			b.bind("web", b.provider, b.group, nil)
		},
		"a cluster that could be another": func(b *bound) {
			for i := range b.resources {
				if b.resources[i].URN == b.cluster {
					b.resources[i].Inputs["computeConfig"] = map[string]any{"enabled": false}
				}
			}
			b.add(asg, "plain", map[string]any{"tags": tag("elsewhere"), "vpcZoneIdentifiers": []any{b.two}})
			b.add(addon, "proxy", map[string]any{"clusterName": "shop", "addonName": "kube-proxy", "configurationValues": custom(b.two)})
			b.bind("web", b.provider, b.group, nil)
		},
		"Fargate": func(b *bound) {
			b.add(fargate, "web", map[string]any{"clusterName": "shop", "subnetIds": []any{b.two}, "selectors": selector("w?b", nil)})
			b.bind("web", b.provider, b.group, nil)
		},
		"Fargate for others": func(b *bound) {
			b.add(fargate, "api", map[string]any{"clusterName": "shop", "subnetIds": []any{b.two}, "selectors": selector("api", map[string]any{"a": "b"})})
			b.bind("web", b.provider, b.group, nil)
		},
		"nodes of both kinds": func(b *bound) {
			template := b.add(typeLaunchTemplate, "spot", map[string]any{"vpcSecurityGroupIds": []any{b.cluster + "/cluster-security-group"}})
			b.add("aws:eks/nodeGroup:NodeGroup", "spot", map[string]any{"clusterName": "shop", "subnetIds": []any{b.two}, "launchTemplate": map[string]any{"id": template}})
			b.add(asg, "own", map[string]any{"tags": tag("shop"), "vpcZoneIdentifiers": []any{b.two}, "launchTemplate": map[string]any{"id": template}})
			b.bind("web", b.provider, b.group, nil)
		},
		"nodes with interfaces of their own": func(b *bound) {
			template := b.add(typeLaunchTemplate, "spot", map[string]any{"networkInterfaces": []any{map[string]any{"securityGroups": []any{}}}})
			b.add("aws:eks/nodeGroup:NodeGroup", "spot", map[string]any{"clusterName": "shop", "subnetIds": []any{b.two}, "launchTemplate": map[string]any{"id": template}})
			b.bind("web", b.provider, b.group, nil)
		},
		"pod subnets": func(b *bound) {
			b.add("kubernetes:crd.k8s.amazonaws.com/v1alpha1:ENIConfig", "a", map[string]any{"spec": map[string]any{"subnet": b.two}})
			b.in(b.provider)
			b.bind("web", b.provider, b.group, nil)
		},
		"ports of Services": func(b *bound) {
			for name, port := range map[string]float64{"web": 80, "api": 9090} {
				b.add(typePodService, name, map[string]any{
					"metadata": map[string]any{"name": name, "namespace": "web"},
					"spec":     map[string]any{"ports": []any{map[string]any{"name": "x", "port": 9000.0, "targetPort": 9091.0}, map[string]any{"name": "y", "port": 80.0, "targetPort": port}}},
				})
				b.in(b.provider)
			}
			b.bind("web", b.provider, b.group, nil)
		},
		"a port of a Service that lets nobody in": func(b *bound) {
			b.add(typePodService, "web", map[string]any{
				"metadata": map[string]any{"name": "web"}, "spec": map[string]any{"ports": []any{map[string]any{"port": 80.0, "targetPort": 9090.0}}},
			})
			b.in(b.provider)
			b.bind("web", b.provider, b.group, nil)
			b.resources[len(b.resources)-1].Inputs["metadata"] = map[string]any{"name": "web"}
		},
		"a port of a target group that lets nobody in": func(b *bound) {
			for i := range b.resources {
				if b.resources[i].URN == b.group {
					b.resources[i].Inputs["port"] = 9090.0
				}
			}
			b.bind("web", b.provider, b.group, nil)
		},
		"a binding that is refused": func(b *bound) {
			b.bind("web", b.provider, b.group, func(spec map[string]any) { spec["vpcID"] = "vpc-9" })
			b.resources[len(b.resources)-1].PropertyDependencies["spec"] = []string{b.group}
		},
		"a binding of the wrong type": func(b *bound) {
			b.bind("web", b.provider, b.group, func(spec map[string]any) { spec["targetType"] = "instance" })
		},
		"a target group by its name": func(b *bound) {
			for _, account := range []string{"111111111111", "222222222222"} {
				provider := b.add("pulumi:providers:aws", "in-"+account, map[string]any{"region": "eu-central-1", "allowedAccountIds": []any{account}})
				if account == "111111111111" {
					for i := range b.resources {
						if r := &b.resources[i]; r.URN == b.cluster || r.URN == b.group {
							r.Provider = provider + "::" + Unknown
						}
						if r := &b.resources[i]; r.URN == b.group {
							r.Inputs["name"] = "web-1"
						}
					}
					continue
				}
				b.add(typeTargetGroup, "twin", map[string]any{"name": "web-1", "targetType": "ip", "port": 80.0, "protocol": "HTTP", "vpcId": to{b.vpc}})
				b.in(provider)
			}
			b.bind("web", b.provider, "", func(spec map[string]any) {
				delete(spec, "targetGroupARN")
				spec["targetGroupName"] = "web-1"
				spec["iamRoleArnToAssume"] = "arn:aws:iam::111111111111:role/targets"
			})
		},
		"a patch that says nothing": func(b *bound) {
			b.bind("web", b.provider, b.group, nil)
			b.add(typeBinding+"Patch", "web", map[string]any{"metadata": map[string]any{"name": "web", "namespace": "web", "annotations": map[string]any{"a": "b"}}})
			b.in(b.provider)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := exposed()
			change(b)
			all := tell(t, b.resources, 443)
			unproven := 0
			for _, v := range values(b.resources) {
				unproven += all.forgets(t, v)
			}
			if !strings.HasPrefix(name, "a binding ") { // which is unproven before
				assert.Contains(t, all.verdicts, flightpath.Question{From: "internet", To: b.one, Port: 443})
				assert.NotEmpty(t, all.declared)
				assert.NotZero(t, unproven)
			}
		})
	}
}

// TestForgettingWhatAPreviewSays does the same with previews of estates: with some values by chance, and with all of them where
// INGRESSHUB_SLOW is set.
func TestForgettingWhatAPreviewSays(t *testing.T) {
	t.Parallel()
	for name, bindings := range map[string]int{"preview.json.gz": 0, "bindings-preview.json.gz": 5} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var preview struct {
				Steps []struct{ NewState Resource }
			}
			require.NoError(t, json.NewDecoder(golden(t, name)).Decode(&preview))
			resources := make([]Resource, len(preview.Steps))
			for i, step := range preview.Steps {
				resources[i] = step.NewState
				resources[i].planned, resources[i].changes = true, true
			}
			all := tell(t, resources, 443)
			require.Len(t, all.declared, bindings)
			found := values(resources)
			require.Greater(t, len(found), 1000)
			if os.Getenv("INGRESSHUB_SLOW") == "" {
				rand.Shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
				found = found[:20]
			}
			for _, v := range found {
				all.forgets(t, v)
			}
		})
	}
}
