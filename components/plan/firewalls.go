package plan

import (
	"net/netip"
	"strconv"
)

// resolveFirewalls plans the firewalls: one of the ingress VPC, one of the inspection VPC.
func (b *builder) resolveFirewalls() {
	if b.inspects(edgePlace) {
		b.resolveFirewall(edgePlace, b.ingress.name, *b.firewallIn(edgePlace), inspected{
			places: []string{edgePlace}, homeNet: networks(b.ingress.cidr), passes: b.edgePasses(),
		})
	}
	if !b.inspectsCentrally() {
		return
	}
	place, from := egressPlace, inspected{homeNet: b.clusterNetworks()}
	if b.inspects(eastWestPlace) {
		place, from.places = eastWestPlace, []string{eastWestPlace}
		from.passes = b.eastWestPasses()
	}
	declared := *b.firewallIn(place)
	if b.inspects(egressPlace) {
		from.places = append(from.places, egressPlace)
		from.passes = append(from.passes, b.egressPasses(declared)...)
	}
	b.resolveFirewall(place, b.inspection.name, declared, from)
}

// resolveFirewall plans a firewall that is declared in a place.
func (b *builder) resolveFirewall(place, vpc string, declared Firewall, from inspected) {
	firewall := PlannedFirewall{
		Name: inspectionName, Places: from.places, Vpc: vpc, Account: b.estate.Ingress.Account, HomeNet: from.homeNet,
		Endpoints: []FirewallEndpoint{},
	}
	if place == edgePlace {
		firewall.Name = EdgeFirewall
	}
	for _, z := range b.zones {
		firewall.Endpoints = append(firewall.Endpoints, FirewallEndpoint{
			Name: firewall.Name + "." + z.id, Zone: z.id, Subnet: subnetName(vpc, TierFirewall, z.id),
		})
	}
	path := "inspection." + place
	if declared.NetworkFirewall != nil {
		b.networkFirewall(path+".networkFirewall", *declared.NetworkFirewall, &firewall, from)
	}
	if declared.GatewayLoadBalancer != nil {
		b.gatewayLoadBalancer(path+".gatewayLoadBalancer", *declared.GatewayLoadBalancer, &firewall)
	}
	if custom := declared.Custom; custom != nil {
		firewall.Custom = &PlannedCustomFirewall{Flavour: custom.Flavour, Settings: copied(custom.Settings)}
	}
	b.firewalls = append(b.firewalls, firewall)
}

// clusterNetworks are the networks of the clusters that the inspection VPC's firewall protects, pods' too: with egress all
// of them. The ingress VPC is never among them, or what comes from there would not be external.
func (b *builder) clusterNetworks() []string {
	all := []netip.Prefix{}
	for _, c := range b.inspectedClusters() {
		all = append(all, c.addresses.cidr, c.addresses.pods)
	}
	return networks(all...)
}

// inspectedClusters are the clusters whose traffic, of any kind, goes through the inspection VPC.
func (b *builder) inspectedClusters() []*cluster {
	out := []*cluster{}
	for _, name := range sortedKeys(b.clusters) {
		if c := b.clusters[name]; b.inspects(egressPlace) || b.inspects(eastWestPlace) && !b.exempt(c) {
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
			out = append(out, pass(edgePlace, name, clients, to, ports))
		}
	}
	return out
}

// eastWestPasses let the ingress load balancers reach each service's inner listener. Both sides are whole blocks, so a
// further zone changes no rule.
func (b *builder) eastWestPasses() []FirewallRule {
	out := []FirewallRule{}
	from := networks(b.ingress.blocks[TierLb].cidr)
	for _, s := range b.services {
		if s.cluster == nil || b.exempt(s.cluster) {
			continue
		}
		all := []netip.Prefix{}
		for _, to := range s.cluster.addresses.sources(TierLb) {
			all = append(all, to.cidr)
		}
		if to := networks(all...); len(from) > 0 && len(to) > 0 {
			out = append(out, pass(eastWestPlace, s.name, from, to, []int{s.innerPort}))
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
	return []FirewallRule{pass(egressPlace, "web", from, nil, []int{httpPort, httpsPort})}
}
