package report

import (
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// join is a line between two drawn objects.
type join struct {
	From string `json:"from"`
	To   string `json:"to"`
	Kind string `json:"kind"`
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
