package expect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

// balancer is what the two kinds of planned load balancer have in common.
type balancer struct {
	account, name, awsName, vpc string
	kind                        plan.LoadBalancerType
	certificates                []plan.PlannedCertificate
	listeners                   []plan.Listener
	groups                      []plan.TargetGroup

	// Whether target groups for pods balance across zones in place of the load balancer.
	groupsCross bool
}

// ingressLoadBalancer lists an internet-facing load balancer.
func (w *writer) ingressLoadBalancer(lb plan.IngressLoadBalancer) {
	attributes := w.protection(lb.AllowReplace)
	fields := object.Fields{"scheme": "internet-facing"}
	if lb.Type == plan.ApplicationLoadBalancer {
		hardened(attributes, lb.IdleTimeout)
	} else {
		attributes["load_balancing.cross_zone.enabled"] = "true"
		fields["enforced on private link"] = "on"
	}
	var zones []string
	for _, subnet := range lb.Subnets {
		zones = append(zones, subnet+" in "+zoneOf(subnet))
	}
	w.loadBalancer(balancer{
		lb.Account, lb.Name, lb.AwsName, lb.Vpc, lb.Type, lb.Certificates, lb.Listeners, lb.TargetGroups, false,
	}, lb.SecurityGroup, zones, attributes, fields)
	w.certificates(lb.Account, lb.Certificates)
}

// hardened adds what an ALB of any kind does with the headers of requests, and how long it keeps idle connections.
func hardened(attributes map[string]string, idleTimeout int) {
	attributes["routing.http.drop_invalid_header_fields.enabled"] = "true"
	attributes["routing.http.desync_mitigation_mode"] = "defensive"
	attributes["routing.http.xff_header_processing.mode"] = "append"
	attributes["idle_timeout.timeout_seconds"] = number(idleTimeout)
}

// innerLoadBalancer lists an internal NLB with its addresses. It keeps to zones where an ALB is behind it; its target groups for pods
// never do.
func (w *writer) innerLoadBalancer(lb plan.StaticNlb) {
	attributes := w.protection(lb.AllowReplace)
	beforeAlb := slices.ContainsFunc(lb.TargetGroups, func(group plan.TargetGroup) bool { return group.Alb != "" })
	attributes["load_balancing.cross_zone.enabled"] = strconv.FormatBool(!beforeAlb)
	var zones []string
	for _, address := range lb.Addresses {
		zones = append(zones, address.Subnet+" in "+address.Zone+" at "+address.Address)
	}
	w.loadBalancer(balancer{
		lb.Account, lb.Name, lb.AwsName, lb.Vpc, plan.NetworkLoadBalancer, nil, lb.Listeners, lb.TargetGroups, true,
	}, lb.SecurityGroup, zones, attributes, object.Fields{"scheme": "internal", "enforced on private link": "on"})
}

// innerAlb lists an internal ALB, to which a target group of an internal NLB leads.
func (w *writer) innerAlb(lb plan.InternalAlb) {
	attributes := w.protection(lb.AllowReplace)
	hardened(attributes, lb.IdleTimeout)
	var zones []string
	for _, subnet := range lb.Subnets {
		zones = append(zones, subnet+" in "+zoneOf(subnet))
	}
	w.loadBalancer(balancer{
		lb.Account, lb.Name, lb.AwsName, lb.Vpc, plan.ApplicationLoadBalancer, lb.Certificates, lb.Listeners, lb.TargetGroups, false,
	}, lb.SecurityGroup, zones, attributes, object.Fields{"scheme": "internal"})
}

// protection are the attributes of a load balancer that AWS refuses to delete, unless the plan lets it be replaced.
func (w *writer) protection(allowReplace bool) map[string]string {
	return map[string]string{"deletion_protection.enabled": strconv.FormatBool(w.plan.Protection && !allowReplace)}
}

