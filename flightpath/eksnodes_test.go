package flightpath_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// nodesBesideAnEndpoint is a network as a program declares it: a node group in a subnet in which an interface endpoint will have an
// address, and a client in another subnet. Nodes may send anything, and are let in from each other.
func nodesBesideAnEndpoint() *world {
	w := flat()
	w.Interfaces = w.Interfaces[:indexOf(w, "eni-db")]
	w.group("sg-node", "vpc-1", in(everything, "sg-node"), out(everything, "0.0.0.0/0"))
	w.NodeSubnets = []string{"subnet-private"}
	w.Nodes = []network.Nodes{{Object: object("ng-1"), Subnets: w.NodeSubnets, SecurityGroups: []string{"sg-node"}}}
	w.Nodes[0].Tags = map[string]string{"eks:cluster-name": "shop"}
	w.Endpoints = []network.Endpoint{{
		Object: object("vpce-1"), Kind: network.InterfaceEndpoint, VPC: "vpc-1", Service: "com.amazonaws.us-east-1.ecr.api",
		Subnets: []string{"subnet-private"}, SecurityGroups: []string{"sg-2"}, Available: true,
	}}
	return w
}

// whereNodesAre are ends of questions that mean nodes among others.
var whereNodesAre = []string{"10.0.2.77", "10.0.2.64/26", "10.0.2.0/24", "subnet-private"}

// An address of a subnet with nodes is not only the endpoint's that may have any of that subnet: a node may have it, and sends and
// answers as its security groups let it. (Nodes of managed node groups have the cluster's: AWS, "View Amazon EKS security group
// requirements for clusters".)
func TestAddressesThatNodesMayHave(t *testing.T) {
	t.Parallel()
	for _, nodes := range append(whereNodesAre, "shop") {
		w := nodesBesideAnEndpoint()
		w.expect(t, nodes, "eni-web", flightpath.Direct, "")
		w.expect(t, nodes, "vpce-1", flightpath.Direct, "")
		if nodes != "shop" {
			w.expect(t, "eni-web", nodes, flightpath.Direct, "") // at 443 the endpoint answers
		}
		// Where the endpoint's group lets nobody in, nodes do not let in who has not their group.
		w.SecurityGroups[1].Rules = nil
		w.expect(t, "eni-web", nodes, flightpath.Blocked, "does not allow inbound")
		// Who has the nodes' group gets there.
		w.Interfaces[0].SecurityGroups = append(w.Interfaces[0].SecurityGroups, "sg-node")
		w.expect(t, "eni-web", nodes, flightpath.Direct, "")
		// Where nodes may not send, nobody there begins a connection.
		w.SecurityGroups[2].Rules = w.SecurityGroups[2].Rules[:1]
		w.expect(t, nodes, "eni-web", flightpath.Blocked, "")

		w = nodesBesideAnEndpoint()
		w.Endpoints = nil
		w.expect(t, nodes, "eni-web", flightpath.Direct, "")
		w.expect(t, "eni-web", nodes, flightpath.Blocked, "security group sg-node of node@subnet-private does not allow inbound")
	}
	for _, nodes := range whereNodesAre {
		w := nodesBesideAnEndpoint()
		w.Nodes = nil
		w.expect(t, nodes, "eni-web", flightpath.Blocked, "begins no connection")
	}
	w := nodesBesideAnEndpoint()
	w.expect(t, "10.0.2.1", "eni-web", flightpath.Blocked, "10.0.2.1") // AWS keeps it
	w.expect(t, "vpce-1", "eni-web", flightpath.Blocked, "begins no connection")
}

