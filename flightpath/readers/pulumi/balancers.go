package pulumi

import (
	"net/netip"
	"sort"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

const (
	typeBalancer    = "aws:lb/loadBalancer:LoadBalancer"
	typeListener    = "aws:lb/listener:Listener"
	typeTargetGroup = "aws:lb/targetGroup:TargetGroup"
)

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

// listen gives a load balancer a listener. One whose port or protocol is not known may listen for anything.
func (b *builder) listen(balancer *network.LoadBalancer, r *Resource) {
	for _, key := range []string{"port", "protocol"} {
		if isUnknown(r.value(key)) {
			b.gapOf(network.GapListeners, balancer.ID, r, key)
			return
		}
	}
	balancer.Listeners = append(balancer.Listeners, b.listener(r))
}

func (b *builder) listener(r *Resource) network.Listener {
	listener := network.Listener{Object: b.object(r), Protocol: r.text("protocol")}
	listener.Port, _ = r.number("port")
	if listener.Protocol == "" {
		listener.Protocol = "HTTP" // AWS's default for application load balancers, the only ones that may leave it out
	}
	if listener.Name == "" || listener.Name == r.Name() {
		listener.Name = r.Name()
	}
	listener.Forwards = b.forwards(r, listener.ID, "defaultActions", "default", "")
	for _, rule := range b.every("aws:lb/listenerRule:ListenerRule") {
		of, ok := b.refer(rule, "listenerArn", typeListener)
		switch {
		case !ok && b.mayMean(rule, "listenerArn", listener.ID, typeListener):
			b.gapOf(network.GapListeners, listener.ID, rule, "listenerArn")
		case ok && of == listener.ID:
			listener.Forwards = append(listener.Forwards, b.forwards(rule, listener.ID, "actions", rule.identity(), condition(rule))...)
		}
	}
	return listener
}

// forwards are the target groups of actions. One that is not known may be any of a listener's.
func (b *builder) forwards(r *Resource, listener, key, rule, condition string) []network.Forward {
	var forwards []network.Forward
	untold := func() { b.gapOf(network.GapListeners, listener, r, key) }
	add := func(value any, weight int) {
		group, ok := b.reference(r, key, value, typeTargetGroup)
		if !ok {
			untold()
			return
		}
		forwards = append(forwards, network.Forward{Rule: rule, Condition: condition, TargetGroup: group, Weight: weight})
	}
	if isUnknown(r.value(key)) {
		untold()
	}
	for _, action := range r.list(key) {
		switch asText(inside(action, "type")) {
		case "forward":
		case Unknown:
			untold()
			continue
		default:
			continue
		}
		several, only := inside(action, "forward", "targetGroups"), inside(action, "targetGroupArn")
		groups := asList(several)
		switch {
		case isUnknown(several):
			untold()
		case groups == nil && only != nil:
			add(only, 1)
		}
		for _, group := range groups {
			weight, ok := asNumber(inside(group, "weight"))
			switch {
			case isUnknown(inside(group, "weight")):
				untold() // 0 is none
				continue
			case !ok:
				weight = 1
			}
			add(inside(group, "arn"), weight)
		}
	}
	return forwards
}

// condition is what a rule asks for, for people.
func condition(rule *Resource) string {
	var all []string
	for _, row := range rule.list("conditions") {
		for name, value := range asObject(row) {
			var values []string
			for _, text := range asList(asObject(value)["values"]) {
				values = append(values, asText(text))
			}
			if len(values) > 0 {
				all = append(all, name+" "+strings.Join(values, ", "))
			}
		}
	}
	sort.Strings(all)
	return strings.Join(all, "; ")
}

func (b *builder) targetGroup(r *Resource) {
	group := network.TargetGroup{
		Object: b.object(r), Kind: network.TargetGroupKind(r.text("targetType")), Protocol: r.text("protocol"),
		TargetsKnown: true,
	}
	if text := r.text("loadBalancingCrossZoneEnabled"); text == "true" || text == "false" {
		group.CrossZone = text
	}
	if name := r.text("name"); known(name) {
		group.Name = name
	}
	if group.Kind == "" {
		group.Kind = network.InstanceTargets
	}
	group.Port, _ = r.number("port")
	group.VPC, _ = b.refer(r, "vpcId", typeVPC, typeDefaultVPC)
	group.PreservesClientIP = b.preserves(r, group)
	health := asObject(r.value("healthCheck"))
	group.HealthPort, _ = asNumber(health["port"])
	if group.HealthProtocol = asText(health["protocol"]); group.HealthProtocol == "" {
		group.HealthProtocol = group.Protocol
	}
	for _, attachment := range b.every("aws:lb/targetGroupAttachment:TargetGroupAttachment") {
		of, ok := b.refer(attachment, "targetGroupArn", typeTargetGroup)
		switch {
		case ok && of == group.ID:
			b.register(&group, attachment)
		case !ok && b.mayMean(attachment, "targetGroupArn", group.ID, typeTargetGroup):
			b.unregistered(&group, attachment, "targetGroupArn")
		}
	}
	b.network.TargetGroups = append(b.network.TargetGroups, group)
}

// preserves says whether targets see the client's address. AWS's default: on for instances and for UDP, off for addresses
// with TCP and TLS.
func (b *builder) preserves(r *Resource, group network.TargetGroup) bool {
	switch group.Protocol {
	case "UDP", "TCP_UDP", "QUIC", "TCP_QUIC":
		return true
	case "TCP", "TLS":
		if group.Kind == network.ALBTargets {
			return true
		}
		if text := r.text("preserveClientIp"); known(text) {
			return asFlag(text)
		}
		return group.Kind == network.InstanceTargets
	}
	return false
}

func (b *builder) register(group *network.TargetGroup, r *Resource) {
	target := network.RegisteredTarget{Zone: r.text("availabilityZone")}
	id, ok := b.refer(r, "targetId", typeInstance, typeBalancer)
	if !ok {
		b.unregistered(group, r, "targetId")
		return
	}
	target.ID, target.Address = id, address(id)
	if target.Port, ok = r.number("port"); !ok {
		target.Port = group.Port
	}
	if target.Port == 0 && group.Kind != network.LambdaTargets {
		b.unregistered(group, r, "port")
		return
	}
	if !known(target.Zone) {
		target.Zone = ""
	}
	group.Targets = append(group.Targets, target)
}

// unregistered says that a target group may have a target of which the program does not tell enough.
func (b *builder) unregistered(group *network.TargetGroup, r *Resource, key string) {
	group.TargetsKnown = false
	b.gapOf(network.GapTargets, group.ID, r, key)
}
