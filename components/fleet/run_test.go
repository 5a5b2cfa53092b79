package fleet

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fake is a driver that takes a minute for each stack and remembers what it did.
type fake struct {
	mu      sync.Mutex
	began   []string
	running int
	most    int
	holds   map[string]int
	fails   map[string]error
	begun   func(name string)
}

func (f *fake) run(_ context.Context, stack Stack, operation Operation) (map[string]int, error) {
	f.mu.Lock()
	f.began = append(f.began, stack.Name)
	f.running++
	f.most = max(f.most, f.running)
	f.mu.Unlock()
	if f.begun != nil {
		f.begun(stack.Name)
	}
	time.Sleep(time.Minute)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.running--
	if err := f.fails[stack.Name]; err != nil {
		return nil, err
	}
	switch operation {
	case Up:
		f.holds[stack.Name] = 10
	case Destroy:
		delete(f.holds, stack.Name)
	case Preview, Refresh:
	}
	return map[string]int{"create": 1, "same": 9}, nil
}

func (f *fake) held(context.Context) (map[string]int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	copied := map[string]int{}
	for name, count := range f.holds {
		copied[name] = count
	}
	return copied, nil
}

// fleetOf is a hub and clusters of some names, all of which it grants.
func fleetOf(names ...string) *Fleet {
	f := &Fleet{Project: "fleet", Hub: Stack{Name: "hub"}, granted: map[string]plan.Cluster{}}
	for _, name := range names {
		f.Clusters = append(f.Clusters, Stack{Name: name})
		f.granted[name] = plan.Cluster{}
	}
	return f
}

func states(summary *Summary) map[string]State {
	all := map[string]State{}
	for _, result := range summary.Results {
		all[result.Stack] = result.State
	}
	return all
}

// ran runs an operation in time of its own.
func ran(t *testing.T, f *Fleet, operation Operation, options Options, d *fake) *Summary {
	t.Helper()
	if d.holds == nil {
		d.holds = map[string]int{}
	}
	var summary *Summary
	synctest.Test(t, func(t *testing.T) {
		var err error
		summary, err = f.run(t.Context(), operation, options, d)
		require.NoError(t, err)
	})
	return summary
}

func TestUpRunsTheHubFirstAndClustersTogether(t *testing.T) {
	t.Parallel()
	d := &fake{}
	var progress strings.Builder
	summary := ran(t, fleetOf("a", "b", "c", "d", "e", "f"), Up, Options{Parallel: 3, Progress: &progress}, d)
	require.NoError(t, summary.Err())
	assert.Equal(t, "hub", d.began[0])
	assert.Equal(t, 3, d.most, "as many at a time as was said")
	assert.Equal(t, 3*time.Minute, summary.Duration, "the hub, and two rounds of three")
	assert.Equal(t, 7, summary.Changed())
	assert.Equal(t, 7, strings.Count(progress.String(), "done in 1m0s: create 1, same 9\n"))
	assert.Equal(t, "fleet: up of 7 stacks in 3m0s: done=7 failed=0 not-run=0; create 7, same 63", summary.String())
}

func TestParallelRatio(t *testing.T) {
	t.Parallel()
	names := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	alone := ran(t, fleetOf(names...), Refresh, Options{Parallel: 1}, &fake{})
	four := ran(t, fleetOf(names...), Refresh, Options{Parallel: 4}, &fake{})
	assert.InDelta(t, 3, float64(alone.Duration)/float64(four.Duration), 0.01, "nine minutes, and three")
	assert.Equal(t, 4, DefaultParallel)
}

func TestOneFailureStopsNoOther(t *testing.T) {
	t.Parallel()
	d := &fake{fails: map[string]error{"b": errors.New("out of addresses")}}
	f := fleetOf("a", "b", "c")
	summary := ran(t, f, Up, Options{Parallel: 1}, d)
	assert.Equal(t, map[string]State{"hub": Done, "a": Done, "b": Failed, "c": Done}, states(summary))
	require.EqualError(t, summary.Err(), "stack b failed: out of addresses")
	assert.Contains(t, summary.String(), "done=3 failed=1 not-run=0")
	assert.Contains(t, summary.String(), "\nto go on: up --only b")

	d.fails, d.began = nil, nil
	again := ran(t, f, Up, Options{Only: summary.Unfinished()}, d)
	assert.Equal(t, []string{"b"}, d.began)
	require.NoError(t, again.Err())
}

func TestAStackThatCannotBeReadIsTheOnlyOne(t *testing.T) {
	t.Parallel()
	f := fleetOf("a", "b")
	f.Clusters[0].problem = errors.New("Pulumi.a.yaml: no YAML")
	d := &fake{}
	summary := ran(t, f, Up, Options{}, d)
	assert.Equal(t, map[string]State{"hub": Done, "a": Failed, "b": Done}, states(summary))
	assert.Equal(t, []string{"hub", "b"}, d.began)
}

func TestClustersAreNotUpdatedBehindAHubThatFailed(t *testing.T) {
	t.Parallel()
	d := &fake{fails: map[string]error{"hub": errors.New("refused")}}
	summary := ran(t, fleetOf("a", "b"), Up, Options{}, d)
	assert.Equal(t, map[string]State{"hub": Failed, "a": NotRun, "b": NotRun}, states(summary))
	require.ErrorContains(t, summary.Err(), "stack a not run: stack hub, the hub, is not up to date")
	assert.Equal(t, []string{"hub"}, d.began)
}

