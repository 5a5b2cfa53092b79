package report_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/readers/snapshot"
	"github.com/ingresshub/ingresshub/flightpath/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

func sandwich(t *testing.T) *network.Network {
	t.Helper()
	read, err := snapshot.Read(filepath.Join("..", "readers", "snapshot", "testdata", "sandwich"))
	require.NoError(t, err)
	return read
}

func traced(t *testing.T, read *network.Network, question flightpath.Question) report.Trace {
	t.Helper()
	answer, err := flightpath.New(read).Trace(question)
	require.NoError(t, err)
	return report.Trace{Question: question, Answer: answer, Names: report.NamesOf(read)}
}

// recorded is a trace whose JSON is in testdata: answers of the analyser as they were, so that these tests are about the
// report alone.
func recorded(t *testing.T, name string) (trace report.Trace, text []byte) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &trace.Answer))
	var asked struct{ Question flightpath.Question }
	require.NoError(t, json.Unmarshal(text, &asked))
	trace.Question = asked.Question
	trace.Names = report.NamesOf(sandwich(t))
	return trace, text
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"inspected", "blocked", "icmp"} {
		trace, recording := recorded(t, name)
		var written bytes.Buffer
		require.NoError(t, trace.JSON(&written))
		assert.JSONEq(t, string(recording), written.String(), "nothing is lost in JSON")
		for extension, write := range map[string]func(io.Writer) error{"txt": trace.Text, "mmd": trace.Mermaid} {
			var got bytes.Buffer
			require.NoError(t, write(&got))
			golden := filepath.Join("testdata", name+"."+extension)
			if *update {
				require.NoError(t, os.WriteFile(golden, got.Bytes(), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), got.String(), "%s; make golden writes it anew", golden)
		}
	}
}

// invented is a trace whose every text would do harm if it were believed.
func invented(text string) report.Trace {
	hop := flightpath.Hop{Kind: flightpath.HopKind(text), ID: text, Rule: text + text, Decision: flightpath.Blocked}
	leg := flightpath.Leg{From: text, To: text, Verdict: flightpath.Direct, Reason: text, Forward: []flightpath.Hop{hop}, Return: []flightpath.Hop{hop}, Example: text}
	return report.Trace{
		Question: flightpath.Question{From: text, To: text, Protocol: text},
		Answer: flightpath.Answer{
			Verdict: flightpath.Blocked, Reason: text, Forward: []flightpath.Hop{hop, hop, hop}, Return: []flightpath.Hop{hop},
			Legs: []flightpath.Leg{leg, leg}, Example: text, Packets: text, Change: []flightpath.Change{{Kind: flightpath.HopVPC, ID: text, Do: text}},
		},
		Names: report.Names{text: text + text},
	}
}

func TestNoTextIsObeyed(t *testing.T) {
	t.Parallel()
	terminal, markup := "a\x1b[2Jb\x07\r\u202ec\u0085", `"]; <img src=x onerror=alert(1)> </script><script>alert(2)</script> & #quot; |{}`
	var out bytes.Buffer
	trace := invented(terminal)
	require.NoError(t, trace.Text(&out))
	require.NoError(t, trace.Mermaid(&out))
	for _, unwanted := range []string{"\x1b", "\x07", "\r", "\u202e", "\u0085"} {
		assert.False(t, strings.Contains(out.String(), unwanted), "%q", unwanted)
	}

	trace = invented(markup)
	out.Reset()
	require.NoError(t, trace.Mermaid(&out))
	assert.NotContains(t, out.String(), "<img")
	for _, line := range strings.Split(out.String(), "\n")[1:] {
		if at := strings.Index(line, `["`); at >= 0 {
			label := strings.TrimSuffix(strings.TrimSuffix(line[at+2:], ":::blocked"), `"]`)
			assert.NotContains(t, label, `"`, line)
			assert.NotRegexp(t, regexp.MustCompile(`<[^b]`), label)
		}
	}

	out.Reset()
	page := report.Page{
		Title: markup, Network: &network.Network{VPCs: []network.VPC{{Object: network.Object{ID: "vpc-1", Name: markup}}}},
		Traces: []report.Trace{trace}, Note: markup, Findings: []report.Finding{{Text: markup}},
	}
	require.NoError(t, page.HTML(&out))
	assert.Equal(t, 2, strings.Count(out.String(), "<script"), "its data and its own")
	assert.Equal(t, 2, strings.Count(out.String(), "</script>"))
	assert.NotContains(t, out.String(), "<img")
}

