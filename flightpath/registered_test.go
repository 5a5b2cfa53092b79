package flightpath_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Pods share the interface of their node: what a load balancer sends to one of them does not get to another.
func TestPodsThatShareAnInterface(t *testing.T) {
	t.Parallel()
	w := balanced(network.ApplicationBalancer)
	shared := &w.Interfaces[slices.IndexFunc(w.Interfaces, func(i network.Interface) bool { return i.ID == "eni-pod1" })]
	shared.Addresses = append(shared.Addresses, network.Address{Private: addressesOf("10.0.11.8")[0]}, network.Address{Private: addressesOf("10.0.11.9")[0]})
	w.TargetGroups[0].Name = "web"
	w.TargetGroups = append(w.TargetGroups, network.TargetGroup{
		Object: object("tg-idle"), Kind: network.IPTargets, VPC: "vpc-1", Protocol: "TCP", Port: 8443, TargetsKnown: true,
		Targets: []network.RegisteredTarget{{ID: "10.0.11.8", Address: addressesOf("10.0.11.8")[0], Port: 8443, Zone: "use1-az1"}},
	})
	w.TargetGroups[1].Name = "idle"
	for _, to := range []string{"10.0.11.7", "web", "tg-1", "eni-pod1", "10.0.11.0/28"} {
		answer := w.expect(t, "internet", to, flightpath.Direct, "")
		require.Len(t, answer.Legs, 2, to)
		assert.Contains(t, answer.Legs[1].Example, "10.0.11.7", to)
	}
	for _, to := range []string{"10.0.11.8", "idle", "tg-idle", "10.0.11.9"} {
		w.expect(t, "internet", to, flightpath.Blocked, "")
	}

	// A listener of its own.
	w.LoadBalancers[0].Listeners = append(w.LoadBalancers[0].Listeners, network.Listener{
		Object: object("listener-idle"), Port: 444, Protocol: "TCP", Forwards: []network.Forward{{Rule: "default", TargetGroup: "tg-idle", Weight: 1}},
	})
	w.SecurityGroups[0].Rules = append(w.SecurityGroups[0].Rules, in(tcp(444, 444), "0.0.0.0/0"))
	for _, to := range []string{"10.0.11.8", "idle"} {
		w.expect(t, "internet", to, flightpath.Blocked, "")
		assert.Equal(t, flightpath.Direct, w.askFor(t, flightpath.Question{From: "internet", To: to, Port: 444}).Verdict, to)
	}
	assert.Equal(t, flightpath.Blocked, w.askFor(t, flightpath.Question{From: "internet", To: "web", Port: 444}).Verdict)
}

// The services behind an inner load balancer share its addresses: its other listeners are others'.
func TestServicesBehindOneInnerLoadBalancer(t *testing.T) {
	t.Parallel()
	w := sandwich()
	w.TargetGroups[1].Targets = nil // as in a program, of which nobody says where the pods are
	w.TargetGroups[0].Name, w.TargetGroups[1].Name = "web-0a1b2c3d", "web-inner"
	other := w.TargetGroups[0]
	other.ID, other.Name, other.Port = "tg-other", "other-0a1b2c3d", 444
	other.Targets = slices.Clone(other.Targets)
	for i := range other.Targets {
		other.Targets[i].Port = 444
	}
	w.TargetGroups = append(w.TargetGroups, other)
	w.LoadBalancers[1].Listeners = append(w.LoadBalancers[1].Listeners, network.Listener{
		Object: object("listener-other"), Port: 444, Protocol: "TCP", Forwards: []network.Forward{{Rule: "default", TargetGroup: "tg-2", Weight: 1}},
	})
	w.SecurityGroups[2].Rules = append(w.SecurityGroups[2].Rules, in(tcp(444, 444), "10.0.0.0/16"))

	w.expect(t, "internet", "web", flightpath.Direct, "")
	answer := w.expect(t, "internet", "other", flightpath.Blocked, "")
	assert.NotContains(t, answer.Reason, "both ends")

	// Whoever is in the ingress VPC gets to a service at its own port.
	w.table("rtb-client", "vpc-1", "10.0.0.0/16", "local", "10.2.0.0/16", "tgw-1")
	w.subnet("subnet-client", "vpc-1", "use1-az1", "rtb-client", "acl-lb", "10.0.99.0/24")
	w.openGroup("sg-client", "vpc-1")
	w.eni("eni-client", "subnet-client", "sg-client", "10.0.99.9")
	ask := func(to string, port int) flightpath.Verdict {
		return w.askFor(t, flightpath.Question{From: "eni-client", To: to, Port: port}).Verdict
	}
	assert.Equal(t, flightpath.Direct, ask("web", 443))
	assert.Equal(t, flightpath.Direct, ask("other", 444))
	assert.Equal(t, flightpath.Blocked, ask("web", 444))
	assert.Equal(t, flightpath.Blocked, ask("other", 443))
}

// A target group of instances sends to the primary address of a node, not to those of its pods.
func TestPodsOfANodeThatIsATarget(t *testing.T) {
	t.Parallel()
	w := balanced(network.ApplicationBalancer)
	node := &w.Interfaces[slices.IndexFunc(w.Interfaces, func(i network.Interface) bool { return i.ID == "eni-pod1" })]
	node.Addresses = append(node.Addresses, network.Address{Private: addressesOf("10.0.11.8")[0]}, network.Address{Private: addressesOf("2001:db8::8")[0]})
	node.Owner = "i-1"
	w.Instances = append(w.Instances, network.Instance{Object: object("i-1"), Interfaces: []string{"eni-pod1"}, Running: true})
	w.TargetGroups[0].Kind = network.InstanceTargets
	w.TargetGroups[0].Targets = []network.RegisteredTarget{{ID: "i-1", Port: 8443, Zone: "use1-az1"}}
	for _, to := range []string{"10.0.11.7", "10.0.11.8", "eni-pod1", "i-1", "tg-1"} {
		w.expect(t, "internet", to, flightpath.Direct, "") // which of its addresses is the primary one is not known
	}
	node.Primary = addressesOf("10.0.11.7")[0]
	for _, to := range []string{"10.0.11.7", "eni-pod1", "i-1", "tg-1", "10.0.11.0/28"} {
		w.expect(t, "internet", to, flightpath.Direct, "")
	}
	w.expect(t, "internet", "10.0.11.8", flightpath.Blocked, "")
}
