package plan

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// singlePlan is the golden plan of services of both patterns, by weight and shared.
func singlePlan(t *testing.T) *Plan {
	t.Helper()
	data, err := os.ReadFile("testdata/single.json")
	require.NoError(t, err)
	plan, err := Parse(data)
	require.NoError(t, err)
	data, err = plan.JSON()
	require.NoError(t, err)
	var out Plan
	require.NoError(t, json.Unmarshal(data, &out))
	require.Empty(t, out.Validate())
	return &out
}

// ruleOf finds the rule of a service at the ALB.
func ruleOf(p *Plan, service string) *ListenerRule {
	for i := range p.LoadBalancers {
		for _, listener := range p.LoadBalancers[i].Listeners {
			for j := range listener.Rules {
				if strings.HasSuffix(listener.Rules[j].Name, "."+service) {
					return &listener.Rules[j]
				}
			}
		}
	}
	return &ListenerRule{}
}

// bindingNamed finds a binding.
func bindingNamed(p *Plan, name string) *Binding {
	for i := range p.Bindings {
		if p.Bindings[i].Name == name {
			return &p.Bindings[i]
		}
	}
	return &Binding{}
}

var singleFaults = []fault{
	{"pods in a target group with targets of its own", func(p *Plan) {
		bindingNamed(p, "catalog.blue").TargetGroup = "public.admin"
	}, `plan.bindings[catalog.blue]: target group "public.admin" has targets of its own, which a controller would deregister`},
	{"two clusters in a target group that none of them shares", func(p *Plan) {
		bindingNamed(p, "feed.blue").MultiCluster, bindingNamed(p, "feed.green").MultiCluster = false, false
	}, `plan.bindings[feed.green]: target group "stream.feed" is bound by feed.blue as well, but not as one of several clusters`},
	{"the first of two clusters that does not share", func(p *Plan) {
		bindingNamed(p, "feed.blue").MultiCluster = false
	}, `target group "stream.feed" is bound by`},
	{"a cluster in another one's target group", func(p *Plan) {
		bindingNamed(p, "catalog.blue").TargetGroup = "public.catalog.green"
	}, `target group "public.catalog.green" is bound by catalog.blue as well`},
	{"a cluster that binds a target group twice", func(p *Plan) {
		bindingNamed(p, "feed.green").Cluster = "blue"
	}, `plan.bindings[feed.green]: cluster "blue" fills target group "stream.feed" by feed.blue already`},
	{"a binding of both load balancers", func(p *Plan) {
		bindingNamed(p, "catalog.blue").InnerLoadBalancer = "green.inner-1"
	}, "plan.bindings[catalog.blue]: belongs to one load balancer"},
	{"a binding of no load balancer", func(p *Plan) {
		bindingNamed(p, "catalog.blue").LoadBalancer = ""
	}, "plan.bindings[catalog.blue]: belongs to one load balancer"},
	{"a binding of no cluster", func(p *Plan) {
		bindingNamed(p, "catalog.blue").Cluster = "x"
	}, `plan.bindings[catalog.blue]: there is no cluster "x"`},
	{"pods of nobody", func(p *Plan) {
		p.Bindings = p.Bindings[1:]
	}, `has no targets, and no binding fills it`},
	{"pods to which no route leads", func(p *Plan) {
		for i := range p.TransitGateway.RouteTables {
			routes := p.TransitGateway.RouteTables[i].Routes
			for j := range routes {
				if routes[j].Name == "ingress.blue.pod" {
					p.TransitGateway.RouteTables[i].Routes = append(routes[:j:j], routes[j+1:]...)
					return
				}
			}
		}
	}, `plan.bindings[catalog.blue]: no route of the transit gateway leads from the ingress VPC to the pods in 100.64.0.0/16`},
	{"pods that answer with other addresses", func(p *Plan) {
		for i := range p.Clusters {
			p.Clusters[i].UntranslatedCidrs = nil
		}
	}, `plan.bindings[catalog.blue]: the pods of "blue" would answer 10.0.0.0/20 with their nodes' addresses`},
	{"addresses that are none", func(p *Plan) { p.Clusters[0].UntranslatedCidrs = []string{"x"} }, `blue.untranslatedCidrs: "x" is not an IPv4 CIDR`},
	{"pods past the firewall", func(p *Plan) {
		transitRoute(p, "ingress.blue.pod").Attachment = "blue"
	}, "plan.transitGateway.routeTables[ingress].routes[ingress.blue.pod]: goes past the east-west firewall"},
	{"pods of an exception through the firewall", func(p *Plan) {
		transitRoute(p, "ingress.lab").Attachment = "inspection"
	}, "plan.transitGateway.routeTables[ingress].routes[ingress.lab]"},
	{"pods in a CIDR that is another cluster's too", func(p *Plan) {
		transitRoute(p, "ingress.green.pod").Destination = "100.64.0.0/16"
	}, "plan"},
	{"forward of one and of several", func(p *Plan) {
		ruleOf(p, "catalog").TargetGroup = "public.admin"
	}, "leads either to one target group (targetGroup) or to several by weight (forward)"},
	{"forward nowhere", func(p *Plan) { ruleOf(p, "admin").TargetGroup = "" }, "leads either to one target group (targetGroup) or to several by weight (forward)"},
	{"forward to what is not there", func(p *Plan) { ruleOf(p, "catalog").Forward[0].Name = "x" }, `there is no target group "x"`},
	{"forward twice to the same", func(p *Plan) {
		forward := ruleOf(p, "catalog").Forward
		forward[1].Name = forward[0].Name
	}, "is there twice"},
	{"weights that are all 0", func(p *Plan) {
		forward := ruleOf(p, "catalog").Forward
		forward[0].Weight, forward[1].Weight = 0, 0
	}, "the weights are all 0: nothing would answer"},
	{"weight out of range", func(p *Plan) { ruleOf(p, "catalog").Forward[0].Weight = 1000 }, "weight 1000 lies outside 0 to 999"},
	{"negative weight", func(p *Plan) { ruleOf(p, "catalog").Forward[0].Weight = -1 }, "weight -1 lies outside 0 to 999"},
	{"six target groups", func(p *Plan) {
		forward := &ruleOf(p, "catalog").Forward
		for _, name := range []string{"a", "b", "c", "d"} {
			*forward = append(*forward, WeightedTargetGroup{Name: name, Weight: 1})
		}
	}, "6 target groups; AWS forwards to at most 5"},
	{"two target groups of one name at AWS", func(p *Plan) {
		groups := p.LoadBalancers[0].TargetGroups
		groups[1].AwsName = groups[2].AwsName
	}, "is there twice"},
}

func TestAuditFindsMistakesOfSingleLoadBalancers(t *testing.T) {
	for _, f := range singleFaults {
		t.Run(f.name, func(t *testing.T) {
			plan := singlePlan(t)
			f.spoil(plan)
			lines := []string{}
			for _, problem := range plan.Validate() {
				lines = append(lines, problem.Path+": "+problem.Message)
			}
			require.Contains(t, strings.Join(lines, "\n"), f.problem)
		})
	}
}
