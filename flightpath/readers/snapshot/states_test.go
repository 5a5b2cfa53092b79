package snapshot_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/readers/snapshot"
)

// states are objects of the snapshots of hops in another state than that in which they carry packets: what is dead drops, what is
// between two states proves nothing. Left is what a text stands after, where it stands there more than once.
var states = []struct {
	snapshot, left, old, now, from, to string
	want                               flightpath.Verdict
	document                           string
}{
	// A state of a firewall's endpoint. The zone of `left` has the second one.
	{"appliance-mode", `"VpcEndpointId"`, `"State": "available"`, `"State": "pendingAcceptance"`, "left", "right", flightpath.Blocked, "VpcEndpoint (EC2 API): State"},
	{"appliance-mode", `"VpcEndpointId"`, `"State": "available"`, `"State": "rejected"`, "left", "right", flightpath.Blocked, "VpcEndpoint"},
	{"appliance-mode", `"VpcEndpointId"`, `"State": "available"`, `"State": "failed"`, "left", "right", flightpath.Blocked, "VpcEndpoint"},
	{"appliance-mode", `"VpcEndpointId"`, `"State": "available"`, `"State": "expired"`, "left", "right", flightpath.Blocked, "VpcEndpoint"},
	{"appliance-mode", `"VpcEndpointId"`, `"State": "available"`, `"State": "deleting"`, "left", "right", flightpath.Blocked, "VpcEndpoint"},
	{"appliance-mode", `"VpcEndpointId"`, `"State": "available"`, `"State": "partial"`, "left", "right", flightpath.Unproven, "VpcEndpoint"},
	{"gateway-endpoint", `"VpcEndpointId"`, `"State": "available"`, `"State": "failed"`, "reader", "52.216.1.1", flightpath.Blocked, "VpcEndpoint"},
	{"privatelink", `"VpcEndpointId"`, `"State": "available"`, `"State": "pendingAcceptance"`, "client", "server", flightpath.Blocked, "VpcEndpoint"},
	{"privatelink", `"VpcEndpointId"`, `"State": "available"`, `"State": "Rejected"`, "client", "10.1.0.30", flightpath.Blocked, "VpcEndpoint"},
	{"privatelink", `"VpcEndpointId"`, `"State": "available"`, `"State": "Partial"`, "client", "server", flightpath.Unproven, "VpcEndpoint"},
	{"privatelink", `"LoadBalancerArn"`, `"Code": "active"`, `"Code": "failed"`, "client", "server", flightpath.Blocked, "LoadBalancerState (Elastic Load Balancing API)"},
	{"privatelink", `"LoadBalancerArn"`, `"Code": "active"`, `"Code": "provisioning"`, "client", "server", flightpath.Unproven, "LoadBalancerState"},
	{"privatelink", `"LoadBalancerArn"`, `"Code": "active"`, `"Code": "active_impaired"`, "client", "server", flightpath.Direct, "LoadBalancerState: it routes traffic, and does not scale"},

	{"appliance-mode", `"TransitGatewayVpcAttachments"`, `"State": "available"`, `"State": "pendingAcceptance"`, "left", "right", flightpath.Blocked, "Amazon VPC attachments: VPC attachment lifecycle"},
	{"appliance-mode", `"TransitGatewayVpcAttachments"`, `"State": "available"`, `"State": "failed"`, "left", "right", flightpath.Unproven, "VPC attachment lifecycle; the other list says that it is there"},
	{"appliance-mode", `"TransitGatewayVpcAttachments"`, `"State": "available"`, `"State": "modifying"`, "left", "right", flightpath.Unproven, "VPC attachment lifecycle"},
	{"appliance-mode", `"TransitGatewayVpcAttachments"`, `"State": "available"`, `"State": "rollingBack"`, "left", "right", flightpath.Unproven, "VPC attachment lifecycle"},
	{"appliance-mode", `"Association"`, `"State": "associated"`, `"State": "associating"`, "left", "right", flightpath.Unproven, "TransitGatewayAssociation (EC2 API): State"},
	{"appliance-mode", `"Association"`, `"State": "associated"`, `"State": "disassociated"`, "left", "right", flightpath.Blocked, "TransitGatewayAssociation"},
	{"appliance-mode", `"TransitGatewayStaticRoutes"`, `"State": "active"`, `"State": "pending"`, "left", "right", flightpath.Unproven, "TransitGatewayRoute (EC2 API): State"},
	{"appliance-mode", `"TransitGatewayStaticRoutes"`, `"State": "active"`, `"State": "blackhole"`, "left", "right", flightpath.Blocked, "TransitGatewayRoute"},

	{"peering", `"VpcPeeringConnections"`, `"Code": "active"`, `"Code": "pending-acceptance"`, "l", "m", flightpath.Blocked, "VPC peering basics: lifecycle"},
	{"peering", `"VpcPeeringConnections"`, `"Code": "active"`, `"Code": "expired"`, "l", "m", flightpath.Blocked, "VPC peering basics"},
	{"peering", `"VpcPeeringConnections"`, `"Code": "active"`, `"Code": "provisioning"`, "l", "m", flightpath.Unproven, "VPC peering basics"},
	{"nat-gateway", `"NatGatewayId"`, `"State": "available"`, `"State": "failed"`, "app", "internet", flightpath.Blocked, "NatGateway (EC2 API): State"},
	{"nat-gateway", `"NatGatewayId"`, `"State": "available"`, `"State": "pending"`, "app", "internet", flightpath.Blocked, "NatGateway: not ready to process traffic"},
	{"nat-gateway", `"InternetGateways"`, `"State": "available"`, `"State": "detaching"`, "app", "internet", flightpath.Unproven, "InternetGatewayAttachment (EC2 API): State"},
	{"egress-only", `"EgressOnlyInternetGateways"`, `"State": "attached"`, `"State": "detached"`, "app", "internet", flightpath.Blocked, "InternetGatewayAttachment"},

	{"block-public-access", `"VpcBlockPublicAccessOptions"`, `"State": "update-complete"`, `"State": "update-in-progress"`, "internet", "app", flightpath.Unproven, "Block public access to VPCs and subnets"},
}

func TestStates(t *testing.T) {
	t.Parallel()
	for _, test := range states {
		name := test.snapshot + " " + test.now
		n, err := snapshot.Read(changed(t, test.snapshot, test.left, test.old, test.now))
		require.NoError(t, err, name)
		answer, err := flightpath.New(n).Trace(flightpath.Question{From: test.from, To: test.to, Port: 443})
		require.NoError(t, err, name)
		assert.Equal(t, test.want, answer.Verdict, "%s: %s to %s: %s, but: %s", name, test.from, test.to, test.document, answer.Reason)
	}
}

// changed is a folder with a snapshot in which a text is another one, wherever it stands after a first one.
func changed(t *testing.T, of, after, old, now string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "hops", of, of+".json"))
	require.NoError(t, err)
	before, rest, there := strings.Cut(string(text), after)
	require.True(t, there, after)
	require.Contains(t, rest, old)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "x.json"), []byte(before+after+strings.Replace(rest, old, now, 1)), 0o600))
	return dir
}
