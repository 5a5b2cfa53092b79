package components_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// judged is a network with what flightpath says of it.
type judged struct {
	network  *network.Network
	promised flightpath.Expectations

	// copy is the network again, after a change.
	copy func(change func(*network.Network)) *network.Network

	said []part

	// unmet is which parts nothing meets, by what makes them unknown: mutants of a part share the answer.
	unmet map[*forgetting]bool

	// open is the network with security groups that let everybody in.
	open *judged
}

// part is something that flightpath says, in words, with the packets of which it holds.
type part map[string]space.Set

func (p part) equal(other part) bool {
	return maps.EqualFunc(p, other, space.Set.Equal)
}

// proven is everything that flightpath says of a network, in parts: what of the promise holds, and what the internet and everybody
// in each VPC reaches, with which packets and verdicts. A part is worked out when it is asked for.
func proven(n *network.Network, promised flightpath.Expectations) []func() (part, error) {
	analyzer := flightpath.New(n)
	parts := []func() (part, error){func() (part, error) {
		report, err := analyzer.Check(promised)
		said := part{}
		for _, property := range report.Properties {
			said[fmt.Sprint(property.Name, property.Result, property.Count)] = space.Set{}
		}
		for _, service := range report.Services {
			said[fmt.Sprint(service.Service, service.Zone, service.Verdict)] = space.Set{}
		}
		return said, err
	}}
	for _, sender := range senders(n) {
		parts = append(parts, func() (part, error) {
			reached, err := analyzer.Reach(sender)
			said := part{}
			for _, one := range reached {
				what := fmt.Sprint(one.To, one.Members, one.Verdict)
				said[what] = said[what].Union(one.Packets)
			}
			return said, err
		})
	}
	return parts
}

// senders are who may send: the internet, everybody in a VPC, and pods that nobody registered yet.
func senders(n *network.Network) []string {
	all := []string{"internet"}
	for _, vpc := range n.VPCs {
		all = append(all, vpc.ID)
	}
	for _, group := range n.TargetGroups {
		for _, target := range group.Targets {
			for _, subnet := range target.Subnets {
				// Among nodes they are what nodes are.
				if !slices.Contains(all, subnet) && !slices.ContainsFunc(n.Interfaces, func(f network.Interface) bool { return f.Subnet == subnet }) {
					all = append(all, subnet)
				}
			}
		}
	}
	return all
}

// judge works out all that is said of a network.
func judge(
	n *network.Network, promised flightpath.Expectations, copies func(change func(*network.Network)) *network.Network,
) (*judged, error) {
	j := &judged{network: n, promised: promised, copy: copies, unmet: map[*forgetting]bool{}}
	for _, part := range proven(n, promised) {
		said, err := part()
		if err != nil {
			return nil, err
		}
		j.said = append(j.said, said)
	}
	return j, nil
}

// indifferent says whether the same is said of another network, to the last packet. The first part that differs settles it, so
// that most mutants cost a fraction of a whole analysis.
func (j *judged) indifferent(other *network.Network) bool {
	parts := proven(other, j.promised)
	for i, part := range parts {
		if i >= len(j.said) {
			return false
		}
		if said, err := part(); err != nil || !said.equal(j.said[i]) {
			return false
		}
	}
	return len(parts) == len(j.said)
}

// meetsNobody says whether no packet gets as far as the part of a mutant: one that does would be unproven once the part is unknown.
func (j *judged) meetsNobody(m mutant) bool {
	if m.forget == nil {
		return false
	}
	known, asked := j.unmet[m.forget]
	if !asked {
		known = j.indifferent(j.copy(m.forget.make))
		j.unmet[m.forget] = known
	}
	return known
}

// survives says whether a mutant changes nothing. Of parts that nothing meets, and of tables that say the same, that is known
// without another analysis; a test holds that to the whole one.
func (j *judged) survives(m mutant) bool {
	if of, ok := m.part.(association); ok && of.equal(j.network) {
		return true
	}
	return j.meetsNobody(m) || j.indifferent(j.copy(m.mutate))
}

// opened is the network again, judged with security groups that let everybody in.
func (j *judged) opened() (*judged, error) {
	if j.open == nil {
		opened, err := judge(j.copy(open), j.promised, j.copy)
		if err != nil {
			return nil, err
		}
		j.open = opened
	}
	return j.open, nil
}
