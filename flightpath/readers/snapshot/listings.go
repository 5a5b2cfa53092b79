package snapshot

import (
	"regexp"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// listing holds what is asked for once per parent: a route table's routes, a load balancer's listeners. Pages of one parent
// are joined; what is told twice is one.
type listing[T comparable] struct {
	order []string
	items map[string][]T
	at    map[string]object // where the parent was told of first
	known map[listed[T]]bool
}

type listed[T comparable] struct {
	parent string
	item   T
}

func (l *listing[T]) add(parent string, at object, items []T) {
	if parent == "" {
		return // the problem with its ID has been said
	}
	if l.items == nil {
		l.items, l.at, l.known = map[string][]T{}, map[string]object{}, map[listed[T]]bool{}
	}
	if _, told := l.at[parent]; !told {
		l.order = append(l.order, parent)
		l.at[parent] = at
	}
	for _, item := range items {
		if entry := (listed[T]{parent, item}); !l.known[entry] {
			l.known[entry] = true
			l.items[parent] = append(l.items[parent], item)
		}
	}
}

// of is what is known of a parent; told says whether anything told of it, be it that it has nothing.
func (l *listing[T]) of(parent string) (items []T, told bool) {
	_, told = l.at[parent]
	return l.items[parent], told
}

// lastMatch is the last match in a path: the nearest to the file's name.
func lastMatch(pattern *regexp.Regexp, path string) string {
	all := pattern.FindAllString(path, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

// unplaced says that an answer could not be used because nothing tells of what it is.
func (r *reader) unplaced(document object, key string, of network.GapKind, id string) {
	r.gaps = append(r.gaps, network.Gap{
		Kind: of, Account: document.place().account, Region: document.place().region,
		Reason: document.file.name + ": nothing tells of what these " + key + " are; put the ID (" + id + ") into the file's name",
	})
}
