package localcloud

import (
	"context"
	"sync"

	"google.golang.org/grpc/stats"
)

// connection is one provider instance of a program. The engine opens a
// connection for each of them, which is the only thing that tells the instances
// of an attached package apart: the account and the Region that Configure
// names hold for every later request on the same connection.
type connection struct {
	mu         sync.Mutex
	configured bool
	account    string
	region     string
	tags       Props // the provider's default tags
	engine     string
}

type connectionKey struct{}

// connections tags every connection of a server with a connection of its own.
type connections struct{}

func (connections) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context {
	return context.WithValue(ctx, connectionKey{}, &connection{})
}

func (connections) HandleConn(context.Context, stats.ConnStats) {}

func (connections) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }

func (connections) HandleRPC(context.Context, stats.RPCStats) {}

// connectionOf gives the connection that a request came over.
func connectionOf(ctx context.Context) *connection {
	if c, ok := ctx.Value(connectionKey{}).(*connection); ok {
		return c
	}
	return &connection{}
}

// scope is where a request takes place.
type scope struct {
	account, region string
	tags            Props
}

func (c *connection) scope() (scope, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return scope{c.account, c.region, c.tags}, c.configured
}
