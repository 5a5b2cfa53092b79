package compare_test

import (
	"os"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/compare"
	"github.com/ingresshub/ingresshub/tests/e2e/expect"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/observe"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
	"github.com/stretchr/testify/require"
)

// The account of the snapshots in testdata, and who deployed there.
const (
	account = "123456789012"
	creator = "arn:aws:iam::123456789012:user/moto"
)

// good is an estate and snapshots of the emulated API before and after the real provider deployed it: what a comparison that
// finds nothing looks like. Tests alter the copy that they load.
type good struct {
	t             *testing.T
	planned       *plan.Plan
	before, after snapshot.Snapshot
}

func loadGood(t *testing.T) *good {
	t.Helper()
	text, err := os.ReadFile("testdata/estate.json")
	require.NoError(t, err)
	planned, err := plan.Parse(text)
	require.NoError(t, err)
	before, err := snapshot.Load("testdata/before")
	require.NoError(t, err)
	after, err := snapshot.Load("testdata/after")
	require.NoError(t, err)
	return &good{t, planned, before, after}
}

// want are the objects that must exist, got and was those that do and did.
func (g *good) want() []object.Object {
	return expect.Objects(g.planned, expect.Options{Account: account})
}

func (g *good) got() []object.Object { return g.must(g.observed(g.after)) }
func (g *good) was() []object.Object { return g.must(g.observed(g.before)) }

func (g *good) observed(of snapshot.Snapshot) ([]object.Object, error) {
	return observe.Objects(of, observe.Options{
		Before: g.before, Names: expect.Names(g.planned, expect.Options{}), Creators: []string{creator},
	})
}

func (g *good) must(objects []object.Object, err error) []object.Object {
	g.t.Helper()
	require.NoError(g.t, err)
	return objects
}

// report compares, without exceptions.
func (g *good) report() *compare.Report {
	g.t.Helper()
	return compare.Compare(g.want(), g.got(), g.was(), nil)
}

func TestGood(t *testing.T) {
	g := loadGood(t)
	report := g.report()
	require.True(t, report.OK(), report.String())
	require.Len(t, g.want(), report.Compared)
	// Every described type occurs, but for propagations, of which there must be none.
	types := map[object.Type]bool{object.TransitGatewayPropagation: true}
	for _, o := range g.want() {
		types[o.Type] = true
	}
	for _, described := range object.Described {
		require.True(t, types[described.Type], "the estate in testdata has no %s", described.Type)
	}
}

// TestDescribed holds the descriptions of types, which docs/fidelity.md prints, to what is compared.
func TestDescribed(t *testing.T) {
	g := loadGood(t)
	described := map[object.Type]map[string]bool{}
	for _, description := range object.Described {
		described[description.Type] = map[string]bool{}
		for _, field := range description.Fields {
			described[description.Type][field] = false
		}
	}
	for _, description := range object.Unplanned {
		described[description.Type] = map[string]bool{}
	}
	for _, o := range append(g.want(), g.got()...) {
		fields, known := described[o.Type]
		require.True(t, known, "%s is not described", o.Type)
		for field := range o.Fields {
			_, known := fields[field]
			require.True(t, known, "%s: field %q is not described", o.Type, field)
			fields[field] = true
		}
	}
	for kind, fields := range described {
		for field, compared := range fields {
			require.True(t, compared, "%s: field %q is described and never compared", kind, field)
		}
	}
}
