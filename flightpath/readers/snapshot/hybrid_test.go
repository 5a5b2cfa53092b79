package snapshot_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/readers/snapshot"
)

// The snapshot in testdata/hybrid has the layout of captures for network-analysis tools, and the shapes of 2019: two VPCs behind
// a transit gateway that also learns from a VPN, an instance in each, one of them with a public address. The answers follow from
// AWS's documentation:
//
//   - both VPCs propagate into the one route table, and each has a route for the other to the gateway: they reach each other at
//     port 22, which is all that their groups let in;
//   - only the first VPC has an internet gateway and a default route;
//   - 192.168.122.0/24 leads to the gateway, whose table would have it from the VPN: which prefixes, no file tells.
func TestHybridCapture(t *testing.T) {
	t.Parallel()
	n, err := snapshot.Read("testdata/hybrid")
	require.NoError(t, err)
	assert.Len(t, n.Instances, 2, "one is terminated")
	assert.Len(t, n.Attachments, 3, "one is being deleted")
	analyzer := flightpath.New(n)
	for _, test := range []struct {
		from, to string
		port     int
		want     flightpath.Verdict
	}{
		{"host-1", "host-2", 22, flightpath.Direct},
		{"i-0c3333333333332", "10.20.1.207", 22, flightpath.Direct},
		{"host-1", "host-2", 443, flightpath.Blocked},
		{"internet", "host-1", 22, flightpath.Direct},
		{"internet", "198.51.100.125", 22, flightpath.Direct},
		{"internet", "host-1", 443, flightpath.Blocked},
		{"internet", "host-2", 22, flightpath.Blocked},
		{"host-1", "internet", 443, flightpath.Direct},
		{"host-2", "internet", 443, flightpath.Blocked},
		{"host-1", "192.168.122.7", 443, flightpath.Unproven},
		{"192.168.122.7", "host-1", 22, flightpath.Unproven},
		{"host-1", "10.30.1.99", 22, flightpath.Blocked},
	} {
		answer, err := analyzer.Trace(flightpath.Question{From: test.from, To: test.to, Port: test.port})
		require.NoError(t, err)
		assert.Equal(t, test.want, answer.Verdict, "%s to %s, port %d: %s", test.from, test.to, test.port, answer.Reason)
	}
}
