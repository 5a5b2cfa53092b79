package ekscomponent_test

import (
	"context"
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/ingresshub/ingresshub/internal/localcloud/ekscomponent"
)

// An engine stands in for Pulumi's: it records what is registered, makes up IDs and outputs, and can refuse by name.
type engine struct {
	pulumirpc.UnimplementedResourceMonitorServer
	address string

	mu        sync.Mutex
	dryRun    bool
	silent    bool                      // data sources answer nothing
	failures  []*pulumirpc.CheckFailure // of getAddonVersion
	fail      map[string]error          // by resource name
	order     []*registered
	resources map[resource.URN]*registered
	invokes   []string
}

// A registered is one resource as it was asked for.
type registered struct {
	*pulumirpc.RegisterResourceRequest
	urn     resource.URN
	id      string
	inputs  resource.PropertyMap
	outputs resource.PropertyMap
}

func newEngine(t *testing.T) *engine {
	t.Helper()
	e := &engine{fail: map[string]error{}, resources: map[resource.URN]*registered{}}
	e.listen(t, e)
	return e
}

// listen starts the server that answers as the engine.
func (e *engine) listen(t *testing.T, as pulumirpc.ResourceMonitorServer) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := grpc.NewServer()
	pulumirpc.RegisterResourceMonitorServer(server, as)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	e.address = listener.Addr().String()
}

func (e *engine) RegisterResource(
	_ context.Context, req *pulumirpc.RegisterResourceRequest,
) (*pulumirpc.RegisterResourceResponse, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.fail[req.GetName()]; err != nil {
		return nil, err
	}
	inputs, err := plugin.UnmarshalProperties(req.GetObject(), wire)
	if err != nil {
		return nil, err
	}
	for _, urn := range req.GetDependencies() {
		if _, ok := e.resources[resource.URN(urn)]; !ok {
			return nil, status.Errorf(codes.InvalidArgument, "%s depends on %s, which is not registered", req.GetName(), urn)
		}
	}
	if _, ok := e.resources[resource.URN(req.GetParent())]; req.GetParent() != "" && !ok {
		return nil, status.Errorf(codes.InvalidArgument, "parent %s is not registered", req.GetParent())
	}
	var parent resource.URN
	if !strings.Contains(req.GetParent(), "pulumi:pulumi:Stack") {
		parent = resource.URN(req.GetParent())
	}
	var parentType string
	if parent != "" {
		parentType = string(parent.QualifiedType())
	}
	r := &registered{RegisterResourceRequest: req, inputs: inputs}
	r.urn = urn(parentType, req.GetType(), req.GetName())
	if _, ok := e.resources[r.urn]; ok {
		return nil, status.Errorf(codes.AlreadyExists, "duplicate resource %s", r.urn)
	}
	r.outputs = maps.Clone(inputs)
	if req.GetCustom() && !e.dryRun {
		r.id = req.GetName() + "-id"
		maps.Copy(r.outputs, computed(req.GetType(), req.GetName(), inputs))
	}
	e.resources[r.urn] = r
	e.order = append(e.order, r)
	object, err := plugin.MarshalProperties(r.outputs, wire)
	if err != nil {
		return nil, err
	}
	return &pulumirpc.RegisterResourceResponse{Urn: string(r.urn), Id: r.id, Object: object}, nil
}

func (e *engine) RegisterResourceOutputs(
	_ context.Context, req *pulumirpc.RegisterResourceOutputsRequest,
) (*emptypb.Empty, error) {
	outputs, err := plugin.UnmarshalProperties(req.GetOutputs(), wire)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.resources[resource.URN(req.GetUrn())].outputs = outputs
	return &emptypb.Empty{}, nil
}

func (e *engine) Invoke(
	_ context.Context, req *pulumirpc.ResourceInvokeRequest,
) (*pulumirpc.InvokeResponse, error) {
	args, err := plugin.UnmarshalProperties(req.GetArgs(), wire)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.fail[req.GetTok()]; err != nil {
		return nil, err
	}
	e.invokes = append(e.invokes, req.GetTok()+" "+req.GetProvider())
	if strings.HasPrefix(req.GetTok(), "aws:") && !strings.Contains(req.GetProvider(), "::pulumi:providers:aws::payments::") {
		return nil, status.Errorf(codes.InvalidArgument, "%s goes to provider %q", req.GetTok(), req.GetProvider())
	}
	if e.silent {
		return &pulumirpc.InvokeResponse{}, nil
	}
	var result resource.PropertyMap
	switch req.GetTok() {
	case "aws:index/getPartition:getPartition":
		result = props("partition", "aws-us-gov", "dnsSuffix", "amazonaws.com")
	case "aws:index/getRegion:getRegion":
		result = props("name", "us-gov-east-1")
	case "aws:ec2/getVpc:getVpc":
		result = props("id", "vpc-default")
	case "aws:ec2/getSubnets:getSubnets":
		result = props("ids", []any{"subnet-d1", "subnet-d2"})
	case "aws:eks/getAddonVersion:getAddonVersion":
		if len(e.failures) > 0 {
			return &pulumirpc.InvokeResponse{Failures: e.failures}, nil
		}
		result = props("version", args["addonName"].StringValue()+"@"+args["kubernetesVersion"].StringValue())
	case "pulumi:pulumi:getResource":
		r, ok := e.resources[resource.URN(args["urn"].StringValue())]
		if !ok {
			return nil, status.Errorf(codes.NotFound, "unknown resource %s", args["urn"])
		}
		result = resource.PropertyMap{
			"urn": args["urn"], "id": resource.NewProperty(r.id), "state": resource.NewProperty(r.outputs),
		}
	default:
		return nil, status.Errorf(codes.Unimplemented, "unknown function %s", req.GetTok())
	}
	object, err := plugin.MarshalProperties(result, wire)
	if err != nil {
		return nil, err
	}
	return &pulumirpc.InvokeResponse{Return: object}, nil
}

