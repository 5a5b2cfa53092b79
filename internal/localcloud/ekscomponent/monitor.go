package ekscomponent

import (
	"context"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
)

// A monitor is the engine's end of the connection: what one Construct call may ask of it.
type monitor struct {
	ctx    context.Context //nolint:containedctx // the value lives for one Construct call, whose context this is
	client pulumirpc.ResourceMonitorClient
	dryRun bool
}

// maxMessage is the size of messages that Pulumi's own plugins accept.
const maxMessage = 400 << 20

// dial connects to the engine that asked for a component.
func dial(endpoint string) (*grpc.ClientConn, error) {
	conn, err := grpc.NewClient(endpoint,
		grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage)))
	if err != nil {
		return nil, fmt.Errorf("connecting to the engine at %s: %w", endpoint, err)
	}
	return conn, nil
}

// pluginVersions are the versions of the providers that the children are made with. The real component carries versions of
// its own; those that this repository pins give the same set of default providers in every update, because the engine keeps
// one for each version that is asked for, and another for none.
var pluginVersions = map[string]string{"aws": "6.83.4", "kubernetes": "4.24.0"}

// versionOf is the version for a type or function token.
func versionOf(token string) string {
	token = strings.TrimPrefix(token, "pulumi:providers:")
	pkg, _, _ := strings.Cut(token, ":")
	return pluginVersions[pkg]
}

// register asks the engine for a resource and waits until it is there (in a preview: until the engine knows what
// would happen).
func (m *monitor) register(req *pulumirpc.RegisterResourceRequest) (*child, error) {
	req.AcceptSecrets = true
	req.AcceptResources = true
	req.SupportsPartialValues = true
	req.Version = versionOf(req.GetType())
	resp, err := m.client.RegisterResource(m.ctx, req)
	if err != nil {
		return nil, because(err, "%s %q", req.GetType(), req.GetName())
	}
	outputs, err := unmarshal(resp.GetObject())
	if err != nil {
		return nil, fmt.Errorf("%s %q: %w", req.GetType(), req.GetName(), err)
	}
	return &child{
		urn: resource.URN(resp.GetUrn()), id: resp.GetId(), custom: req.GetCustom(),
		outputs: outputs, dryRun: m.dryRun,
	}, nil
}

// An answer is what a data source says.
type answer struct {
	facts

	results resource.PropertyMap
	dryRun  bool
}

// result is one of the results. In a preview there may be nobody to ask yet, such as a
// provider whose role is still to be made: then a result that is missing is unknown.
func (a answer) result(key resource.PropertyKey) value {
	v := a.results[key]
	if a.unknown || v.IsNull() && a.dryRun {
		return unknown(a.dependencies...)
	}
	return a.around(v)
}

// invoke calls a data source. With an argument that is unknown there is nothing to ask yet, and so the results are
// unknown.
func (m *monitor) invoke(token, provider string, args resource.PropertyMap) (answer, error) {
	known, f := bare(object(args))
	if f.unknown {
		return answer{facts: f}, nil
	}
	wire, _, err := marshal(known.ObjectValue())
	if err != nil {
		return answer{}, fmt.Errorf("%s: %w", token, err)
	}
	resp, err := m.client.Invoke(m.ctx, &pulumirpc.ResourceInvokeRequest{
		Tok: token, Args: wire, Provider: provider, AcceptResources: true, Version: versionOf(token),
	})
	if err != nil {
		return answer{}, because(err, "%s", token)
	}
	if failures := resp.GetFailures(); len(failures) > 0 {
		reasons := make([]string, len(failures))
		for i, failure := range failures {
			reasons[i] = strings.TrimSpace(failure.GetProperty() + " " + failure.GetReason())
		}
		return answer{}, fmt.Errorf("%s: %s", token, strings.Join(reasons, "; "))
	}
	results, err := unmarshal(resp.GetReturn())
	if err != nil {
		return answer{}, fmt.Errorf("%s: %w", token, err)
	}
	return answer{facts: f, results: results, dryRun: m.dryRun}, nil
}

// read fetches the state of a resource that the program gave by reference. In a preview a property that is not in
// the state may still appear, so it counts as unknown.
func (m *monitor) read(reference value) (*child, error) {
	v, f := peel(reference)
	if f.unknown {
		return &child{unknown: true, dryRun: true, custom: true, extra: f}, nil
	}
	if v.IsString() {
		return nil, fmt.Errorf("a reference to a resource was expected, got the text %q: "+
			"the eks provider has to answer acceptResources in Configure", v.StringValue())
	}
	if !v.IsResourceReference() {
		return nil, fmt.Errorf("a reference to a resource was expected, got a %s", v.TypeString())
	}
	ref := v.ResourceReferenceValue()
	found, err := m.invoke("pulumi:pulumi:getResource", "", resource.PropertyMap{"urn": text(string(ref.URN))})
	if err != nil {
		return nil, err
	}
	c := &child{urn: ref.URN, custom: ref.ID.V != nil, dryRun: m.dryRun, extra: f}
	if id, ok := ref.IDString(); ok {
		c.id = id
	}
	if state := found.results["state"]; state.IsObject() {
		c.outputs = state.ObjectValue()
	}
	return c, nil
}

// because says what was asked when the engine refused, keeping the engine's status code: a canceled update stays
// recognizable as one.
func because(err error, format string, args ...any) error {
	s := status.Convert(err)
	return status.Errorf(s.Code(), "%s: %s", fmt.Sprintf(format, args...), s.Message())
}
