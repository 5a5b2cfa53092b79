package pulumi

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// In the subnets of the sandwich's nodes endpoints may have any address, and so may nodes. Those have the cluster's security group: they
// send to whomever they like, and are let in from each other.
func TestNodesOfTheSandwich(t *testing.T) {
	t.Parallel()
	preview, err := ReadPreview(golden(t, "preview.json.gz"))
	require.NoError(t, err)
	state, err := ReadState(golden(t, "state.json.gz"))
	require.NoError(t, err)
	for name, n := range map[string]*network.Network{"preview": preview, "state": state} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Len(t, n.Nodes, 6, "a node group in each of three zones of two clusters")
			clusterGroup := ""
			for _, group := range n.SecurityGroups {
				if group.Tags["aws:eks:cluster-name"] == "ingresshub-payments" {
					clusterGroup = group.ID
				}
			}
			nodes := 0
			for _, one := range n.Nodes {
				assert.Empty(t, one.Doubt+one.Unplaced)
				assert.False(t, one.Public)
				if one.Tags["eks:cluster-name"] == "ingresshub-payments" {
					nodes++
					assert.Equal(t, []string{clusterGroup}, one.SecurityGroups)
				}
			}
			assert.Equal(t, 3, nodes)

			a := flightpath.New(n)
			asks := func(from, to string, port int, want flightpath.Verdict) {
				t.Helper()
				answer, err := a.Trace(flightpath.Question{From: from, To: to, Port: port})
				require.NoError(t, err)
				assert.Equal(t, want, answer.Verdict, "%s -> %s: %s", from, to, answer.Reason)
			}
			i := slices.IndexFunc(n.Subnets, func(s network.Subnet) bool { return s.CIDRs[0].Contains(netip.MustParseAddr("10.16.0.77")) })
			for _, node := range []string{"10.16.0.77", n.Subnets[i].CIDRs[0].String(), n.Subnets[i].ID, n.Subnets[i].Name} {
				asks(node, "payments.ecr.api", 443, flightpath.Direct)
				asks(node, "payments.ecr.api", 80, flightpath.Blocked)
				asks(node, "internet", 443, flightpath.Blocked)
				asks("internet", node, 10250, flightpath.Blocked)
				asks("10.16.16.77", node, 10250, flightpath.Direct) // a node of another zone
				asks("10.17.0.77", node, 10250, flightpath.Blocked) // and of another cluster
				reached, err := a.Reach(node)
				require.NoError(t, err)
				owners := map[string]bool{}
				for _, r := range reached {
					assert.Equal(t, flightpath.Direct, r.Verdict, r.To)
					owners[r.Subnet] = true
				}
				assert.True(t, owners[n.Subnets[i].ID], "what is in its own subnet")
				assert.Greater(t, len(owners), 3)
			}
			asks("10.16.0.77", "10.16.0.78", 10250, flightpath.Direct)
			asks("ingresshub-payments", "payments.ecr.api", 443, flightpath.Direct)
		})
	}
}

