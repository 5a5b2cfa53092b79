package localcloud

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"gopkg.in/yaml.v3"
)

// tManifestFile is the component of the kubernetes provider whose children are
// the objects of a file.
const tManifestFile = "kubernetes:yaml/v2:ConfigFile"

// constructManifests registers the component and the objects of its file with
// the engine that asks for it.
func (p *provider) constructManifests(ctx context.Context, req *pulumirpc.ConstructRequest) (*pulumirpc.ConstructResponse, error) {
	if err := p.reachCluster(ctx); err != nil {
		return nil, answer(err)
	}
	conn, err := grpc.NewClient(req.GetMonitorEndpoint(), grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage)))
	if err != nil {
		return nil, fmt.Errorf("connecting to the engine: %w", err)
	}
	defer conn.Close()
	engine := pulumirpc.NewResourceMonitorClient(conn)
	component, err := engine.RegisterResource(ctx, &pulumirpc.RegisterResourceRequest{
		Type: req.GetType(), Name: req.GetName(), Parent: req.GetParent(), Dependencies: req.GetDependencies(),
		Providers: req.GetProviders(), Aliases: req.GetAliases(), AliasSpecs: true, Protect: req.Protect, RetainOnDelete: req.RetainOnDelete,
		DeletedWith: req.GetDeletedWith(), ParentStackTraceHandle: req.GetStackTraceHandle(), AcceptSecrets: true, AcceptResources: true,
	})
	if err != nil {
		return nil, err
	}
	references := []any{}
	in := decode(req.GetInputs())
	objects, err := manifestsOf(in)
	if err != nil {
		return nil, status.Errorf(codes.Unknown, "%s %q: %s", req.GetType(), req.GetName(), err)
	}
	prefix := orElse(str(in, "resourcePrefix"), req.GetName())
	for _, object := range objects {
		reference, err := p.registerManifest(ctx, engine, req, component.GetUrn(), prefix, object)
		if err != nil {
			return nil, err
		}
		references = append(references, reference)
	}
	outputs, err := encode(Props{"resources": references})
	if err != nil {
		return nil, err
	}
	if _, err := engine.RegisterResourceOutputs(ctx, &pulumirpc.RegisterResourceOutputsRequest{Urn: component.GetUrn(), Outputs: outputs}); err != nil {
		return nil, err
	}
	return &pulumirpc.ConstructResponse{Urn: component.GetUrn(), State: outputs}, nil
}

// reachCluster refuses where the API server does not answer, in a preview, too:
// the provider asks it which kinds there are.
func (p *provider) reachCluster(ctx context.Context) error {
	scope, _ := connectionOf(ctx).scope()
	p.cloud.mu.Lock()
	defer p.cloud.mu.Unlock()
	return p.cloud.reachCluster(scope.account)
}

// registerManifest registers an object as a child, and refers to it.
func (p *provider) registerManifest(
	ctx context.Context, engine pulumirpc.ResourceMonitorClient, req *pulumirpc.ConstructRequest, parent, prefix string, object Props,
) (Props, error) {
	name := str(object, "metadata.name")
	if space := str(object, "metadata.namespace"); space != "" {
		name = space + "/" + name
	}
	version := str(object, "apiVersion")
	if !strings.Contains(version, "/") {
		version = "core/" + version
	}
	properties, err := encode(object)
	if err != nil {
		return nil, err
	}
	made, err := engine.RegisterResource(ctx, &pulumirpc.RegisterResourceRequest{
		Type: "kubernetes:" + version + ":" + str(object, "kind"), Name: prefix + ":" + name, Parent: parent, Custom: true, Object: properties,
		Provider: req.GetProviders()[p.pkg], Version: p.version, AcceptSecrets: true, AcceptResources: true,
	})
	if err != nil {
		return nil, err
	}
	return Props{sig.Key: sig.ResourceReference, "urn": made.GetUrn(), "id": orElse(made.GetId(), unknownString), "packageVersion": p.version}, nil
}

// manifestsOf are the objects of the component's file, none while it is unknown.
func manifestsOf(in Props) ([]Props, error) {
	if hasUnknown(in) {
		return nil, nil
	}
	file := str(in, "file")
	if version := publishedDefinitions.FindStringSubmatch(file); version != nil {
		return definitionsOf(version[1]), nil
	}
	if u, err := url.Parse(file); err == nil && u.IsAbs() {
		return nil, fmt.Errorf("fetching YAML over network: Get %q: dial tcp: lookup %s: no such host", file, u.Hostname())
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading YAML file from disk: %w", err)
	}
	var found []Props
	for decoder := yaml.NewDecoder(bytes.NewReader(text)); ; {
		object := Props{}
		if err := decoder.Decode(&object); errors.Is(err, io.EOF) {
			return found, nil
		} else if err != nil {
			return nil, fmt.Errorf("decoding YAML: %w", err)
		}
		if len(object) == 0 {
			continue
		}
		if str(object, "kind") == "" || str(object, "apiVersion") == "" {
			//lint:ignore ST1005 as the provider says it
			return nil, fmt.Errorf("Kubernetes resources require a kind and apiVersion: `%s`", canonical(object))
		}
		found = append(found, object)
	}
}
