// Package planview shows a plan to people: as tables, or as a flowchart.
package planview

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/layout"
	"github.com/ingresshub/ingresshub/components/plan"
)

// Table writes the plan as text: VPCs with a row per tier and a column per zone, firewalls with their endpoints and rules, load
// balancers with what they listen to, clusters, and the transit gateway's route tables.
func Table(w io.Writer, planned *plan.Plan) error {
	t := &table{Page: &layout.Page{}, plan: planned}
	protection := "deletion protection on"
	if !planned.Protection {
		protection = "deletion protection off"
	}
	t.Line(0, "estate %s, %s, %s", planned.Name, planned.Region, protection)
	if as := planned.ReachabilityAnalysis; as != "" {
		t.Line(0, "AWS's Reachability Analyzer is asked once for reachabilityAnalysis: %s; each analysis costs", inOneLine(as))
	}
	for _, vpc := range planned.Vpcs {
		t.vpc(vpc)
	}
	t.exceptions(planned.Exceptions)
	t.transit(planned.TransitGateway)
	_, err := t.WriteTo(w)
	return err
}

type table struct {
	*layout.Page
	plan *plan.Plan
}

func (t *table) vpc(vpc plan.Vpc) {
	t.Blank()
	title := fmt.Sprintf("VPC %s  %s", vpc.Name, vpc.Cidr)
	for _, cidr := range vpc.SecondaryCidrs {
		title += " + " + cidr.Cidr
	}
	t.Line(0, "%s%s%s", title, account(vpc.Account), existing(vpc.ExistingID))
	t.subnets(vpc)
	var endpoints []string
	for _, endpoint := range vpc.Endpoints {
		endpoints = append(endpoints, strings.TrimPrefix(endpoint.Service, "com.amazonaws."+t.plan.Region+"."))
	}
	if len(endpoints) > 0 {
		t.List(1, "endpoints: ", endpoints)
	}
	for _, firewall := range t.plan.Firewalls {
		if firewall.Vpc == vpc.Name {
			t.firewall(firewall)
		}
	}
	for _, fleet := range t.plan.Fleets {
		if fleet.Vpc == vpc.Name {
			t.fleet(fleet)
		}
	}
	for _, balancer := range t.plan.LoadBalancers {
		if balancer.Vpc == vpc.Name {
			t.Line(1, "%s %s  internet-facing  %s", kind(balancer.Type), balancer.Name, balancer.AwsName)
			t.listeners(balancer.Listeners, balancer.TargetGroups)
		}
	}
	for _, balancer := range t.plan.InnerLoadBalancers {
		if balancer.Vpc == vpc.Name {
			t.Line(1, "NLB %s  internal  %s  %s", balancer.Name, balancer.AwsName, strings.Join(addresses(balancer), " "))
			t.listeners(balancer.Listeners, balancer.TargetGroups)
		}
	}
	for _, alb := range t.plan.InnerAlbs {
		if alb.Vpc == vpc.Name {
			t.Line(1, "ALB %s  internal  %s", alb.Name, alb.AwsName)
			t.listeners(alb.Listeners, alb.TargetGroups)
		}
	}
	for _, cluster := range t.plan.Clusters {
		if cluster.Vpc == vpc.Name {
			t.cluster(cluster)
		}
	}
}

func (t *table) listeners(listeners []plan.Listener, groups []plan.TargetGroup) {
	var rows [][]string
	for _, listener := range listeners {
		port := fmt.Sprintf("%s %d", listener.Protocol, listener.Port)
		for _, rule := range byPriority(listener.Rules) {
			match := strings.TrimSpace(strings.Join(rule.Hostnames, " ") + "  " + strings.Join(rule.Paths, " "))
			priority := strconv.Itoa(rule.Priority)
			if rule.TargetGroup != "" {
				rows = append(rows, []string{port, priority, match, t.forward(rule.TargetGroup, groups)})
			}
			for _, part := range rule.Forward {
				rows = append(rows, []string{port, priority, match, fmt.Sprintf("%s  weight %d", t.forward(part.Name, groups), part.Weight)})
			}
		}
		action := said(listener.DefaultAction)
		if listener.TargetGroup != "" {
			action = t.forward(listener.TargetGroup, groups)
		}
		match := ""
		if len(listener.Rules) > 0 {
			match = "anything else"
		}
		rows = append(rows, []string{port, "", match, action})
	}
	t.Table(2, rows)
}

