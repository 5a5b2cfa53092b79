package live

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/readers/snapshot"
)

var update = flag.Bool("update", false, "write the policy in docs anew")

// The policy that users copy is that of the calls.
func TestPolicyGolden(t *testing.T) {
	t.Parallel()
	policy, err := Policy()
	require.NoError(t, err)
	name := filepath.Join("..", "..", "..", "docs", "flightpath-live-policy.json")
	if *update {
		require.NoError(t, os.WriteFile(name, policy, 0o644))
	}
	kept, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(kept), string(policy), "make golden writes it anew")

	var document struct {
		Statement []struct {
			Effect string
			Action []string
		}
	}
	require.NoError(t, json.Unmarshal(policy, &document))
	require.Len(t, document.Statement, 1)
	assert.Equal(t, "Allow", document.Statement[0].Effect)
	reads := regexp.MustCompile(`^[a-z0-9-]+:(Describe|Get|List|Search)[A-Za-z]+$`)
	for _, action := range document.Statement[0].Action {
		assert.Regexp(t, reads, action, "nothing but reading")
	}
	for _, call := range Calls() {
		assert.Subset(t, document.Statement[0].Action, call.Actions())
	}
}

// The calls are those whose answers the snapshot reader understands: no other, and none is left out but other spellings of
// the same.
func TestKeysOfSnapshots(t *testing.T) {
	t.Parallel()
	known := snapshot.Keys()
	var asked []string
	for _, call := range Calls() {
		assert.Contains(t, known, call.Key)
		asked = append(asked, call.Key)
	}
	var others []string
	for _, key := range known {
		if !slices.Contains(asked, key) && key != problemsKey {
			others = append(others, key)
		}
	}
	assert.Equal(t, []string{
		"Associations",                         // TransitGatewayAssociations
		"Entries",                              // ManagedPrefixListEntries
		"Firewall",                             // Firewalls
		"Listeners",                            // LoadBalancerListeners
		"PrefixListEntries",                    // ManagedPrefixListEntries
		"Routes",                               // TransitGatewayStaticRoutes, TransitGatewayPropagatedRoutes
		"Rules",                                // ListenerRules
		"TransitGatewayRouteTablePropagations", // TransitGatewayPropagations
		"TransitGatewayRoutes",                 // both kinds
		"VpcEndpointServices",                  // ServiceDetails, ServiceConfigurations
		"nodegroup",                            // nodegroups
	}, others)
	assert.Contains(t, known, problemsKey)
}
