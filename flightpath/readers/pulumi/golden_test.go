package pulumi

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"sort"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// golden opens what Pulumi wrote (tests/engine writes it anew).
func golden(t testing.TB, name string) io.Reader {
	t.Helper()
	file, err := os.Open("testdata/" + name)
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	packed, err := gzip.NewReader(file)
	require.NoError(t, err)
	return packed
}

// The preview of a first update and the state that the update left are the same network, but for what AWS calls things.
func TestPreviewIsTheNetworkThatIsMade(t *testing.T) {
	t.Parallel()
	preview, err := ReadPreview(golden(t, "preview.json.gz"))
	require.NoError(t, err)
	state, err := ReadState(golden(t, "state.json.gz"))
	require.NoError(t, err)
	assert.Empty(t, preview.Gaps)
	assert.Empty(t, state.Gaps)
	require.Equal(t, 3, len(state.VPCs), "an ingress VPC and two of clusters")
	assert.Equal(t, shape(t, state), shape(t, preview))
}

// shape is a network without IDs: each stands for the name of what it belongs to.
func shape(t *testing.T, n *network.Network) map[string][]string {
	t.Helper()
	var words []string
	name := func(kind string, object network.Object) { words = append(words, object.ID, kind+" "+object.Name) }
	for _, vpc := range n.VPCs {
		name("vpc", vpc.Object)
	}
	for _, subnet := range n.Subnets {
		name("subnet", subnet.Object)
	}
	for _, table := range n.RouteTables {
		name("route table", table.Object)
	}
	for _, acl := range n.NetworkACLs {
		name("acl", acl.Object)
	}
	for _, group := range n.SecurityGroups {
		name("group", group.Object)
		for _, rule := range group.Rules {
			if rule.ID != "" {
				words = append(words, rule.ID, "rule")
			}
		}
	}
	for _, gateway := range n.InternetGateways {
		name("internet gateway", gateway.Object)
	}
	for _, endpoint := range n.Endpoints {
		name("endpoint", endpoint.Object)
	}
	for _, gateway := range n.TransitGateways {
		name("transit gateway", gateway.Object)
	}
	for _, attachment := range n.Attachments {
		name("attachment", attachment.Object)
	}
	for _, table := range n.TransitRouteTables {
		name("transit table", table.Object)
	}
	for _, balancer := range n.LoadBalancers {
		name("balancer", balancer.Object)
		for _, listener := range balancer.Listeners {
			name("listener", listener.Object)
			for _, forward := range listener.Forwards {
				if forward.Rule != "default" {
					words = append(words, forward.Rule, "listener rule")
				}
			}
		}
	}
	for _, group := range n.TargetGroups {
		name("target group", group.Object)
	}
	// Longer ones first: the ID of a part may begin with that of the whole.
	for i := 0; i < len(words); i += 2 {
		for j := i + 2; j < len(words); j += 2 {
			if len(words[j]) > len(words[i]) {
				words[i], words[j], words[i+1], words[j+1] = words[j], words[i], words[j+1], words[i+1]
			}
		}
	}
	replacer := strings.NewReplacer(words...)
	lists := map[string]any{
		"vpcs": n.VPCs, "subnets": n.Subnets, "routeTables": n.RouteTables, "acls": n.NetworkACLs, "groups": n.SecurityGroups,
		"gateways": n.InternetGateways, "endpoints": n.Endpoints, "transit": n.TransitGateways, "attachments": n.Attachments,
		"transitTables": n.TransitRouteTables, "balancers": n.LoadBalancers, "targetGroups": n.TargetGroups,
	}
	shapes := map[string][]string{}
	for kind, list := range lists {
		text, err := json.Marshal(list)
		require.NoError(t, err)
		var rows []any
		require.NoError(t, json.Unmarshal([]byte(replacer.Replace(string(text))), &rows))
		for _, row := range rows {
			shapes[kind] = append(shapes[kind], sorted(t, row))
		}
		sort.Strings(shapes[kind])
	}
	return shapes
}

// sorted prints a value whose lists have no order, and without what only AWS fills in.
func sorted(t *testing.T, value any) string {
	t.Helper()
	switch value := value.(type) {
	case map[string]any:
		for _, key := range []string{"Account", "Region", "ZoneName", "Interfaces", "Tags", "DNSName"} {
			delete(value, key)
		}
		var parts []string
		for key, inner := range value {
			parts = append(parts, key+"="+sorted(t, inner))
		}
		sort.Strings(parts)
		return "{" + strings.Join(parts, " ") + "}"
	case []any:
		var parts []string
		for _, inner := range value {
			parts = append(parts, sorted(t, inner))
		}
		sort.Strings(parts)
		return "[" + strings.Join(parts, " ") + "]"
	case nil:
		return "[]"
	}
	text, err := json.Marshal(value)
	require.NoError(t, err)
	return string(text)
}
