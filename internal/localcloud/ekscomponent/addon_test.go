package ekscomponent_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const typeVpcCniAddon = "eks:index:VpcCniAddon"

func TestVpcCniAddonConfiguration(t *testing.T) {
	t.Parallel()
	standard := map[string]any{
		"AWS_VPC_ENI_MTU": "9001", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "false", "AWS_VPC_K8S_CNI_EXTERNALSNAT": "false",
		"AWS_VPC_K8S_CNI_LOGLEVEL": "DEBUG", "AWS_VPC_K8S_CNI_LOG_FILE": "/host/var/log/aws-routed-eni/ipamd.log",
		"AWS_VPC_K8S_CNI_VETHPREFIX": "eni", "AWS_VPC_K8S_PLUGIN_LOG_FILE": "/var/log/aws-routed-eni/plugin.log",
		"AWS_VPC_K8S_PLUGIN_LOG_LEVEL": "DEBUG", "ENABLE_POD_ENI": "false", "WARM_ENI_TARGET": "1",
	}
	changed := func(pairs ...string) map[string]any {
		m := map[string]any{}
		for k, v := range standard {
			m[k] = v
		}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		return m
	}
	initEnv := map[string]any{"env": map[string]any{"DISABLE_TCP_EARLY_DEMUX": "false"}}
	for name, test := range map[string]struct {
		inputs resource.PropertyMap
		want   map[string]any
	}{
		"standard": {props(), map[string]any{"env": standard, "init": initEnv}},
		"pods in subnets of their own": {
			props("cniCustomNetworkCfg", true, "eniConfigLabelDef", "topology.kubernetes.io/zone", "cniExternalSnat", true,
				"enablePrefixDelegation", true, "warmPrefixTarget", 1, "warmEniTarget", 0),
			map[string]any{"env": changed("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", "true", "WARM_ENI_TARGET", "0",
				"ENI_CONFIG_LABEL_DEF", "topology.kubernetes.io/zone", "AWS_VPC_K8S_CNI_EXTERNALSNAT", "true",
				"ENABLE_PREFIX_DELEGATION", "true", "WARM_PREFIX_TARGET", "1"), "init": initEnv},
		},
		"own values win": {
			props("enableNetworkPolicy", true, "disableTcpEarlyDemux", true, "configurationValues", map[string]any{
				"env": map[string]any{"WARM_ENI_TARGET": "3"}, "eniConfig": map[string]any{"create": true, "note": "<a & b>"},
			}),
			map[string]any{
				"env": changed("WARM_ENI_TARGET", "3"), "enableNetworkPolicy": "true",
				"eniConfig": map[string]any{"create": true, "note": "<a & b>"},
				"init":      map[string]any{"env": map[string]any{"DISABLE_TCP_EARLY_DEMUX": "true"}},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t)
			test.inputs["clusterName"] = resource.NewProperty("payments")
			test.inputs["addonVersion"] = resource.NewProperty("v1.20.0-eksbuild.1")
			outputs, _, err := e.construct(t, typeVpcCniAddon, "cni", test.inputs)
			require.NoError(t, err)
			assert.Equal(t, []string{"cni > cni aws:eks/addon:Addon", "cni eks:index:VpcCniAddon"}, e.children())
			addon := e.get(t, "cni", "Addon")
			var got map[string]any
			require.NoError(t, json.Unmarshal([]byte(addon.text("configurationValues")), &got))
			assert.Equal(t, test.want, got)
			sorted, err := json.Marshal(test.want)
			require.NoError(t, err)
			assert.JSONEq(t, string(sorted), addon.text("configurationValues"))
			assert.NotContains(t, addon.text("configurationValues"), `\u00`, "written as JavaScript writes it")
			assert.Equal(t, "v1.20.0-eksbuild.1", addon.text("addonVersion"))
			assert.Equal(t, "vpc-cni", addon.text("addonName"))
			assert.Equal(t, addon.urn, outputs["addon"].ResourceReferenceValue().URN)
		})
	}
}

