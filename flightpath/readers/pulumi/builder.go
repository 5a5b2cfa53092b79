package pulumi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// builder makes a network out of resources.
type builder struct {
	network *network.Network
	byURN   map[string]*Resource
	byID    map[string]*Resource
	byType  map[string][]*Resource

	unsure map[string]network.Gap // why the CIDR blocks of a VPC are not all known, by the VPC
}

// Read reads resources. They may be in any order. It fails where two have one URN, and where a resource has none.
func Read(resources []Resource) (*network.Network, error) {
	b := &builder{
		network: &network.Network{}, byURN: map[string]*Resource{}, byID: map[string]*Resource{}, byType: map[string][]*Resource{}, unsure: map[string]network.Gap{},
	}
	for i := range resources {
		r := &resources[i]
		switch {
		case r.Delete:
			continue
		case !strings.HasPrefix(r.URN, "urn:pulumi:"):
			return nil, fmt.Errorf("resource %d: %q is not a URN", i, r.URN)
		case b.byURN[r.URN] != nil:
			return nil, fmt.Errorf("resource %d: %s is there twice", i, r.URN)
		}
		b.byURN[r.URN] = r
		if r.Custom && known(r.ID) {
			b.byID[r.ID] = r
		}
		typ := canonical(r.Type)
		b.byType[typ] = append(b.byType[typ], r)
	}
	for _, read := range []func(*builder){
		(*builder).vpcs, (*builder).routeTables, (*builder).filters, (*builder).subnets, (*builder).gateways, (*builder).publicAccess, (*builder).transit,
		(*builder).interfaces, (*builder).attachGroups, (*builder).endpoints, (*builder).balancers, (*builder).firewalls, (*builder).eksNodes, (*builder).bindings,
		(*builder).publishers, (*builder).exposures, (*builder).foreigners,
	} {
		read(b)
	}
	return b.network, nil
}

// canonical is the one token of types that pulumi-aws has two of.
func canonical(typ string) string {
	for _, old := range []string{"aws:alb/", "aws:applicationloadbalancing/", "aws:elasticloadbalancingv2/"} {
		if rest, ok := strings.CutPrefix(typ, old); ok {
			return "aws:lb/" + rest
		}
	}
	return typ
}

// gap says what is not known, and why.
func (b *builder) gap(kind network.GapKind, of *Resource, key string) {
	place := b.place(of)
	b.network.Gaps = append(b.network.Gaps, network.Gap{
		Kind: kind, Of: of.identity(), Account: place.account, Region: place.region,
		Reason: fmt.Sprintf("%s of %s %q is not known before the update, and several resources could be meant", key, of.Type, of.Name()),
	})
}

// reference is the identity that a property holds. Where the value is not known, it is the only one of its dependencies
// that is of a type it can mean.
func (b *builder) reference(r *Resource, key string, value any, types ...string) (string, bool) {
	if text := asText(value); text != Unknown {
		return text, text != ""
	}
	candidates := b.candidates(r, key, types)
	if len(candidates) != 1 {
		return "", false
	}
	return candidates[0], true
}

// refer is reference for a property of its own.
func (b *builder) refer(r *Resource, key string, types ...string) (string, bool) {
	return b.reference(r, key, r.value(key), types...)
}

// references are the identities in a list. Which unknown one is which does not matter where there are as many as
// candidates.
func (b *builder) references(r *Resource, key string, types ...string) ([]string, bool) {
	return b.referencesIn(r, key, r.value(key), types...)
}

// referencesIn is references for a list that stands somewhere in a property.
func (b *builder) referencesIn(r *Resource, key string, value any, types ...string) ([]string, bool) {
	if asText(value) == Unknown {
		return nil, false
	}
	var found []string
	unknown := 0
	for _, element := range asList(value) {
		if text := asText(element); text != Unknown {
			found = append(found, text)
		} else {
			unknown++
		}
	}
	if unknown == 0 {
		return found, true
	}
	candidates := slices.DeleteFunc(b.candidates(r, key, types), func(id string) bool { return slices.Contains(found, id) })
	if len(candidates) != unknown {
		return nil, false
	}
	return append(found, candidates...), true
}

// candidates are the dependencies of a property that are of some types.
func (b *builder) candidates(r *Resource, key string, types []string) []string {
	var found []string
	for _, urn := range r.PropertyDependencies[key] {
		dependency := b.byURN[urn]
		if dependency == nil {
			continue
		}
		for _, id := range b.means(dependency, types) {
			if !slices.Contains(found, id) {
				found = append(found, id)
			}
		}
	}
	return found
}

// means are the identities that a dependency can stand for where one of some types is asked for.
func (b *builder) means(dependency *Resource, types []string) []string {
	switch {
	case slices.Contains(types, canonical(dependency.Type)):
		return []string{dependency.identity()}
	case slices.Contains(types, groupTypes[0]):
		return b.clusterGroups(dependency)
	}
	return nil
}
