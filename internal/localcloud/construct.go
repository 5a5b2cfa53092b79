package localcloud

import (
	"context"
	"fmt"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/ingresshub/ingresshub/internal/localcloud/ekscomponent"
)

// Construct registers the children of a component of package eks, or the objects
// of a file, with the engine that asks for it.
func (p *provider) Construct(ctx context.Context, req *pulumirpc.ConstructRequest) (*pulumirpc.ConstructResponse, error) {
	if req.GetType() == tManifestFile && p.pkg == "kubernetes" {
		return p.constructManifests(ctx, req)
	}
	if p.pkg != "eks" {
		return nil, status.Errorf(codes.Unimplemented, "the local cloud does not know the component type %s", req.GetType())
	}
	c := connectionOf(ctx)
	c.mu.Lock()
	engine := c.engine
	c.mu.Unlock()
	if engine == "" {
		return ekscomponent.Construct(ctx, req, nil)
	}
	conn, err := grpc.NewClient(engine, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, fmt.Errorf("connecting to the engine: %w", err)
	}
	defer conn.Close()
	return ekscomponent.Construct(ctx, req, conn)
}
