package picture

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func (p *page) cluster(cluster localcloud.Object) {
	p.draw(cluster)
	endpoint := "private endpoint"
	if text(cluster, "vpcConfig.endpointPublicAccess") == "true" {
		endpoint = "public endpoint for " + strings.Join(texts(cluster.Outputs, "vpcConfig.publicAccessCidrs"), " ")
	}
	if cluster.Given {
		p.Line(2, "EKS %s%s", text(cluster, "name"), yours(cluster))
		return
	}
	p.Line(2, "EKS %s  Kubernetes %s  %s", text(cluster, "name"), text(cluster, "version"), endpoint)
	var rows [][]string
	for _, group := range p.where(nodeGroupType, "clusterName", text(cluster, "name")) {
		p.draw(group)
		types := texts(group.Outputs, "instanceTypes")
		slices.Sort(types)
		rows = append(rows, []string{
			"nodes " + name(group),
			fmt.Sprintf("%s to %s", text(group, "scalingConfig.minSize"), text(group, "scalingConfig.maxSize")),
			strings.Join(types, " "),
			p.zonesOf(texts(group.Outputs, "subnetIds")),
		})
	}
	p.Table(3, rows)
}

func (p *page) zonesOf(subnets []string) string {
	var zones []string
	for _, subnet := range p.byType[subnetType] {
		if zone := text(subnet, "availabilityZoneId"); slices.Contains(subnets, subnet.ID) && !slices.Contains(zones, zone) {
			zones = append(zones, zone)
		}
	}
	slices.Sort(zones)
	return strings.Join(zones, " ")
}
