package flightpath_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// AWS: "Prefix delegation for Amazon EC2 network interfaces", "NAT instances" (source/destination checks).
func TestNetworkInterface(t *testing.T) {
	w := flat()
	w.Interfaces[1].Prefixes = cidrsOf("10.0.2.64/28")
	// A pod with an address of the delegated prefix sends and gets as the interface's own address does; the next address is nobody's.
	w.expect(t, "eni-web", "10.0.2.70", flightpath.Direct, "")
	w.expect(t, "10.0.2.70", "eni-web", flightpath.Direct, "")
	w.expect(t, "eni-web", "10.0.2.80", flightpath.Blocked, "no network interface in subnet-private has the address 10.0.2.80")
	w.expect(t, "10.0.2.80", "eni-web", flightpath.Blocked, "no network interface in subnet-private has the address 10.0.2.80")
	// The server's subnet sends to the client by way of an interface that drops what is not for itself: the reply is lost.
	w.eni("eni-box", "subnet-private", "sg-2", "10.0.2.30")
	w.put("rtb-private", "10.0.1.0/24", "eni-box")
	w.expect(t, "eni-db", "eni-web", flightpath.Blocked, "source/destination check is on")
	w.expect(t, "eni-web", "eni-db", flightpath.Asymmetric, "source/destination check is on")
	w.Interfaces[2].Forwards = true
	w.expect(t, "eni-web", "eni-db", flightpath.Unproven, "forwards packets of others")
}

// AWS: "Security group rules": allow only, of all groups of an interface; replies pass in both directions.
func TestSecurityGroup(t *testing.T) {
	w := flat()
	w.SecurityGroups[0].Rules = []network.Rule{out(tcp(443, 443), "10.0.2.0/24")}
	w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "10.0.1.0/24")}
	w.expect(t, "eni-web", "eni-db", flightpath.Direct, "") // neither the client's group lets replies in nor the server's lets them out
	w.expect(t, "eni-db", "eni-web", flightpath.Blocked, "sg-2 of eni-db does not allow outbound tcp 443")
	w.SecurityGroups[1].Rules = append(w.SecurityGroups[1].Rules, out(everything, "0.0.0.0/0"))
	w.expect(t, "eni-db", "eni-web", flightpath.Blocked, "sg-1 of eni-web does not allow inbound tcp 443")
	// A second group with the rule is enough, whatever the first one has.
	w.group("sg-more", "vpc-1", in(tcp(443, 443), "10.0.2.10/32"))
	w.Interfaces[0].SecurityGroups = []string{"sg-1", "sg-more"}
	w.expect(t, "eni-db", "eni-web", flightpath.Direct, "")
	w.SecurityGroups[0].Rules = []network.Rule{out(tcp(80, 80), "0.0.0.0/0")}
	w.expect(t, "eni-web", "eni-db", flightpath.Blocked, "sg-1, sg-more of eni-web does not allow outbound tcp 443")
}

// AWS: "Custom network ACLs for your VPC": the lowest number that matches decides, and the last entry denies.
func TestNetworkACL(t *testing.T) {
	with := func(entries ...network.ACLEntry) *world {
		w := flat()
		w.NetworkACLs[1].Entries = entries // of the server's subnet
		return w
	}
	inbound, outbound := entry(100, false, true, tcp(443, 443), "10.0.1.0/24"), entry(100, true, true, tcp(1024, 65535), "10.0.1.0/24")
	with(inbound, outbound).expect(t, "eni-web", "eni-db", flightpath.Direct, "")
	with(outbound).expect(t, "eni-web", "eni-db", flightpath.Blocked, "acl-2 of subnet-private denies inbound tcp 443")
	with(inbound).expect(t, "eni-web", "eni-db", flightpath.Asymmetric, "acl-2 of subnet-private denies outbound")
	with(inbound, outbound, entry(99, false, false, everything, "10.0.1.10/32")).expect(t, "eni-web", "eni-db", flightpath.Blocked, "denies inbound")
	with(inbound, outbound, entry(101, false, false, everything, "0.0.0.0/0")).expect(t, "eni-web", "eni-db", flightpath.Direct, "")
	with(inbound, outbound, entry(99, true, false, tcp(1024, 65535), "10.0.1.10/32")).expect(t, "eni-web", "eni-db", flightpath.Asymmetric, "the reply is lost")
	// The other way around the same entries mean something else: out to port 443 of the client, and its reply from there.
	with(inbound, outbound).expect(t, "eni-db", "eni-web", flightpath.Blocked, "denies outbound tcp 443")
	with(entry(1, true, true, tcp(443, 443), "10.0.1.0/24")).expect(t, "eni-db", "eni-web", flightpath.Asymmetric, "denies inbound")
	with(entry(1, true, true, tcp(443, 443), "10.0.1.0/24"), entry(1, false, true, tcp(1024, 65535), "10.0.1.0/24")).expect(t, "eni-db", "eni-web", flightpath.Direct, "")
	// Neighbours have none between them.
	w := with()
	w.eni("eni-neighbour", "subnet-private", "sg-2", "10.0.2.11")
	w.expect(t, "eni-db", "eni-neighbour", flightpath.Direct, "")
	w.expect(t, "eni-web", "eni-neighbour", flightpath.Blocked, "acl-2")
}

