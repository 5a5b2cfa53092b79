package exceptions_test

import (
	"slices"
	"testing"

	"github.com/ingresshub/ingresshub/tests/e2e/exceptions"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/stretchr/testify/assert"
)

// never are the types that no exception may be about: whether they exist and where they lead is what the judge is for.
var never = []object.Type{
	object.SecondaryCidr, object.Route, object.RouteTableAssociation, object.TransitGatewayAssociation,
	object.TransitGatewayPropagation, object.TransitGatewayRoute, object.ListenerCertificate, object.Target,
	object.RolePolicyAttachment, object.AccessPolicyAssociation,
}

// TestNarrow keeps exceptions to one value of one field that is compared, with the call and the reason.
func TestNarrow(t *testing.T) {
	for i, exception := range exceptions.Table {
		assert.NotContains(t, never, exception.Type, "%s: an exception must not be about it", exception.Type)
		described := slices.IndexFunc(object.Described, func(d object.Description) bool { return d.Type == exception.Type })
		if assert.GreaterOrEqual(t, described, 0, "%s is not compared", exception.Type) {
			assert.Contains(t, object.Described[described].Fields, exception.Field)
		}
		assert.NotEmpty(t, exception.Call)
		assert.NotEmpty(t, exception.Reason)
		assert.NotContains(t, exceptions.Table[:i], exception)
	}
}

// TestCovers lets exactly what was named pass.
func TestCovers(t *testing.T) {
	exception := exceptions.Exception{Type: object.Vpc, Field: "state", Got: "pending"}
	assert.True(t, exception.Covers(object.Vpc, "state", "pending"))
	assert.False(t, exception.Covers(object.Vpc, "state", "available"))
	assert.False(t, exception.Covers(object.Vpc, "state", ""))
	assert.False(t, exception.Covers(object.Vpc, "cidr", "pending"))
	assert.False(t, exception.Covers(object.Subnet, "state", "pending"))
}
