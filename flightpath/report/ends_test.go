package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/report"
)

func named(id string) network.Object { return network.Object{ID: id, Name: id} }

func prefix(format string, parts ...any) netip.Prefix {
	return netip.MustParsePrefix(fmt.Sprintf(format, parts...))
}

// vpcs is VPCs around a transit gateway, each with three subnets of each ten interfaces that no rule tells apart, and its share of
// rules for other VPCs.
func vpcs(count, rules int) *network.Network {
	n := &network.Network{TransitGateways: []network.TransitGateway{{Object: named("tgw-1")}}}
	between := network.TransitRouteTable{Object: named("tgw-rtb-1"), Gateway: "tgw-1", RoutesKnown: true, PropagatedKnown: true}
	open := network.Match{Protocol: network.AnyProtocol}
	for v := range count {
		vpc, group, table, acl := fmt.Sprintf("vpc-%d", v), fmt.Sprintf("sg-%d", v), fmt.Sprintf("rtb-%d", v), fmt.Sprintf("acl-%d", v)
		own := prefix("10.%d.0.0/16", v)
		n.VPCs = append(n.VPCs, network.VPC{Object: named(vpc), CIDRs: []netip.Prefix{own}})
		n.NetworkACLs = append(n.NetworkACLs, network.NetworkACL{Object: named(acl), VPC: vpc, Entries: []network.ACLEntry{
			{Number: 100, Allow: true, Match: open, CIDR: prefix("0.0.0.0/0")}, {Number: 100, Egress: true, Allow: true, Match: open, CIDR: prefix("0.0.0.0/0")},
		}})
		n.RouteTables = append(n.RouteTables, network.RouteTable{Object: named(table), VPC: vpc, Routes: []network.Route{
			{Destination: own, Target: network.Target{Kind: network.TargetLocal}},
			{Destination: prefix("10.0.0.0/8"), Target: network.Target{Kind: network.TargetTransitGateway, ID: "tgw-1"}},
		}})
		filter := network.SecurityGroup{Object: named(group), VPC: vpc, Rules: []network.Rule{{Egress: true, Match: open, CIDR: prefix("0.0.0.0/0")}}}
		for r := range rules / count {
			filter.Rules = append(filter.Rules, network.Rule{
				Match: network.Match{Protocol: network.TCP, From: 1000 + r*10, To: 1005 + r*10}, CIDR: prefix("10.%d.%d.0/24", (v+r)%count, r%3),
			})
		}
		n.SecurityGroups = append(n.SecurityGroups, filter)
		attachment := network.Attachment{
			Object: named("tgw-attach-" + vpc), Gateway: "tgw-1", Kind: network.VPCAttachment, Resource: vpc, Available: true,
			RouteTable: "tgw-rtb-1", RouteTableKnown: true,
		}
		for s := range 3 {
			subnet := fmt.Sprintf("subnet-%d-%d", v, s)
			attachment.Subnets = append(attachment.Subnets, subnet)
			n.Subnets = append(n.Subnets, network.Subnet{
				Object: named(subnet), VPC: vpc, CIDRs: []netip.Prefix{prefix("10.%d.%d.0/24", v, s)}, Zone: fmt.Sprintf("use1-az%d", s), RouteTable: table, NetworkACL: acl,
			})
			for i := range 10 {
				n.Interfaces = append(n.Interfaces, network.Interface{
					Object: named(fmt.Sprintf("eni-%d-%d-%d", v, s, i)), VPC: vpc, Subnet: subnet, SecurityGroups: []string{group},
					Addresses: []network.Address{{Private: netip.MustParseAddr(fmt.Sprintf("10.%d.%d.%d", v, s, 10+i))}},
				})
			}
		}
		n.Attachments = append(n.Attachments, attachment)
		between.Routes = append(between.Routes, network.TransitRoute{Destination: own, Attachments: []string{attachment.ID}})
	}
	n.TransitRouteTables = []network.TransitRouteTable{between}
	return n
}

func placeIDs(places []report.Place) []string {
	var all []string
	for _, place := range places {
		all = append(all, place.ID)
	}
	return all
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	read := sandwich(t)
	places, left := report.Places(read, 100)
	ids := placeIDs(places)
	require.Len(t, ids, 1+2+1+1+7)
	assert.Empty(t, left)
	assert.Equal(t, "internet", ids[0])
	assert.Contains(t, ids[1], "loadbalancer/app/ingress/", "what the internet reaches first")
	assert.Contains(t, ids[2], "loadbalancer/net/payments/")
	assert.Contains(t, ids[3], "targetgroup/payments-web/", "and not the group whose targets are the other load balancer")
	assert.Equal(t, "i-0b22222222222221a", ids[4])
	for _, id := range ids[5:] {
		assert.True(t, strings.HasPrefix(id, "subnet-"), "%s: subnets in which nothing sends", id)
	}
	places, left = report.Places(read, 5)
	assert.Equal(t, ids[:5], placeIDs(places))
	assert.Equal(t, "7 subnets", left)
}

