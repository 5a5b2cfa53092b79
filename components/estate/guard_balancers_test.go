package estate

import (
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/stretchr/testify/assert"
)

// TestGuardBalancers changes what AWS has to replace load balancers for.
func TestGuardBalancers(t *testing.T) {
	const lb, subnet = "aws:lb/loadBalancer:LoadBalancer", "aws:ec2/subnet:Subnet"
	before := func(protected bool) *lastState {
		resources := map[string]recorded{}
		keep := func(component, name string, resource recorded) {
			resources["urn:pulumi:dev::ingresshub::"+component+"$"+resource.Type+"::"+name] = resource
		}
		for name, id := range map[string]string{"ingress.lb.use1-az1": "subnet-1", "ingress.lb.use1-az2": "subnet-2"} {
			made := recorded{Type: subnet}
			made.Outputs.Arn = "arn:aws:ec2:us-east-1:111111111111:subnet/" + id
			keep("ingresshub:index:IngressVpc", name, made)
		}
		for name, kind := range map[string]string{"edge": "network", "public": "application"} {
			made := recorded{Type: lb}
			made.Outputs.Name, made.Outputs.LoadBalancerType = "ingresshub-"+name, kind
			made.Outputs.Subnets, made.Outputs.EnableDeletionProtection = []any{"subnet-1", "subnet-2"}, protected
			keep("ingresshub:index:IngressLoadBalancer", name, made)
		}
		made := recorded{Type: lb}
		made.Outputs.Name, made.Outputs.LoadBalancerType = "ingresshub-blue-inner-1", "network"
		made.Outputs.SubnetMappings = []any{
			map[string]any{"privateIpv4Address": "10.16.128.240"}, map[string]any{"privateIpv4Address": "10.16.129.240"},
		}
		made.Outputs.EnableDeletionProtection = protected
		keep("ingresshub:index:StaticNlb", "blue.inner-1", made)
		alb := recorded{Type: lb}
		alb.Outputs.Name, alb.Outputs.LoadBalancerType, alb.Outputs.EnableDeletionProtection = "ingresshub-blue-inner-alb", "application", protected
		keep("ingresshub:index:InnerAlb", "blue.inner-alb", alb)
		return newLastState(resources)
	}
	same := func() *plan.Plan {
		both := []string{"ingress.lb.use1-az1", "ingress.lb.use1-az2"}
		return &plan.Plan{
			LoadBalancers: []plan.IngressLoadBalancer{
				{Name: "edge", AwsName: "ingresshub-edge", Type: plan.NetworkLoadBalancer, Subnets: both},
				{Name: "public", AwsName: "ingresshub-public", Type: plan.ApplicationLoadBalancer, Subnets: both},
			},
			InnerLoadBalancers: []plan.StaticNlb{{
				Name: "blue.inner-1", AwsName: "ingresshub-blue-inner-1",
				Addresses: []plan.StaticAddress{{Address: "10.16.128.240"}, {Address: "10.16.129.240"}},
			}},
			InnerAlbs: []plan.InternalAlb{{Name: "blue.inner-alb", AwsName: "ingresshub-blue-inner-alb"}},
		}
	}
	fewer := func(p *plan.Plan) {
		for i := range p.LoadBalancers {
			p.LoadBalancers[i].Subnets = p.LoadBalancers[i].Subnets[:1]
		}
		p.InnerLoadBalancers[0].Addresses = p.InnerLoadBalancers[0].Addresses[:1]
	}
	allow := func(p *plan.Plan) {
		p.LoadBalancers[0].AllowReplace, p.InnerLoadBalancers[0].AllowReplace = true, true
	}
	for name, test := range map[string]struct {
		protected bool
		change    func(*plan.Plan)
		want      []string
	}{
		"nothing": {change: func(*plan.Plan) {}},
		"more zones": {change: func(p *plan.Plan) {
			p.LoadBalancers[0].Subnets = append(p.LoadBalancers[0].Subnets, "ingress.lb.use1-az4")
		}},
		"a new one": {change: func(p *plan.Plan) {
			p.LoadBalancers = append(p.LoadBalancers, plan.IngressLoadBalancer{Name: "new", AwsName: "new", Type: plan.NetworkLoadBalancer})
		}},
		"fewer zones": {change: fewer, want: []string{
			"zones: ingress load balancer edge would lose use1-az2, ",
			"zones: inner load balancer blue.inner-1 would lose 10.16.129.240, ",
		}},
		"fewer zones, allowed": {change: func(p *plan.Plan) { fewer(p); allow(p) }},
		"fewer zones, allowed while protected": {protected: true, change: func(p *plan.Plan) { fewer(p); allow(p) }, want: []string{
			"allowReplace: ingress load balancer edge would lose use1-az2, ",
			"allowReplace: inner load balancer blue.inner-1 would lose 10.16.129.240, ",
		}},
		"one zone for another, allowed": {change: func(p *plan.Plan) {
			allow(p)
			p.InnerLoadBalancers[0].Addresses[1].Address = "10.16.131.240"
		}, want: []string{"zones: inner load balancer blue.inner-1 would lose 10.16.129.240 and get as many others in one update, "}},
		"less": {change: func(p *plan.Plan) { p.LoadBalancers, p.InnerLoadBalancers = p.LoadBalancers[:1], nil }},
		"less, while protected": {protected: true, change: func(p *plan.Plan) {
			p.LoadBalancers, p.InnerLoadBalancers = p.LoadBalancers[:1], nil
		}, want: []string{
			"protection: load balancer blue.inner-1 would be deleted ",
			"protection: load balancer public would be deleted ",
		}},
		"another name of the estate": {change: func(p *plan.Plan) {
			p.LoadBalancers[1].AwsName, p.InnerAlbs[0].AwsName = "hub-public", "hub-blue-inner-alb"
		}, want: []string{
			"name: ingress load balancer public would be hub-public instead of ingresshub-public, ",
			"name: inner ALB blue.inner-alb would be hub-blue-inner-alb instead of ingresshub-blue-inner-alb, ",
		}},
		"no inner ALB": {change: func(p *plan.Plan) { p.InnerAlbs = nil }},
		"no inner ALB, while protected": {protected: true, change: func(p *plan.Plan) { p.InnerAlbs = nil }, want: []string{
			"protection: load balancer blue.inner-alb would be deleted ",
		}},
		"another type": {change: func(p *plan.Plan) { p.LoadBalancers[0].Type = plan.ApplicationLoadBalancer }, want: []string{
			"ingress.loadBalancers.edge.type: ingress load balancer edge would be of type application instead of network, ",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			planned := same()
			test.change(planned)
			problems := guard(before(test.protected), planned)
			if assert.Len(t, problems, len(test.want), problems) {
				for i, problem := range problems {
					assert.Contains(t, problem.Path+": "+problem.Message, test.want[i])
				}
			}
		})
	}
}
