package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Packets is what a page asks about between all its places.
type Packets struct {
	Protocol string
	Port     int
}

// question puts it between two ends.
func (p Packets) question(from, to string) flightpath.Question {
	return flightpath.Question{From: from, To: to, Protocol: p.Protocol, Port: p.Port}
}

func (p Packets) String() string { return (&Trace{Question: p.question("", "")}).what() }

// flags are those of the command line that ask for it.
func (p Packets) flags() string {
	flags := ""
	if p.Port != 0 {
		flags = fmt.Sprintf(" --port %d", p.Port)
	}
	if p.Protocol != "" && p.Protocol != "tcp" {
		flags += " --protocol " + p.Protocol
	}
	return flags
}

// widest is how many ports a rule may name that is about certain ports; what is wider is about any.
const widest = 256

// Ports are the ports that a network's listeners, target groups and rules name, most telling first: what internet-facing load
// balancers listen at and forward, what targets listen at, what other load balancers listen at, and the first port of each
// rule of a security group that is about certain ports, by how many rules name it. Without any it is HTTPS.
func Ports(n *network.Network) []Packets {
	weights := map[Packets]int{}
	add := func(weight, port int, protocols ...string) {
		for _, protocol := range protocols {
			if port > 0 {
				weights[Packets{protocol, port}] += weight
			}
		}
	}
	const rule, inner, target, listener = 1, 1 << 16, 1 << 24, 1 << 40
	for i := range n.LoadBalancers {
		b := &n.LoadBalancers[i]
		for j := range b.Listeners {
			l := &b.Listeners[j]
			switch {
			case b.Kind == network.GatewayBalancer:
			case b.Internal:
				add(inner, l.Port, transports(l.Protocol)...)
			default:
				add(listener*(1+len(l.Forwards)), l.Port, transports(l.Protocol)...)
			}
		}
	}
	same := newAlike(n)
	for i := range n.TargetGroups {
		g := &n.TargetGroups[i]
		if len(same.answering(g)) == 0 {
			continue
		}
		if len(g.Targets) == 0 || g.Targets[0].Port == 0 {
			add(target, g.Port, transports(g.Protocol)...)
		}
		for _, one := range g.Targets {
			add(target, one.Port, transports(g.Protocol)...)
		}
	}
	for i := range n.SecurityGroups {
		for _, r := range n.SecurityGroups[i].Rules {
			if r.Match.To-r.Match.From >= widest {
				continue
			}
			switch r.Match.Protocol {
			case network.TCP:
				add(rule, r.Match.From, "tcp")
			case network.UDP:
				add(rule, r.Match.From, "udp")
			}
		}
	}
	if len(weights) == 0 {
		return []Packets{{"tcp", 443}}
	}
	all := make([]Packets, 0, len(weights))
	for packets := range weights {
		all = append(all, packets)
	}
	slices.SortFunc(all, func(a, b Packets) int {
		return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(a.Port, b.Port), cmp.Compare(a.Protocol, b.Protocol))
	})
	return all
}

// transports is what carries a protocol of a listener or a target group.
func transports(protocol string) []string {
	switch {
	case protocol == "UDP" || protocol == "QUIC":
		return []string{"udp"}
	case strings.HasPrefix(protocol, "TCP_"):
		return []string{"tcp", "udp"}
	}
	return []string{"tcp"}
}
