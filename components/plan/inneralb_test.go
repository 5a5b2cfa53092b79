package plan

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// albEstate is the plan of the golden estate with inner ALBs.
func albEstate(t *testing.T) *Plan {
	t.Helper()
	data, err := os.ReadFile("testdata/inner-alb.json")
	require.NoError(t, err)
	plan, err := Parse(data)
	require.NoError(t, err)
	return plan
}

// frontOf is the target group with which an inner load balancer leads to its ALB.
func frontOf(t *testing.T, plan *Plan, balancer string) (*StaticNlb, *TargetGroup) {
	t.Helper()
	for i := range plan.InnerLoadBalancers {
		nlb := &plan.InnerLoadBalancers[i]
		for j := range nlb.TargetGroups {
			if nlb.Name == balancer && nlb.TargetGroups[j].Alb != "" {
				return nlb, &nlb.TargetGroups[j]
			}
		}
	}
	t.Fatal("no inner load balancer leads to an ALB")
	return nil, nil
}

// TestInnerAlbsPlannedWrong changes one thing at a time in a good plan, as people do who write plan data by hand.
func TestInnerAlbsPlannedWrong(t *testing.T) {
	const front = ".innerLoadBalancers[blue.inner-1].targetGroups[blue.inner-1.alb.53558]"
	for name, c := range map[string]struct {
		change  func(plan *Plan, alb *InternalAlb, nlb *StaticNlb, group *TargetGroup)
		problem string
	}{
		"no ALB": {
			func(_ *Plan, _ *InternalAlb, _ *StaticNlb, group *TargetGroup) { group.Alb = "another" },
			"plan" + front + `: there is no inner ALB "another"`,
		},
		"another VPC": {
			func(_ *Plan, alb *InternalAlb, _ *StaticNlb, _ *TargetGroup) { alb.Vpc = "green" },
			"plan" + front + ": blue.inner-alb stands in another VPC or account",
		},
		"another account": {
			func(_ *Plan, alb *InternalAlb, _ *StaticNlb, _ *TargetGroup) { alb.Account = "other" },
			"plan" + front + ": blue.inner-alb stands in another VPC or account",
		},
		"behind another one": {
			func(_ *Plan, alb *InternalAlb, _ *StaticNlb, _ *TargetGroup) { alb.InnerLoadBalancer = "blue.inner-2" },
			"plan" + front + ": blue.inner-alb says that it stands behind blue.inner-2",
		},
		"no listener": {
			func(_ *Plan, alb *InternalAlb, _ *StaticNlb, _ *TargetGroup) { alb.Listeners[0].Port++ },
			"plan" + front + ": blue.inner-alb has no listener on port 53558, without which AWS refuses it as a target",
		},
		"no health checks": {
			func(_ *Plan, alb *InternalAlb, _ *StaticNlb, _ *TargetGroup) { closeTo(alb, "inner") },
			"plan" + front + ": blue.inner-alb does not admit health checks from 10.16.2.0/27",
		},
		"no clients": {
			func(_ *Plan, alb *InternalAlb, _ *StaticNlb, _ *TargetGroup) { closeTo(alb, "ingress") },
			"plan" + front + ": blue.inner-alb does not admit clients from 10.0.0.0/21",
		},
		"nothing leads to it": {
			func(_ *Plan, _ *InternalAlb, nlb *StaticNlb, group *TargetGroup) { group.Alb = "" },
			"plan.innerAlbs[blue.inner-alb]: 0 target groups lead to it; it needs one, and AWS allows 2",
		},
		"three NLBs": {
			func(plan *Plan, _ *InternalAlb, nlb *StaticNlb, _ *TargetGroup) {
				plan.InnerLoadBalancers = append(plan.InnerLoadBalancers, *nlb, *nlb)
			},
			"plan.innerAlbs[blue.inner-alb]: 3 target groups lead to it; it needs one, and AWS allows 2",
		},
		"no room": {
			func(plan *Plan, _ *InternalAlb, _ *StaticNlb, _ *TargetGroup) {
				for i := range plan.Vpcs {
					for j := range plan.Vpcs[i].Subnets {
						if subnet := &plan.Vpcs[i].Subnets[j]; subnet.Name == "blue.lb.use1-az1" {
							subnet.Reservation = subnet.Cidr
						}
					}
				}
			},
			"plan.innerAlbs[blue.inner-alb]: subnet blue.lb.use1-az1 has 0 addresses beside those that are reserved; an ALB needs 8",
		},
		"check by connection": {
			func(_ *Plan, _ *InternalAlb, _ *StaticNlb, group *TargetGroup) {
				group.HealthCheck.Protocol, group.HealthCheck.Path, group.HealthCheck.Matcher = protocolTCP, "", ""
			},
			"blue.inner-1.targetGroups[blue.inner-1.alb.53558]: leads to an ALB: it has no other targets, no proxy protocol, and asks for health by HTTP or HTTPS",
		},
		"an ALB that leads to an ALB": {
			func(_ *Plan, alb *InternalAlb, _ *StaticNlb, _ *TargetGroup) {
				alb.TargetGroups[0].Alb = "search.inner-alb"
			},
			"blue.inner-alb.targetGroups[blue.inner-alb.cart]: leads to an ALB, which only an inner load balancer does",
		},
		"one zone": {
			func(_ *Plan, alb *InternalAlb, _ *StaticNlb, _ *TargetGroup) { alb.Subnets = alb.Subnets[:1] },
			"blue.inner-alb.subnets: an ALB needs subnets in two zones; it has 1",
		},
		"binding to a front": {
			func(plan *Plan, _ *InternalAlb, _ *StaticNlb, group *TargetGroup) {
				plan.Bindings[0].InnerAlb, plan.Bindings[0].InnerLoadBalancer, plan.Bindings[0].TargetGroup = "", "blue.inner-1", group.Name
			},
			`plan.bindings[cart]: target group "blue.inner-1.alb.53558" has targets of its own, which a controller would deregister`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			plan := albEstate(t)
			nlb, group := frontOf(t, plan, "blue.inner-1")
			c.change(plan, &plan.InnerAlbs[0], nlb, group)
			lines := []string{}
			for _, problem := range plan.Validate() {
				lines = append(lines, problem.Path+": "+problem.Message)
			}
			require.Contains(t, lines, c.problem)
		})
	}
}

