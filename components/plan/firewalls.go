package plan

import (
	"net/netip"
	"strconv"
)

// resolveFirewalls plans the firewalls: one of the ingress VPC, one of the inspection VPC.
func (b *builder) resolveFirewalls() {
	if b.inspects(PlaceEdge) {
		b.firewalls = append(b.firewalls, b.firewall("inspection.edge", EdgeFirewall, b.ingress.name, *b.firewallIn(PlaceEdge), inspected{
			places: []string{PlaceEdge}, homeNet: networks(b.ingress.cidr), passes: b.edgePasses(),
		}))
	}
	if !b.inspectsCentrally() {
		return
	}
	place, from := PlaceEgress, inspected{homeNet: b.clusterNetworks()}
	if b.inspects(PlaceEastWest) {
		place, from.places = PlaceEastWest, []string{PlaceEastWest}
		from.passes = b.eastWestPasses()
	}
	declared := *b.firewallIn(place)
	if b.inspects(PlaceEgress) {
		from.places = append(from.places, PlaceEgress)
		from.passes = append(from.passes, b.egressPasses(declared)...)
	}
	b.firewalls = append(b.firewalls, b.firewall("inspection."+place, InspectionFirewall, b.inspection.name, declared, from))
}

// firewall plans a firewall in a VPC, with an endpoint in each of its zones.
func (b *builder) firewall(path, name, vpc string, declared Firewall, from inspected) PlannedFirewall {
	firewall := PlannedFirewall{
		Name: name, Places: from.places, Vpc: vpc, Account: b.estate.Ingress.Account, HomeNet: from.homeNet,
		Endpoints: []FirewallEndpoint{},
	}
	for _, z := range b.firewallZones(&declared) {
		firewall.Endpoints = append(firewall.Endpoints, FirewallEndpoint{
			Name: name + "." + z.id, Zone: z.id, Subnet: subnetName(vpc, TierFirewall, z.id),
		})
	}
	if declared.NetworkFirewall != nil {
		b.networkFirewall(path+".networkFirewall", *declared.NetworkFirewall, &firewall, from)
	}
	if declared.GatewayLoadBalancer != nil {
		b.gatewayLoadBalancer(path+".gatewayLoadBalancer", *declared.GatewayLoadBalancer, &firewall)
	}
	if custom := declared.Custom; custom != nil {
		firewall.Custom = &PlannedCustomFirewall{Flavour: custom.Flavour, Settings: copied(custom.Settings)}
	}
	return firewall
}

// clusterNetworks are the networks of the clusters that the inspection VPC's firewall protects, pods' too: with egress all
// of them. The ingress VPC is never among them, or what comes from there would not be external. Before the first cluster, the
// inspection VPC stands for them: a firewall needs a protected side.
func (b *builder) clusterNetworks() []string {
	all := []netip.Prefix{}
	for _, c := range b.inspectedClusters() {
		all = append(all, c.addresses.cidr, c.addresses.pods)
	}
	if len(all) == 0 {
		all = append(all, b.inspection.cidr)
	}
	return networks(all...)
}

// inspectedClusters are the clusters whose traffic, of any kind, goes through the inspection VPC.
func (b *builder) inspectedClusters() []*cluster {
	out := []*cluster{}
	for _, name := range sortedKeys(b.clusters) {
		if c := b.clusters[name]; b.inspects(PlaceEgress) || b.inspects(PlaceEastWest) && !b.exempt(c) {
			out = append(out, c)
		}
	}
	return out
}

// networks are those prefixes that could be read, each once.
func networks(prefixes ...netip.Prefix) []string {
	out := map[string]bool{}
	for _, prefix := range prefixes {
		if prefix.IsValid() {
			out[prefix.String()] = true
		}
	}
	return sortedKeys(out)
}

// pass is a rule that allows TCP in a place, named `<place>.<what passes>`.
func pass(place, what string, sources, destinations []string, ports []int) FirewallRule {
	rule := FirewallRule{Name: place + "." + what, Action: "allow", Protocol: tcp, Sources: sources, Destinations: destinations}
	for _, port := range ports {
		rule.Ports = append(rule.Ports, strconv.Itoa(port))
	}
	return rule
}

// edgePasses let clients reach the ingress load balancers, on the ports on which those listen.
func (b *builder) edgePasses() []FirewallRule {
	out := []FirewallRule{}
	for _, name := range sortedKeys(b.loadBalancers) {
		lb := b.loadBalancers[name]
		clients, to := networks(lb.allowed...), networks(b.ingress.blocks[TierLb].cidr)
		if contained(anywhere.String(), clients) {
			clients = nil
		}
		if ports := lb.listenerPorts(); len(ports) > 0 && len(to) > 0 {
			out = append(out, pass(PlaceEdge, name, clients, to, ports))
		}
	}
	return out
}

// eastWestPasses let the ingress load balancers reach each service's inner listener, or its pods. Both sides are whole blocks,
// so a further zone changes no rule.
func (b *builder) eastWestPasses() []FirewallRule {
	out := []FirewallRule{}
	from := networks(b.ingress.blocks[TierLb].cidr)
	for _, s := range b.services {
		for _, part := range s.backends {
			if b.exempt(part.cluster) {
				continue
			}
			reached, ports := part.reached()
			all := []netip.Prefix{}
			for _, to := range reached {
				all = append(all, to.cidr)
			}
			if to := networks(all...); len(from) > 0 && len(to) > 0 {
				out = append(out, pass(PlaceEastWest, part.label(), from, to, ports))
			}
		}
	}
	return out
}

// egressPasses let clusters reach the web.
func (b *builder) egressPasses(declared Firewall) []FirewallRule {
	clusters := []netip.Prefix{}
	for _, c := range b.clusters {
		clusters = append(clusters, c.addresses.cidr)
	}
	from := networks(clusters...)
	if len(from) == 0 || declared.NetworkFirewall != nil && len(declared.NetworkFirewall.AllowedDomains) > 0 {
		return nil
	}
	return []FirewallRule{pass(PlaceEgress, "web", from, nil, []int{httpPort, httpsPort})}
}
