package parity_test

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/tests/e2e/parity"
)

// liar passes questions on to the local cloud and answers some of them otherwise.
type liar struct {
	pulumirpc.UnimplementedResourceProviderServer
	truth pulumirpc.ResourceProviderClient
	check func(*pulumirpc.CheckRequest, *pulumirpc.CheckResponse)
	diff  func(*pulumirpc.DiffRequest, *pulumirpc.DiffResponse)
}

func (l *liar) Configure(ctx context.Context, r *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	return l.truth.Configure(ctx, r)
}

func (l *liar) Create(ctx context.Context, r *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	return l.truth.Create(ctx, r)
}

func (l *liar) Check(ctx context.Context, r *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	answer, err := l.truth.Check(ctx, r)
	if err == nil && l.check != nil {
		l.check(r, answer)
	}
	return answer, err
}

func (l *liar) Diff(ctx context.Context, r *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	answer, err := l.truth.Diff(ctx, r)
	if err == nil && l.diff != nil {
		l.diff(r, answer)
	}
	return answer, err
}

// lying serves a liar in front of a cloud.
func lying(t *testing.T, server *localcloud.Server, l *liar) *parity.Provider {
	t.Helper()
	var port string
	for attached := range strings.SplitSeq(server.DebugProviders(), ",") {
		if p, ok := strings.CutPrefix(attached, "aws:"); ok {
			port = p
		}
	}
	connection, err := grpc.NewClient("127.0.0.1:"+port, grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	l.truth = pulumirpc.NewResourceProviderClient(connection)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	front := grpc.NewServer()
	pulumirpc.RegisterResourceProviderServer(front, l)
	go func() { _ = front.Serve(listener) }()
	p, err := parity.Dial(t.Context(), "liar", listener.Addr().String(), settings)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, p.Close())
		front.Stop()
		require.NoError(t, connection.Close())
	})
	return p
}

// TestPlanted plants differences of every sort, and the judge finds each where it is, and nothing else.
func TestPlanted(t *testing.T) {
	const subnet = "aws:ec2/subnet:Subnet"
	var some []parity.Resource
	for _, r := range samples(t) {
		if r.Type == subnet && len(some) < 3 {
			some = append(some, r)
		}
	}
	has := func(s *structpb.Struct, name string) bool { return s.GetFields()[name] != nil }
	for what, c := range map[string]struct {
		lie    liar
		path   string
		aspect parity.Aspect
		edits  []parity.Edit
	}{
		"a default": {liar{check: func(r *pulumirpc.CheckRequest, a *pulumirpc.CheckResponse) {
			if !has(r.GetNews(), "enableDns64") {
				a.GetInputs().GetFields()["enableDns64"] = structpb.NewBoolValue(true)
			}
		}}, "enableDns64", parity.Inputs, []parity.Edit{parity.Declared}},
		"a value that is refused": {liar{check: func(r *pulumirpc.CheckRequest, a *pulumirpc.CheckResponse) {
			if has(r.GetNews(), "ipv6Native") {
				a.Failures = append(a.Failures, &pulumirpc.CheckFailure{Property: "ipv6Native", Reason: "planted"})
			}
		}}, "ipv6Native", parity.Refusal, []parity.Edit{parity.Value}},
		"what forces replacement": {liar{diff: func(_ *pulumirpc.DiffRequest, a *pulumirpc.DiffResponse) {
			a.Replaces = slices.DeleteFunc(a.GetReplaces(), func(name string) bool { return name == "cidrBlock" })
		}}, "cidrBlock", parity.Verdict, []parity.Edit{parity.Change, parity.Remove, parity.Forget}},
		"a change that counts for nothing": {liar{diff: func(r *pulumirpc.DiffRequest, a *pulumirpc.DiffResponse) {
			if slices.Equal(a.GetDiffs(), []string{"mapPublicIpOnLaunch"}) {
				a.Changes, a.Diffs = pulumirpc.DiffResponse_DIFF_NONE, nil
			}
		}}, "mapPublicIpOnLaunch", parity.Verdict, []parity.Edit{parity.Change, parity.Forget}},
		"what goes first": {liar{diff: func(_ *pulumirpc.DiffRequest, a *pulumirpc.DiffResponse) {
			if slices.Contains(a.GetReplaces(), "vpcId") {
				a.DeleteBeforeReplace = true
			}
		}}, "vpcId", parity.Verdict, []parity.Edit{parity.Change}},
	} {
		t.Run(what, func(t *testing.T) {
			_, server, local := serve(t)
			judge, err := parity.NewJudge(t.Context(), local, lying(t, server, &c.lie))
			require.NoError(t, err)
			require.NoError(t, judge.Samples(t.Context(), some))
			found := judge.Report().Differences
			seen := map[parity.Edit]bool{}
			for _, d := range found {
				// What follows from the lie is at the same place, whatever it is.
				assert.Equal(t, c.path, d.Path, d.String())
				seen[d.Edit] = seen[d.Edit] || d.Aspect == c.aspect
			}
			for _, edit := range c.edits {
				assert.True(t, seen[edit], "%s: %s: %v", edit, c.aspect, found)
			}
		})
	}
}

// TestWaivers: a waiver excuses its own difference and no other, and is missed when it excuses nothing.
func TestWaivers(t *testing.T) {
	first := func(typ string) (parity.Waiver, parity.Difference) {
		i := slices.IndexFunc(parity.Waivers, func(w parity.Waiver) bool { return w.Type == typ })
		require.GreaterOrEqual(t, i, 0, typ)
		w := parity.Waivers[i]
		return w, parity.Difference{Type: w.Type, Path: w.Path, Edit: w.Edits[0], Aspect: w.Aspect}
	}
	w, d := first("aws:eks/nodeGroup:NodeGroup")
	other := d
	other.Path = "tags"
	excused, rest, idle := parity.Waived(parity.Report{Types: []string{w.Type}, Differences: []parity.Difference{d, other}})
	assert.Equal(t, []parity.Difference{d}, excused)
	assert.Equal(t, []parity.Difference{other}, rest)
	assert.Empty(t, idle)
	_, _, idle = parity.Waived(parity.Report{Types: []string{w.Type}})
	assert.Len(t, idle, 1)

	// Those for a bare bridge are missed when another shows that there is one, and not with the released plugin.
	attachment, planted := first("aws:ec2transitgateway/vpcAttachment:VpcAttachment")
	_, _, idle = parity.Waived(parity.Report{Types: []string{attachment.Type}})
	assert.Empty(t, idle)
	_, _, idle = parity.Waived(parity.Report{Types: []string{attachment.Type}, Differences: []parity.Difference{planted}})
	assert.Len(t, idle, 1)

	seen := map[string]bool{}
	for _, w := range parity.Waivers {
		assert.NotEmpty(t, w.Reason)
		for _, edit := range w.Edits {
			key := w.Type + w.Path + string(edit) + string(w.Aspect)
			assert.False(t, seen[key], "twice: %s", key)
			seen[key] = true
		}
	}
}
