package picture

import (
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func isGateway(balancer localcloud.Object) bool {
	return text(balancer, "loadBalancerType") == "gateway"
}

// fleet draws a Gateway Load Balancer and the appliances behind it.
func (p *page) fleet(balancer localcloud.Object) {
	p.draw(balancer)
	p.Line(2, "appliances %s  Gateway Load Balancer  %s%s", name(balancer), text(balancer, "name"), yours(balancer))
	for _, listener := range p.where(listenerType, "loadBalancerArn", text(balancer, "arn")) {
		p.draw(listener)
		for _, action := range members(listener, "defaultActions") {
			for _, group := range p.where(targetGroupType, "arn", asText(action["targetGroupArn"])) {
				p.appliances(group, text(balancer, "enableCrossZoneLoadBalancing") == "true")
			}
		}
	}
}

// appliances draws how traffic comes to the appliances of a target group, and what they are.
func (p *page) appliances(group localcloud.Object, crossZone bool) {
	p.draw(group)
	zones := "within the zone"
	if crossZone {
		zones = "across zones"
	}
	p.Line(3, "%s %s  balanced %s  probe %s %s%s  flows of one that fails: %s",
		text(group, "protocol"), text(group, "port"), zones, text(group, "healthCheck.protocol"),
		text(group, "healthCheck.port"), text(group, "healthCheck.path"), text(group, "targetFailovers.onUnhealthy"))
	var rows [][]string
	for _, scaling := range p.sorted(scalingGroupType) {
		if !slices.Contains(texts(scaling.Outputs, "targetGroupArns"), text(group, "arn")) {
			continue
		}
		p.draw(scaling)
		p.draw(p.where(lifecycleHookType, "autoscalingGroupName", text(scaling, "name"))...)
		row := []string{"instances " + name(scaling), text(scaling, "minSize") + " to " + text(scaling, "maxSize")}
		for _, template := range p.withID(launchTemplateType, text(scaling, "launchTemplate.id")) {
			p.draw(template)
			row = append(row, text(template, "instanceType"), text(template, "imageId"))
		}
		rows = append(rows, append(row, p.zonesOf(texts(scaling.Outputs, "vpcZoneIdentifiers"))))
	}
	p.Table(3, rows)
}

// natGateways lists the NAT gateways of a VPC by zone, each with the address that the internet sees.
func (p *page) natGateways(vpc localcloud.Object) []string {
	var all []string
	for _, gateway := range p.sorted(natGatewayType) {
		subnets := p.withID(subnetType, text(gateway, "subnetId"))
		if len(subnets) == 0 || text(subnets[0], "vpcId") != vpc.ID {
			continue
		}
		p.draw(gateway)
		p.draw(p.withID(addressType, text(gateway, "allocationId"))...)
		all = append(all, strings.TrimSpace(text(subnets[0], "availabilityZoneId")+" "+text(gateway, "publicIp")))
	}
	slices.Sort(all)
	return all
}
