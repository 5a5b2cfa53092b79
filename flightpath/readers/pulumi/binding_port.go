package pulumi

import (
	"cmp"
	"fmt"
)

// portOfPods is the port to which the Service of a binding sends, where it is one of the program; else 0, that of the target group.
// Doubt is why the port of a Service that is one, or may be one, is not known: it goes by a name, which each pod gives a number, is not
// known before the update, or is none that the Service has.
func (b *builder) portOfPods(r *Resource, spec any, service string) (number int, doubt string) {
	wanted, unclear := asText(inside(spec, "serviceRef", "port")), ""
	for _, s := range b.every(typePodService) {
		if s.Provider != r.Provider {
			continue
		}
		switch b.isService(s, service) {
		case own:
			if number, ok := portBehind(s, wanted); ok {
				return number, ""
			}
			return 0, fmt.Sprintf("which port of its pods %s of Service %s means is not known", called(r), service)
		case possible:
			unclear = fmt.Sprintf("whether %s is Service %s, which says at which port pods of %s listen, is not known before the update", called(s), service, called(r))
		}
	}
	return 0, unclear
}

// isService says whether a resource is the Service of a name: namespace/name.
func (b *builder) isService(r *Resource, service string) membership {
	namespace, name, _ := cutLast(service, "/")
	return min(sameText(b.namespaceOf(r), namespace), sameText(asText(inside(r.value("metadata"), "name")), name))
}

func sameText(told, asked string) membership {
	switch told {
	case asked:
		return own
	case Unknown:
		return possible
	}
	return foreign
}

// portBehind is the port of pods behind a port of their Service, by its number or name.
func portBehind(service *Resource, wanted string) (int, bool) {
	by := "port"
	if _, number := asNumber(wanted); !number {
		by = "name"
	}
	for _, row := range asList(inside(service.value("spec"), "ports")) {
		switch asText(inside(row, by)) {
		case Unknown:
			return 0, false // it may be this one
		case wanted:
			number, ok := asNumber(cmp.Or(asText(inside(row, "targetPort")), asText(inside(row, "port"))))
			return number, ok && number > 0 && known(wanted)
		}
	}
	return 0, false
}
