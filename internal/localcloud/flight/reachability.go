package flight

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// Reachability plays Reachability Analyzer for a local cloud: flightpath answers, of the objects that there are. Where it cannot
// prove an answer, the analysis fails.
//
// It knows internet gateways and VPC attachments of a transit gateway as sources, and attachments and network interfaces of load
// balancers as destinations. Like AWS it looks at the forward direction only, and takes what leaves an attachment to come from
// any address. Unlike AWS, which looks for any path, it takes flightpath's, the worst of those that the network may choose.
func Reachability(path localcloud.Object, through []string, objects []localcloud.Object) (bool, error) {
	n, err := Network(objects)
	if err != nil {
		return false, err
	}
	p := newPath(path, objects)
	question := flightpath.Question{Protocol: p.protocol, Port: p.sentTo, From: "internet", To: p.address}
	arrival, _ := netip.ParseAddr(p.address)
	if p.address == "" {
		it, err := receiver(n, p.destination)
		if err != nil {
			return false, err
		}
		question.To, arrival = it.ID, it.Addresses[0].Private
	}
	if !strings.HasPrefix(p.source, "igw-") {
		if question.From, err = sender(n, p.source, arrival); err != nil {
			return false, err
		}
	}
	p.only(n)
	answer, err := flightpath.New(n).Trace(question)
	if err != nil {
		return false, err
	}
	return p.found(answer, through, n.LoadBalancers)
}

// path is what a path of the Analyzer asks.
type path struct {
	source, destination string // IDs
	protocol            string
	sentTo              int // port
	address             string
	port                int
}

func newPath(object localcloud.Object, objects []localcloud.Object) path {
	in := object.Outputs // what AWS has: the provider does nothing for another filter
	leaving, arriving := inside(in, "filterAtSource"), inside(in, "filterAtDestination")
	p := path{
		source: idOf(in["source"]), destination: idOf(in["destination"]), protocol: text(in["protocol"]),
		sentTo: number(in["destinationPort"]) + number(inside(leaving, "destinationPortRange")["fromPort"]),
		port:   number(inside(arriving, "destinationPortRange")["fromPort"]),
	}
	p.address = cmp.Or(text(arriving["destinationAddress"]), text(leaving["destinationAddress"]), interfaceAddress(p.destination, objects))
	return p
}

// interfaceAddress is the address of a load balancer's network interface; empty where the ID is of nothing like it.
func interfaceAddress(id string, objects []localcloud.Object) string {
	for _, object := range objects {
		mappings, _ := object.Outputs["subnetMappings"].([]any)
		for _, mapping := range mappings {
			if in, ok := mapping.(map[string]any); ok && localcloud.InterfaceID(object.ID, text(in["subnetId"])) == id {
				return text(in["privateIpv4Address"])
			}
		}
	}
	return ""
}

// only leaves listeners at the path's ports, and of the targets that have its address those that have its port: flightpath's one port
// is that of either end, where a load balancer is in between.
func (p path) only(n *network.Network) {
	for i := range n.LoadBalancers {
		balancer := &n.LoadBalancers[i]
		balancer.Listeners = slices.DeleteFunc(slices.Clone(balancer.Listeners), func(listener network.Listener) bool {
			return p.sentTo > 0 && listener.Port != p.sentTo && listener.Port != p.port
		})
	}
	for i := range n.TargetGroups {
		group := &n.TargetGroups[i]
		group.Targets = slices.DeleteFunc(slices.Clone(group.Targets), func(target network.RegisteredTarget) bool {
			return p.port > 0 && target.Address.IsValid() && target.Address.String() == p.address && target.Port != p.port
		})
	}
}

// found says whether an answer is a path to the destination that crosses everything.
func (p path) found(answer flightpath.Answer, through []string, balancers []network.LoadBalancer) (bool, error) {
	crossed := map[string]bool{}
	for _, hop := range answer.Forward {
		if hop.Decision != "" {
			break
		}
		crossed[hop.ID] = true
		for _, balancer := range balancers {
			if strings.HasPrefix(hop.ID, balancer.Name+"@") { // one of its nodes
				crossed[balancer.ID] = true
			}
		}
		if hop.ID == p.destination && hop.ID != p.source {
			return all(through, crossed), nil // an attachment: what becomes of packets behind it is another question
		}
	}
	switch {
	case answer.Verdict == flightpath.Unproven:
		return false, fmt.Errorf("flightpath cannot tell: %s", answer.Reason)
	case answer.Verdict == flightpath.Blocked || strings.HasPrefix(p.destination, "tgw-attach-") && p.address != "":
		return false, nil
	}
	return all(through, crossed), nil
}

