package snapshot_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/readers/snapshot"
)

// hops are questions about snapshots made by hand, one or two for each hop, with the answers that AWS's documentation gives;
// why stands beside them.
var hops = []struct {
	snapshot, from, to string
	port               int
	want               flightpath.Verdict
	why                string
}{
	{"nat-gateway", "app", "internet", 443, flightpath.Direct, "the private subnet's default route is the NAT gateway, whose subnet has one to the internet gateway"},
	{"nat-gateway", "internet", "app", 443, flightpath.Blocked, "a NAT gateway lets nobody in, and the instance has no public address"},

	{"egress-only", "app", "internet", 443, flightpath.Direct, "IPv6 leaves by the egress-only gateway"},
	{"egress-only", "internet", "app", 443, flightpath.Blocked, "which lets in only what answers"},

	{"acl-allows", "internet", "app", 443, flightpath.Direct, "in to 443, out to all ephemeral ports"},
	{"acl-allows", "internet", "app", 80, flightpath.Blocked, "no entry allows 80, so the last one denies it"},
	{"acl-allows", "app", "internet", 443, flightpath.Blocked, "out are ephemeral ports only"},
	{"acl-some-ephemeral-ports", "internet", "app", 443, flightpath.Asymmetric, "a client may use any port from 1024 up; replies to some are lost"},
	{"acl-no-way-back", "internet", "app", 443, flightpath.Asymmetric, "a network ACL is stateless: nothing goes out"},
	{"acl-first-entry-decides", "internet", "app", 443, flightpath.Blocked, "entry 90 denies before entry 100 allows"},

	{"block-public-access", "internet", "app", 443, flightpath.Blocked, "block-ingress closes internet gateways for connections from the internet"},

	{"peering", "l", "m", 443, flightpath.Direct, "both sides have routes, and the group allows the CIDR"},
	{"peering", "l", "m", 8443, flightpath.Direct, "a rule may name the peer's group in the same Region"},
	{"peering", "r", "m", 8443, flightpath.Blocked, "which the right one's instance is not in"},
	{"peering", "l", "r", 443, flightpath.Blocked, "peering is not transitive, whatever the routes say"},
	{"peering-across-regions", "l", "m", 443, flightpath.Direct, "CIDRs work between Regions"},
	{"peering-across-regions", "l", "m", 8443, flightpath.Blocked, "group references do not"},

	{"gateway-endpoint", "reader", "52.216.1.1", 443, flightpath.Direct, "the prefix list's route leads to the endpoint"},
	{"gateway-endpoint", "reader", "203.0.113.1", 443, flightpath.Blocked, "which is for the service's prefixes only"},
	{"gateway-endpoint", "loner", "52.216.1.1", 443, flightpath.Blocked, "the other route table has no such route"},

	{"privatelink", "client", "10.1.0.30", 443, flightpath.Direct, "the endpoint's interface is in the client's subnet, and the provider's load balancer behind it"},
	{"privatelink", "client", "10.1.0.30", 8443, flightpath.Blocked, "the endpoint's group allows 443 only"},
	{"privatelink", "client", "server", 443, flightpath.Direct, "through the endpoint, though both VPCs have the same addresses"},
	{"privatelink", "server", "client", 443, flightpath.Blocked, "PrivateLink is one-way"},

	{"appliance-mode", "left", "right", 443, flightpath.Inspected, "the gateway keeps the connection in one zone of the inspection VPC"},
	{"appliance-mode", "right", "left", 443, flightpath.Inspected, "the other way as well"},
	{"no-appliance-mode", "left", "right", 443, flightpath.Asymmetric, "each direction stays in its sender's zone, at another endpoint"},
	{"appliance-mode", "left", "10.7.0.1", 443, flightpath.Blocked, "the longer blackhole wins over the default route"},

	{"transit-route-order", "left", "right", 443, flightpath.Blocked, "the static route to the other VPC wins over the propagated one of equal length, and there nothing leads on"},
	{"transit-route-order", "left", "second", 443, flightpath.Direct, "the propagated route is longer than the static blackhole"},
	{"transit-association", "left", "right", 443, flightpath.Asymmetric, "the right one's route table, another one, has no way back"},
	{"transit-association", "right", "left", 443, flightpath.Blocked, "nor a way there"},
	{"transit-zones", "left", "right", 443, flightpath.Direct, "the attachment has a subnet in the zone of each"},
	{"transit-zones", "far", "right", 443, flightpath.Blocked, "none in this one's zone"},
	{"transit-zones", "right", "far", 443, flightpath.Asymmetric, "where packets get by another zone's subnet, and replies do not leave"},
	{"transit-peering", "left", "right", 443, flightpath.Direct, "both gateways have a static route to the peering"},
	{"transit-peering-one-way", "left", "right", 443, flightpath.Asymmetric, "nothing is propagated over a peering, so the reply has no route"},
	{"transit-peering-one-way", "right", "left", 443, flightpath.Blocked, "nor has the packet"},
	{"transit-group-references", "left", "right", 8443, flightpath.Direct, "the gateway and both attachments let rules name groups"},
	{"transit-group-references", "right", "left", 8443, flightpath.Blocked, "the left one's group has no such rule"},
	{"transit-no-group-references", "left", "right", 8443, flightpath.Blocked, "the same rule, and they do not"},
	{"transit-no-group-references", "left", "right", 443, flightpath.Direct, "rules with CIDRs always count"},
	{"vpn", "left", "10.9.1.1", 443, flightpath.Unproven, "nobody knows what is behind a VPN"},
	{"vpn", "left", "right", 443, flightpath.Direct, "which the longer routes do not lead to"},

	{"edge-endpoint", "internet", "app", 443, flightpath.Inspected, "the gateway's route table leads into the endpoint, and the subnet's default route back into it"},
	{"edge-endpoint", "internet", "app", 80, flightpath.Blocked, "the group allows 443 only"},
	{"edge-endpoint", "app", "internet", 443, flightpath.Inspected, "out through the endpoint, and replies by the gateway's route table into it"},
	{"edge-endpoint-bypassed", "internet", "app", 443, flightpath.Asymmetric, "the reply goes past the firewall, straight to the gateway"},
	{"edge-endpoint-bypassed", "app", "internet", 443, flightpath.Asymmetric, "the firewall sees the replies of what it never saw begin"},

	{"prefix-lists", "left", "right", 443, flightpath.Direct, "one list's entry is the route's destination, another's is what the group lets in"},
	{"prefix-lists", "left", "second", 443, flightpath.Blocked, "no entry of the route's list has this address"},
	{"prefix-lists", "stranger", "right", 443, flightpath.Blocked, "no entry of the group's list has this sender"},
	{"prefix-lists", "right", "left", 443, flightpath.Direct, "the list's route is the way of replies as well"},

	{"nlb", "198.51.100.99", "app", 443, flightpath.Direct, "the node sends to the target in the other zone"},
	{"nlb-zonal", "198.51.100.99", "app", 443, flightpath.Blocked, "the only node's zone has no target"},
	{"nlb-keeps-clients", "198.51.100.99", "app", 443, flightpath.Blocked, "the target's group admits the load balancer's subnets, and sees the client"},
	{"nlb", "198.51.100.99", "app", 80, flightpath.Blocked, "nothing listens there"},

	{"ipv6", "internet", "app", 443, flightpath.Direct, "IPv6 addresses are public as they are"},
	{"ipv6", "internet", "app", 80, flightpath.Blocked, "the group allows 443 only"},
	{"ipv6-no-way-back", "internet", "app", 443, flightpath.Asymmetric, "the subnet has no IPv6 route to the gateway"},
	{"ipv6-group-of-ipv4", "internet", "app", 443, flightpath.Blocked, "a rule for 0.0.0.0/0 is none for IPv6"},

	{"interface-endpoint", "app", "10.1.1.20", 443, flightpath.Direct, "the endpoint's interface answers in its subnet"},
	{"interface-endpoint", "app", "10.1.1.20", 80, flightpath.Blocked, "its group allows 443 only"},
}

func TestHops(t *testing.T) {
	t.Parallel()
	for _, test := range hops {
		n, err := snapshot.Read(filepath.Join("testdata", "hops", test.snapshot))
		require.NoError(t, err)
		answer, err := flightpath.New(n).Trace(flightpath.Question{From: test.from, To: test.to, Port: test.port})
		require.NoError(t, err)
		assert.Equal(t, test.want, answer.Verdict, "%s: %s to %s, port %d: %s, but: %s", test.snapshot, test.from, test.to, test.port, test.why, answer.Reason)
	}
}
