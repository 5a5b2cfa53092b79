package snapshot

import (
	"reflect"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// sighting is an object as one file tells of it. Shared objects are seen by several accounts.
type sighting[T any] struct {
	value T
	at    object
	owner string // the account that it belongs to, where it tells
}

// register holds what was seen of a kind of objects, by identity, in the order of their first sighting.
type register[T any] struct {
	order []string
	seen  map[string][]sighting[T]
}

func (g *register[T]) add(identity string, at object, owner string, value T) {
	if identity == "" {
		return // the problem with its ID has been said
	}
	if g.seen == nil {
		g.seen = map[string][]sighting[T]{}
	}
	if g.seen[identity] == nil {
		g.order = append(g.order, identity)
	}
	g.seen[identity] = append(g.seen[identity], sighting[T]{value, at, owner})
}

// has says whether something was seen.
func (g *register[T]) has(identity string) bool { return len(g.seen[identity]) > 0 }

// settled is what was seen of one object. Sightings that say the same are one, whatever tags each account gave it. Where
// accounts see different things, the owner is right; where one account's files contradict each other, nobody is.
func (g *register[T]) settled(identity string, found *problems) (value T, there bool) {
	all := g.seen[identity]
	if len(all) == 0 {
		return value, false
	}
	chosen := all[0]
	for _, other := range all[1:] {
		switch same := alike(chosen.value, other.value); {
		case same && (owns(chosen) || !owns(other)):
		case same, owns(other) && !owns(chosen):
			chosen = other
		case owns(chosen) && !owns(other) && chosen.at.place() != other.at.place():
		default:
			found.add(other.at, "%s is not the same here as in %s; delete the older of the two", clip(identity), chosen.at)
		}
	}
	return chosen.value, true
}

func owns[T any](s sighting[T]) bool { return s.owner != "" && s.owner == s.at.place().account }

// all settles every object.
func (g *register[T]) all(found *problems) []T {
	var values []T
	for _, identity := range g.order {
		if value, there := g.settled(identity, found); there {
			values = append(values, value)
		}
	}
	return values
}

// alike compares what matters to packets.
func alike[T any](a, b T) bool {
	return reflect.DeepEqual(bare(a), bare(b))
}

// bare is a value without what differs from one onlooker to the other.
func bare[T any](value T) T {
	if field := reflect.ValueOf(&value).Elem().FieldByName("Object"); field.IsValid() {
		if o, is := field.Addr().Interface().(*network.Object); is {
			*o = network.Object{ID: o.ID}
		}
	}
	return value
}