// said is an action in the words of the demo's picture, which knows what was deployed: where the plan's actions lead is always
// the same.
func said(action string) string {
	switch action {
	case "redirect":
		return "redirect to HTTPS 443"
	case "fixed-response":
		return "answer 404"
	}
	return action
}

// byPriority lists rules in the order in which the load balancer tries them.
func byPriority(rules []plan.ListenerRule) []plan.ListenerRule {
	return slices.SortedFunc(slices.Values(rules), func(a, b plan.ListenerRule) int {
		return cmp.Compare(a.Priority, b.Priority)
	})
}

// forward says where a target group's targets are.
func (t *table) forward(name string, groups []plan.TargetGroup) string {
	for _, group := range groups {
		if group.Name != name {
			continue
		}
		var targets []string
		for _, target := range group.Targets {
			targets = append(targets, target.Address)
		}
		where := " at pods"
		switch {
		case len(targets) > 0:
			where = " at " + strings.Join(targets, " ")
		case group.Alb != "":
			where = ""
		}
		return fmt.Sprintf("→ %s  %s %d%s", serving(t.plan, group), group.Protocol, group.Port, where)
	}
	return "→ " + name
}

func (t *table) cluster(cluster plan.EksCluster) {
	if cluster.Existing {
		t.Line(1, "EKS %s  exists already", cluster.AwsName)
		t.guards(cluster)
		return
	}
	endpoint := "private endpoint"
	if len(cluster.PublicCidrs) > 0 {
		endpoint = "public endpoint for " + strings.Join(cluster.PublicCidrs, " ")
	}
	t.Line(1, "EKS %s  Kubernetes %s  services %s  %s",
		cluster.AwsName, cluster.KubernetesVersion, cluster.ServiceCidr, endpoint)
	var rows [][]string
	for _, group := range cluster.NodeGroups {
		rows = append(rows, []string{
			"nodes " + group.Name, fmt.Sprintf("%d to %d", group.Min, group.Max),
			strings.Join(group.InstanceTypes, " "), group.CapacityType,
		})
	}
	t.Table(2, rows)
	t.guards(cluster)
}

func (t *table) transit(gateway plan.TransitPlan) {
	if gateway.Name == "" && gateway.ExistingID == "" {
		return
	}
	t.Blank()
	t.Line(0, "transit gateway %s%s%s", gateway.Name, account(gateway.Account), existing(gateway.ExistingID))
	for _, table := range gateway.RouteTables {
		var users []string
		for _, attachment := range gateway.Attachments {
			if attachment.RouteTable == table.Name {
				user := attachment.Vpc
				if attachment.ApplianceMode {
					user += " (appliance mode)"
				}
				users = append(users, user)
			}
		}
		if len(users) == 0 {
			users = []string{"no VPC yet"}
		}
		t.List(1, "table "+table.Name+"  for ", users)
		var rows [][]string
		for _, route := range blackholesLast(table.Routes) {
			to := "→ " + route.Attachment
			if route.Blackhole {
				to = "blackhole"
			}
			rows = append(rows, []string{route.Destination, to})
		}
		t.Table(2, rows)
	}
}

// blackholesLast lists what leads somewhere before the catch-alls that lead nowhere.
func blackholesLast(routes []plan.TransitRoute) []plan.TransitRoute {
	routes = slices.Clone(routes)
	layout.SortByAddress(routes, func(r plan.TransitRoute) string { return r.Destination })
	slices.SortStableFunc(routes, func(a, b plan.TransitRoute) int {
		if a.Blackhole == b.Blackhole {
			return 0
		}
		if a.Blackhole {
			return 1
		}
		return -1
	})
	return routes
}

func kind(t plan.LoadBalancerType) string {
	if t == plan.NetworkLoadBalancer {
		return "NLB"
	}
	return "ALB"
}

func addresses(balancer plan.StaticNlb) []string {
	var all []string
	for _, address := range balancer.Addresses {
		all = append(all, address.Address)
	}
	return all
}

func account(name string) string {
	if name == "" {
		return ""
	}
	return "  account " + name
}

func existing(id string) string {
	if id == "" {
		return ""
	}
	return "  " + id + " (exists already)"
}