// Nodes of one subnet are several: one sends to another.
func TestNodesOfOneSubnet(t *testing.T) {
	t.Parallel()
	w := nodesBesideAnEndpoint()
	w.Endpoints = nil
	w.expect(t, "10.0.2.77", "10.0.2.78", flightpath.Direct, "")
	w.expect(t, "subnet-private", "subnet-private", flightpath.Direct, "")
	_, err := flightpath.New(&w.Network).Trace(flightpath.Question{From: "10.0.2.77", To: "10.0.2.77", Port: 10250})
	require.ErrorContains(t, err, "both ends are the same")
	w.SecurityGroups[2].Rules = w.SecurityGroups[2].Rules[1:]
	w.expect(t, "10.0.2.77", "10.0.2.78", flightpath.Blocked, "does not allow inbound")

	// Those of another node group are no others where they have the same groups, and others where not.
	w = nodesBesideAnEndpoint()
	w.Nodes = append(w.Nodes, network.Nodes{Object: object("ng-2"), Subnets: w.NodeSubnets, SecurityGroups: []string{"sg-node"}})
	assert.Equal(t, []string{"node@subnet-private", "vpce-1@subnet-private"}, reachedFrom(t, w, "10.0.2.77", "subnet-private"))
	w.Nodes[1].SecurityGroups = []string{"sg-1"}
	assert.Equal(t, []string{"node@subnet-private", "node@subnet-private/ng-2", "vpce-1@subnet-private"}, reachedFrom(t, w, "10.0.2.77", "subnet-private"))
	w.expect(t, "eni-web", "10.0.2.77", flightpath.Direct, "")
}

// reachedFrom is what an endpoint reaches in a subnet, by ID, each once.
func reachedFrom(t *testing.T, w *world, from, subnet string) (ids []string) {
	t.Helper()
	reached, err := flightpath.New(&w.Network).Reach(from)
	require.NoError(t, err)
	for _, r := range reached {
		if r.Subnet == subnet && !slices.Contains(ids, r.To) {
			assert.True(t, r.Declared)
			ids = append(ids, r.To)
		}
	}
	slices.Sort(ids)
	return ids
}

// Nodes are reached, too: by who has their group, and by nobody else.
func TestNodesAreReached(t *testing.T) {
	t.Parallel()
	w := nodesBesideAnEndpoint()
	assert.Equal(t, []string{"vpce-1@subnet-private"}, reachedFrom(t, w, "eni-web", "subnet-private"))
	w.Interfaces[0].SecurityGroups = append(w.Interfaces[0].SecurityGroups, "sg-node")
	assert.Equal(t, []string{"node@subnet-private", "vpce-1@subnet-private"}, reachedFrom(t, w, "eni-web", "subnet-private"))
	// A rule that lets out to whoever has the nodes' group means them.
	w.group("sg-out", "vpc-1", out(everything, "sg-node"))
	w.Interfaces[0].SecurityGroups = []string{"sg-out"}
	w.SecurityGroups[2].Rules[0] = in(everything, "10.0.0.0/16")
	w.expect(t, "eni-web", "10.0.2.77", flightpath.Direct, "")
	w.expect(t, "eni-web", "vpce-1", flightpath.Blocked, "")
}

// Where nodes have public addresses, the internet gets to what their groups let in. Which addresses those are is not told.
func TestNodesWithPublicAddresses(t *testing.T) {
	t.Parallel()
	w := nodesBesideAnEndpoint()
	w.Subnets[1].RouteTable = "rtb-public"
	w.SecurityGroups[2].Rules[0] = in(everything, "0.0.0.0/0")
	w.expect(t, "internet", "10.0.2.77", flightpath.Blocked, "no public address")
	assert.Empty(t, reachedFrom(t, w, "internet", "subnet-private"))
	w.expect(t, "10.0.2.77", "internet", flightpath.Blocked, "no public address")

	w.Nodes[0].Public = true
	w.expect(t, "internet", "10.0.2.77", flightpath.Direct, "")
	w.expect(t, "10.0.2.77", "internet", flightpath.Direct, "")
	w.expect(t, "internet", "192.0.2.77", flightpath.Unproven, "it may be the public address of nodes in subnet-private")
	assert.Equal(t, []string{"node@subnet-private"}, reachedFrom(t, w, "internet", "subnet-private"))
}

