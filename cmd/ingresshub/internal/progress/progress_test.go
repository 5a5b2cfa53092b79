package progress

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/engine"
)

func step(name string) *engine.Progress {
	return &engine.Progress{Step: engine.Step{
		Op: engine.OpCreate, Type: "aws:ec2/subnet:Subnet", URN: "urn:pulumi:dev::p::aws:ec2/subnet:Subnet::" + name,
		New: &engine.StepState{Custom: true},
	}}
}

func TestComponentsEndTwice(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	d := &Display{out: &out, terminal: true}
	d.Start("create", 2)
	component := step("a")
	component.Step.New.Custom = false
	for _, event := range []engine.Event{{Started: component}, {Finished: component}, {Finished: component}, {Started: step("b")}} {
		d.Event(event)
	}
	assert.True(t, strings.HasSuffix(out.String(), "create 1/2  ec2/Subnet b"), out.String())
}

func TestPlainLinesWithoutATerminal(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	file, err := os.Create(path)
	require.NoError(t, err)
	d := New(file)
	d.Start("create", 2)
	d.Event(engine.Event{Started: step("a")})
	d.Event(engine.Event{Finished: step("a")})
	_, err = d.Write([]byte("compiling\n"))
	require.NoError(t, err)
	d.Event(engine.Event{Diagnostic: &engine.Diagnostic{Severity: "warning", Message: "careful\n"}})
	d.End("2 created")
	require.NoError(t, file.Close())

	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "\x1b", "no control characters in a log")
	assert.True(t, strings.HasPrefix(string(text), "create 0/2\ncompiling\n  warning: careful\ncreate: 2 created, "), string(text))
}

func TestTheEnginesOwnProvidersAreNotCounted(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	d := &Display{out: &out, terminal: true}
	d.Start("create", 2)
	own := step("default_6_83_4")
	own.Step.Type, own.Step.URN = "pulumi:providers:aws", "urn:pulumi:dev::p::pulumi:providers:aws::default_6_83_4"
	for _, event := range []engine.Event{{Started: own}, {Finished: own}, {Started: step("a")}, {Finished: step("a")}} {
		d.Event(event)
	}
	assert.True(t, strings.HasSuffix(out.String(), "create 1/2  ec2/Subnet a"), out.String())
}

func TestPaceWithoutATerminal(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	d := &Display{out: &out}
	d.Start("create", 100)
	for range 9 {
		d.Event(engine.Event{Finished: step("a")})
	}
	assert.False(t, d.due(9*time.Second), "9 % is no tenth")
	assert.True(t, d.due(10*time.Second), "a sign of life")
	d.Event(engine.Event{Finished: step("a")})
	assert.False(t, d.due(time.Second), "too soon")
	assert.True(t, d.due(2*time.Second), "10 %")
	assert.Equal(t, "create 0/100\n", out.String())

	d.last = d.last.Add(-2 * time.Second)
	d.Event(engine.Event{Finished: step("b")})
	assert.Equal(t, "create 0/100\ncreate 11/100\n", out.String())
	assert.False(t, d.due(9*time.Second), "the tenth has been told")

	d.Start("preview", 0)
	d.Event(engine.Event{Started: step("a")})
	assert.False(t, d.due(9*time.Second), "there are no tenths of what is not known")
	assert.True(t, d.due(10*time.Second))
}

func TestLineOnATerminal(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	d := &Display{out: &out, terminal: true}
	d.Start("create", 3)
	d.Event(engine.Event{Started: step("payments.node.use1-az1")})
	d.Event(engine.Event{Finished: step("payments.node.use1-az1")})
	d.Event(engine.Event{Started: step("b")})
	d.Event(engine.Event{Failed: step("b")})
	lines := strings.Split(out.String(), "\r\x1b[K")
	assert.Equal(t, "create 0/3  ec2/Subnet payments.node.use1-az1", lines[2])
	assert.Equal(t, "create 2/3, 1 failed  ec2/Subnet b", lines[len(lines)-1])
	d.End("done")
	assert.Contains(t, out.String(), "b\r\x1b[Kcreate: done", "the last line replaces the one that moves")
}

func TestLabelAndClip(t *testing.T) {
	t.Parallel()
	stack := engine.Step{Type: "pulumi:pulumi:Stack", URN: "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev"}
	assert.Equal(t, "pulumi/Stack p-dev", label(stack))
	assert.Equal(t, "αβ…", clip("αβγδ", 3))
	assert.Equal(t, "αβγ", clip("αβγ", 3))
}
