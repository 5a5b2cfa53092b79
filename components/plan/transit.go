package plan

import (
	"net/netip"
	"strings"
)

// transitName is the logical name of the transit gateway.
const transitName = "transit"

// blackholes drop what no route to an attachment covers. Stated, so that a broader route added later wins nothing.
var blackholes = []source{
	{"rfc1918-10", rfc1918[0]},
	{"rfc1918-172-16", rfc1918[1]},
	{"rfc1918-192-168", rfc1918[2]},
	{"shared-100-64", sharedSpace},
}

// reservedClusterNames are the last words of routes that lead elsewhere.
var reservedClusterNames = map[string]bool{
	ingressName: true, internetName: true, inspectionName: true, exemptName: true, blackholes[0].suffix: true, blackholes[1].suffix: true, blackholes[2].suffix: true,
	blackholes[3].suffix: true,
}

// resolveTransit checks how the VPCs are joined.
func (b *builder) resolveTransit() {
	gateway := b.estate.Transit.TransitGateway
	if gateway == nil {
		b.add("transit", "exactly one way to join the VPCs must be declared: transitGateway (empty braces for the defaults)")
		return
	}
	const path = "transit.transitGateway"
	asn := gateway.AmazonSideAsn
	switch {
	case gateway.ID != "" && asn != 0:
		b.add(path+".amazonSideAsn", "the gateway exists already and keeps its own; remove it")
	case asn != 0 && !(asn >= 64512 && asn <= 65534 || asn >= 4200000000 && asn <= 4294967294):
		b.add(path+".amazonSideAsn", "%d is not a private autonomous system number: 64512 to 65534 or 4200000000 to 4294967294", asn)
	}
}

// supernets are the declared supernets that could be read.
func (b *builder) supernets() []netip.Prefix {
	out := []netip.Prefix{}
	if gateway := b.estate.Transit.TransitGateway; gateway != nil {
		for _, cidr := range gateway.Supernets {
			if prefix, problem := prefixProblem(cidr); problem == "" {
				out = append(out, prefix)
			}
		}
	}
	return out
}

// checkSupernets checks the supernets, and that each cluster lies in one.
func (b *builder) checkSupernets() {
	gateway := b.estate.Transit.TransitGateway
	if gateway == nil || len(gateway.Supernets) == 0 {
		return
	}
	good, first := []netip.Prefix{}, map[netip.Prefix]string{}
	for i, cidr := range gateway.Supernets {
		path := index("transit.transitGateway.supernets", i)
		prefix, problem := prefixProblem(cidr)
		switch {
		case problem != "":
		case !isPrivate(prefix):
			problem = cidr + " is not private space"
		case first[prefix] != "":
			problem = cidr + " is declared already, in " + first[prefix]
		case b.ingress.known() && contains(b.ingress.cidr, prefix):
			problem = cidr + " lies in the ingress VPC " + b.ingress.cidr.String() + ", which routes its own addresses"
		case b.inspection.known() && contains(b.inspection.cidr, prefix):
			problem = cidr + " lies in the inspection VPC " + b.inspection.cidr.String() + ", which routes its own addresses"
		}
		if problem != "" {
			b.add(path, "%s", problem)
			continue
		}
		first[prefix] = path
		good = append(good, prefix)
	}
	for _, name := range sortedKeys(b.clusters) {
		c := b.clusters[name]
		missing := func(field string, cidr netip.Prefix, why string) {
			if cidr.IsValid() && !containsAny(good, cidr) {
				b.add(c.path+field, "%s lies in none of transit.transitGateway.supernets (%s)%s", cidr, strings.Join(gateway.Supernets, ", "), why)
			}
		}
		missing(".cidr", c.addresses.cidr, "")
		if c.routesPods() {
			missing(".podCidr", c.addresses.pods, ", but pods are targets of an ingress load balancer")
		}
	}
}

