package flightpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// linked is balanced behind an endpoint service, with a client and an interface endpoint in another VPC, both in zone 1.
func linked() *world {
	w := balanced(network.NetworkBalancer)
	w.LoadBalancers[0].CrossZone = true
	w.vpc("vpc-c", "10.7.0.0/16")
	w.openACL("acl-c", "vpc-c")
	w.openGroup("sg-c", "vpc-c")
	w.group("sg-endpoint", "vpc-c", in(tcp(443, 443), "10.7.0.0/16"))
	w.table("rtb-c", "vpc-c", "10.7.0.0/16", "local")
	w.subnet("subnet-c", "vpc-c", "use1-az1", "rtb-c", "acl-c", "10.7.1.0/24")
	w.eni("eni-client", "subnet-c", "sg-c", "10.7.1.10")
	w.eni("eni-endpoint", "subnet-c", "sg-endpoint", "10.7.1.20")
	w.Endpoints = []network.Endpoint{{
		Object: object("vpce-1"), VPC: "vpc-c", Kind: network.InterfaceEndpoint, Service: "com.amazonaws.vpce.us-east-1.vpce-svc-1",
		Subnets: []string{"subnet-c"}, Interfaces: []string{"eni-endpoint"}, SecurityGroups: []string{"sg-endpoint"}, Available: true,
	}}
	w.EndpointServices = []network.EndpointService{{Object: object("vpce-svc-1"), Service: "com.amazonaws.vpce.us-east-1.vpce-svc-1", LoadBalancers: []string{alb}}}
	return w
}

func TestPrivateLink(t *testing.T) {
	w := linked()
	answer := w.expect(t, "eni-client", "eni-pod1", flightpath.Direct, "")
	require.Len(t, answer.Legs, 2)
	assert.Equal(t, "eni-endpoint", answer.Legs[0].To)
	w.expect(t, "eni-client", "vpce-1", flightpath.Direct, "")
	// One way only: nothing begins behind an endpoint.
	w.expect(t, "eni-pod1", "eni-client", flightpath.Blocked, "")
	w.SecurityGroups[3].Rules = nil
	w.expect(t, "eni-client", "eni-pod1", flightpath.Blocked, "")
	// The load balancer's own inbound rules may count for PrivateLink or not, where the source does not tell.
	w = linked()
	w.SecurityGroups[0].Rules[0] = in(tcp(443, 443), "10.0.0.0/16")
	w.expect(t, "eni-client", "eni-pod1", flightpath.Unproven, "clients of PrivateLink")
	w = linked()
	w.EndpointServices = nil
	w.expect(t, "eni-client", "eni-pod1", flightpath.Unproven, "does not tell which load balancers its service has")
	w.Endpoints[0].Service = "com.amazonaws.us-east-1.sts" // AWS's own, behind which nothing of the network is
	w.expect(t, "eni-client", "eni-pod1", flightpath.Blocked, "")
}

// AWS: "Create a service powered by AWS PrivateLink": an endpoint's interface takes a load balancer's node in its own zone. So what
// the load balancer sends within zones only is not reached from another zone's interface.
func TestPrivateLinkStaysInItsZone(t *testing.T) {
	w := linked()
	w.expect(t, "eni-client", "eni-pod2", flightpath.Direct, "") // across zones
	w.LoadBalancers[0].CrossZone = false
	w.expect(t, "eni-client", "eni-pod1", flightpath.Direct, "")
	w.expect(t, "eni-client", "eni-pod2", flightpath.Blocked, "")
	reached := told(t, w, "eni-client")
	assert.Contains(t, reached, "eni-pod1 direct tcp 8443 by front")
	assert.NotContains(t, reached, "eni-pod2 direct tcp 8443 by front")
	// The other zone's node has no way to its targets: nobody comes by it.
	w = linked()
	w.NetworkACLs[1].Entries = append(w.NetworkACLs[1].Entries, entry(1, false, false, everything, "10.0.2.0/24"))
	w.expect(t, "eni-client", "eni-pod1", flightpath.Direct, "")
	w.expect(t, "internet", "eni-pod1", flightpath.Blocked, "acl-pod")
	// Of which zone the interface is has to be known.
	w.Subnets[len(w.Subnets)-1].Zone = ""
	w.expect(t, "eni-client", "eni-pod1", flightpath.Unproven, "does not tell the zone of eni-endpoint")
	w.Subnets[len(w.Subnets)-1].Zone = "euw1-az1" // in another Region: any node
	w.expect(t, "eni-client", "eni-pod1", flightpath.Blocked, "acl-pod")
}

