package ekscomponent_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	typeCluster = "eks:index:Cluster"

	component = "payments eks:index:Cluster" // the component's own line in the tables below
)

// standard are the children of a private cluster with managed nodes, as an estate declares it.
var standard = []string{
	component,
	"payments > payments-eks-k8s pulumi:providers:kubernetes",
	"payments > payments-eksCluster aws:eks/cluster:Cluster",
	"payments > payments-eksClusterIngressRule aws:ec2/securityGroupRule:SecurityGroupRule",
	"payments > payments-eksClusterInternetEgressRule aws:ec2/securityGroupRule:SecurityGroupRule",
	"payments > payments-eksClusterSecurityGroup aws:ec2/securityGroup:SecurityGroup",
	"payments > payments-eksExtApiServerClusterIngressRule aws:ec2/securityGroupRule:SecurityGroupRule",
	"payments > payments-eksNodeClusterIngressRule aws:ec2/securityGroupRule:SecurityGroupRule",
	"payments > payments-eksNodeIngressRule aws:ec2/securityGroupRule:SecurityGroupRule",
	"payments > payments-eksNodeInternetEgressRule aws:ec2/securityGroupRule:SecurityGroupRule",
	"payments > payments-eksRole eks:index:ServiceRole",
	"payments > payments-kube-proxy aws:eks/addon:Addon",
	"payments > payments-nodeSecurityGroup aws:ec2/securityGroup:SecurityGroup",
	"payments > payments-vpc-cni eks:index:VpcCniAddon",
	"payments-eksRole > payments-eksRole-4b490823 aws:iam/rolePolicyAttachment:RolePolicyAttachment",
	"payments-eksRole > payments-eksRole-role aws:iam/role:Role",
	"payments-vpc-cni > payments-vpc-cni aws:eks/addon:Addon",
}

func without(from []string, names ...string) []string {
	var kept []string
	for _, line := range from {
		drop := false
		for _, name := range names {
			drop = drop || line == name
		}
		if !drop {
			kept = append(kept, line)
		}
	}
	return kept
}

func private(more ...any) resource.PropertyMap {
	return props(append([]any{
		"vpcId", "vpc-1", "subnetIds",
		[]any{"subnet-1", "subnet-2"},
		"skipDefaultNodeGroup", true,
		"authenticationMode", "API", "endpointPrivateAccess", true, "endpointPublicAccess", false, "version", "1.33",
	}, more...)...)
}

