package localcloud

import (
	"fmt"
	"slices"
	"strings"
)

// What the provider makes of changes to load balancers: some inputs mean
// something for one type only and are passed over for the others, and
// replacement depends on how many subnets there were. What AWS then takes is
// another matter (updateLoadBalancer).

var (
	applicationOnly = []string{
		"clientKeepAlive", "desyncMitigationMode", "dropInvalidHeaderFields", "enableHttp2", "enableTlsVersionAndCipherSuiteHeaders",
		"enableWafFailOpen", "enableXffClientPort", "idleTimeout", "preserveHostHeader", "xffHeaderProcessingMode",
	}
	networkOnly = []string{"dnsRecordClientRoutingPolicy", "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"}
)

func ignoredOfLoadBalancer(olds, news Props) []string {
	var ignored []string
	switch str(news, "loadBalancerType") {
	case "application":
		ignored = append(slices.Clone(networkOnly), "enableCrossZoneLoadBalancing")
	case "network":
		ignored = slices.Clone(applicationOnly)
	default:
		ignored = slices.Concat(applicationOnly, networkOnly, []string{"enableZonalShift", "minimumLoadBalancerCapacity"})
		for _, p := range []string{"subnets", "subnetMappings"} {
			if isUnknown(news[p]) {
				ignored = append(ignored, p)
			}
		}
	}
	for _, logs := range []string{"accessLogs", "connectionLogs"} {
		switch {
		case !has(news, logs) && !boolean(olds, logs+".enabled"):
			ignored = append(ignored, logs)
		case !boolean(news, logs+".enabled"):
			ignored = append(ignored, logs+".bucket", logs+".prefix")
		}
	}
	return ignored
}

// replacedLoadBalancer follows the provider, which counts: as many mappings as
// before are an update, whatever their subnets and addresses.
func replacedLoadBalancer(olds, news Props) []string {
	var forcing []string
	typ := str(news, "loadBalancerType")
	if typ != "application" && typ != "network" {
		return nil
	}
	was, is := pruned(list(olds, "subnetMappings")), pruned(list(news, "subnetMappings"))
	if !hasUnknown(news["subnetMappings"]) && !equal(was, is) {
		kept, more := common(was, is), len(is)-len(was)
		if more > 0 && kept != len(was) || more < 0 && (typ == "network" || kept != len(is)) {
			forcing = append(forcing, "subnetMappings")
		}
	}
	if typ == "application" {
		return forcing
	}
	before, after := list(olds, "subnets"), list(news, "subnets")
	if !hasUnknown(news["subnets"]) && !equal(before, after) && len(after) <= len(before) {
		forcing = append(forcing, "subnets")
	}
	if !hasUnknown(news["securityGroups"]) && (len(list(olds, "securityGroups")) == 0) != (len(list(news, "securityGroups")) == 0) {
		forcing = append(forcing, "securityGroups")
	}
	return forcing
}

// pruned is a list of objects without what is none in them, in a fixed order.
func pruned(of []any) []any {
	var all []any
	for _, e := range of {
		m, ok := e.(map[string]any)
		if !ok {
			all = append(all, e)
			continue
		}
		p := Props{}
		for name, v := range m {
			if !zero(v) {
				p[name] = v
			}
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b any) int { return strings.Compare(canonical(a), canonical(b)) })
	return all
}

// common counts the elements of one list that are in the other.
func common(a, b []any) int {
	n := 0
	for _, x := range a {
		if slices.ContainsFunc(b, func(y any) bool { return equal(x, y) }) {
			n++
		}
	}
	return n
}

// ignoredOfActions are the parts of actions that belong to another type of
// action than theirs.
func ignoredOfActions(property string, news Props) []string {
	parts := map[string]string{
		"fixedResponse": "fixed-response", "forward": "forward", "redirect": "redirect", "targetGroupArn": "forward",
	}
	var ignored []string
	for i, action := range list(news, property) {
		a, _ := action.(map[string]any)
		for part, typ := range parts {
			if str(a, "type") != typ {
				ignored = append(ignored, fmt.Sprintf("%s[%d].%s", property, i, part))
			}
		}
	}
	return ignored
}

func ignoredOfListener(olds, news Props) []string {
	ignored := ignoredOfActions("defaultActions", news)
	protocol := str(news, "protocol")
	for name := range merge(olds, news) {
		switch {
		case strings.HasPrefix(name, "routingHttpRequest") && protocol != "HTTPS",
			strings.HasPrefix(name, "routingHttpResponse") && protocol != "HTTPS" && protocol != "HTTP",
			name == "tcpIdleTimeoutSeconds" && protocol != "TCP" && protocol != "": // a Gateway Load Balancer's has none
			ignored = append(ignored, name)
		}
	}
	return ignored
}

func ignoredOfTargetGroup(_, news Props) []string {
	if strings.HasPrefix(str(news, "protocol"), "HTTP") {
		return nil
	}
	return []string{"protocolVersion", "stickiness.cookieDuration"}
}
