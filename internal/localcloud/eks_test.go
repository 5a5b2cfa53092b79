package localcloud

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ground is a VPC with two subnets in different zones and the roles of a
// cluster and its nodes.
type ground struct {
	place
	vpc, a, b            made
	clusterRole, nodes   made
	clusterARN, nodesARN string
}

func newGround(t *testing.T) ground {
	t.Helper()
	g := ground{place: newPlace(t)}
	g.vpc = g.create(tVpc, "payments", Props{"cidrBlock": "10.16.0.0/16"})
	g.a, g.b = g.subnet("a", "10.16.0.0/24", "use1-az1"), g.subnet("b", "10.16.1.0/24", "use1-az2")
	g.clusterRole = g.create(tRole, "cluster", Props{"assumeRolePolicy": trusting("eks.amazonaws.com")})
	g.nodes = g.create(tRole, "nodes", Props{"assumeRolePolicy": trusting("ec2.amazonaws.com")})
	g.create(tAttachedTo, "nodes", Props{"role": g.nodes.id, "policyArn": workerPolicy})
	g.create(tAttachedTo, "cluster", Props{"role": g.clusterRole.id, "policyArn": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"})
	g.clusterARN, g.nodesARN = g.clusterRole.out("arn"), g.nodes.out("arn")
	return g
}

func (g ground) subnet(name, cidr, zone string) made {
	return g.create(tSubnet, name, Props{"vpcId": g.vpc.id, "cidrBlock": cidr, "availabilityZoneId": zone})
}

// clusterOf gives the inputs of a cluster on the ground, with changes.
func (g ground) clusterIn(changes ...Props) Props {
	return merge(append([]Props{{
		"roleArn": g.clusterARN, "accessConfig": Props{"authenticationMode": "API"},
		"vpcConfig": Props{"subnetIds": []string{g.a.id, g.b.id}, "endpointPrivateAccess": true},
	}}, changes...)...)
}

func (g ground) groupIn(cluster made, changes ...Props) Props {
	return merge(append([]Props{{
		"clusterName": cluster.id, "nodeRoleArn": g.nodesARN, "subnetIds": []string{g.a.id},
		"scalingConfig": Props{"minSize": 1, "desiredSize": 2, "maxSize": 3},
	}}, changes...)...)
}

func TestCluster(t *testing.T) {
	g := newGround(t)
	c := g.create(tCluster, "payments", g.clusterIn())
	assert.Regexp(t, `^payments-[0-9a-f]{7}$`, c.id)
	assert.Equal(t, "arn:aws:eks:us-east-1:"+home+":cluster/"+c.id, c.out("arn"))
	assert.Regexp(t, `^https://[0-9A-F]{32}\.[0-9a-f]{2}1\.us-east-1\.eks\.amazonaws\.com$`, c.out("endpoint"))
	issuer := values(c.outputs, "identities[].oidcs[].issuer")
	require.Len(t, issuer, 1)
	assert.Regexp(t, `^https://oidc\.eks\.us-east-1\.amazonaws\.com/id/[0-9A-F]{32}$`, issuer[0])
	assert.Equal(t, "172.20.0.0/16", c.out("kubernetesNetworkConfig.serviceIpv4Cidr"), "10.100.0.0/16 would be near the VPC")
	assert.Equal(t, standardMinor(), c.out("version"))
	assert.Equal(t, g.vpc.id, c.out("vpcConfig.vpcId"))
	assert.Equal(t, "API", c.out("accessConfig.authenticationMode"))

	text, err := base64.StdEncoding.DecodeString(c.out("certificateAuthority.data"))
	require.NoError(t, err)
	block, _ := pem.Decode(text)
	require.NotNil(t, block)
	authority, err := x509.ParseCertificate(block.Bytes)
	require.NoError(t, err)
	assert.True(t, authority.IsCA)
	require.NoError(t, authority.CheckSignatureFrom(authority))

	// The cluster's own security group comes and goes with it.
	group := c.out("vpcConfig.clusterSecurityGroupId")
	where := key{home, "us-east-1", tSecurityGroup, group}
	require.NotNil(t, g.cloud.store.get(where))
	assert.Equal(t, g.vpc.id, str(g.cloud.store.get(where).Outputs, "vpcId"))

	refused(t, g.a.tryRemove(), "DependencyViolation", c.id)
	g.refuses(tCluster, "again", g.clusterIn(Props{"name": c.id}), "ResourceInUseException", "Cluster already exists with name")
	found, err := getCluster(g.callFor(), Props{"name": c.id})
	require.NoError(t, err)
	assert.Equal(t, c.out("endpoint"), found["endpoint"])
	_, err = getCluster(g.in(home, "us-east-2").callFor(), Props{"name": c.id})
	refused(t, err, "ResourceNotFoundException", c.id)
	token, err := getClusterAuth(g.callFor(), Props{"name": c.id})
	require.NoError(t, err)
	assert.Regexp(t, `^k8s-aws-v1\.`, token["token"])

	c.remove()
	assert.Nil(t, g.cloud.store.get(where))
	g.a.remove()
}

func TestClusterRefusals(t *testing.T) {
	g := newGround(t)
	config := func(changes Props) Props {
		return g.clusterIn(Props{"vpcConfig": merge(sub(g.clusterIn(), "vpcConfig"), changes)})
	}
	third := g.subnet("c", "10.16.2.0/24", "use1-az3")
	twin := g.subnet("twin", "10.16.3.0/24", "use1-az1")
	elsewhere := g.create(tVpc, "search", Props{"cidrBlock": "10.17.0.0/16"})
	foreign := g.create(tSubnet, "foreign", Props{"vpcId": elsewhere.id, "cidrBlock": "10.17.0.0/24", "availabilityZoneId": "use1-az2"})
	group := g.create(tSecurityGroup, "foreign", Props{"vpcId": elsewhere.id})

	bad := "InvalidParameterException"
	g.refuses(tCluster, "one-zone", config(Props{"subnetIds": []string{g.a.id, twin.id}}), bad, "at least two different AZs")
	g.refuses(tCluster, "bad-zone", config(Props{"subnetIds": []string{g.a.id, third.id}}), "UnsupportedAvailabilityZoneException", "use1-az3")
	g.refuses(tCluster, "two-vpcs", config(Props{"subnetIds": []string{g.a.id, foreign.id}}), bad, "same VPC")
	g.refuses(tCluster, "no-subnet", config(Props{"subnetIds": []string{g.a.id, "subnet-0"}}), bad, "subnet-0")
	g.refuses(tCluster, "no-group", config(Props{"securityGroupIds": []string{"sg-0"}}), bad, "sg-0")
	g.refuses(tCluster, "foreign-group", config(Props{"securityGroupIds": []string{group.id}}), bad, "not in the same VPC")
	g.refuses(tCluster, "closed", config(Props{"endpointPublicAccess": false, "endpointPrivateAccess": false}), bad, "cannot be false")
	g.refuses(tCluster, "private-cidr", config(Props{"publicAccessCidrs": []string{"10.0.0.0/8"}}), bad, "publicAccessCidrs")
	g.refuses(tCluster, "old", g.clusterIn(Props{"version": "1.15"}), bad, "unsupported Kubernetes version 1.15")
	g.refuses(tCluster, "norole", g.clusterIn(Props{"roleArn": "arn:aws:iam::" + home + ":role/none"}), bad, "does not exist")
	g.refuses(tCluster, "untrusted", g.clusterIn(Props{"roleArn": g.nodesARN}), bad, "must be eks.amazonaws.com")
	bare := g.create(tRole, "bare", Props{"assumeRolePolicy": trusting("eks.amazonaws.com")})
	g.refuses(tCluster, "bare", g.clusterIn(Props{"roleArn": bare.out("arn")}), bad, "AmazonEKSClusterPolicy")
	g.refuses(tCluster, "overlap", g.clusterIn(Props{"kubernetesNetworkConfig": Props{"serviceIpv4Cidr": "10.16.0.0/20"}}), bad, "overlaps")
	g.in(other, "us-east-1").refuses(tCluster, "wrong-account", g.clusterIn(), bad, "does not exist")

	g.invalid(tCluster, g.clusterIn(Props{"name": "pay.ments"}), "name", "pay.ments")
	g.invalid(tCluster, g.clusterIn(Props{"kubernetesNetworkConfig": Props{"serviceIpv4Cidr": "172.20.0.0/25"}}), "kubernetesNetworkConfig", "12 to 24")
	g.invalid(tCluster, g.clusterIn(Props{"kubernetesNetworkConfig": Props{"serviceIpv4Cidr": "100.64.0.0/16"}}), "kubernetesNetworkConfig", "192.168.0.0/16")
	g.invalid(tCluster, g.clusterIn(Props{"computeConfig": Props{"enabled": true}}), "computeConfig", "Auto Mode")
	g.invalid(tCluster, g.clusterIn(Props{"enabledClusterLogTypes": []string{"all"}}), "enabledClusterLogTypes", "all")
	// A dotted logical name makes a name that EKS does not take.
	_, failures := g.check(tCluster, "payments.blue", nil, g.clusterIn())
	require.Len(t, failures, 1)
}

func TestClusterChanges(t *testing.T) {
	g := newGround(t)
	moreA, c3 := g.subnet("a2", "10.16.4.0/24", "use1-az1"), g.subnet("c", "10.16.5.0/24", "use1-az4")
	c := g.create(tCluster, "payments", g.clusterIn(Props{"version": "1.32"}))
	config := func(changes Props) Props {
		return Props{"vpcConfig": merge(sub(c.inputs, "vpcConfig"), changes)}
	}
	assert.Equal(t, []string{"name"}, c.replaces(Props{"name": "x"}))
	assert.Equal(t, []string{"roleArn"}, c.replaces(Props{"roleArn": "arn:aws:iam::" + home + ":role/other"}))
	assert.Equal(t, []string{"kubernetesNetworkConfig"}, c.replaces(Props{"kubernetesNetworkConfig": Props{"serviceIpv4Cidr": "172.21.0.0/16"}}))
	assert.Equal(t, []string{"accessConfig"}, c.replaces(Props{"accessConfig": Props{
		"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": true,
	}}))
	assert.Equal(t, []string{"bootstrapSelfManagedAddons"}, c.replaces(Props{"bootstrapSelfManagedAddons": false}))
	// The order of subnets has no meaning.
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, c.diffOf(c.inputs, merge(c.inputs, config(Props{"subnetIds": []any{g.b.id, g.a.id}}))).GetChanges())

	_, err := c.tryUpdate(config(Props{"subnetIds": []string{g.a.id, c3.id}}))
	refused(t, err, "InvalidParameterException", "exact set of AZs")
	_, err = c.tryUpdate(Props{"version": "1.34"})
	refused(t, err, "InvalidParameterException", "from 1.32 to 1.34")
	_, err = c.tryUpdate(Props{"version": "1.31"})
	refused(t, err, "InvalidParameterException", "from 1.32 to 1.31")
	_, err = c.tryUpdate(Props{"accessConfig": Props{"authenticationMode": "API_AND_CONFIG_MAP"}})
	refused(t, err, "InvalidParameterException", "from API to API_AND_CONFIG_MAP")

	group := c.out("vpcConfig.clusterSecurityGroupId")
	c = c.update(config(Props{"subnetIds": []string{moreA.id, g.b.id}, "endpointPublicAccess": false}))
	c = c.update(Props{"version": "1.33", "enabledClusterLogTypes": []string{"audit", "api"}})
	assert.Equal(t, "1.33", c.out("version"))
	assert.Equal(t, group, c.out("vpcConfig.clusterSecurityGroupId"))
	assert.Empty(t, strs(c.outputs, "vpcConfig.publicAccessCidrs"))
	g.a.remove() // no longer used
	refused(t, moreA.tryRemove(), "DependencyViolation", c.id)
}

func TestAddon(t *testing.T) {
	g := newGround(t)
	c := g.create(tCluster, "payments", g.clusterIn(Props{"version": "1.33"}))
	latest, err := getAddonVersion(g.callFor(), Props{"addonName": "vpc-cni", "kubernetesVersion": "1.33", "mostRecent": true})
	require.NoError(t, err)
	_, err = getAddonVersion(g.callFor(), Props{"addonName": "vpc-cnl", "kubernetesVersion": "1.33"})
	refused(t, err, "InvalidParameterException", "vpc-cnl")

	in := Props{"clusterName": c.id, "addonName": "vpc-cni"}
	cni := g.create(tAddon, "vpc-cni", merge(in, Props{
		"configurationValues": `{"env":{"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG":"true"},"eniConfig":{"create":true,"region":"us-east-1",` +
			`"subnets":{"us-east-1a":{"id":"subnet-0123456789abcdef0"}}}}`,
	}))
	assert.Equal(t, c.id+":vpc-cni", cni.id)
	assert.NotEqual(t, latest["version"], cni.out("addonVersion"), "the default is not the newest")
	cni = cni.update(Props{"addonVersion": latest["version"]})
	assert.Equal(t, []string{"addonName"}, cni.replaces(Props{"addonName": "coredns"}))
	proxy := g.create(tAddon, "kube-proxy", Props{"clusterName": c.id, "addonName": "kube-proxy"})
	assert.Equal(t, "v1.33.0-eksbuild.2", proxy.out("addonVersion"))

	bad := "InvalidParameterException"
	g.refuses(tAddon, "again", in, "ResourceInUseException", "Addon already exists")
	g.refuses(tAddon, "typo", merge(in, Props{"addonName": "vpc-cnl"}), bad, "vpc-cnl specified is not supported in 1.33")
	g.refuses(tAddon, "nocluster", merge(in, Props{"clusterName": "none"}), "ResourceNotFoundException", "none")
	coredns := Props{"clusterName": c.id, "addonName": "coredns"}
	g.refuses(tAddon, "version", merge(coredns, Props{"addonVersion": "v1.11.0"}), bad, "version specified is not supported")
	g.refuses(tAddon, "text", merge(coredns, Props{"configurationValues": "{"}), bad, "not a valid JSON or YAML")
	g.refuses(tAddon, "norole", merge(coredns, Props{"serviceAccountRoleArn": "arn:aws:iam::" + home + ":role/none"}), bad, "none")
	_, err = cni.tryUpdate(Props{"configurationValues": `{"envs":{}}`})
	refused(t, err, bad, "$.envs: is not defined in the schema")
	_, err = cni.tryUpdate(Props{"configurationValues": `{"eniConfig":{"create":true,"region":"us-east-1","subnets":{"us-east-1a":{"id":"x"}}}}`})
	refused(t, err, bad, "$.eniConfig.subnets.us-east-1a.id")

	c.remove() // takes its add-ons along
	_, _, there := cni.read()
	assert.False(t, there)
}

func TestAccess(t *testing.T) {
	g := newGround(t)
	c := g.create(tCluster, "payments", g.clusterIn())
	admin := "arn:aws:iam::" + home + ":role/team/Admin"
	entry := g.create(tAccessEntry, "admin", Props{"clusterName": c.id, "principalArn": admin, "kubernetesGroups": []string{"admins"}})
	assert.Equal(t, c.id+":"+admin, entry.id)
	assert.Equal(t, "arn:aws:sts::"+home+":assumed-role/Admin/{{SessionName}}", entry.out("userName"))
	nodes := g.create(tAccessEntry, "nodes", Props{"clusterName": c.id, "principalArn": g.nodesARN, "type": "EC2_LINUX"})
	assert.Equal(t, []string{"system:nodes"}, strs(nodes.outputs, "kubernetesGroups"))
	entry = entry.update(Props{"kubernetesGroups": []string{"viewers"}})
	assert.Equal(t, []string{"principalArn"}, entry.replaces(Props{"principalArn": admin + "2"}))

	g.refuses(tAccessEntry, "again", Props{"clusterName": c.id, "principalArn": admin}, "ResourceInUseException", "already in use on this cluster")
	g.refuses(tAccessEntry, "who", Props{"clusterName": c.id, "principalArn": "me"}, "InvalidParameterException", "invalid principal")
	g.refuses(tAccessEntry, "where", Props{"clusterName": "none", "principalArn": admin}, "ResourceNotFoundException", "none")
	g.invalid(tAccessEntry, Props{"clusterName": c.id, "principalArn": admin, "kubernetesGroups": []string{"system:masters"}}, "kubernetesGroups", "system:masters")

	policy := "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
	in := Props{"clusterName": c.id, "principalArn": admin, "policyArn": policy, "accessScope": Props{"type": "cluster"}}
	association := g.create(tPolicyAssociation, "admin", in)
	assert.Equal(t, []string{"accessScope"}, association.replaces(Props{"accessScope": Props{"type": "namespace", "namespaces": []string{"a"}}}))
	g.refuses(tPolicyAssociation, "nobody", merge(in, Props{"principalArn": admin + "2"}), "ResourceNotFoundException", "principalArn could not be found")
	g.refuses(tPolicyAssociation, "typo", merge(in, Props{"policyArn": policy + "2"}), "InvalidParameterException", "policyArn")
	g.refuses(tPolicyAssociation, "nodes", merge(in, Props{"principalArn": g.nodesARN}), "InvalidRequestException", "EC2_LINUX")
	g.invalid(tPolicyAssociation, merge(in, Props{"accessScope": Props{"type": "namespace"}}), "accessScope", "namespace")
	entry.remove()
	_, _, there := association.read()
	assert.False(t, there, "an entry takes its policies along")

	legacy := g.create(tCluster, "legacy", g.clusterIn(Props{"accessConfig": nil}))
	assert.Equal(t, "CONFIG_MAP", legacy.out("accessConfig.authenticationMode"))
	g.refuses(tAccessEntry, "legacy", Props{"clusterName": legacy.id, "principalArn": admin}, "InvalidRequestException", "authentication mode")
}

func TestPodIdentity(t *testing.T) {
	g := newGround(t)
	c := g.create(tCluster, "payments", g.clusterIn())
	role := g.create(tRole, "controller", Props{"assumeRolePolicy": trusting("pods.eks.amazonaws.com")})
	in := Props{"clusterName": c.id, "namespace": "kube-system", "serviceAccount": "controller", "roleArn": role.out("arn")}
	a := g.create(tPodIdentity, "controller", in)
	assert.Regexp(t, `^a-[0-9a-f]{17}$`, a.id)
	g.refuses(tPodIdentity, "again", in, "ResourceInUseException", a.id)
	g.refuses(tPodIdentity, "untrusted", merge(in, Props{"serviceAccount": "x", "roleArn": g.nodesARN}), "InvalidParameterException", "pods.eks.amazonaws.com")
	assert.Equal(t, []string{"namespace"}, a.replaces(Props{"namespace": "x"}))
	_, err := a.tryUpdate(Props{"roleArn": g.nodesARN})
	refused(t, err, "InvalidParameterException", "pods.eks.amazonaws.com")
	a.remove()
}

func TestAutoMode(t *testing.T) {
	g := newGround(t)
	auto := Props{
		"bootstrapSelfManagedAddons": false,
		"computeConfig":              Props{"enabled": true, "nodePools": []string{"system", "general-purpose"}, "nodeRoleArn": g.nodesARN},
		"storageConfig":              Props{"blockStorage": Props{"enabled": true}},
		"kubernetesNetworkConfig":    Props{"elasticLoadBalancing": Props{"enabled": true}},
	}
	c := g.create(tCluster, "auto", g.clusterIn(auto))
	g.refuses(tCluster, "addons", g.clusterIn(auto, Props{"bootstrapSelfManagedAddons": true}), "InvalidParameterException", "bootstrapSelfManagedAddons")
	g.refuses(tCluster, "mode", g.clusterIn(auto, Props{"accessConfig": nil}), "InvalidParameterException", "authenticationMode")
	assert.Equal(t, []string{"computeConfig"}, c.replaces(Props{"computeConfig": Props{
		"enabled": true, "nodePools": []string{"system", "general-purpose"}, "nodeRoleArn": g.clusterARN,
	}}))
}
