package flightpath_test

import (
	"encoding/json"
	"fmt"
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
	for i, e := range n.Endpoints {
		add("availability of "+e.ID, func(n *network.Network) { n.Endpoints[i].Available = false })
	}
	return all
}

// fingerprint is everything that can be said about a network: what each interface and the internet reach, how, and by which
// firewalls, and the verdicts of the properties.
func fingerprint(t *testing.T, n *network.Network, e flightpath.Expectations) string {
	t.Helper()
	a := flightpath.New(n)
	var lines []string
	for _, from := range append([]string{"internet"}, ids(n)...) {
		all, err := a.Reach(from)
		require.NoError(t, err)
		for _, r := range all {
			lines = append(lines, fmt.Sprintf("%s -> %s %s %s %s", from, r.To, r.Through, r.Verdict, r.Packets))
		}
	}
	report, err := a.Check(e)
	require.NoError(t, err)
	for _, p := range report.Properties {
		lines = append(lines, fmt.Sprintf("%s %s %d", p.Name, p.Result, p.Count))
	}
	for _, s := range report.Services {
		lines = append(lines, fmt.Sprintf("%s in %s %s", s.Service, s.Zone, s.Verdict))
	}
	return strings.Join(lines, "\n")
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

// immune mutants change nothing, and the reason why; the keys are regular expressions of their names.
var immune = map[string]map[string]string{
	"flat": {
		`association of subnet-private with another table`: "its own table has nothing but the local route either",
		`rule [13] of sg-.`: "rules for IPv6, and no interface has such an address",
	},
	"edge": {`rule [13] of sg-1`: "rules for IPv6, and no interface has such an address"},
	"hub": {
		`association of subnet-transit-.. with another table`: "its own table has nothing but the local route either",
		`rule [13] of sg-.`: "rules for IPv6, and no interface has such an address",
		`appliance mode of`: "nothing on the way keeps state, so any zone will do",
		`subnet 1 of tgw-attach-a|subnet 0 of tgw-attach-b`: "nothing in that VPC sends from that zone, and what comes from it may take the other zone",
		`propagation of tgw-attach-(a|b) to`:                "the same static route goes first",
	},
	"inspection": {
		`association of subnet-transit-.. with another table`: "its own table has nothing but the local route either",
		`rule [13] of sg-.`:                                 "rules for IPv6, and no interface has such an address",
		`appliance mode of tgw-attach-(a|b)`:                "nothing in the VPCs of client and server keeps state",
		`subnet 1 of tgw-attach-a|subnet 0 of tgw-attach-b`: "nothing in that VPC sends from that zone, and what comes from it may take the other zone",
		`subnet . of tgw-attach-i`:                          "all connections take the other zone, there and back",
		`propagation of tgw-attach-(a|b) to tgw-rtb-i`:      "the same static route goes first",
		`propagation of tgw-attach-i`:                       "nobody sends to addresses of the firewalls' VPC",
	},
	"balanced": {
		`association of subnet-pod. with another table`: "its own table has nothing but the local route either",
		`client addresses of tg-1`:                      "application load balancers always send from their nodes",
	},
	"sandwich": {
		`association of subnet-pod. with`: "what is there is no target any more, and lets nobody in",
		`rule 0 of sg-pod .false.`:        "what has the group is no target any more",
		`appliance mode of`:               "nothing on the way keeps state, so any zone will do",
		`propagation of tgw-attach-. to`:  "the same static route goes first",
		`client addresses of tg-1`:        "application load balancers always send from their nodes",
	},
}

// Each mutant changes something that flightpath says, or is immune for a reason that stands above.
func TestMutants(t *testing.T) {
	for name, reasons := range immune {
		t.Run(name, func(t *testing.T) {
			n := &worlds[name].make().Network
			var e flightpath.Expectations
			if len(n.LoadBalancers) > 0 {
				e.Services = []flightpath.Service{{Name: "service", LoadBalancer: alb, Port: 443}}
			}
			before, killed, survived := fingerprint(t, n, e), 0, map[string]int{}
			for _, m := range mutants(n) {
				changed := copied(t, n)
				m.change(changed)
				if fingerprint(t, changed, e) != before {
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
