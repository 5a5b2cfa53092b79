package flightpath_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// recipe is which inspections a hand-made estate has: an ingress VPC with an internet-facing load balancer in three zones,
// and two EKS VPCs behind a transit gateway with a pod per zone, one service each.
type recipe struct {
	edge     bool // a firewall between the internet gateway and the load balancer
	eastWest bool // an inspection VPC between the ingress VPC and the EKS VPCs
	egress   bool // pods go out through the inspection VPC and its NAT gateways

	zones int // three where it is 0
}

const (
	ingressCIDR, inspectionCIDR = "10.0.0.0/16", "10.9.0.0/16"
	payCIDR, searchCIDR         = "10.16.0.0/16", "10.17.0.0/16"
)

// spokes are the EKS VPCs with their CIDRs.
var spokes = [][2]string{{"pay", payCIDR}, {"search", searchCIDR}}

func (r recipe) world() *world {
	w := &world{zones: r.zones}
	w.tgw("tgw-1")
	r.ingress(w)
	for i, s := range spokes {
		w.spoke(s[0], 16+i, s[1])
	}
	switch {
	case r.eastWest || r.egress:
		r.inspection(w)
		r.inspectedTransit(w)
	default:
		w.transitTable("tgw-rtb-ingress", payCIDR, "tgw-attach-pay", searchCIDR, "tgw-attach-search")
		w.transitTable("tgw-rtb-spoke", ingressCIDR, "tgw-attach-in")
	}
	return w
}

func (w *world) zoneCount() int { return cmp.Or(w.zones, 3) }

// tier adds a subnet per zone, each with a route table of its own that holds the local route.
func (w *world) tier(vpc, name, cidr string, third int, bits int) {
	for z := 1; z <= w.zoneCount(); z++ {
		id := fmt.Sprintf("%s-%s%d", vpc, name, z)
		w.table("rtb-"+id, "vpc-"+vpc, cidr, "local")
		subnet := fmt.Sprintf("%s.%d.0/%d", cidr[:len(cidr)-len(".0.0/16")], third+z, bits)
		w.subnet("subnet-"+id, "vpc-"+vpc, fmt.Sprintf("use1-az%d", z), "rtb-"+id, "acl-"+vpc, subnet)
	}
}

// attached adds a VPC with transit subnets and their attachment.
func (w *world) attached(vpc, cidr, table string) *network.Attachment {
	w.vpc("vpc-"+vpc, cidr)
	w.openACL("acl-"+vpc, "vpc-"+vpc)
	w.tier(vpc, "transit", cidr, 10, 28)
	attachment := w.attach("tgw-attach-"+vpc, "vpc-"+vpc, table)
	for z := 1; z <= w.zoneCount(); z++ {
		attachment.Subnets = append(attachment.Subnets, fmt.Sprintf("subnet-%s-transit%d", vpc, z))
	}
	return attachment
}

// firewalls adds a firewall subnet with an endpoint per zone.
func (w *world) firewalls(vpc, cidr string) {
	w.tier(vpc, "firewall", cidr, 20, 28)
	for z := 1; z <= w.zoneCount(); z++ {
		w.firewall(fmt.Sprintf("vpce-%s%d", vpc, z), "vpc-"+vpc, fmt.Sprintf("subnet-%s-firewall%d", vpc, z))
	}
}

// eachZone puts a route into the tables of a tier; endpoints and NAT gateways are the zone's own.
func (w *world) eachZone(tier, destination, target string) {
	for z := 1; z <= w.zoneCount(); z++ {
		to := target
		if slices.Contains([]string{"vpce", "nat-"}, target[:4]) {
			to = fmt.Sprintf("%s%d", target, z)
		}
		w.put(fmt.Sprintf("rtb-%s%d", tier, z), destination, to)
	}
}

// put gives a route table a route, in the place of the one to the same destination.
func (w *world) put(table, destination, target string) {
	w.drop(table, destination)
	t := w.tableNamed(table)
	t.Routes = append(t.Routes, route(destination, target))
}

// drop takes a route away, if it is there.
func (w *world) drop(table, destination string) {
	t := w.tableNamed(table)
	t.Routes = slices.DeleteFunc(t.Routes, func(r network.Route) bool { return r.Destination == cidrsOf(destination)[0] })
}

