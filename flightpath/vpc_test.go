package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// flat is a VPC with a public and a private subnet, everything open.
func flat() *world {
	w := &world{}
	w.vpc("vpc-1", "10.0.0.0/16", "2001:db8:1::/56")
	w.openACL("acl-1", "vpc-1")
	w.openACL("acl-2", "vpc-1")
	w.openGroup("sg-1", "vpc-1")
	w.openGroup("sg-2", "vpc-1")
	w.igw("igw-1", "vpc-1")
	w.table("rtb-public", "vpc-1", "10.0.0.0/16", "local", "0.0.0.0/0", "igw-1")
	w.table("rtb-private", "vpc-1", "10.0.0.0/16", "local")
	w.subnet("subnet-public", "vpc-1", "use1-az1", "rtb-public", "acl-1", "10.0.1.0/24")
	w.subnet("subnet-private", "vpc-1", "use1-az1", "rtb-private", "acl-2", "10.0.2.0/24")
	w.eni("eni-web", "subnet-public", "sg-1", "10.0.1.10")
	w.public("198.51.100.10")
	w.eni("eni-db", "subnet-private", "sg-2", "10.0.2.10")
	return w
}

func TestInsideAVPC(t *testing.T) {
	w := flat()
	answer := w.expect(t, "eni-web", "eni-db", flightpath.Direct, "answered")
	assert.Equal(t, []flightpath.HopKind{
		flightpath.HopInterface, flightpath.HopSecurityGroup, flightpath.HopRouteTable, flightpath.HopNetworkACL, flightpath.HopNetworkACL,
		flightpath.HopSecurityGroup, flightpath.HopInterface,
	}, kinds(answer.Forward))
	assert.Equal(t, []string{"acl-1", "acl-2"}, crossed(answer.Forward, flightpath.HopNetworkACL))
	assert.Equal(t, []string{"acl-2", "acl-1"}, crossed(answer.Return, flightpath.HopNetworkACL))
	w.expect(t, "10.0.1.10", "10.0.2.10", flightpath.Direct, "")
}

func TestInternetGateway(t *testing.T) {
	w := flat()
	w.expect(t, "internet", "eni-web", flightpath.Direct, "")
	w.expect(t, "internet", "10.0.1.10", flightpath.Direct, "")
	w.expect(t, "internet", "198.51.100.10", flightpath.Direct, "")
	w.expect(t, "eni-web", "internet", flightpath.Direct, "")
	// No public address, so the gateway translates nothing to it.
	w.expect(t, "internet", "eni-db", flightpath.Blocked, "no public address")
	// No route out of the private subnet.
	w.expect(t, "eni-db", "internet", flightpath.Blocked, "no route to 0.0.0.0/0")
}

func TestSecurityGroupBlocks(t *testing.T) {
	w := flat()
	w.SecurityGroups[1].Rules = []network.Rule{in(tcp(80, 80), "0.0.0.0/0")}
	w.expect(t, "eni-web", "eni-db", flightpath.Blocked, "does not allow inbound tcp 443 from 10.0.1.10")
	answer := w.explain(t, "eni-web", "eni-db")
	assert.Equal(t, []flightpath.Change{{Kind: flightpath.HopSecurityGroup, ID: "sg-2", Do: "allow inbound tcp 443 from 10.0.1.10"}}, answer.Change)
	// Stateful: no rule lets sg-2 send, and the reply still gets out.
	w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "10.0.1.0/24")}
	w.expect(t, "eni-web", "eni-db", flightpath.Direct, "")
}

func TestReplyNeedsEphemeralPorts(t *testing.T) {
	w := flat()
	w.NetworkACLs[1].Entries = []network.ACLEntry{
		entry(100, false, true, tcp(443, 443), "10.0.1.0/24"), entry(100, true, true, tcp(1024, 4999), "10.0.1.0/24"),
	}
	w.expect(t, "eni-web", "eni-db", flightpath.Asymmetric, "the reply to ports 5000-65535 is lost")
	w.NetworkACLs[1].Entries[1] = entry(100, true, true, tcp(1024, 65535), "10.0.1.0/24")
	w.expect(t, "eni-web", "eni-db", flightpath.Direct, "")
}
