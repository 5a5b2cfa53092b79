package parity_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/tests/e2e/parity"
)

// TestStates: the same program in two accounts leaves the same behind, although no identifier is the same; and each thing
// that is otherwise is found, and nothing else.
func TestStates(t *testing.T) {
	p := estates[0]
	config, err := os.ReadFile(filepath.Join(repository, p.config))
	require.NoError(t, err)
	elsewhere := program{name: p.name, run: p.run, text: bytes.ReplaceAll(config, []byte("111111111111"), []byte("222222222222"))}
	ours, theirs := p.deployed(t), elsewhere.deployedAs(t, "222222222222")
	require.NotEmpty(t, ours.Resources)
	for _, d := range parity.States(ours, theirs) {
		assert.Fail(t, "the same program", d.String())
	}

	const rule, table = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:ec2/routeTable:RouteTable"
	one := func(s *parity.State, typ string) *parity.Resource {
		i := slices.IndexFunc(s.Resources, func(r parity.Resource) bool { return r.Type == typ })
		require.GreaterOrEqual(t, i, 0, typ)
		return &s.Resources[i]
	}
	for what, c := range map[string]struct {
		path  string
		plant func(s *parity.State)
	}{
		"a resource that is not there": {"", func(s *parity.State) {
			s.Resources = slices.DeleteFunc(s.Resources, func(r parity.Resource) bool { return r.URN == one(theirs, table).URN })
		}},
		"an input":          {"fromPort", func(s *parity.State) { one(s, rule).Inputs["fromPort"] = 1.0 }},
		"an input too many": {"description", func(s *parity.State) { one(s, rule).Inputs["description"] = "planted" }},
		"another subnet":    {"subnetId", func(s *parity.State) { swap(s, "aws:ec2/routeTableAssociation:RouteTableAssociation", "subnetId") }},
		"a parent":          {"parent", func(s *parity.State) { one(s, rule).Parent = s.Resources[0].URN }},
		"protection":        {"protect", func(s *parity.State) { one(s, rule).Protect = !one(s, rule).Protect }},
		"a dependency":      {"dependencies", func(s *parity.State) { one(s, rule).Dependencies = nil }},
		"a dependency of a property": {"propertyDependencies", func(s *parity.State) {
			one(s, rule).PropertyDependencies = map[string][]string{"fromPort": {s.Resources[0].URN}}
		}},
	} {
		planted := copied(t, theirs)
		c.plant(planted)
		found := parity.States(ours, planted)
		assert.NotEmpty(t, found, what)
		for _, d := range found {
			assert.Equal(t, c.path, strings.Split(d.Path, "[")[0], "%s: %s", what, d)
		}
	}
}

// swap exchanges an input of the first two resources of a type.
func swap(s *parity.State, typ, input string) {
	var two []parity.Resource
	for _, r := range s.Resources {
		if r.Type == typ && len(two) < 2 {
			two = append(two, r)
		}
	}
	two[0].Inputs[input], two[1].Inputs[input] = two[1].Inputs[input], two[0].Inputs[input]
}

func copied(t *testing.T, s *parity.State) *parity.State {
	t.Helper()
	text, err := json.Marshal(map[string]any{"deployment": map[string]any{"resources": s.Resources}})
	require.NoError(t, err)
	c, err := parity.ReadState(text)
	require.NoError(t, err)
	return c
}
