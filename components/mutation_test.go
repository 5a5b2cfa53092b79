package components_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// everyEstate has the mutants of all golden estates judged, and not of two small ones: INGRESSHUB_MUTANTS=all.
var everyEstate = os.Getenv("INGRESSHUB_MUTANTS") == "all"

// TestEveryPartOfAnEstateMatters takes routes, associations, rules and attributes of the dev estate away or leads them elsewhere,
// one at a time. Each time what is proven has to change, or flightpath would not notice when it is wrong.
func TestEveryPartOfAnEstateMatters(t *testing.T) {
	t.Parallel()
	everyPartMatters(t, devEstate(t, sooner))
}

// sooner makes an estate one that is judged in a fraction of the time: two zones show what three would, and four VPC
// endpoints what nine would.
func sooner(estate map[string]any) {
	estate["zones"] = estate["zones"].([]any)[:2]
	for _, cluster := range estate["clusters"].(map[string]any) {
		cluster.(map[string]any)["vpcEndpoints"] = []any{"ec2", "ecr.api", "ecr.dkr", "sts"}
	}
}

// TestEveryPartOfAnInspectedEstateMatters does the same where firewalls stand at the edge, between the VPCs, and on the way out.
func TestEveryPartOfAnInspectedEstateMatters(t *testing.T) {
	t.Parallel()
	everyPartMatters(t, smallInspectedEstate(t))
}

// smallInspectedEstate is the dev estate with one cluster and one service, and all the inspection that there is.
func smallInspectedEstate(t *testing.T) []byte {
	t.Helper()
	return devEstate(t, func(estate map[string]any) {
		sooner(estate)
		firewall := map[string]any{"networkFirewall": map[string]any{}}
		estate["inspection"] = map[string]any{"edge": firewall, "eastWest": firewall, "egress": map[string]any{}}
		delete(estate["clusters"].(map[string]any), "search")
		for _, name := range []string{"catalog", "ledger", "telemetry"} {
			delete(estate["services"].(map[string]any), name)
		}
		delete(estate["ingress"].(map[string]any)["loadBalancers"].(map[string]any), "edge")
	})
}

// What every estate promises of whose plan there is a golden file, and those of the examples, its resources keep.
func TestEveryGoldenEstateKeepsItsPromise(t *testing.T) {
	t.Parallel()
	for name, declared := range goldenEstates(t) {
		t.Run(name, func(t *testing.T) {
			promisedNetwork(t, declared)
		})
	}
}

// TestEveryPartOfEveryGoldenEstateMatters does the same with all estates whose plans are golden files, and those of the examples.
func TestEveryPartOfEveryGoldenEstateMatters(t *testing.T) {
	estates := goldenEstates(t)
	if !everyEstate {
		t.Skipf("minutes: make mutants runs it, with %d estates", len(estates))
	}
	used, judged, all, killed := map[*excuse]int{}, 0, 0, 0
	for i, name := range slices.Sorted(maps.Keys(estates)) {
		t.Logf("%d of %d: %s", i+1, len(estates), name)
		t.Run(name, func(t *testing.T) {
			found := everyPartMatters(t, estates[name])
			judged, all, killed = judged+1, all+found.mutants, killed+found.killed
			for by, count := range found.excused {
				used[by] += count
			}
		})
	}
	for i := range excuses {
		if judged < len(estates) {
			break // somebody asked for a few
		}
		assert.NotZero(t, used[&excuses[i]], "no mutant is excused any more by %s: %s", excuses[i].what, excuses[i].why)
	}
	t.Logf("%d estates: %s", judged, verdictOn{mutants: all, killed: killed, excused: used})
}

// verdictOn is what became of the mutants of an estate.
type verdictOn struct {
	mutants, killed int
	excused         map[*excuse]int
}

func (v verdictOn) String() string {
	byReason := map[string]int{}
	for by, count := range v.excused {
		byReason[by.why] += count
	}
	lines := []string{fmt.Sprintf("%d mutants, %d change what is proven; the others, each proven:", v.mutants, v.killed)}
	for _, why := range slices.Sorted(maps.Keys(byReason)) {
		lines = append(lines, fmt.Sprintf("%4d %s", byReason[why], why))
	}
	return strings.Join(lines, "\n\t")
}

// everyPartMatters judges all mutants of an estate, and expects what is proven to change unless an excuse proves its reason.
func everyPartMatters(t *testing.T, declared []byte) verdictOn {
	t.Helper()
	start := time.Now()
	j := judgedEstate(t, declared)
	all := mutants(j.network)
	require.Greater(t, len(all), 100)
	found := verdictOn{mutants: len(all), excused: map[*excuse]int{}}
	for _, m := range all {
		if !j.survives(m) {
			found.killed++
			continue
		}
		if by := excuseOf(j, m); by != nil {
			found.excused[by]++
			continue
		}
		assert.Fail(t, m.what+": nothing that is proven changes, and no excuse proves why")
	}
	t.Logf("%s\n\t%s", found, time.Since(start).Round(time.Second))
	return found
}

// judgedEstate is an estate's network, of which the whole promise holds.
func judgedEstate(t *testing.T, declared []byte) *judged {
	t.Helper()
	n, promised := promisedNetwork(t, declared)
	j, err := judge(n, promised, copies(t, n))
	require.NoError(t, err)
	return j
}

// promisedNetwork is an estate's network and what its plan promises, all of which holds.
func promisedNetwork(t *testing.T, declared []byte) (*network.Network, flightpath.Expectations) {
	t.Helper()
	n, promised := networkOf(t, declared)
	assert.Empty(t, n.Gaps)
	keepsPromise(t, n, promised)
	return n, promised
}

// excuseOf is the first excuse whose reason is proven of a mutant.
func excuseOf(j *judged, m mutant) *excuse {
	for i := range excuses {
		if excuses[i].what.MatchString(m.what) && excuses[i].proof(j, m) {
			return &excuses[i]
		}
	}
	return nil
}

// TestProofsOfExcusesHoldOfNoOtherMutant asks each proof of each mutant that changes something: a proof that held would excuse
// what matters. The shortcuts are held to whole analyses at the same time.
func TestProofsOfExcusesHoldOfNoOtherMutant(t *testing.T) {
	t.Parallel()
	j := judgedEstate(t, sandwich(t))
	killed := 0
	for _, m := range mutants(j.network) {
		survives := j.indifferent(j.copy(m.mutate))
		assert.Equal(t, survives, j.survives(m), m.what)
		if survives {
			continue
		}
		killed++
		for i := range excuses {
			assert.False(t, excuses[i].proof(j, m), "%s changes what is proven, but: %s", m.what, excuses[i].why)
		}
	}
	assert.Greater(t, killed, 50)
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