func TestClusterChildren(t *testing.T) {
	t.Parallel()
	configMap := "payments > payments-nodeAccess kubernetes:core/v1:ConfigMap"
	for name, test := range map[string]struct {
		inputs resource.PropertyMap
		want   []string
	}{
		"private with managed nodes": {private(), standard},
		"known by config map": {
			private("authenticationMode", "CONFIG_MAP"),
			append([]string{configMap}, standard...),
		},
		"no authentication mode means config map": {
			func() resource.PropertyMap { m := private(); delete(m, "authenticationMode"); return m }(),
			append([]string{configMap}, standard...),
		},
		"without security groups": {
			private("skipDefaultSecurityGroups", true),
			without(standard, standard[3], standard[4], standard[5], standard[6], standard[7], standard[8], standard[9],
				standard[12]),
		},
		"the VPC CNI that AWS installs": {
			private("useDefaultVpcCni", true),
			without(standard, standard[13], standard[16]),
		},
		"an issuer for service accounts": {
			private("createOidcProvider", true),
			append([]string{
				"payments > payments-oidcProvider aws:iam/openIdConnectProvider:OpenIdConnectProvider",
			}, standard...),
		},
		"coredns on request": {
			private("corednsAddonOptions", map[string]any{"enabled": true}),
			append([]string{"payments > payments-coredns aws:eks/addon:Addon"}, standard...),
		},
		"coredns declined": {private("corednsAddonOptions", map[string]any{"enabled": false}), standard},
		"without kube-proxy": {
			private("kubeProxyAddonOptions", map[string]any{"enabled": false}),
			without(standard, standard[11]),
		},
		"an instance role": {
			private("createInstanceRole", true),
			append([]string{
				"payments > payments-defaultNodeGroupInstanceRole aws:eks/accessEntry:AccessEntry",
				"payments > payments-instanceProfile aws:iam/instanceProfile:InstanceProfile",
				"payments > payments-instanceRole eks:index:ServiceRole",
				"payments-instanceRole > payments-instanceRole-03516f97 aws:iam/rolePolicyAttachment:RolePolicyAttachment",
				"payments-instanceRole > payments-instanceRole-3eb088f2 aws:iam/rolePolicyAttachment:RolePolicyAttachment",
				"payments-instanceRole > payments-instanceRole-e1b295bd aws:iam/rolePolicyAttachment:RolePolicyAttachment",
				"payments-instanceRole > payments-instanceRole-role aws:iam/role:Role",
			}, standard...),
		},
		"access for a team": {
			private("accessEntries", map[string]any{"team": map[string]any{
				"principalArn": "arn:aws:iam::111122223333:role/team",
				"accessPolicies": map[string]any{"view": map[string]any{
					"policyArn":   "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
					"accessScope": map[string]any{"type": "namespace", "namespaces": []any{"shop"}},
				}},
			}}),
			append([]string{
				"payments > payments-team aws:eks/accessEntry:AccessEntry",
				"payments-team > payments-team-view aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
			}, standard...),
		},
		"privileged CNI": {
			private("vpcCniOptions", map[string]any{"securityContextPrivileged": true}),
			append([]string{"payments-vpc-cni > payments-vpc-cni kubernetes:apps/v1:DaemonSetPatch"}, standard...),
		},
		"EKS Auto Mode": {
			private("autoMode", map[string]any{"enabled": true}),
			[]string{
				component, standard[1], standard[2], standard[10], standard[14], standard[15],
				"payments > payments-coredns aws:eks/addon:Addon",
				"payments > payments-nodeRole eks:index:ServiceRole",
				"payments-eksRole > payments-eksRole-1587f79c aws:iam/rolePolicyAttachment:RolePolicyAttachment",
				"payments-eksRole > payments-eksRole-1e381056 aws:iam/rolePolicyAttachment:RolePolicyAttachment",
				"payments-eksRole > payments-eksRole-9ae443cd aws:iam/rolePolicyAttachment:RolePolicyAttachment",
				"payments-eksRole > payments-eksRole-d86a545b aws:iam/rolePolicyAttachment:RolePolicyAttachment",
				"payments-nodeRole > payments-nodeRole-22021ef5 aws:iam/rolePolicyAttachment:RolePolicyAttachment",
				"payments-nodeRole > payments-nodeRole-7b85ae6b aws:iam/rolePolicyAttachment:RolePolicyAttachment",
				"payments-nodeRole > payments-nodeRole-role aws:iam/role:Role",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t)
			_, _, err := e.construct(t, typeCluster, "payments", test.inputs)
			require.NoError(t, err)
			assert.ElementsMatch(t, test.want, e.children())
		})
	}
}