func TestPreviewNeedsAHub(t *testing.T) {
	t.Parallel()
	d := &fake{}
	before := ran(t, fleetOf("a"), Preview, Options{}, d)
	assert.Equal(t, map[string]State{"hub": Done, "a": NotRun}, states(before))
	require.ErrorContains(t, before.Err(), "the hub is not deployed")
	d.holds["hub"] = 10
	require.NoError(t, ran(t, fleetOf("a"), Preview, Options{}, d).Err())
}

func TestTheHubIsDestroyedLast(t *testing.T) {
	t.Parallel()
	d := &fake{holds: map[string]int{"hub": 10, "a": 10, "b": 10}}
	summary := ran(t, fleetOf("a", "b"), Destroy, Options{}, d)
	require.NoError(t, summary.Err())
	assert.Equal(t, "hub", d.began[2])

	// Nor at all, while another stack is there: one that failed, one that was not asked for, one that nobody declares.
	for name, options := range map[string]Options{"b": {}, "a": {Only: []string{"hub", "b"}}, "stray": {Only: []string{"hub"}}} {
		d := &fake{holds: map[string]int{"hub": 10, name: 3}, fails: map[string]error{name: errors.New("protected")}}
		summary := ran(t, fleetOf("a", "b"), Destroy, options, d)
		assert.Equal(t, Failed, states(summary)["hub"], name)
		require.ErrorContains(t, summary.Err(), "these stacks are still there: "+name+" (3 resources)")
		assert.NotContains(t, d.began, "hub")
	}
	d = &fake{holds: map[string]int{"hub": 10, "a": 10, "b": 10}}
	require.NoError(t, ran(t, fleetOf("a", "b"), Destroy, Options{Only: []string{"a"}}, d).Err())
	assert.Equal(t, []string{"a"}, d.began)
}

func TestTheHubTakesNothingAwayThatIsStillThere(t *testing.T) {
	t.Parallel()
	d := &fake{holds: map[string]int{"hub": 10, "gone": 7, "empty": 0}}
	summary := ran(t, fleetOf("a"), Up, Options{}, d)
	assert.Equal(t, map[string]State{"hub": Failed, "a": NotRun}, states(summary))
	require.ErrorContains(t, summary.Err(), "these stacks are still there: gone (7 resources). Destroy them first, while they are granted")
	assert.Empty(t, d.began)
}

// TestInterrupted ends the context while two stacks are under way: both end in peace, and no other is begun.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		d := &fake{holds: map[string]int{}, begun: func(name string) {
			if name != "hub" {
				cancel()
			}
		}}
		summary, err := fleetOf("a", "b", "c", "d").run(ctx, Up, Options{Parallel: 2}, d)
		require.NoError(t, err)
		count := map[State]int{}
		for _, state := range states(summary) {
			count[state]++
		}
		assert.Equal(t, Done, states(summary)["hub"])
		assert.Equal(t, len(d.began), count[Done], "what was begun is done")
		assert.Equal(t, 5, count[Done]+count[NotRun])
		assert.GreaterOrEqual(t, count[NotRun], 2)
		require.ErrorContains(t, summary.Err(), "interrupted before its turn")
	})
}

func TestRunRefuses(t *testing.T) {
	t.Parallel()
	f := fleetOf("a")
	_, err := f.run(t.Context(), Up, Options{Only: []string{"b"}}, &fake{})
	require.ErrorContains(t, err, `no stack "b"`)
	require.ErrorContains(t, err, "there are hub, a")
	_, err = f.run(t.Context(), "deploy", Options{}, &fake{})
	require.ErrorContains(t, err, `no operation "deploy"`)
	_, err = f.Run(t.Context(), Up, Options{})
	require.ErrorContains(t, err, "two programs")
}

func TestReason(t *testing.T) {
	t.Parallel()
	for said, wanted := range map[string]string{
		"failed to run update: exit status 1\ncode: 255\nstdout: \n  error: update failed\n": "failed to run update: exit status 1",
		"failed\ncode: 1\nstdout: \nstderr: error: the key is gone\n":                        "the key is gone",
		"error: 1\nerror: 2\nerror: 3\nerror: 4\nerror: 5\nerror: 6\nerror: 7\n":             "1; 2; 3; 4; 5; and 2 more",
		`failed to run update: exit status 1
code: 1
stdout: Updating (payments):
 +  aws:ec2/vpc:Vpc payments creating (0s) error: cut sho
Diagnostics:
  aws:ec2/vpc:Vpc (payments):
    error: AccessDenied: no
  pulumi:pulumi:Stack (fleet-payments):
    error: update failed
    warning: old

Resources:
    1 errored
`: "AccessDenied: no",
		`failed to run preview: exit status 1
stdout:
Diagnostics:
  pulumi:pulumi:Stack (fleet-payments):
    error: an unhandled error occurred: 1 error occurred:
    	* the estate has 2 problems:
      clusters.a: is this
      clusters.b: is that

Duration: 1s
stderr: `: "the estate has 2 problems:\n    clusters.a: is this\n    clusters.b: is that",
	} {
		assert.Equal(t, wanted, reason(said))
	}
}
