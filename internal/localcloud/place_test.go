package localcloud

import (
	"context"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// place is one provider instance of a program: a package, an account and a
// Region, driven as the engine drives it.
type place struct {
	*provider
	t   *testing.T
	ctx context.Context
}

const (
	home  = "111111111111"
	other = "222222222222"
)

func newPlace(t *testing.T) place {
	t.Helper()
	cloud, err := New(Options{})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, cloud.Close()) })
	return place{provider: &provider{cloud: cloud, pkg: "aws"}, t: t}.in(home, "us-east-1")
}

// in is the same cloud, seen from another account and Region.
func (p place) in(account, region string) place {
	p.ctx = context.WithValue(context.Background(), connectionKey{}, &connection{configured: true, account: account, region: region})
	return p
}

// kubernetes is the same cloud, seen through a kubeconfig.
func (p place) kubernetes(server string) place {
	p = p.in(server, "")
	p.provider = &provider{cloud: p.cloud, pkg: "kubernetes"}
	return p
}

// made is a resource as the engine remembers it.
type made struct {
	place
	typ, name, id, urn string
	inputs, outputs    Props
}

func urnOf(typ, name string) string { return "urn:pulumi:test::project::" + typ + "::" + name }

func (p place) check(typ, name string, olds, in Props) (Props, []string) {
	p.t.Helper()
	oldText, err := encode(olds)
	require.NoError(p.t, err)
	text, err := encode(cloneValue(in).(Props))
	require.NoError(p.t, err)
	resp, err := p.Check(p.ctx, &pulumirpc.CheckRequest{Urn: urnOf(typ, name), Type: typ, Name: name, Olds: oldText, News: text, RandomSeed: []byte("seed")})
	require.NoError(p.t, err)
	var failures []string
	for _, f := range resp.GetFailures() {
		failures = append(failures, f.GetProperty()+": "+f.GetReason())
	}
	return decode(resp.GetInputs()), failures
}

func (p place) tryCreate(typ, name string, in Props) (made, error) {
	p.t.Helper()
	inputs, failures := p.check(typ, name, nil, in)
	require.Empty(p.t, failures)
	text, err := encode(inputs)
	require.NoError(p.t, err)
	resp, err := p.Create(p.ctx, &pulumirpc.CreateRequest{Urn: urnOf(typ, name), Type: typ, Name: name, Properties: text})
	if err != nil {
		return made{}, err
	}
	return made{p, typ, name, resp.GetId(), urnOf(typ, name), inputs, decode(resp.GetProperties())}, nil
}

// create makes a resource and holds what was made to what any resource must
// be: all outputs of the schema and no others, known ones already in the
// preview, and nothing to change after a refresh.
func (p place) create(typ, name string, in Props) made {
	p.t.Helper()
	m, err := p.tryCreate(typ, name, in)
	require.NoError(p.t, err)
	m.settled()
	k := p.cloud.table[typ]
	for output := range m.outputs {
		assert.Contains(p.t, k.schema.Outputs, output, "%s answers an output that the released provider does not have", typ)
	}
	foretells(p.t, typ, k.preview(m.inputs), m.outputs)
	for output := range k.schema.Outputs {
		if _, input := k.inputs()[output]; !input && output != "tagsAll" {
			assert.Contains(p.t, m.outputs, output, "%s leaves an output empty", typ)
		}
	}
	return m
}

// settled asserts that a refresh finds what the engine remembers, and that the
// same program then changes nothing.
func (m made) settled() {
	m.t.Helper()
	inputs, outputs, ok := m.read()
	require.True(m.t, ok, "%s %s cannot be read back", m.typ, m.id)
	assert.Equal(m.t, m.outputs, outputs, "a refresh of %s finds a difference", m.typ)
	assert.Equal(m.t, pulumirpc.DiffResponse_DIFF_NONE, m.diffOf(inputs, m.inputs).GetChanges(), "%s changes right after it was made", m.typ)
}

func (m made) read() (inputs, outputs Props, ok bool) {
	m.t.Helper()
	resp, err := m.Read(m.ctx, &pulumirpc.ReadRequest{Urn: m.urn, Type: m.typ, Name: m.name, Id: m.id})
	require.NoError(m.t, err)
	return decode(resp.GetInputs()), decode(resp.GetProperties()), resp.GetId() != ""
}

