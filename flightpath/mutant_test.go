package flightpath_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// mutant is a network with one thing deleted or turned.
type mutant struct {
	name   string
	change func(*network.Network)
}

// mutants deletes each route, entry, rule, propagation and registered target, cuts each association and turns each attribute
// that decides something, one at a time.
func mutants(n *network.Network) (all []mutant) {
	add := func(name string, change func(*network.Network)) { all = append(all, mutant{name, change}) }
	for i, t := range n.RouteTables {
		for j, r := range t.Routes {
			if r.Target.Kind == network.TargetLocal {
				continue // AWS does not let anybody delete it
			}
			add(fmt.Sprintf("route %s -> %s of %s", r.Destination, r.Target.ID, t.ID), func(n *network.Network) {
				n.RouteTables[i].Routes = slices.Delete(n.RouteTables[i].Routes, j, j+1)
			})
			add(fmt.Sprintf("blackhole %s of %s", r.Destination, t.ID), func(n *network.Network) { n.RouteTables[i].Routes[j].Blackhole = true })
			for _, other := range targetsIn(n, t.VPC) {
				if other != r.Target {
					add(fmt.Sprintf("route %s of %s turned from %s to %s", r.Destination, t.ID, r.Target.ID, other.ID), func(n *network.Network) {
						n.RouteTables[i].Routes[j].Target = other
					})
				}
			}
		}
		if len(t.Gateways) > 0 {
			add("edge association of "+t.ID, func(n *network.Network) { n.RouteTables[i].Gateways = nil })
		}
	}
	for i, s := range n.Subnets {
		add("association of "+s.ID+" with another table", func(n *network.Network) {
			n.RouteTables = append(n.RouteTables, network.RouteTable{Object: object("rtb-empty"), VPC: s.VPC})
			n.Subnets[i].RouteTable = "rtb-empty"
		})
		for _, t := range n.RouteTables {
			if t.VPC == s.VPC && t.ID != s.RouteTable && len(t.Gateways) == 0 {
				add("association of "+s.ID+" turned to "+t.ID, func(n *network.Network) { n.Subnets[i].RouteTable = t.ID })
			}
		}
		add("association of "+s.ID+" with a closed ACL", func(n *network.Network) {
			n.NetworkACLs = append(n.NetworkACLs, network.NetworkACL{Object: object("acl-closed")})
			n.Subnets[i].NetworkACL = "acl-closed"
		})
	}
	for i, g := range n.SecurityGroups {
		for j, r := range g.Rules {
			add(fmt.Sprintf("rule %d of %s (%v)", j, g.ID, r.Egress), func(n *network.Network) {
				n.SecurityGroups[i].Rules = slices.Delete(n.SecurityGroups[i].Rules, j, j+1)
			})
		}
	}
	for i, a := range n.Attachments {
		add("association of "+a.ID, func(n *network.Network) { n.Attachments[i].RouteTable = "" })
		for _, t := range n.TransitRouteTables {
			if t.ID != a.RouteTable {
				add("association of "+a.ID+" turned to "+t.ID, func(n *network.Network) { n.Attachments[i].RouteTable = t.ID })
			}
		}
		add("appliance mode of "+a.ID, func(n *network.Network) { n.Attachments[i].ApplianceMode = !a.ApplianceMode })
		for j := range a.Subnets {
			add(fmt.Sprintf("subnet %d of %s", j, a.ID), func(n *network.Network) {
				n.Attachments[i].Subnets = slices.Delete(n.Attachments[i].Subnets, j, j+1)
			})
		}
	}
	for i, t := range n.TransitRouteTables {
		for j, r := range t.Routes {
			add(fmt.Sprintf("route %s of %s", r.Destination, t.ID), func(n *network.Network) {
				n.TransitRouteTables[i].Routes = slices.Delete(n.TransitRouteTables[i].Routes, j, j+1)
			})
			for _, a := range n.Attachments {
				if !slices.Contains(r.Attachments, a.ID) {
					add(fmt.Sprintf("route %s of %s turned to %s", r.Destination, t.ID, a.ID), func(n *network.Network) {
						n.TransitRouteTables[i].Routes[j].Attachments, n.TransitRouteTables[i].Routes[j].Blackhole = []string{a.ID}, false
					})
				}
			}
		}
		for _, a := range n.Attachments {
			add("propagation of "+a.ID+" to "+t.ID, func(n *network.Network) { n.TransitRouteTables[i].Propagations = []string{a.ID} })
		}
	}
	for i, b := range n.LoadBalancers {
		add("listener of "+b.ID, func(n *network.Network) { n.LoadBalancers[i].Listeners = nil })
		if b.Kind == network.NetworkBalancer {
			add("cross-zone of "+b.ID, func(n *network.Network) { n.LoadBalancers[i].CrossZone = !b.CrossZone })
		}
	}
	for i, g := range n.TargetGroups {
		for j := range g.Targets {
			add(fmt.Sprintf("target %d of %s", j, g.ID), func(n *network.Network) {
				n.TargetGroups[i].Targets = slices.Delete(n.TargetGroups[i].Targets, j, j+1)
			})
		}
		add("client addresses of "+g.ID, func(n *network.Network) { n.TargetGroups[i].PreservesClientIP = !g.PreservesClientIP })
	}
	for i, g := range n.NATGateways {
		add("availability of "+g.ID, func(n *network.Network) { n.NATGateways[i].Available = false })
	}
	for i, g := range n.InternetGateways {
		add("attachment of "+g.ID, func(n *network.Network) { n.InternetGateways[i].VPC = "" })
	}
	for i, e := range n.Endpoints {
		add("availability of "+e.ID, func(n *network.Network) { n.Endpoints[i].Available = false })
	}
	return all
}

