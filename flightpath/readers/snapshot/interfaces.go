package snapshot

import (
	"net/netip"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// networkInterface is a network interface, with the instance that it is attached to.
type networkInterface struct {
	network.Interface
	instance  string
	publisher network.PublisherKind
}

func (r *reader) networkInterface(o object) {
	found := networkInterface{Interface: o.networkInterface(o.object("NetworkInterfaceId"))}
	if tags := o.tags("TagSet"); tags != nil { // interfaces call their tags by another name
		found.Tags, found.Name = tags, tags["Name"]
	}
	if attachment, there := o.child("Attachment"); there {
		switch attachment.state("Status") {
		case "attached", "attaching", "":
			found.instance = attachment.id("InstanceId")
		}
	}
	found.publisher = o.publisher()
	r.interfaces.add(found.ID, o, found.Account, found)
}

// networkInterface is what both lists of interfaces and instances tell of an interface.
func (o object) networkInterface(identity network.Object) network.Interface {
	found := network.Interface{
		Object:      identity,
		VPC:         o.need("VpcId"),
		Subnet:      o.need("SubnetId"),
		Description: o.text("Description"),
		Forwards:    !o.truth("SourceDestCheck", true),
		Closed:      o.truth("DenyAllIgwTraffic", false),
	}
	if o.has("PrivateIpAddress") {
		found.Primary = o.address("PrivateIpAddress")
	}
	for _, group := range o.list("Groups") {
		found.SecurityGroups = append(found.SecurityGroups, group.need("GroupId"))
	}
	for _, address := range o.list("PrivateIpAddresses") {
		found.Addresses = append(found.Addresses, address.privateAddress())
	}
	if len(found.Addresses) == 0 && o.has("PrivateIpAddress") {
		found.Addresses = append(found.Addresses, o.privateAddress())
	}
	for _, address := range o.list("Ipv6Addresses") {
		if known := address.address("Ipv6Address"); known.IsValid() {
			found.Addresses = append(found.Addresses, network.Address{Private: known})
		}
	}
	for _, delegated := range o.list("Ipv4Prefixes") {
		found.Prefixes = appendValid(found.Prefixes, delegated.prefix("Ipv4Prefix", ipv4))
	}
	for _, delegated := range o.list("Ipv6Prefixes") {
		found.Prefixes = appendValid(found.Prefixes, delegated.prefix("Ipv6Prefix", ipv6))
	}
	return found
}

func appendValid(prefixes []netip.Prefix, prefix netip.Prefix) []netip.Prefix {
	if !prefix.IsValid() {
		return prefixes
	}
	return append(prefixes, prefix)
}

// privateAddress is an address with the public one that stands for it.
func (o object) privateAddress() network.Address {
	known := network.Address{Private: o.address("PrivateIpAddress")}
	if !known.Private.IsValid() && !o.has("PrivateIpAddress") {
		o.wrong("PrivateIpAddress", "missing")
	}
	if association, there := o.child("Association"); there {
		known.Public = association.address("PublicIp")
	}
	return known
}

func (r *reader) reservation(o object) {
	for _, item := range o.list("Instances") {
		r.instance(item, o.id("OwnerId"))
	}
}

// instance takes an instance that exists. A terminated one is listed for about an hour, without what it had.
func (r *reader) instance(o object, owner string) {
	instance := network.Instance{Object: o.object("InstanceId")}
	if owner != "" {
		instance.Account = owner
	}
	switch o.stateIn("State", "Name") {
	case "terminated", "shutting-down":
		r.gone.bury(instance.ID)
		return
	case "stopped", "stopping":
	default:
		instance.Running = true
	}
	for _, item := range o.list("NetworkInterfaces") {
		identity := network.Object{ID: item.need("NetworkInterfaceId"), Account: instance.Account, Region: instance.Region}
		instance.Interfaces = append(instance.Interfaces, identity.ID)
		r.attachedInterfaces.add(identity.ID, item, instance.Account,
			networkInterface{Interface: item.networkInterface(identity), instance: instance.ID})
	}
	r.instances.add(instance.ID, o, instance.Account, instance)
	if isNode(instance.Tags) {
		r.nodeSubnets = append(r.nodeSubnets, o.id("SubnetId"))
	}
}

// settledInterfaces are the network interfaces: those that are listed, and those that only their instances tell of.
func (r *reader) settledInterfaces() []network.Interface {
	var settled []network.Interface
	for _, found := range r.interfaces.all(r.found) {
		found.Owner = r.ownerOf(found)
		settled = append(settled, found.Interface)
	}
	for _, id := range r.attachedInterfaces.order {
		if r.interfaces.has(id) {
			continue
		}
		if found, there := r.attachedInterfaces.settled(id, r.found); there {
			found.Owner = found.instance
			settled = append(settled, found.Interface)
		}
	}
	return settled
}

// ownerOf tells what an interface belongs to. AWS's services write it into the description of the interfaces that they make.
func (r *reader) ownerOf(found networkInterface) string {
	if found.instance != "" {
		return found.instance
	}
	for _, made := range []string{
		"ELB ", "Interface for NAT Gateway ", "VPC Endpoint Interface ", "Network Interface for Transit Gateway Attachment ",
		"Gateway Load Balancer Endpoint Interface ",
	} {
		if owner, is := strings.CutPrefix(found.Description, made); is {
			if arn := r.balancersByPath()[owner]; arn != "" {
				return arn
			}
			if validID(owner) {
				return owner
			}
		}
	}
	return ""
}

// settledInstances are the instances with the interfaces that are attached to them.
func (r *reader) settledInstances(interfaces []network.Interface) []network.Instance {
	attached := map[string][]string{}
	for _, found := range interfaces {
		attached[found.Owner] = append(attached[found.Owner], found.ID)
	}
	instances := r.instances.all(r.found)
	for i := range instances {
		if listed := attached[instances[i].ID]; listed != nil {
			instances[i].Interfaces = listed
		}
	}
	return instances
}
