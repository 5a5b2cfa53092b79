// Package picture draws what exists in the local cloud as text: accounts, in them VPCs with their subnets per tier and
// zone, where each tier's routes lead, firewalls with their endpoints and rules, load balancers with what they listen to and
// send where, clusters, and the transit gateway's route tables.
//
// It reads resources only, never the plan, so it shows what was made rather than what was meant.
package picture

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/layout"
	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// Draw writes the picture of the objects.
func Draw(w io.Writer, objects []localcloud.Object) error {
	text := &layout.Page{}
	for _, place := range places(objects) {
		text.Line(0, "account %s, %s", place.account, place.region)
		p := &page{Page: text, index: newIndex(place.objects)}
		for _, vpc := range p.sorted(vpcType) {
			p.vpc(vpc)
		}
		for _, gateway := range p.sorted(transitGatewayType) {
			p.transitGateway(gateway)
		}
		p.rest()
	}
	_, err := text.WriteTo(w)
	return err
}

// place is an account in a Region.
type place struct {
	account, region string
	objects         []localcloud.Object
}

// places sorts objects by where they are. Objects of global services are drawn with the account's first Region.
func places(objects []localcloud.Object) []*place {
	var all []*place
	byName := map[[2]string]*place{}
	home := map[string]*place{}
	sorted := slices.SortedStableFunc(slices.Values(objects), func(a, b localcloud.Object) int {
		// Within an account, global objects come last: by then its Regions are known.
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(b2i(a.Region == ""), b2i(b.Region == "")),
			cmp.Compare(a.Region, b.Region))
	})
	for _, object := range sorted {
		region := object.Region
		if region == "" {
			region = "global"
		}
		at := byName[[2]string{object.Account, region}]
		if at == nil && region == "global" {
			at = home[object.Account]
		}
		if at == nil {
			at = &place{account: object.Account, region: region}
			byName[[2]string{object.Account, region}] = at
			all = append(all, at)
		}
		if home[object.Account] == nil {
			home[object.Account] = at
		}
		at.objects = append(at.objects, object)
	}
	return all
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// page is the part of the picture that shows one place.
type page struct {
	*index
	*layout.Page
}

// rest counts what has no place in the picture of its own.
func (p *page) rest() {
	var counts []string
	for _, typ := range p.types() {
		if n := p.undrawn(typ); n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, short(typ)))
		}
	}
	if len(counts) > 0 {
		p.Blank()
		p.List(1, "beside these: ", counts)
	}
	p.Blank()
}

// short is the last word of a type token: aws:lb/targetGroup:TargetGroup becomes lb/TargetGroup.
func short(token string) string {
	parts := strings.Split(token, ":")
	module, _, _ := strings.Cut(parts[1], "/")
	return module + "/" + parts[len(parts)-1]
}
