package controller

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRegistrarRole(t *testing.T) {
	r, err := record("aws-us-gov", func(ctx *pulumi.Context) error {
		made, err := NewRegistrarRole(ctx, "hub", &RegistrarRoleArgs{Subject: blue, TargetGroupArns: groups(2)})
		if err != nil {
			return err
		}
		// Something that uses both, as a binding does.
		return ctx.RegisterResource("test:index:User", "user", pulumi.Map{"role": made.Arn, "externalId": made.ExternalID}, &release{})
	})
	require.NoError(t, err)
	role := r.inputs(t, roleType, "hub")
	assert.Equal(t, "blue.us-east-1.111122223333.registrar", role["name"])
	assert.Contains(t, role["assumeRolePolicy"], `"aws:PrincipalArn":"arn:aws-us-gov:iam::111122223333:role/blue.us-east-1.controller"`)
	assert.Contains(t, r.inputs(t, policyType, "hub.targets.1")["policy"], `["`+groupArn(0)+`","`+groupArn(1)+`"]`)

	user := r.all["test:index:User"]["user"]
	assert.Equal(t, map[string]any{"role": "arn:hub", "externalId": blue.ExternalID()}, user.inputs)
	assert.Equal(t, []string{"hub"}, user.waitsFor(roleType))
	assert.Equal(t, []string{"hub"}, user.waitsFor(ownType), "who uses the role goes before what it may do")
	assert.Equal(t, []string{"hub.targets.1"}, user.waitsFor(attachmentType))
}

func TestRegistrarRoleProblems(t *testing.T) {
	r, err := record("aws", func(ctx *pulumi.Context) error {
		_, err := NewRegistrarRole(ctx, "hub", &RegistrarRoleArgs{TargetGroupArns: pulumi.StringMap{"web": nil}})
		return err
	})
	for _, want := range []string{"subject.account: is required", "subject.cluster: is required", "targetGroupArns.web: is required"} {
		assert.ErrorContains(t, err, want)
	}
	assert.Empty(t, r.all)
	_, err = record("aws", func(ctx *pulumi.Context) error {
		_, err := NewRegistrarRole(ctx, "hub", nil)
		return err
	})
	assert.ErrorContains(t, err, RegistrarRoleToken)
}
