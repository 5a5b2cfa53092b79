package engine

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestStepsAreRecordedOnce(t *testing.T) {
	t.Parallel()
	custom := &StepState{Custom: true, ID: "id-1"}
	r := &Result{}
	for _, event := range []Event{
		{Started: &Progress{Step: Step{Op: OpCreate, URN: "component"}}},
		{Finished: &Progress{Step: Step{Op: OpCreate, URN: "component"}}},
		{Started: &Progress{Step: Step{Op: OpCreate, URN: "a"}}},
		{Finished: &Progress{Step: Step{Op: OpCreate, URN: "a", New: custom}}},
		{Finished: &Progress{Step: Step{Op: OpCreate, URN: "component", New: &StepState{Outputs: map[string]any{"x": 1}}}}},
		{Started: &Progress{Step: Step{Op: OpDeleteReplaced, URN: "a"}}},
		{Failed: &Progress{Step: Step{Op: OpDeleteReplaced, URN: "a", Old: custom}}},
		{Started: &Progress{Step: Step{Op: OpDeleteReplaced, URN: "a"}}},
		{Started: &Progress{Step: Step{Op: OpRefresh, URN: "b"}}},
		{Finished: &Progress{Step: Step{Op: OpUpdate, URN: "b", New: custom}}},
		{Diagnostic: &Diagnostic{Severity: "error", Message: "<{%reset%}>no\n"}},
		{Diagnostic: &Diagnostic{Severity: "info", Message: "soon", Ephemeral: true}},
		{Summary: &Summary{Changes: map[string]int{OpSame: 2, OpCreate: 1, OpRead: 3}}},
	} {
		r.record(event)
	}
	assert.Len(t, r.Steps, 5)
	assert.Equal(t, map[string]any{"x": 1}, r.Steps[0].New.Outputs, "the outputs came later")
	assert.True(t, r.Steps[1].Finished)
	assert.Equal(t, "id-1", r.Steps[1].ID())
	assert.True(t, r.Steps[2].Failed)
	assert.False(t, r.Steps[3].Finished, "this one was cut off")
	assert.Equal(t, OpUpdate, r.Steps[4].Op, "a refresh that found a difference")
	assert.Equal(t, []string{"no"}, r.Messages("error"))
	assert.Empty(t, r.Messages("info"))
	assert.Equal(t, 3, r.ChangeCount(), "component, a with two operations, and b")
	assert.Equal(t, "1 create, 3 read, 2 same", r.Summary())
	assert.Equal(t, "nothing", (&Result{}).Summary())
}

func TestChangesAreCountedAsTheyAreListed(t *testing.T) {
	t.Parallel()
	const prefix = "urn:pulumi:dev::p::"
	r := &Result{Changes: map[string]int{OpSame: 1, OpDelete: 5}}
	r.Steps = []Step{
		{Op: OpSame, Type: "aws:ec2/vpc:Vpc", URN: prefix + "aws:ec2/vpc:Vpc::same"},
		{Op: OpDelete, Type: "pulumi:providers:aws", URN: prefix + "pulumi:providers:aws::default"},
		{Op: OpCreate, Type: "pulumi:providers:aws", URN: prefix + "pulumi:providers:aws::default_6_83_4"},
	}
	assert.Empty(t, r.Changed(), "the engine's own providers are no change, whatever its summary says")
	assert.Zero(t, r.ChangeCount())

	for _, op := range []string{OpCreateReplacement, OpReplace, OpDeleteReplaced} {
		r.Steps = append(r.Steps, Step{Op: op, Type: "aws:ec2/vpc:Vpc", URN: prefix + "aws:ec2/vpc:Vpc::moved"})
	}
	r.Steps = append(r.Steps,
		Step{Op: OpUpdate, Type: "pulumi:providers:aws", URN: prefix + "pulumi:providers:aws::payments"},
		Step{Op: OpUpdate, Type: "aws:ec2/vpc:Vpc", URN: prefix + "aws:ec2/vpc:Vpc::default"})
	assert.Len(t, r.Changed(), 5)
	assert.Equal(t, 3, r.ChangeCount(), "a replaced VPC, a provider that is declared, and a VPC called default")
}

func TestErrorsThatOnlyFollowAreLeftOut(t *testing.T) {
	t.Parallel()
	const hungUp = "rpc error: code = Canceled desc = grpc: the client connection is closing"
	for name, test := range map[string]struct{ said, want []string }{
		"beside a cause":       {[]string{"no such VPC", hungUp}, []string{"no such VPC"}},
		"in a list":            {[]string{"2 errors occurred:\n\t* no such VPC\n\t* " + hungUp}, []string{"2 errors occurred:\n\t* no such VPC"}},
		"a list of them":       {[]string{"1 error occurred:\n\t* " + hungUp + "\n\n", "no such VPC"}, []string{"no such VPC"}},
		"nothing else":         {[]string{hungUp}, []string{hungUp}},
		"nothing of that kind": {[]string{"a:\nb", "a:\nb"}, []string{"a:\nb"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &Result{}
			for _, message := range test.said {
				r.record(Event{Diagnostic: &Diagnostic{Severity: "error", Message: message}})
			}
			assert.Equal(t, test.want, newOperationError("up", 255, r).Errors)
		})
	}
}
