package plan

import "strings"

// Types of VPC endpoint.
const (
	interfaceEndpoint = "Interface"
	gatewayEndpoint   = "Gateway"
)

// gatewayService is reached through a gateway endpoint: ECR keeps image layers in S3.
const gatewayService = "s3"

// httpsPort is where VPC endpoints and TLS listeners answer.
const httpsPort = 443

// vpcEndpoints are the services that a cluster's nodes reach through interface endpoints.
func (c *cluster) vpcEndpoints() []string {
	if len(c.declared.VpcEndpoints) == 0 {
		return defaultVpcEndpoints
	}
	return c.declared.VpcEndpoints
}

// addEndpoints adds the endpoints without which a VPC that has no way to the internet starts no node. A VPC that exists
// already keeps its own.
func (b *builder) addEndpoints(vpc *Vpc, c *cluster) {
	if c.declared.Existing != nil {
		return
	}
	gateway := VpcEndpoint{Name: c.name + "." + gatewayService, Service: b.serviceName(gatewayService), Type: gatewayEndpoint}
	nodeSubnets := []string{}
	for _, subnet := range vpc.Subnets {
		if subnet.Tier == TierNode {
			nodeSubnets = append(nodeSubnets, subnet.Name)
		}
		if subnet.Tier == TierNode || subnet.Tier == TierPod {
			gateway.RouteTables = append(gateway.RouteTables, subnet.RouteTable)
		}
	}
	vpc.Endpoints = []VpcEndpoint{gateway}
	for _, service := range c.vpcEndpoints() {
		vpc.Endpoints = append(vpc.Endpoints, VpcEndpoint{
			Name: c.name + "." + service, Service: b.serviceName(service), Type: interfaceEndpoint, Subnets: nodeSubnets,
		})
	}
	sortByName(vpc.Endpoints, func(e VpcEndpoint) string { return e.Name })
	vpc.EndpointSecurityGroup = c.endpointSecurityGroup()
}

// serviceName is the full name of a service's endpoint.
func (b *builder) serviceName(service string) string {
	if strings.Contains(service, "com.amazonaws.") {
		return service
	}
	return "com.amazonaws." + b.region + "." + service
}

// endpointSecurityGroup admits the VPC's own addresses.
func (c *cluster) endpointSecurityGroup() *SecurityGroup {
	group := &SecurityGroup{Name: c.name + ".endpoints", Description: "VPC endpoints: HTTPS from the VPC"}
	group.allow(Inbound, "vpc", httpsPort, httpsPort, c.addresses.cidr, "HTTPS from the VPC")
	if c.addresses.pods.IsValid() {
		group.allow(Inbound, string(TierPod), httpsPort, httpsPort, c.addresses.pods, "HTTPS from pods")
	}
	group.sort()
	return group
}

// checkEndpoints checks a cluster's interface endpoints against each other, and that they suffice for nodes to start: the
// declared ones are all that there are.
func (b *builder) checkEndpoints(c *cluster) {
	seen := map[string]bool{}
	for i, service := range c.declared.VpcEndpoints {
		path := index(member(c.path, "vpcEndpoints"), i)
		switch {
		case b.serviceName(service) == b.serviceName(gatewayService):
			b.add(path, "s3 is always reached through a gateway endpoint; remove it")
		case seen[b.serviceName(service)]:
			b.add(path, "%s is declared already", service)
		}
		seen[b.serviceName(service)] = true
	}
	var missing []string
	for _, service := range indispensableVpcEndpoints {
		if !seen[b.serviceName(service)] {
			missing = append(missing, service)
		}
	}
	if len(c.declared.VpcEndpoints) > 0 && len(missing) > 0 && c.declared.Existing == nil {
		b.add(member(c.path, "vpcEndpoints"), "lacks %s, without which no node starts in a VPC that has no way to the internet: "+
			"the list stands in place of the default one, so it has to name all services", strings.Join(missing, ", "))
	}
	if c.declared.Existing == nil {
		b.quota(member(c.path, "vpcEndpoints"), "interface endpoints in one VPC", len(c.vpcEndpoints()),
			b.quotas.InterfaceEndpointsPerVpc, "interfaceEndpointsPerVpc")
	}
}
