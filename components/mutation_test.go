package components_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// mutant is a network in which one thing is gone or leads elsewhere.
type mutant struct {
	what   string
	mutate func(n *network.Network)
}

// excuse is why mutants change no verdict, by how what they are called begins.
type excuse struct{ prefix, reason string }

// indifferent are the mutants of the dev estate that change no verdict.
var indifferent = []excuse{
	{"transit route transit.ingress 10.0.0.0/8 ", nowhere},
	{"transit route transit.spoke 10.0.0.0/8 ", nowhere},
	{"transit route transit.ingress 100.64.0.0/10 ", nowhere},
	{"transit route transit.spoke 100.64.0.0/10 ", nowhere},
	{"transit route transit.ingress 172.16.0.0/12 ", nowhere},
	{"transit route transit.spoke 172.16.0.0/12 ", nowhere},
	{"transit route transit.ingress 192.168.0.0/16 ", nowhere},
	{"transit route transit.spoke 192.168.0.0/16 ", nowhere},
	{"propagation of ", "static routes say the same of VPCs that may be reached, and no VPC sends to the others"},
	{"subnet ingress.transit.", localOnly},
	{"subnet payments.transit.", localOnly},
	{"subnet search.transit.", localOnly},
	{"subnet payments.pod.", localOnly},
	{"subnet payments.control-plane.", localOnly},
	{"subnet search.control-plane.", localOnly},
	{"rule of payments.endpoints ", noInterfaces},
	{"rule of default of ", ownGroup},
	{"rule of cluster payments-eksCluster (egress true, ::/0)", noIPv6},
	{"rule of cluster search-eksCluster (egress true, ::/0)", noIPv6},
	{"appliance mode of attachment ", oneWayIn},
	{"cross-zone balancing of ", zoneAll},
}

// indifferentInspected are those of the inspected estate.
var indifferentInspected = []excuse{
	{"transit route transit.ingress 10.0.0.0/8 ", nowhere},
	{"transit route transit.ingress 100.64.0.0/10 ", nowhere},
	{"transit route transit.ingress 172.16.0.0/12 ", nowhere},
	{"transit route transit.ingress 192.168.0.0/16 ", nowhere},
	{"transit route transit.inspection 10.0.0.0/8 ", nobody},
	{"transit route transit.inspection 100.64.0.0/10 ", nobody},
	{"transit route transit.inspection 172.16.0.0/12 ", nobody},
	{"transit route transit.inspection 192.168.0.0/16 ", nobody},
	{"transit route transit.spoke 10.0.0.0/8 ", nobody},
	{"transit route transit.spoke 100.64.0.0/10 ", nobody},
	{"transit route transit.spoke 172.16.0.0/12 ", nobody},
	{"transit route transit.spoke 192.168.0.0/16 ", nobody},
	{"propagation of ", "a static route of the same length goes before, and nothing in the inspection VPC answers"},
	{"appliance mode of attachment ingress is true", oneWayIn},
	{"appliance mode of attachment payments is true", oneWayIn},
	{"route payments.node.use1-az1 10.0.0.0/20 ", sameWay},
	{"route payments.node.use1-az2 10.0.0.0/20 ", sameWay},
	{"subnet ingress.transit.", localOnly},
	{"subnet payments.transit.", localOnly},
	{"subnet payments.pod.", localOnly},
	{"subnet payments.control-plane.", localOnly},
	{"rule of payments.endpoints ", noInterfaces},
	{"rule of default of ", ownGroup},
	{"rule of cluster payments-eksCluster (egress true, ::/0)", noIPv6},
	{"cross-zone balancing of ", zoneAll},
}