func (w *world) tableNamed(id string) *network.RouteTable {
	return &w.RouteTables[slices.IndexFunc(w.RouteTables, func(t network.RouteTable) bool { return t.ID == id })]
}

func (w *world) attachmentNamed(id string) *network.Attachment {
	return &w.Attachments[slices.IndexFunc(w.Attachments, func(a network.Attachment) bool { return a.ID == id })]
}

func (w *world) transitTableNamed(id string) *network.TransitRouteTable {
	return &w.TransitRouteTables[slices.IndexFunc(w.TransitRouteTables, func(t network.TransitRouteTable) bool { return t.ID == id })]
}

// transitPut and transitDrop are put and drop for tables of the transit gateway.
func (w *world) transitPut(table, destination, attachment string) {
	w.transitDrop(table, destination)
	t := w.transitTableNamed(table)
	r := network.TransitRoute{Destination: cidrsOf(destination)[0], Blackhole: attachment == "blackhole"}
	if !r.Blackhole {
		r.Attachments = []string{attachment}
	}
	t.Routes = append(t.Routes, r)
}

func (w *world) transitDrop(table, destination string) {
	t := w.transitTableNamed(table)
	t.Routes = slices.DeleteFunc(t.Routes, func(r network.TransitRoute) bool { return r.Destination == cidrsOf(destination)[0] })
}

// ingress adds the VPC of the internet-facing load balancer.
func (r recipe) ingress(w *world) {
	w.attached("in", ingressCIDR, "tgw-rtb-ingress")
	w.igw("igw-in", "vpc-in")
	w.tier("in", "lb", ingressCIDR, 0, 24)
	out := "igw-in"
	if r.edge {
		out = "vpce-in"
		w.firewalls("in", ingressCIDR)
		w.eachZone("in-firewall", "0.0.0.0/0", "igw-in")
		edge := w.table("rtb-in-edge", "vpc-in", ingressCIDR, "local")
		edge.Gateways = []string{"igw-in"}
		for z := 1; z <= w.zoneCount(); z++ {
			w.put("rtb-in-edge", fmt.Sprintf("10.0.%d.0/24", z), fmt.Sprintf("vpce-in%d", z))
		}
	}
	w.eachZone("in-lb", "0.0.0.0/0", out)
	for _, s := range spokes {
		w.eachZone("in-lb", s[1], "tgw-1")
	}
	w.group("sg-lb", "vpc-in", in(tcp(443, 443), "0.0.0.0/0"), out8443())
	front := balancer(alb, "vpc-in", network.ApplicationBalancer)
	front.Name, front.SecurityGroups, front.HasSecurityGroups = "front", []string{"sg-lb"}, true
	listener := network.Listener{Object: object("listener-1"), Port: 443, Protocol: "HTTPS"}
	for z := 1; z <= w.zoneCount(); z++ {
		w.eni(fmt.Sprintf("eni-lb%d", z), fmt.Sprintf("subnet-in-lb%d", z), "sg-lb", fmt.Sprintf("10.0.%d.5", z))
		w.public(fmt.Sprintf("198.51.100.%d", z))
		front.Nodes = append(front.Nodes, network.Node{Subnet: fmt.Sprintf("subnet-in-lb%d", z), Interface: fmt.Sprintf("eni-lb%d", z)})
	}
	for _, s := range spokes {
		listener.Forwards = append(listener.Forwards, network.Forward{Rule: s[0], TargetGroup: "tg-" + s[0], Weight: 1})
	}
	front.Listeners = []network.Listener{listener}
	w.LoadBalancers = append(w.LoadBalancers, front)
}

func out8443() network.Rule { return out(tcp(8443, 8443), "10.0.0.0/8") }

// spoke adds an EKS VPC: a pod per zone, each a target of the load balancer.
func (w *world) spoke(name string, second int, cidr string) {
	w.attached(name, cidr, "tgw-rtb-spoke")
	w.tier(name, "node", cidr, 0, 24)
	w.eachZone(name+"-node", "0.0.0.0/0", "tgw-1")
	w.group("sg-"+name, "vpc-"+name, in(everything, "10.0.0.0/8"), out(everything, "0.0.0.0/0"))
	g := network.TargetGroup{Object: object("tg-" + name), Kind: network.IPTargets, VPC: "vpc-in", Protocol: "HTTPS", Port: 8443, TargetsKnown: true}
	for z := 1; z <= w.zoneCount(); z++ {
		address := fmt.Sprintf("10.%d.%d.7", second, z)
		w.eni(fmt.Sprintf("eni-%s%d", name, z), fmt.Sprintf("subnet-%s-node%d", name, z), "sg-"+name, address)
		g.Targets = append(g.Targets, network.RegisteredTarget{ID: address, Address: addressesOf(address)[0], Port: 8443, Zone: "all"})
	}
	w.TargetGroups = append(w.TargetGroups, g)
}

