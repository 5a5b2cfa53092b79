package parity

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"
)

// maxMessage is the size of messages that Pulumi's own plugins accept.
const maxMessage = 400 << 20

// Provider is a resource provider that is asked as the engine asks it.
type Provider struct {
	// Name in reports.
	Name string

	rpc  pulumirpc.ResourceProviderClient
	ends []func() error

	// said is what it wrote to stderr, and revive starts it anew after a crash, where this process started it.
	said   func() string
	revive func(context.Context) (*Provider, error)
}

// Dial connects to a provider that serves at an address, and configures it.
func Dial(ctx context.Context, name, address string, settings Props) (*Provider, error) {
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage), grpc.MaxCallSendMsgSize(maxMessage)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	p := &Provider{Name: name, rpc: pulumirpc.NewResourceProviderClient(connection), ends: []func() error{connection.Close}}
	args, err := structpb.NewStruct(settings)
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	variables := map[string]string{}
	for key, value := range settings {
		if text, ok := value.(string); ok {
			variables["aws:config:"+key] = text
		}
	}
	if _, err := p.rpc.Configure(ctx, &pulumirpc.ConfigureRequest{Args: args, Variables: variables}); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: configuring: %w", name, err), p.Close())
	}
	return p, nil
}

// Close ends the connection, and the provider when [Launch] started it.
func (p *Provider) Close() error {
	var all error
	for _, end := range slices.Backward(p.ends) {
		all = errors.Join(all, end())
	}
	p.ends = nil
	return all
}

// Crash says that a provider ended over a question. It has been started anew, and the question is open.
type Crash struct{ Provider, Doing, URN, Panic string }

func (c *Crash) Error() string {
	return fmt.Sprintf("%s crashed %s %s: %s", c.Provider, c.Doing, c.URN, c.Panic)
}

var panicked = regexp.MustCompile(`(?m)^panic: (.*)$`)

// failed says what went wrong. A provider that this process started and that has crashed is started anew.
func (p *Provider) failed(ctx context.Context, doing string, r Resource, err error) error {
	if !gone(err) || p.revive == nil || ctx.Err() != nil {
		return fmt.Errorf("%s: %s %s: %w", p.Name, doing, r.URN, err)
	}
	// Its last words are complete once it has ended.
	said, closing := p.said, p.Close()
	crash := &Crash{Provider: p.Name, Doing: doing, URN: r.URN, Panic: "it says nothing of a panic"}
	if found := panicked.FindStringSubmatch(said()); found != nil {
		crash.Panic = found[1]
	}
	next, err := p.revive(ctx)
	if err != nil {
		return errors.Join(crash, closing, err)
	}
	*p = *next
	return crash
}

// Checked is a provider's answer to Check.
type Checked struct {
	Inputs   Props
	Failures []Failure

	// panicked says that the provider ended over these inputs.
	panicked string

	// foreseen is what would be recorded of a new resource with these inputs.
	foreseen Props
}

// Failure is why an input is refused.
type Failure struct{ Property, Reason string }

func (c Checked) refused() bool { return len(c.Failures) > 0 }

// reasons lists the failures in words.
func (c Checked) reasons() string {
	var all []string
	for _, f := range c.Failures {
		all = append(all, strings.Join(strings.Fields(f.Property+": "+f.Reason), " "))
	}
	return strings.Join(all, "; ")
}

// Check asks whether declared inputs are fine, given those of before.
func (p *Provider) Check(ctx context.Context, r Resource, olds, news Props) (Checked, error) {
	oldStruct, err := wire(olds)
	if err != nil {
		return Checked{}, err
	}
	newStruct, err := wire(news)
	if err != nil {
		return Checked{}, err
	}
	answer, err := p.rpc.Check(ctx, &pulumirpc.CheckRequest{
		Urn: r.URN, Type: r.Type, Name: r.Name(), Olds: oldStruct, News: newStruct, RandomSeed: []byte(strings.Repeat("parity", 6)),
	})
	switch {
	case gone(err):
		return Checked{}, p.failed(ctx, "checking", r, err)
	case err != nil: // a bridged provider's answer to values of another type
		return Checked{Failures: []Failure{{Reason: status.Convert(err).Message()}}}, nil
	}
	c := Checked{Inputs: answer.GetInputs().AsMap()}
	for _, f := range answer.GetFailures() {
		c.Failures = append(c.Failures, Failure{f.GetProperty(), f.GetReason()})
	}
	return c, nil
}

// Diff asks what it takes to get from a recorded resource to checked inputs.
func (p *Provider) Diff(ctx context.Context, r Resource, olds, outputs, news Props) (Decision, error) {
	var structs []*structpb.Struct
	for _, props := range []Props{olds, outputs, news} {
		s, err := wire(props)
		if err != nil {
			return Decision{}, err
		}
		structs = append(structs, s)
	}
	answer, err := p.rpc.Diff(ctx, &pulumirpc.DiffRequest{
		Id: r.ID, Urn: r.URN, Type: r.Type, Name: r.Name(), OldInputs: structs[0], Olds: structs[1], News: structs[2],
	})
	if err != nil {
		return Decision{}, p.failed(ctx, "comparing", r, err)
	}
	return decisionOf(answer), nil
}

// Foreseen asks what a provider would record of a new resource, as far as a preview knows.
func (p *Provider) Foreseen(ctx context.Context, r Resource, checked Props) (Props, error) {
	s, err := wire(checked)
	if err != nil {
		return nil, err
	}
	answer, err := p.rpc.Create(ctx, &pulumirpc.CreateRequest{Urn: r.URN, Type: r.Type, Name: r.Name(), Properties: s, Preview: true})
	if err != nil {
		return nil, p.failed(ctx, "previewing", r, err)
	}
	return answer.GetProperties().AsMap(), nil
}

// Schema asks which types there are.
func (p *Provider) Schema(ctx context.Context) (*Schema, error) {
	answer, err := p.rpc.GetSchema(ctx, &pulumirpc.GetSchemaRequest{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	return readSchema([]byte(answer.GetSchema()))
}

func wire(p Props) (*structpb.Struct, error) {
	if p == nil {
		return nil, nil
	}
	return structpb.NewStruct(p)
}

// gone says whether an error is about the connection instead of the question.
func gone(err error) bool {
	return err != nil && slices.Contains([]codes.Code{codes.Unavailable, codes.Canceled, codes.DeadlineExceeded}, status.Code(err))
}