// Network ACLs do not know that a node's reply belongs to a connection.
func TestRepliesOfNodes(t *testing.T) {
	t.Parallel()
	w := nodesBesideAnEndpoint()
	w.Endpoints = nil
	w.SecurityGroups[2].Rules[0] = in(everything, "10.0.1.0/24")
	w.NetworkACLs[1].Entries = []network.ACLEntry{
		entry(100, false, true, everything, "10.0.1.0/24"), entry(100, true, true, tcp(1024, 4999), "10.0.1.0/24"),
	}
	w.expect(t, "eni-web", "10.0.2.77", flightpath.Asymmetric, "the reply to ports 5000-65535 is lost")
	w.NetworkACLs[1].Entries[1] = entry(100, true, true, tcp(1024, 65535), "10.0.1.0/24")
	w.expect(t, "eni-web", "10.0.2.77", flightpath.Direct, "")
}

// What is not known of nodes leaves their addresses unproven, for a reason that is named; what is known of them counts.
func TestNodesOfWhichSomethingIsNotKnown(t *testing.T) {
	t.Parallel()
	const groups, place = "the groups of ng-1 are not known", "where ng-1 has nodes is not known"
	for _, nodes := range append(whereNodesAre, "shop") {
		for reason, of := range map[string]network.Nodes{
			groups: {Doubt: groups},
			place:  {Unplaced: place, SecurityGroups: []string{"sg-1"}},
		} {
			w := nodesBesideAnEndpoint()
			of.Object, of.Subnets = w.Nodes[0].Object, w.NodeSubnets
			w.Nodes = []network.Nodes{of}
			w.expect(t, nodes, "eni-web", flightpath.Unproven, reason)
			w.expect(t, "eni-web", nodes, flightpath.Unproven, reason)
			reached, err := flightpath.New(&w.Network).Reach(nodes)
			require.NoError(t, err)
			require.NotEmpty(t, reached)
			for _, r := range reached {
				assert.Equal(t, flightpath.Unproven, r.Verdict)
				assert.Contains(t, r.Reason, reason)
			}
			// What routes stop on the way stays stopped, whatever the groups are.
			w.InternetGateways = nil
			w.expect(t, "internet", nodes, flightpath.Blocked, "vpc-1 has no internet gateway")
		}
		// More groups only allow more.
		w := nodesBesideAnEndpoint()
		w.Nodes[0].Doubt = groups
		w.expect(t, nodes, "eni-web", flightpath.Direct, "")
		w.Endpoints = nil
		w.expect(t, "eni-web", nodes, flightpath.Unproven, groups)
	}
	// Subnets and groups of other programs are not in the source.
	w := nodesBesideAnEndpoint()
	w.Endpoints, w.Nodes[0].Subnets, w.Nodes[0].SecurityGroups = nil, []string{"subnet-private", "subnet-0123456789abcdef0"}, []string{"sg-9"}
	w.expect(t, "subnet-0123456789abcdef0", "eni-web", flightpath.Unproven, "ng-1 names it")
	w.expect(t, "10.0.2.77", "eni-web", flightpath.Unproven, "the source does not hold sg-9")
	// A node whose place is not known is nobody that a check asks of, and an address that something is known to have is not its.
	w = nodesBesideAnEndpoint()
	w.Nodes[0].Unplaced = place
	for _, p := range w.check(t, flightpath.Expectations{}).Properties {
		assert.NotEqual(t, flightpath.Open, p.Result, p.Name)
	}
	for _, unplaced := range []string{"", place} { // and the check says so
		w.Nodes[0].Unplaced = unplaced
		for _, name := range []flightpath.PropertyName{flightpath.Contained, flightpath.FirewallSees} {
			note := resultsOf(t, w, flightpath.Expectations{Protected: []string{"vpc-1"}, InspectedEgress: true})[name].Note
			assert.Equal(t, unplaced != "", note != "", name)
			assert.Contains(t, note, unplaced)
		}
	}
	w.expect(t, "10.0.1.10", "vpce-1", flightpath.Direct, "")
}