// AWS: "How route priority works": of equal length static ones, then prefix lists, then propagated ones.
func TestOrderOfRoutes(t *testing.T) {
	w := flat()
	w.PrefixLists = []network.PrefixList{{Object: object("pl-1"), Prefixes: cidrsOf("0.0.0.0/0"), Known: true}}
	static, listed := route("0.0.0.0/0", "igw-1"), route("pl-1", "igw-1")
	gone := func(r network.Route) network.Route { r.Blackhole = true; return r }
	learned := gone(route("0.0.0.0/0", "vgw-1"))
	learned.Propagated = true
	for _, test := range []struct {
		name    string
		routes  []network.Route
		there   flightpath.Verdict
		inbound flightpath.Verdict
	}{
		{"a static route before a prefix list's", []network.Route{gone(listed), static}, flightpath.Direct, flightpath.Direct},
		{"the other way around", []network.Route{listed, gone(static)}, flightpath.Blocked, flightpath.Asymmetric},
		{"a prefix list's before a propagated one", []network.Route{learned, listed}, flightpath.Direct, flightpath.Direct},
		{"a propagated one alone", []network.Route{learned}, flightpath.Blocked, flightpath.Asymmetric},
		{"a longer propagated one before a static one", []network.Route{static, func() network.Route {
			r := learned
			r.Destination = cidrsOf("0.0.0.0/1")[0]
			return r
		}()}, flightpath.Blocked, flightpath.Asymmetric},
	} {
		t.Run(test.name, func(t *testing.T) {
			w.RouteTables[0].Routes = append([]network.Route{route("10.0.0.0/16", "local")}, test.routes...)
			w.expect(t, "eni-web", "100.20.0.9", test.there, "")
			w.expect(t, "100.20.0.9", "eni-web", test.inbound, "")
		})
	}
}

// AWS: "Block public access to VPCs and subnets": inbound mode leaves what NAT gateways and egress-only gateways send, and an
// exclusion may be for one subnet.
func TestBlockPublicAccessByModeAndSubnet(t *testing.T) {
	w := flat()
	w.table("rtb-nat", "vpc-1", "10.0.0.0/16", "local", "0.0.0.0/0", "nat-1")
	w.subnet("subnet-nated", "vpc-1", "use1-az1", "rtb-nat", "acl-1", "10.0.3.0/24")
	w.eni("eni-nated", "subnet-nated", "sg-1", "10.0.3.10")
	w.NATGateways = []network.NATGateway{{
		Object: object("nat-1"), VPC: "vpc-1", Subnet: "subnet-public", Public: true, Available: true,
		PrivateAddresses: addressesOf("10.0.1.5"), PublicAddresses: addressesOf("198.51.100.5"),
	}}
	option := network.BlockPublicAccess{Account: "111111111111", Region: "us-east-1", Ingress: true}
	w.BlockPublicAccess = []network.BlockPublicAccess{option}
	w.expect(t, "eni-nated", "internet", flightpath.Direct, "")
	w.expect(t, "eni-web", "internet", flightpath.Blocked, "block public access")
	w.expect(t, "internet", "eni-web", flightpath.Blocked, "block public access")
	w.BlockPublicAccess[0].Egress = true
	w.expect(t, "eni-nated", "internet", flightpath.Blocked, "block public access")
	w.BlockPublicAccess = append(w.BlockPublicAccess, network.BlockPublicAccess{Of: "subnet-public", Ingress: true, Egress: true})
	w.expect(t, "internet", "eni-web", flightpath.Direct, "")
	w.expect(t, "eni-web", "internet", flightpath.Direct, "")
	w.BlockPublicAccess[1].Of = "subnet-private"
	w.expect(t, "internet", "eni-web", flightpath.Blocked, "block public access")
}

