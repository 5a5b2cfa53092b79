package planview

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// anywhere is the destination of what is on its way to the internet.
const anywhere = "0.0.0.0/0"

// firewalls draws what inspects in a VPC.
func (c *chart) firewalls(planned *plan.Plan, vpc string) {
	for _, firewall := range planned.Firewalls {
		if firewall.Vpc == vpc {
			inspects := "inspects " + strings.Join(firewall.Places, ", ")
			c.line(2, `%s[["%s"]]`, id("firewall", firewall.Name), label("firewall "+firewall.Name, made(firewall)[0], inspects))
		}
	}
	for _, fleet := range planned.Fleets {
		if fleet.Vpc == vpc {
			size := fmt.Sprintf("%d to %d of %s", fleet.Min, fleet.Max, fleet.InstanceType)
			words := []string{"appliances " + fleet.Name, size}
			if fleet.Vendor != "" {
				words = []string{"appliances " + fleet.Name, fleet.Vendor, size}
			}
			c.line(2, `%s[/"%s"/]`, id("fleet", fleet.Name), label(words...))
		}
	}
	for _, v := range planned.Vpcs {
		if v.Name == vpc && len(v.NatGateways) > 0 {
			c.line(2, `%s["%s"]`, id("nat", vpc), label("NAT gateways", "one per zone"))
		}
	}
}

// inspected draws the ways through the firewalls: to the ingress load balancers, to clusters, and from these to the internet.
func (c *chart) inspected(planned *plan.Plan) {
	for _, firewall := range planned.Firewalls {
		node := id("firewall", firewall.Name)
		if slices.Contains(firewall.Places, plan.PlaceEdge) {
			c.line(1, `internet --> %s`, node)
		}
		if slices.Contains(firewall.Places, plan.PlaceEastWest) {
			c.line(1, `transit --> %s`, node)
			c.line(1, `%s --> %s`, node, inspectedTransit)
		}
		if firewall.GatewayLoadBalancer != nil && firewall.GatewayLoadBalancer.Fleet != "" {
			c.line(1, `%s <-->|GENEVE| %s`, node, id("fleet", firewall.GatewayLoadBalancer.Fleet))
		}
		if slices.Contains(firewall.Places, plan.PlaceEgress) {
			c.egress(planned, firewall)
		}
	}
}

// egress draws, with dots, the way that begins in the clusters.
func (c *chart) egress(planned *plan.Plan, firewall plan.PlannedFirewall) {
	for _, attachment := range planned.TransitGateway.Attachments {
		if to := transitRoute(planned, attachment.Vpc, anywhere); to == firewall.Vpc {
			c.line(1, `%s -.->|egress| transit`, id("vpc", attachment.Vpc))
		}
	}
	c.line(1, `transit -.->|egress| %s`, id("firewall", firewall.Name))
	c.line(1, `%s -.->|egress| %s`, id("firewall", firewall.Name), id("nat", firewall.Vpc))
	c.line(1, `%s -.->|egress| internet`, id("nat", firewall.Vpc))
}

// inspectedTransit is the transit gateway as packets meet it for the second time, after the inspection VPC.
const inspectedTransit = "transit_inspected"

// before is what a request to a load balancer in a VPC comes out of: a firewall in front of it, or the internet.
func before(planned *plan.Plan, vpc string) string {
	for _, firewall := range planned.Firewalls {
		if firewall.Vpc == vpc && slices.Contains(firewall.Places, plan.PlaceEdge) {
			return id("firewall", firewall.Name)
		}
	}
	return "internet"
}

// passed is as what the transit gateway delivers a request to a VPC: as what was inspected, or at once.
func passed(planned *plan.Plan, vpc string) string {
	for _, known := range planned.Vpcs {
		if known.Name != vpc {
			continue
		}
		if to := transitRoute(planned, string(plan.IngressVpc), known.Cidr); to != vpc && isInspected(planned, to) {
			return inspectedTransit
		}
	}
	return "transit"
}

func isInspected(planned *plan.Plan, vpc string) bool {
	return slices.ContainsFunc(planned.Firewalls, func(f plan.PlannedFirewall) bool {
		return f.Vpc == vpc && slices.Contains(f.Places, plan.PlaceEastWest)
	})
}

// transitRoute is the attachment to which the transit gateway sends what comes from a VPC to a destination.
func transitRoute(planned *plan.Plan, from, destination string) string {
	for _, attachment := range planned.TransitGateway.Attachments {
		for _, table := range planned.TransitGateway.RouteTables {
			if attachment.Vpc != from || attachment.RouteTable != table.Name {
				continue
			}
			for _, route := range table.Routes {
				if route.Destination == destination && !route.Blackhole {
					return route.Attachment
				}
			}
		}
	}
	return ""
}
