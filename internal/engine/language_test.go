package engine

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/ingresshub/ingresshub/internal/script"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// host is a client of a language host.
func host(t *testing.T) pulumirpc.LanguageRuntimeClient {
	t.Helper()
	server, err := startServer(&languageHost{environment: os.Environ(), progress: t.Output()}, &eventReceiver{receive: func(Event) {}})
	require.NoError(t, err)
	t.Cleanup(server.close)
	conn, err := grpc.NewClient(server.address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	client := pulumirpc.NewLanguageRuntimeClient(conn)
	_, err = client.Handshake(t.Context(), &pulumirpc.LanguageHandshakeRequest{EngineAddress: server.address})
	require.NoError(t, err)
	return client
}

func TestLanguageHostAnswers(t *testing.T) {
	t.Parallel()
	client := host(t)
	packages, err := client.GetRequiredPackages(t.Context(), &pulumirpc.GetRequiredPackagesRequest{})
	require.NoError(t, err)
	assert.Empty(t, packages.GetPackages())
	info, err := client.GetPluginInfo(t.Context(), &emptypb.Empty{})
	require.NoError(t, err)
	assert.NotEmpty(t, info.GetVersion())
	prompts, err := client.RuntimeOptionsPrompts(t.Context(), &pulumirpc.RuntimeOptionsRequest{})
	require.NoError(t, err)
	assert.Empty(t, prompts.GetPrompts())
	about, err := client.About(t.Context(), &pulumirpc.AboutRequest{})
	require.NoError(t, err)
	assert.Contains(t, about.GetVersion(), "go1.")
	assert.NotEmpty(t, about.GetExecutable())
}

func TestProgramDependencies(t *testing.T) {
	t.Parallel()
	client := host(t)
	folder, err := filepath.Abs("testdata/talker")
	require.NoError(t, err)
	request := &pulumirpc.GetProgramDependenciesRequest{Info: &pulumirpc.ProgramInfo{ProgramDirectory: folder}}
	direct, err := client.GetProgramDependencies(t.Context(), request)
	require.NoError(t, err)
	named := func(name string) func(*pulumirpc.DependencyInfo) bool {
		return func(d *pulumirpc.DependencyInfo) bool { return d.GetName() == name && d.GetVersion() != "" }
	}
	assert.True(t, slices.ContainsFunc(direct.GetDependencies(), named("github.com/pulumi/pulumi/sdk/v3")))
	request.TransitiveDependencies = true
	all, err := client.GetProgramDependencies(t.Context(), request)
	require.NoError(t, err)
	assert.Greater(t, len(all.GetDependencies()), len(direct.GetDependencies()))
}

func TestPrebuiltBinaryIsRunInsteadOfCompiling(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	text := "#!/bin/sh\n[ \"$PULUMI_STACK $PULUMI_DRY_RUN $PULUMI_PARALLEL\" = \"prod true 4\" ] || exit 9\nexit 32\n"
	script.Write(t, filepath.Join(folder, "prog"), text)
	client := host(t)
	run := func(binary string) (*pulumirpc.RunResponse, error) {
		options, err := structpb.NewStruct(map[string]any{"binary": binary})
		require.NoError(t, err)
		return client.Run(t.Context(), &pulumirpc.RunRequest{
			Stack: "prod", DryRun: true, Parallel: 4, Pwd: folder,
			Info: &pulumirpc.ProgramInfo{ProgramDirectory: folder, Options: options},
		})
	}
	response, err := run("./prog")
	require.NoError(t, err)
	assert.Empty(t, response.GetError())
	assert.True(t, response.GetBail(), "exit status 32: the program has reported its error")

	response, err = run("no-such-program-anywhere")
	require.NoError(t, err)
	assert.Contains(t, response.GetError(), "runtime option binary")
}

func TestCancelledConnectionRunsNothing(t *testing.T) {
	t.Parallel()
	client := host(t)
	_, err := client.Cancel(t.Context(), &emptypb.Empty{})
	require.NoError(t, err)
	response, err := client.Run(t.Context(), &pulumirpc.RunRequest{Info: &pulumirpc.ProgramInfo{ProgramDirectory: t.TempDir()}})
	if err == nil {
		assert.Contains(t, response.GetError(), "context canceled")
	}
}

func TestMessagesLoseTheirColours(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "error: no", plain("<{%fg 1%}>error: <{%reset%}>no"))
	assert.Equal(t, "a <{% b", plain("a <{% b"))
}

func TestLinesAreSentWhole(t *testing.T) {
	t.Parallel()
	var sent []string
	l := &lines{send: func(line string) { sent = append(sent, line) }}
	for _, part := range []string{"a", "b\nc\n", "", "d"} {
		n, err := l.Write([]byte(part))
		require.NoError(t, err)
		assert.Equal(t, len(part), n)
	}
	assert.Equal(t, []string{"ab", "c"}, sent)
	l.flush()
	l.flush()
	assert.Equal(t, []string{"ab", "c", "d"}, sent)
}
