package pulumi

import (
	"cmp"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// interfaces reads instances and network interfaces.
func (b *builder) interfaces() {
	public := map[string]string{} // by instance or interface; one that is not known yet is Unknown
	for _, r := range b.every("aws:ec2/eip:Eip", "aws:ec2/eipAssociation:EipAssociation") {
		for key, types := range map[string][]string{"instance": {typeInstance}, "instanceId": {typeInstance}, "networkInterface": {typeInterface}, "networkInterfaceId": {typeInterface}} {
			if r.value(key) == nil {
				continue
			}
			of, ok := b.refer(r, key, types...)
			for _, may := range b.every(types...) {
				if id := may.identity(); (ok && id == of || !ok && b.mayMean(r, key, id, types...)) && !known(public[id]) {
					public[id] = cmp.Or(r.text("publicIp"), Unknown)
				}
			}
		}
	}
	for _, r := range b.every(typeInterface) {
		one := network.Interface{Object: b.object(r), Forwards: r.value("sourceDestCheck") != nil && !r.flag("sourceDestCheck")}
		b.placeInterface(&one, r, "securityGroups", append(r.texts("privateIps"), r.text("privateIp")), public[one.ID])
		b.network.Interfaces = append(b.network.Interfaces, one)
	}
	for _, r := range b.every(typeInstance) {
		instance := network.Instance{Object: b.object(r), Running: true}
		primary := network.Interface{
			Object: network.Object{ID: r.text("primaryNetworkInterfaceId"), Name: instance.Name, Account: instance.Account, Region: instance.Region},
			Owner:  instance.ID, Forwards: r.value("sourceDestCheck") != nil && !r.flag("sourceDestCheck"),
		}
		if !known(primary.ID) {
			primary.ID = instance.ID + "/eth0"
		}
		for _, declared := range r.list("networkInterfaces") {
			if id, ok := b.reference(r, "networkInterfaces", asObject(declared)["networkInterfaceId"], typeInterface); ok {
				instance.Interfaces = append(instance.Interfaces, id)
			}
		}
		if len(instance.Interfaces) == 0 {
			elastic := public[instance.ID]
			if elastic == "" {
				elastic = b.launchedWith(r)
			}
			b.placeInterface(&primary, r, "vpcSecurityGroupIds", append(r.texts("secondaryPrivateIps"), r.text("privateIp")), elastic)
			instance.Interfaces = []string{primary.ID}
			b.network.Interfaces = append(b.network.Interfaces, primary)
		}
		for i := range b.network.Interfaces {
			if slices.Contains(instance.Interfaces, b.network.Interfaces[i].ID) {
				b.network.Interfaces[i].Owner = instance.ID
			}
		}
		b.network.Instances = append(b.network.Instances, instance)
	}
}

// attachGroups gives interfaces the security groups that resources of their own attach to them.
func (b *builder) attachGroups() {
	for _, r := range b.every("aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment") {
		to, ok := b.refer(r, "networkInterfaceId", typeInterface, typeInstance)
		if !ok {
			b.gapOfCandidates(network.GapInterfaces, r, "networkInterfaceId", []string{typeInterface, typeInstance})
			continue
		}
		for _, instance := range b.network.Instances {
			if instance.ID == to && len(instance.Interfaces) > 0 {
				to = instance.Interfaces[0] // before it exists, its primary interface is a property of the instance
			}
		}
		group, ok := b.refer(r, "securityGroupId", groupTypes...)
		if !ok {
			b.gapOf(network.GapInterfaces, to, r, "securityGroupId")
			continue
		}
		for i := range b.network.Interfaces {
			if own := &b.network.Interfaces[i]; own.ID == to && !own.Has(group) {
				own.SecurityGroups = append(own.SecurityGroups, group)
			}
		}
	}
}

// placeInterface reads where an interface is, which groups it has, and its addresses.
func (b *builder) placeInterface(one *network.Interface, r *Resource, groups string, private []string, public string) {
	var ok bool
	if one.Subnet, ok = b.refer(r, "subnetId", typeSubnet); !ok {
		b.gapOf(network.GapInterfaces, one.ID, r, "subnetId")
		b.gapOfCandidates(network.GapInterfaces, r, "subnetId", []string{typeSubnet})
	}
	if subnet := b.find(one.Subnet); subnet != nil {
		one.VPC, _ = b.refer(subnet, "vpcId", typeVPC, typeDefaultVPC)
	}
	if one.SecurityGroups, ok = b.references(r, groups, groupTypes...); !ok {
		b.gapOf(network.GapInterfaces, one.ID, r, groups)
	}
	one.Primary = address(r.text("privateIp"))
	one.Public = public != ""
	for _, text := range append(private, r.texts("ipv6Addresses")...) {
		has := func(a network.Address) bool { return a.Private == address(text) }
		if private := address(text); private.IsValid() && !slices.ContainsFunc(one.Addresses, has) {
			one.Addresses = append(one.Addresses, network.Address{Private: private, Public: address(public)})
		}
	}
	one.AddressUnknown = len(one.Addresses) == 0
	count, _ := r.number("ipv6AddressCount")
	subnet := b.find(one.Subnet)
	one.IPv4Only = one.AddressUnknown && count == 0 && len(r.list("ipv6Addresses")) == 0 && known(cmp.Or(r.text("ipv6AddressCount"), "0")) &&
		asText(r.value("ipv6Addresses")) != Unknown && subnet != nil && !subnet.flag("assignIpv6AddressOnCreation")
}

// launchedWith is the public address that an instance was launched with, or Unknown where it will be: it asks for one, or its subnet
// gives one.
func (b *builder) launchedWith(instance *Resource) string {
	if told, there := instance.Outputs["publicIp"]; there && asText(told) != Unknown {
		return asText(told)
	}
	if asks := instance.text("associatePublicIpAddress"); asks != "" {
		if asks == "false" {
			return ""
		}
		return Unknown
	}
	id, _ := b.refer(instance, "subnetId", typeSubnet)
	if subnet := b.find(id); subnet == nil || subnet.text("mapPublicIpOnLaunch") == "" || subnet.text("mapPublicIpOnLaunch") == "false" {
		return ""
	}
	return Unknown
}
