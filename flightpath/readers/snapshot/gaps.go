package snapshot

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// need is a kind of objects that packets may depend on, and the keys that any of them stands under.
type need struct {
	gap  network.GapKind
	keys []string
}

// expected is what every place has to tell.
var expected = []need{
	{network.GapVPCs, []string{"Vpcs"}},
	{network.GapSubnets, []string{"Subnets"}},
	{network.GapRouteTables, []string{"RouteTables"}},
	{network.GapNetworkACLs, []string{"NetworkAcls"}},
	{network.GapSecurityGroups, []string{"SecurityGroups"}},
	{network.GapInterfaces, []string{"NetworkInterfaces"}},
	{network.GapInstances, []string{"Reservations"}},
	{network.GapInternetGateways, []string{"InternetGateways"}},
	{network.GapEgressOnlyInternetGateways, []string{"EgressOnlyInternetGateways"}},
	{network.GapNATGateways, []string{"NatGateways"}},
	{network.GapPeerings, []string{"VpcPeeringConnections"}},
	{network.GapEndpoints, []string{"VpcEndpoints"}},
	{network.GapPrefixLists, []string{"PrefixLists", "ManagedPrefixLists"}},
	{network.GapTransitGateways, []string{"TransitGateways"}},
	{network.GapAttachments, []string{"TransitGatewayAttachments"}},
	{network.GapAttachments, []string{"TransitGatewayVpcAttachments"}},
	{network.GapTransitRouteTables, []string{"TransitGatewayRouteTables"}},
	{network.GapTransitRoutes, []string{"TransitGatewayStaticRoutes", "TransitGatewayRoutes", "Routes"}},
	{
		network.GapTransitRoutes,
		[]string{"TransitGatewayPropagations", "TransitGatewayRouteTablePropagations", "TransitGatewayPropagatedRoutes", "TransitGatewayRoutes"},
	},
	{network.GapLoadBalancers, []string{"LoadBalancers"}},
	{network.GapListeners, []string{"LoadBalancerListeners", "Listeners"}},
	{network.GapTargetGroups, []string{"TargetGroups"}},
	{network.GapTargets, []string{"LoadBalancerTargetHealth"}},
	{network.GapFirewalls, []string{"Firewalls", "Firewall"}},
	{network.GapNodeGroups, []string{"nodegroups", "nodegroup"}},
}

// told says whether a file of a place holds any of the keys.
func (n need) told(at *place) bool {
	return slices.ContainsFunc(n.keys, func(key string) bool { return at.files[key] > 0 })
}

// owners are the keys of what objects of a kind belong to.
var owners = map[network.GapKind]string{
	network.GapTransitRoutes: "TransitGatewayRouteTables", network.GapListeners: "LoadBalancers", network.GapTargets: "TargetGroups",
}

// hasNone says whether a place has nothing that objects of a kind could belong to, so that there is none of them to tell of.
func (r *reader) hasNone(at *place, kind network.GapKind) bool {
	if kind == network.GapNodeGroups {
		return !r.hasClusters(at)
	}
	owner := owners[kind]
	return at.last[owner] > 0 && at.objects[owner] == 0
}

// gap notes what an object does not tell.
func (r *reader) gap(at object, kind network.GapKind, of, reason string) {
	r.gaps = append(r.gaps, network.Gap{
		Kind: kind, Of: of, Account: at.place().account, Region: at.place().region, Reason: at.String() + " " + reason,
	})
}

// between notes that an object is between two states: what it does now, the describe call does not tell.
func (r *reader) between(at object, kind network.GapKind, of, state string) {
	r.gap(at, kind, of, "is in state "+clip(state)+", between what was and what will be")
}

// missing are the kinds that no file of a place holds, or not to the end.
func (r *reader) missing() []network.Gap {
	var gaps []network.Gap
	for _, folder := range slices.Sorted(maps.Keys(r.places)) {
		at := r.places[folder]
		if len(at.files) == 0 {
			continue // nothing of a network at all, such as a folder of IAM
		}
		for _, kind := range expected {
			if !kind.told(at) && at.because(kind.keys) == "" && r.hasNone(at, kind.gap) {
				continue
			}
			gap := network.Gap{Kind: kind.gap, Account: at.account, Region: at.region}
			if !kind.told(at) {
				gap.Reason = cmp.Or(at.because(kind.keys), at.String()+": no file holds "+strings.Join(kind.keys, " or "))
				gaps = append(gaps, gap)
			}
			for _, key := range kind.keys {
				if at.files[key] > 0 && at.last[key] == 0 {
					gap.Reason = at.String() + ": the last page of " + key + " is missing: every file has a token for a next one"
					gaps = append(gaps, gap)
				}
			}
		}
	}
	return gaps
}

// complete says whether all pages of a key are there, in the place of an object.
func complete(at object, key string) bool { return at.place().last[key] > 0 }
