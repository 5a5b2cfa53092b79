package pulumi

import (
	"fmt"
	"net/netip"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

const typeBalancer = "aws:lb/loadBalancer:LoadBalancer"

// balancers reads load balancers with their listeners and rules, target groups and targets.
func (b *builder) balancers() {
	for _, r := range b.every(typeBalancer) {
		b.balancer(r)
	}
	for _, r := range b.every(typeTargetGroup) {
		b.targetGroup(r)
	}
}

func (b *builder) balancer(r *Resource) {
	balancer := network.LoadBalancer{
		Object: b.object(r), Kind: network.BalancerKind(r.text("loadBalancerType")), Internal: r.flag("internal"),
		CrossZone: r.flag("enableCrossZoneLoadBalancing"), CrossZoneKnown: true, ListenersKnown: true,
	}
	if balancer.Internal {
		balancer.Closed = "on" // AWS's default, which pulumi-aws has no argument for
	}
	switch kind := r.text("ipAddressType"); {
	case kind == "ipv4", r.Inputs["ipAddressType"] == nil && !known(kind): // AWS's default
		balancer.IPv4Only = true
	case kind == "dualstack-without-public-ipv4":
		balancer.PrivateIPv4 = true
	case isUnknown(kind):
		b.gap(network.GapLoadBalancers, r, "ipAddressType")
	}
	if name := r.text("name"); known(name) {
		balancer.Name = name
	}
	if name := r.text("dnsName"); known(name) {
		balancer.DNSName = name
	}
	const enforce = "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"
	switch said := r.text(enforce); {
	case said == "on" || said == "off":
		balancer.PrivateLinkRules = said
	case r.Inputs[enforce] == nil:
		balancer.PrivateLinkRules = "on" // AWS's default, of what is made without a word
	}
	if balancer.Kind == Unknown {
		balancer.Kind = ""
		b.gapOf(network.GapListeners, balancer.ID, r, "loadBalancerType") // what its listeners do depends on it
	}
	if balancer.Kind == "" {
		balancer.Kind = network.ApplicationBalancer
	}
	if balancer.Kind == network.ApplicationBalancer {
		balancer.CrossZone = true
	}
	groups, ok := b.references(r, "securityGroups", groupTypes...)
	if !ok {
		b.gap(network.GapLoadBalancers, r, "securityGroups")
	}
	balancer.SecurityGroups = groups
	balancer.HasSecurityGroups = len(r.list("securityGroups")) > 0
	b.nodes(r, &balancer)
	for _, node := range balancer.Nodes {
		if subnet := b.find(node.Subnet); subnet != nil {
			balancer.VPC, _ = b.refer(subnet, "vpcId", typeVPC, typeDefaultVPC)
		}
	}
	for _, listener := range b.every(typeListener) {
		of, ok := b.refer(listener, "loadBalancerArn", typeBalancer)
		switch {
		case ok && of == balancer.ID && isUnknown(r.value("loadBalancerType")):
		case ok && of == balancer.ID:
			b.listen(&balancer, listener)
		case !ok && b.mayMean(listener, "loadBalancerArn", balancer.ID, typeBalancer):
			b.gapOf(network.GapListeners, balancer.ID, listener, "loadBalancerArn")
		}
	}
	b.network.LoadBalancers = append(b.network.LoadBalancers, balancer)
}

// nodes reads where a load balancer stands. A mapping whose subnet is not known yet is that of the subnet that its
// address lies in, because AWS takes no other.
func (b *builder) nodes(r *Resource, balancer *network.LoadBalancer) {
	untold := func(key string) {
		balancer.MoreNodes = true
		b.gap(network.GapLoadBalancers, r, key)
	}
	mappings := r.list("subnetMappings")
	if isUnknown(r.value("subnetMappings")) {
		untold("subnetMappings")
	}
	if len(asList(r.Inputs["subnetMappings"])) == 0 && (len(asList(r.Inputs["subnets"])) > 0 || isUnknown(r.Inputs["subnets"])) {
		mappings = nil // what AWS answered stands for the subnets that are declared
		subnets, ok := b.references(r, "subnets", typeSubnet)
		if !ok {
			untold("subnets")
		}
		for _, subnet := range subnets {
			balancer.Nodes = append(balancer.Nodes, network.Node{Subnet: subnet})
		}
	}
	for _, row := range mappings {
		mapping := asObject(row)
		var node network.Node
		private := address(asText(mapping["privateIpv4Address"]))
		if private.IsValid() {
			node.Addresses = []network.Address{{Private: private}}
			if six := address(asText(mapping["ipv6Address"])); six.IsValid() {
				node.Addresses = append(node.Addresses, network.Address{Private: six})
			}
		}
		if node.Subnet = asText(mapping["subnetId"]); !known(node.Subnet) {
			node.Subnet = ""
			candidates := b.candidates(r, "subnetMappings", []string{typeSubnet})
			for _, candidate := range candidates {
				if len(candidates) == 1 && len(mappings) == 1 || b.holds(candidate, private) {
					node.Subnet = candidate
				}
			}
		}
		if node.Subnet == "" {
			untold("subnetMappings")
			continue
		}
		if subnet := b.find(node.Subnet); len(node.Addresses) == 1 && !balancer.IPv4Only && (subnet == nil || subnet.value("ipv6CidrBlock") != nil) {
			balancer.MoreNodes = true
			at := b.place(r)
			b.network.Gaps = append(b.network.Gaps, network.Gap{
				Kind: network.GapLoadBalancers, Of: balancer.ID, Account: at.account, Region: at.region,
				Reason: fmt.Sprintf("%s has IPv6 addresses in %s that the program does not tell", called(r), node.Subnet),
			})
		}
		balancer.Nodes = append(balancer.Nodes, node)
	}
}

// holds says whether an address lies in a subnet.
func (b *builder) holds(subnet string, address netip.Addr) bool {
	r := b.find(subnet)
	if r == nil || !address.IsValid() {
		return false
	}
	cidr, ok := prefix(r.text("cidrBlock"))
	return ok && cidr.Contains(address)
}
