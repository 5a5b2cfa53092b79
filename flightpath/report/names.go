package report

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Names are what people call objects, by ID. They come from tags, so anything may stand in them.
type Names map[string]string

// NamesOf are the names of a network's objects.
func NamesOf(n *network.Network) Names {
	names := Names{}
	take := func(object *network.Object) {
		if object.Name != "" && object.Name != object.ID {
			names[object.ID] = object.Name
		}
	}
	takeAll(n.VPCs, take, func(o *network.VPC) *network.Object { return &o.Object })
	takeAll(n.Subnets, take, func(o *network.Subnet) *network.Object { return &o.Object })
	takeAll(n.RouteTables, take, func(o *network.RouteTable) *network.Object { return &o.Object })
	takeAll(n.NetworkACLs, take, func(o *network.NetworkACL) *network.Object { return &o.Object })
	takeAll(n.SecurityGroups, take, func(o *network.SecurityGroup) *network.Object { return &o.Object })
	takeAll(n.Interfaces, take, func(o *network.Interface) *network.Object { return &o.Object })
	takeAll(n.Instances, take, func(o *network.Instance) *network.Object { return &o.Object })
	takeAll(n.InternetGateways, take, func(o *network.InternetGateway) *network.Object { return &o.Object })
	takeAll(n.NATGateways, take, func(o *network.NATGateway) *network.Object { return &o.Object })
	takeAll(n.Peerings, take, func(o *network.Peering) *network.Object { return &o.Object })
	takeAll(n.Endpoints, take, func(o *network.Endpoint) *network.Object { return &o.Object })
	takeAll(n.TransitGateways, take, func(o *network.TransitGateway) *network.Object { return &o.Object })
	takeAll(n.Attachments, take, func(o *network.Attachment) *network.Object { return &o.Object })
	takeAll(n.TransitRouteTables, take, func(o *network.TransitRouteTable) *network.Object { return &o.Object })
	takeAll(n.LoadBalancers, take, func(o *network.LoadBalancer) *network.Object { return &o.Object })
	takeAll(n.TargetGroups, take, func(o *network.TargetGroup) *network.Object { return &o.Object })
	takeAll(n.Firewalls, take, func(o *network.Firewall) *network.Object { return &o.Object })
	return names
}

func takeAll[T any](list []T, take func(*network.Object), object func(*T) *network.Object) {
	for i := range list {
		take(object(&list[i]))
	}
}

// label is an object for people: its ID, shortened where it is an ARN or a URN, and its name where that says more.
func (n Names) label(id string) string {
	if owner, subnet, isMade := strings.Cut(id, "@"); isMade && n[owner] != "" {
		return printable(n[owner] + "@" + longID.ReplaceAllStringFunc(subnet, shortened)) // a target or a node without an ID of its own
	}
	short := longID.ReplaceAllStringFunc(id, shortened)
	name := n[id]
	if name == "" || strings.Contains(short, name) {
		return printable(short)
	}
	return printable(short + " (" + name + ")")
}

// shortened is what tells in an ARN (loadbalancer/app/web/…) or in a URN of Pulumi (the name).
func shortened(id string) string {
	switch {
	case strings.HasPrefix(id, "arn:"):
		if parts := strings.SplitN(id, ":", 6); len(parts) == 6 {
			return parts[5]
		}
	case strings.HasPrefix(id, "urn:pulumi:"):
		return id[strings.LastIndex(id, "::")+2:]
	}
	return id
}

// longID is an ARN or a URN of Pulumi within a text.
var longID = regexp.MustCompile(`arn:[a-z-]+:[^\s,;)]+|urn:pulumi:[^\s,;)]+`)

// brief is a text for people, without what a terminal would obey, and with ARNs and URNs shortened.
func brief(text string) string { return printable(longID.ReplaceAllStringFunc(text, shortened)) }

// printable is a text without what a terminal would obey.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '·'
	}, text)
}
