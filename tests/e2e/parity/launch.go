package parity

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// patience is how long a plugin may take to say where it listens, and to end.
const patience = time.Minute

// Launch starts a provider's executable as the engine does, and configures it. Its environment is the given one alone, so
// that nothing about the machine decides what it answers.
func Launch(ctx context.Context, name, path string, environment []string, settings Props) (_ *Provider, err error) {
	host, err := startHost(ctx)
	if err != nil {
		return nil, err
	}
	var ends []func() error
	defer func() {
		if err != nil {
			for i := len(ends) - 1; i >= 0; i-- {
				err = errors.Join(err, ends[i]())
			}
		}
	}()
	ends = append(ends, host.close)
	cmd := exec.Command(path, host.address)
	cmd.Env = environment
	said := &tail{}
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	ends = append(ends, func() error {
		_ = cmd.Process.Kill() // it holds nothing; a provider that is gone already is fine
		_ = cmd.Wait()
		return nil
	})
	port, err := firstLine(ctx, out)
	if err != nil {
		return nil, fmt.Errorf("%s did not say where it listens: %w\n%s", path, err, said)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return nil, fmt.Errorf("%s says %q instead of a port", path, port)
	}
	p, err := Dial(ctx, name, net.JoinHostPort("127.0.0.1", port), settings)
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, said)
	}
	p.ends, p.said = append(ends, p.ends...), said.String
	p.revive = func(ctx context.Context) (*Provider, error) { return Launch(ctx, name, path, environment, settings) }
	return p, nil
}

// firstLine reads one line and lets the rest flow off.
func firstLine(ctx context.Context, out io.Reader) (string, error) {
	type read struct {
		line string
		err  error
	}
	done := make(chan read, 1)
	go func() {
		buffered := bufio.NewReader(out)
		line, err := buffered.ReadString('\n')
		done <- read{strings.TrimSpace(line), err}
		_, _ = io.Copy(io.Discard, buffered)
	}()
	select {
	case r := <-done:
		return r.line, r.err
	case <-ctx.Done():
		return "", ctx.Err()
	case <-time.After(patience):
		return "", errors.New("it took too long")
	}
}

// host is the engine's end: a provider logs to it.
type host struct {
	pulumirpc.UnimplementedEngineServer
	address string
	server  *grpc.Server
}

func startHost(ctx context.Context) (*host, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	h := &host{address: listener.Addr().String(), server: grpc.NewServer()}
	pulumirpc.RegisterEngineServer(h.server, h)
	go func() { _ = h.server.Serve(listener) }() // ends when the listener is closed
	return h, nil
}

// Log takes what a provider logs. Answers say all that is compared, so it is dropped.
func (h *host) Log(context.Context, *pulumirpc.LogRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (h *host) close() error {
	h.server.Stop()
	return nil
}

// tail keeps the end of what a process says.
type tail struct {
	mu   sync.Mutex
	said bytes.Buffer
}

const tailSize = 64 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.said.Write(p)
	if excess := t.said.Len() - tailSize; excess > 0 {
		t.said.Next(excess)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.said.String()
}
