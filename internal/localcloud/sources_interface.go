package localcloud

// The network interfaces that the local cloud knows are those of load
// balancers with an address that somebody chose. They are no objects: they
// follow from the load balancer.

// networkInterface is an interface of a load balancer.
type networkInterface struct {
	id, address, subnet string
	balancer            *Object
}

// InterfaceID is the ID of a load balancer's network interface in a subnet. As
// in AWS, another load balancer or subnet has another one.
func InterfaceID(loadBalancerArn, subnet string) string {
	return "eni-0" + hashOf(loadBalancerArn+subnet, 16)
}

// interfaces are those of the account and Region.
func (c *call) interfaces() []networkInterface {
	var all []networkInterface
	for _, o := range c.all(tLoadBalancer) {
		for _, m := range subs(o.Outputs, "subnetMappings") {
			if address := str(m, "privateIpv4Address"); address != "" {
				all = append(all, networkInterface{InterfaceID(o.ID, str(m, "subnetId")), address, str(m, "subnetId"), o})
			}
		}
	}
	return all
}

func getNetworkInterface(c *call, args Props) (Props, error) {
	var found []Props
	for _, n := range c.interfaces() {
		if id := str(args, "id"); id != "" && id != n.id || len(sub(args, "tags")) > 0 { // AWS gives them no tags
			continue
		}
		vpc, zone := str(n.balancer.Outputs, "vpcId"), str(c.find(tSubnet, n.subnet).Outputs, "availabilityZone")
		description := "ELB " + str(n.balancer.Outputs, "arnSuffix")
		ok, err := passes(subs(args, "filters"), map[string]string{
			"network-interface-id": n.id, "private-ip-address": n.address, "addresses.private-ip-address": n.address, "subnet-id": n.subnet,
			"vpc-id": vpc, "availability-zone": zone, "description": description, "owner-id": c.account, "status": "in-use",
		})
		if err != nil {
			return nil, err
		}
		if ok {
			found = append(found, Props{
				"id": n.id, "arn": c.arn("ec2", "network-interface/"+n.id), "ownerId": c.account, "subnetId": n.subnet, "vpcId": vpc,
				"availabilityZone": zone, "description": description, "privateIp": n.address, "privateIps": []any{n.address},
				"interfaceType": str(n.balancer.Outputs, "loadBalancerType") + "_load_balancer", "securityGroups": orList(n.balancer.Outputs["securityGroups"]),
				"requesterId": "amazon-elb", "ipv6Addresses": []any{}, "associations": []any{}, "attachments": []any{}, "macAddress": "",
				"outpostArn": "", "privateDnsName": "", "tags": Props{},
			})
		}
	}
	switch len(found) {
	case 0:
		return nil, refuse("NotFound", "no matching EC2 Network Interface found")
	case 1:
		return found[0], nil
	}
	return nil, refuse("AmbiguousResult", "multiple EC2 Network Interfaces matched; use additional constraints to reduce matches to a single one")
}