// AWS: "NAT gateway use cases": by DNS64 and NAT64 IPv6 clients reach IPv4 servers, which is not modelled. Other IPv6 a NAT gateway
// does not take.
func TestNATGatewaysAndIPv6(t *testing.T) {
	w := flat()
	w.subnet("subnet-nat", "vpc-1", "use1-az1", "rtb-public", "acl-1", "10.0.4.0/24")
	w.table("rtb-six", "vpc-1", "10.0.0.0/16", "local", "2001:db8:1::/56", "local", "64:ff9b::/96", "nat-1", "2a00::/16", "nat-1", "0.0.0.0/0", "nat-1")
	w.subnet("subnet-six", "vpc-1", "use1-az1", "rtb-six", "acl-1", "10.0.5.0/24", "2001:db8:1:5::/64")
	w.eni("eni-six", "subnet-six", "sg-1", "10.0.5.10", "2001:db8:1:5::10")
	w.NATGateways = []network.NATGateway{{
		Object: object("nat-1"), VPC: "vpc-1", Subnet: "subnet-nat", Public: true, Available: true,
		PrivateAddresses: addressesOf("10.0.4.5"), PublicAddresses: addressesOf("198.51.100.5"),
	}}
	w.expect(t, "eni-six", "203.0.113.7", flightpath.Direct, "")
	w.expect(t, "eni-six", "64:ff9b::cb00:7107", flightpath.Unproven, "NAT64")
	w.expect(t, "eni-six", "2a00:1450::9", flightpath.Blocked, "nat-1")
	w.expect(t, "203.0.113.7", "eni-six", flightpath.Blocked, "")
}

// AWS: "Network ACLs for transit gateways in Amazon VPC Transit Gateways", each of the four that are asked, for requests and replies.
func TestNetworkACLsOfTransitGateways(t *testing.T) {
	const client, server = "10.0.1.10/32", "10.1.1.10/32"
	closed := func(acl string, egress bool, peer string) *world {
		w := hub()
		for i := range w.NetworkACLs {
			if w.NetworkACLs[i].ID == acl {
				w.NetworkACLs[i].Entries = append(w.NetworkACLs[i].Entries, entry(1, egress, false, everything, peer))
			}
		}
		return w
	}
	for _, test := range []struct {
		acl     string
		egress  bool
		peer    string
		verdict flightpath.Verdict
	}{
		{"acl-a", true, server, flightpath.Blocked},
		{"acl-transit-a", false, client, flightpath.Blocked},
		{"acl-transit-b", true, server, flightpath.Blocked},
		{"acl-b", false, client, flightpath.Blocked},
		{"acl-b", true, client, flightpath.Asymmetric},
		{"acl-transit-b", false, server, flightpath.Asymmetric},
		{"acl-transit-a", true, client, flightpath.Asymmetric},
		{"acl-a", false, server, flightpath.Asymmetric},
		{"acl-transit-a", true, server, flightpath.Direct}, // out of the gateway's side nothing is asked on the way in
		{"acl-transit-b", false, client, flightpath.Direct},
	} {
		words := ""
		if test.verdict != flightpath.Direct {
			words = "network ACL " + test.acl
		}
		closed(test.acl, test.egress, test.peer).expect(t, "eni-a", "eni-b", test.verdict, words)
	}
}