// By the same page AWS chooses one of several load balancers of a service for each interface: the worst decides.
func TestPrivateLinkWithTwoLoadBalancers(t *testing.T) {
	w := linked()
	second := w.LoadBalancers[0]
	second.ID, second.Name, second.SecurityGroups, second.HasSecurityGroups = "arn:second", "second", nil, false
	second.Nodes = []network.Node{{Subnet: "subnet-lb1", Addresses: []network.Address{{Private: addressesOf("10.0.1.6")[0]}}}}
	w.LoadBalancers = append(w.LoadBalancers, second)
	w.EndpointServices[0].LoadBalancers = append(w.EndpointServices[0].LoadBalancers, "arn:second")
	w.SecurityGroups[1].Rules = []network.Rule{in(tcp(8443, 8443), "10.0.1.0/24")}
	w.expect(t, "eni-client", "eni-pod1", flightpath.Direct, "")
	w.SecurityGroups[1].Rules = []network.Rule{in(tcp(8443, 8443), "10.0.1.5/32")}
	w.expect(t, "eni-client", "eni-pod1", flightpath.Blocked, "from 10.0.1.6")
}

// AWS: "Access an AWS service using an interface VPC endpoint": the service cannot begin a connection through it. Endpoints may be
// targets of load balancers themselves, by their addresses.
func TestInterfaceEndpointsAnswerAndForward(t *testing.T) {
	w := linked()
	w.openGroup("sg-open", "vpc-c")
	w.Interfaces[len(w.Interfaces)-1].SecurityGroups = []string{"sg-open"}
	w.expect(t, "eni-client", "eni-endpoint", flightpath.Direct, "")
	w.expect(t, "eni-endpoint", "eni-client", flightpath.Blocked, "begins no connection")
	w.expect(t, "vpce-1", "eni-client", flightpath.Blocked, "begins no connection")
	assert.Empty(t, told(t, w, "vpce-1"))
	// The endpoint's subnet answers nobody.
	w.acl("acl-mute", "vpc-c", entry(1, false, true, everything, "0.0.0.0/0"))
	w.subnet("subnet-mute", "vpc-c", "use1-az1", "rtb-c", "acl-mute", "10.7.2.0/24")
	last := &w.Interfaces[len(w.Interfaces)-1]
	last.Subnet, last.Addresses = "subnet-mute", []network.Address{{Private: addressesOf("10.7.2.20")[0]}}
	w.Endpoints[0].Subnets = []string{"subnet-mute"}
	w.expect(t, "eni-client", "eni-pod1", flightpath.Asymmetric, "acl-mute of subnet-mute denies outbound")

	// A load balancer in the client's VPC with the endpoint as its target: three legs.
	w = linked()
	w.LoadBalancers = append(w.LoadBalancers, network.LoadBalancer{
		Object: object("arn:near"), Kind: network.NetworkBalancer, Internal: true, VPC: "vpc-c", CrossZone: true, CrossZoneKnown: true, ListenersKnown: true,
		Nodes:     []network.Node{{Subnet: "subnet-c", Addresses: []network.Address{{Private: addressesOf("10.7.1.30")[0]}}}},
		Listeners: []network.Listener{{Object: object("listener-near"), Port: 443, Protocol: "TCP", Forwards: []network.Forward{{Rule: "default", TargetGroup: "tg-near", Weight: 1}}}},
	})
	w.TargetGroups = append(w.TargetGroups, network.TargetGroup{
		Object: object("tg-near"), Kind: network.IPTargets, VPC: "vpc-c", Protocol: "TCP", Port: 443, TargetsKnown: true,
		Targets: []network.RegisteredTarget{{ID: "10.7.1.20", Address: addressesOf("10.7.1.20")[0], Port: 443, Zone: "use1-az1"}},
	})
	w.SecurityGroups[3].Rules = []network.Rule{in(tcp(443, 443), "10.7.1.30/32")} // of the endpoint: from the load balancer only
	answer := w.expect(t, "eni-client", "eni-pod1", flightpath.Direct, "")
	assert.Len(t, answer.Legs, 3)
	w.SecurityGroups[3].Rules = []network.Rule{in(tcp(443, 443), "10.7.1.31/32")}
	w.expect(t, "eni-client", "eni-pod1", flightpath.Blocked, "")
	w.Endpoints[0].Available = false
	w.SecurityGroups[3].Rules = []network.Rule{in(tcp(443, 443), "10.7.1.30/32")}
	w.expect(t, "eni-client", "eni-pod1", flightpath.Blocked, "")
}

// An endpoint that is not made yet may get any address of its subnets.
func TestEndpointsThatAreNotMade(t *testing.T) {
	w := linked()
	w.Interfaces, w.Endpoints[0].Interfaces = w.Interfaces[:len(w.Interfaces)-1], nil
	w.expect(t, "eni-client", "10.7.1.99", flightpath.Direct, "")
	w.expect(t, "eni-client", "eni-pod1", flightpath.Direct, "")
	w.expect(t, "eni-client", "10.7.9.9", flightpath.Blocked, "no subnet of vpc-c")
	w.SecurityGroups[3].Rules = nil
	w.expect(t, "eni-client", "10.7.1.99", flightpath.Blocked, "sg-endpoint")
	w.expect(t, "eni-client", "eni-pod1", flightpath.Blocked, "")
}
