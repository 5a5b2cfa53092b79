package localcloud

import (
	"net/netip"
	"slices"
	"strings"
)

// Targets of target groups.

// targetRanges are the addresses beside the VPC's own that may be targets.
var targetRanges = prefixes([]string{"10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"})

func checkTarget(c *call) error {
	group := c.findBy(tTargetGroup, "", str(c.in, "targetGroupArn"))
	id, zone := str(c.in, "targetId"), str(c.in, "availabilityZone")
	there := c.where(tTargetAttachment, "targetGroupArn", group.ID)
	if limit := c.cloud.quotas.TargetsPerTargetGroup; len(there) >= limit {
		return refuse("TooManyTargets", "The maximum number of targets (%d) of target group '%s' has been reached", limit, group.ID)
	}
	if protocol := str(group.Outputs, "protocol"); !strings.HasPrefix(protocol, "HTTP") {
		same := 0
		for _, t := range there {
			if str(t.Outputs, "availabilityZone") == zone {
				same++
			}
		}
		if limit := c.cloud.quotas.TargetsPerNLBZone; same >= limit {
			return refuse("TooManyTargets", "The maximum number of targets (%d) per Availability Zone of a network load balancer has been reached", limit)
		}
	}
	switch typ := str(group.Outputs, "targetType"); typ {
	case "ip":
		return checkAddressTarget(c, group, id, zone)
	case "alb":
		return checkBalancerTarget(c, group, id, len(there))
	default:
		return refuse("InvalidTarget", "The following targets are not valid for target type %s: '%s' (the local cloud has no instances and no functions)", typ, id)
	}
}

func checkAddressTarget(c *call, group *Object, id, zone string) error {
	address, err := netip.ParseAddr(id)
	if err != nil {
		return refuse("InvalidTarget", "The following targets are not valid IP addresses: '%s'", id)
	}
	for _, subnet := range c.where(tSubnet, "vpcId", str(group.Outputs, "vpcId")) {
		if !slices.ContainsFunc(prefixes([]string{str(subnet.Outputs, "cidrBlock")}), func(p netip.Prefix) bool { return p.Contains(address) }) {
			continue
		}
		if own := str(subnet.Outputs, "availabilityZone"); zone != "" && zone != own {
			return refuse("ValidationError", "The IP address '%s' is within the VPC, and cannot have its Availability Zone overridden to '%s' from '%s'",
				id, zone, own)
		}
		return nil
	}
	_, known := c.zoneBy(zone)
	switch {
	case !slices.ContainsFunc(targetRanges, func(p netip.Prefix) bool { return p.Contains(address) }):
		return refuse("InvalidTarget", "The IP address '%s' is not a valid target: it must be in a subnet of the VPC '%s', in 10.0.0.0/8, "+
			"100.64.0.0/10, 172.16.0.0/12 or 192.168.0.0/16", id, str(group.Outputs, "vpcId"))
	case zone == "":
		return refuse("ValidationError", "The Availability Zone is required for IP address '%s' because it is not in the VPC", id)
	case zone != "all" && !known:
		return refuse("ValidationError", "You must specify a valid Availability Zone or select 'all' for all enabled Availability zones, "+
			"since the IP address '%s' is outside the VPC", id)
	}
	return nil
}

// frontsOfBalancer is how many network load balancers may have an application load balancer as a target.
const frontsOfBalancer = 2

// checkBalancerTarget: an application load balancer is the one target of its group, in the group's VPC and account, and listens on
// the port.
func checkBalancerTarget(c *call, group *Object, id string, there int) error {
	alb := c.find(tLoadBalancer, id)
	if alb == nil || str(alb.Outputs, "loadBalancerType") != "application" || str(alb.Outputs, "vpcId") != str(group.Outputs, "vpcId") {
		return refuse("InvalidTarget", "The target '%s' is not an application load balancer in the VPC of the target group", id)
	}
	if there > 0 {
		return refuse("TooManyTargets", "A target group of type alb can have one target")
	}
	if len(c.registrations(id)) >= frontsOfBalancer {
		return refuse("TooManyRegistrationsForTargetId", "The target '%s' has reached the maximum number of registrations (%d)", id, frontsOfBalancer)
	}
	port := number(group.Outputs, "port")
	if has(c.in, "port") {
		port = number(c.in, "port")
	}
	for _, l := range c.where(tListener, "loadBalancerArn", id) {
		if number(l.Outputs, "port") == port {
			return nil
		}
	}
	return refuse("ValidationError", "If the target type is ALB, the target must have at least one listener that matches the target group port "+
		"or any specified port overrides")
}

// registrations lists where an application load balancer is a target.
func (c *call) registrations(balancer string) []*Object {
	return c.where(tTargetAttachment, "targetId", balancer)
}

// listenedTo refuses to take a listener's port away while its load balancer is a target on it.
func listenedTo(c *call) error {
	port, balancer := number(c.old.Outputs, "port"), str(c.old.Outputs, "loadBalancerArn")
	for _, a := range c.registrations(balancer) {
		at := number(a.Outputs, "port")
		if g := c.find(tTargetGroup, str(a.Outputs, "targetGroupArn")); at == 0 && g != nil {
			at = number(g.Outputs, "port")
		}
		if at == port {
			return refuse("ResourceInUse", "Listener port '%d' is in use by registered target '%s' and cannot be removed", port, balancer)
		}
	}
	return nil
}
