package flightpath_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// BenchmarkRules is a check of ten VPCs with more and more rules.
func BenchmarkRules(b *testing.B) {
	for _, rules := range []int{500, 1000, 2000, 4000, 8000} {
		w := large(10, rules)
		b.Run(fmt.Sprint(rules), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := flightpath.New(&w.Network).Check(flightpath.Expectations{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkTrace is one question about a hundred VPCs, and about two whole VPCs of them.
func BenchmarkTrace(b *testing.B) {
	w := large(100, 2000)
	a := flightpath.New(&w.Network)
	for name, q := range map[string]flightpath.Question{
		"interfaces": {From: "eni-1-0-0", To: "eni-7-2-3", Port: 1000},
		"VPCs":       {From: "vpc-1", To: "vpc-7", Port: 1000},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := a.Trace(q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("compile", func(b *testing.B) {
		for b.Loop() {
			flightpath.New(&w.Network)
		}
	})
}

// services is an ingress VPC whose load balancer has services of many VPCs behind it, each VPC with a static-address load
// balancer of its own and pods in three zones.
func services(vpcs, each int) (*world, flightpath.Expectations) {
	w := &world{}
	w.tgw("tgw-1")
	w.vpc("vpc-in", "10.255.0.0/16")
	w.openACL("acl-in", "vpc-in")
	w.group("sg-in", "vpc-in", in(tcp(443, 443), "0.0.0.0/0"), out(everything, "0.0.0.0/0"))
	w.igw("igw-1", "vpc-in")
	w.table("rtb-in", "vpc-in", "10.255.0.0/16", "local", "0.0.0.0/0", "igw-1", "10.0.0.0/8", "tgw-1")
	table := network.TransitRouteTable{Object: object("tgw-rtb-1"), Gateway: "tgw-1", RoutesKnown: true, Routes: []network.TransitRoute{
		{Destination: cidrsOf("10.255.0.0/16")[0], Attachments: []string{"tgw-attach-in"}},
	}}
	front := balancer(alb, "vpc-in", network.ApplicationBalancer)
	front.SecurityGroups, front.HasSecurityGroups = []string{"sg-in"}, true
	attachment := network.Attachment{Object: object("tgw-attach-in"), Gateway: "tgw-1", Kind: network.VPCAttachment, Resource: "vpc-in", Available: true, RouteTable: "tgw-rtb-1", RouteTableKnown: true}
	for z := range 3 {
		subnet := fmt.Sprintf("subnet-in-%d", z)
		w.subnet(subnet, "vpc-in", fmt.Sprintf("use1-az%d", z), "rtb-in", "acl-in", fmt.Sprintf("10.255.%d.0/24", z))
		front.Nodes = append(front.Nodes, network.Node{Subnet: subnet})
		attachment.Subnets = append(attachment.Subnets, subnet)
	}
	w.Attachments = append(w.Attachments, attachment)
	e := flightpath.Expectations{Ingress: []string{"vpc-in"}}
	listener := network.Listener{Object: object("listener-in"), Port: 443, Protocol: "HTTPS"}
	for v := range vpcs {
		vpc, id := fmt.Sprintf("vpc-%d", v), fmt.Sprintf("arn:inner/%d", v)
		e.Protected = append(e.Protected, vpc)
		w.vpc(vpc, fmt.Sprintf("10.%d.0.0/16", v))
		w.openACL("acl-"+vpc, vpc)
		w.group("sg-lb-"+vpc, vpc, in(everything, "10.255.0.0/16"), out(everything, "0.0.0.0/0"))
		w.group("sg-pod-"+vpc, vpc, in(everything, "sg-lb-"+vpc))
		w.table("rtb-"+vpc, vpc, fmt.Sprintf("10.%d.0.0/16", v), "local", "10.255.0.0/16", "tgw-1")
		inner := balancer(id, vpc, network.NetworkBalancer)
		inner.Internal, inner.SecurityGroups, inner.HasSecurityGroups = true, []string{"sg-lb-" + vpc}, true
		attached := w.attach("tgw-attach-"+vpc, vpc, "tgw-rtb-1")
		var pods []string
		for z := range 3 {
			subnet := fmt.Sprintf("subnet-%d-%d", v, z)
			w.subnet(subnet, vpc, fmt.Sprintf("use1-az%d", z), "rtb-"+vpc, "acl-"+vpc, fmt.Sprintf("10.%d.%d.0/24", v, z))
			inner.Nodes = append(inner.Nodes, network.Node{Subnet: subnet, Addresses: []network.Address{{Private: addressesOf(fmt.Sprintf("10.%d.%d.5", v, z))[0]}}})
			attached.Subnets, pods = append(attached.Subnets, subnet), append(pods, subnet)
		}
		for s := range each {
			outer, target, port := fmt.Sprintf("tg-out-%d-%d", v, s), fmt.Sprintf("tg-in-%d-%d", v, s), 20000+s
			g := network.TargetGroup{Object: object(outer), Kind: network.IPTargets, VPC: "vpc-in", Protocol: "TCP", Port: port, TargetsKnown: true}
			for z := range 3 {
				address := addressesOf(fmt.Sprintf("10.%d.%d.5", v, z))[0]
				g.Targets = append(g.Targets, network.RegisteredTarget{ID: address.String(), Address: address, Port: port, Zone: "all"})
			}
			w.TargetGroups = append(w.TargetGroups, g, network.TargetGroup{
				Object: object(target), Kind: network.IPTargets, VPC: vpc, Protocol: "TCP", Port: 8080 + s, TargetsKnown: true,
				Targets: []network.RegisteredTarget{{Declared: true, Subnets: pods, Port: 8080 + s, SecurityGroups: []string{"sg-pod-" + vpc}}},
			})
			listener.Forwards = append(listener.Forwards, network.Forward{Rule: outer, TargetGroup: outer, Weight: 1})
			inner.Listeners = append(inner.Listeners, network.Listener{
				Object: object(fmt.Sprintf("listener-%d-%d", v, s)), Port: port, Protocol: "TCP", Forwards: []network.Forward{{Rule: "default", TargetGroup: target, Weight: 1}},
			})
			e.Services = append(e.Services, flightpath.Service{Name: outer, LoadBalancer: alb, Port: 443, TargetGroup: outer})
		}
		w.LoadBalancers = append(w.LoadBalancers, inner)
		table.Routes = append(table.Routes, network.TransitRoute{Destination: w.VPCs[v+1].CIDRs[0], Attachments: []string{attached.ID}})
	}
	front.Listeners = []network.Listener{listener}
	w.LoadBalancers = append(w.LoadBalancers, front)
	w.TransitRouteTables = append(w.TransitRouteTables, table)
	return w, e
}

func balancer(id, vpc string, kind network.BalancerKind) network.LoadBalancer {
	return network.LoadBalancer{Object: object(id), Kind: kind, VPC: vpc, CrossZone: true, CrossZoneKnown: true, ListenersKnown: true}
}

func TestManyServices(t *testing.T) {
	w, e := services(5, 3)
	report := w.check(t, e)
	assert.Equal(t, flightpath.Direct, report.Worst())
	assert.True(t, report.Holds(), results(report))
	assert.Len(t, report.Services, 45, "five VPCs with three services in three zones each")
}

// BenchmarkServices is a check of what is declared about ever more VPCs, with five services each.
func BenchmarkServices(b *testing.B) {
	for _, vpcs := range []int{10, 30, 100} {
		w, e := services(vpcs, 5)
		b.Run(fmt.Sprint(vpcs, " VPCs"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := flightpath.New(&w.Network).Check(e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
