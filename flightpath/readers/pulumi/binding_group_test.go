package pulumi

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// AWS has one target group of a name in an account and Region. Of several, the one is bound that is where the controller looks: in its
// cluster's Region, and in the account of the role that it assumes. Where that is not known, it may be each of them.
func TestTargetGroupsOfOneName(t *testing.T) {
	t.Parallel()
	const here, there, north, south = "111111111111", "222222222222", "eu-north-1", "eu-south-1"
	type at struct{ account, region any }
	for name, test := range map[string]struct {
		cluster     at
		role        any
		first, twin at
		called      any // the twin
		bound       string
		may         []string
	}{
		"another Region":                   {at{here, north}, nil, at{here, north}, at{here, south}, "web-1", "first", nil},
		"another account":                  {at{here, north}, nil, at{here, north}, at{there, north}, "web-1", "first", nil},
		"another account, by a role":       {at{here, north}, "arn:aws:iam::" + there + ":role/targets", at{here, north}, at{there, north}, "web-1", "twin", nil},
		"a role that is not known":         {at{here, north}, Unknown, at{here, north}, at{there, north}, "web-1", "", []string{"first", "twin"}},
		"a role in a Region":               {at{here, north}, Unknown, at{here, north}, at{there, south}, "web-1", "first", nil},
		"a cluster somewhere":              {at{nil, nil}, nil, at{here, north}, at{here, south}, "web-1", "", []string{"first", "twin"}},
		"a cluster's Region is not known":  {at{here, Unknown}, nil, at{here, north}, at{here, south}, "web-1", "", []string{"first", "twin"}},
		"a cluster's account is not known": {at{Unknown, north}, nil, at{here, north}, at{there, north}, "web-1", "", []string{"first", "twin"}},
		"an account is not known":          {at{here, north}, nil, at{here, north}, at{Unknown, north}, "web-1", "first", nil},
		"no account is known":              {at{here, north}, nil, at{Unknown, north}, at{Unknown, north}, "web-1", "", []string{"first", "twin"}},
		"a name is not known":              {at{here, north}, nil, at{Unknown, north}, at{here, north}, Unknown, "", []string{"first", "twin"}},
		"a name elsewhere is not known":    {at{here, north}, nil, at{Unknown, north}, at{here, south}, Unknown, "first", nil},
		"all are elsewhere":                {at{here, north}, nil, at{here, south}, at{there, north}, "web-1", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBound()
			place := func(r string, at at) {
				provider := b.add("pulumi:providers:aws", "of-"+r[len(r)-5:], map[string]any{"region": at.region, "allowedAccountIds": []any{at.account}})
				for i := range b.resources {
					if b.resources[i].URN == r {
						b.resources[i].Provider = provider + "::" + Unknown
					}
				}
			}
			ids := map[string]string{"": ""}
			for name, called := range map[string]any{"first": "web-1", "twin": test.called} {
				ids[name] = b.add(typeTargetGroup, name, map[string]any{"name": called, "targetType": "ip", "port": 80.0, "vpcId": to{b.vpc}})
			}
			place(b.cluster, test.cluster)
			place(ids["first"], test.first)
			place(ids["twin"], test.twin)
			for i := range b.resources {
				if b.resources[i].URN == b.group {
					b.resources[i].Inputs["name"] = "another"
				}
			}
			b.bind("web", b.provider, "", func(spec map[string]any) {
				delete(spec, "targetGroupARN")
				spec["targetGroupName"], spec["iamRoleArnToAssume"] = "web-1", test.role
			})
			n := b.read(t)
			assert.Equal(t, ids[test.bound], n.Bindings[0].TargetGroup)
			for _, name := range []string{"first", "twin"} {
				group := groupOf(t, n, ids[name])
				assert.Equal(t, name == test.bound, len(group.Targets) > 0, name)
				assert.Equal(t, !assert.ObjectsAreEqual(test.may, []string{"first", "twin"}), group.TargetsKnown, name)
			}
		})
	}
}

// A patch of a binding that names neither a target group nor a Service leaves what is bound as it is. One of which that is not known does
// not.
func TestPatchesOfBindings(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		spec  any
		known bool
	}{
		"metadata":                       {nil, true},
		"rules of the controller":        {map[string]any{"networking": Unknown}, true},
		"another Service":                {map[string]any{"serviceRef": map[string]any{"name": "api", "port": 80.0}}, false},
		"anything":                       {Unknown, false},
		"a target group of this program": {map[string]any{"targetGroupARN": Unknown}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBound()
			b.bind("web", b.provider, b.group, nil)
			b.add(typeBinding+"Patch", "web", map[string]any{"metadata": map[string]any{"name": "web", "namespace": "web"}, "spec": test.spec})
			b.in(b.provider)
			n := b.read(t)
			assert.Equal(t, test.known, groupOf(t, n, b.group).TargetsKnown)
			assert.Equal(t, test.known, len(n.Bindings) == 1)
		})
	}
}
