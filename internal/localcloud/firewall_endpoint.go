package localcloud

import (
	"cmp"
	"slices"
)

// The endpoints of firewalls: one in each subnet, which routes lead to.

// placeFirewall puts a firewall's endpoints into its subnets. As the provider
// does, it adds subnets before it takes others away.
func placeFirewall(c *call, arn string) (Props, error) {
	subnets := subnetsOf(c.in)
	if len(subnets) == 0 {
		return nil, refuse("InvalidRequestException", "A firewall needs at least one subnet mapping")
	}
	made := map[string]string{} // endpoints by subnet
	zones := map[string]string{}
	if c.old != nil {
		for _, s := range subs(c.old.Outputs, "firewallStatuses") {
			for _, state := range subs(s, "syncStates") {
				for _, a := range subs(state, "attachments") {
					made[str(a, "subnetId")] = str(a, "endpointId")
					zones[str(state, "availabilityZone")] = str(a, "subnetId")
				}
			}
		}
	}
	before := made
	after := map[string]string{}
	for _, id := range subnets {
		subnet := c.find(tSubnet, id)
		zone := str(subnet.Outputs, "availabilityZone")
		switch {
		case before[id] != "":
			after[id] = before[id]
			continue
		case str(subnet.Outputs, "vpcId") != str(c.in, "vpcId"):
			return nil, refuse("InvalidRequestException", "Subnet %s is not in VPC %s", id, str(c.in, "vpcId"))
		case zones[zone] != "":
			return nil, refuse("InvalidRequestException", "A firewall takes one subnet per Availability Zone: %s and %s are in %s", zones[zone], id, zone)
		}
		zones[zone] = id
		endpoint, err := makeFirewallEndpoint(c, arn, id)
		if err != nil {
			return nil, err
		}
		after[id] = endpoint
	}
	for subnet, endpoint := range before {
		if after[subnet] == "" {
			if err := removeFirewallEndpoint(c, endpoint); err != nil {
				return nil, err
			}
		}
	}
	return Props{"firewallStatuses": statusOf(c, after), "subnetMappings": mappingsOf(c)}, nil
}

// statusOf tells the endpoints as AWS does: in no order that means anything,
// and by the names of zones.
func statusOf(c *call, endpoints map[string]string) []any {
	var states []any
	for subnet, endpoint := range endpoints {
		states = append(states, Props{
			"availabilityZone": str(c.find(tSubnet, subnet).Outputs, "availabilityZone"),
			"attachments":      []any{Props{"endpointId": endpoint, "subnetId": subnet}},
		})
	}
	slices.SortFunc(states, func(a, b any) int { return cmp.Compare(hashOf(canonical(a), 16), hashOf(canonical(b), 16)) })
	return []any{Props{"syncStates": states}}
}

// mappingsOf are the subnet mappings with what AWS fills in.
func mappingsOf(c *call) []any {
	var all []any
	for _, m := range subs(c.in, "subnetMappings") {
		all = append(all, merge(Props{"ipAddressType": "IPV4"}, m))
	}
	return all
}

// makeFirewallEndpoint makes the VPC endpoint that AWS makes for a firewall. The
// account sees it and routes to it, and cannot change it.
func makeFirewallEndpoint(c *call, arn, subnet string) (string, error) {
	address, err := c.freeAddress(subnet)
	if err != nil {
		return "", refuse("InvalidRequestException", "Subnet %s has no free address for a firewall endpoint", subnet)
	}
	id := "vpce-0" + c.hash("endpoint"+subnet, 16)
	c.alongside(tVpcEndpoint, id, Props{
		"arn": c.arn("ec2", "vpc-endpoint/"+id), "ownerId": c.account, "requesterManaged": true, "state": "available", "ipAddressType": "ipv4",
		"vpcId": str(c.in, "vpcId"), "vpcEndpointType": "GatewayLoadBalancer", "subnetIds": []any{subnet},
		"serviceName":          "com.amazonaws.vpce." + c.region + ".vpce-svc-0" + hashOf(arn, 16),
		"subnetConfigurations": []any{Props{"subnetId": subnet, "ipv4": address}}, "networkInterfaceIds": []any{"eni-0" + c.hash("eni"+subnet, 16)},
		"policy": "", "privateDnsEnabled": false, "routeTableIds": []any{}, "securityGroupIds": []any{}, "cidrBlocks": []any{}, "dnsEntries": []any{},
		"prefixListId": "", "tags": Props{"Firewall": arn, "AWSNetworkFirewallManaged": "true"},
	})
	return id, nil
}

// removeFirewallEndpoint takes an endpoint away, unless routes lead to it: AWS
// does not delete a Gateway Load Balancer endpoint before its routes are gone,
// and the firewall that it belongs to stays with it.
func removeFirewallEndpoint(c *call, id string) error {
	if table := c.tableLeadingTo(id); table != "" {
		return refuse("InvalidOperationException", "Firewall endpoint %s must be removed from route table %s before deletion", id, table)
	}
	if e := c.find(tVpcEndpoint, id); e != nil {
		c.drop(e)
	}
	return nil
}
