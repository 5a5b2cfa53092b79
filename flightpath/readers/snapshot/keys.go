package snapshot

import (
	"maps"
	"slices"
)

// reading takes the value of a top-level key of a document. It says whether the value is what the key means here: some keys
// are also used by services that have nothing to do with networks.
type reading func(r *reader, document object, key string) bool

// keys are the top-level keys that matter.
var keys = map[string]reading{
	"AvailabilityZones":                    each((*reader).availabilityZone),
	"Vpcs":                                 each((*reader).vpc),
	"Subnets":                              each((*reader).subnet),
	"RouteTables":                          each((*reader).routeTable),
	"NetworkAcls":                          each((*reader).networkACL),
	"SecurityGroups":                       each((*reader).securityGroup),
	"SecurityGroupRules":                   each((*reader).securityGroupRule),
	"NetworkInterfaces":                    each((*reader).networkInterface),
	"Reservations":                         each((*reader).reservation),
	"InternetGateways":                     each((*reader).internetGateway),
	"EgressOnlyInternetGateways":           each((*reader).egressOnlyInternetGateway),
	"NatGateways":                          each((*reader).natGateway),
	"VpcPeeringConnections":                each((*reader).peering),
	"VpcEndpoints":                         each((*reader).endpoint),
	"ServiceDetails":                       each((*reader).endpointService),
	"ServiceConfigurations":                each((*reader).endpointService),
	"VpcEndpointServices":                  each((*reader).endpointService),
	"PrefixLists":                          each((*reader).prefixList),
	"ManagedPrefixLists":                   each((*reader).managedPrefixList),
	"ManagedPrefixListEntries":             each((*reader).prefixListEntries),
	"PrefixListEntries":                    each((*reader).prefixListEntries),
	"Entries":                              (*reader).plainEntries,
	"TransitGateways":                      each((*reader).transitGateway),
	"TransitGatewayAttachments":            each((*reader).attachment),
	"TransitGatewayVpcAttachments":         each((*reader).vpcAttachment),
	"TransitGatewayPeeringAttachments":     each((*reader).peeringAttachment),
	"TransitGatewayRouteTables":            each((*reader).transitRouteTable),
	"TransitGatewayStaticRoutes":           each((*reader).staticTransitRoutes),
	"TransitGatewayPropagatedRoutes":       each((*reader).propagatedTransitRoutes),
	"TransitGatewayRoutes":                 each((*reader).allTransitRoutes),
	"Routes":                               (*reader).plainTransitRoutes,
	"TransitGatewayPropagations":           each((*reader).transitPropagations),
	"TransitGatewayRouteTablePropagations": (*reader).plainPropagations,
	"TransitGatewayAssociations":           each((*reader).transitAssociations),
	"Associations":                         (*reader).plainAssociations,
	"LoadBalancers":                        each((*reader).loadBalancer),
	"LoadBalancerAttributes":               each((*reader).loadBalancerAttributes),
	"LoadBalancerListeners":                each((*reader).loadBalancerListeners),
	"Listeners":                            (*reader).plainListeners,
	"ListenerRules":                        each((*reader).listenerRules),
	"Rules":                                (*reader).plainRules,
	"TargetGroups":                         each((*reader).targetGroup),
	"TargetGroupAttributes":                each((*reader).targetGroupAttributes),
	"LoadBalancerTargetHealth":             each((*reader).targetHealth),
	"TagDescriptions":                      each((*reader).tagDescription),
	"Firewalls":                            each((*reader).listedFirewall),
	"Firewall":                             (*reader).describedFirewall,
	"VpcBlockPublicAccessOptions":          (*reader).blockPublicAccessOptions,
	"VpcBlockPublicAccessExclusions":       each((*reader).blockPublicAccessExclusion),
	"nodegroups":                           (*reader).listedNodeGroups,
	"nodegroup":                            (*reader).describedNodeGroup,
	problemsKey:                            each((*reader).captureProblem),
}

// keyOrder keeps problems in the same order whenever the same folder is read.
var keyOrder = slices.Sorted(maps.Keys(keys))

// Keys are the top-level keys that are read, in order.
func Keys() []string { return slices.Clone(keyOrder) }

// pageTokens say that a further page follows. The AWS CLI follows them itself unless it is told to stop early.
var pageTokens = []string{"NextMarker", "NextToken", "nextToken"}

// beside are the keys that say something about the others of their document.
var beside = map[string]bool{
	"NextMarker": true, "NextToken": true, "nextToken": true, "FirewallStatus": true, "AdditionalRoutesAvailable": true, "RouteTableId": true,
}

// each reads a list of objects one by one.
func each(read func(*reader, object)) reading {
	return func(r *reader, document object, key string) bool {
		if document.fields[key].kind == null {
			return false
		}
		for _, item := range document.list(key) {
			document.place().objects[key]++
			read(r, item)
		}
		return true
	}
}

// plain gives a list of objects whose key other services use too: it is taken where an item has a field that tells, and then
// all items have to.
func plain(document object, key, tells string) (items []object, mine bool) {
	value := document.fields[key]
	if value.kind != list {
		return nil, false
	}
	for _, item := range value.items {
		mine = mine || item.kind == structure && item.fields[tells] != nil
	}
	if !mine {
		return nil, len(value.items) == 0
	}
	items = objects(document.field(key), value, document.found)
	for _, item := range items {
		if item.fields[tells] == nil {
			item.wrong(tells, "missing")
		}
	}
	return items, true
}
