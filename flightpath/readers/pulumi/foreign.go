package pulumi

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// elsewhere are resources of AWS that other providers than aws make, or a stack of CloudFormation, by CloudFormation's names of types. They
// are not read: what they may add to is not known.
var elsewhere = []struct {
	types *regexp.Regexp
	kinds []network.GapKind
}{
	{
		regexp.MustCompile(`(?i)^EC2::(Route|RouteTable|SubnetRouteTableAssociation|GatewayRouteTableAssociation|VPNGatewayRoutePropagation|LocalGateway.*)$`),
		[]network.GapKind{network.GapRouteTables, network.GapInternetGateways},
	},
	{regexp.MustCompile(`(?i)^EC2::(SecurityGroup.*)$`), []network.GapKind{network.GapSecurityGroups}},
	{regexp.MustCompile(`(?i)^EC2::(NetworkAcl.*|SubnetNetworkAclAssociation)$`), []network.GapKind{network.GapNetworkACLs}},
	{
		regexp.MustCompile(`(?i)^EC2::(InternetGateway|VPCGatewayAttachment|EgressOnlyInternetGateway|VPCBlockPublicAccess.*)$`),
		[]network.GapKind{network.GapInternetGateways},
	},
	{
		regexp.MustCompile(`(?i)^EC2::(VPC|VPCCidrBlock|Subnet|SubnetCidrBlock|NatGateway|VPCPeeringConnection|VPCEndpoint.*|PrefixList|EIP.*|Instance|NetworkInterface.*)$`),
		[]network.GapKind{
			network.GapVPCs, network.GapSubnets, network.GapInterfaces, network.GapNATGateways, network.GapPeerings, network.GapEndpoints,
			network.GapPrefixLists,
		},
	},
	{
		regexp.MustCompile(`(?i)^EC2::TransitGateway`),
		[]network.GapKind{network.GapTransitGateways, network.GapAttachments, network.GapTransitRouteTables, network.GapTransitRoutes},
	},
	{
		regexp.MustCompile(`(?i)^ElasticLoadBalancing(V2)?::`),
		[]network.GapKind{network.GapLoadBalancers, network.GapListeners, network.GapTargetGroups, network.GapTargets},
	},
	{regexp.MustCompile(`(?i)^NetworkFirewall::(Firewall|VpcEndpointAssociation)$`), []network.GapKind{network.GapFirewalls, network.GapEndpoints}},
	{regexp.MustCompile(`(?i)^(GlobalAccelerator::|VpcLattice::|CloudFront::VpcOrigin$|ApiGateway(V2)?::VpcLink$)`), nil},
}

// foreigners notes what is not read.
func (b *builder) foreigners() {
	for _, typ := range slices.Sorted(maps.Keys(b.byType)) {
		for _, r := range b.byType[typ] {
			for _, made := range foreignTypes(typ, r) {
				b.foreigner(r, made)
			}
		}
	}
}

var templateType = regexp.MustCompile(`AWS::([A-Za-z0-9]+::[A-Za-z0-9]+)`)

// foreignTypes are CloudFormation's names of what a resource makes, without `AWS::`; `*` where it does not tell.
func foreignTypes(typ string, r *Resource) []string {
	if service, name, is := strings.Cut(strings.TrimPrefix(typ, "aws-native:"), ":"); is && strings.HasPrefix(typ, "aws-native:") {
		return []string{service + "::" + name}
	}
	said := ""
	switch typ {
	case "aws:cloudcontrol/resource:Resource":
		said = r.text("typeName")
	case "aws:cloudformation/stack:Stack":
		said = r.text("templateBody")
	default:
		return nil
	}
	if !known(said) {
		return []string{"*"}
	}
	var types []string
	for _, found := range templateType.FindAllStringSubmatch(said, -1) {
		types = append(types, found[1])
	}
	slices.Sort(types)
	return slices.Compact(types)
}

func (b *builder) foreigner(r *Resource, made string) {
	place, reason := b.place(r), fmt.Sprintf("%s %q may add to it, which is not read", r.Type, r.Name())
	for _, one := range elsewhere {
		if made != "*" && !one.types.MatchString(made) {
			continue
		}
		for _, kind := range one.kinds {
			for _, of := range append(b.identitiesOf(kind), "") {
				b.network.Gaps = append(b.network.Gaps, network.Gap{Kind: kind, Of: of, Account: place.account, Region: place.region, Reason: reason})
			}
		}
		if one.kinds == nil || slices.Contains(one.kinds, network.GapLoadBalancers) {
			b.network.Publishers = append(b.network.Publishers, network.Publisher{Object: b.object(r), Kind: network.PublisherKind(r.Type)})
		}
	}
}

// identitiesOf are the objects of a kind to which other resources may add.
func (b *builder) identitiesOf(kind network.GapKind) []string {
	var ids []string
	switch kind {
	case network.GapRouteTables:
		for i := range b.network.RouteTables {
			ids = append(ids, b.network.RouteTables[i].ID)
		}
	case network.GapSecurityGroups:
		for i := range b.network.SecurityGroups {
			ids = append(ids, b.network.SecurityGroups[i].ID)
		}
	case network.GapNetworkACLs:
		for i := range b.network.NetworkACLs {
			ids = append(ids, b.network.NetworkACLs[i].ID)
		}
	case network.GapInternetGateways:
		for i := range b.network.InternetGateways {
			ids = append(ids, b.network.InternetGateways[i].ID)
		}
	case network.GapTransitRoutes:
		for i := range b.network.TransitRouteTables {
			ids = append(ids, b.network.TransitRouteTables[i].ID)
		}
	case network.GapListeners, network.GapLoadBalancers:
		for i := range b.network.LoadBalancers {
			ids = append(ids, b.network.LoadBalancers[i].ID)
		}
	case network.GapTargets:
		for i := range b.network.TargetGroups {
			ids = append(ids, b.network.TargetGroups[i].ID)
		}
	}
	return ids
}
