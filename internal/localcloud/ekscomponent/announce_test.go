package ekscomponent_test

import (
	"context"
	"net"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/ingresshub/ingresshub/internal/localcloud/ekscomponent"
)

// A display collects the messages for the person at the terminal.
type display struct {
	pulumirpc.UnimplementedEngineServer
	messages []*pulumirpc.LogRequest
}

func (d *display) Log(_ context.Context, req *pulumirpc.LogRequest) (*emptypb.Empty, error) {
	d.messages = append(d.messages, req)
	return &emptypb.Empty{}, nil
}

func TestConstructSaysThatItSimulates(t *testing.T) {
	t.Parallel()
	shown := &display{}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := grpc.NewServer()
	pulumirpc.RegisterEngineServer(server, shown)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	conn, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, conn.Close()) })

	e := newEngine(t)
	inputs, err := plugin.MarshalProperties(props("clusterName", "payments", "addonVersion", "v1"), wire)
	require.NoError(t, err)
	resp, err := ekscomponent.Construct(t.Context(), &pulumirpc.ConstructRequest{
		Type: typeVpcCniAddon, Name: "cni", Inputs: inputs, MonitorEndpoint: e.address,
	}, conn)
	require.NoError(t, err)
	require.Len(t, shown.messages, 1)
	assert.Equal(t, resp.GetUrn(), shown.messages[0].GetUrn())
	assert.Contains(t, shown.messages[0].GetMessage(), "simulated")
	assert.Equal(t, pulumirpc.LogSeverity_INFO, shown.messages[0].GetSeverity())
}

func TestConstructEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	inputs, err := plugin.MarshalProperties(private(), wire)
	require.NoError(t, err)
	_, err = ekscomponent.Construct(ctx, &pulumirpc.ConstructRequest{
		Type: typeCluster, Name: "payments", MonitorEndpoint: newEngine(t).address,
		Inputs: inputs,
	}, nil)
	require.ErrorContains(t, err, "canceled")
}
