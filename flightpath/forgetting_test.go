package flightpath_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// forgets asks once more when the source does not tell of something: the answer is the same or unproven, and never another one.
// It says how often it was unproven.
func forgets(t *rapid.T, n *network.Network, q flightpath.Question, before flightpath.Answer) int {
	text, err := json.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	less := &network.Network{}
	if err := json.Unmarshal(text, less); err != nil {
		t.Fatal(err)
	}
	what := forget(t, less, q)
	answer, err := flightpath.New(less).Trace(q)
	if err != nil {
		t.Fatal(err)
	}
	if answer.Verdict != before.Verdict && answer.Verdict != flightpath.Unproven {
		given, _ := json.MarshalIndent(answer, "", " ")
		t.Fatalf("%+v is %s, and %s once %s is not known\n%s\n%s", q, before.Verdict, answer.Verdict, what, given, text)
	}
	if answer.Verdict == before.Verdict {
		return 0
	}
	return 1
}

// forget takes something away that the source may not tell, and says so where a source would. What the question names stays.
func forget(t *rapid.T, n *network.Network, q flightpath.Question) string {
	pick := func(list any) int {
		return rapid.IntRange(0, reflect.ValueOf(list).Len()-1).Draw(t, "which")
	}
	gap := func(kind network.GapKind, of string) string {
		n.Gaps = append(n.Gaps, network.Gap{Kind: kind, Of: of})
		return string(kind) + " of " + of
	}
	kind := rapid.SampledFrom([]string{
		"routes", "entries", "rules", "association", "transit routes", "listeners", "targets", "cross-zone", "endpoint", "prefix list", "peering",
		"gateway", "NAT gateway", "groups", "table", "ACL", "zone", "attachment", "transit table", "endpoint service",
	}).Draw(t, "forgotten")
	switch kind {
	case "routes":
		table := &n.RouteTables[pick(n.RouteTables)]
		table.Routes = table.Routes[:1]
		return gap(network.GapRouteTables, table.ID)
	case "entries":
		acl := &n.NetworkACLs[pick(n.NetworkACLs)]
		acl.Entries = nil
		return gap(network.GapNetworkACLs, acl.ID)
	case "rules":
		group := &n.SecurityGroups[pick(n.SecurityGroups)]
		group.Rules = group.Rules[1:]
		return gap(network.GapSecurityGroups, group.ID)
	case "association":
		attachment := &n.Attachments[pick(n.Attachments)]
		attachment.RouteTable, attachment.RouteTableKnown = "", false
		return kind + " of " + attachment.ID
	case "transit routes":
		table := &n.TransitRouteTables[pick(n.TransitRouteTables)]
		table.Routes, table.RoutesKnown = nil, false
		return kind + " of " + table.ID
	case "listeners":
		b := &n.LoadBalancers[pick(n.LoadBalancers)]
		b.Listeners, b.ListenersKnown = nil, false
		return kind + " of " + b.ID
	case "targets":
		group := &n.TargetGroups[pick(n.TargetGroups)]
		// What is declared the source does not tell anyway.
		group.Targets, group.TargetsKnown = slices.DeleteFunc(slices.Clone(group.Targets), func(t network.RegisteredTarget) bool { return !t.Declared }), false
		return kind + " of " + group.ID
	case "cross-zone":
		b := &n.LoadBalancers[pick(n.LoadBalancers)]
		b.CrossZone, b.CrossZoneKnown = !b.CrossZone, false
		return kind + " of " + b.ID
	case "endpoint":
		if len(n.Endpoints) > 0 {
			i := pick(n.Endpoints)
			id := n.Endpoints[i].ID
			unmade := strings.HasSuffix(q.From, ".210") || strings.HasSuffix(q.To, ".210")
			if strings.HasPrefix(q.From, id) || strings.HasPrefix(q.To, id) || unmade { // by name, or by an address that it may get
				return "nothing"
			}
			n.Endpoints = append(n.Endpoints[:i], n.Endpoints[i+1:]...)
			return gap(network.GapEndpoints, id)
		}
	case "prefix list":
		// Lists of gateway endpoints that are not known are one of the known limits.
		list := &n.PrefixLists[pick(n.PrefixLists[:3])]
		list.Prefixes, list.Known = nil, false
	case "peering":
		n.Peerings = nil
	case "gateway":
		n.InternetGateways = nil
		return gap(network.GapInternetGateways, "")
	case "NAT gateway":
		i := pick(n.NATGateways)
		n.NATGateways = append(n.NATGateways[:i], n.NATGateways[i+1:]...)
	case "groups":
		one := &n.Interfaces[pick(n.Interfaces)]
		one.SecurityGroups = nil
		return kind + " of " + one.ID
	case "table":
		subnet := &n.Subnets[pick(n.Subnets)]
		subnet.RouteTable = ""
		return kind + " of " + subnet.ID
	case "ACL":
		subnet := &n.Subnets[pick(n.Subnets)]
		subnet.NetworkACL = ""
		return kind + " of " + subnet.ID
	case "zone":
		subnet := &n.Subnets[pick(n.Subnets)]
		subnet.Zone = ""
		return kind + " of " + subnet.ID
	case "attachment":
		i := pick(n.Attachments)
		n.Attachments = append(n.Attachments[:i], n.Attachments[i+1:]...)
		return gap(network.GapAttachments, "")
	case "endpoint service":
		n.EndpointServices = nil
	case "transit table":
		n.TransitRouteTables = n.TransitRouteTables[1:]
	}
	return kind
}