func TestPageStandsAlone(t *testing.T) {
	t.Parallel()
	read := sandwich(t)
	var out bytes.Buffer
	page := report.Page{Title: "t", Network: read, Traces: []report.Trace{traced(t, read, flightpath.Question{From: "internet", To: "ingress", Port: 443})}}
	require.NoError(t, page.HTML(&out))
	text := out.String()
	for _, fetched := range []string{"src=", "href=", "@import", "url(", "fetch(", "XMLHttpRequest", "import("} {
		assert.NotContains(t, text, fetched)
	}
	assert.NotContains(t, text, "{{")
	assert.Contains(t, text, "default-src 'none'")

	data := regexp.MustCompile(`(?s)<script type="application/json" id="data">(.*?)</script>`).FindStringSubmatch(text)
	require.Len(t, data, 2)
	var parsed struct {
		Chart struct {
			VPCs []struct {
				ID     string
				Column int
				Zones  []string
				Tiers  []struct {
					Name    string
					Subnets []struct {
						ID    string
						Holds []struct{ ID, Kind string }
					}
				}
				Gateways []struct{ ID string }
			}
			Transit []struct{ ID string }
			Anchors map[string]string
		}
		Traces []struct{ Verdict string }
	}
	require.NoError(t, json.Unmarshal([]byte(data[1]), &parsed))
	require.Len(t, parsed.Chart.VPCs, 2)
	ingress := parsed.Chart.VPCs[0]
	assert.Equal(t, []string{"use1-az1", "use1-az2"}, ingress.Zones)
	require.Len(t, ingress.Tiers, 3)
	assert.Equal(t, "firewall", ingress.Tiers[0].Name, "the VPC's name stands above")
	assert.Equal(t, "firewall", ingress.Tiers[0].Subnets[0].Holds[0].Kind)
	assert.Equal(t, "igw-0a11111111111119a", ingress.Gateways[0].ID)
	assert.Equal(t, "tgw-0a11111111111115a", parsed.Chart.Transit[0].ID)
	assert.Equal(t, "tgw-0a11111111111115a", parsed.Chart.Anchors["tgw-rtb-0a100000000000c01"])
	assert.Equal(t, "inspected", parsed.Traces[0].Verdict)
	assert.Equal(t, []int{0, 2}, []int{ingress.Column, parsed.Chart.VPCs[1].Column}, "the internet comes in on the left")
}