// AWS: "Transit gateway peering attachments in Amazon VPC Transit Gateways": static routes on both sides; nothing propagates over it.
func TestPeeredTransitGatewaysHaveStaticRoutes(t *testing.T) {
	w := peeredHubs()
	w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	w.expect(t, "eni-b", "eni-a", flightpath.Direct, "")
	// What the other side's VPC propagates, it propagates to its own gateway only.
	w.transitDrop("tgw-rtb-1", "10.1.0.0/16")
	w.transitTableNamed("tgw-rtb-2").Propagations = []string{"tgw-attach-b"}
	w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "tgw-rtb-1 has no route to 10.1.1.10")
	w.expect(t, "eni-b", "eni-a", flightpath.Asymmetric, "tgw-rtb-1 has no route to 10.1.1.10")
	w.transitPut("tgw-rtb-1", "10.1.0.0/16", "tgw-attach-p")
	w.transitDrop("tgw-rtb-2", "10.1.0.0/16")
	w.expect(t, "eni-a", "eni-b", flightpath.Direct, "")
	w = peeredHubs()
	w.transitPut("tgw-rtb-2", "10.1.0.0/16", "blackhole")
	w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "tgw-rtb-2 drops it")
	w = peeredHubs()
	w.transitPut("tgw-rtb-2", "10.1.0.0/16", "tgw-attach-p") // each gateway holds the other one for the owner
	w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "loop")
	w = peeredHubs()
	for i := 2; i < 4; i++ {
		w.Attachments[i].Available = false
	}
	w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "tgw-attach-p is not available")
	w = peeredHubs()
	w.Attachments[3].RouteTable = "" // of the peering, at the other side
	w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "not associated")
	w.expect(t, "eni-b", "eni-a", flightpath.Asymmetric, "not associated")
	// Rules that name groups do not count across it.
	w = peeredHubs()
	w.SecurityGroups[1].Rules = []network.Rule{in(tcp(443, 443), "sg-a")}
	for i := range w.TransitGateways {
		w.TransitGateways[i].SecurityGroupReferences = true
	}
	for i := range w.Attachments {
		w.Attachments[i].SecurityGroupReferences = true
	}
	w.expect(t, "eni-a", "eni-b", flightpath.Blocked, "transit gateways are peered between the groups")
}

// AWS: "Gateway endpoints": for what its own VPC sends, and only while it is there.
func TestGatewayEndpointServesItsOwnVPC(t *testing.T) {
	w := hub()
	w.PrefixLists = []network.PrefixList{{Object: object("pl-s3"), Prefixes: cidrsOf("52.216.0.0/15"), Known: true}}
	w.Endpoints = []network.Endpoint{{Object: object("vpce-s3"), VPC: "vpc-b", Kind: network.GatewayEndpoint, Service: "com.amazonaws.us-east-1.s3", Available: true}}
	for _, table := range []string{"rtb-b", "rtb-transit-b"} {
		w.tableNamed(table).Routes = append(w.tableNamed(table).Routes, route("pl-s3", "vpce-s3"))
	}
	w.put("rtb-a", "0.0.0.0/0", "tgw-1")
	w.transitPut("tgw-rtb-1", "0.0.0.0/0", "tgw-attach-b")
	w.expect(t, "eni-b", "vpce-s3", flightpath.Direct, "")
	w.expect(t, "eni-b", "52.216.0.9", flightpath.Direct, "") // an address of the service
	w.expect(t, "eni-a", "vpce-s3", flightpath.Blocked, "serves its own VPC only")
	w.expect(t, "vpce-s3", "eni-b", flightpath.Blocked, "") // it begins nothing
	w.SecurityGroups[1].Rules = []network.Rule{out(tcp(443, 443), "pl-s3")}
	w.expect(t, "eni-b", "vpce-s3", flightpath.Direct, "")
	w.SecurityGroups[1].Rules = []network.Rule{out(tcp(443, 443), "10.0.0.0/8")}
	w.expect(t, "eni-b", "vpce-s3", flightpath.Blocked, "sg-b")
	w.SecurityGroups[1].Rules = []network.Rule{out(everything, "0.0.0.0/0")}
	w.Endpoints[0].Available = false
	w.expect(t, "eni-b", "vpce-s3", flightpath.Blocked, "vpce-s3 is not available")
}