// computed are the outputs that the providers add, of those the components read.
func computed(typ, name string, inputs resource.PropertyMap) resource.PropertyMap {
	switch typ {
	case "aws:iam/role:Role":
		return props("arn", "arn:aws-us-gov:iam::111122223333:role/"+name, "name", name)
	case "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
		return props("arn", "arn:aws-us-gov:iam::111122223333:oidc-provider/"+name)
	case "aws:ec2/securityGroupRule:SecurityGroupRule":
		return props("securityGroupRuleId", "sgr-"+name)
	case "aws:ec2/launchTemplate:LaunchTemplate":
		return props("latestVersion", 7)
	case "aws:eks/cluster:Cluster":
		vpc := inputs["vpcConfig"].ObjectValue().Copy()
		vpc["clusterSecurityGroupId"] = resource.NewProperty("sg-of-eks")
		out := props(
			"arn", "arn:aws-us-gov:eks:us-gov-east-1:111122223333:cluster/payments", "name", "payments", "version", "1.33",
			"endpoint", "https://payments.eks.local", "certificateAuthority", map[string]any{"data": "Q0E="},
			"identities", []any{map[string]any{"oidcs": []any{map[string]any{"issuer": "https://oidc.eks.local/id/1"}}}},
		)
		out["vpcConfig"] = resource.NewProperty(vpc)
		return out
	}
	return nil
}

var wire = plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, KeepResources: true, KeepOutputValues: true}

const (
	awsProvider = "urn:pulumi:dev::shop::pulumi:providers:aws::payments::provider-1"
	stack       = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
)

func urn(parentType, typ, name string) resource.URN {
	if parentType != "" {
		typ = parentType + "$" + typ
	}
	return resource.URN(fmt.Sprintf("urn:pulumi:dev::shop::%s::%s", typ, name))
}

// props makes properties of pairs of keys and plain values.
func props(pairs ...any) resource.PropertyMap {
	m := resource.PropertyMap{}
	for pair := range slices.Chunk(pairs, 2) {
		v, ok := pair[1].(resource.PropertyValue)
		if !ok {
			v = resource.NewPropertyValue(pair[1])
		}
		m[resource.PropertyKey(pair[0].(string))] = v //nolint:forcetypeassert // a test gives a key
	}
	return m
}

// add puts a resource of the program's into the engine and returns a reference to it.
func (e *engine) add(typ, name, id string, outputs resource.PropertyMap) resource.PropertyValue {
	e.mu.Lock()
	defer e.mu.Unlock()
	u := urn("", typ, name)
	e.resources[u] = &registered{urn: u, id: id, outputs: outputs}
	return resource.MakeCustomResourceReference(u, resource.ID(id), "")
}

// construct asks for a component the way the engine does.
func (e *engine) construct(
	t *testing.T, typ, name string, inputs resource.PropertyMap, change ...func(*pulumirpc.ConstructRequest),
) (resource.PropertyMap, *pulumirpc.ConstructResponse, error) {
	t.Helper()
	object, err := plugin.MarshalProperties(inputs, wire)
	require.NoError(t, err)
	req := &pulumirpc.ConstructRequest{
		Project: "shop", Stack: "dev", Type: typ, Name: name, Parent: stack, Inputs: object,
		MonitorEndpoint: e.address, Providers: map[string]string{"aws": awsProvider}, DryRun: e.dryRun,
	}
	for _, f := range change {
		f(req)
	}
	e.mu.Lock()
	e.resources[resource.URN(stack)] = &registered{urn: stack}
	e.mu.Unlock()
	resp, err := ekscomponent.Construct(t.Context(), req, nil)
	if err != nil {
		return nil, nil, err
	}
	outputs, err := plugin.UnmarshalProperties(resp.GetState(), wire)
	require.NoError(t, err)
	return outputs, resp, nil
}

// children are the registered resources, each as "parent name > name type", sorted.
func (e *engine) children() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	lines := make([]string, 0, len(e.order))
	for _, r := range e.order {
		parent := ""
		if r.GetParent() != stack && r.GetParent() != "" {
			parent = resource.URN(r.GetParent()).Name() + " > "
		}
		lines = append(lines, parent+r.GetName()+" "+r.GetType())
	}
	slices.Sort(lines)
	return lines
}

// get finds a registered resource by its name and the last part of its type.
func (e *engine) get(t *testing.T, name, typ string) *registered {
	t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, r := range e.order {
		if r.GetName() == name && strings.HasSuffix(r.GetType(), ":"+typ) {
			return r
		}
	}
	require.Failf(t, "not registered", "%s %s", name, typ)
	return nil
}

// dependencies are the names of what a resource depends on, sorted.
func (r *registered) dependencies() []string {
	names := make([]string, 0, len(r.GetDependencies()))
	for _, u := range r.GetDependencies() {
		names = append(names, resource.URN(u).Name())
	}
	slices.Sort(names)
	return names
}

// text is an input, for comparing.
func (r *registered) text(key string) string {
	v := r.inputs[resource.PropertyKey(key)]
	if v.IsString() {
		return v.StringValue()
	}
	return fmt.Sprint(v.V)
}
