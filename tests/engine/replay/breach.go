package replay

import (
	"fmt"
	"reflect"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
)

// Phase is a part of what happened: the way from an estate to the next.
type Phase struct {
	Name string

	// Plans are those of the estates on either side. Before the first deployment and after the last destroy there is none.
	Plans []*plan.Plan

	// End is the number of its last operation.
	End int
}

// Breach is a state that must not be.
type Breach struct {
	Phase string
	After localcloud.Operation

	// What is open or past the firewall.
	What    string
	Finding flightpath.Finding
}

func (b Breach) String() string {
	return fmt.Sprintf("%s, %s, after %s of %s %s: from %s to %s %s: %s: %s", b.What, b.Phase, b.After.Verb, b.After.Type, b.After.Name,
		b.Finding.From, b.Finding.To, b.Finding.Traffic, b.Finding.Verdict, b.Finding.Reason)
}

// Breaches replays phases, and tells how many states it asked about: operations that change nothing of the network make none.
func Breaches(operations []localcloud.Operation, phases []Phase) (breaches []Breach, states int, err error) {
	number := 0
	var last *network.Network
	err = flight.Replay(operations, func(after localcloud.Operation, objects []localcloud.Object) error {
		for number < len(phases) && after.Seq > phases[number].End {
			number, last = number+1, nil
		}
		if number == len(phases) {
			return fmt.Errorf("%s of %s %s is in no phase", after.Verb, after.Type, after.Name)
		}
		read, err := flight.Network(objects)
		if err != nil || last != nil && reflect.DeepEqual(read, last) {
			return err
		}
		last = read
		states++
		phase := phases[number]
		found, err := ask(read, phase.Plans)
		if err != nil {
			return fmt.Errorf("%s, after %s of %s %s: %w", phase.Name, after.Verb, after.Type, after.Name, err)
		}
		for _, finding := range found.Open {
			breaches = append(breaches, Breach{phase.Name, after, "open", finding})
		}
		for _, finding := range found.Past {
			breaches = append(breaches, Breach{phase.Name, after, "past the firewall", finding})
		}
		return nil
	})
	return breaches, states, err
}
