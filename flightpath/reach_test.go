package flightpath_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// told is what is reached, as one line each.
func told(t *testing.T, w *world, from string) (lines []string) {
	t.Helper()
	all, err := flightpath.New(&w.Network).Reach(from)
	require.NoError(t, err)
	for _, r := range all {
		line := fmt.Sprintf("%s %s %s", r.To, r.Verdict, r.Traffic)
		for _, through := range r.Through {
			line += " by " + through
		}
		lines = append(lines, line)
	}
	return lines
}

func TestReach(t *testing.T) {
	w := flat()
	w.SecurityGroups[1].Rules = []network.Rule{in(tcp(5432, 5432), "10.0.1.0/24"), in(network.Match{Protocol: network.ICMP, From: 8, To: -1}, "0.0.0.0/0")}
	assert.Equal(t, []string{"internet direct all traffic", "eni-db direct icmp type 8, tcp 5432"}, told(t, w, "eni-web"))
	assert.Equal(t, []string{"eni-web direct all traffic"}, told(t, w, "internet"))
	assert.Empty(t, told(t, w, "eni-db"), "its group lets nothing out")
}

func TestReachThroughLoadBalancers(t *testing.T) {
	w := balanced(network.ApplicationBalancer)
	assert.Equal(t, []string{
		"eni-lb1 direct tcp 443", "eni-lb2 direct tcp 443", "eni-pod1 direct tcp 8443 by front", "eni-pod2 direct tcp 8443 by front",
	}, told(t, w, "internet"))
	w.SecurityGroups[0].Rules[0] = in(everything, "0.0.0.0/0")
	assert.Contains(t, told(t, w, "internet"), "eni-lb1 direct tcp 443", "nobody listens at other ports")
	assert.Contains(t, told(t, sandwich(), "internet"), "eni-pod direct tcp 9000 by front by arn:inner")
}

// What differs by port has a verdict for each.
func TestReachSaysWhichPortsHowFar(t *testing.T) {
	w := flat()
	w.NetworkACLs[1].Entries = []network.ACLEntry{
		entry(10, false, true, tcp(0, 65535), "0.0.0.0/0"), entry(10, true, true, tcp(1024, 65535), "0.0.0.0/0"),
	}
	assert.Contains(t, told(t, w, "eni-web"), "eni-db direct tcp")
	w.NetworkACLs[1].Entries[1].Match = tcp(1024, 2000)
	assert.Contains(t, told(t, w, "eni-web"), "eni-db asymmetric tcp")
}

func TestReachOverTransitGatewaysAndNAT(t *testing.T) {
	assert.Equal(t, []string{"eni-b direct all traffic"}, told(t, hub(), "eni-a"))
	assert.Equal(t, []string{"eni-b inspected all traffic"}, told(t, inspection(), "eni-a"))
	w := inspection()
	w.Attachments[2].ApplianceMode = false
	assert.Equal(t, []string{"eni-b asymmetric all traffic"}, told(t, w, "eni-a"))
}

// Interfaces that nothing tells apart are told of together.
func TestReachClasses(t *testing.T) {
	w := flat()
	w.eni("eni-db2", "subnet-private", "sg-2", "10.0.2.11")
	w.eni("eni-db3", "subnet-private", "sg-1", "10.0.2.12")
	all, err := flightpath.New(&w.Network).Reach("internet")
	require.NoError(t, err)
	require.Len(t, all, 1)
	all, err = flightpath.New(&w.Network).Reach("eni-web")
	require.NoError(t, err)
	require.Len(t, all, 3)
	assert.Equal(t, []string{"eni-db2"}, all[1].Members)
	assert.Equal(t, "10.0.2.10/31", all[1].Packets.Destinations().String())
}
