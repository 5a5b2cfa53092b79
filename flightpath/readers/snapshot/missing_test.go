package snapshot_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/readers/snapshot"
)

// withoutOne reads a snapshot as often as it has keys, each time without one of them; one of several files without one of those.
func withoutOne(t *testing.T, root string, each func(missing string, n *network.Network)) {
	t.Helper()
	if text, err := os.ReadFile(filepath.Join(root, filepath.Base(root)+".json")); err == nil {
		var document map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(text, &document))
		for key, value := range document {
			delete(document, key)
			part, err := json.Marshal(document)
			require.NoError(t, err)
			document[key] = value
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "x.json"), part, 0o600))
			n, err := snapshot.Read(dir)
			require.NoError(t, err)
			each(key, n)
		}
		return
	}
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(root)))
	require.NoError(t, filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		require.NoError(t, os.Remove(name))
		n, err := snapshot.Read(dir)
		require.NoError(t, err, name)
		each(entry.Name(), n)
		return os.WriteFile(name, text, 0o600)
	}))
}

// limits are what docs/flightpath.md says of missing keys: prefix lists of gateway endpoints are taken to hold nothing that a
// question is about, and target groups to have the attributes that AWS gives them by default.
var limits = map[string]bool{
	"gateway-endpoint PrefixLists": true, "sandwich TargetGroupAttributes.json": true, "nlb-keeps-clients TargetGroupAttributes": true,
}

// A snapshot without one of its keys or files gives the same verdict, or says that it cannot be proven: of its hops, and of the way
// between the internet and whatever has an ID in it, which stays an endpoint.
func TestNoMissingFileIsMistaken(t *testing.T) {
	t.Parallel()
	type question struct {
		flightpath.Question
		named bool // not by an ID: without the file that tells of the name nobody knows it
	}
	asked := map[string][]question{}
	for _, hop := range hops {
		root := filepath.Join("testdata", "hops", hop.snapshot)
		asked[root] = append(asked[root], question{flightpath.Question{From: hop.from, To: hop.to, Port: hop.port}, true})
	}
	for _, more := range []flightpath.Question{
		{From: "internet", To: "i-0b22222222222221a", Port: 22},
		{From: "10.0.0.21", To: "10.16.0.42", Port: 8443},
		{From: "internet", To: "198.51.100.21", Port: 443},
		{From: "10.16.16.17", To: "198.51.100.21", Port: 443},
		{From: "198.51.100.21", To: "10.16.16.17", Port: 30443},
		{From: "internet", To: "10.16.99.9", Port: 443},
	} {
		asked["testdata/sandwich"] = append(asked["testdata/sandwich"], question{Question: more})
	}
	asked["testdata/hybrid"] = []question{
		{Question: flightpath.Question{From: "i-0c3333333333331", To: "10.30.1.166", Port: 22}},
		{Question: flightpath.Question{From: "10.20.1.207", To: "10.30.200.1", Port: 22}},
		{Question: flightpath.Question{From: "internet", To: "10.99.0.1", Port: 22}},
	}
	for _, made := range propertied {
		asked[filepath.Join("testdata", "properties", made.snapshot)] = []question{
			{Question: flightpath.Question{From: "internet", To: "54.0.0.1", Port: 443}},
			{Question: flightpath.Question{From: "54.0.0.1", To: "10.0.3.10", Port: 8080}},
			{Question: flightpath.Question{From: "10.0.3.10", To: "54.0.0.1", Port: 443}},
			{Question: flightpath.Question{From: "internet", To: "10.0.9.9", Port: 443}},
			{Question: flightpath.Question{From: "10.0.9.9", To: "10.0.1.10", Port: 443}},
		}
	}
	for root, questions := range asked {
		t.Run(filepath.Base(root), func(t *testing.T) {
			t.Parallel()
			whole, err := snapshot.Read(root)
			require.NoError(t, err)
			for _, id := range identified(whole) {
				questions = append(questions, question{Question: flightpath.Question{From: "internet", To: id, Port: 443}},
					question{Question: flightpath.Question{From: id, To: "internet", Port: 443}})
			}
			analyzer := flightpath.New(whole)
			want := make([]flightpath.Answer, len(questions))
			for i, q := range questions {
				want[i], err = analyzer.Trace(q.Question)
				require.NoError(t, err, "%+v", q)
			}
			unproven := 0
			withoutOne(t, root, func(missing string, n *network.Network) {
				if limits[filepath.Base(root)+" "+missing] {
					return
				}
				analyzer := flightpath.New(n)
				for i, q := range questions {
					answer, err := analyzer.Trace(q.Question)
					switch {
					case err != nil:
						assert.True(t, q.named, "without %s: %+v: %v", missing, q.Question, err)
					case answer.Verdict == flightpath.Unproven:
						unproven++
					default:
						assert.Equal(t, want[i].Verdict, answer.Verdict, "without %s: %+v: %s", missing, q.Question, answer.Reason)
					}
				}
			})
			assert.Greater(t, unproven, len(questions), "much is not known then")
		})
	}
}

