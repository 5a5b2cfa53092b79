package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Internet is the place that every map has.
const Internet = "internet"

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
	Title string `json:"title,omitempty"` // what stands behind one label
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

// drawer draws a network.
type drawer struct {
	*network.Network
	names Names
	alike *alike
	holds map[string][]chartObject // by subnet
	chart chart
}

func draw(n *network.Network, same *alike) chart {
	d := &drawer{Network: n, names: NamesOf(n), alike: same, holds: map[string][]chartObject{}}
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

// mostListed is how many names a label that stands for several lists.
const mostListed = 30

// listed is the names of all that one stands for; empty where it stands for itself.
func (d *drawer) listed(id string) string {
	others := d.alike.others[id]
	if len(others) == 0 {
		return ""
	}
	names := []string{d.names.label(id)}
	for _, other := range others[:min(len(others), mostListed)] {
		names = append(names, d.names.label(other))
	}
	if more := len(others) - mostListed; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
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
		drawn := d.object(one.ID, kind, note)
		if as := d.alike.stands[one.ID]; as != "" && as != one.ID {
			d.anchor(one.ID, as)
			for _, own := range one.Interfaces {
				d.anchor(own, as)
			}
			continue
		}
		if more := len(d.alike.others[one.ID]); more > 0 {
			drawn.Label, drawn.Note, drawn.Title = fmt.Sprintf("%d VPC endpoints", more+1), "", d.listed(one.ID)
		}
		for _, subnet := range one.Subnets {
			d.hold(subnet, drawn)
		}
		for _, own := range one.Interfaces {
			d.anchor(own, one.ID)
		}
	}
	for _, one := range sorted(d.NATGateways, func(o *network.NATGateway) string { return o.ID }) {
		d.hold(one.Subnet, d.object(one.ID, "nat", "NAT gateway"))
	}
	d.drawTargets()
	d.drawInstances()
}

// drawTargets puts what answers for services, such as pods, into its subnets.
func (d *drawer) drawTargets() {
	for _, one := range sorted(d.TargetGroups, func(o *network.TargetGroup) string { return o.ID }) {
		for _, subnet := range d.alike.answering(one) {
			d.hold(subnet, d.object(one.ID, "targets", "targets"))
		}
	}
}

// drawInstances puts instances into their subnets, and interfaces of nothing else that is drawn.
func (d *drawer) drawInstances() {
	subnets := map[string]string{}
	for i := range d.Interfaces {
		subnets[d.Interfaces[i].ID] = d.Interfaces[i].Subnet
	}
	for _, one := range sorted(d.Instances, func(o *network.Instance) string { return o.ID }) {
		as := d.alike.stands[one.ID]
		for _, own := range one.Interfaces {
			d.chart.Anchors[own] = as
			if as == one.ID {
				drawn := d.object(one.ID, "instance", "instance")
				drawn.Label, drawn.Title = d.alike.called(one.ID, drawn.Label), d.listed(one.ID)
				d.hold(subnets[own], drawn)
			}
		}
		if as != one.ID {
			d.anchor(one.ID, as)
		}
	}
	for _, one := range sorted(d.Interfaces, func(o *network.Interface) string { return o.ID }) {
		switch as := d.alike.stands[one.ID]; {
		case d.alike.owned(one):
			d.anchor(one.ID, one.Subnet)
		case as == one.ID:
			drawn := d.object(one.ID, "interface", "interface")
			drawn.Label, drawn.Title = d.alike.called(one.ID, drawn.Label), d.listed(one.ID)
			d.hold(one.Subnet, drawn)
		default:
			d.anchor(one.ID, as)
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