func TestReach(t *testing.T) {
	t.Parallel()
	reach := report.Reach{
		From: "internet",
		Reached: []flightpath.Reachable{
			{To: "internet", Verdict: flightpath.Direct, Traffic: "all traffic"},
			{To: "eni-1", Owner: "i-1", VPC: "vpc-1", Members: []string{"eni-1", "eni-2", "eni-3"}, Verdict: flightpath.Inspected, Traffic: "tcp 443", Through: []string{"web"}},
			{To: "eni-1", Owner: "i-1", VPC: "vpc-1", Declared: true, Verdict: flightpath.Unproven, Traffic: "udp 53"},
		},
		Names: report.Names{"vpc-1": "shop", "i-1": "node"},
	}
	var out bytes.Buffer
	require.NoError(t, reach.Text(&out))
	assert.Equal(t, `internet reaches

  direct  internet  all traffic

in vpc-1 (shop)
  inspected  eni-1 of i-1 (node) and 2 more like it       tcp 443  through web
  unproven   eni-1 of i-1 (node) (address not known yet)  udp 53
`, out.String())
	out.Reset()
	require.NoError(t, reach.Mermaid(&out))
	assert.Equal(t, `flowchart LR
  from["internet"]
    t0["internet"]
  subgraph v1 ["vpc-1 (shop)"]
    t1["eni-1 of i-1 (node) and 2 more like it"]
  end
  from -->|"direct: all traffic"| t0
  from -->|"inspected: tcp 443 through web"| t1
  from -.->|"unproven: udp 53"| t1
`, out.String())
	out.Reset()
	untold := report.Reach{From: "internet", Reached: []flightpath.Reachable{
		{To: "vpcs", Verdict: flightpath.Unproven, Traffic: "all traffic", Reason: "unknown vpcs: no file holds Vpcs"},
	}}
	require.NoError(t, untold.Text(&out))
	assert.Equal(t, "internet reaches\n\n  unproven  vpcs  all traffic  unknown vpcs: no file holds Vpcs\n", out.String())
	out.Reset()
	require.NoError(t, (&report.Reach{From: "x"}).JSON(&out))
	assert.JSONEq(t, `{"from": "x", "reached": []}`, out.String())
}

func TestCheck(t *testing.T) {
	t.Parallel()
	hop := flightpath.Hop{Kind: flightpath.HopRouteTable, ID: "rtb-1", Rule: "no route to 10.1.0.1", Decision: flightpath.Blocked}
	leg := flightpath.Leg{From: "a", To: "b", Verdict: flightpath.Asymmetric, Reason: "the reply is lost", Return: []flightpath.Hop{hop}}
	finding := flightpath.Finding{
		From: "a", To: "b", Verdict: flightpath.Asymmetric, Traffic: "tcp 443", Reason: "the reply is lost",
		Answer: flightpath.Answer{Legs: []flightpath.Leg{leg}, Forward: []flightpath.Hop{}, Return: leg.Return},
	}
	check := report.Check{Report: flightpath.Report{
		Properties: []flightpath.Property{
			{Name: flightpath.Exposed, Result: flightpath.Holds},
			{Name: flightpath.Symmetric, Result: flightpath.Fails, Findings: []flightpath.Finding{finding, finding, finding}},
		},
		Services: []flightpath.ServiceVerdict{{Service: "shop", Zone: "use1-az1", Verdict: flightpath.Direct, Reason: "no firewall"}},
		Exposed:  []flightpath.Reachable{{To: "eni-1", Verdict: flightpath.Direct, Traffic: "tcp 443"}},
	}, Names: report.Names{"rtb-1": "main"}}
	var out bytes.Buffer
	require.NoError(t, check.Text(&out))
	way := `
a → b, tcp 443
asymmetric: the reply is lost

back
   1  route table  rtb-1 (main)  no route to 10.1.0.1  ◀ blocked
`
	assert.Equal(t, `exposed    holds  each declared service is reachable from the internet, through every zone
symmetric  fails  every flow is answered by the way that it came

services
  shop  use1-az1  direct  no firewall

symmetric: fails
`+way+way+`
and
  a → b, tcp 443: asymmetric (the reply is lost)

internet reaches

  direct  eni-1  tcp 443
`, out.String())

	out.Reset()
	require.NoError(t, check.Mermaid(&out))
	assert.Equal(t, 3, strings.Count(out.String(), "flowchart TB"), "a flowchart each")
	out.Reset()
	require.NoError(t, check.JSON(&out))
	var object map[string]any
	require.NoError(t, json.Unmarshal(out.Bytes(), &object))
	assert.Equal(t, false, object["holds"])
	assert.Equal(t, "direct", object["worst"])

	check.Report.Properties = check.Report.Properties[:1]
	out.Reset()
	require.NoError(t, check.Mermaid(&out))
	assert.True(t, strings.HasPrefix(out.String(), "flowchart LR"), "what the internet reaches")
}

