package picture

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// firewallEndpoint is where routes lead to a firewall: an endpoint of AWS Network Firewall, which is no resource of its own,
// or one of a Gateway Load Balancer.
type firewallEndpoint struct{ id, zone string }

func (e firewallEndpoint) String() string { return e.zone + " " + e.id }

// firewallEndpoints finds the endpoints of all firewalls.
func (p *page) firewallEndpoints() []firewallEndpoint {
	var all []firewallEndpoint
	for _, firewall := range p.byType[networkFirewallType] {
		all = append(all, p.attached(firewall)...)
	}
	for _, endpoint := range p.byType[vpcEndpointType] {
		if toAppliances(endpoint) {
			all = append(all, p.endpointIn(endpoint))
		}
	}
	return all
}

func toAppliances(endpoint localcloud.Object) bool {
	return text(endpoint, "vpcEndpointType") == "GatewayLoadBalancer"
}

func (p *page) endpointIn(endpoint localcloud.Object) firewallEndpoint {
	return firewallEndpoint{endpoint.ID, p.zonesOf(texts(endpoint.Outputs, "subnetIds"))}
}

// attached lists the endpoints that a Network Firewall tells as its status, by zone.
func (p *page) attached(firewall localcloud.Object) []firewallEndpoint {
	var all []firewallEndpoint
	for _, status := range members(firewall, "firewallStatuses") {
		for _, state := range membersOf(status, "syncStates") {
			for _, attachment := range membersOf(state, "attachments") {
				all = append(all, firewallEndpoint{
					asText(attachment["endpointId"]), p.zonesOf([]string{asText(attachment["subnetId"])}),
				})
			}
		}
	}
	return byZone(all)
}

func byZone(all []firewallEndpoint) []firewallEndpoint {
	return slices.SortedFunc(slices.Values(all), func(a, b firewallEndpoint) int {
		return cmp.Or(cmp.Compare(a.zone, b.zone), cmp.Compare(a.id, b.id))
	})
}

// firewalls draws the firewalls whose endpoints are in a VPC.
func (p *page) firewalls(vpc localcloud.Object) {
	for _, firewall := range p.where(networkFirewallType, "vpcId", vpc.ID) {
		p.draw(firewall)
		p.Line(2, "firewall %s  AWS Network Firewall  %s%s", name(firewall), text(firewall, "name"), yours(firewall))
		p.List(3, "endpoints  ", written(p.attached(firewall)))
		p.policy(text(firewall, "firewallPolicyArn"))
		p.logging(firewall)
	}
	var titles []string
	endpoints := map[string][]firewallEndpoint{}
	for _, endpoint := range p.where(vpcEndpointType, "vpcId", vpc.ID) {
		if !toAppliances(endpoint) {
			continue
		}
		p.draw(endpoint)
		p.draw(p.where(accepterType, "vpcEndpointId", endpoint.ID)...)
		in := p.endpointIn(endpoint)
		// This library calls an endpoint `<firewall>.<zone>`.
		title := fmt.Sprintf("firewall %s  Gateway Load Balancer  %s%s",
			strings.TrimSuffix(name(endpoint), "."+in.zone), p.served(text(endpoint, "serviceName")), yours(endpoint))
		if endpoints[title] == nil {
			titles = append(titles, title)
		}
		endpoints[title] = append(endpoints[title], in)
	}
	for _, title := range titles {
		p.Line(2, "%s", title)
		p.List(3, "endpoints  ", written(byZone(endpoints[title])))
	}
}

func written(endpoints []firewallEndpoint) []string {
	var all []string
	for _, endpoint := range endpoints {
		all = append(all, endpoint.String())
	}
	return all
}

// served is what an endpoint service leads to: appliances of this place, or somebody else's service.
func (p *page) served(service string) string {
	for _, known := range p.where(endpointServiceType, "serviceName", service) {
		p.draw(known)
		for _, arn := range texts(known.Outputs, "gatewayLoadBalancerArns") {
			return "appliances " + p.called(loadBalancerType, arn)
		}
	}
	return "service " + service
}

// policy draws what a policy protects, and its rule groups in the order in which they are evaluated.
func (p *page) policy(arn string) {
	for _, policy := range p.where(firewallPolicyType, "arn", arn) {
		p.draw(policy)
		for _, variable := range members(policy, "firewallPolicy.policyVariables.ruleVariables") {
			if networks := texts(variable, "ipSet.definitions"); len(networks) > 0 {
				p.List(3, "$"+asText(variable["key"])+"  ", networks)
			}
		}
		if tls := text(policy, "firewallPolicy.tlsInspectionConfigurationArn"); tls != "" {
			p.draw(p.where(tlsInspectionType, "arn", tls)...)
			p.Line(3, "decrypts  TLS as %s says", p.called(tlsInspectionType, tls))
		}
		groups := members(policy, "firewallPolicy.statefulRuleGroupReferences")
		slices.SortStableFunc(groups, func(a, b map[string]any) int {
			return cmp.Compare(number(asText(a["priority"])), number(asText(b["priority"])))
		})
		var rows [][]string
		for _, group := range groups {
			rows = append(rows, append([]string{"priority " + asText(group["priority"])}, p.ruleGroup(asText(group["resourceArn"]))...))
		}
		p.Table(3, rows)
	}
}

// ruleGroup is a rule group's name, and how many rules it has room for and holds.
func (p *page) ruleGroup(arn string) []string {
	groups := p.where(ruleGroupType, "arn", arn)
	if len(groups) == 0 {
		if _, managed, is := strings.Cut(arn, ":aws-managed:stateful-rulegroup/"); is {
			return []string{managed, "managed by AWS"}
		}
		return []string{arn}
	}
	p.draw(groups...)
	rules := 0
	for line := range strings.Lines(text(groups[0], "ruleGroup.rulesSource.rulesString")) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			rules++
		}
	}
	count := strconv.Itoa(rules) + " rules"
	if rules == 1 {
		count = "1 rule"
	}
	return []string{name(groups[0]), count, "capacity " + text(groups[0], "capacity")}
}

func (p *page) logging(firewall localcloud.Object) {
	var logs []string
	for _, logging := range p.where(firewallLogsType, "firewallArn", text(firewall, "arn")) {
		p.draw(logging)
		for _, log := range members(logging, "loggingConfiguration.logDestinationConfigs") {
			to := asText(at(log, "logDestination.logGroup"))
			p.draw(p.where(logGroupType, "name", to)...)
			if bucket := asText(at(log, "logDestination.bucketName")); bucket != "" {
				to = "s3://" + strings.TrimSuffix(bucket+"/"+asText(at(log, "logDestination.prefix")), "/")
			}
			logs = append(logs, strings.ToLower(asText(log["logType"]))+" → "+to)
		}
	}
	if slices.Sort(logs); len(logs) > 0 {
		p.List(3, "logs  ", logs)
	}
}