// inspection adds the VPC of the firewalls, with NAT gateways where pods go out through it.
func (r recipe) inspection(w *world) {
	w.attached("fw", inspectionCIDR, "tgw-rtb-inspection").ApplianceMode = true
	w.firewalls("fw", inspectionCIDR)
	w.eachZone("fw-transit", "0.0.0.0/0", "vpce-fw")
	if !r.egress {
		w.eachZone("fw-firewall", "0.0.0.0/0", "tgw-1")
		return
	}
	w.igw("igw-fw", "vpc-fw")
	w.tier("fw", "nat", inspectionCIDR, 30, 28)
	w.eachZone("fw-firewall", "0.0.0.0/0", "nat-")
	w.eachZone("fw-firewall", ingressCIDR, "tgw-1")
	w.eachZone("fw-nat", "0.0.0.0/0", "igw-fw")
	for _, s := range spokes {
		w.eachZone("fw-firewall", s[1], "tgw-1")
		w.eachZone("fw-nat", s[1], "vpce-fw")
	}
	for z := 1; z <= w.zoneCount(); z++ {
		w.NATGateways = append(w.NATGateways, network.NATGateway{
			Object: object(fmt.Sprintf("nat-%d", z)), VPC: "vpc-fw", Subnet: fmt.Sprintf("subnet-fw-nat%d", z), Public: true, Available: true,
			PrivateAddresses: addressesOf(fmt.Sprintf("10.9.%d.9", 30+z)), PublicAddresses: addressesOf(fmt.Sprintf("198.51.100.%d", 30+z)),
		})
	}
}

// inspectedTransit adds the transit gateway's tables of an estate with an inspection VPC: no propagation anywhere.
func (r recipe) inspectedTransit(w *world) {
	w.transitTable("tgw-rtb-ingress", "10.0.0.0/8", "blackhole")
	w.transitTable("tgw-rtb-spoke", ingressCIDR, "tgw-attach-fw")
	w.transitTable("tgw-rtb-inspection", ingressCIDR, "tgw-attach-in")
	for _, s := range spokes {
		to := "tgw-attach-fw"
		if !r.eastWest {
			to = "tgw-attach-" + s[0]
		}
		w.transitPut("tgw-rtb-ingress", s[1], to)
		w.transitPut("tgw-rtb-inspection", s[1], "tgw-attach-"+s[0])
		if r.egress {
			w.transitPut("tgw-rtb-spoke", s[1], "blackhole")
		}
	}
	if !r.eastWest {
		w.transitPut("tgw-rtb-spoke", ingressCIDR, "tgw-attach-in")
	}
	if r.egress {
		w.transitPut("tgw-rtb-spoke", "0.0.0.0/0", "tgw-attach-fw")
	}
}

// expectations is what the owner of the estate declares.
func (r recipe) expectations() flightpath.Expectations {
	e := flightpath.Expectations{Ingress: []string{"vpc-in"}}
	for _, s := range spokes {
		e.Protected = append(e.Protected, "vpc-"+s[0])
		e.Services = append(e.Services, flightpath.Service{Name: s[0], LoadBalancer: alb, Port: 443, TargetGroup: "tg-" + s[0]})
	}
	if r.edge {
		e.InspectedFrom, e.InspectedEdge = append(e.InspectedFrom, "internet"), true
	}
	if r.eastWest {
		e.InspectedFrom = append(e.InspectedFrom, "vpc-in")
	}
	return e
}

// mistake is a change of a right design, with what becomes of a question about tcp 443 (from the internet to the pod of
// vpc-pay in zone 1 where it names none), and with the property of the estate that fails by it.
type mistake struct {
	name     string
	make     func(*world)
	from, to string
	port     int
	verdict  flightpath.Verdict
	words    string
	fails    flightpath.PropertyName // none where it is empty
}

