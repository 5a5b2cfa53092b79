package localcloud_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func vpcAt(n int) props {
	return props{"cidrBlock": []string{"10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16"}[n]}
}

func TestFaultBefore(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	w.cloud.Inject(localcloud.Fault{Verb: localcloud.Create, Type: tVpc, Name: "hub"})
	w.aws.create(tVpc, "other", vpcAt(0))
	w.aws.refuses("InternalError", tVpc, "hub", vpcAt(1))
	assert.Len(t, w.cloud.Objects(), 1)
	w.aws.create(tVpc, "hub", vpcAt(1))
	ops := w.cloud.Operations()
	require.Len(t, ops, 3)
	assert.Contains(t, ops[1].Error, "injected fault")
	assert.Empty(t, ops[2].Error)
}

func TestLostAnswer(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	w.cloud.Inject(localcloud.Fault{Verb: localcloud.Create, When: localcloud.After})
	w.aws.refuses("lost", tVpc, "hub", vpcAt(0))
	objects := w.cloud.Objects()
	require.Len(t, objects, 1, "the object was made")
	again := w.aws.create(tVpc, "hub", vpcAt(0))
	assert.NotEqual(t, objects[0].ID, again.ID, "and a second one is another one")
	assert.Equal(t, objects[0].ID, w.aws.read(tVpc, "hub", objects[0].ID).GetId(), "the first can be imported")
}

func TestNthFault(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	w.cloud.Inject(localcloud.Fault{Nth: 2, Times: 2, Error: "throttled"})
	w.aws.create(tVpc, "a", vpcAt(0))
	w.aws.refuses("throttled", tVpc, "b", vpcAt(1))
	w.aws.refuses("throttled", tVpc, "b", vpcAt(1))
	w.aws.create(tVpc, "b", vpcAt(1))
	w.cloud.Inject(localcloud.Fault{Times: -1})
	for range 3 {
		w.aws.refuses("InternalError", tVpc, "c", vpcAt(2))
	}
	w.cloud.Heal()
	w.aws.create(tVpc, "c", vpcAt(2))
}

func TestStallUntilReleased(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	fault := w.cloud.Inject(localcloud.Fault{Verb: localcloud.Create, Effect: localcloud.Stall})
	done := make(chan error)
	go func() {
		_, err := w.aws.try(tVpc, "hub", vpcAt(0))
		done <- err
	}()
	<-fault.Struck()
	assert.Empty(t, w.cloud.Objects())
	w.aws.create(tVpc, "other", vpcAt(1)) // the others go on
	fault.Release()
	require.NoError(t, <-done)
	assert.Len(t, w.cloud.Objects(), 2)
}

func TestStalledCallerGivesUp(t *testing.T) {
	for when, left := range map[localcloud.When]int{localcloud.Before: 0, localcloud.After: 1} {
		w := newWorld(t, localcloud.Options{})
		fault := w.cloud.Inject(localcloud.Fault{Effect: localcloud.Stall, When: when})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			_, err := w.aws.tryContext(ctx, tVpc, "hub", vpcAt(0))
			done <- err
		}()
		<-fault.Struck()
		cancel()
		require.Error(t, <-done)
		// The operation is on record when the cloud, too, has seen the caller go.
		require.Eventually(t, func() bool { return len(w.cloud.Operations()) == 1 }, time.Minute, time.Millisecond)
		fault.Release()
		assert.Len(t, w.cloud.Objects(), left, "who has given up is not served later")
	}
}

func TestFaultyDelete(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	v := w.aws.create(tVpc, "hub", vpcAt(0))
	w.cloud.Inject(localcloud.Fault{Verb: localcloud.Delete})
	require.ErrorContains(t, w.aws.delete(v), "InternalError")
	assert.Len(t, w.cloud.Objects(), 1)
	w.cloud.Inject(localcloud.Fault{Verb: localcloud.Delete, When: localcloud.After})
	require.ErrorContains(t, w.aws.delete(v), "lost")
	assert.Empty(t, w.cloud.Objects())
	require.NoError(t, w.aws.delete(v))
}

func TestErrorsNameTheResource(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	hub := w.aws.create(tVpc, "payments.hub", vpcAt(0))
	_, err := w.aws.try(tSubnet, "payments.node.use1-az1", props{"vpcId": "vpc-0none", "cidrBlock": "10.0.0.0/24"})
	require.ErrorContains(t, err, `creating aws:ec2/subnet:Subnet "payments.node.use1-az1": `)
	w.aws.create(tSubnet, "in-use", props{"vpcId": hub.ID, "cidrBlock": "10.0.0.0/24"})
	require.ErrorContains(t, w.aws.delete(hub), `deleting aws:ec2/vpc:Vpc "payments.hub": `)
	w.cloud.Inject(localcloud.Fault{Times: 2, Verb: localcloud.Update})
	_, err = w.aws.tryUpdate(hub, vpcAt(0))
	require.ErrorContains(t, err, `updating aws:ec2/vpc:Vpc "payments.hub": `)
	w.cloud.Inject(localcloud.Fault{When: localcloud.After})
	_, err = w.aws.try(tVpc, "lost", vpcAt(1))
	require.ErrorContains(t, err, `creating aws:ec2/vpc:Vpc "lost": `)
}