// What node groups and Auto Scaling groups say of their nodes, and what is not known of them.
func TestDeclaredNodes(t *testing.T) {
	t.Parallel()
	const template, group = typeLaunchTemplate, "aws:ec2/securityGroup:SecurityGroup"
	launched := func(b *bound, inputs map[string]any) toEach {
		return toEach{map[string]any{"id": Unknown}, []string{b.add(template, "nodes", inputs)}}
	}
	own := func(b *bound) []string { return []string{b.cluster + "/cluster-security-group"} }
	in := func(b *bound) []string { return []string{b.one} }
	everywhere := func(b *bound) []string { return []string{b.one, b.two} }
	managed := func(change func(b *bound, inputs map[string]any)) func(b *bound) {
		return func(b *bound) { change(b, b.resources[len(b.resources)-3].Inputs) } // of newBound's node group
	}
	scaling := func(b *bound, launch any) {
		b.resources = slices.DeleteFunc(b.resources, func(r Resource) bool { return r.Type == typeNodeGroup })
		inputs := map[string]any{
			"vpcZoneIdentifiers": toEach{[]any{Unknown}, []string{b.one}},
			"tags":               []any{map[string]any{"key": "kubernetes.io/cluster/shop", "value": "owned", "propagateAtLaunch": true}},
		}
		if launch != nil {
			inputs["launchTemplate"] = launch
		}
		b.add(typeScalingGroup, "nodes", inputs)
	}
	for name, test := range map[string]struct {
		change          func(b *bound)
		subnets, groups func(b *bound) []string
		doubt, unplaced string
		public          bool
	}{
		"the cluster's group": {func(*bound) {}, in, own, "", "", false},
		"in a subnet that gives public addresses": {func(b *bound) {
			for i := range b.resources {
				if b.resources[i].URN == b.one {
					b.resources[i].Inputs["mapPublicIpOnLaunch"] = true
				}
			}
		}, in, own, "", "", true},
		"of a launch template": {managed(func(b *bound, inputs map[string]any) {
			inputs["launchTemplate"] = map[string]any{"id": b.add(template, "nodes", map[string]any{"vpcSecurityGroupIds": []any{"sg-7"}})}
		}), in, func(*bound) []string { return []string{"sg-7"} }, "", "", false},
		"of a launch template's only interface": {managed(func(b *bound, inputs map[string]any) {
			inputs["launchTemplate"] = map[string]any{"id": b.add(template, "nodes", map[string]any{
				"networkInterfaces": []any{map[string]any{"securityGroups": []any{"sg-7", "sg-8"}, "associatePublicIpAddress": "true"}},
			})}
		}), in, func(*bound) []string { return []string{"sg-7", "sg-8"} }, "", "", true},
		"of an interface that may have a public address": {managed(func(b *bound, inputs map[string]any) {
			inputs["launchTemplate"] = map[string]any{"id": b.add(template, "nodes", map[string]any{
				"networkInterfaces": []any{map[string]any{"securityGroups": []any{"sg-7"}, "associatePublicIpAddress": Unknown}},
			})}
		}), in, nil, "whether the nodes have public addresses", "", true},
		"of two interfaces": {managed(func(b *bound, inputs map[string]any) {
			inputs["launchTemplate"] = map[string]any{"id": b.add(template, "nodes", map[string]any{
				"networkInterfaces": []any{map[string]any{"securityGroups": []any{"sg-7"}}, map[string]any{"securityGroups": []any{"sg-8"}}},
			})}
		}), in, nil, "which security groups the nodes have", "", false},
		"of a launch template that is not known": {managed(func(_ *bound, inputs map[string]any) {
			inputs["launchTemplate"] = map[string]any{"id": Unknown}
		}), in, nil, "which security groups the nodes have", "", true},
		"of an interface that is not known": {managed(func(b *bound, inputs map[string]any) {
			inputs["launchTemplate"] = map[string]any{"id": b.add(template, "nodes", map[string]any{"networkInterfaces": []any{Unknown}})}
		}), in, nil, "which security groups the nodes have", "", true},
		"of a cluster of another program": {managed(func(_ *bound, inputs map[string]any) {
			inputs["clusterName"] = "other"
		}), in, nil, "which security groups the nodes have", "", false},
		"with remote access that is not known": {managed(func(_ *bound, inputs map[string]any) {
			inputs["remoteAccess"] = Unknown
		}), in, own, "remoteAccess of aws:eks/nodeGroup:NodeGroup", "", false},
		"in one of two subnets": {func(b *bound) {
			b.resources[len(b.resources)-3].Inputs["subnetIds"] = []any{Unknown}
			b.resources[len(b.resources)-3].PropertyDependencies["subnetIds"] = []string{b.one, b.two}
		}, everywhere, own, "", "subnetIds of aws:eks/nodeGroup:NodeGroup", false},
		"in subnets of nobody knows what": {func(b *bound) {
			b.resources[len(b.resources)-3].Inputs["subnetIds"] = Unknown
			b.resources[len(b.resources)-3].PropertyDependencies["subnetIds"] = nil
		}, everywhere, own, "", "subnetIds of aws:eks/nodeGroup:NodeGroup", false},
		"of an Auto Scaling group": {func(b *bound) {
			made := b.add(group, "nodes", map[string]any{"vpcId": to{b.vpc}})
			scaling(b, launched(b, map[string]any{"vpcSecurityGroupIds": toEach{[]any{Unknown}, []string{made}}}))
		}, in, func(*bound) []string { return []string{urn(group, "nodes")} }, "", "", false},
		"of an Auto Scaling group without a template": {func(b *bound) { scaling(b, nil) }, in, nil, "which security groups the nodes have", "", true},
		"of an Auto Scaling group whose tags are not known": {func(b *bound) {
			scaling(b, launched(b, map[string]any{"vpcSecurityGroupIds": []any{"sg-7"}}))
			b.resources[len(b.resources)-1].Inputs["tags"] = Unknown
		}, in, func(*bound) []string { return []string{"sg-7"} }, "", "whether aws:autoscaling/group:Group", false},
		"of an Auto Scaling group that does not say where": {func(b *bound) {
			scaling(b, map[string]any{"id": b.add(template, "nodes", map[string]any{"vpcSecurityGroupIds": []any{"sg-7"}})})
			b.resources[len(b.resources)-1].Inputs["vpcZoneIdentifiers"], b.resources[len(b.resources)-1].PropertyDependencies = nil, nil
		}, everywhere, func(*bound) []string { return []string{"sg-7"} }, "", "does not say in which subnets", false},
		"of Auto Mode": {func(b *bound) {
			b.resources = slices.DeleteFunc(b.resources, func(r Resource) bool { return r.Type == typeNodeGroup })
			for i := range b.resources {
				if b.resources[i].URN == b.cluster {
					b.resources[i].Inputs["computeConfig"] = map[string]any{"enabled": true}
				}
			}
		}, everywhere, nil, "", "EKS Auto Mode", true},
		"of what may be Auto Mode": {func(b *bound) {
			b.resources = slices.DeleteFunc(b.resources, func(r Resource) bool { return r.Type == typeNodeGroup })
			for i := range b.resources {
				if b.resources[i].URN == b.cluster {
					b.resources[i].Inputs["computeConfig"] = Unknown
				}
			}
		}, everywhere, nil, "", "whether EKS Auto Mode starts nodes", true},
		"of Karpenter": {func(b *bound) {
			b.resources = slices.DeleteFunc(b.resources, func(r Resource) bool { return r.Type == typeNodeGroup })
			b.add("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", "default", nil)
			b.in(b.provider)
		}, everywhere, nil, "", "EC2NodeClass", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBound()
			// A VPC beside it is nowhere that nodes of the cluster may stand.
			beside := b.add(typeVPC, "beside", map[string]any{"cidrBlock": "10.1.0.0/16"})
			elsewhere := Resource{URN: urn(typeSubnet, "beside"), Type: typeSubnet, Custom: true, Inputs: map[string]any{"vpcId": beside, "cidrBlock": "10.1.1.0/24"}}
			b.resources = slices.Insert(b.resources, 0, b.resources[len(b.resources)-1], elsewhere)
			b.resources = b.resources[:len(b.resources)-1]
			test.change(b)
			n := b.read(t)
			require.Len(t, n.Nodes, 1)
			one := n.Nodes[0]
			assert.Equal(t, test.subnets(b), one.Subnets)
			assert.Equal(t, test.public, one.Public)
			if test.groups != nil {
				assert.Equal(t, test.groups(b), one.SecurityGroups)
			} else {
				assert.Empty(t, one.SecurityGroups)
			}
			assert.Equal(t, test.doubt == "", one.Doubt == "", one.Doubt)
			assert.Contains(t, one.Doubt, test.doubt)
			assert.Equal(t, test.unplaced == "", one.Unplaced == "", one.Unplaced)
			assert.Contains(t, one.Unplaced, test.unplaced)
			if test.unplaced == "" {
				assert.Equal(t, one.Subnets, n.NodeSubnets)
			} else {
				assert.Empty(t, n.NodeSubnets)
				i := slices.IndexFunc(n.Gaps, func(g network.Gap) bool { return g.Kind == network.GapNodeGroups })
				require.NotEqual(t, -1, i, "check says that it asks nothing of them")
				assert.Equal(t, one.Unplaced, n.Gaps[i].Reason)
			}

			// However little is known, nobody says of the address of a node that it is nobody's.
			answer, err := flightpath.New(n).Trace(flightpath.Question{From: "10.0.1.77", To: "10.0.2.0/24", Port: 443})
			require.NoError(t, err)
			assert.NotContains(t, answer.Reason, "no network interface in "+b.one)
		})
	}
}