func TestVpcCniAddonRefuses(t *testing.T) {
	t.Parallel()
	for want, inputs := range map[string]resource.PropertyMap{
		"Missing required option 'clusterName'":             props("clusterVersion", "1.33"),
		"specify either `addonVersion` or `clusterVersion`": props("clusterName", "payments"),
		"Please specify one of `cniExternalSnat` or `externalSnat`": props("clusterName", "payments", "clusterVersion", "1.33",
			"externalSnat", true, "cniExternalSnat", true),
	} {
		_, _, err := newEngine(t).construct(t, typeVpcCniAddon, "cni", inputs)
		require.ErrorContains(t, err, want)
	}
}

// An option that a program computes is an Output in the component and counts as given, whatever it turns out to be.
func TestVpcCniAddonUnknownOption(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	e.dryRun = true
	_, _, err := e.construct(t, typeVpcCniAddon, "cni", props("clusterName", "payments", "clusterVersion", "1.33",
		"securityContextPrivileged", resource.MakeComputed(resource.NewProperty("")),
		"eniMtu", resource.MakeComputed(resource.NewProperty(""))))
	require.NoError(t, err)
	assert.True(t, e.get(t, "cni", "Addon").inputs["configurationValues"].IsComputed())
	patch := e.get(t, "cni", "DaemonSetPatch")
	assert.Equal(t, []string{"cni"}, patch.dependencies())
	assert.True(t, patch.GetRetainOnDelete())
}

func TestAddonIsAChildOfItsCluster(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	cluster, outputs := withCluster(t, e, private())
	got, resp, err := e.construct(t, "eks:index:Addon", "ebs", props("cluster", cluster, "addonName", "aws-ebs-csi-driver",
		"addonVersion", "v1.44.0", "configurationValues", map[string]any{"b": 1, "a": map[string]any{"d": "x", "c": true}}))
	require.NoError(t, err)
	assert.Equal(t, []string{"ebs > ebs aws:eks/addon:Addon", "payments > ebs eks:index:Addon"}, e.children())
	addon := e.get(t, "ebs", "eks/addon:Addon")
	assert.Equal(t, props("clusterName", "payments", "addonName", "aws-ebs-csi-driver", "addonVersion", "v1.44.0",
		"configurationValues", `{"a":{"c":true,"d":"x"},"b":1}`), addon.inputs)
	assert.Contains(t, addon.dependencies(), outputs["eksCluster"].ResourceReferenceValue().URN.Name())
	assert.Equal(t, addon.urn, got["addon"].ResourceReferenceValue().URN)
	assert.Contains(t, resp.GetUrn(), "eks:index:Cluster$eks:index:Addon")
}

func TestKubeconfigCredentials(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs        resource.PropertyMap
		config        map[string]string
		inside, given string // the last arguments in the component's own kubeconfig and in the one it hands out
	}{
		"role": {
			private("providerCredentialOpts", map[string]any{"roleArn": "arn:deployer"}), nil,
			`"json","--role","arn:deployer"]`, `"json","--role","arn:deployer"]`,
		},
		"profile": {
			private("providerCredentialOpts", map[string]any{"profileName": "shop"}),
			map[string]string{"aws:profile": "other"},
			`"json","--profile","shop"]`, `"json"]`,
		},
		"profile of the stack": {
			private(), map[string]string{"aws:profile": "stack"}, `"json","--profile","stack"]`, `"json"]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t)
			outputs, _, err := e.construct(t, typeCluster, "payments", test.inputs,
				func(req *pulumirpc.ConstructRequest) { req.Config = test.config })
			require.NoError(t, err)
			assert.Contains(t, e.get(t, "payments-eks-k8s", "kubernetes").text("kubeconfig"), test.inside)
			assert.Contains(t, outputs["kubeconfigJson"].StringValue(), test.given)
		})
	}
}
