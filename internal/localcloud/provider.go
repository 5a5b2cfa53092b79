package localcloud

import (
	"context"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

const simulation = "A simulation of this provider in memory (ingresshub's local cloud): nothing here reaches AWS or a cluster."

// provider answers the engine for one package.
type provider struct {
	pulumirpc.UnimplementedResourceProviderServer
	cloud   *Cloud
	pkg     string
	version string
}

// Handshake says what the provider can do. Packages with components get secrets
// as such, and eks outputs, too; elsewhere the engine keeps track of them.
func (p *provider) Handshake(ctx context.Context, req *pulumirpc.ProviderHandshakeRequest) (*pulumirpc.ProviderHandshakeResponse, error) {
	c := connectionOf(ctx)
	c.mu.Lock()
	c.engine = req.GetEngineAddress()
	c.mu.Unlock()
	components := p.pkg == "eks"
	return &pulumirpc.ProviderHandshakeResponse{
		AcceptSecrets: components || p.pkg == "kubernetes", AcceptResources: components, AcceptOutputs: components,
		SupportsAutonamingConfiguration: true,
	}, nil
}

// Attach tells the address of the engine that attached.
func (p *provider) Attach(ctx context.Context, req *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	c := connectionOf(ctx)
	c.mu.Lock()
	c.engine = req.GetAddress()
	c.mu.Unlock()
	return &emptypb.Empty{}, nil
}

// Cancel is called when the user gives up; the engine also cancels each request.
func (p *provider) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// GetPluginInfo names the version of the provider that is simulated.
func (p *provider) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: p.version}, nil
}

// GetMapping has nothing to convert programs from.
func (p *provider) GetMapping(context.Context, *pulumirpc.GetMappingRequest) (*pulumirpc.GetMappingResponse, error) {
	return &pulumirpc.GetMappingResponse{}, nil
}

// GetMappings has nothing to convert programs from.
func (p *provider) GetMappings(context.Context, *pulumirpc.GetMappingsRequest) (*pulumirpc.GetMappingsResponse, error) {
	return &pulumirpc.GetMappingsResponse{}, nil
}

// kindOf finds the row of the table for a request's type.
func (p *provider) kindOf(typ, urn string) (*kind, error) {
	if typ == "" {
		typ = typeOf(urn)
	}
	if k, ok := p.cloud.table[typ]; ok && strings.HasPrefix(typ, p.pkg+":") {
		return k, nil
	}
	return nil, status.Errorf(codes.Unimplemented,
		"the local cloud does not know the resource type %s; internal/localcloud holds the types that it simulates", typ)
}

// typeOf takes the type out of a URN.
func typeOf(urn string) string {
	parts := strings.Split(urn, "::")
	if len(parts) < 4 {
		return ""
	}
	types := strings.Split(parts[2], "$")
	return types[len(types)-1]
}

// call prepares a call in the scope of the request's connection.
func (p *provider) call(ctx context.Context, typ, urn, name string, in Props) (*call, error) {
	k, err := p.kindOf(typ, urn)
	if err != nil {
		return nil, err
	}
	s, configured := connectionOf(ctx).scope()
	if !configured {
		return nil, status.Errorf(codes.FailedPrecondition, "this connection to package %s has not been configured", p.pkg)
	}
	if name == "" {
		name = logicalName(urn)
	}
	return &call{cloud: p.cloud, kind: k, account: s.account, region: s.region, urn: urn, name: name, in: in}, nil
}
