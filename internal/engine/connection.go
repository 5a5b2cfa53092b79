package engine

import (
	"context"
	"sync"

	"google.golang.org/grpc/stats"
)

// connection is what the language host knows about one connection from the engine. The engine opens several in one
// operation, one after another or at once, each with an address of its own to call back, which it says in the handshake.
// It cancels them one by one as well: cancelling the one that looked for plugins must not end the program.
type connection struct {
	cancelled context.Context
	cancel    context.CancelFunc

	mu     sync.Mutex
	engine string
}

func newConnection() *connection {
	cancelled, cancel := context.WithCancel(context.Background())
	return &connection{cancelled: cancelled, cancel: cancel}
}

func (c *connection) setEngine(address string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.engine = address
}

func (c *connection) engineAddress() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.engine
}

type connectionKey struct{}

// connectionOf returns the connection on which a call came in.
func connectionOf(ctx context.Context) *connection {
	if c, ok := ctx.Value(connectionKey{}).(*connection); ok {
		return c
	}
	return newConnection()
}

// connections gives each connection of a gRPC server a [connection] of its own.
type connections struct{}

func (connections) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context {
	return context.WithValue(ctx, connectionKey{}, newConnection())
}

func (connections) HandleConn(ctx context.Context, event stats.ConnStats) {
	if _, ended := event.(*stats.ConnEnd); ended {
		connectionOf(ctx).cancel()
	}
}

func (connections) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }
func (connections) HandleRPC(context.Context, stats.RPCStats)                       {}
