package localcloud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFleet(t *testing.T) {
	g := newGround(t, 2)
	in := g.fleet()
	other := g.w.aws.network("other", 1, 1)
	far := g.w.aws.create(tTargetGroup, "far", appliances(other, "targetType", "instance"))
	byAddress := g.w.aws.create(tTargetGroup, "addresses", appliances(g.network))
	bare := g.w.aws.create(tTemplate, "bare", props{"instanceType": "m6i.large"})
	for what, c := range map[string]struct {
		in  props
		say string
	}{
		"more at least than at most":  {with(in, "minSize", 4), "must not be larger"},
		"fewer than at least":         {with(in, "desiredCapacity", 1), "must be between"},
		"no subnet":                   {with(in, "vpcZoneIdentifiers", nil), "At least one"},
		"subnets of two VPCs":         {with(in, "vpcZoneIdentifiers", append(g.network.subnetIDs(), other.subnets[0].ID)), "in one VPC"},
		"a lost subnet":               {with(in, "vpcZoneIdentifiers", []any{"subnet-0"}), "does not exist"},
		"another VPC's target group":  {with(in, "targetGroupArns", []any{far.ID}), "Provided Target Groups may not be valid"},
		"a target group of addresses": {with(in, "targetGroupArns", []any{byAddress.ID}), "Provided Target Groups may not be valid"},
		"a template without an image": {with(in, "launchTemplate", props{"id": bare.ID}), "ImageId"},
		"a version to come":           {with(in, "launchTemplate", props{"id": in["launchTemplate"].(props)["id"], "version": "2"}), "does not exist"},
		"no template":                 {with(in, "launchTemplate", props{"id": "lt-0"}), "does not exist"},
	} {
		_, err := g.w.aws.try(tScalingGroup, "refused", c.in)
		require.ErrorContains(t, err, "ValidationError", what)
		require.ErrorContains(t, err, c.say, what)
	}
	fleet := g.make(tScalingGroup, in)
	assert.InDelta(t, 2, fleet.Out["desiredCapacity"], 0)
	assert.Len(t, fleet.Out["availabilityZones"], 2)
	assert.Equal(t, []string{"name"}, g.w.aws.diff(fleet, with(in, "name", "other")).GetReplaces())
	require.ErrorContains(t, g.w.aws.delete(g.network.subnets[0]), "DependencyViolation")
	fleet = g.w.aws.update(fleet, with(in, "minSize", 3))
	assert.InDelta(t, 3, fleet.Out["desiredCapacity"], 0)

	hook := props{"autoscalingGroupName": fleet.ID, "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING"}
	g.w.aws.refuses("name not found", tHook, "lost", with(hook, "autoscalingGroupName", "none"))
	g.w.aws.refuses("heartbeatTimeout", tHook, "slow", with(hook, "heartbeatTimeout", 7201))
	h := g.make(tHook, hook)
	assert.Equal(t, "ABANDON", h.str("defaultResult"))
	require.NoError(t, g.w.aws.delete(fleet))
	assert.Empty(t, g.w.aws.read(tHook, "ground", h.ID).GetId(), "hooks go with their group")
}