// From left to right: where the internet enters, what stands between, and what is behind.
func TestColumnsOfTheMap(t *testing.T) {
	t.Parallel()
	object := func(id string) network.Object { return network.Object{ID: id, Name: id} }
	n := &network.Network{
		VPCs: []network.VPC{{Object: object("apps")}, {Object: object("egress")}, {Object: object("inspection")}, {Object: object("web")}},
		Subnets: []network.Subnet{
			{Object: object("subnet-web"), VPC: "web"}, {Object: object("subnet-out"), VPC: "egress"}, {Object: object("subnet-apps"), VPC: "apps"},
		},
		NATGateways: []network.NATGateway{{Object: object("nat-1"), Subnet: "subnet-out"}},
		Attachments: []network.Attachment{{Object: object("tgw-attach-1"), Gateway: "tgw-1", Resource: "inspection", ApplianceMode: true}},
		LoadBalancers: []network.LoadBalancer{
			{Object: object("inner"), Internal: true, Nodes: []network.Node{{Subnet: "subnet-apps"}}},
			{Object: object("outer"), Nodes: []network.Node{{Subnet: "subnet-web"}}},
		},
	}
	order := func() (all []string) {
		var out bytes.Buffer
		require.NoError(t, (&report.Page{Network: n}).HTML(&out))
		for _, found := range regexp.MustCompile(`"id":"([a-z]+)","label":"[a-z]+","kind":"vpc","column":(\d)`).FindAllStringSubmatch(out.String(), -1) {
			all = append(all, found[2]+" "+found[1])
		}
		return all
	}
	assert.Equal(t, []string{"0 web", "1 egress", "1 inspection", "2 apps"}, order())
	n.LoadBalancers = nil
	n.InternetGateways = []network.InternetGateway{{Object: object("igw-1"), VPC: "apps"}}
	assert.Equal(t, []string{"0 apps", "1 egress", "1 inspection", "2 web"}, order(), "without load balancers, by the internet gateway")
}

// A page has an answer for every pair of places: what they share stands there once.
func TestPageDoesNotGrowWithWhatItsAnswersShare(t *testing.T) {
	t.Parallel()
	read := sandwich(t)
	size := func(times int) int {
		page := report.Page{Network: read}
		for range times {
			page.Traces = append(page.Traces, traced(t, read, flightpath.Question{From: "internet", To: "i-0b22222222222221a", Port: 443}))
		}
		var out bytes.Buffer
		require.NoError(t, page.HTML(&out))
		return out.Len()
	}
	assert.Less(t, size(101)-size(1), 100*120)
}

func TestTextOfWhatOpensAWay(t *testing.T) {
	t.Parallel()
	text := func(answer flightpath.Answer) string {
		answer.Verdict, answer.Reason = flightpath.Blocked, "no route"
		trace := report.Trace{Question: flightpath.Question{From: "a", To: "b"}, Answer: answer, Names: report.Names{"rtb-1": "main"}}
		var out bytes.Buffer
		require.NoError(t, trace.Text(&out))
		_, after, _ := strings.Cut(out.String(), "no route\n")
		return after
	}
	route := flightpath.Change{Kind: flightpath.HopRouteTable, ID: "rtb-1", Do: "add route 10.2.0.0/16 -> tgw-1"}
	assert.Equal(t, "\nthe smallest change that would open it (the verdict is direct then)\n  route table rtb-1 (main): add route 10.2.0.0/16 -> tgw-1\n",
		text(flightpath.Answer{Change: []flightpath.Change{route}, Opens: flightpath.Direct}))
	assert.Equal(t, "\nthe smallest change that would open it: these 2 together (the verdict is inspected then)\n"+
		"  1. route table rtb-1 (main): add route 10.2.0.0/16 -> tgw-1\n  2. route table rtb-1 (main): add route 10.2.0.0/16 -> tgw-1\n",
		text(flightpath.Answer{Change: []flightpath.Change{route, route}, Opens: flightpath.Inspected}))
	assert.Equal(t, "\nno small change is known that opens it\n", text(flightpath.Answer{NoChange: "no small change is known that opens it"}))
}
