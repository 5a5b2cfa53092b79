package flightpathtest

import (
	"cmp"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// undeclared is what is expected of a network of which nobody declared anything: the internet uses what its internet-facing load
// balancers listen for, and VPCs in which none of them stands do not reach each other.
func undeclared(n *network.Network) flightpath.Expectations {
	var e flightpath.Expectations
	for i := range n.LoadBalancers {
		b := &n.LoadBalancers[i]
		if b.Internal || b.Kind == network.GatewayBalancer {
			continue
		}
		e.LoadBalancers = append(e.LoadBalancers, b.ID)
		if !slices.Contains(e.Ingress, b.VPC) && b.VPC != "" {
			e.Ingress = append(e.Ingress, b.VPC)
		}
		for _, l := range b.Listeners {
			for _, protocol := range protocols[cmp.Or(l.Protocol, "TCP")] {
				e.Services = append(e.Services, flightpath.Service{Name: cmp.Or(b.Name, b.ID), LoadBalancer: b.ID, Port: l.Port, Protocol: protocol})
			}
		}
	}
	for _, v := range n.VPCs {
		if !slices.Contains(e.Ingress, v.ID) {
			e.Protected = append(e.Protected, v.ID)
		}
	}
	return e
}

// protocols is what listeners' protocols run over.
var protocols = map[string][]string{
	"HTTP": {"tcp"}, "HTTPS": {"tcp"}, "TCP": {"tcp"}, "TLS": {"tcp"}, "UDP": {"udp"}, "QUIC": {"udp"}, "TCP_UDP": {"tcp", "udp"}, "TCP_QUIC": {"tcp", "udp"},
}
