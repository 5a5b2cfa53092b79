package live

import (
	"context"
	"fmt"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// mostPages is how many pages a list may have: with 1000 items on each, ten million.
const mostPages = 10_000

// errEndless is an endpoint that sends in circles.
var errEndless = fmt.Errorf("more than %d pages", mostPages)

// tokens lists everything of a call that the SDK has no paginator for.
func tokens[O any](member string, ask func(ctx context.Context, c *clients, token *string) (*O, *string, error)) asker {
	return asker{
		answer: reflect.TypeFor[O](), member: member,
		ask: func(ctx context.Context, c *clients, _ []string) ([]Document, error) {
			all := []Document{}
			token := (*string)(nil)
			for range mostPages {
				page, next, err := ask(ctx, c, token)
				if err != nil {
					return nil, err
				}
				all = append(all, documents(page, member)...)
				if aws.ToString(next) == "" {
					return all, nil
				}
				token = next
			}
			return nil, errEndless
		},
	}
}
