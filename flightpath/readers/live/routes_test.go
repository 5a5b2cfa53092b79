package live

import (
	"fmt"
	"net/http"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

const bigTable = "tgw-rtb-0c3000000000000c1"

// search answers searches in a table of many routes as AWS does: at most 1000 at a time, told apart by filters.
func search(asked request, static []string, listed map[string]string) *fault {
	if asked.operation == "GetTransitGatewayPrefixListReferences" {
		return &fault{body: "<R><transitGatewayPrefixListReferenceSet><item><prefixListId>pl-0c3</prefixListId></item></transitGatewayPrefixListReferenceSet></R>"}
	}
	if asked.operation != "SearchTransitGatewayRoutes" || asked.routeType() != "static" {
		return nil
	}
	matches := func(destination, list string) bool {
		within := netip.Prefix{}
		if destination != "" {
			within = netip.MustParsePrefix(destination)
		}
		value := asked.form.Get("Filter.2.Value.1")
		switch asked.form.Get("Filter.2.Name") {
		case "":
			return true
		case "route-search.subnet-of-match":
			block := netip.MustParsePrefix(value)
			return within.IsValid() && within.Bits() >= block.Bits() && block.Contains(within.Addr())
		case "route-search.exact-match":
			return within == netip.MustParsePrefix(value)
		case "prefix-list-id":
			return list == value
		}
		return false
	}
	var found []string
	for _, destination := range static {
		if matches(destination, "") {
			found = append(found, route("<destinationCidrBlock>"+destination+"</destinationCidrBlock>"))
		}
	}
	for list := range listed {
		if matches("", list) {
			found = append(found, route("<prefixListId>"+list+"</prefixListId>"))
		}
	}
	more := len(found) > mostRoutes
	found = found[:min(mostRoutes, len(found))]
	return &fault{body: fmt.Sprintf("<R><routeSet>%s</routeSet><additionalRoutesAvailable>%t</additionalRoutesAvailable></R>",
		strings.Join(found, ""), more)}
}

func route(destination string) string {
	return "<item>" + destination + "<type>static</type><state>active</state><transitGatewayAttachments><item><resourceType>vpc</resourceType>" +
		"<resourceId>vpc-0c33333333333333c</resourceId><transitGatewayAttachmentId>tgw-attach-0c30000000000a1</transitGatewayAttachmentId>" +
		"</item></transitGatewayAttachments></item>"
}

// manyRoutes are n routes, half of them in one /16, with nested ones and IPv6.
func manyRoutes(n int) []string {
	all := []string{"0.0.0.0/0", "::/0", "10.0.0.0/8", "10.7.0.0/16", "255.255.255.255/32", "2a05:d018::/32"}
	for i := 0; len(all) < n; i++ {
		switch i % 4 {
		case 0:
			all = append(all, fmt.Sprintf("10.7.%d.%d/32", i>>10, i>>2&255))
		case 1:
			all = append(all, fmt.Sprintf("%d.%d.%d.0/24", 20+i>>14, i>>8&255, i>>2&255))
		case 2:
			all = append(all, fmt.Sprintf("2a05:d018:%x::/48", i))
		case 3:
			all = append(all, fmt.Sprintf("10.7.%d.%d/32", 128+i>>10, i>>2&255))
		}
	}
	return all
}

// The call answers a thousand routes and has no pages: a table with more is searched in parts, and what refers to a prefix
// list by itself.
func TestManyRoutes(t *testing.T) {
	t.Parallel()
	for _, count := range []int{999, 1001, 6000} {
		cloud := newCloud(t)
		routes := manyRoutes(count)
		cloud.fault = func(asked request) *fault { return search(asked, routes, map[string]string{"pl-0c3": ""}) }
		options := cloud.options(t, "111111111111")
		options.Regions = []string{"eu-west-1"}
		read, err := Read(t.Context(), filepath.Join(t.TempDir(), "captured"), options)
		require.NoError(t, err)
		table := read.Index().TransitRouteTables[bigTable]
		assert.True(t, table.RoutesKnown)
		var found []string
		for _, route := range table.Routes {
			switch {
			case route.Propagated:
			case route.PrefixList != "":
				found = append(found, route.PrefixList)
			default:
				found = append(found, route.Destination.String())
			}
		}
		slices.Sort(found)
		want := append(slices.Clone(routes), "pl-0c3")
		slices.Sort(want)
		assert.Equal(t, want, found)
		searches := 0
		for name, made := range cloud.made {
			if strings.HasPrefix(name, "SearchTransitGatewayRoutes") {
				searches += made
			}
		}
		assert.Less(t, searches, 2+count/10, "%d routes", count)
	}
}

// Where parts do not help, the table stays incomplete and says so.
func TestRoutesWithoutEnd(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]func(request) *fault{
		"filters that mean nothing": func(asked request) *fault {
			asked.form.Del("Filter.2.Name")
			return search(asked, manyRoutes(1500), nil)
		},
		"references that are denied": func(asked request) *fault {
			if asked.operation == "GetTransitGatewayPrefixListReferences" {
				return &fault{status: http.StatusForbidden, code: "UnauthorizedOperation"}
			}
			return search(asked, manyRoutes(1500), nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := newCloud(t)
			cloud.fault = answer
			options := cloud.options(t, "111111111111")
			options.Regions = []string{"eu-west-1"}
			read, err := Read(t.Context(), filepath.Join(t.TempDir(), "captured"), options)
			require.NoError(t, err)
			assert.False(t, read.Index().TransitRouteTables[bigTable].RoutesKnown)
			said := strings.Join(reasons(read, network.GapTransitRoutes), "\n")
			if name == "references that are denied" {
				assert.Contains(t, said, "GetTransitGatewayPrefixListReferences: denied (UnauthorizedOperation); it needs the IAM action "+
					"ec2:GetTransitGatewayPrefixListReferences")
			} else {
				assert.Contains(t, said, "has more routes than were printed")
			}
		})
	}
}

func TestHalves(t *testing.T) {
	t.Parallel()
	for _, test := range [][3]string{
		{"0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1"},
		{"10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9"},
		{"10.1.2.2/31", "10.1.2.2/32", "10.1.2.3/32"},
		{"::/0", "::/1", "8000::/1"},
		{"2a05:d018::/32", "2a05:d018::/33", "2a05:d018:8000::/33"},
	} {
		assert.Equal(t, [2]netip.Prefix{netip.MustParsePrefix(test[1]), netip.MustParsePrefix(test[2])},
			halves(netip.MustParsePrefix(test[0])))
	}
}
