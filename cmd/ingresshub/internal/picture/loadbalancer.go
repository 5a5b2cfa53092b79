package picture

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func (p *page) loadBalancer(balancer localcloud.Object) {
	p.draw(balancer)
	kind := map[string]string{"application": "ALB", "network": "NLB"}[text(balancer, "loadBalancerType")]
	scheme := "internet-facing"
	if text(balancer, "internal") == "true" {
		scheme = "internal"
	}
	line := kind + " " + name(balancer) + "  " + scheme
	if addresses := staticAddresses(balancer); len(addresses) > 0 {
		line += "  " + strings.Join(addresses, " ")
	}
	p.Line(2, "%s  %s%s", line, text(balancer, "dnsName"), yours(balancer))

	listeners := p.where(listenerType, "loadBalancerArn", text(balancer, "arn"))
	slices.SortStableFunc(listeners, func(a, b localcloud.Object) int {
		return cmp.Compare(number(text(a, "port")), number(text(b, "port")))
	})
	var rows [][]string
	for _, listener := range listeners {
		rows = append(rows, p.listener(listener)...)
	}
	p.Table(3, rows)
}

func staticAddresses(balancer localcloud.Object) []string {
	var addresses []string
	for _, mapping := range members(balancer, "subnetMappings") {
		if address := asText(mapping["privateIpv4Address"]); address != "" {
			addresses = append(addresses, address)
		}
	}
	slices.Sort(addresses)
	return addresses
}

// listener is a row for what the listener does by default, and one for each rule.
func (p *page) listener(listener localcloud.Object) [][]string {
	p.draw(listener)
	port := text(listener, "protocol") + " " + text(listener, "port")
	rules := p.where(listenerRuleType, "listenerArn", text(listener, "arn"))
	slices.SortStableFunc(rules, func(a, b localcloud.Object) int {
		return cmp.Compare(number(text(a, "priority")), number(text(b, "priority")))
	})
	var rows [][]string
	for _, rule := range rules {
		p.draw(rule)
		rows = append(rows, []string{port, text(rule, "priority"), conditions(rule), p.action(rule, "actions")})
	}
	match := ""
	if len(rules) > 0 {
		match = "anything else"
	}
	return append(rows, []string{port, "", match, p.action(listener, "defaultActions")})
}

func conditions(rule localcloud.Object) string {
	var parts []string
	for _, condition := range members(rule, "conditions") {
		for _, kind := range []string{"hostHeader", "pathPattern"} {
			parts = append(parts, strings.Join(texts(condition, kind+".values"), " "))
		}
	}
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	slices.SortStableFunc(parts, func(a, b string) int { // host names before paths
		return cmp.Compare(b2i(strings.HasPrefix(a, "/")), b2i(strings.HasPrefix(b, "/")))
	})
	return strings.Join(parts, "  ")
}

// action says what happens to a request.
func (p *page) action(object localcloud.Object, path string) string {
	for _, action := range members(object, path) {
		switch asText(action["type"]) {
		case "redirect":
			return "redirect to " + asText(at(action, "redirect.protocol")) + " " + asText(at(action, "redirect.port"))
		case "fixed-response":
			return "answer " + asText(at(action, "fixedResponse.statusCode"))
		case "forward":
			if arn := asText(action["targetGroupArn"]); arn != "" {
				return p.targetGroup(arn)
			}
			return p.shares(membersOf(action, "forward.targetGroups"))
		}
	}
	return "?"
}

// shares says how target groups share requests.
func (p *page) shares(groups []map[string]any) string {
	var shares []string
	for _, group := range groups {
		share := p.targetGroup(asText(group["arn"]))
		if len(groups) > 1 {
			share += ", weight " + asText(group["weight"])
		}
		shares = append(shares, share)
	}
	slices.Sort(shares)
	return strings.Join(shares, "; ")
}

func (p *page) targetGroup(arn string) string {
	groups := p.where(targetGroupType, "arn", arn)
	if len(groups) == 0 {
		return "→ " + arn
	}
	group := groups[0]
	p.draw(group)
	var targets []string
	for _, target := range p.where(targetType, "targetGroupArn", arn) {
		p.draw(target)
		targets = append(targets, p.called(loadBalancerType, text(target, "targetId"))) // an address, or an ALB
	}
	slices.Sort(targets)
	line := "→ " + name(group) + "  " + text(group, "protocol") + " " + text(group, "port")
	if len(targets) == 0 {
		return line + " (pods, once they are bound)"
	}
	return line + " at " + strings.Join(targets, " ")
}

func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
