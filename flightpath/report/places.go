package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Internet is the place that every map has.
const Internet = "internet"

// Places are what a question may be about on a map: the internet, load balancers, subnets and instances, in this order, most
// telling first, and not more than limit. The rest is left out: a page with an answer for each pair would grow with the square.
func Places(n *network.Network, limit int) (places []string, left int) {
	places = append(places, Internet)
	for _, kind := range [][]string{
		ids(n.LoadBalancers, func(o *network.LoadBalancer) string { return o.ID }),
		ids(n.Subnets, func(o *network.Subnet) string { return o.ID }),
		ids(n.Instances, func(o *network.Instance) string { return o.ID }),
	} {
		for _, id := range kind {
			if len(places) < limit {
				places = append(places, id)
			} else {
				left++
			}
		}
	}
	return places, left
}

func ids[T any](list []T, id func(*T) string) []string {
	all := make([]string, 0, len(list))
	for i := range list {
		all = append(all, id(&list[i]))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// chart is a network as the page draws it.
type chart struct {
	VPCs    []vpcChart    `json:"vpcs"`
	Transit []chartObject `json:"transit"`
	Joins   []join        `json:"joins"`

	// Anchors is what is drawn in the place of an object that is not: a subnet for an interface, a transit gateway for an
	// attachment.
	Anchors map[string]string `json:"anchors"`
}

type chartObject struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Note  string `json:"note,omitempty"`
	Kind  string `json:"kind"`
}

// vpcChart is a VPC: gateways at its edge, and a grid of tiers by zones.
type vpcChart struct {
	chartObject
	Column   int           `json:"column"`
	Gateways []chartObject `json:"gateways"`
	Zones    []string      `json:"zones"`
	Tiers    []tier        `json:"tiers"`
}

// tier is the subnets that do the same in several zones.
type tier struct {
	Name    string        `json:"name"`
	Subnets []subnetChart `json:"subnets"`
}

type subnetChart struct {
	chartObject
	Zone  string        `json:"zone"`
	Holds []chartObject `json:"holds"`
}

// join is a line between two drawn objects.
type join struct {
	From string `json:"from"`
	To   string `json:"to"`
	Kind string `json:"kind"`
}

// drawer draws a network.
type drawer struct {
	*network.Network
	names Names
	holds map[string][]chartObject // by subnet
	chart chart
}

func draw(n *network.Network) chart {
	d := &drawer{Network: n, names: NamesOf(n), holds: map[string][]chartObject{}}
	d.chart = chart{VPCs: []vpcChart{}, Transit: []chartObject{}, Joins: []join{}, Anchors: map[string]string{}}
	d.drawHeld()
	columns := d.columns()
	for _, vpc := range sorted(n.VPCs, func(v *network.VPC) string { return v.ID }) {
		drawn := d.vpc(vpc)
		drawn.Column = columns[vpc.ID]
		d.chart.VPCs = append(d.chart.VPCs, drawn)
	}
	slices.SortStableFunc(d.chart.VPCs, func(a, b vpcChart) int {
		return cmp.Or(cmp.Compare(a.Column, b.Column), cmp.Compare(a.Label, b.Label))
	})
	d.drawJoins()
	return d.chart
}

func sorted[T any](list []T, id func(*T) string) []*T {
	all := make([]*T, 0, len(list))
	for i := range list {
		all = append(all, &list[i])
	}
	slices.SortStableFunc(all, func(a, b *T) int { return cmp.Compare(id(a), id(b)) })
	return slices.CompactFunc(all, func(a, b *T) bool { return id(a) == id(b) })
}

func (d *drawer) object(id, kind, note string) chartObject {
	label := d.names[id]
	if label == "" {
		label = shortened(id)
	}
	return chartObject{ID: id, Label: printable(label), Kind: kind, Note: printable(note)}
}

// hold puts something into a subnet, once.
func (d *drawer) hold(subnet string, object chartObject) {
	if subnet == "" || slices.ContainsFunc(d.holds[subnet], func(known chartObject) bool { return known.ID == object.ID }) {
		return
	}
	d.holds[subnet] = append(d.holds[subnet], object)
}

// drawHeld puts what lies in subnets there: nodes of load balancers, endpoints of firewalls, NAT gateways, instances.
func (d *drawer) drawHeld() {
	for _, one := range sorted(d.LoadBalancers, func(o *network.LoadBalancer) string { return o.ID }) {
		for _, node := range one.Nodes {
			d.hold(node.Subnet, d.object(one.ID, "load-balancer", string(one.Kind)))
			d.anchor(node.Interface, one.ID)
		}
	}
	for _, owner := range d.Firewalls {
		for _, endpoint := range owner.Endpoints {
			drawn := d.object(endpoint.Endpoint, "firewall", "firewall endpoint")
			if d.names[endpoint.Endpoint] == "" && owner.Name != "" {
				drawn.Label = printable(owner.Name)
			}
			d.hold(endpoint.Subnet, drawn)
		}
	}
	for _, one := range sorted(d.Endpoints, func(o *network.Endpoint) string { return o.ID }) {
		kind := "endpoint"
		note := string(one.Kind)
		if one.IsFirewall() {
			kind, note = "firewall", "firewall endpoint"
		}
		for _, subnet := range one.Subnets {
			d.hold(subnet, d.object(one.ID, kind, note))
		}
		for _, own := range one.Interfaces {
			d.anchor(own, one.ID)
		}
	}
	for _, one := range sorted(d.NATGateways, func(o *network.NATGateway) string { return o.ID }) {
		d.hold(one.Subnet, d.object(one.ID, "nat", "NAT gateway"))
	}
	subnets := map[string]string{}
	for i := range d.Interfaces {
		subnets[d.Interfaces[i].ID] = d.Interfaces[i].Subnet
		d.anchor(d.Interfaces[i].ID, d.Interfaces[i].Subnet)
	}
	for _, one := range sorted(d.Instances, func(o *network.Instance) string { return o.ID }) {
		for _, own := range one.Interfaces {
			d.hold(subnets[own], d.object(one.ID, "instance", "instance"))
			d.chart.Anchors[own] = one.ID
		}
	}
}

// anchor draws an object as another one, unless it is drawn as something already.
func (d *drawer) anchor(id, as string) {
	if id != "" && as != "" && d.chart.Anchors[id] == "" {
		d.chart.Anchors[id] = as
	}
}

func (d *drawer) vpc(v *network.VPC) vpcChart {
	drawn := vpcChart{chartObject: d.object(v.ID, "vpc", prefixes(v.CIDRs)), Gateways: []chartObject{}, Zones: []string{}, Tiers: []tier{}}
	for _, gateway := range sorted(d.InternetGateways, func(o *network.InternetGateway) string { return o.ID }) {
		if gateway.VPC != v.ID {
			continue
		}
		note := "internet gateway"
		if gateway.EgressOnly {
			note = "egress-only internet gateway"
		}
		drawn.Gateways = append(drawn.Gateways, d.object(gateway.ID, "gateway", note))
		d.chart.Joins = append(d.chart.Joins, join{Internet, gateway.ID, "internet"})
	}
	byTier := map[string]int{}
	for _, subnet := range sorted(d.Subnets, func(o *network.Subnet) string { return o.ID }) {
		if subnet.VPC != v.ID {
			continue
		}
		zone := cmp.Or(subnet.Zone, "zone not known")
		if !slices.Contains(drawn.Zones, zone) {
			drawn.Zones = append(drawn.Zones, zone)
		}
		name := tierName(subnet, v.Name)
		at, known := byTier[name]
		if !known {
			at = len(drawn.Tiers)
			byTier[name] = at
			drawn.Tiers = append(drawn.Tiers, tier{Name: printable(name)})
		}
		held := d.holds[subnet.ID]
		if held == nil {
			held = []chartObject{}
		}
		drawn.Tiers[at].Subnets = append(drawn.Tiers[at].Subnets,
			subnetChart{chartObject: d.object(subnet.ID, "subnet", prefixes(subnet.CIDRs)), Zone: zone, Holds: held})
	}
	slices.Sort(drawn.Zones)
	slices.SortStableFunc(drawn.Tiers, func(a, b tier) int { return cmp.Compare(a.Name, b.Name) })
	return drawn
}

// tierName is a subnet's name without its zone, so that those of a tier stand in a row. It is for the picture only.
func tierName(subnet *network.Subnet, vpc string) string {
	name := cmp.Or(subnet.Name, shortened(subnet.ID))
	if rest, is := strings.CutPrefix(name, vpc); is && rest != "" && strings.ContainsRune(" .-_/", rune(rest[0])) {
		name = rest
	}
	for _, zone := range []string{subnet.Zone, subnet.ZoneName} {
		if zone != "" {
			name = strings.ReplaceAll(name, zone, "")
		}
	}
	return cmp.Or(strings.Trim(name, " .-_/"), name)
}

func prefixes[T interface{ String() string }](list []T) string {
	words := make([]string, 0, len(list))
	for _, one := range list {
		words = append(words, one.String())
	}
	return strings.Join(words, ", ")
}

// drawJoins draws transit gateways and peerings, and lines to the VPCs that they join.
func (d *drawer) drawJoins() {
	for _, one := range sorted(d.TransitGateways, func(o *network.TransitGateway) string { return o.ID }) {
		d.chart.Transit = append(d.chart.Transit, d.object(one.ID, "transit", "transit gateway"))
	}
	drawn := map[join]bool{}
	for _, one := range d.Attachments {
		if !slices.ContainsFunc(d.chart.Transit, func(known chartObject) bool { return known.ID == one.Gateway }) {
			d.chart.Transit = append(d.chart.Transit, d.object(one.Gateway, "transit", "transit gateway"))
		}
		d.anchor(one.ID, one.Gateway)
		line := join{one.Resource, one.Gateway, "transit"}
		if !drawn[line] {
			drawn[line] = true
			d.chart.Joins = append(d.chart.Joins, line)
		}
	}
	for _, one := range d.TransitRouteTables {
		d.anchor(one.ID, one.Gateway)
	}
	for _, one := range sorted(d.Peerings, func(o *network.Peering) string { return o.ID }) {
		if !one.Active {
			continue
		}
		d.chart.Transit = append(d.chart.Transit, d.object(one.ID, "peering", "peering"))
		d.chart.Joins = append(d.chart.Joins, join{one.Requester.VPC, one.ID, "peering"}, join{one.Accepter.VPC, one.ID, "peering"})
	}
}