// AWS: RemoteAccessConfig (Amazon EKS API): with a key, port 22 (of Windows 3389) is open to the groups that are named, else to everybody.
func TestRemoteAccessToNodes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		amiType string
		sources []any
		want    network.Rule
	}{
		"to everybody":     {"AL2023_x86_64_STANDARD", nil, network.Rule{Match: network.Match{Protocol: network.TCP, From: 22, To: 22}, CIDR: anywhere4}},
		"to a group":       {"AL2023_x86_64_STANDARD", []any{"sg-7"}, network.Rule{Match: network.Match{Protocol: network.TCP, From: 22, To: 22}, Group: "sg-7"}},
		"to Windows nodes": {"WINDOWS_CORE_2022_x86_64", nil, network.Rule{Match: network.Match{Protocol: network.TCP, From: 3389, To: 3389}, CIDR: anywhere4}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBound()
			access := map[string]any{"ec2SshKey": "key"}
			if test.sources != nil {
				access["sourceSecurityGroupIds"] = test.sources
			}
			inputs := b.resources[len(b.resources)-3].Inputs
			inputs["amiType"], inputs["remoteAccess"] = test.amiType, access
			n := b.read(t)
			require.Len(t, n.Nodes, 1)
			require.Len(t, n.Nodes[0].SecurityGroups, 2)
			assert.Empty(t, n.Nodes[0].Doubt)
			i := slices.IndexFunc(n.SecurityGroups, func(g network.SecurityGroup) bool { return g.ID == n.Nodes[0].SecurityGroups[1] })
			require.NotEqual(t, -1, i)
			assert.Equal(t, []network.Rule{test.want}, n.SecurityGroups[i].Rules)
			assert.Equal(t, b.vpc, n.SecurityGroups[i].VPC)
		})
	}
	b := newBound()
	b.resources[len(b.resources)-3].Inputs["remoteAccess"] = map[string]any{}
	assert.Len(t, b.read(t).Nodes[0].SecurityGroups, 1, "without a key nobody is let in")
}
