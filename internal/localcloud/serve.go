package localcloud

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// servedPackage is a provider that the cloud stands in for, with the version
// that it follows.
type servedPackage struct{ name, version string }

// packages are all of them.
var packages = []servedPackage{
	{"aws", "6.83.4"},
	{"eks", "3.9.1"},
	{"kubernetes", "4.24.0"},
}

// maxMessage is the size of messages that Pulumi's own plugins accept.
const maxMessage = 400 << 20

// Server is a cloud that the Pulumi engine can attach to.
type Server struct {
	servers []*grpc.Server
	attach  []string
	stop    func() bool
}

// Serve listens on the loopback interface, one server per package, until Close
// is called or the context ends. Where packages are named it stands in for no
// others: the engine then starts those providers' own plugins.
func (c *Cloud) Serve(ctx context.Context, only ...string) (*Server, error) {
	for _, name := range only {
		if !slices.ContainsFunc(packages, func(p servedPackage) bool { return p.name == name }) {
			return nil, fmt.Errorf("the local cloud does not stand in for package %q", name)
		}
	}
	s := &Server{}
	for _, p := range packages {
		if len(only) > 0 && !slices.Contains(only, p.name) {
			continue
		}
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			s.Close()
			return nil, fmt.Errorf("listening for package %s: %w", p.name, err)
		}
		g := grpc.NewServer(grpc.StatsHandler(connections{}), grpc.MaxRecvMsgSize(maxMessage))
		pulumirpc.RegisterResourceProviderServer(g, &provider{cloud: c, pkg: p.name, version: p.version})
		s.servers = append(s.servers, g)
		s.attach = append(s.attach, fmt.Sprintf("%s:%d", p.name, l.Addr().(*net.TCPAddr).Port))
		go func() { _ = g.Serve(l) }() // ends with an error only when the listener is closed
	}
	s.stop = context.AfterFunc(ctx, s.shut)
	return s, nil
}

// DebugProviders is the value of PULUMI_DEBUG_PROVIDERS with which the engine
// attaches to the cloud.
func (s *Server) DebugProviders() string { return strings.Join(s.attach, ",") }

// Close ends all connections. Requests under way see their context cancelled.
func (s *Server) Close() {
	if s.stop != nil {
		s.stop()
	}
	s.shut()
}

func (s *Server) shut() {
	for _, g := range s.servers {
		g.Stop()
	}
}
