package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/stretchr/testify/assert"
)

// facts are what matters of resources, in the plan's words: by type and logical name.
type facts map[string]map[string]string

// add notes what matters of one resource.
func (f facts) add(resourceType, name, format string, args ...any) {
	if f[resourceType] == nil {
		f[resourceType] = map[string]string{}
	}
	fact := fmt.Sprintf(format, args...)
	if other, taken := f[resourceType][name]; taken {
		fact = other + " AND " + fact // two of one name: no plan says so
	}
	f[resourceType][name] = fact
}

// assertPlanned checks that the objects of the planned types are exactly those of the plan, with the plan's values.
func assertPlanned(t *testing.T, planned *plan.Plan, found facts) {
	t.Helper()
	want := plannedFacts(planned)
	for _, resourceType := range plannedTypes {
		assert.Equal(t, want[resourceType], found[resourceType], resourceType)
	}
}

// plannedTypes are the types of which the plan says every single resource.
var plannedTypes = []string{
	vpcType, secondaryCidrType, subnetType, reservationType, routeTableType, tableAssociationType, routeType, endpointType,
	inboundRuleType, outboundRuleType,
	transitGatewayType, attachmentType, transitTableType, transitAssociationType, propagationType, transitRouteType,
	attachmentAccepterType, shareType, resourceAssociationType, principalType, shareAccepterType,
	loadBalancerType, listenerType, listenerRuleType, targetGroupType, targetType,
	clusterType, nodeGroupType,
}

// plannedFacts is a plan as facts.
func plannedFacts(planned *plan.Plan) facts {
	f := facts{}
	for _, vpc := range planned.Vpcs {
		f.vpc(vpc)
	}
	f.transit(planned.TransitGateway)
	for _, balancer := range planned.LoadBalancers {
		f.ingressLoadBalancer(balancer)
	}
	for _, balancer := range planned.InnerLoadBalancers {
		f.innerLoadBalancer(balancer)
	}
	for _, alb := range planned.InnerAlbs {
		f.innerAlb(alb)
	}
	for _, cluster := range planned.Clusters {
		f.rules(cluster.PodRules, "cluster of "+cluster.AwsName)
		if cluster.Existing {
			continue
		}
		f.add(clusterType, cluster.Name+"-eksCluster", "%s %s in %v, services %s",
			cluster.AwsName, cluster.KubernetesVersion, ordered(cluster.ControlPlaneSubnets), cluster.ServiceCidr)
		for _, cidr := range cluster.PrivateCidrs {
			f.add(inboundRuleType, cluster.Name+".api.ingress."+strings.NewReplacer(".", "-", "/", "-").Replace(cidr),
				"cluster of %s: tcp 443-443 %s", cluster.AwsName, cidr)
		}
		for _, group := range cluster.NodeGroups {
			f.add(nodeGroupType, group.Name, "%s in %s %s", group.AwsName, group.Subnet, group.AmiType)
		}
	}
	return f
}

func (f facts) vpc(vpc plan.Vpc) {
	for _, table := range vpc.RouteTables {
		for _, route := range table.Routes {
			f.add(routeType, route.Name, "%s: %s by %s", table.Name, route.Destination, route.NextHop)
		}
	}
	if vpc.ExistingID != "" {
		return
	}
	f.add(vpcType, vpc.Name, "%s", vpc.Cidr)
	for _, secondary := range vpc.SecondaryCidrs {
		f.add(secondaryCidrType, secondary.Name, "%s to %s", secondary.Cidr, vpc.Name)
	}
	for _, subnet := range vpc.Subnets {
		f.add(subnetType, subnet.Name, "%s %s in %s, public addresses false", subnet.Cidr, subnet.Zone, vpc.Name)
		if subnet.RouteTable != "" {
			f.add(tableAssociationType, subnet.Name, "%s with %s", subnet.Name, subnet.RouteTable)
		}
		if subnet.Reservation != "" {
			f.add(reservationType, subnet.Name, "%s in %s", subnet.Reservation, subnet.Name)
		}
	}
	for _, table := range vpc.RouteTables {
		f.add(routeTableType, table.Name, "of %s", vpc.Name)
	}
	for _, endpoint := range vpc.Endpoints {
		f.add(endpointType, endpoint.Name, "%s %s in %s, %v %v", endpoint.Type, endpoint.Service, vpc.Name,
			ordered(endpoint.Subnets), ordered(endpoint.RouteTables))
	}
	if vpc.EndpointSecurityGroup != nil {
		f.rules(vpc.EndpointSecurityGroup.Rules, vpc.EndpointSecurityGroup.Name)
	}
}

func (f facts) transit(gateway plan.TransitPlan) {
	if gateway.ExistingID == "" {
		f.add(transitGatewayType, gateway.Name, "default association disable, default propagation disable")
	}
	for _, table := range gateway.RouteTables {
		f.add(transitTableType, table.Name, "of %s", gateway.Name)
		for _, route := range table.Routes {
			f.add(transitRouteType, route.Name, "%s: %s to %q, blackhole %t", table.Name, route.Destination, route.Attachment, route.Blackhole)
		}
	}
	for _, attachment := range gateway.Attachments {
		// Of an attachment to another account's gateway the provider reads true: it cannot see the gateway's tables.
		f.add(attachmentType, attachment.Name, "%s in %v, appliance mode %t, association %t, propagation %t",
			attachment.Vpc, ordered(attachment.Subnets), attachment.ApplianceMode, attachment.Accept, attachment.Accept)
		if attachment.Accept {
			f.add(attachmentAccepterType, attachment.Name, "of %s, association false, propagation false", attachment.Name)
		}
		f.add(transitAssociationType, attachment.Name, "%s with %s", attachment.Name, attachment.RouteTable)
	}
	if gateway.Share != nil {
		f.share(*gateway.Share, gateway.Name)
	}
}

