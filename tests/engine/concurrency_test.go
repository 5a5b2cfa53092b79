package engine_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/ingresshub/ingresshub/internal/draws"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// orderVariable chooses the random orders of TestAnyOrder, to repeat a run that failed.
const orderVariable = "INGRESSHUB_ORDER_SEED"

// orders is how many random orders TestAnyOrder tries.
const orders = 3

// TestAnyOrder has the cloud take its time with one kind of object after the other, in random orders: what needs another
// object waits for it because the program says so, and not because the other happened to be there.
func TestAnyOrder(t *testing.T) {
	t.Parallel()
	seed := draws.Seed()
	if given := os.Getenv(orderVariable); given != "" {
		var err error
		seed, err = strconv.ParseUint(given, 10, 64)
		require.NoError(t, err, orderVariable)
	}
	t.Logf("%s=%d", orderVariable, seed)

	d := smallEstate(t)
	undisturbed := newWorld(t, d)
	undisturbed.up()
	wanted := takeInventory(t, undisturbed.cloud)
	var kinds []string
	for _, object := range undisturbed.cloud.Objects() {
		if !slices.Contains(kinds, object.Type) {
			kinds = append(kinds, object.Type)
		}
	}
	require.Greater(t, len(kinds), 10)

	for order := range orders {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			t.Parallel()
			shuffled := slices.Clone(kinds)
			rand.New(rand.NewPCG(seed, uint64(order))).Shuffle(len(kinds), func(i, j int) {
				shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
			})
			w := newWorld(t, d)
			release := w.stalled(localcloud.Create, shuffled)
			go release()
			w.up()
			assertSame(t, wanted, takeInventory(t, w.cloud))
			w.unchanged()

			release = w.stalled(localcloud.Delete, shuffled)
			go release()
			w.destroy()
		})
	}
}

// stalled has the cloud stall operations on some kinds of objects; what it returns lets them go on, kind by kind.
func (w *world) stalled(verb localcloud.Verb, kinds []string) (release func()) {
	var all []*localcloud.Injected
	for _, kind := range kinds {
		all = append(all, w.cloud.Inject(localcloud.Fault{Verb: verb, Type: kind, Times: -1, Effect: localcloud.Stall}))
	}
	return func() {
		for _, injected := range all {
			// Long enough for whatever does not wait to be asked for.
			time.Sleep(150 * time.Millisecond)
			injected.Release()
		}
	}
}

// TestClustersAreMadeAtOnce stalls a cluster until another one is there: on AWS each takes a quarter of an hour.
func TestClustersAreMadeAtOnce(t *testing.T) {
	t.Parallel()
	d := devEstate(t)
	require.GreaterOrEqual(t, len(d.clusters()), 2)
	w := newWorld(t, d)
	stalled := w.cloud.Inject(localcloud.Fault{Verb: localcloud.Create, Type: clusterType, Effect: localcloud.Stall})
	other := make(chan bool, 1)
	go func() {
		defer stalled.Release()
		for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
			if slices.ContainsFunc(w.cloud.Objects(), func(object localcloud.Object) bool { return object.Type == clusterType }) {
				other <- true
				return
			}
		}
		other <- false
	}()
	w.up()
	assert.True(t, <-other, "no cluster is made before another one is done")
}
