package estate

import (
	"maps"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/firewall"
	"github.com/ingresshub/ingresshub/components/firewall/gatewayloadbalancer"
	"github.com/ingresshub/ingresshub/components/firewall/networkfirewall"
	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/lookups"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Firewalls are flavours by the name with which an estate asks for them, as `custom: {flavour: <name>}`.
type Firewalls map[string]firewall.Flavour

// problems lists a flavour that nobody handed in.
func (f Firewalls) problems(planned plan.PlannedFirewall) plan.Problems {
	if planned.Custom == nil || f[planned.Custom.Flavour] != nil {
		return nil
	}
	known := "hands in none"
	if len(f) > 0 {
		known = "hands in " + strings.Join(slices.Sorted(maps.Keys(f)), ", ")
	}
	return plan.Problems{{
		Path:    "inspection." + planned.Places[0] + ".custom.flavour",
		Message: "there is no flavour " + planned.Custom.Flavour + ": this program " + known + " (estate.ProgramWith)",
	}}
}

// inspectionVpc prints the inspection VPC with its firewall, and the appliances of firewalls that stand elsewhere.
func (p *hubPrinter) inspectionVpc() error {
	if !p.inspects {
		return nil
	}
	vpc, err := network.NewInspectionVpc(p.ctx, p.inspection.Name, &network.InspectionVpcArgs{
		Plan: p.inspection, Firewall: p.endpointsIn(p.inspection), Tags: p.tags,
	}, p.parent)
	if err != nil {
		return err
	}
	p.hub.InspectionVpc = vpc
	return p.fleets(vpc.VpcID, vpc.SubnetIDs)
}

// endpointsIn is how a VPC gets the endpoints of its firewall; nil where it has none.
func (p *hubPrinter) endpointsIn(vpc plan.Vpc) network.FirewallFunc {
	for _, planned := range p.plan.Firewalls {
		if planned.Vpc == vpc.Name {
			return func(subnets network.FirewallSubnets) (pulumi.StringMap, error) {
				// Endpoints in the VPC of the appliances need those first.
				if vpc.Name == p.inspection.Name {
					if err := p.fleets(subnets.VpcID, subnets.ApplianceIDs); err != nil {
						return nil, err
					}
				}
				ctx := p.ctx
				if planned.Custom != nil {
					ctx = lookups.Once(ctx) // It may ask with providers of its own.
				}
				return p.flavour(planned)(ctx, planned.Name, &firewall.Args{
					Plan: planned, VpcID: subnets.VpcID, SubnetIDs: subnets.IDs, Tags: p.tags,
				}, p.parent)
			}
		}
	}
	return nil
}

// flavour is what makes a firewall.
func (p *hubPrinter) flavour(planned plan.PlannedFirewall) firewall.Flavour {
	switch {
	case planned.NetworkFirewall != nil:
		return networkfirewall.Flavour
	case planned.GatewayLoadBalancer != nil && planned.GatewayLoadBalancer.Fleet != "":
		return p.appliances[planned.GatewayLoadBalancer.Fleet].Flavour
	case planned.GatewayLoadBalancer != nil:
		return gatewayloadbalancer.Flavour(pulumi.String(planned.GatewayLoadBalancer.ServiceName))
	}
	return p.firewalls[planned.Custom.Flavour]
}

// fleets prints the appliances that are not printed yet.
func (p *hubPrinter) fleets(vpcID pulumi.StringInput, subnetIDs pulumi.StringMap) error {
	for _, planned := range p.plan.Fleets {
		if p.appliances[planned.Name] != nil {
			continue
		}
		fleet, err := gatewayloadbalancer.NewApplianceFleet(p.ctx, planned.Name, &gatewayloadbalancer.ApplianceFleetArgs{
			Plan: planned, VpcID: vpcID, SubnetIDs: subnetIDs, Tags: p.tags,
		}, p.parent)
		if err != nil {
			return err
		}
		p.appliances[planned.Name] = fleet
	}
	return nil
}
