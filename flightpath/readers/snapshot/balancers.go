package snapshot

import (
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// loadBalancer is a load balancer with what its zones tell of its nodes.
type loadBalancer struct {
	network.LoadBalancer
	path string // in the ARN: app/name/id, as descriptions of interfaces have it
}

func (r *reader) loadBalancer(o object) {
	found := loadBalancer{LoadBalancer: network.LoadBalancer{
		Object:         o.arnObject("LoadBalancerArn", "LoadBalancerName"),
		Internal:       o.state("Scheme") == "internal",
		VPC:            o.need("VpcId"),
		SecurityGroups: o.ids("SecurityGroups"),
		IPv4Only:       o.state("IpAddressType") == "ipv4",
		PrivateIPv4:    o.state("IpAddressType") == "dualstack-without-public-ipv4",
		DNSName:        o.text("DNSName"),
	}}
	switch kind := network.BalancerKind(o.state("Type")); kind {
	case network.ApplicationBalancer, network.NetworkBalancer, network.GatewayBalancer:
		found.Kind = kind
	case "": // before there were others
		found.Kind = network.ApplicationBalancer
	default:
		o.wrong("Type", "%q is not a type of load balancer", clip(string(kind)))
	}
	switch o.stateIn("State", "Code") {
	case "failed":
		found.State = network.BalancerFailed
	case "provisioning":
		found.State = network.BalancerProvisioning
	}
	switch said := o.state("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"); said {
	case "on", "off", "": // older captures lack it
		found.PrivateLinkRules = said
	default:
		o.wrong("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "%q is neither on nor off", clip(said))
	}
	found.HasSecurityGroups = len(found.SecurityGroups) > 0
	for _, zone := range o.list("AvailabilityZones") {
		node := network.Node{Subnet: zone.need("SubnetId")}
		for _, address := range zone.list("LoadBalancerAddresses") {
			node.Addresses = append(node.Addresses, address.nodeAddresses()...)
		}
		found.Nodes = append(found.Nodes, node)
	}
	_, found.path, _ = strings.Cut(found.ID, ":loadbalancer/")
	r.loadBalancers.add(found.ID, o, found.Account, found)
}

// nodeAddresses is an address that was chosen for a node. AWS tells of an internet-facing one only the public address, unless
// the private one was chosen too.
func (o object) nodeAddresses() []network.Address {
	var addresses []network.Address
	if private := o.address("PrivateIPv4Address"); private.IsValid() {
		addresses = append(addresses, network.Address{Private: private, Public: o.address("IpAddress")})
	}
	if six := o.address("IPv6Address"); six.IsValid() {
		addresses = append(addresses, network.Address{Private: six})
	}
	return addresses
}

// balancersByPath finds a load balancer by the path in the descriptions of its interfaces.
func (r *reader) balancersByPath() map[string]string {
	if r.byPath == nil {
		r.byPath = map[string]string{}
		for _, arn := range r.loadBalancers.order {
			if path := r.loadBalancers.seen[arn][0].value.path; path != "" {
				r.byPath[path] = arn
			}
		}
	}
	return r.byPath
}

// settledBalancers joins load balancers with their nodes' interfaces, attributes and listeners.
func (r *reader) settledBalancers(interfaces []network.Interface) []network.LoadBalancer {
	nodes := map[string][]network.Interface{}
	for _, found := range interfaces {
		if found.Owner != "" {
			nodes[found.Owner] = append(nodes[found.Owner], found)
		}
	}
	groups := r.groupsByBalancer()
	var settled []network.LoadBalancer
	for _, found := range r.loadBalancers.all(r.found) {
		found.Nodes = nodesOf(found.Nodes, nodes[found.ID])
		r.tag(&found.Object)
		switch said, told := r.attributes[found.ID]["load_balancing.cross_zone.enabled"]; {
		case told:
			found.CrossZone, found.CrossZoneKnown = said == "true", true
		case found.Kind == network.ApplicationBalancer: // always on
			found.CrossZone, found.CrossZoneKnown = true, true
		}
		found.Closed = closed(found.Internal, r.attributes[found.ID])
		r.listen(&found.LoadBalancer, groups[found.ID])
		settled = append(settled, found.LoadBalancer)
	}
	return settled
}

// closed says whether nodes drop what internet gateways bring to their IPv6 addresses: what the attribute says. Where attributes are
// told and this is not among them, it is AWS's default.
func closed(internal bool, attributes map[string]string) string {
	said, told := attributes["ipv6.deny_all_igw_traffic"]
	switch {
	case said == "true", !told && internal && attributes != nil:
		return "on"
	case told:
		return "off"
	}
	return ""
}

// nodesOf are the nodes by subnet, with the interfaces where those are known: an application load balancer may have
// several in a subnet.
func nodesOf(zones []network.Node, interfaces []network.Interface) []network.Node {
	var nodes []network.Node
	for _, zone := range zones {
		standing := false
		for _, own := range interfaces {
			if own.Subnet == zone.Subnet {
				standing = true
				nodes = append(nodes, network.Node{Subnet: own.Subnet, Interface: own.ID, Addresses: own.Addresses})
			}
		}
		if !standing {
			nodes = append(nodes, zone)
		}
	}
	return nodes
}

func (r *reader) loadBalancerAttributes(o object) { r.takeAttributes(o, "LoadBalancerArn") }
func (r *reader) targetGroupAttributes(o object)  { r.takeAttributes(o, "TargetGroupArn") }

// booleans are the attributes that matter and are true or false.
var booleans = map[string]bool{"load_balancing.cross_zone.enabled": true, "ipv6.deny_all_igw_traffic": true, "preserve_client_ip.enabled": true}

func (r *reader) takeAttributes(o object, arnField string) {
	arn := o.need(arnField)
	if arn == "" {
		return
	}
	if r.attributes[arn] == nil {
		r.attributes[arn] = map[string]string{}
	}
	for _, attribute := range o.list("Attributes") {
		key, value := attribute.text("Key"), attribute.text("Value")
		if booleans[key] && value != "true" && value != "false" && value != "use_load_balancer_configuration" {
			attribute.wrong("Value", "%q is neither true nor false", clip(value))
		}
		if before, told := r.attributes[arn][key]; told && before != value && booleans[key] {
			attribute.wrong("Value", "another file says %q; delete the older one", clip(before))
		}
		r.attributes[arn][key] = value
	}
}

// tagDescription is an item of describe-tags of load balancers, which do not print them themselves.
func (r *reader) tagDescription(o object) {
	if arn := o.id("ResourceArn"); arn != "" {
		r.resourceTags[arn] = o.tags("Tags")
	}
}

func (r *reader) tag(found *network.Object) {
	if tags := r.resourceTags[found.ID]; tags != nil {
		found.Tags = tags
	}
}
