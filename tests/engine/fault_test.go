package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/ingresshub/ingresshub/internal/draws"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// seedVariable chooses the random operations of TestFaults, to repeat a run that failed.
const seedVariable = "INGRESSHUB_FAULT_SEED"

// faultLives is in how many stacks TestFaults strikes, five times each.
const faultLives = 4

// TestFaults has the cloud fail at 20 random operations of estates that come, change and go, and updates again each time:
// what exists in the end is what exists without faults.
//
// An operation fails before its effect, or its answer is lost. The answer to a create that is lost leaves an object
// that Pulumi knows nothing of; what to do then is told by TestAnswerLost.
func TestFaults(t *testing.T) {
	t.Parallel()
	seed := draws.Seed()
	if text := os.Getenv(seedVariable); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		require.NoError(t, err, seedVariable)
	}
	t.Logf("%s=%d", seedVariable, seed)

	first := smallEstate(t)
	for _, cluster := range first.clusters() {
		first = first.set("clusters."+cluster+".controlPlaneZones", first.zones())
	}
	then := changed(first)
	undisturbed := newWorld(t, first)
	undisturbed.up()
	wanted := map[string]inventory{"first": takeInventory(t, undisturbed.cloud)}
	creates := len(undisturbed.wrote(0))
	undisturbed.apply(then)
	wanted["then"] = takeInventory(t, undisturbed.cloud)
	changes := undisturbed.wrote(creates)

	for life := range faultLives {
		t.Run(fmt.Sprint(life), func(t *testing.T) {
			t.Parallel()
			f := &faulty{world: newWorld(t, first), random: rand.New(rand.NewPCG(seed, uint64(life)))}
			f.strike(f.stack.Up, localcloud.Fault{Verb: localcloud.Create}, creates)
			f.strike(f.stack.Up, localcloud.Fault{Verb: localcloud.Create}, creates-succeeded(f.wrote(0), localcloud.Create))
			f.converge(wanted["first"])

			f.declare(then)
			moment := f.now()
			f.strike(f.stack.Up, localcloud.Fault{Verb: localcloud.Create}, succeeded(changes, localcloud.Create))
			left := succeeded(changes, localcloud.Update) - succeeded(f.wrote(moment), localcloud.Update)
			if left > 0 {
				f.strike(f.stack.Up, localcloud.Fault{Verb: localcloud.Update, When: f.when()}, left)
			} else {
				f.strike(f.stack.Up, localcloud.Fault{Verb: localcloud.Delete, When: f.when()}, 1)
			}
			f.converge(wanted["then"])

			f.strike(f.stack.Destroy, localcloud.Fault{Verb: localcloud.Delete, When: f.when()}, len(f.cloud.Objects()))
			f.destroy()
		})
	}
}

// changed is an estate some time later: a zone and a service more, another one gone, a third with another port.
func changed(d declared) declared {
	web := d.behind("application")
	return d.set("zones", append([]any{"use1-az5"}, d.zones()...)).
		copied("services."+web, "services.later").
		set("services.later.hostnames", []any{"later.example.com"}).
		set("services.later.port", 9443).
		set("services."+web+".port", 9090)
}

// faulty is a world in which operations fail.
type faulty struct {
	*world
	random *rand.Rand
}

// strike runs an operation of which a random one of a number of calls to the cloud fails.
func (f *faulty) strike(
	run func(context.Context, ...string) (*engine.Result, error), fault localcloud.Fault, calls int,
) {
	f.t.Helper()
	require.Positive(f.t, calls)
	fault.Nth = 1 + f.random.IntN(calls)
	f.t.Logf("fault: %s number %d of %d, answer lost: %t", fault.Verb, fault.Nth, calls, fault.When == localcloud.After)
	injected := f.cloud.Inject(fault)
	defer f.cloud.Heal()
	_, err := run(f.t.Context())
	require.Error(f.t, err, "the fault must show")
	assert.ErrorContains(f.t, err, "injected fault")
	select {
	case <-injected.Struck():
	default:
		require.Fail(f.t, "the fault did not strike, but: "+err.Error())
	}
}

// converge updates without faults: what exists then is what is wanted.
func (f *faulty) converge(wanted inventory) {
	f.t.Helper()
	f.up()
	f.unchanged()
	assertSame(f.t, wanted, takeInventory(f.t, f.cloud))
	for _, resource := range f.resources() {
		assert.False(f.t, resource.Delete, "%s is still to be deleted", resource.URN)
	}
}

func (f *faulty) when() localcloud.When {
	return []localcloud.When{localcloud.Before, localcloud.After}[f.random.IntN(2)]
}

// succeeded counts the operations of a verb that took effect.
func succeeded(operations []localcloud.Operation, verb localcloud.Verb) int {
	count := 0
	for _, operation := range operations {
		if operation.Verb == verb && operation.Error == "" {
			count++
		}
	}
	return count
}