// A target that is registered by an address of a subnet with nodes may be one of them: that nobody is it is not known.
func TestTargetThatMayBeANode(t *testing.T) {
	t.Parallel()
	w := nodesBesideAnEndpoint()
	w.LoadBalancers = []network.LoadBalancer{{
		Object: object("arn:lb"), Kind: network.ApplicationBalancer, VPC: "vpc-1", Internal: true, SecurityGroups: []string{"sg-1"}, ListenersKnown: true,
		Nodes: []network.Node{{Subnet: "subnet-public", Interface: "eni-web"}}, CrossZone: true, CrossZoneKnown: true,
		Listeners: []network.Listener{{Object: object("listener"), Port: 443, Protocol: "HTTPS", Forwards: []network.Forward{{Rule: "default", TargetGroup: "tg", Weight: 1}}}},
	}}
	w.TargetGroups = []network.TargetGroup{{
		Object: object("tg"), Kind: network.IPTargets, VPC: "vpc-1", Protocol: "HTTP", Port: 8080, TargetsKnown: true,
		Targets: []network.RegisteredTarget{{ID: "10.0.2.77", Address: addressesOf("10.0.2.77")[0], Port: 8080}},
	}}
	alive := func() flightpath.Property { return resultsOf(t, w, flightpath.Expectations{})[flightpath.Alive] }
	assert.Equal(t, flightpath.Open, alive().Result)
	require.NotEmpty(t, alive().Findings)
	assert.Contains(t, alive().Findings[0].Reason, "nodes in subnet-private may have the address 10.0.2.77")
	w.Endpoints, w.SecurityGroups[2].Rules = nil, w.SecurityGroups[2].Rules[1:]
	w.expect(t, "internet", "10.0.2.77", flightpath.Unproven, "the addresses of nodes in subnet-private")
	w.expect(t, "internet", "10.0.2.78", flightpath.Blocked, "") // nobody's target
	w.Nodes = nil
	assert.Equal(t, flightpath.Fails, alive().Result)
}

// Where a program tells the nodes' groups, whether nodes get out is asked of these, whatever else stands in the subnet, and of no group
// that is tagged as the cluster's.
func TestWayOutOfDeclaredNodes(t *testing.T) {
	t.Parallel()
	e := flightpath.Expectations{Protected: []string{"vpc-a", "vpc-b"}, InspectedEgress: true}
	w := egress()
	w.NodeSubnets = []string{"subnet-a"}
	w.Nodes = []network.Nodes{{Object: object("ng-1"), Subnets: w.NodeSubnets, SecurityGroups: []string{"sg-node"}}}
	w.group("sg-node", "vpc-a", out(everything, "0.0.0.0/0"))
	seen := func() string { return results(w.check(t, e))[flightpath.FirewallSees] }
	assert.Equal(t, "holds", seen())
	w.SecurityGroups[len(w.SecurityGroups)-1].Rules = nil
	assert.Equal(t, "fails; nodes in subnet-a -> internet blocked tcp 443", seen())
}

// Nodes have none of the addresses of which it is known who has them. A rule that lets out to whoever has the nodes' group lets nobody out
// to what else stands beside them, neither to an interface nor to a load balancer's node that no interface tells: the answer blames that
// rule's group, and no hop that comes later.
func TestNodesHaveNobodysAddress(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(w *world){
		"an interface":              func(w *world) { w.eni("eni-db", "subnet-private", "sg-2", "10.0.2.10") },
		"a node of a load balancer": frontAmongNodes,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := nodesBesideAnEndpoint()
			w.Endpoints = nil
			change(w)
			w.group("sg-out", "vpc-1", out(everything, "sg-node"))
			w.Interfaces[0].SecurityGroups = []string{"sg-out"}
			w.NetworkACLs[0].Entries = nil // further on, this would be what stops it
			w.expect(t, "eni-web", "10.0.2.10", flightpath.Blocked, "security group sg-out of eni-web does not allow outbound")
			w.expect(t, "eni-web", "10.0.2.77", flightpath.Blocked, "network ACL acl-1")
		})
	}
}