// AWS: "Target groups for your Network Load Balancers", "Cross-zone load balancing", "TargetDescription".
func TestWhichTargetsGetRequests(t *testing.T) {
	w := balanced(network.ApplicationBalancer)
	// A target group of weight 0 beside another one gets nothing; alone in its rule it does.
	w.TargetGroups = append(w.TargetGroups, network.TargetGroup{Object: object("tg-2"), Kind: network.IPTargets, VPC: "vpc-1", Protocol: "TCP", Port: 8443, TargetsKnown: true})
	w.TargetGroups[1].Targets, w.TargetGroups[0].Targets = w.TargetGroups[0].Targets[1:], w.TargetGroups[0].Targets[:1]
	forwards := &w.LoadBalancers[0].Listeners[0].Forwards
	*forwards = append(*forwards, network.Forward{Rule: "default", TargetGroup: "tg-2"})
	w.expect(t, "internet", "eni-pod1", flightpath.Direct, "")
	w.expect(t, "internet", "eni-pod2", flightpath.Blocked, "")
	(*forwards)[1].Rule = "another"
	w.expect(t, "internet", "eni-pod2", flightpath.Direct, "")

	// Nodes send to their own zone where zones are not crossed, and the target group's attribute goes before the load balancer's.
	// Zone 1's node has no way back to the internet, so what it sends to is asymmetric.
	one := func(kind network.BalancerKind, crossZone bool, attribute, zone string) *world {
		w := balanced(kind)
		w.LoadBalancers[0].CrossZone, w.TargetGroups[0].CrossZone = crossZone, attribute
		w.table("rtb-shut", "vpc-1", "10.0.0.0/16", "local")
		w.Subnets[0].RouteTable = "rtb-shut"
		w.TargetGroups[0].Targets[1].Zone = zone // of eni-pod2
		return w
	}
	one(network.NetworkBalancer, false, "", "use1-az2").expect(t, "internet", "eni-pod2", flightpath.Direct, "")
	one(network.NetworkBalancer, true, "", "use1-az2").expect(t, "internet", "eni-pod2", flightpath.Asymmetric, "rtb-shut has no route")
	one(network.NetworkBalancer, true, "false", "use1-az2").expect(t, "internet", "eni-pod2", flightpath.Direct, "")
	one(network.NetworkBalancer, false, "true", "use1-az2").expect(t, "internet", "eni-pod2", flightpath.Asymmetric, "rtb-shut has no route")
	one(network.NetworkBalancer, false, "", "all").expect(t, "internet", "eni-pod2", flightpath.Asymmetric, "rtb-shut has no route")
	one(network.ApplicationBalancer, false, "", "use1-az2").expect(t, "internet", "eni-pod2", flightpath.Asymmetric, "rtb-shut has no route")
	one(network.ApplicationBalancer, false, "false", "use1-az2").expect(t, "internet", "eni-pod2", flightpath.Direct, "")
}

// AWS: "Register targets with your target group": an instance is a target by its primary interface. Targets that are declared may
// stand in several zones; outside the VPC of a network load balancer's group they will be registered with all of them.
func TestWhatTargetsAre(t *testing.T) {
	w := balanced(network.NetworkBalancer)
	w.LoadBalancers[0].CrossZone = true
	w.eni("eni-second", "subnet-pod2", "sg-pod", "10.0.12.9")
	w.Instances = []network.Instance{{Object: object("i-1"), Interfaces: []string{"eni-pod1", "eni-second"}, Running: true}}
	g := &w.TargetGroups[0]
	g.Kind, g.Targets = network.InstanceTargets, []network.RegisteredTarget{{ID: "i-1", Port: 8443}}
	w.expect(t, "internet", "eni-pod1", flightpath.Direct, "")
	w.expect(t, "internet", "eni-second", flightpath.Blocked, "")

	declared := func(kind network.BalancerKind, crossZone string) *world {
		w := sandwich() // of which the first load balancer's targets are in another VPC
		w.LoadBalancers[0].Kind, w.TargetGroups[0].CrossZone = kind, crossZone
		w.TargetGroups[0].Targets = []network.RegisteredTarget{{Declared: true, Port: 443, Subnets: []string{"subnet-2-2"}, SecurityGroups: []string{"sg-inner"}}}
		w.table("rtb-shut", "vpc-1", "10.0.0.0/16", "local", "10.2.0.0/16", "tgw-1")
		w.Subnets[0].RouteTable = "rtb-shut" // zone 1's node has no way back to the internet
		return w
	}
	declared(network.NetworkBalancer, "false").expect(t, "internet", "10.2.2.77", flightpath.Asymmetric, "rtb-shut has no route")
	declared(network.ApplicationBalancer, "false").expect(t, "internet", "10.2.2.77", flightpath.Direct, "")
	declared(network.ApplicationBalancer, "true").expect(t, "internet", "10.2.2.77", flightpath.Asymmetric, "rtb-shut has no route")
	declared(network.NetworkBalancer, "").expect(t, "internet", "10.2.1.78", flightpath.Blocked, "")
}