const (
	nowhere      = "the blackholes stand behind VPC route tables that send nothing there: they catch what a later mistake would send"
	localOnly    = "the tier's own route table has the local route only, as the VPC's main one has"
	nobody       = "the blackholes are of addresses that no VPC has: whichever way leads there, nobody answers"
	sameWay      = "inner load balancers answer the ingress VPC, not nodes, and the ingress VPC answers no node"
	oneWayIn     = "no firewall stands behind the attachment: whichever zone packets come in by, they are delivered the same way"
	ownGroup     = "nothing has a VPC's own security group"
	noIPv6       = "the estate has no IPv6"
	zoneAll      = "targets in other VPCs are registered with zone all: every node sends to each of them"
	noInterfaces = "AWS makes the endpoints' interfaces; before, nobody can be reached through them"
)

// TestEveryPartOfAnEstateMatters takes routes, associations, rules and attributes of the dev estate away, one at a time. Each
// time what is proven has to change, or flightpath would not notice when it is wrong.
func TestEveryPartOfAnEstateMatters(t *testing.T) {
	t.Parallel()
	// Two zones show what three would, in half the time.
	everyPartMatters(t, indifferent, func(estate map[string]any) { estate["zones"] = estate["zones"].([]any)[:2] })
}

// TestEveryPartOfAnInspectedEstateMatters does the same where firewalls stand at the edge, between the VPCs, and on the way out.
func TestEveryPartOfAnInspectedEstateMatters(t *testing.T) {
	t.Parallel()
	everyPartMatters(t, indifferentInspected, func(estate map[string]any) {
		estate["zones"] = estate["zones"].([]any)[:2]
		firewall := map[string]any{"networkFirewall": map[string]any{}}
		estate["inspection"] = map[string]any{"edge": firewall, "eastWest": firewall, "egress": map[string]any{}}
		// One cluster, and one service behind an application load balancer: as much as the time allows.
		delete(estate["clusters"].(map[string]any), "search")
		for _, name := range []string{"catalog", "ledger", "telemetry"} {
			delete(estate["services"].(map[string]any), name)
		}
		delete(estate["ingress"].(map[string]any)["loadBalancers"].(map[string]any), "edge")
	})
}

// everyPartMatters takes each part of an estate away, and expects what is proven to change unless the part is excused.
func everyPartMatters(t *testing.T, excused []excuse, change func(estate map[string]any)) {
	t.Helper()
	planned := devPlan(t, change)
	n := flightpathtest.Record(t, estate.Program, flightpathtest.Config(map[string]string{"ingresshub:estate": string(devEstate(t, change))}))
	n, err := flightpath.Declare(n, expected.Declarations(planned, n))
	require.NoError(t, err)
	withNodes(n)
	promised := expected.Expectations(planned)
	report, err := flightpath.New(n).Check(promised)
	require.NoError(t, err)
	require.True(t, report.Holds())
	before := proven(t, n, promised)
	used := map[string]bool{}
	all := mutants(n)
	require.Greater(t, len(all), 100)
	for _, m := range all {
		changed := copied(t, n)
		m.mutate(changed)
		if proven(t, changed, promised) != before {
			continue
		}
		reason := ""
		for _, known := range excused {
			if strings.HasPrefix(m.what, known.prefix) {
				reason, used[known.prefix] = known.reason, true
			}
		}
		assert.NotEmpty(t, reason, "%s: no verdict changes", m.what)
	}
	for _, known := range excused {
		assert.True(t, used[known.prefix], "no mutant is excused any more by %q", known.prefix)
	}
}

// withNodes adds what EKS will make: a node in each of their subnets.
func withNodes(n *network.Network) {
	for _, subnet := range n.Subnets {
		if !strings.Contains(subnet.Name, ".node.") {
			continue
		}
		for _, group := range n.SecurityGroups {
			if group.VPC == subnet.VPC && group.Tags["aws:eks:cluster-name"] != "" {
				n.Interfaces = append(n.Interfaces, network.Interface{
					Object: network.Object{ID: "node in " + subnet.Name}, VPC: subnet.VPC, Subnet: subnet.ID, SecurityGroups: []string{group.ID},
					Addresses: []network.Address{{Private: subnet.CIDRs[0].Addr().Next().Next().Next().Next().Next()}},
				})
			}
		}
	}
}