// closeTo takes away a rule of an ALB's group, by what it admits.
func closeTo(alb *InternalAlb, what string) {
	alb.SecurityGroup.Rules = slices.DeleteFunc(alb.SecurityGroup.Rules, func(r SecurityGroupRule) bool {
		return r.Direction == Inbound && strings.HasPrefix(r.Name, alb.Name+".ingress."+what)
	})
}

// TestInnerAlbIsThereBeforeItsServices makes the way to the pods a matter of rules and target groups alone.
func TestInnerAlbIsThereBeforeItsServices(t *testing.T) {
	estate := good()
	change(estate.Clusters, "payments", func(c *Cluster) { c.InnerAlb = &InnerAlb{} })
	plan, err := Build(estate)
	require.NoError(t, err)
	require.Empty(t, plan.Validate())
	require.Len(t, plan.InnerAlbs, 1)
	require.Empty(t, plan.InnerAlbs[0].TargetGroups)
	require.Empty(t, plan.InnerAlbs[0].Listeners[0].Rules)
	nlb, group := frontOf(t, plan, "payments.inner-1")
	require.Equal(t, plan.InnerAlbs[0].Listeners[0].Port, group.Port)
	require.Equal(t, group.Port, nlb.Listeners[0].Port)
}

// TestInnerAlbUnderAFirewall decrypts and passes what services behind one inner ALB share, once.
func TestInnerAlbUnderAFirewall(t *testing.T) {
	e := guarded(nil, &NetworkFirewall{TlsInspection: &TlsInspection{CertificateArn: albCertificate}}, nil)
	change(e.Clusters, "payments", func(c *Cluster) { c.InnerAlb = &InnerAlb{Port: 20443, CertificateArn: albCertificate} })
	change(e.Services, "shop", func(s *Service) { s.Protocol, s.InnerAlb = "HTTPS", true })
	e.Services["cart"] = Service{
		Cluster: "payments", LoadBalancer: "public", Hostnames: []string{"cart.example.com"}, Port: 8443, Protocol: "HTTPS", InnerAlb: true,
	}
	firewall := firewallOf(t, e, InspectionFirewall).NetworkFirewall
	require.Len(t, firewall.TlsInspection.Scopes, 1)
	require.Equal(t, []int{20443}, firewall.TlsInspection.Scopes[0].Ports)
	rules := strings.Join(firewall.RuleGroups[0].Rules, "\n")
	for _, service := range []string{"shop", "cart"} {
		require.Regexp(t, `(?m)^pass tcp 10\.0\.0\.0/21 any -> 10\.16\.128\.0/21 20443 .*eastWest\.`+service, rules)
	}
}