// A question about a target group walks from each of its targets, so the page leaves out those that have many.
func TestPlacesOfManyTargets(t *testing.T) {
	t.Parallel()
	read := sandwich(t)
	for i := range read.TargetGroups {
		group := &read.TargetGroups[i]
		for strings.Contains(group.ID, "payments-web") && len(group.Targets) < 13 {
			group.Targets = append(group.Targets, group.Targets[0])
		}
	}
	places, left := report.Places(read, 100)
	assert.NotContains(t, strings.Join(placeIDs(places), " "), "payments-web")
	assert.Equal(t, "1 target groups", left)
}

// Interfaces that a rule, a route or a target group tells apart are places of their own; others share one.
func TestPlacesAreGrouped(t *testing.T) {
	t.Parallel()
	n := vpcs(2, 4)
	places, _ := report.Places(n, 100)
	assert.Equal(t, []string{"internet", "eni-0-0-0", "eni-1-0-0", "eni-0-1-0", "eni-1-1-0", "eni-0-2-0", "eni-1-2-0"}, placeIDs(places), "of each VPC the first, and so on")
	assert.Equal(t, 9, places[1].More)
	_, left := report.Places(n, 3)
	assert.Equal(t, "4 interfaces", left)

	apart := func(change func(*network.Network)) []string {
		n := vpcs(1, 1)
		change(n)
		places, _ := report.Places(n, 100)
		var own []string
		for _, place := range places {
			if strings.HasPrefix(place.ID, "eni-0-0-") && place.ID != "eni-0-0-0" {
				own = append(own, place.ID)
			}
		}
		return own
	}
	assert.Empty(t, apart(func(*network.Network) {}))
	for name, change := range map[string]func(*network.Network){
		"security group": func(n *network.Network) { n.Interfaces[3].SecurityGroups = nil },
		"rule": func(n *network.Network) {
			n.SecurityGroups[0].Rules[1].CIDR = prefix("10.0.0.13/32")
		},
		"network ACL": func(n *network.Network) { n.NetworkACLs[0].Entries[0].CIDR = prefix("10.0.0.13/32") },
		"transit route": func(n *network.Network) {
			n.TransitRouteTables[0].Routes = append(n.TransitRouteTables[0].Routes, network.TransitRoute{Destination: prefix("10.0.0.13/32"), Blackhole: true})
		},
		"prefix list": func(n *network.Network) {
			n.PrefixLists = []network.PrefixList{{Object: named("pl-1"), Known: true, Prefixes: []netip.Prefix{prefix("10.0.0.13/32")}}}
		},
		"route to it": func(n *network.Network) {
			n.RouteTables[0].Routes[1].Target = network.Target{Kind: network.TargetInterface, ID: "eni-0-0-3"}
		},
		"public address":           func(n *network.Network) { n.Interfaces[3].Addresses[0].Public = netip.MustParseAddr("198.51.100.7") },
		"source/destination check": func(n *network.Network) { n.Interfaces[3].Forwards = true },
		"target": func(n *network.Network) {
			address := netip.MustParseAddr("10.0.0.13")
			n.TargetGroups = []network.TargetGroup{{
				Object: named("tg-1"), Kind: network.IPTargets, VPC: "vpc-0", TargetsKnown: true, Targets: []network.RegisteredTarget{{ID: "10.0.0.13", Address: address}},
			}}
		},
		"gap": func(n *network.Network) {
			n.Gaps = []network.Gap{{Kind: network.GapInterfaces, Of: "eni-0-0-3", Reason: "not told"}}
		},
	} {
		assert.Equal(t, []string{"eni-0-0-3"}, apart(change), name)
	}
}

// What is grouped gets the same answers.
func TestGroupedPlacesGetTheSameAnswers(t *testing.T) {
	t.Parallel()
	n := vpcs(3, 30)
	a := flightpath.New(n)
	for port := 1000; port < 1050; port += 10 {
		for v := range 3 {
			for s := range 3 {
				verdicts := map[flightpath.Verdict]bool{}
				for i := range 10 {
					answer, err := a.Trace(flightpath.Question{From: "eni-1-1-0", To: fmt.Sprintf("eni-%d-%d-%d", v, s, i), Port: port})
					if err == nil {
						verdicts[answer.Verdict] = true
					}
				}
				assert.Len(t, verdicts, 1, "port %d, subnet %d of VPC %d", port, s, v)
			}
		}
	}
}