// proven is everything that flightpath says of a network.
func proven(t *testing.T, n *network.Network, promised flightpath.Expectations) string {
	t.Helper()
	analyzer := flightpath.New(n)
	report, err := analyzer.Check(promised)
	if err != nil {
		return err.Error()
	}
	var said []string
	for _, property := range report.Properties {
		said = append(said, fmt.Sprint(property.Name, property.Result, len(property.Findings)))
	}
	for _, service := range report.Services {
		said = append(said, fmt.Sprint(service.Service, service.Zone, service.Verdict))
	}
	senders := []string{"internet"}
	for _, vpc := range n.VPCs {
		senders = append(senders, vpc.ID)
	}
	for _, sender := range senders {
		reached, err := analyzer.Reach(sender)
		require.NoError(t, err)
		for _, one := range reached {
			said = append(said, fmt.Sprint(sender, one.To, one.Members, one.Traffic, one.Verdict, one.Packets.String()))
		}
	}
	slices.Sort(said)
	return strings.Join(said, "\n")
}

func copied(t *testing.T, n *network.Network) *network.Network {
	t.Helper()
	text, err := json.Marshal(n)
	require.NoError(t, err)
	other := &network.Network{}
	require.NoError(t, json.Unmarshal(text, other))
	return other
}

// mutants are all networks that differ from one in one thing.
func mutants(n *network.Network) []mutant {
	var all []mutant
	add := func(mutate func(n *network.Network), format string, args ...any) {
		all = append(all, mutant{fmt.Sprintf(format, args...), mutate})
	}
	for i, table := range n.RouteTables {
		for _, gateway := range table.Gateways {
			add(func(n *network.Network) {
				n.RouteTables[i].Gateways = slices.DeleteFunc(n.RouteTables[i].Gateways, func(id string) bool { return id == gateway })
			}, "edge association of %s deleted", table.Name)
		}
		for j, route := range table.Routes {
			if route.Target.Kind == network.TargetLocal {
				continue // nobody can delete it
			}
			add(func(n *network.Network) { n.RouteTables[i].Routes = slices.Delete(n.RouteTables[i].Routes, j, j+1) },
				"route %s %s deleted", table.Name, route.Destination)
			add(func(n *network.Network) { n.RouteTables[i].Routes[j].Blackhole = true }, "route %s %s to nowhere", table.Name, route.Destination)
		}
	}
	for i, subnet := range n.Subnets {
		add(func(n *network.Network) { n.Subnets[i].RouteTable = subnet.VPC + "/main-route-table" }, "subnet %s on the main route table", subnet.Name)
	}
	for i, table := range n.TransitRouteTables {
		for j, route := range table.Routes {
			add(func(n *network.Network) {
				n.TransitRouteTables[i].Routes = slices.Delete(n.TransitRouteTables[i].Routes, j, j+1)
			},
				"transit route %s %s deleted", table.Name, route.Destination)
			for _, attachment := range n.Attachments {
				if !slices.Contains(route.Attachments, attachment.ID) {
					add(func(n *network.Network) {
						n.TransitRouteTables[i].Routes[j].Attachments, n.TransitRouteTables[i].Routes[j].Blackhole = []string{attachment.ID}, false
					}, "transit route %s %s to %s", table.Name, route.Destination, attachment.Name)
				}
			}
		}
		for _, attachment := range n.Attachments {
			add(func(n *network.Network) {
				n.TransitRouteTables[i].Propagations = append(n.TransitRouteTables[i].Propagations, attachment.ID)
			}, "propagation of %s into %s", attachment.Name, table.Name)
		}
	}
	for i, attachment := range n.Attachments {
		add(func(n *network.Network) { n.Attachments[i].RouteTable = "" }, "attachment %s without association", attachment.Name)
		add(func(n *network.Network) { n.Attachments[i].Available = false }, "attachment %s not accepted", attachment.Name)
		add(func(n *network.Network) { n.Attachments[i].ApplianceMode = !attachment.ApplianceMode },
			"appliance mode of attachment %s is %t", attachment.Name, !attachment.ApplianceMode)
		for j, subnet := range attachment.Subnets {
			add(func(n *network.Network) { n.Attachments[i].Subnets = slices.Delete(n.Attachments[i].Subnets, j, j+1) },
				"attachment %s without %s", attachment.Name, subnet)
		}
		for _, table := range n.TransitRouteTables {
			if table.ID != attachment.RouteTable {
				add(func(n *network.Network) { n.Attachments[i].RouteTable = table.ID }, "attachment %s associated with %s", attachment.Name, table.Name)
			}
		}
	}
	for i, group := range n.SecurityGroups {
		for j, rule := range group.Rules {
			add(func(n *network.Network) { n.SecurityGroups[i].Rules = slices.Delete(n.SecurityGroups[i].Rules, j, j+1) },
				"rule of %s (egress %t, %s%s) deleted", group.Name, rule.Egress, rule.CIDR, rule.Group)
		}
	}
	for i, acl := range n.NetworkACLs {
		for j, entry := range acl.Entries {
			add(func(n *network.Network) { n.NetworkACLs[i].Entries[j].Allow = false }, "entry %d (egress %t) of %s denies", entry.Number, entry.Egress, acl.Name)
		}
	}
	for i, gateway := range n.InternetGateways {
		add(func(n *network.Network) { n.InternetGateways[i].VPC = "" }, "internet gateway %s detached", gateway.Name)
	}
	for i, gateway := range n.NATGateways {
		add(func(n *network.Network) { n.NATGateways[i].Available = false }, "NAT gateway %s failed", gateway.Name)
	}
	for i, firewall := range n.Firewalls {
		for j, endpoint := range firewall.Endpoints {
			add(func(n *network.Network) {
				for k := range n.Endpoints {
					n.Endpoints[k].Available = n.Endpoints[k].Available && n.Endpoints[k].ID != endpoint.Endpoint
				}
			}, "endpoint %d of firewall %s not ready", j, firewall.Name)
			add(func(n *network.Network) {
				n.Firewalls[i].Endpoints = slices.Delete(n.Firewalls[i].Endpoints, j, j+1)
				dangle(n, endpoint.Endpoint)
			}, "endpoint %d of firewall %s deleted", j, firewall.Name)
		}
	}
	for i, balancer := range n.LoadBalancers {
		if balancer.CrossZoneKnown {
			add(func(n *network.Network) { n.LoadBalancers[i].CrossZone = !balancer.CrossZone }, "cross-zone balancing of %s is %t", balancer.Name, !balancer.CrossZone)
		}
		for j, listener := range balancer.Listeners {
			add(func(n *network.Network) {
				n.LoadBalancers[i].Listeners = slices.Delete(n.LoadBalancers[i].Listeners, j, j+1)
			},
				"listener %s deleted", listener.Name)
			for k := range listener.Forwards {
				add(func(n *network.Network) {
					n.LoadBalancers[i].Listeners[j].Forwards = slices.Delete(n.LoadBalancers[i].Listeners[j].Forwards, k, k+1)
				}, "forward %d of listener %s deleted", k, listener.Name)
			}
		}
		for j := range balancer.Nodes {
			add(func(n *network.Network) { n.LoadBalancers[i].Nodes = slices.Delete(n.LoadBalancers[i].Nodes, j, j+1) }, "node %d of %s deleted", j, balancer.Name)
		}
	}
	for i, group := range n.TargetGroups {
		if group.CrossZone != "" {
			add(func(n *network.Network) { n.TargetGroups[i].CrossZone = fmt.Sprint(group.CrossZone == "false") }, "cross-zone balancing of %s turned", group.Name)
		}
		for j := range group.Targets {
			add(func(n *network.Network) { n.TargetGroups[i].Targets = slices.Delete(n.TargetGroups[i].Targets, j, j+1) }, "target %d of %s deleted", j, group.Name)
		}
	}
	return all
}
