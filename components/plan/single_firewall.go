package plan

import "reflect"

// FirewallSpec is what NewFirewall needs to know.
type FirewallSpec struct {
	// Name of the firewall.
	Name string

	// Prefix of the names that AWS shows. Default: ingresshub.
	Prefix string

	// AWS Region. Default: that of the zones.
	Region string

	// The VPC in which its endpoints are, from NewInspectedIngressVpc or NewInspectionVpc.
	Vpc Vpc

	// The inspection VPC in which appliances stand. Default: Vpc.
	Appliances *Vpc

	// What it inspects: some of PlaceEdge, PlaceEastWest and PlaceEgress.
	Places []string

	// CIDRs of the protected side: of the ingress VPC for PlaceEdge, else of the clusters and their pods.
	HomeNet []string

	// What an estate declares of it. Nothing passes an AWS Network Firewall but what its own rules allow, because no services
	// are known; nor does it know where TLS reaches load balancers, so it decrypts for egress only.
	Firewall Firewall

	// Whether AWS refuses to delete it. Default: true.
	Protection *bool
}

// NewFirewall plans a firewall by itself, in the way an estate would, and the fleets of appliances that it brings.
func NewFirewall(spec FirewallSpec) (PlannedFirewall, []PlannedFleet, error) {
	zones := []string{}
	for _, subnet := range spec.Vpc.Subnets {
		if subnet.Tier == TierFirewall {
			zones = append(zones, subnet.Zone)
		}
	}
	b := newBuilder(Estate{Name: spec.Prefix, Region: spec.Region, Zones: zones, Protection: spec.Protection})
	b.checkName("name", spec.Name)
	b.checkValue("prefix", reflect.ValueOf(spec.Prefix), constraints["Estate.Name"])
	if len(zones) == 0 {
		b.add("vpc.subnets", "the VPC has no firewall subnets")
	}
	b.resolveZones()
	b.checkPlaces(spec.Places)
	const path = "firewall"
	b.checkStruct(path, reflect.ValueOf(spec.Firewall))
	b.checkOneFlavour(path, spec.Firewall)

	b.estate.Ingress.Account = spec.Vpc.Account
	b.ingress = b.addressesOf("vpc", spec.Vpc)
	b.inspection = b.ingress
	home := pointed(spec.Appliances, spec.Vpc)
	if spec.Appliances != nil {
		b.inspection = b.addressesOf("appliances", home)
	}
	if gateway := spec.Firewall.GatewayLoadBalancer; gateway != nil && gateway.Fleet != nil && !home.hasTier(TierAppliance) {
		b.add("appliances", "is required for a fleet: a planned inspection VPC with subnets for appliances")
	}
	b.checkZonesOfVpcs(spec.Vpc, home)
	homeNet := b.cidrSet("homeNet", spec.HomeNet)
	if len(spec.HomeNet) == 0 {
		b.add("homeNet", "is required")
	}
	firewall := b.firewall(path, spec.Name, spec.Vpc.Name, spec.Firewall, inspected{places: spec.Places, homeNet: networks(homeNet...)})
	if err := b.problems.inOrder().Of(subject("firewall", spec.Name)); err != nil {
		return PlannedFirewall{}, nil, err
	}
	for i := range b.fleets {
		b.fleets[i].Vpc, b.fleets[i].Subnets = home.Name, []string{}
		for _, subnet := range home.Subnets {
			if subnet.Tier == TierAppliance {
				b.fleets[i].Subnets = append(b.fleets[i].Subnets, subnet.Name)
			}
		}
	}
	return firewall, b.fleets, nil
}

// checkZonesOfVpcs checks that a firewall has an endpoint in each zone from which something is led to one, and appliances in
// each zone in which it has an endpoint.
func (b *builder) checkZonesOfVpcs(vpc, appliances Vpc) {
	led := map[VpcKind]Tier{IngressVpc: TierLb, InspectionVpc: TierTransit}[vpc.Kind]
	for _, subnet := range vpc.Subnets {
		if subnet.Tier == led && vpc.hasTier(TierFirewall) && !vpc.hasSubnet(TierFirewall, subnet.Zone) {
			b.add("vpc.subnets", "%s is in %s, where the VPC has no firewall subnet", subnet.Name, subnet.Zone)
		}
	}
	for _, subnet := range vpc.Subnets {
		if subnet.Tier == TierFirewall && appliances.hasTier(TierAppliance) && !appliances.hasSubnet(TierAppliance, subnet.Zone) {
			b.add("appliances.subnets", "none for appliances is in %s, where the firewall has an endpoint", subnet.Zone)
		}
	}
}

// checkPlaces checks what a firewall inspects.
func (b *builder) checkPlaces(places []string) {
	known, seen := []string{PlaceEdge, PlaceEastWest, PlaceEgress}, map[string]bool{}
	if len(places) == 0 {
		b.add("places", "is required")
	}
	for i, place := range places {
		switch at := index("places", i); {
		case !contained(place, known):
			b.add(at, "%q is none of edge, eastWest and egress%s", place, didYouMean(place, known))
		case seen[place]:
			b.add(at, "%s is declared already", place)
		}
		seen[place] = true
	}
}

// addressesOf are the addresses of a planned VPC: what tells it from one that replaces it, and its tiers.
func (b *builder) addressesOf(path string, vpc Vpc) vpcAddresses {
	for _, problem := range vpc.Validate() {
		b.add(path, "%s: %s", problem.Path, problem.Message)
	}
	out := vpcAddresses{name: vpc.Name, existingID: vpc.ExistingID, blocks: map[Tier]block{}}
	out.cidr, _ = prefixProblem(vpc.Cidr)
	for _, tier := range vpc.Blocks {
		if prefix, problem := prefixProblem(tier.Cidr); problem == "" {
			out.blocks[tier.Tier] = block{cidr: prefix}
		}
	}
	return out
}
