package expect

import (
	"slices"
	"strconv"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

// targetGroup lists a target group with its static targets. One for pods has none: the AWS Load Balancer Controller registers
// them. One that leads to an ALB has that as its target, and attributes that nobody can change.
func (w *writer) targetGroup(lb balancer, group plan.TargetGroup) {
	attributes, kind, version := map[string]string{}, "ip", ""
	if group.Alb == "" {
		// Connections have a minute to finish.
		attributes["deregistration_delay.timeout_seconds"] = "60"
	}
	if lb.groupsCross && group.Alb == "" {
		attributes["load_balancing.cross_zone.enabled"] = "true"
	}
	switch {
	case group.Alb != "":
		kind = "alb"
		w.add(lb.account, object.Target, group.AwsName+" "+w.innerAlbName(group.Alb)+":"+number(group.Port), object.Fields{})
	case group.Protocol == "HTTP", group.Protocol == "HTTPS":
		version = "HTTP1"
	default:
		attributes["preserve_client_ip.enabled"] = "false"
		attributes["proxy_protocol_v2.enabled"] = strconv.FormatBool(group.ProxyProtocol)
	}
	check := group.HealthCheck
	w.add(lb.account, object.TargetGroup, group.AwsName, object.Fields{
		"vpc": group.Vpc, "target type": kind, "address type": "ipv4", "protocol": group.Protocol, "protocol version": version,
		"port": number(group.Port), "load balancers": lb.inUse(group), "health check": check.Protocol,
		"health check port": check.Port, "health check path": check.Path, "health check codes": check.Matcher,
		"health check interval": number(check.Interval), "health check timeout": number(check.Timeout),
		"healthy threshold": number(check.Threshold), "unhealthy threshold": number(check.Threshold),
		"attributes": object.TargetGroupAttributes(kind, group.Protocol, attributes), "tags": w.tags(group.Name),
	})
	for _, target := range group.Targets {
		zone := target.AvailabilityZone
		if zone == "" {
			zone = target.Zone
		}
		w.add(lb.account, object.Target, group.AwsName+" "+target.Address+":"+number(target.Port), object.Fields{"zone": zone})
	}
}

// innerAlbName is what AWS calls a planned inner ALB.
func (w *writer) innerAlbName(name string) string {
	for _, alb := range w.plan.InnerAlbs {
		if alb.Name == name {
			return alb.AwsName
		}
	}
	return "an inner ALB that the plan does not have: " + name
}

// inUse is the load balancer, where a listener or rule of it leads to the group.
func (lb balancer) inUse(group plan.TargetGroup) string {
	for _, listener := range lb.listeners {
		if listener.TargetGroup == group.Name {
			return lb.awsName
		}
		for _, rule := range listener.Rules {
			led := slices.ContainsFunc(rule.Forward, func(weighted plan.WeightedTargetGroup) bool { return weighted.Name == group.Name })
			if led || rule.TargetGroup == group.Name {
				return lb.awsName
			}
		}
	}
	return ""
}