// Nor has a target that is declared the address of something else, so that a rule which names its group lets nobody out to that.
func TestDeclaredTargetsHaveNobodysAddress(t *testing.T) {
	t.Parallel()
	w := flat()
	w.group("sg-pod", "vpc-1", in(everything, "0.0.0.0/0"))
	w.TargetGroups = []network.TargetGroup{{Object: object("tg-1"), VPC: "vpc-1", Kind: network.IPTargets, Targets: []network.RegisteredTarget{
		{Declared: true, Subnets: []string{"subnet-private"}, Port: 8080, SecurityGroups: []string{"sg-pod"}},
	}}}
	w.group("sg-out", "vpc-1", out(everything, "sg-pod"))
	w.Interfaces[0].SecurityGroups = []string{"sg-out"}
	w.expect(t, "eni-web", "tg-1", flightpath.Direct, "")
	w.expect(t, "eni-web", "eni-db", flightpath.Blocked, "security group sg-out of eni-web does not allow outbound")
}

// frontAmongNodes adds a network load balancer whose node has an address, and no interface, beside the nodes.
func frontAmongNodes(w *world) {
	w.LoadBalancers = []network.LoadBalancer{{
		Object: object("front"), Kind: network.NetworkBalancer, VPC: "vpc-1", Internal: true, HasSecurityGroups: true, SecurityGroups: []string{"sg-2"},
		ListenersKnown: true, Nodes: []network.Node{{Subnet: "subnet-private", Addresses: []network.Address{{Private: netip.MustParseAddr("10.0.2.10")}}}},
	}}
}

// Nodes that are declared change no answer about addresses that no subnet of theirs holds.
func TestNodesChangeNothingElsewhere(t *testing.T) {
	t.Parallel()
	asked, arrived := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		n := random(t)
		before := flightpath.New(n)
		with := *n
		var hosts, others []string
		for _, s := range n.Subnets {
			hosts = append(hosts, s.ID)
		}
		with.NodeSubnets = rapid.SliceOfNDistinct(rapid.SampledFrom(hosts), 1, 4, rapid.ID[string]).Draw(t, "node subnets")
		for _, id := range with.NodeSubnets {
			one := network.Nodes{Object: network.Object{ID: "ng-" + id}, Subnets: []string{id}}
			switch rapid.SampledFrom([]string{"known", "known", "doubt", "unplaced"}).Draw(t, "kind") {
			case "known":
				one.SecurityGroups = []string{n.SecurityGroups[rapid.IntRange(0, len(n.SecurityGroups)-1).Draw(t, "group")].ID}
			case "doubt":
				one.Doubt = "not known"
			case "unplaced":
				one.Unplaced = "not known"
			}
			with.Nodes = append(with.Nodes, one)
		}
		after := flightpath.New(&with)
		for _, f := range n.Interfaces {
			if !slices.Contains(with.NodeSubnets, f.Subnet) {
				others = append(others, f.ID)
				for _, a := range f.Addresses {
					others = append(others, a.Private.String())
				}
			}
		}
		ends := append([]string{"internet", "10.99.0.1"}, others...)
		for range 12 {
			q := flightpath.Question{
				From: rapid.SampledFrom(ends).Draw(t, "from"), To: rapid.SampledFrom(ends).Draw(t, "to"),
				Port: rapid.SampledFrom([]int{0, 80, 443, 8080}).Draw(t, "port"),
			}
			want, wrong := before.Trace(q)
			got, err := after.Trace(q)
			if wrong != nil {
				require.EqualError(t, err, wrong.Error())
				continue
			}
			require.NoError(t, err)
			require.Equal(t, want, got, "%+v", q)
			asked++
			if !want.Verdict.Less(flightpath.Direct) {
				arrived++
			}
		}
	})
	// One in thirteen arrives on average. A run asks some eleven hundred questions, and next to never finds less than half of that.
	assert.Greater(t, arrived, asked/40, "next to nothing arrived in %d questions", asked)
}