func all(through []string, crossed map[string]bool) bool {
	return !slices.ContainsFunc(through, func(arn string) bool { return !crossed[arn] && !crossed[idOf(arn)] })
}

// sender puts an interface behind a VPC attachment that sends to the transit gateway, whatever the VPC's own routes are, from all
// addresses but those of the VPC that packets are for.
func sender(n *network.Network, attachment string, to netip.Addr) (string, error) {
	behind, subnet, err := attached(n, attachment)
	if err != nil {
		return "", err
	}
	it := probe(n, *subnet)
	for _, vpc := range n.VPCs {
		if !slices.ContainsFunc(vpc.CIDRs, func(p netip.Prefix) bool { return p.Contains(to) }) {
			it.Prefixes = append(it.Prefixes, vpc.CIDRs...)
		}
	}
	n.RouteTables = append(n.RouteTables, network.RouteTable{Object: it.Object, VPC: subnet.VPC, Routes: []network.Route{
		{Destination: everywhere, Target: network.Target{Kind: network.TargetTransitGateway, ID: behind.Gateway}},
	}})
	subnet.RouteTable = it.ID
	n.Interfaces = append(n.Interfaces, it)
	return it.ID, nil
}

// receiver puts an interface behind a VPC attachment that takes everything.
func receiver(n *network.Network, attachment string) (network.Interface, error) {
	_, subnet, err := attached(n, attachment)
	if err != nil {
		return network.Interface{}, err
	}
	it := probe(n, *subnet)
	n.Interfaces = append(n.Interfaces, it)
	return it, nil
}

// attached is a VPC attachment, and the first of its subnets.
func attached(n *network.Network, id string) (network.Attachment, *network.Subnet, error) {
	at := slices.IndexFunc(n.Attachments, func(a network.Attachment) bool { return a.ID == id && len(a.Subnets) > 0 })
	if at < 0 {
		return network.Attachment{}, nil, fmt.Errorf("flightpath cannot begin or end a path at %q", id)
	}
	in := slices.IndexFunc(n.Subnets, func(s network.Subnet) bool { return s.ID == n.Attachments[at].Subnets[0] })
	if in < 0 || len(n.Subnets[in].CIDRs) == 0 {
		return network.Attachment{}, nil, fmt.Errorf("the network does not hold subnet %s of attachment %s", n.Attachments[at].Subnets[0], id)
	}
	return n.Attachments[at], &n.Subnets[in], nil
}

// probe is an interface in a subnet, whose security group lets everything pass. Its address is the last but AWS's own one.
func probe(n *network.Network, subnet network.Subnet) network.Interface {
	itself := network.Object{ID: "probe-" + subnet.ID, Account: subnet.Account, Region: subnet.Region}
	everything := network.Match{Protocol: network.AnyProtocol}
	n.SecurityGroups = append(n.SecurityGroups, network.SecurityGroup{Object: itself, VPC: subnet.VPC, Rules: []network.Rule{
		{Match: everything, CIDR: everywhere}, {Match: everything, CIDR: everywhere, Egress: true},
	}})
	last := subnet.CIDRs[0].Masked().Addr().As4()
	for bit := subnet.CIDRs[0].Bits(); bit < 32; bit++ {
		last[bit/8] |= 1 << (7 - bit%8)
	}
	return network.Interface{
		Object: itself, VPC: subnet.VPC, Subnet: subnet.ID, SecurityGroups: []string{itself.ID}, Forwards: true,
		Addresses: []network.Address{{Private: netip.AddrFrom4(last).Prev()}},
	}
}

var everywhere = netip.PrefixFrom(netip.IPv4Unspecified(), 0)

func idOf(of any) string {
	arn := text(of)
	if !strings.HasPrefix(arn, "arn:aws:ec2:") {
		return arn
	}
	return arn[strings.LastIndex(arn, "/")+1:]
}

func inside(in map[string]any, name string) map[string]any {
	found, _ := in[name].(map[string]any)
	return found
}

func text(of any) string {
	found, _ := of.(string)
	return found
}

func number(of any) int {
	found, _ := of.(float64)
	return int(found)
}
