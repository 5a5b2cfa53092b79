package engine_test

import (
	"context"
	"fmt"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// ballast is a provider with one resource type, which holds what it is given. It can be told to stall.
type ballast struct {
	pulumirpc.UnimplementedResourceProviderServer

	mu      sync.Mutex
	objects map[string]bool
	next    int

	// before and after, when set, run on either side of a creation.
	before, after func(ctx context.Context)
}

// serveBallast returns the provider and the value of PULUMI_DEBUG_PROVIDERS.
func serveBallast(t *testing.T) (*ballast, string) {
	t.Helper()
	provider := &ballast{objects: map[string]bool{}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := grpc.NewServer()
	pulumirpc.RegisterResourceProviderServer(server, provider)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	return provider, fmt.Sprintf("ballast:%d", listener.Addr().(*net.TCPAddr).Port)
}

func (b *ballast) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.objects)
}

func (b *ballast) Attach(context.Context, *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (b *ballast) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: "1.0.0"}, nil
}

func (b *ballast) CheckConfig(_ context.Context, r *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Inputs: r.GetNews()}, nil
}

func (b *ballast) Configure(context.Context, *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	return &pulumirpc.ConfigureResponse{AcceptSecrets: true, SupportsPreview: true}, nil
}

func (b *ballast) Check(_ context.Context, r *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Inputs: r.GetNews()}, nil
}

func (b *ballast) Diff(_ context.Context, r *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	if r.GetOldInputs().String() == r.GetNews().String() {
		return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}, nil
	}
	return &pulumirpc.DiffResponse{
		Changes: pulumirpc.DiffResponse_DIFF_SOME, Replaces: []string{"weight"}, Diffs: []string{"weight"},
	}, nil
}

func (b *ballast) Create(ctx context.Context, r *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	if r.GetPreview() {
		return &pulumirpc.CreateResponse{Properties: r.GetProperties()}, nil
	}
	if b.before != nil {
		b.before(ctx)
	}
	b.mu.Lock()
	b.next++
	id := fmt.Sprintf("stone-%d", b.next)
	b.objects[id] = true
	b.mu.Unlock()
	if b.after != nil {
		b.after(ctx)
	}
	return &pulumirpc.CreateResponse{Id: id, Properties: r.GetProperties()}, nil
}

func (b *ballast) Read(_ context.Context, r *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.objects[r.GetId()] {
		return &pulumirpc.ReadResponse{}, nil
	}
	return &pulumirpc.ReadResponse{Id: r.GetId(), Properties: r.GetProperties(), Inputs: r.GetInputs()}, nil
}

func (b *ballast) Delete(_ context.Context, r *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.objects, r.GetId())
	return &emptypb.Empty{}, nil
}

func (b *ballast) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

const stoneType = "ballast:index:Stone"

// stone is the provider's resource in programs.
type stone struct {
	pulumi.CustomResourceState
	Weight pulumi.IntOutput `pulumi:"weight"`
}

func newStone(ctx *pulumi.Context, name string, weight int) error {
	return ctx.RegisterResource(stoneType, name, pulumi.Map{"weight": pulumi.Int(weight)}, &stone{})
}
