package components_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// mutant is a network in which one part is gone or leads elsewhere.
type mutant struct {
	what   string
	mutate func(n *network.Network)

	// part is what was changed, for whoever has to show why that changes nothing: a vpcRoute, an association, and so on.
	part any

	// forget makes the part one that the source does not tell: whatever meets it then is unproven. Nil where a network has no way
	// to say that.
	forget *forgetting
}

// forgetting makes a part of a network unknown. All mutants of the part have the same.
type forgetting struct{ make func(n *network.Network) }

// mutants are all networks that differ from one in one part.
func mutants(n *network.Network) []mutant {
	var all mutantList
	all.routes(n)
	all.associations(n)
	all.transitRoutes(n)
	all.attachments(n)
	all.filters(n)
	all.gateways(n)
	all.balancers(n)
	all.targets(n)
	return all
}

// mutantList grows by the mutants of each kind of part.
type mutantList []mutant

func (l *mutantList) add(part any, mutate func(n *network.Network), format string, args ...any) {
	*l = append(*l, mutant{what: fmt.Sprintf(format, args...), mutate: mutate, part: part})
}

// forgotten says how the part of the mutants since a length is made unknown.
func (l *mutantList) forgotten(since int, make func(n *network.Network)) {
	forget := &forgetting{make}
	for i := since; i < len(*l); i++ {
		(*l)[i].forget = forget
	}
}

// copies makes copies of a network, each of which may be changed.
func copies(t *testing.T, n *network.Network) func(change func(*network.Network)) *network.Network {
	t.Helper()
	text, err := json.Marshal(n)
	require.NoError(t, err)
	return func(change func(*network.Network)) *network.Network {
		other := &network.Network{}
		require.NoError(t, json.Unmarshal(text, other))
		change(other)
		return other
	}
}
