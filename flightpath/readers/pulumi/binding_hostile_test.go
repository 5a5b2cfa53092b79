package pulumi

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// full is a binding with everything that is read of one.
func full() *bound {
	b := newBound()
	template := b.add(typeLaunchTemplate, "spot", map[string]any{"vpcSecurityGroupIds": []any{"sg-7"}})
	b.add("aws:eks/nodeGroup:NodeGroup", "spot", map[string]any{"clusterName": "shop", "subnetIds": []any{b.two}, "launchTemplate": map[string]any{"id": template}})
	b.add("aws:autoscaling/group:Group", "own", map[string]any{
		"vpcZoneIdentifiers": []any{b.two}, "tags": []any{map[string]any{"key": "kubernetes.io/cluster/shop", "value": "owned"}},
	})
	b.add("aws:eks/fargateProfile:FargateProfile", "web", map[string]any{"clusterName": "shop", "subnetIds": []any{b.two}, "selectors": []any{map[string]any{"namespace": "we?"}}})
	b.add("aws:eks/addon:Addon", "cni", map[string]any{
		"addonName": "vpc-cni", "clusterName": "shop", "configurationValues": `{"eniConfig":{"subnets":{"a":{"id":"subnet-9","securityGroups":["sg-9"]}}}}`,
	})
	b.add("kubernetes:crd.k8s.amazonaws.com/v1alpha1:ENIConfig", "a", map[string]any{"spec": map[string]any{"subnet": b.two, "securityGroups": []any{"sg-9"}}})
	b.in(b.provider)
	b.add(typePodService, "web", map[string]any{
		"metadata": map[string]any{"name": "web", "namespace": "web"}, "spec": map[string]any{"ports": []any{map[string]any{"port": 80.0, "targetPort": 8080.0}}},
	})
	b.in(b.provider)
	b.bind("web", b.provider, b.group, nil)
	return b
}

// Nonsense in any place that is read neither ends the reader nor makes it forget the binding: its target group gets pods, or is not
// known.
func TestHostileBindings(t *testing.T) {
	t.Parallel()
	nonsense := []any{nil, "", "{", `"text"`, `[1]`, Unknown, -1.0, true, []any{}, []any{nil, 7.0, []any{}}, map[string]any{}, map[string]any{"a": map[string]any{"": nil}}}
	resources := len(full().resources)
	for i := range resources {
		for key := range full().resources[i].Inputs {
			for _, value := range nonsense {
				assertNotForgotten(t, fmt.Sprintf("%d %s %v", i, key, value), func(b *bound) { b.resources[i].Inputs[key] = value })
			}
			inner, _ := full().resources[i].Inputs[key].(map[string]any)
			for field := range inner {
				for _, value := range nonsense {
					if field == "targetGroupARN" && known(asText(value)) {
						continue // another stack's, for all that is known
					}
					assertNotForgotten(t, fmt.Sprintf("%d %s.%s %v", i, key, field, value), func(b *bound) { b.resources[i].Inputs[key].(map[string]any)[field] = value })
				}
			}
		}
	}
}

func assertNotForgotten(t *testing.T, what string, change func(*bound)) {
	t.Helper()
	b := full()
	// What is changed must not be shared with what was built.
	text, err := json.Marshal(b.resources)
	require.NoError(t, err)
	var copied []Resource
	require.NoError(t, json.Unmarshal(text, &copied))
	b.resources = copied
	change(b)
	n := b.read(t)
	group := groupOf(t, n, b.group)
	assert.True(t, len(group.Targets) > 0 || !group.TargetsKnown, what)
	require.Len(t, n.Bindings, 1)
}
