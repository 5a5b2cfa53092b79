package live

import (
	"context"
	"net/netip"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

const (
	// mostRoutes is how many routes SearchTransitGatewayRoutes answers at most, and what it answers when nothing is said.
	// The call has no pages.
	mostRoutes = 1000

	// mostSearches is how many searches a table may take. A transit gateway has 10,000 routes by default, which take a few
	// dozen; a table with more than these can tell stays incomplete, and says so.
	mostSearches = 2000
)

// searchRoutes reads all routes of a type in a transit gateway route table. Where one answer does not hold them, address
// space is halved until each half fits.
func searchRoutes(of types.TransitGatewayRouteType) func(context.Context, *clients, []string) ([]Document, error) {
	return func(ctx context.Context, c *clients, ids []string) ([]Document, error) {
		search := &routeSearcher{ctx: ctx, client: c.ec2, table: ids[0], known: map[routeIdentity]bool{}, left: mostSearches}
		if err := search.all(filter("type", string(of))); err != nil {
			return nil, err
		}
		found := Document{tableID: ids[0], "Routes": items(search.routes)}
		if search.incomplete {
			found["AdditionalRoutesAvailable"] = true // the reader knows what that means for every answer that needs the table
		}
		return []Document{found}, nil
	}
}

// routeSearcher collects the routes of one table.
type routeSearcher struct {
	ctx        context.Context
	client     *ec2.Client
	table      string
	routes     []Document
	known      map[routeIdentity]bool
	left       int
	incomplete bool
}

// routeIdentity tells routes of one table and type apart.
type routeIdentity struct{ destination, prefixList string }

func filter(name string, values ...string) types.Filter {
	return types.Filter{Name: aws.String(name), Values: values}
}

// all collects what matches a filter.
func (s *routeSearcher) all(base types.Filter) error {
	more, err := s.search(netip.Prefix{}, base)
	if err != nil || !more {
		return err
	}
	for _, everything := range []string{"0.0.0.0/0", "::/0"} {
		if err := s.below(base, netip.MustParsePrefix(everything), true); err != nil || s.incomplete {
			return err
		}
	}
	return s.prefixLists(base)
}

// below collects the routes to a block and to its parts. Where it is known that one answer does not hold them, none is asked
// for.
func (s *routeSearcher) below(base types.Filter, block netip.Prefix, tooMany bool) error {
	if !tooMany {
		more, err := s.search(block, base, filter("route-search.subnet-of-match", block.String()))
		if err != nil || !more || s.incomplete {
			return err
		}
	}
	if _, err := s.search(block, base, filter("route-search.exact-match", block.String())); err != nil {
		return err
	}
	if block.IsSingleIP() {
		s.incomplete = true // more routes than one to an address: nothing that a table can hold
	}
	if s.incomplete {
		return nil
	}
	for _, half := range halves(block) {
		if err := s.below(base, half, false); err != nil || s.incomplete {
			return err
		}
	}
	return nil
}

// halves are the two blocks that make up a block.
func halves(block netip.Prefix) [2]netip.Prefix {
	bits := block.Bits()
	upper := block.Addr().AsSlice()
	upper[bits/8] |= 0x80 >> (bits % 8)
	second, _ := netip.AddrFromSlice(upper)
	return [2]netip.Prefix{netip.PrefixFrom(block.Addr(), bits+1), netip.PrefixFrom(second, bits+1)}
}

// prefixLists collects the routes to prefix lists, which need not have a block of their own.
func (s *routeSearcher) prefixLists(base types.Filter) error {
	if s.incomplete {
		return nil
	}
	pages := ec2.NewGetTransitGatewayPrefixListReferencesPaginator(s.client, &ec2.GetTransitGatewayPrefixListReferencesInput{
		TransitGatewayRouteTableId: &s.table,
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(s.ctx)
		if err != nil {
			return err
		}
		for _, reference := range page.TransitGatewayPrefixListReferences {
			more, err := s.search(netip.Prefix{}, base, filter("prefix-list-id", aws.ToString(reference.PrefixListId)))
			if err != nil {
				return err
			}
			s.incomplete = s.incomplete || more
		}
	}
	return nil
}

// search makes one search, and says whether there is more than it answered. What it answers has to lie within a block, where
// one is given: otherwise the endpoint does not know the filters, and narrower searches would go on for ever.
func (s *routeSearcher) search(within netip.Prefix, filters ...types.Filter) (more bool, err error) {
	if s.left--; s.left < 0 {
		s.incomplete = true
		return false, nil
	}
	answer, err := s.client.SearchTransitGatewayRoutes(s.ctx, &ec2.SearchTransitGatewayRoutesInput{
		TransitGatewayRouteTableId: &s.table, Filters: filters, MaxResults: aws.Int32(mostRoutes),
	})
	if err != nil {
		return false, err
	}
	for _, route := range documents(answer, "Routes") {
		destination, _ := route["DestinationCidrBlock"].(string)
		list, _ := route["PrefixListId"].(string)
		if block, err := netip.ParsePrefix(destination); within.IsValid() && err == nil &&
			(block.Bits() < within.Bits() || !within.Contains(block.Addr())) {
			s.incomplete = true
		}
		if identity := (routeIdentity{destination, list}); !s.known[identity] {
			s.known[identity] = true
			s.routes = append(s.routes, route)
		}
	}
	return aws.ToBool(answer.AdditionalRoutesAvailable), nil
}