func TestPorts(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []report.Packets{{Protocol: "tcp", Port: 443}}, report.Ports(&network.Network{}))
	n := vpcs(1, 2)
	assert.Equal(t, []report.Packets{{Protocol: "tcp", Port: 1000}, {Protocol: "tcp", Port: 1010}}, report.Ports(n))
	n.LoadBalancers = []network.LoadBalancer{
		{Object: named("inner"), Internal: true, Listeners: []network.Listener{{Port: 20000, Protocol: "TCP"}}},
		{Object: named("outer"), Listeners: []network.Listener{
			{Port: 80, Protocol: "HTTP"}, {Port: 53, Protocol: "TCP_UDP", Forwards: []network.Forward{{TargetGroup: "tg-1"}}},
		}},
	}
	n.TargetGroups = []network.TargetGroup{{Object: named("tg-1"), Kind: network.IPTargets, Protocol: "UDP", Port: 5353, Targets: []network.RegisteredTarget{
		{Declared: true, Subnets: []string{"subnet-0-0"}},
	}}}
	assert.Equal(t, []report.Packets{{"tcp", 53}, {"udp", 53}, {"tcp", 80}, {"udp", 5353}, {"tcp", 20000}, {"tcp", 1000}, {"tcp", 1010}}, report.Ports(n))
}

// pageOf is what the script of a page gets.
type pageOf struct {
	Note   string
	Places []struct {
		ID      string
		More    int
		Answers bool
	}
	Asks    []struct{ What, Flags string }
	Answers []struct{ Verdict string }
	Pairs   [][][]int
}

func (p *pageOf) verdict(t *testing.T, ask int, from, to string) string {
	t.Helper()
	at := func(id string) int {
		for i := range p.Places {
			if p.Places[i].ID == id {
				return i
			}
		}
		t.Fatalf("%s is no place", id)
		return 0
	}
	number := p.Pairs[ask][at(from)][at(to)]
	if number < 0 {
		return "none"
	}
	return p.Answers[number].Verdict
}

func askedPage(t testing.TB, page *report.Page, analyzer *flightpath.Analyzer, first ...report.Packets) (parsed pageOf, text []byte) {
	t.Helper()
	require.NoError(t, page.Ask(t.Context(), analyzer, first...))
	var out bytes.Buffer
	require.NoError(t, page.HTML(&out))
	_, after, _ := strings.Cut(out.String(), `id="data">`)
	data, _, _ := strings.Cut(after, "</script>")
	require.NoError(t, json.Unmarshal([]byte(data), &parsed))
	return parsed, out.Bytes()
}

func TestAsk(t *testing.T) {
	t.Parallel()
	n := vpcs(2, 4)
	analyzer := flightpath.New(n)
	parsed, text := askedPage(t, &report.Page{Network: n}, analyzer, report.Packets{Protocol: "udp", Port: 53})
	assert.Empty(t, parsed.Note, "everything fits")
	assert.Equal(t, []struct{ What, Flags string }{{"udp port 53", " --port 53 --protocol udp"}, {"tcp port 1000", " --port 1000"}, {"tcp port 1010", " --port 1010"}}, parsed.Asks)
	pairs := 0
	for ask, packets := range []report.Packets{{"udp", 53}, {"tcp", 1000}, {"tcp", 1010}} {
		for _, from := range parsed.Places {
			for _, to := range parsed.Places {
				if from.ID == to.ID {
					assert.Equal(t, "none", parsed.verdict(t, ask, from.ID, to.ID))
					continue
				}
				answer, err := analyzer.Trace(flightpath.Question{From: from.ID, To: to.ID, Protocol: packets.Protocol, Port: packets.Port})
				require.NoError(t, err)
				assert.Equal(t, string(answer.Verdict), parsed.verdict(t, ask, from.ID, to.ID))
				pairs++
			}
		}
	}
	assert.Equal(t, 3*7*6, pairs)
	assert.Equal(t, "direct", parsed.verdict(t, 1, "eni-0-0-0", "eni-0-1-0"))
	_, again := askedPage(t, &report.Page{Network: n}, analyzer, report.Packets{Protocol: "udp", Port: 53})
	assert.Equal(t, text, again, "the same network gives the same page")
}

// A page of a hundred VPCs stays a page: what does not fit stands in its note.
func TestPageOfALargeNetwork(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	t.Parallel()
	n := vpcs(100, 2000)
	parsed, text := askedPage(t, &report.Page{Network: n}, flightpath.New(n))
	assert.Len(t, parsed.Places, report.MostPlaces)
	assert.Len(t, parsed.Asks, 1)
	assert.Contains(t, parsed.Note, "answers between 120 places; left out are 181 interfaces")
	assert.Contains(t, parsed.Note, "no answers for: tcp port 1010, tcp port 1020")
	assert.Contains(t, parsed.Note, "7 more.")
	assert.Less(t, len(text), 6<<20)
	t.Logf("%d answers, %d KB", report.MostPlaces*(report.MostPlaces-1), len(text)>>10)
}

// BenchmarkPage is a page of the network whose check docs/performance.md tells of.
func BenchmarkPage(b *testing.B) {
	for _, count := range []int{10, 30, 100} {
		n := vpcs(count, 20*count)
		b.Run(fmt.Sprint(count, " VPCs"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, text := askedPage(b, &report.Page{Network: n}, flightpath.New(n))
				b.ReportMetric(float64(len(text)>>10), "KB")
			}
		})
	}
}
