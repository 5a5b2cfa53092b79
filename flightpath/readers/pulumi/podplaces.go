package pulumi

import (
	"cmp"
	"slices"
)

// podPlace is subnets that pods have addresses of, and the security groups that they have there: none where that is not known.
type podPlace struct{ subnets, groups []string }

// covers says that pods at a place stand at another one too, for all that can be told.
func (p podPlace) covers(o podPlace) bool {
	return (p.groups == nil || sameElements(p.groups, o.groups)) &&
		!slices.ContainsFunc(o.subnets, func(subnet string) bool { return !slices.Contains(p.subnets, subnet) })
}

// podPlaces are where pods stand, and where they may stand for all that the program tells.
type podPlaces struct {
	sure  []podPlace
	maybe []maybePlace
}

// maybePlace is a place with why it is not known whether pods stand there.
type maybePlace struct {
	podPlace
	doubt string
}

func (p *podPlaces) add(place podPlace, is membership, doubt string) {
	switch is {
	case own:
		p.sure = append(p.sure, place)
	case possible:
		p.maybe = append(p.maybe, maybePlace{place, doubt})
	}
}

// doubt is why the sure places, and others that are sure as well, are not all there is. Places that only may be count where they make a
// difference.
func (p *podPlaces) doubt(others ...podPlace) string {
	all := merged(append(slices.Clone(p.sure), others...))
	for _, maybe := range p.maybe {
		if !slices.ContainsFunc(all, func(place podPlace) bool { return place.covers(maybe.podPlace) }) {
			return maybe.doubt
		}
	}
	return ""
}

// subnetsOf are the subnets in which a resource has nodes or pods; else why they are not known.
func (b *builder) subnetsOf(r *Resource, key string) (subnets []string, doubt string) {
	subnets, ok := b.references(r, key, typeSubnet, typeDefaultSubnet)
	switch {
	case !ok:
		return nil, key + " of " + called(r) + " are not known before the update"
	case cmp.Or(subnets...) == "":
		return nil, called(r) + " does not say in which subnets it is"
	}
	return subnets, ""
}

// merged are the places with one list of security groups as one.
func merged(places []podPlace) []podPlace {
	var all []podPlace
	for _, place := range places {
		i := slices.IndexFunc(all, func(o podPlace) bool { return sameElements(o.groups, place.groups) })
		if i < 0 {
			all = append(all, podPlace{groups: place.groups})
			i = len(all) - 1
		}
		for _, subnet := range place.subnets {
			if !slices.Contains(all[i].subnets, subnet) {
				all[i].subnets = append(all[i].subnets, subnet)
			}
		}
	}
	return all
}
