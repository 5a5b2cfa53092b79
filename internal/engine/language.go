package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// languageHost is the Go language host that the engine attaches to.
type languageHost struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	// body, when set, is run in this process in place of the folder that the engine names.
	body Body

	// environment is that of programs, which the engine's own host would hand down.
	environment []string

	progress io.Writer
}

// Handshake is the first call on a connection.
func (h *languageHost) Handshake(
	ctx context.Context, request *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	connectionOf(ctx).setEngine(request.GetEngineAddress())
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

// Cancel ends the programs that were started through the same connection.
func (h *languageHost) Cancel(ctx context.Context, _ *emptypb.Empty) (*emptypb.Empty, error) {
	connectionOf(ctx).cancel()
	return &emptypb.Empty{}, nil
}

// GetRequiredPackages answers that no plugin has to be there before the program runs: providers are attached, and a
// provider that is not attached is a clear error when its first resource is registered.
func (h *languageHost) GetRequiredPackages(
	context.Context, *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

// GetPluginInfo tells this host from Pulumi's own.
func (h *languageHost) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: "0.0.1-ingresshub"}, nil
}

// RuntimeOptionsPrompts has nothing to ask.
func (h *languageHost) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

// About says which Go command compiles programs.
func (h *languageHost) About(ctx context.Context, _ *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	tool, err := exec.LookPath("go")
	if err != nil {
		return nil, err
	}
	version, err := exec.CommandContext(ctx, tool, "env", "GOVERSION").Output()
	if err != nil {
		return nil, err
	}
	return &pulumirpc.AboutResponse{Executable: tool, Version: strings.TrimSpace(string(version))}, nil
}

// GetProgramDependencies lists the modules that the program's folder is built from.
func (h *languageHost) GetProgramDependencies(
	ctx context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	if h.body != nil {
		return &pulumirpc.GetProgramDependenciesResponse{}, nil
	}
	format := "{{if and .Version (not .Main) (not .Indirect)}}{{.Path}} {{.Version}}{{end}}"
	if request.GetTransitiveDependencies() {
		format = "{{if and .Version (not .Main)}}{{.Path}} {{.Version}}{{end}}"
	}
	cmd := exec.CommandContext(ctx, "go", "list", "-m", "-f", format, "all")
	cmd.Dir = request.GetInfo().GetProgramDirectory()
	output, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list in %s: %w", cmd.Dir, err)
	}
	response := &pulumirpc.GetProgramDependenciesResponse{}
	for line := range strings.Lines(string(output)) {
		if path, version, found := strings.Cut(strings.TrimSpace(line), " "); found {
			response.Dependencies = append(response.Dependencies, &pulumirpc.DependencyInfo{Name: path, Version: version})
		}
	}
	return response, nil
}

// InstallDependencies does nothing: `go build` fetches modules as it needs them.
func (h *languageHost) InstallDependencies(
	*pulumirpc.InstallDependenciesRequest, grpc.ServerStreamingServer[pulumirpc.InstallDependenciesResponse],
) error {
	return nil
}

// Run runs the program to its end. What it prints becomes messages of the engine.
func (h *languageHost) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	from := connectionOf(ctx)
	address := from.engineAddress()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(from.cancelled, cancel)()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, fmt.Errorf("engine at %q: %w", address, err)
	}
	defer conn.Close()
	log := &engineLog{ctx: ctx, client: pulumirpc.NewEngineClient(conn)}

	switch err := h.run(ctx, request, address, log); {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.Is(err, errReported):
		return &pulumirpc.RunResponse{Bail: true}, nil
	default:
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
}

func (h *languageHost) run(ctx context.Context, request *pulumirpc.RunRequest, address string, log *engineLog) error {
	run := Run{
		Organization:     request.GetOrganization(),
		Project:          request.GetProject(),
		Stack:            request.GetStack(),
		RootDirectory:    request.GetInfo().GetRootDirectory(),
		Config:           request.GetConfig(),
		ConfigSecretKeys: request.GetConfigSecretKeys(),
		Parallel:         request.GetParallel(),
		DryRun:           request.GetDryRun(),
		Monitor:          request.GetMonitorAddress(),
		Engine:           address,
	}
	if h.body != nil {
		return call(ctx, h.body, run)
	}
	path, err := h.executable(ctx, request.GetInfo())
	if err != nil {
		return err
	}
	told, err := run.environment()
	if err != nil {
		return err
	}
	stdout, stderr := log.stream(1), log.stream(2)
	defer stdout.flush()
	defer stderr.flush()
	return execute(ctx, path, request.GetPwd(), request.GetArgs(), slices.Concat(h.environment, told), stdout, stderr)
}

// executable is the compiled program: the one that the runtime option `binary` names, else one compiled here.
func (h *languageHost) executable(ctx context.Context, info *pulumirpc.ProgramInfo) (string, error) {
	folder := info.GetProgramDirectory()
	if binary := info.GetOptions().GetFields()["binary"].GetStringValue(); binary != "" {
		return prebuilt(folder, binary)
	}
	return compile(ctx, folder, info.GetEntryPoint(), h.progress)
}

// engineLog passes lines on to the engine, which shows them under the stack.
type engineLog struct {
	ctx    context.Context
	client pulumirpc.EngineClient
	mu     sync.Mutex
}

func (l *engineLog) stream(id int32) *lines {
	return &lines{send: func(line string) {
		l.mu.Lock()
		defer l.mu.Unlock()
		// A line that cannot be delivered is not worth failing an update for: then the engine is gone, and says so.
		_, _ = l.client.Log(l.ctx, &pulumirpc.LogRequest{
			Severity: pulumirpc.LogSeverity_INFO, Message: line + "\n", StreamId: id,
		})
	}}
}