func TestClusterInputsOfChildren(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	protect := true
	outputs, resp, err := e.construct(t, typeCluster, "payments", private(
		"tags", map[string]any{"team": "payments"}, "clusterTags", map[string]any{"team": "all", "tier": "eks"},
		"name", "payments", "createOidcProvider", true, "kubernetesServiceIpAddressRange", "172.20.0.0/16",
		"accessEntries", map[string]any{"team": map[string]any{"principalArn": "arn:team", "username": "team"}},
	), func(req *pulumirpc.ConstructRequest) { req.Protect = &protect })
	require.NoError(t, err)

	self := e.get(t, "payments", "Cluster")
	assert.False(t, self.GetCustom())
	assert.True(t, self.GetProtect())
	assert.Equal(t, map[string]string{"aws": awsProvider}, self.GetProviders())
	assert.Equal(t, string(self.urn), resp.GetUrn())

	for _, r := range e.order {
		switch {
		case !r.GetCustom() || r.GetType() == "pulumi:providers:kubernetes":
			assert.Empty(t, r.GetProvider(), r.GetName())
		default:
			assert.Equal(t, awsProvider, r.GetProvider(), r.GetName())
		}
	}

	role := e.get(t, "payments-eksRole-role", "Role")
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[{"Action":["sts:AssumeRole","sts:TagSession"],
		"Effect":"Allow","Principal":{"Service":["eks.amazonaws.com"]}}]}`, role.text("assumeRolePolicy"))
	attachment := e.get(t, "payments-eksRole-4b490823", "RolePolicyAttachment")
	assert.Equal(t, "arn:aws-us-gov:iam::aws:policy/AmazonEKSClusterPolicy", attachment.text("policyArn"))
	require.True(t, attachment.inputs["role"].IsResourceReference())
	assert.Equal(t, role.urn, attachment.inputs["role"].ResourceReferenceValue().URN)
	assert.Equal(t, []string{"payments-eksRole-role"}, attachment.dependencies())

	cluster := e.get(t, "payments-eksCluster", "Cluster")
	assert.Equal(t, props(
		"name", "payments", "version", "1.33", "roleArn", "arn:aws-us-gov:iam::111122223333:role/payments-eksRole-role",
		"bootstrapSelfManagedAddons", true,
		"accessConfig", map[string]any{"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": true},
		"kubernetesNetworkConfig", map[string]any{"ipFamily": "ipv4", "serviceIpv4Cidr": "172.20.0.0/16"},
		"tags", map[string]any{"Name": "payments-eksCluster", "team": "payments", "tier": "eks"},
		"vpcConfig", map[string]any{
			"subnetIds": []any{"subnet-1", "subnet-2"}, "securityGroupIds": []any{"payments-eksClusterSecurityGroup-id"},
			"endpointPrivateAccess": true, "endpointPublicAccess": false,
		},
	), cluster.inputs)
	assert.Equal(t, []string{
		"payments-eksClusterSecurityGroup", "payments-eksRole-4b490823", "payments-eksRole-role",
	}, cluster.dependencies())
	assert.Equal(t, []string{"accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"},
		cluster.GetIgnoreChanges())

	assert.Equal(t, props("vpcId", "vpc-1", "description", "Managed by Pulumi", "revokeRulesOnDelete", true,
		"tags", map[string]any{
			"Name": "payments-nodeSecurityGroup", "kubernetes.io/cluster/payments": "owned", "team": "payments",
		}), e.get(t, "payments-nodeSecurityGroup", "SecurityGroup").inputs)
	assert.Equal(t, props("type", "ingress", "protocol", "tcp", "fromPort", 443, "toPort", 443,
		"description", "Allow pods to communicate with the cluster API Server",
		"securityGroupId", "payments-eksClusterSecurityGroup-id", "sourceSecurityGroupId", "payments-nodeSecurityGroup-id",
	), e.get(t, "payments-eksClusterIngressRule", "SecurityGroupRule").inputs)

	assert.Equal(t, props("clusterName", "payments", "addonName", "kube-proxy", "addonVersion", "kube-proxy@1.33",
		"preserve", true, "tags", map[string]any{"team": "payments"},
		"resolveConflictsOnCreate", "OVERWRITE", "resolveConflictsOnUpdate", "OVERWRITE",
	), e.get(t, "payments-kube-proxy", "Addon").inputs)

	entry := e.get(t, "payments-team", "AccessEntry")
	assert.Equal(t, props("clusterName", "payments", "principalArn", "arn:team", "userName", "team"), entry.inputs)
	assert.Equal(t, []string{"payments-eksCluster"}, entry.dependencies())
	cni := e.get(t, "payments-vpc-cni", "VpcCniAddon")
	assert.Equal(t, []string{"payments-eksCluster", "payments-team"}, cni.dependencies())
	assert.Equal(t, string(e.get(t, "payments-eks-k8s", "kubernetes").urn)+"::payments-eks-k8s-id",
		cni.GetProviders()["kubernetes"])

	assert.Equal(t, "https://oidc.eks.local/id/1",
		e.get(t, "payments-oidcProvider", "OpenIdConnectProvider").text("url"))

	assert.Equal(t, cluster.urn, outputs["eksCluster"].ResourceReferenceValue().URN)
	assert.Equal(t, "payments-eksClusterSecurityGroup-id", outputs["clusterSecurityGroupId"].StringValue())
	assert.Equal(t, "payments-nodeSecurityGroup-id", outputs["nodeSecurityGroupId"].StringValue())
	assert.Equal(t, "sgr-payments-eksClusterIngressRule", outputs["clusterIngressRuleId"].StringValue())
	assert.Equal(t, "oidc.eks.local/id/1", outputs["oidcIssuer"].StringValue())
	assert.Equal(t, "https://oidc.eks.local/id/1", outputs["oidcProviderUrl"].StringValue())
	assert.Equal(t, "arn:aws-us-gov:iam::111122223333:oidc-provider/payments-oidcProvider",
		outputs["oidcProviderArn"].StringValue())
	var kubeconfig map[string]any
	require.NoError(t, json.Unmarshal([]byte(outputs["kubeconfigJson"].StringValue()), &kubeconfig))
	assert.Equal(t, resource.NewPropertyValue(kubeconfig), outputs["kubeconfig"])
	assert.Contains(t, outputs["kubeconfigJson"].StringValue(), `"server":"https://payments.eks.local"`)
	assert.Contains(t, outputs["kubeconfigJson"].StringValue(),
		`["--region","us-gov-east-1","eks","get-token","--cluster-name","payments","--output","json"]`)

	core := outputs["core"].ObjectValue()
	assert.Equal(t, cni.urn, core["vpcCni"].ResourceReferenceValue().URN)
	assert.Equal(t, "https://payments.eks.local", core["endpoint"].StringValue())
	assert.Equal(t, self.outputs["core"], outputs["core"], "what the engine keeps is what the program gets")
	assert.Contains(t, resp.GetStateDependencies()["eksCluster"].GetUrns(), string(cluster.urn))
}

func TestClusterTakesGivenRolesAndGroups(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	role := e.add("aws:iam/role:Role", "control", "control", props("arn", "arn:control"))
	nodes := e.add("aws:iam/role:Role", "nodes", "nodes", props("arn", "arn:nodes"))
	group := e.add("aws:ec2/securityGroup:SecurityGroup", "mine", "sg-mine", props())
	_, _, err := e.construct(t, typeCluster, "payments", private("authenticationMode", "API_AND_CONFIG_MAP",
		"serviceRole", role, "clusterSecurityGroup", group, "instanceRoles", []resource.PropertyValue{nodes},
		"roleMappings", []any{map[string]any{"roleArn": "arn:admins", "username": "admin", "groups": []any{"system:masters"}}},
	))
	require.NoError(t, err)
	assert.NotContains(t, e.children(), "payments > payments-eksRole eks:index:ServiceRole")
	cluster := e.get(t, "payments-eksCluster", "Cluster")
	assert.Equal(t, "arn:control", cluster.text("roleArn"))
	assert.Equal(t, []string{"control", "mine"}, cluster.dependencies())

	access := e.get(t, "payments-nodeAccess", "ConfigMap")
	assert.Equal(t, string(e.get(t, "payments-eks-k8s", "kubernetes").urn)+"::payments-eks-k8s-id", access.GetProvider())
	assert.Equal(t, `- rolearn: arn:admins
  username: admin
  groups:
    - system:masters