// targetsIn is what routes of a VPC could lead to.
func targetsIn(n *network.Network, vpc string) (all []network.Target) {
	for _, g := range n.InternetGateways {
		if g.VPC == vpc {
			all = append(all, network.Target{Kind: network.TargetInternetGateway, ID: g.ID})
		}
	}
	for _, g := range n.NATGateways {
		if g.VPC == vpc {
			all = append(all, network.Target{Kind: network.TargetNATGateway, ID: g.ID})
		}
	}
	for _, e := range n.Endpoints {
		if e.VPC == vpc {
			all = append(all, network.Target{Kind: network.TargetEndpoint, ID: e.ID})
		}
	}
	for _, a := range n.Attachments {
		if a.Resource == vpc {
			all = append(all, network.Target{Kind: network.TargetTransitGateway, ID: a.Gateway})
		}
	}
	return all
}

// fingerprint is everything that can be said about a network, part by part: what the internet and each interface reach, how,
// and by which firewalls, and the verdicts of the properties.
func fingerprint(t *testing.T, n *network.Network, e flightpath.Expectations) iter.Seq[string] {
	t.Helper()
	a := flightpath.New(n)
	return func(yield func(string) bool) {
		for _, from := range append([]string{"internet"}, ids(n)...) {
			all, err := a.Reach(from)
			require.NoError(t, err)
			var lines []string
			for _, r := range all {
				lines = append(lines, fmt.Sprintf("%s -> %s %s %s %s", from, r.To, r.Through, r.Verdict, r.Packets))
			}
			if !yield(strings.Join(lines, "\n")) {
				return
			}
		}
		report, err := a.Check(e)
		require.NoError(t, err)
		var lines []string
		for _, p := range report.Properties {
			lines = append(lines, fmt.Sprintf("%s %s %d", p.Name, p.Result, p.Count))
		}
		for _, s := range report.Services {
			lines = append(lines, fmt.Sprintf("%s in %s %s", s.Service, s.Zone, s.Verdict))
		}
		yield(strings.Join(lines, "\n"))
	}
}

// same says whether a network's fingerprint is one that is known. Most that differ do so in the first parts.
func same(before []string, parts iter.Seq[string]) bool {
	i := 0
	for part := range parts {
		if i >= len(before) || before[i] != part {
			return false
		}
		i++
	}
	return i == len(before)
}

func ids(n *network.Network) (all []string) {
	for _, f := range n.Interfaces {
		all = append(all, f.ID)
	}
	return all
}

func copied(t *testing.T, n *network.Network) *network.Network {
	t.Helper()
	text, err := json.Marshal(n)
	require.NoError(t, err)
	fresh := &network.Network{}
	require.NoError(t, json.Unmarshal(text, fresh))
	return fresh
}

const ownSubnets = "what comes in there is for the VPC's own subnets, to which every table has the local route"

