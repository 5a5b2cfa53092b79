package engine_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// killed are the resources at whose creation the tests cut Pulumi off, in estates as small as may be: one that the program
// makes, one whose name AWS keeps unique, and one that pulumi-eks makes.
var killed = map[string]struct {
	resourceType string
	estate       func(*testing.T) declared
}{
	"VPC":           {vpcType, hubEstate},
	"load balancer": {loadBalancerType, hubEstate},
	"EKS cluster":   {clusterType, smallEstate},
}

// TestKilledBeforeCreate kills Pulumi while it waits for the cloud to make an object, before the cloud has:
//
//	pulumi cancel
//	pulumi refresh --clear-pending-creates
//	pulumi up
func TestKilledBeforeCreate(t *testing.T) {
	t.Parallel()
	for name, test := range killed {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := test.estate(t)
			w := newExactWorld(t, d)
			pending := w.killedIn("up", localcloud.Fault{Verb: localcloud.Create, Type: test.resourceType, When: localcloud.Before})
			assert.Empty(t, unknownTo(w, pending), "the cloud has not made it")

			_, err := w.stack.Refresh(t.Context(), "--clear-pending-creates")
			require.NoError(t, err)
			assert.Empty(t, w.state().Deployment.PendingOperations)
			w.recovered(d)
		})
	}
}

// TestKilledAfterCreate kills Pulumi after the cloud has made an object, and before Pulumi has heard of it. The URN is in
// what `pulumi cancel` leaves behind, the ID in the cloud:
//
//	pulumi cancel
//	pulumi stack export                 # pending_operations: type, URN and parent
//	pulumi refresh --import-pending-creates URN --import-pending-creates ID
//	pulumi import TYPE NAME ID --parent parent=PARENT --protect=false --generate-code=false
//	pulumi up
//
// The import is there because the refresh of the pinned Pulumi only takes note of the ID and then forgets it: nothing in
// its engine reads pending operations of the kind that the flag makes. With nothing but the flag, the update would make
// the object a second time.
func TestKilledAfterCreate(t *testing.T) {
	t.Parallel()
	for name, test := range killed {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := test.estate(t)
			w := newExactWorld(t, d)
			pending := w.killedIn("up", localcloud.Fault{Verb: localcloud.Create, Type: test.resourceType, When: localcloud.After})
			orphans := unknownTo(w, pending)
			require.Len(t, orphans, 1, "the cloud has made it, and the state does not know")

			_, err := w.stack.Refresh(t.Context(),
				"--import-pending-creates", pending.Resource.URN, "--import-pending-creates", orphans[0].ID)
			require.NoError(t, err)
			assert.Empty(t, w.state().Deployment.PendingOperations)
			require.Len(t, unknownTo(w, pending), 1,
				"this Pulumi imports what it is told to: take `pulumi import` out of the README and out of this test")

			w.adopt(pending.Resource.Parent, orphans[0])
			assert.Empty(t, unknownTo(w, pending), "the state knows it now")
			w.recovered(d, orphans[0].ID)
		})
	}
}

// TestAnswerLost has the answer to a create lost, with Pulumi alive: it takes the error for a failure, and keeps no pending
// operation. The next update fails where AWS keeps names unique, and what is there has to be imported.
func TestAnswerLost(t *testing.T) {
	t.Parallel()
	d := hubEstate(t)
	w := newWorld(t, d)
	w.cloud.Inject(localcloud.Fault{Verb: localcloud.Create, Type: loadBalancerType, When: localcloud.After})
	w.refused("the answer to create")
	w.cloud.Heal()
	w.refused("DuplicateLoadBalancerName")

	var orphans []localcloud.Object
	parents := map[string]string{}
	known := map[string]bool{}
	for _, resource := range w.resources() {
		known[resource.ID] = true
		parents[urnName(resource.URN)] = resource.Parent
		if resource.Type == "ingresshub:index:IngressLoadBalancer" {
			parents[urnName(resource.URN)] = resource.URN
		}
	}
	for _, object := range w.cloud.Objects() {
		if object.Type == loadBalancerType && !known[object.ID] {
			orphans = append(orphans, object)
		}
	}
	require.Len(t, orphans, 1)
	w.adopt(parents[orphans[0].Name], orphans[0])
	w.recovered(d, orphans[0].ID)
}

// TestKilledInDelete kills Pulumi while it destroys. There is nothing to repair: what is gone is found gone.
//
//	pulumi cancel
//	pulumi destroy
func TestKilledInDelete(t *testing.T) {
	t.Parallel()
	for name, when := range map[string]localcloud.When{"before": localcloud.Before, "after": localcloud.After} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newExactWorld(t, hubEstate(t))
			w.up()
			w.killedIn("destroy", localcloud.Fault{Verb: localcloud.Delete, Type: loadBalancerType, When: when})
			w.destroy()
		})
	}
}

// killedIn kills Pulumi in an operation while the cloud stalls at one call, and returns what Pulumi had begun.
func (w *world) killedIn(operation string, at localcloud.Fault) engine.PendingOperation {
	w.t.Helper()
	at.Effect = localcloud.Stall
	stall := w.cloud.Inject(at)
	// One call at a time, so that nothing else is under way at the moment that counts.
	running, err := w.stack.Start(w.t.Context(), operation, "--parallel", "1")
	require.NoError(w.t, err)
	select {
	case <-stall.Struck():
	case <-time.After(5 * time.Minute):
		_ = running.Kill()
		_, err := running.Wait()
		require.FailNow(w.t, "the stall was never met", "%v", err)
	}
	require.NoError(w.t, running.Kill())
	_, err = running.Wait()
	require.Error(w.t, err)
	w.cloud.Heal()

	// The lock of the killed command is in the way of everything else.
	_, err = w.stack.Up(w.t.Context())
	require.ErrorContains(w.t, err, "currently locked")
	require.NoError(w.t, w.stack.Unlock(w.t.Context()))
	begun := w.state().Deployment.PendingOperations
	require.Len(w.t, begun, 1)
	assert.Equal(w.t, at.Type, begun[0].Resource.Type)
	return begun[0]
}

// unknownTo are the objects of the pending resource that the stack's state does not know.
func unknownTo(w *world, pending engine.PendingOperation) []localcloud.Object {
	w.t.Helper()
	known := map[string]bool{}
	for _, resource := range w.state().Deployment.Resources {
		known[resource.Type+" "+resource.ID] = true
	}
	return slices.DeleteFunc(w.cloud.Objects(), func(object localcloud.Object) bool {
		return object.Type != pending.Resource.Type || object.Name != urnName(pending.Resource.URN) || known[object.Type+" "+object.ID]
	})
}

// adopt imports an object of the cloud into the stack.
func (w *world) adopt(parent string, object localcloud.Object) {
	w.t.Helper()
	importing, err := w.stack.Start(w.t.Context(), "import", "--parent", "parent="+parent, "--protect=false",
		"--generate-code=false", object.Type, object.Name, object.ID)
	require.NoError(w.t, err)
	_, err = importing.Wait()
	require.NoError(w.t, err)
}

// recovered updates after the repair: everything is there once, also what was to be kept, and goes without a rest.
func (w *world) recovered(d declared, kept ...string) {
	w.t.Helper()
	w.up()
	assertPlanned(w.t, d.plan(), foundFacts(w.cloud))
	exists := strings.Join(names(w.cloud.Objects()), "\n")
	for _, id := range kept {
		assert.Contains(w.t, exists, id)
	}
	w.unchanged()
	w.destroy()
}
