package expect

import (
	"slices"
	"strconv"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

// targetGroup lists a target group with its static targets. One for pods has none: the AWS Load Balancer Controller registers
// them.
func (w *writer) targetGroup(lb balancer, group plan.TargetGroup) {
	// Connections have a minute to finish.
	attributes := map[string]string{"deregistration_delay.timeout_seconds": "60"}
	version := ""
	switch group.Protocol {
	case "HTTP", "HTTPS":
		version = "HTTP1"
	default:
		attributes["preserve_client_ip.enabled"] = "false"
		attributes["proxy_protocol_v2.enabled"] = strconv.FormatBool(group.ProxyProtocol)
	}
	check := group.HealthCheck
	w.add(lb.account, object.TargetGroup, group.AwsName, object.Fields{
		"vpc": group.Vpc, "target type": "ip", "address type": "ipv4", "protocol": group.Protocol, "protocol version": version,
		"port": number(group.Port), "load balancers": lb.inUse(group), "health check": check.Protocol,
		"health check port": check.Port, "health check path": check.Path, "health check codes": check.Matcher,
		"health check interval": number(check.Interval), "health check timeout": number(check.Timeout),
		"healthy threshold": number(check.Threshold), "unhealthy threshold": number(check.Threshold),
		"attributes": object.TargetGroupAttributes(group.Protocol, attributes), "tags": w.tags(group.Name),
	})
	for _, target := range group.Targets {
		zone := target.AvailabilityZone
		if zone == "" {
			zone = target.Zone
		}
		w.add(lb.account, object.Target, group.AwsName+" "+target.Address+":"+number(target.Port), object.Fields{"zone": zone})
	}
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
