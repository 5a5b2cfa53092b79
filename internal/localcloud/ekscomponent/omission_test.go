package ekscomponent_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/ingresshub/ingresshub/internal/localcloud/ekscomponent"
)

// asking are inputs that call for what an omission leaves out; every refused input needs a line.
var asking = map[string]resource.PropertyMap{
	"eks:index:Cluster skipDefaultNodeGroup":          private("skipDefaultNodeGroup", false),
	"eks:index:Cluster nodeGroupOptions":              private("nodeGroupOptions", map[string]any{"maxSize": 3}),
	"eks:index:Cluster fargate":                       private("fargate", true),
	"eks:index:Cluster storageClasses":                private("storageClasses", "gp3"),
	"eks:index:Cluster creationRoleProvider":          private("creationRoleProvider", map[string]any{}),
	"eks:index:Cluster instanceProfileName":           private("instanceProfileName", "nodes"),
	"eks:index:ManagedNodeGroup userData":             props("userData", "#!/bin/sh"),
	"eks:index:ManagedNodeGroup kubeletExtraArgs":     props("kubeletExtraArgs", "--v=2"),
	"eks:index:ManagedNodeGroup bootstrapExtraArgs":   props("bootstrapExtraArgs", "--x"),
	"eks:index:ManagedNodeGroup bottlerocketSettings": props("bottlerocketSettings", map[string]any{}),
	"eks:index:ManagedNodeGroup nodeadmExtraOptions":  props("nodeadmExtraOptions", []any{}),
	"eks:index:ManagedNodeGroup amiId":                props("amiId", "ami-1"),
	"eks:index:ManagedNodeGroup enableEfaSupport":     props("enableEfaSupport", true),
}

// The table of what is left out is what Construct goes by: each refusal happens, says what it is about and registers
// nothing.
func TestOmissionsAreRefused(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, o := range ekscomponent.Omitted() {
		require.NotEmpty(t, o.Reason)
		require.NotEmpty(t, o.Child)
		if !o.Refused {
			require.Contains(t, ekscomponent.Types(), o.Component)
			continue
		}
		key := strings.TrimSpace(o.Component + " " + o.Input)
		inputs, ok := asking[key]
		require.True(t, ok || o.Input == "", "no inputs to show that %s is refused", key)
		used[key] = true
		e := newEngine(t)
		_, _, err := e.construct(t, o.Component, "payments", inputs)
		require.Error(t, err, key)
		assert.Equal(t, codes.Unimplemented, status.Code(err), key)
		assert.ErrorContains(t, err, o.Component)
		assert.ErrorContains(t, err, o.Input)
		assert.ErrorContains(t, err, o.Reason)
		assert.ErrorContains(t, err, "not simulated")
		assert.Empty(t, e.children(), key)
	}
	for key := range asking {
		assert.True(t, used[key], "%s is not in the table any more", key)
	}
}

// What is left out without a refusal does not happen, and what the table says of the thumbprint holds.
func TestOmissionsThatAreNotRefused(t *testing.T) {
	t.Setenv("AWS_PROFILE", "of-the-machine")
	t.Setenv("PATH", "") // no aws command line tool anywhere
	e := newEngine(t)
	outputs, _, err := e.construct(t, typeCluster, "payments",
		private("createOidcProvider", true, "endpointPublicAccess", true))
	require.NoError(t, err, "neither the command line tool nor the endpoint is there")
	assert.NotContains(t, e.get(t, "payments-eks-k8s", "kubernetes").text("kubeconfig"), "of-the-machine")
	assert.NotEmpty(t, outputs)
	thumbprints := e.get(t, "payments-oidcProvider", "OpenIdConnectProvider").inputs["thumbprintLists"].ArrayValue()
	require.Len(t, thumbprints, 1)
	assert.Regexp(t, `^[0-9a-f]{40}$`, thumbprints[0].StringValue())
	for _, r := range e.order {
		pkg, _, _ := strings.Cut(strings.TrimPrefix(r.GetType(), "pulumi:providers:"), ":")
		assert.Equal(t, map[string]string{"aws": "6.83.4", "kubernetes": "4.24.0"}[pkg], r.GetVersion(), r.GetName())
	}
}

func TestTypes(t *testing.T) {
	t.Parallel()
	types := ekscomponent.Types()
	assert.Equal(t, []string{
		"eks:index:Addon", "eks:index:Cluster", "eks:index:ManagedNodeGroup", "eks:index:NodeGroupSecurityGroup",
		"eks:index:VpcCniAddon",
	}, types)
	_, _, err := newEngine(t).construct(t, "eks:index:Dashboard", "x", nil)
	require.ErrorContains(t, err, "eks:index:Dashboard is not simulated")
	assert.Equal(t, codes.Unimplemented, status.Code(err))
}

// CHILDREN.md is what the local cloud's table of types is made from: it names every type that any component registers
// and every function it calls.
func TestChildrenFileIsComplete(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("CHILDREN.md")
	require.NoError(t, err)
	e := newEngine(t)
	cluster, _ := withCluster(t, e, private("authenticationMode", "API_AND_CONFIG_MAP", "createInstanceRole", true,
		"createOidcProvider", true, "vpcCniOptions", map[string]any{"securityContextPrivileged": true},
		"accessEntries", map[string]any{"a": map[string]any{"principalArn": "arn:a", "accessPolicies": map[string]any{
			"view": map[string]any{"policyArn": "arn:p", "accessScope": map[string]any{"type": "cluster"}},
		}}}))
	var seen []string
	for _, r := range e.resources {
		if r.RegisterResourceRequest != nil {
			seen = append(seen, r.GetType())
		}
	}
	_, _, err = e.construct(t, typeManagedNodeGroup, "general", props("cluster", cluster, "nodeRoleArn", "arn:n",
		"enableIMDSv2", true))
	require.NoError(t, err)
	_, _, err = e.construct(t, typeCluster, "open", props("skipDefaultNodeGroup", true))
	require.NoError(t, err)
	for _, r := range e.order {
		seen = append(seen, r.GetType())
	}
	for _, call := range e.invokes {
		token, _, _ := strings.Cut(call, " ")
		seen = append(seen, token)
	}
	slices.Sort(seen)
	for _, token := range slices.Compact(seen) {
		if slices.Contains(ekscomponent.Types(), token) {
			continue
		}
		assert.Contains(t, string(file), "`"+token+"`")
	}
}
