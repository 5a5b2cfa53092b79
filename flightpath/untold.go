package flightpath

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// ownerOfInterfaces is something that the source does not hold itself, and whose interfaces say that they are its: an instance, a
// load balancer, a NAT gateway, an endpoint. Nil where no interface does.
func (a *Analyzer) ownerOfInterfaces(id string) *endpoint {
	e := endpoint{label: id}
	var nodes []side
	for _, n := range a.sortedNICs() {
		switch {
		case n.stray != "" && (n.stray == id || strings.HasSuffix(id, ":loadbalancer/"+n.stray) || nameIn(n.stray) == id):
			nodes = append(nodes, ofNIC(n))
		case n.owner == id && id != "":
			e.groups = append(e.groups, []side{ofNIC(n)})
		}
	}
	if len(nodes) > 0 {
		e.groups = append(e.groups, nodes) // of a load balancer's nodes the network chooses
	}
	if len(e.groups) == 0 {
		return nil
	}
	return &e
}

// nameIn is a load balancer's name in what descriptions of interfaces call it: app/name/id, or name for a classic one.
func nameIn(stray string) string {
	if parts := strings.Split(stray, "/"); len(parts) == 3 {
		return parts[1]
	}
	return stray
}

// awsID is an ID as AWS makes them, by what it is an ID of.
var awsID = regexp.MustCompile(`^(i|eni|vpc|subnet|nat|vpce)-[0-9a-f]{8,17}$`)

// identified are the kinds of what such IDs are of.
var identified = map[string]network.GapKind{
	"i": network.GapInstances, "eni": network.GapInterfaces, "vpc": network.GapVPCs, "subnet": network.GapSubnets,
	"nat": network.GapNATGateways, "vpce": network.GapEndpoints,
}

// untoldID is what an ID names that the network does not hold, where something in it refers to it or the source does not tell of all
// of its kind. Nil where neither is so, and where the text is no ID.
func (a *Analyzer) untoldID(id string) *endpoint {
	var kind network.GapKind
	var where *network.Object
	if parts := strings.SplitN(id, ":", 6); len(parts) == 6 && parts[0] == "arn" && strings.HasPrefix(parts[5], "loadbalancer/") {
		kind, where = network.GapLoadBalancers, &network.Object{Region: parts[3], Account: parts[4]}
	} else if found := awsID.FindStringSubmatch(id); found != nil {
		kind = identified[found[1]]
	}
	reason := ""
	if kind != "" {
		reason = a.missing(kind, where)
	}
	for _, r := range a.index.Dangling {
		if r.To == id {
			reason = cmp.Or(reason, r.From+" names it, and the source does not hold it")
		}
	}
	if reason == "" {
		return nil
	}
	return &endpoint{label: id, groups: [][]side{{{label: id, untold: reason}}}}
}

// mayBeSomebodys is why public addresses that nobody is known to have may be those of an interface all the same: the source does not
// tell all interfaces. Empty where it does, and for addresses that are not on the internet.
func (a *Analyzer) mayBeSomebodys(addresses space.Addresses) string {
	if !addresses.Overlaps(a.internet) {
		return ""
	}
	for _, g := range a.gaps[network.GapInterfaces] {
		if g.Of == "" || a.subnets[g.Of] != nil || a.vpcs[g.Of] != nil {
			return "it may belong to an interface: " + cmp.Or(g.Reason, "the source does not tell all interfaces")
		}
	}
	return ""
}

// unknown is the way from or to something that a question named and of which nothing is known; nil where something is.
func (a *Analyzer) unknown(s side) *way {
	if !s.addresses.IsEmpty() && s.untold == "" {
		return nil
	}
	reason := cmp.Or(s.untold, a.missing(network.GapInterfaces, nil), "the source tells no network interface or address of it")
	return &way{verdict: Unproven, reason: s.label + ": " + reason, stop: &Hop{HopInterface, s.label, reason, Unproven}}
}
