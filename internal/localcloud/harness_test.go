package localcloud_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

type props = map[string]any

// world is a cloud with one connection to each of its packages, as a program
// with one provider per package has.
type world struct {
	t      *testing.T
	cloud  *localcloud.Cloud
	server *localcloud.Server
	aws    *instance
}

// newWorld serves a cloud until the test ends.
func newWorld(t *testing.T, o localcloud.Options) *world {
	t.Helper()
	c, err := localcloud.New(o)
	require.NoError(t, err)
	s, err := c.Serve(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() {
		s.Close()
		require.NoError(t, c.Close())
	})
	w := &world{t: t, cloud: c, server: s}
	w.aws = w.instance("aws", nil)
	return w
}

// instance is one configured provider of a package.
type instance struct {
	t      *testing.T
	client pulumirpc.ResourceProviderClient
}

func (w *world) instance(pkg string, config props) *instance {
	w.t.Helper()
	for _, a := range strings.Split(w.server.DebugProviders(), ",") {
		name, port, _ := strings.Cut(a, ":")
		if name != pkg {
			continue
		}
		conn, err := grpc.NewClient("127.0.0.1:"+port, grpc.WithTransportCredentials(insecure.NewCredentials()))
		require.NoError(w.t, err)
		w.t.Cleanup(func() { _ = conn.Close() })
		i := &instance{w.t, pulumirpc.NewResourceProviderClient(conn)}
		_, err = i.client.Configure(w.t.Context(), &pulumirpc.ConfigureRequest{Args: wire(w.t, config)})
		require.NoError(w.t, err)
		return i
	}
	require.FailNow(w.t, "no package "+pkg)
	return nil
}

// account gives an aws provider that works in another account.
func (w *world) account(id string) *instance {
	w.t.Helper()
	return w.instance("aws", props{"assumeRole": fmt.Sprintf(`{"roleArn":"arn:aws:iam::%s:role/deploy"}`, id)})
}

func wire(t *testing.T, p props) *structpb.Struct {
	t.Helper()
	s, err := structpb.NewStruct(p)
	require.NoError(t, err)
	return s
}

// resource is something that a program made.
type resource struct {
	Type, Name, ID string
	In, Out        props
}

func (r resource) str(output string) string {
	s, _ := r.Out[output].(string)
	return s
}

func urn(typ, name string) string {
	return "urn:pulumi:dev::test::" + typ + "::" + name
}

// check runs Check and gives the inputs and the reasons of what failed.
func (i *instance) check(typ, name string, olds, in props) (props, []string) {
	i.t.Helper()
	resp, err := i.client.Check(i.t.Context(), &pulumirpc.CheckRequest{
		Urn: urn(typ, name), Type: typ, Name: name, Olds: wire(i.t, olds), News: wire(i.t, in), RandomSeed: []byte("seed"),
	})
	require.NoError(i.t, err)
	var reasons []string
	for _, f := range resp.GetFailures() {
		reasons = append(reasons, f.GetProperty()+": "+f.GetReason())
	}
	return resp.GetInputs().AsMap(), reasons
}

// try checks and creates; either may fail.
func (i *instance) try(typ, name string, in props) (resource, error) {
	i.t.Helper()
	return i.tryContext(i.t.Context(), typ, name, in)
}

func (i *instance) tryContext(ctx context.Context, typ, name string, in props) (resource, error) {
	i.t.Helper()
	checked, failed := i.check(typ, name, nil, in)
	if len(failed) > 0 {
		return resource{}, fmt.Errorf("check: %s", strings.Join(failed, "; "))
	}
	resp, err := i.client.Create(ctx, &pulumirpc.CreateRequest{Urn: urn(typ, name), Type: typ, Name: name, Properties: wire(i.t, checked)})
	if err != nil {
		return resource{}, err
	}
	return resource{typ, name, resp.GetId(), checked, resp.GetProperties().AsMap()}, nil
}

// create must succeed.
func (i *instance) create(typ, name string, in props) resource {
	i.t.Helper()
	r, err := i.try(typ, name, in)
	require.NoError(i.t, err, "%s %s", typ, name)
	return r
}

// refuses must fail with a code.
func (i *instance) refuses(code, typ, name string, in props) {
	i.t.Helper()
	_, err := i.try(typ, name, in)
	require.ErrorContains(i.t, err, code, "%s %s", typ, name)
}

// diff compares a resource with new inputs.
func (i *instance) diff(r resource, in props) *pulumirpc.DiffResponse {
	i.t.Helper()
	checked, failed := i.check(r.Type, r.Name, r.In, in)
	require.Empty(i.t, failed)
	resp, err := i.client.Diff(i.t.Context(), &pulumirpc.DiffRequest{
		Id: r.ID, Urn: urn(r.Type, r.Name), Type: r.Type, Name: r.Name, OldInputs: wire(i.t, r.In), Olds: wire(i.t, r.Out), News: wire(i.t, checked),
	})
	require.NoError(i.t, err)
	return resp
}

// tryUpdate checks and updates; either may fail.
func (i *instance) tryUpdate(r resource, in props) (resource, error) {
	i.t.Helper()
	checked, failed := i.check(r.Type, r.Name, r.In, in)
	if len(failed) > 0 {
		return resource{}, fmt.Errorf("check: %s", strings.Join(failed, "; "))
	}
	resp, err := i.client.Update(i.t.Context(), &pulumirpc.UpdateRequest{
		Id: r.ID, Urn: urn(r.Type, r.Name), Type: r.Type, Name: r.Name, OldInputs: wire(i.t, r.In), Olds: wire(i.t, r.Out), News: wire(i.t, checked),
	})
	if err != nil {
		return resource{}, err
	}
	return resource{r.Type, r.Name, r.ID, checked, resp.GetProperties().AsMap()}, nil
}

func (i *instance) update(r resource, in props) resource {
	i.t.Helper()
	n, err := i.tryUpdate(r, in)
	require.NoError(i.t, err)
	return n
}

func (i *instance) delete(r resource) error {
	_, err := i.client.Delete(i.t.Context(), &pulumirpc.DeleteRequest{
		Id: r.ID, Urn: urn(r.Type, r.Name), Type: r.Type, Name: r.Name, Properties: wire(i.t, r.Out), OldInputs: wire(i.t, r.In),
	})
	return err
}

func (i *instance) read(typ, name, id string) *pulumirpc.ReadResponse {
	i.t.Helper()
	resp, err := i.client.Read(i.t.Context(), &pulumirpc.ReadRequest{Id: id, Urn: urn(typ, name), Type: typ, Name: name})
	require.NoError(i.t, err)
	return resp
}

func (i *instance) invoke(token string, args props) (props, error) {
	i.t.Helper()
	resp, err := i.client.Invoke(i.t.Context(), &pulumirpc.InvokeRequest{Tok: token, Args: wire(i.t, args)})
	if err != nil {
		return nil, err
	}
	for _, f := range resp.GetFailures() {
		return nil, fmt.Errorf("%s: %s", f.GetProperty(), f.GetReason())
	}
	return resp.GetReturn().AsMap(), nil
}
