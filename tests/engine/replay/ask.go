package replay

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
)

// Findings are what speaks against a state.
type Findings struct {
	// Open is what may be reached though no plan offers it.
	Open []flightpath.Finding

	// Past is what gets past a firewall that every plan declares.
	Past []flightpath.Finding
}

// Ask asks about what exists between plans: of an update both, of the first deployment and of a destroy the only one.
func Ask(objects []localcloud.Object, plans ...*plan.Plan) (Findings, error) {
	read, err := flight.Network(objects)
	if err != nil {
		return Findings{}, err
	}
	return ask(read, plans)
}

func ask(read *network.Network, plans []*plan.Plan) (Findings, error) {
	promised := promise(plans, read)
	read, pods := withWitnesses(read, plans, podsOf(plans, read), promised.Ingress, promised.Protected)
	read, err := flightpath.Declare(read, pods)
	var missing *flightpath.MissingError
	if errors.As(err, &missing) {
		err = nil // Their target groups or subnets are not there yet.
	}
	if err != nil {
		return Findings{}, err
	}
	report, err := flightpath.New(read).Check(promised)
	if err != nil {
		return Findings{}, err
	}
	var found Findings
	for _, property := range report.Properties {
		switch property.Name {
		case flightpath.Contained:
			found.Open = property.Findings
		case flightpath.FirewallSees:
			if property.Count > len(property.Findings) {
				return Findings{}, fmt.Errorf("flightpath shows %d of %d findings, the others may be past the firewall", len(property.Findings), property.Count)
			}
			for _, finding := range property.Findings {
				if pastFirewalls(finding) {
					found.Past = append(found.Past, finding)
				}
			}
		}
	}
	return found, nil
}

// pastFirewalls says whether packets arrive that no firewall saw. Whether they are answered does not matter: one may be enough.
// What is stopped reaches nobody, and what the source does not tell, as the security group of pods whose cluster is not there yet,
// is of something that cannot be there either.
func pastFirewalls(finding flightpath.Finding) bool {
	if finding.Verdict != flightpath.Direct && finding.Verdict != flightpath.Asymmetric {
		return false
	}
	return !slices.ContainsFunc(finding.Answer.Legs, func(leg flightpath.Leg) bool { return len(leg.Firewalls) > 0 })
}

// podsOf are the pods of all plans.
func podsOf(plans []*plan.Plan, read *network.Network) []flightpath.Declaration {
	var all []flightpath.Declaration
	for _, planned := range plans {
		for _, pods := range expected.Declarations(planned, read) {
			if !slices.ContainsFunc(all, func(other flightpath.Declaration) bool { return samePods(pods, other) }) {
				all = append(all, pods)
			}
		}
	}
	return all
}

func samePods(one, other flightpath.Declaration) bool {
	return one.TargetGroup == other.TargetGroup && one.Port == other.Port && slices.Equal(one.Subnets, other.Subnets) &&
		slices.Equal(one.SecurityGroups, other.SecurityGroups)
}
