package plan

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// inZonesOnly is a VPC of which a tier is left in some zones only.
func inZonesOnly(vpc Vpc, tier Tier, zones ...string) Vpc {
	vpc.Subnets = slices.DeleteFunc(slices.Clone(vpc.Subnets), func(s Subnet) bool { return s.Tier == tier && !contained(s.Zone, zones) })
	vpc.RouteTables = slices.DeleteFunc(slices.Clone(vpc.RouteTables), func(r RouteTable) bool { return r.Tier == tier && !contained(r.Zone, zones) })
	return vpc
}

// TestSingleFirewallsInOtherZones plans firewalls in VPCs whose load balancers, attachments or appliances are in other zones than
// the firewall's endpoints.
func TestSingleFirewallsInOtherZones(t *testing.T) {
	zones := []string{"use1-az1", "use1-az2"}
	front, err := NewInspectedIngressVpc("front", "10.0.0.0/20", zones, nil)
	require.NoError(t, err)
	middle, err := NewInspectionVpc(InspectionVpcSpec{Name: "middle", Zones: zones, IngressCidr: "10.0.0.0/20", Appliances: true})
	require.NoError(t, err)
	fleet := Firewall{GatewayLoadBalancer: &GatewayLoadBalancer{Fleet: &ApplianceFleet{Ami: "ami-00000001", Probe: &ApplianceProbe{Port: 80}}}}
	applianceLess := inZonesOnly(middle, TierAppliance, "use1-az2")
	nowhere := inZonesOnly(middle, TierFirewall, "use1-az2")
	for i := range nowhere.RouteTables {
		if nowhere.RouteTables[i].Name == "middle.transit.use1-az1" {
			nowhere.RouteTables[i].Routes = []Route{}
		}
	}
	for name, test := range map[string]struct {
		spec     FirewallSpec
		problems []string
	}{
		"load balancers": {FirewallSpec{Vpc: inZonesOnly(front, TierFirewall, "use1-az1"), Firewall: *custom()}, []string{
			"vpc: front.routeTables[front.edge].routes[front.edge.lb.use1-az2].nextHop: the VPC has no firewall subnet in \"use1-az2\"",
			"vpc: front.routeTables[front.lb.use1-az2].routes[front.lb.use1-az2.internet].nextHop: the VPC has no firewall subnet in \"use1-az2\"",
			"vpc.subnets: front.lb.use1-az2 is in use1-az2, where the VPC has no firewall subnet",
		}},
		"attachment": {FirewallSpec{Vpc: inZonesOnly(middle, TierFirewall, "use1-az2"), Firewall: *custom()}, []string{
			"vpc: middle.routeTables[middle.transit.use1-az1].routes[middle.transit.use1-az1.internet].nextHop: the VPC has no firewall subnet in \"use1-az1\"",
			"vpc.subnets: middle.transit.use1-az1 is in use1-az1, where the VPC has no firewall subnet",
		}},
		"attachment that leads nowhere": {FirewallSpec{Vpc: nowhere, Firewall: *custom()}, []string{
			"vpc.subnets: middle.transit.use1-az1 is in use1-az1, where the VPC has no firewall subnet",
		}},
		"appliances": {FirewallSpec{Vpc: front, Appliances: &applianceLess, Firewall: fleet}, []string{
			"appliances.subnets: none for appliances is in use1-az1, where the firewall has an endpoint",
		}},
		"zones of a service": {FirewallSpec{Vpc: front, Firewall: Firewall{
			GatewayLoadBalancer: &GatewayLoadBalancer{ServiceName: serviceName, Zones: []string{"use1-az2"}},
		}}, []string{
			"firewall.gatewayLoadBalancer.zones: use1-az1 of the estate is missing: its load balancer would have no firewall in its zone",
		}},
		"zones of a flavour": {FirewallSpec{Vpc: front, Firewall: Firewall{Custom: &CustomFirewall{Flavour: "any", Zones: []string{"use1-az1"}}}}, []string{
			"firewall.custom.zones: use1-az2 of the estate is missing: its load balancer would have no firewall in its zone",
		}},
		"none": {FirewallSpec{Vpc: front, Appliances: &middle, Firewall: fleet}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			test.spec.Name, test.spec.Places, test.spec.HomeNet = "outer", []string{PlaceEdge}, []string{"10.0.0.0/20"}
			_, fleets, err := NewFirewall(test.spec)
			if len(test.problems) == 0 {
				require.NoError(t, err)
				require.Len(t, fleets, 1)
				return
			}
			require.Equal(t, test.problems, problemsOf(t, err))
		})
	}
}

// TestAuditOfZones breaks plans by hand so that a zone has no firewall, or a firewall no appliances.
func TestAuditOfZones(t *testing.T) {
	for name, test := range map[string]struct {
		broken func(p *Plan)
		want   string
	}{
		"endpoint": {func(p *Plan) { p.Firewalls[0].Endpoints = p.Firewalls[0].Endpoints[:1] }, "there is no firewall endpoint in use1-az2"},
		"subnet": {
			func(p *Plan) {
				*vpcNamed(p, "ingress") = inZonesOnly(*vpcNamed(p, "ingress"), TierFirewall, "use1-az1")
			},
			`there is no firewall subnet "ingress.firewall.use1-az2" in use1-az2`,
		},
		"appliances": {
			func(p *Plan) { p.Fleets[0].Subnets = p.Fleets[0].Subnets[1:] },
			"plan.firewalls[edge].endpoints[edge.use1-az1].zone: fleet edge has no appliances in use1-az1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := inspectedPlan(t)
			require.Empty(t, p.Validate())
			test.broken(p)
			require.ErrorContains(t, p.Validate(), test.want)
		})
	}
}