- rolearn: arn:nodes
  username: system:node:{{EC2PrivateDNSName}}
  groups:
    - system:bootstrappers
    - system:nodes
`, access.inputs["data"].ObjectValue()["mapRoles"].StringValue())
	assert.Contains(t, access.dependencies(), "nodes")
}

func TestClusterDefaultsToTheDefaultVPC(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	_, _, err := e.construct(t, typeCluster, "payments", props("skipDefaultNodeGroup", true))
	require.NoError(t, err)
	assert.Equal(t, "vpc-default", e.get(t, "payments-eksClusterSecurityGroup", "SecurityGroup").text("vpcId"))
	vpc := e.get(t, "payments-eksCluster", "Cluster").inputs["vpcConfig"].ObjectValue()
	assert.Equal(t, resource.NewPropertyValue([]any{"subnet-d1", "subnet-d2"}), vpc["subnetIds"])
}

func TestClusterJoinsPublicAndPrivateSubnets(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	inputs := private("publicSubnetIds", []any{"subnet-p"}, "privateSubnetIds", []any{"subnet-q"})
	delete(inputs, "subnetIds")
	_, _, err := e.construct(t, typeCluster, "payments", inputs)
	require.NoError(t, err)
	vpc := e.get(t, "payments-eksCluster", "Cluster").inputs["vpcConfig"].ObjectValue()
	assert.Equal(t, resource.NewPropertyValue([]any{"subnet-p", "subnet-q"}), vpc["subnetIds"])
}

func TestClusterPreview(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	e.dryRun = true
	vpc := urn("", "aws:ec2/vpc:Vpc", "payments")
	e.add("aws:ec2/vpc:Vpc", "payments", "", nil)
	outputs, resp, err := e.construct(t, typeCluster, "payments", private(
		"vpcId", resource.NewProperty(resource.Output{Dependencies: []resource.URN{vpc}}),
		"subnetIds", []resource.PropertyValue{resource.MakeComputed(resource.NewProperty("")), resource.NewProperty("subnet-2")},
	), func(req *pulumirpc.ConstructRequest) {
		req.InputDependencies = map[string]*pulumirpc.ConstructRequest_PropertyDependencies{
			"vpcId": {Urns: []string{string(vpc)}},
		}
	})
	require.NoError(t, err)
	assert.ElementsMatch(t, standard, e.children(), "a preview shows every child")

	group := e.get(t, "payments-eksClusterSecurityGroup", "SecurityGroup")
	assert.True(t, group.inputs["vpcId"].IsComputed())
	assert.Equal(t, []string{"payments"}, group.dependencies())
	cluster := e.get(t, "payments-eksCluster", "Cluster")
	assert.True(t, cluster.inputs["roleArn"].IsComputed())
	subnets := cluster.inputs["vpcConfig"].ObjectValue()["subnetIds"].ArrayValue()
	assert.True(t, subnets[0].IsComputed())
	assert.Equal(t, "subnet-2", subnets[1].StringValue())
	addon := e.get(t, "payments-kube-proxy", "Addon")
	assert.Equal(t, "kube-proxy@1.33", addon.text("addonVersion"), "the version is an input and so known")
	assert.True(t, addon.inputs["clusterName"].IsComputed())
	assert.Contains(t, addon.dependencies(), "payments-eksCluster")

	assert.True(t, outputs["kubeconfig"].IsComputed())
	assert.True(t, outputs["oidcIssuer"].IsComputed())
	assert.True(t, outputs["core"].IsComputed())
	assert.True(t, outputs["clusterSecurityGroupId"].IsComputed())
	assert.True(t, outputs["eksCluster"].IsResourceReference())
	assert.Contains(t, resp.GetStateDependencies()["kubeconfig"].GetUrns(), string(cluster.urn))
}

func TestClusterKeepsSecrets(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	_, _, err := e.construct(t, typeCluster, "payments", private(
		"clusterTags", map[string]any{"cost": resource.MakeSecret(resource.NewProperty("42"))},
		"encryptionConfigKeyArn", resource.MakeSecret(resource.NewProperty("arn:key"))))
	require.NoError(t, err)
	inputs := e.get(t, "payments-eksCluster", "Cluster").inputs
	assert.True(t, inputs["tags"].IsSecret())
	provider := inputs["encryptionConfig"].ObjectValue()["provider"].ObjectValue()
	require.True(t, provider["keyArn"].IsSecret())
	assert.Equal(t, "arn:key", provider["keyArn"].SecretValue().Element.StringValue())
}

func TestClusterFailurePropagates(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fail string
		gone []string // not registered, because they need what failed
	}{
		"component":             {"payments", standard},
		"role":                  {"payments-eksRole-role", []string{standard[2], standard[11], standard[14]}},
		"cluster":               {"payments-eksCluster", []string{standard[1], standard[11], standard[12], standard[13]}},
		"partition":             {"aws:index/getPartition:getPartition", standard[1:]},
		"add-on version":        {"aws:eks/getAddonVersion:getAddonVersion", []string{standard[11], standard[16]}},
		"node security group":   {"payments-nodeSecurityGroup", []string{standard[3], standard[7]}},
		"kubernetes provider":   {"payments-eks-k8s", []string{standard[11], standard[13]}},
		"VPC CNI and its addon": {"payments-vpc-cni", []string{standard[13], standard[16]}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t)
			e.fail[test.fail] = status.Error(codes.Unavailable, "resource monitor shut down")
			_, _, err := e.construct(t, typeCluster, "payments", private())
			require.ErrorContains(t, err, test.fail)
			require.ErrorContains(t, err, "resource monitor shut down")
			assert.Equal(t, codes.Unavailable, status.Code(err), "the engine's own code")
			for _, child := range test.gone {
				assert.NotContains(t, e.children(), child)
			}
		})
	}
}

func TestClusterRefusesWhatExcludesItself(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs resource.PropertyMap
		want   string
	}{
		"mode": {private("authenticationMode", "IAM"), "Invalid value for authenticationMode: IAM"},
		"entries": {
			private("authenticationMode", "CONFIG_MAP", "accessEntries", map[string]any{"a": map[string]any{}}),
			"'accessEntries' property is not supported when 'authenticationMode' is set to 'CONFIG_MAP'",
		},
		"mappings": {
			private("roleMappings", []any{map[string]any{"roleArn": "arn:a"}}), "'roleMappings' property does not support",
		},
		"subnets": {private("publicSubnetIds", []any{"subnet-3"}), "mutually exclusive"},
		"auto mode": {
			private("authenticationMode", "CONFIG_MAP", "autoMode", map[string]any{"enabled": true}),
			"Access entries are required",
		},
		"roles": {
			private("authenticationMode", "CONFIG_MAP", "instanceRole", "a", "instanceRoles", []any{"b"}),
			"instanceRole and instanceRoles are mutually exclusive",
		},
		"public": {private("publicAccessCidrs", []any{"192.0.2.0/24"}), "can only be set when `endpointPublicAccess` is true"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t)
			_, _, err := e.construct(t, typeCluster, "payments", test.inputs)
			require.ErrorContains(t, err, test.want)
			assert.Equal(t, codes.InvalidArgument, status.Code(err))
			assert.LessOrEqual(t, len(e.children()), 1, "no child is registered")
		})
	}
}

func TestClusterInstanceRoleAndMappings(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	nodes := e.add("aws:iam/role:Role", "nodes", "nodes", props("arn", "arn:nodes"))
	outputs, _, err := e.construct(t, typeCluster, "payments", private("authenticationMode", "API_AND_CONFIG_MAP",
		"instanceRole", nodes, "enableConfigMapMutable", true,
		"userMappings", []any{map[string]any{"userArn": "arn:ann", "username": "ann", "groups": []any{"viewers"}}},
	))
	require.NoError(t, err)
	entry := e.get(t, "payments-defaultNodeGroupInstanceRole", "AccessEntry")
	assert.Equal(t, props("clusterName", "payments", "principalArn", "arn:nodes", "type", "EC2_LINUX"), entry.inputs)
	data := e.get(t, "payments-nodeAccess", "ConfigMap").inputs["data"].ObjectValue()
	assert.Equal(t, "- userarn: arn:ann\n  username: ann\n  groups:\n    - viewers\n", data["mapUsers"].StringValue())
	assert.Equal(t, "true", e.get(t, "payments-eks-k8s", "kubernetes").text("enableConfigMapMutable"))
	require.Len(t, outputs["instanceRoles"].ArrayValue(), 1)
	assert.Equal(t, nodes.ResourceReferenceValue().URN, outputs["instanceRoles"].ArrayValue()[0].ResourceReferenceValue().URN)
}

// A provider that cannot be configured yet, because the role it takes on is still to be made, answers nothing in a
// preview.
func TestClusterPreviewWithoutAnswers(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	e.dryRun, e.silent = true, true
	_, _, err := e.construct(t, typeCluster, "payments", private("createOidcProvider", true))
	require.NoError(t, err)
	assert.True(t, e.get(t, "payments-eksRole-4b490823", "RolePolicyAttachment").inputs["policyArn"].IsComputed())
	assert.True(t, e.get(t, "payments-kube-proxy", "Addon").inputs["addonVersion"].IsComputed())
	thumbprints := e.get(t, "payments-oidcProvider", "OpenIdConnectProvider").inputs["thumbprintLists"].ArrayValue()
	assert.True(t, thumbprints[0].IsComputed())
}

// What a data source refuses is an error of the component, with the property that it is about.
func TestClusterDataSourceFailures(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	e.failures = []*pulumirpc.CheckFailure{{Property: "kubernetesVersion", Reason: "1.33 is not a version"}}
	_, _, err := e.construct(t, typeCluster, "payments", private())
	require.ErrorContains(t, err, "aws:eks/getAddonVersion:getAddonVersion: kubernetesVersion 1.33 is not a version")
}

// An option that the program computes from something else is an Output, which TypeScript takes for true even when it
// holds false. Whoever computes an option gets the same surprise here as from the real component.
func TestClusterComputedOptionCountsAsTrue(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		option resource.PropertyValue
		want   bool
	}{
		"false":         {resource.NewProperty(false), false},
		"false, known":  {resource.NewProperty(resource.Output{Element: resource.NewProperty(false), Known: true}), false},
		"false, secret": {resource.MakeSecret(resource.NewProperty(false)), true},
		"false, derived": {resource.NewProperty(resource.Output{
			Element: resource.NewProperty(false), Known: true, Dependencies: []resource.URN{stack},
		}), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t)
			_, _, err := e.construct(t, typeCluster, "payments", private("createOidcProvider", test.option))
			require.NoError(t, err)
			issuer := "payments > payments-oidcProvider aws:iam/openIdConnectProvider:OpenIdConnectProvider"
			if test.want {
				assert.Contains(t, e.children(), issuer)
			} else {
				assert.NotContains(t, e.children(), issuer)
			}
		})
	}
}
