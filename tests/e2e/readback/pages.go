package readback

import (
	"context"

	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// pager is a paginator of the SDK: O is the answer, F the options of the service.
type pager[O, F any] interface {
	HasMorePages() bool
	NextPage(ctx context.Context, options ...func(*F)) (*O, error)
}

// collect reads every page and picks a list of each.
func collect[O, F, T any](ctx context.Context, pages pager[O, F], pick func(*O) []T) ([]T, error) {
	all := []T{} // so that nothing is shown as nothing
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, pick(page)...)
	}
	return all, nil
}

// keep reads every page and keeps what was picked under a key, which exists then even when there is nothing.
func keep[O, F, T any](
	ctx context.Context, into snapshot.Documents, key string, pages pager[O, F], pick func(*O) []T,
) ([]T, error) {
	all, err := collect(ctx, pages, pick)
	if err != nil {
		return nil, err
	}
	put(into, key, capitalised, all...)
	return all, nil
}

// put adds answers under a key.
func put[T any](into snapshot.Documents, key string, spelling spelling, answers ...T) {
	if into[key] == nil {
		into[key] = []snapshot.Document{}
	}
	for _, answer := range answers {
		if document, isObject := documentOf(answer, spelling).(snapshot.Document); isObject {
			into[key] = append(into[key], document)
		}
	}
}

// putOf adds an answer about a parent, such as an attribute or a list, under a key: the parent's ID is the field `parent`,
// the answer the field `field`.
func putOf(into snapshot.Documents, key, parent, id, field string, answer any) {
	if into[key] == nil {
		into[key] = []snapshot.Document{}
	}
	value := documentOf(answer, capitalised)
	if value == nil {
		value = []any{}
	}
	into[key] = append(into[key], snapshot.Document{parent: id, field: value})
}