// identified is the IDs of everything in a network that a question may name.
func identified(n *network.Network) []string {
	var ids []string
	for _, o := range n.VPCs {
		ids = append(ids, o.ID)
	}
	for _, o := range n.Subnets {
		ids = append(ids, o.ID)
	}
	for _, o := range n.Interfaces {
		ids = append(ids, o.ID)
	}
	for _, o := range n.Instances {
		ids = append(ids, o.ID)
	}
	for _, o := range n.LoadBalancers {
		ids = append(ids, o.ID)
	}
	for _, o := range n.NATGateways {
		ids = append(ids, o.ID)
	}
	return ids
}

// propertied are snapshots made by hand, of which some properties hold and others fail, by themselves and for what an estate could
// declare of them.
var propertied = []struct {
	snapshot string
	expected flightpath.Expectations
	results  map[flightpath.PropertyName]flightpath.Result
}{
	{"refused", flightpath.Expectations{}, map[flightpath.PropertyName]flightpath.Result{flightpath.Alive: flightpath.Fails, flightpath.Symmetric: flightpath.Holds}},
	{"refused", web, map[flightpath.PropertyName]flightpath.Result{flightpath.Alive: flightpath.Fails, flightpath.Exposed: flightpath.Fails, flightpath.Contained: flightpath.Holds}},
	{"public", flightpath.Expectations{}, map[flightpath.PropertyName]flightpath.Result{flightpath.Alive: flightpath.Holds, flightpath.Symmetric: flightpath.Holds}},
	{"public", web, map[flightpath.PropertyName]flightpath.Result{flightpath.Contained: flightpath.Fails, flightpath.Exposed: flightpath.Holds}},
	{"works", web, map[flightpath.PropertyName]flightpath.Result{
		flightpath.Contained: flightpath.Holds, flightpath.Exposed: flightpath.Holds, flightpath.Alive: flightpath.Holds, flightpath.Symmetric: flightpath.Holds,
	}},
	{"works-network", web, map[flightpath.PropertyName]flightpath.Result{
		flightpath.Contained: flightpath.Holds, flightpath.Exposed: flightpath.Holds, flightpath.Alive: flightpath.Holds, flightpath.Symmetric: flightpath.Holds,
	}},
	{"bypassed", flightpath.Expectations{}, map[flightpath.PropertyName]flightpath.Result{flightpath.FirewallSees: flightpath.Fails, flightpath.Symmetric: flightpath.Holds}},
	{"bypassed", flightpath.Expectations{Ingress: []string{"10.0.0.0/16"}, InspectedEdge: true}, map[flightpath.PropertyName]flightpath.Result{
		flightpath.FirewallSees: flightpath.Fails, flightpath.Contained: flightpath.Fails,
	}},
	{"half-inspected", flightpath.Expectations{}, map[flightpath.PropertyName]flightpath.Result{flightpath.FirewallSees: flightpath.Fails, flightpath.Symmetric: flightpath.Fails}},
	{"inspected", flightpath.Expectations{}, map[flightpath.PropertyName]flightpath.Result{flightpath.FirewallSees: flightpath.Holds, flightpath.Symmetric: flightpath.Holds}},
}