func (f facts) share(share plan.TransitShare, gateway string) {
	f.add(shareType, share.Name, "%s, external %t", share.AwsName, !share.Organization)
	f.add(resourceAssociationType, share.Name, "%s in %s", gateway, share.AwsName)
	for _, principal := range share.Principals {
		f.add(principalType, principal.Name, "%s may use %s", principal.ID, share.AwsName)
		if !share.Organization {
			f.add(shareAccepterType, principal.Name, "%s accepts %s of %s", principal.ID, share.AwsName, share.Owner)
		}
	}
}

func (f facts) ingressLoadBalancer(balancer plan.IngressLoadBalancer) {
	places := []string{}
	for _, subnet := range balancer.Subnets {
		places = append(places, subnet+" ")
	}
	f.add(loadBalancerType, balancer.Name, "%s %s internal false in %v behind %s", balancer.AwsName, balancer.Type,
		ordered(places), balancer.SecurityGroup.Name)
	f.rules(balancer.SecurityGroup.Rules, balancer.SecurityGroup.Name)
	f.listeners(balancer.Name, balancer.Listeners)
	f.targetGroups(balancer.TargetGroups)
}

func (f facts) innerLoadBalancer(balancer plan.StaticNlb) {
	places := []string{}
	for _, address := range balancer.Addresses {
		places = append(places, address.Subnet+" "+address.Address)
	}
	f.add(loadBalancerType, balancer.Name, "%s network internal true in %v behind %s", balancer.AwsName, ordered(places),
		balancer.SecurityGroup.Name)
	f.rules(balancer.SecurityGroup.Rules, balancer.SecurityGroup.Name)
	f.listeners(balancer.Name, balancer.Listeners)
	f.targetGroups(balancer.TargetGroups)
}

func (f facts) innerAlb(alb plan.InternalAlb) {
	places := []string{}
	for _, subnet := range alb.Subnets {
		places = append(places, subnet+" ")
	}
	f.add(loadBalancerType, alb.Name, "%s application internal true in %v behind %s", alb.AwsName, ordered(places), alb.SecurityGroup.Name)
	f.rules(alb.SecurityGroup.Rules, alb.SecurityGroup.Name)
	f.listeners(alb.Name, alb.Listeners)
	f.targetGroups(alb.TargetGroups)
}

func (f facts) rules(rules []plan.SecurityGroupRule, group string) {
	for _, rule := range rules {
		resourceType := inboundRuleType
		if rule.Direction == plan.Outbound {
			resourceType = outboundRuleType
		}
		f.add(resourceType, rule.Name, "%s: %s %d-%d %s", group, rule.Protocol, rule.FromPort, rule.ToPort, rule.Cidr)
	}
}

func (f facts) listeners(balancer string, listeners []plan.Listener) {
	for _, listener := range listeners {
		f.add(listenerType, listener.Name, "%s: %s %d, %s %q, policy %q", balancer, listener.Protocol, listener.Port,
			listener.DefaultAction, listener.TargetGroup, listener.SslPolicy)
		for _, rule := range listener.Rules {
			f.add(listenerRuleType, rule.Name, "%s: %d %v %v to %s", listener.Name, rule.Priority, ordered(rule.Hostnames),
				ordered(rule.Paths), leadsTo(rule))
		}
	}
}

// leadsTo are the target groups of a rule, with their weights where there are several.
func leadsTo(rule plan.ListenerRule) string {
	if len(rule.Forward) == 0 {
		return rule.TargetGroup
	}
	var groups []string
	for _, group := range rule.Forward {
		groups = append(groups, fmt.Sprintf("%s (%d)", group.Name, group.Weight))
	}
	return strings.Join(ordered(groups), " ")
}

func (f facts) targetGroups(groups []plan.TargetGroup) {
	for _, group := range groups {
		check := group.HealthCheck
		kind := "ip"
		if group.Alb != "" {
			kind = "alb"
			f.add(targetType, group.Name, "%s: %s:%d in %q", group.Name, group.Alb, group.Port, "")
		}
		f.add(targetGroupType, group.Name, "%s %s %s %d in %s, preserves %t, check %s %s %s every %d within %d, %d times", group.AwsName,
			kind, group.Protocol, group.Port, group.Vpc, kind == "alb", check.Protocol, check.Port, check.Path, check.Interval, check.Timeout, check.Threshold)
		for _, target := range group.Targets {
			f.add(targetType, target.Name, "%s: %s:%d in %q", group.Name, target.Address, target.Port, target.AvailabilityZone)
		}
	}
}

// ordered is a sorted copy; never nil, so that it prints the same as an empty list.
func ordered(words []string) []string {
	return slices.Sorted(slices.Values(append([]string{}, words...)))
}
