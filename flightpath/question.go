package flightpath

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/space"
)

// Question is asked of a network: do packets get from one endpoint to another?
//
// An endpoint is an ID (instance, network interface, load balancer by ARN, name or DNS name, NAT gateway, VPC endpoint, subnet, VPC),
// an address, a CIDR, a tag as key=value, the value of a Name tag, or `internet`.
type Question struct {
	From, To string

	// Protocol is tcp (also where it is empty), udp, icmp, or IANA's number; `all` is any.
	Protocol string

	// Port is the destination port; 0 is any. For ICMP it is the type: 0 is echo request, as where it is not given, and [EchoReply] is
	// the type that has the number 0.
	Port int
}

// EchoReply is the Port of a question about ICMP's type 0.
const EchoReply = -1

// ICMPType is the type that a question about ICMP asks for, and false for other protocols.
func (q Question) ICMPType() (kind int, is bool) {
	number, err := q.number()
	switch {
	case err != nil || number != space.ICMP && number != space.ICMPv6:
		return 0, false
	case q.Port == EchoReply:
		return 0, true
	case q.Port == 0:
		return 8, true
	}
	return q.Port, true
}

// Ports from which a sender sends, and to which replies go: those that no service listens at.
const (
	FirstEphemeralPort = 1024
	LastEphemeralPort  = 65535
)

// number is the protocol's number; -1 is any.
func (q Question) number() (int, error) {
	switch p := strings.ToLower(q.Protocol); p {
	case "", "tcp":
		return space.TCP, nil
	case "udp":
		return space.UDP, nil
	case "icmp", "icmpv6":
		return space.ICMP, nil
	case "all", "-1":
		return -1, nil
	default:
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || n > 255 {
			return 0, fmt.Errorf("protocol %q: tcp, udp, icmp, all, or a number from 0 to 255", q.Protocol)
		}
		return n, nil
	}
}

// packets is everything that may be sent for the question, whatever the addresses.
func (q Question) packets() (space.Set, error) {
	number, err := q.number()
	if err != nil {
		return space.Set{}, err
	}
	if kind, is := q.ICMPType(); is && kind == 0 {
		all := space.All()
		return all.V4().Protocol(space.ICMP).DestinationPorts(0, 0).SourcePorts(0, 0).
			Union(all.V6().Protocol(space.ICMPv6).DestinationPorts(129, 129).SourcePorts(0, 0)), nil
	}
	if q.Port < 0 || q.Port > 65535 {
		return space.Set{}, fmt.Errorf("port %d: from 0 to 65535", q.Port)
	}
	return traffic(number, q.Port), nil
}

// traffic is the packets of a protocol to a port, whatever the addresses; 0 is any port, -1 any protocol.
func traffic(protocol, port int) space.Set {
	all := space.All()
	switch {
	case protocol == space.ICMP || protocol == space.ICMPv6:
		kind, kind6 := port, port
		if port == 0 || port == 8 || port == 128 {
			kind, kind6 = 8, 128 // echo
		}
		return all.V4().Protocol(space.ICMP).DestinationPorts(kind, kind).SourcePorts(0, 0).
			Union(all.V6().Protocol(space.ICMPv6).DestinationPorts(kind6, kind6).SourcePorts(0, 0))
	case protocol < 0:
		sent := all.SourcePorts(FirstEphemeralPort, LastEphemeralPort)
		if port == 0 {
			return sent.Union(traffic(space.ICMP, 0))
		}
		return sent.Protocol(space.TCP).Union(sent.Protocol(space.UDP)).DestinationPorts(port, port)
	case !space.HasPorts(protocol):
		return all.Protocol(protocol)
	}
	sent := all.Protocol(protocol).SourcePorts(FirstEphemeralPort, LastEphemeralPort)
	if port == 0 {
		return sent
	}
	return sent.DestinationPorts(port, port)
}