func (m made) diffOf(olds, news Props) *pulumirpc.DiffResponse {
	m.t.Helper()
	oldText, err := encode(olds)
	require.NoError(m.t, err)
	newText, err := encode(news)
	require.NoError(m.t, err)
	resp, err := m.Diff(m.ctx, &pulumirpc.DiffRequest{Urn: m.urn, Type: m.typ, Name: m.name, Id: m.id, OldInputs: oldText, News: newText})
	require.NoError(m.t, err)
	return resp
}

// replaces lists the inputs whose change forces replacement; nil where the
// change is made in place. A change that is none fails the test.
func (m made) replaces(changes Props) []string {
	m.t.Helper()
	news, failures := m.check(m.typ, m.name, m.inputs, merge(without(m.inputs, defaultsKey), changes))
	require.Empty(m.t, failures)
	d := m.diffOf(m.inputs, news)
	require.Equal(m.t, pulumirpc.DiffResponse_DIFF_SOME, d.GetChanges(), "%v changes nothing in %s", changes, m.typ)
	return d.GetReplaces()
}

func (m made) tryUpdate(changes Props) (made, error) {
	m.t.Helper()
	news, failures := m.check(m.typ, m.name, m.inputs, merge(without(m.inputs, defaultsKey), changes))
	require.Empty(m.t, failures)
	require.Empty(m.t, m.diffOf(m.inputs, news).GetReplaces(), "%v replaces %s", changes, m.typ)
	olds, err := encode(m.outputs)
	require.NoError(m.t, err)
	text, err := encode(news)
	require.NoError(m.t, err)
	resp, err := m.Update(m.ctx, &pulumirpc.UpdateRequest{Urn: m.urn, Type: m.typ, Name: m.name, Id: m.id, Olds: olds, News: text})
	if err != nil {
		return m, err
	}
	m.inputs, m.outputs = news, decode(resp.GetProperties())
	return m, nil
}

func (m made) update(changes Props) made {
	m.t.Helper()
	n, err := m.tryUpdate(changes)
	require.NoError(m.t, err)
	foretells(m.t, m.typ, m.cloud.table[m.typ].previewUpdate(m.outputs, n.inputs), n.outputs)
	n.settled()
	return n
}

func (m made) tryRemove() error {
	m.t.Helper()
	in, err := encode(m.inputs)
	require.NoError(m.t, err)
	_, err = m.Delete(m.ctx, &pulumirpc.DeleteRequest{Urn: m.urn, Type: m.typ, Name: m.name, Id: m.id, OldInputs: in})
	return err
}

func (m made) remove() {
	m.t.Helper()
	require.NoError(m.t, m.tryRemove())
	_, _, there := m.read()
	require.False(m.t, there, "%s %s is still there", m.typ, m.id)
}

// out is an output as text.
func (m made) out(path string) string { return str(m.outputs, path) }

// refused asserts that AWS refuses under a code.
func refused(t *testing.T, err error, code, message string) {
	t.Helper()
	require.Error(t, err)
	assert.Contains(t, err.Error(), "api error "+code+": ")
	assert.Contains(t, err.Error(), message)
}

// refuses asserts that AWS refuses to make something.
func (p place) refuses(typ, name string, in Props, code, message string) {
	p.t.Helper()
	_, err := p.tryCreate(typ, name, in)
	refused(p.t, err, code, message)
}

// invalid asserts that the provider's own validation refuses inputs.
func (p place) invalid(typ string, in Props, property, message string) {
	p.t.Helper()
	_, failures := p.check(typ, "invalid", nil, in)
	require.Len(p.t, failures, 1)
	assert.Contains(p.t, failures[0], property+": ")
	assert.Contains(p.t, failures[0], message)
}

// foretells asserts that a preview promises nothing that comes out otherwise,
// and says of all that comes out at least that it is not known.
func foretells(t *testing.T, path string, preview, actual any) {
	t.Helper()
	if isUnknown(preview) {
		return
	}
	if out, ok := actual.(map[string]any); ok {
		foreseen, ok := preview.(map[string]any)
		if !ok {
			assert.Failf(t, "not foreseen", "the preview of %s is %v, it becomes %v", path, preview, actual)
			return
		}
		for name := range merge(foreseen, out) {
			foretells(t, path+"."+name, foreseen[name], out[name])
		}
		return
	}
	assert.Equal(t, preview, actual, "the preview of %s", path)
}
