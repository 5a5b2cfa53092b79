package plan

import "strings"

// maxRegistered is the number of target groups with which a role may register pods: five policies of forty ARNs.
const maxRegistered = 200

// controllerEndpoints are the services that the load balancer controller asks, beside EC2, which every node needs: for credentials
// and about target groups.
var controllerEndpoints = []string{"eks-auth", "elasticloadbalancing", "sts"}

// checkController checks what a cluster's load balancer controller needs.
func (b *builder) checkController(c *cluster) {
	declared, path := c.declared.Controller, c.path+".controller"
	if declared == nil {
		return
	}
	if b.hasWayOut(c) {
		return
	}
	if declared.ImageRepository == "" && !strings.HasPrefix(b.region, "cn-") {
		b.add(path+".imageRepository", "is required: the chart's image is in Amazon ECR Public, and %s has no way to the internet without "+
			"inspection.egress; name a copy in ECR or a pull-through cache", c.name)
	}
	var missing []string
	for _, service := range controllerEndpoints {
		if !b.hasEndpoint(c, service) {
			missing = append(missing, service)
		}
	}
	if len(missing) > 0 {
		b.add(c.path+".vpcEndpoints", "lacks %s, without which the load balancer controller registers no pods in a VPC that has no way to the internet",
			strings.Join(missing, ", "))
	}
}

// hasWayOut says whether a cluster's nodes reach the internet, or may: a VPC that exists already has its own ways.
func (b *builder) hasWayOut(c *cluster) bool {
	return c.declared.Existing != nil || b.inspects(PlaceEgress) || b.anyBroken("inspection", PlaceEgress)
}

// hasEndpoint says whether a cluster's VPC has an interface endpoint of a service.
func (b *builder) hasEndpoint(c *cluster, service string) bool {
	for _, declared := range c.vpcEndpoints() {
		if b.serviceName(declared) == b.serviceName(service) {
			return true
		}
	}
	return false
}

// checkRegistered checks that the roles that register a cluster's pods hold all its target groups: that of the controller, and that
// in the ingress account where this is another one.
func (b *builder) checkRegistered(c *cluster) {
	own, others := 0, 0
	for _, part := range c.backends {
		if part.single && c.account != b.estate.Ingress.Account {
			others++
		} else {
			own++
		}
	}
	if n := max(own, others); c.declared.Controller != nil && n > maxRegistered || others > maxRegistered {
		b.add(c.path, "its pods are registered with %d target groups in one account; the policies of a role hold %d", n, maxRegistered)
	}
}

// controller prints the load balancer controller of a cluster.
func (c *cluster) controller() *PlannedController {
	declared := c.declared.Controller
	if declared == nil {
		return nil
	}
	return &PlannedController{
		ChartVersion: orDefault(declared.ChartVersion, defaultControllerChart), ImageRepository: declared.ImageRepository,
		ExistingAgent: declared.ExistingAgent,
	}
}