func (w *writer) loadBalancer(
	lb balancer, group plan.SecurityGroup, zones []string, attributes map[string]string, fields object.Fields,
) {
	fields["type"], fields["vpc"], fields["address type"] = string(lb.kind), lb.vpc, "ipv4"
	fields["zones"], fields["security groups"], fields["state"] = object.Set(zones), group.Name, "active"
	fields["attributes"], fields["tags"] = object.LoadBalancerAttributes(string(lb.kind), fields["scheme"], attributes), w.tags(lb.name)
	w.add(lb.account, object.LoadBalancer, lb.awsName, fields)
	w.securityGroup(lb.account, lb.vpc, group)
	for _, listener := range lb.listeners {
		w.listener(lb, listener)
	}
	for _, target := range lb.groups {
		w.targetGroup(lb, target)
	}
}

// zoneOf is the zone of a planned subnet, which its name ends in: `<vpc>.<tier>.<zone>`.
func zoneOf(subnet string) string { return subnet[strings.LastIndex(subnet, ".")+1:] }

// listener lists a listener with its rules and certificates.
func (w *writer) listener(lb balancer, listener plan.Listener) {
	action := defaultAction(lb, listener)
	fields := object.Fields{
		"load balancer": lb.awsName, "port": number(listener.Port), "protocol": listener.Protocol,
		"default action": action, "default rule": action, "tags": w.tags(listener.Name),
	}
	if listener.Protocol == "HTTPS" || listener.Protocol == "TLS" {
		fields["ssl policy"] = listener.SslPolicy
		for _, certificate := range lb.certificates {
			standard := ""
			if certificate.Default {
				fields["certificate"], standard = certificateName(certificate), "true"
			}
			w.add(lb.account, object.ListenerCertificate, listener.Name+" "+certificateName(certificate),
				object.Fields{"default": standard})
		}
	}
	w.add(lb.account, object.Listener, listener.Name, fields)
	for _, rule := range listener.Rules {
		var conditions []string
		for _, condition := range []struct {
			field  string
			values []string
		}{{"host-header", rule.Hostnames}, {"path-pattern", rule.Paths}} {
			if len(condition.values) > 0 {
				conditions = append(conditions, condition.field+" is "+object.Alternatives(setOf(condition.values)))
			}
		}
		w.add(lb.account, object.ListenerRule, rule.Name, object.Fields{
			"listener": listener.Name, "priority": number(rule.Priority), "conditions": strings.Join(conditions, " and "),
			"action": lb.forward(rule), "tags": w.tags(rule.Name),
		})
	}
}

// defaultAction is what happens to what no rule matches.
func defaultAction(lb balancer, listener plan.Listener) string {
	switch listener.DefaultAction {
	case "redirect":
		port := "443"
		for _, other := range lb.listeners {
			if other.Protocol == "HTTPS" {
				port = number(other.Port)
			}
		}
		return object.Redirect("HTTPS", "#{host}", port, "/#{path}", "#{query}", "HTTP_301")
	case "fixed-response":
		return object.FixedResponse("404", "text/plain", "No service answers here.")
	default:
		return object.Forward(lb.targetGroup(listener.TargetGroup))
	}
}

// forward is where a rule leads: to one target group, or to several by weight.
func (lb balancer) forward(rule plan.ListenerRule) string {
	if len(rule.Forward) == 0 {
		return object.Forward(lb.targetGroup(rule.TargetGroup))
	}
	groups := map[string]bool{}
	for _, group := range rule.Forward {
		name := lb.targetGroup(group.Name)
		if len(rule.Forward) > 1 {
			name = object.Weighted(name, group.Weight)
		}
		groups[name] = true
	}
	return object.Forward(object.Alternatives(groups))
}

// targetGroup is what AWS calls a planned target group.
func (lb balancer) targetGroup(name string) string {
	for _, group := range lb.groups {
		if group.Name == name {
			return group.AwsName
		}
	}
	return "a target group that the plan does not have: " + name
}

func setOf(words []string) map[string]bool {
	set := map[string]bool{}
	for _, word := range words {
		set[word] = true
	}
	return set
}
