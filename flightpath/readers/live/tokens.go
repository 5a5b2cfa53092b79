package live

import (
	"context"
	"errors"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// errRepeats is an endpoint that sends in circles.
var errRepeats = errors.New("the answer's token for the next page is that of the page itself")

// tokens lists everything of a call that the SDK has no paginator for.
func tokens[O any](member string, ask func(ctx context.Context, c *clients, token *string) (*O, *string, error)) asker {
	return asker{
		answer: reflect.TypeFor[O](), member: member,
		ask: func(ctx context.Context, c *clients, _ []string) ([]Document, error) {
			all := []Document{}
			for token := (*string)(nil); ; {
				page, next, err := ask(ctx, c, token)
				if err != nil {
					return nil, err
				}
				all = append(all, documents(page, member)...)
				if aws.ToString(next) == "" {
					return all, nil
				}
				if aws.ToString(next) == aws.ToString(token) {
					return nil, errRepeats
				}
				token = next
			}
		},
	}
}