// transitPlan prints the transit gateway, whose route tables have static routes only: no VPC announces itself.
func (b *builder) transitPlan() TransitPlan {
	gateway := b.estate.Transit.TransitGateway
	plan := TransitPlan{Name: transitName, ExistingID: gateway.ID, Account: b.estate.Ingress.Account}
	if gateway.ID == "" {
		plan.AmazonSideAsn = orDefault(gateway.AmazonSideAsn, defaultAsn)
	}
	plan.Attachments = []TransitAttachment{b.attachment(ingressName, b.estate.Ingress.Account, ingressName)}
	if b.inspectsCentrally() {
		inspection := b.attachment(inspectionName, b.estate.Ingress.Account, inspectionName)
		inspection.ApplianceMode = true
		plan.Attachments = append(plan.Attachments, inspection)
	}
	for _, c := range b.allClusters() {
		table := spokeName
		if b.exempt(c) {
			table = exemptName
		}
		plan.Attachments = append(plan.Attachments, b.attachment(c.name, c.account, table))
	}
	sortByName(plan.Attachments, func(a TransitAttachment) string { return a.Name })
	plan.Share = b.transitShare()
	for _, table := range b.transitTables() {
		sortByName(table.Routes, func(r TransitRoute) string { return r.Name })
		plan.RouteTables = append(plan.RouteTables, *table)
	}
	return plan
}

// transitTables are the route tables, by name. Destinations are the same with and without inspection: only the attachment
// that a route leads to differs.
func (b *builder) transitTables() []*TransitRouteTable {
	ingress, spoke := transitTable(ingressName), transitTable(spokeName)
	for _, c := range b.allClusters() {
		for _, to := range c.routed() {
			ingress.add(to.suffix, to.cidr, c.name, throughInspection(b.inspects(PlaceEastWest) && !b.exempt(c), c.name))
		}
	}
	spoke.add(ingressName, b.ingress.cidr, ingressName, throughInspection(b.inspects(PlaceEastWest), ingressName))
	if !b.inspectsCentrally() {
		return []*TransitRouteTable{ingress, spoke}
	}
	inspection, fromClusters := transitTable(inspectionName), []*TransitRouteTable{spoke}
	for _, c := range b.inspectedClusters() {
		for _, to := range c.routed() {
			inspection.add(to.suffix, to.cidr, c.name, c.name)
		}
	}
	if b.inspects(PlaceEastWest) {
		inspection.add(ingressName, b.ingress.cidr, ingressName, ingressName)
	}
	tables := []*TransitRouteTable{ingress, inspection, spoke}
	if len(b.exceptions()) > 0 {
		exempt := transitTable(exemptName)
		exempt.add(ingressName, b.ingress.cidr, ingressName, ingressName)
		tables, fromClusters = append([]*TransitRouteTable{exempt}, tables...), append(fromClusters, exempt)
	}
	if b.inspects(PlaceEgress) {
		for _, table := range fromClusters {
			table.add(internetName, anywhere, inspectionName, inspectionName)
		}
	}
	return tables
}

// throughInspection is the attachment of the inspection VPC where that stands in between, or else the destination's own.
func throughInspection(inspected bool, own string) string {
	if inspected {
		return inspectionName
	}
	return own
}

// attachment joins a VPC through its transit subnets.
func (b *builder) attachment(vpc, account, table string) TransitAttachment {
	attachment := TransitAttachment{
		Name: vpc, Vpc: vpc, Account: account, Subnets: []string{}, RouteTable: table, Accept: account != b.estate.Ingress.Account,
	}
	for _, z := range b.zones {
		attachment.Subnets = append(attachment.Subnets, subnetName(vpc, TierTransit, z.id))
	}
	return attachment
}

// transitTable is a transit route table that drops all private space.
func transitTable(name string) *TransitRouteTable {
	table := &TransitRouteTable{Name: name}
	for _, hole := range blackholes {
		table.Routes = append(table.Routes, TransitRoute{
			Name: name + "." + hole.suffix, Destination: hole.cidr.String(), Blackhole: true,
		})
	}
	return table
}

// add adds a route to a VPC's addresses, which leads to an attachment.
func (t *TransitRouteTable) add(name string, destination netip.Prefix, vpc, attachment string) {
	t.Routes = append(t.Routes, TransitRoute{
		Name: t.Name + "." + name, Destination: destination.String(), Vpc: vpc, Attachment: attachment,
	})
}