// test holds the design and each mistake to what is expected.
func (r recipe) test(t *testing.T, design func() *world, right flightpath.Verdict, mistakes []mistake) {
	t.Helper()
	w := design()
	for _, pod := range []string{"eni-pay1", "eni-pay2", "eni-search3"} {
		w.expect(t, "internet", pod, right, "")
	}
	report := w.check(t, r.expectations())
	assert.True(t, report.Holds(), results(report))
	assert.Equal(t, right, report.Worst())
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) {
			w := design()
			m.make(w)
			from, to := m.from, m.to
			if from == "" {
				from, to = "internet", "eni-pay1"
			}
			answer := w.askFor(t, flightpath.Question{From: from, To: to, Port: cmp.Or(m.port, 443)})
			assert.Equal(t, m.verdict, answer.Verdict, answer.Reason)
			assert.Contains(t, answer.Reason, m.words)
			report := w.check(t, r.expectations())
			if m.fails == "" {
				assert.True(t, report.Holds(), results(report))
				return
			}
			assert.Contains(t, results(report)[m.fails], "fails", results(report))
		})
	}
}

// worstOf is the worst verdict of a service in each zone.
func worstOf(report flightpath.Report, service string) (zones []flightpath.Verdict) {
	for _, s := range report.Services {
		if s.Service == service {
			zones = append(zones, s.Verdict)
		}
	}
	return zones
}

// Without inspection: static routes both ways, none of them propagated, and the EKS VPCs do not know each other.
func TestEstateWithoutInspection(t *testing.T) {
	r := recipe{}
	w := r.world()
	require.Equal(t, []flightpath.Verdict{"direct", "direct", "direct"}, worstOf(w.check(t, r.expectations()), "pay"))
	pods := w.askFor(t, flightpath.Question{From: "eni-pay1", To: "eni-search1", Port: 22})
	assert.Equal(t, "transit gateway route table tgw-rtb-spoke has no route to 10.17.1.7", pods.Reason)
	w.expect(t, "eni-pay1", "internet", flightpath.Blocked, "tgw-rtb-spoke has no route")
	r.test(t, r.world, flightpath.Direct, []mistake{
		{
			name: "no way back from the EKS VPC: its node subnet in zone 1 has the local route only", make: func(w *world) { w.drop("rtb-pay-node1", "0.0.0.0/0") },
			verdict: flightpath.Asymmetric, words: "rtb-pay-node1 has no route to 10.0.1.5", fails: flightpath.Exposed,
		},
		{
			name: "no way back from the transit gateway", make: func(w *world) { w.transitDrop("tgw-rtb-spoke", ingressCIDR) },
			verdict: flightpath.Asymmetric, words: "tgw-rtb-spoke has no route to 10.0.1.5", fails: flightpath.Symmetric,
		},
		{
			name: "no way there", make: func(w *world) { w.transitDrop("tgw-rtb-ingress", payCIDR) },
			verdict: flightpath.Blocked, words: "tgw-rtb-ingress has no route", fails: flightpath.Exposed,
		},
		{
			// The load balancer's default route takes the packets instead, to a gateway that has nobody to give them to.
			name: "the load balancer's subnet does not know the EKS VPC", make: func(w *world) { w.drop("rtb-in-lb2", payCIDR) },
			verdict: flightpath.Blocked, words: "no such address is on the internet", fails: flightpath.Alive,
		},
		{
			name: "the EKS VPC's attachment is associated with no table", make: func(w *world) { w.attachmentNamed("tgw-attach-pay").RouteTable = "" },
			verdict: flightpath.Asymmetric, words: "not associated", fails: flightpath.Exposed,
		},
		{
			name: "the ingress VPC's attachment has no subnet in zone 3, where a node of the load balancer is",
			make: func(w *world) {
				w.attachmentNamed("tgw-attach-in").Subnets = w.attachmentNamed("tgw-attach-in").Subnets[:2]
			},
			verdict: flightpath.Blocked, words: "no subnet in zone use1-az3", fails: flightpath.Exposed,
		},
		{
			// What AWS does by default: every attachment propagates into the table that every attachment is associated with.
			name: "EKS VPCs propagate into their own table and reach each other",
			make: func(w *world) {
				w.transitTableNamed("tgw-rtb-spoke").Propagations = []string{"tgw-attach-pay", "tgw-attach-search"}
			},
			from: "eni-pay1", to: "eni-search1", port: 22, verdict: flightpath.Direct, fails: flightpath.Contained,
		},
	})
}