// web is what an estate would declare of one load balancer.
var web = flightpath.Expectations{
	Ingress: []string{"vpc-0"}, Services: []flightpath.Service{{Name: "web", LoadBalancer: "web", Port: 443}},
}

// A snapshot without one of its keys does not pass where the whole one fails, and does not fail where the whole one holds: of what is
// not known, no property is proven.
func TestNoPropertyPassesWithoutAFile(t *testing.T) {
	t.Parallel()
	for _, test := range propertied {
		root := filepath.Join("testdata", "properties", test.snapshot)
		whole, err := snapshot.Read(root)
		require.NoError(t, err)
		report, err := flightpath.New(whole).Check(test.expected)
		require.NoError(t, err)
		fails := false
		for _, p := range report.Properties {
			if want, asked := test.results[p.Name]; asked {
				assert.Equal(t, want, p.Result, "%s: %s: %v", test.snapshot, p.Name, p.Findings)
				fails = fails || want == flightpath.Fails
			}
		}
		assert.Equal(t, !fails, report.Holds(), "%s: every property that fails is declared", test.snapshot)
		withoutOne(t, root, func(missing string, n *network.Network) {
			part, err := flightpath.New(n).Check(test.expected)
			require.NoError(t, err)
			assert.False(t, fails && part.Holds(), "%s without %s: check exits 0, where it exits 2 with it", test.snapshot, missing)
			for _, p := range part.Properties {
				switch test.results[p.Name] {
				case flightpath.Fails:
					assert.Contains(t, []flightpath.Result{flightpath.Fails, flightpath.Open}, p.Result, "%s without %s: %s: %s", test.snapshot, missing, p.Name, p.Why)
				case flightpath.Holds:
					assert.Contains(t, []flightpath.Result{flightpath.Holds, flightpath.Open, flightpath.NotAsked}, p.Result, "%s without %s: %s: %v", test.snapshot, missing, p.Name, p.Findings)
					assert.True(t, p.Result != flightpath.NotAsked || p.Why != "", "%s without %s: %s is not asked, and nobody says why", test.snapshot, missing, p.Name)
				}
			}
		})
	}
}

// Of what a place has none of, there are no details to tell: the loops of docs/flightpath-snapshots.md then write no file of them.
func TestDetailsOfNothing(t *testing.T) {
	t.Parallel()
	gaps := func(text string) (all []network.GapKind) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "x.json"), []byte(text), 0o600))
		n, err := snapshot.Read(dir)
		require.NoError(t, err)
		for _, gap := range n.Gaps {
			all = append(all, gap.Kind)
		}
		return all
	}
	for kind, owner := range map[network.GapKind]string{
		network.GapListeners: "LoadBalancers", network.GapTargets: "TargetGroups", network.GapTransitRoutes: "TransitGatewayRouteTables",
	} {
		assert.Contains(t, gaps(`{"Vpcs": []}`), kind)
		assert.NotContains(t, gaps(`{"`+owner+`": []}`), kind)
		assert.Contains(t, gaps(`{"`+owner+`": [], "NextToken": "more"}`), kind)
		assert.Contains(t, gaps(map[network.GapKind]string{
			network.GapListeners:     `{"LoadBalancers": [{"LoadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/a/0123456789abcdef", "LoadBalancerName": "a", "Type": "application", "Scheme": "internal", "VpcId": "vpc-0123456789abcdef0"}]}`,
			network.GapTargets:       `{"TargetGroups": [{"TargetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/a/0123456789abcdef", "TargetGroupName": "a", "TargetType": "ip", "Port": 80, "Protocol": "TCP", "VpcId": "vpc-0123456789abcdef0"}]}`,
			network.GapTransitRoutes: `{"TransitGatewayRouteTables": [{"TransitGatewayRouteTableId": "tgw-rtb-0123456789abcdef0", "TransitGatewayId": "tgw-0123456789abcdef0", "State": "available"}]}`,
		}[kind]), kind)
	}
}