// immune mutants change nothing, and the reason why; the keys are regular expressions of their names.
var immune = map[string]map[string]string{
	"flat": {
		`association of subnet-private with another table`: "its own table has nothing but the local route either",
		`association of subnet-private turned`:             "what is there has no public address that an internet gateway could translate",
		`rule [13] of sg-.`:                                "rules for IPv6, and no interface has such an address",
	},
	"edge": {`rule [13] of sg-1`: "rules for IPv6, and no interface has such an address"},
	"hub": {
		`association of subnet-transit-.. (with another table|turned)`: ownSubnets,
		`rule [13] of sg-.`: "rules for IPv6, and no interface has such an address",
		`appliance mode of`: "nothing on the way keeps state, so any zone will do",
		`subnet 1 of tgw-attach-a|subnet 0 of tgw-attach-b`: "nothing in that VPC sends from that zone, and what comes from it may take the other zone",
		`propagation of tgw-attach-(a|b) to`:                "the same static route goes first",
	},
	"inspection": {
		`association of subnet-transit-.. (with another table|turned)`: ownSubnets,
		`rule [13] of sg-.`:                                 "rules for IPv6, and no interface has such an address",
		`appliance mode of tgw-attach-(a|b)`:                "nothing in the VPCs of client and server keeps state",
		`subnet 1 of tgw-attach-a|subnet 0 of tgw-attach-b`: "nothing in that VPC sends from that zone, and what comes from it may take the other zone",
		`route .* of rtb-i. turned from vpce-. to vpce-`:    "packets and replies enter in one zone, and take the same other endpoint",
		`association of subnet-i. turned to rtb-i`:          "packets and replies enter in one zone, and take the same other endpoint",
		`subnet . of tgw-attach-i`:                          "all connections take the other zone, there and back",
		`propagation of tgw-attach-(a|b) to tgw-rtb-i`:      "the same static route goes first",
		`propagation of tgw-attach-i`:                       "nobody sends to addresses of the firewalls' VPC",
	},
	"balanced": {
		`association of subnet-pod. with another table`: "its own table has nothing but the local route either",
		`association of subnet-pod. turned`:             "what is there has no public address that an internet gateway could translate",
		`client addresses of tg-1`:                      "application load balancers always send from their nodes",
	},
	"estate": {
		`association of subnet-(in|pay|search)-transit. (with another table|turned)`:  ownSubnets,
		`association of subnet-(in-firewall|pay-node|search-node)(.) turned to`:       "the tables of the tier hold the same routes in each zone",
		`appliance mode of tgw-attach-(in|pay|search)`:                                "between the transit gateway and the subnets of these VPCs nothing keeps state",
		`route 10.0.0.0/8 of tgw-rtb-ingress`:                                         "the load balancer's subnets send to the EKS VPCs only: it catches what a later mistake would send",
		`route 10.0.0.0/16 of tgw-rtb-spoke$`:                                         "the default route leads to the firewalls too",
		`route 10.1[67].0.0/16 of tgw-rtb-spoke turned to tgw-attach-(in|pay|search)`: "that VPC's transit subnets have the local route only, and drop what is for another VPC",
		`propagation of tgw-attach-(in|pay|search) to`:                                "the same static route goes first, or nobody sends there",
		`propagation of tgw-attach-fw to`:                                             "nobody sends to addresses of the firewalls' VPC",
		`client addresses of tg-`:                                                     "application load balancers always send from their nodes",
	},
	"sandwich": {
		`association of subnet-pod. (with|turned)`: "what is there is no target any more, and lets nobody in",
		`rule 0 of sg-pod .false.`:                 "what has the group is no target any more",
		`appliance mode of`:                        "nothing on the way keeps state, so any zone will do",
		`propagation of tgw-attach-. to`:           "the same static route goes first",
		`client addresses of tg-1`:                 "application load balancers always send from their nodes",
	},
}

// Each mutant changes something that flightpath says, or is immune for a reason that stands above.
func TestMutants(t *testing.T) {
	t.Parallel()
	for name, reasons := range immune {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := &worlds[name].make().Network
			var e flightpath.Expectations
			if len(n.LoadBalancers) > 0 {
				e.Services = []flightpath.Service{{Name: "service", LoadBalancer: alb, Port: 443}}
			}
			if name == "estate" {
				e = recipe{edge: true, eastWest: true, egress: true}.expectations()
			}
			before, killed, survived := slices.Collect(fingerprint(t, n, e)), 0, map[string]int{}
			for _, m := range mutants(n) {
				changed := copied(t, n)
				m.change(changed)
				if !same(before, fingerprint(t, changed, e)) {
					killed++
					continue
				}
				known := false
				for pattern := range reasons {
					if regexp.MustCompile(pattern).MatchString(m.name) {
						survived[pattern]++
						known = true
					}
				}
				assert.True(t, known, "survived: %s", m.name)
			}
			for pattern := range reasons {
				assert.NotZero(t, survived[pattern], "no mutant is immune by %s", pattern)
			}
			assert.Greater(t, killed, len(reasons))
			t.Logf("%d killed, %v immune", killed, survived)
		})
	}
}
