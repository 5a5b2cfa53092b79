package live

import (
	"context"
	"reflect"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/networkfirewall"
)

// clients are the SDK's clients of one account and Region.
type clients struct {
	ec2      *ec2.Client
	elb      *elb.Client
	firewall *networkfirewall.Client
	eks      *eks.Client
}

func newClients(config aws.Config) *clients {
	return &clients{ec2.NewFromConfig(config), elb.NewFromConfig(config), networkfirewall.NewFromConfig(config), eks.NewFromConfig(config)}
}

// Services, by the names that IAM gives them.
const (
	ofEC2      = "ec2"
	ofELB      = "elasticloadbalancing"
	ofFirewall = "network-firewall"
	ofEKS      = "eks"
)

// Call is one of the describe calls that an account is read with.
type Call struct {
	// Service is the prefix of its IAM action, and Operation the API's name of it.
	Service, Operation string

	// Key is the top-level key that its answers stand under.
	Key string

	// also are further IAM actions that it may need.
	also []string

	// after is the operation whose answers say what to ask for, and ids takes the IDs from one of them; a call without it
	// is made once.
	after string
	ids   func(answer Document) []string

	// batch is how many IDs are asked for at once; 0 means one.
	batch int

	// instead says that an answer stands for what the earlier call listed of the same object.
	instead bool

	// names says that its answers only name what the next call asks about, under whose key they are missing where they are.
	names bool

	// single says that the key holds one object and not a list.
	single bool

	asker
}

// Action is the IAM action that allows the call.
func (c *Call) Action() string { return c.Service + ":" + c.Operation }

// Actions are all that it may need.
func (c *Call) Actions() []string {
	actions := []string{c.Action()}
	for _, operation := range c.also {
		actions = append(actions, c.Service+":"+operation)
	}
	return actions
}

// asker makes a call, with all of its pages, for the given IDs or for everything.
type asker struct {
	ask func(ctx context.Context, c *clients, ids []string) ([]Document, error)

	// answer is the type of the answer, and member its field that is kept.
	answer reflect.Type
	member string
}

// Calls are all calls, in the order in which they are reported.
func Calls() []Call {
	return slices.Concat(vpcCalls, filterCalls, interfaceCalls, gatewayCalls, endpointCalls, prefixListCalls, transitCalls,
		balancerCalls, firewallCalls, clusterCalls)
}

// pager is a paginator of the SDK: O is the answer, F the options of the service.
type pager[O, F any] interface {
	HasMorePages() bool
	NextPage(ctx context.Context, options ...func(*F)) (*O, error)
}

// paged lists everything: the member's items on every page.
func paged[P pager[O, F], O, F any](member string, open func(c *clients) P) asker {
	return asker{
		answer: reflect.TypeFor[O](), member: member,
		ask: func(ctx context.Context, c *clients, _ []string) ([]Document, error) {
			return collect(ctx, member, pager[O, F](open(c)))
		},
	}
}

// pagedOf lists what belongs to a parent: one document, with the parent's ID under a name.
func pagedOf[P pager[O, F], O, F any](parent, member string, open func(c *clients, id *string) P) asker {
	return asker{
		answer: reflect.TypeFor[O](), member: member,
		ask: func(ctx context.Context, c *clients, ids []string) ([]Document, error) {
			all, err := collect(ctx, member, pager[O, F](open(c, &ids[0])))
			return []Document{{parent: ids[0], member: items(all)}}, err
		},
	}
}

// once is a call that AWS answers on one page.
func once[O any](member string, ask func(ctx context.Context, c *clients, ids []string) (*O, error)) asker {
	return asker{
		answer: reflect.TypeFor[O](), member: member,
		ask: func(ctx context.Context, c *clients, ids []string) ([]Document, error) {
			answer, err := ask(ctx, c, ids)
			if err != nil {
				return nil, err
			}
			return documents(answer, member), nil
		},
	}
}

// onceOf is a call about a parent that AWS answers on one page.
func onceOf[O any](parent, member string, ask func(ctx context.Context, c *clients, id *string) (*O, error)) asker {
	return asker{
		answer: reflect.TypeFor[O](), member: member,
		ask: func(ctx context.Context, c *clients, ids []string) ([]Document, error) {
			answer, err := ask(ctx, c, &ids[0])
			if err != nil {
				return nil, err
			}
			return []Document{{parent: ids[0], member: items(documents(answer, member))}}, nil
		},
	}
}

func collect[O, F any](ctx context.Context, member string, pages pager[O, F]) ([]Document, error) {
	all := []Document{}
	for left := mostPages; pages.HasMorePages(); left-- {
		if left == 0 {
			return nil, errEndless
		}
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, documents(page, member)...)
	}
	return all, nil
}

// documents are the items of a member of an answer, or its one object.
func documents[O any](answer *O, member string) []Document {
	all := []Document{}
	switch printed := value(reflect.ValueOf(answer).Elem().FieldByName(member), asCalled).(type) {
	case Document:
		all = append(all, printed)
	case []any:
		for _, item := range printed {
			if document, is := item.(Document); is {
				all = append(all, document)
			}
		}
	}
	return all
}

// items are documents as a list inside another document holds them.
func items(all []Document) []any {
	list := make([]any, len(all))
	for i, document := range all {
		list[i] = document
	}
	return list
}

// field takes an ID from a field of a document.
func field(name string) func(Document) []string {
	return func(answer Document) []string {
		if id, is := answer[name].(string); is && id != "" {
			return []string{id}
		}
		return nil
	}
}

// whole keeps all of an answer.
func whole[O any](ask func(ctx context.Context, c *clients, id *string) (*O, error)) asker {
	return asker{
		answer: reflect.TypeFor[O](),
		ask: func(ctx context.Context, c *clients, ids []string) ([]Document, error) {
			answer, err := ask(ctx, c, &ids[0])
			if err != nil {
				return nil, err
			}
			return []Document{fields(reflect.ValueOf(answer).Elem(), asCalled)}, nil
		},
	}
}
