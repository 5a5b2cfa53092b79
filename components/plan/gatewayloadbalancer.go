package plan

import "strings"

// gatewayLoadBalancer plans the endpoints of a Gateway Load Balancer, and the fleet that its declaration brings.
func (b *builder) gatewayLoadBalancer(path string, declared GatewayLoadBalancer, f *PlannedFirewall) {
	f.GatewayLoadBalancer = &PlannedGatewayLoadBalancer{ServiceName: declared.ServiceName}
	set := []string{}
	for _, way := range []struct {
		name string
		set  bool
	}{
		{"serviceName", declared.ServiceName != ""}, {"fleet", declared.Fleet != nil}, {"fleetOf", declared.FleetOf != ""},
	} {
		if way.set {
			set = append(set, way.name)
		}
	}
	b.checkZonesAreOfAService(path, declared)
	const choice = "exactly one of serviceName, fleet and fleetOf"
	switch {
	case len(set) > 1:
		b.add(path, "%s must be declared, not %s", choice, strings.Join(set, " and "))
	case len(set) == 0 && !b.anyBroken(path, "serviceName", "fleet", "fleetOf"):
		b.add(path, "%s must be declared", choice)
	case declared.ServiceName != "":
		b.checkServiceName(path+".serviceName", declared.ServiceName)
		b.checkFirewallZones(path+".zones", declared.Zones)
	case declared.FleetOf != "":
		b.checkFleetOf(path+".fleetOf", declared.FleetOf, f)
		f.GatewayLoadBalancer.Fleet = inspectionName
	case declared.Fleet != nil:
		f.GatewayLoadBalancer.Fleet = f.Name
		b.fleets = append(b.fleets, b.applianceFleet(path+".fleet", *declared.Fleet, f.Name))
	}
}

// checkZonesAreOfAService checks that zones are declared of what is offered elsewhere.
func (b *builder) checkZonesAreOfAService(path string, declared GatewayLoadBalancer) {
	if len(declared.Zones) > 0 && declared.ServiceName == "" && !b.isBroken(path+".serviceName") {
		b.add(path+".zones", "is for serviceName: appliances stand in all zones of the estate; remove it")
	}
}

// checkServiceName checks the Region of a service: endpoints of a Gateway Load Balancer do not reach others.
func (b *builder) checkServiceName(path, name string) {
	parts := strings.Split(name, ".")
	if len(parts) == 5 && b.region != "" && parts[3] != b.region {
		b.add(path, "the service is in %s, the estate in %s; Gateway Load Balancer endpoints reach only services of their own Region",
			parts[3], b.region)
	}
}

// checkFleetOf checks that there is a fleet in the place whose fleet is to serve another one.
func (b *builder) checkFleetOf(path, place string, f *PlannedFirewall) {
	if !contained(PlaceEdge, f.Places) {
		b.add(path, "is for the edge: the firewall of the inspection VPC brings its own fleet, or serviceName")
		return
	}
	declared := b.firewallIn(place)
	switch {
	case declared == nil:
		if !b.isBroken("inspection." + place) {
			b.add(path, "there is no inspection.%s", place)
		}
	case declared.GatewayLoadBalancer == nil || declared.GatewayLoadBalancer.Fleet == nil:
		if !b.anyBroken("inspection."+place+".gatewayLoadBalancer", "fleet") {
			b.add(path, "inspection.%s brings no fleet: declare one there, in gatewayLoadBalancer.fleet", place)
		}
	}
}
