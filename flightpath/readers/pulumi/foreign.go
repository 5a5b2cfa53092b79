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
	types     *regexp.Regexp
	kinds     []network.GapKind
	publishes bool // may bring what comes from the internet into any VPC
}{
	{
		regexp.MustCompile(`(?i)^EC2::(Route|RouteTable|SubnetRouteTableAssociation|GatewayRouteTableAssociation|VPNGatewayRoutePropagation|RouteServerPropagation|LocalGateway.*)$`),
		[]network.GapKind{network.GapRouteTables, network.GapInternetGateways},
		false,
	},
	{regexp.MustCompile(`(?i)^EC2::(SecurityGroup.*)$`), []network.GapKind{network.GapSecurityGroups}, false},
	{regexp.MustCompile(`(?i)^EC2::(NetworkAcl.*|SubnetNetworkAclAssociation)$`), []network.GapKind{network.GapNetworkACLs}, false},
	{
		regexp.MustCompile(`(?i)^EC2::(InternetGateway|VPCGatewayAttachment|EgressOnlyInternetGateway|VPCBlockPublicAccess.*)$`),
		[]network.GapKind{network.GapInternetGateways},
		false,
	},
	{
		regexp.MustCompile(`(?i)^EC2::(VPC|VPCCidrBlock|Subnet|SubnetCidrBlock|NatGateway|VPCPeeringConnection|VPCEndpoint.*|PrefixList|EIP.*|Instance|NetworkInterface.*)$`),
		[]network.GapKind{
			network.GapVPCs, network.GapSubnets, network.GapInterfaces, network.GapNATGateways, network.GapPeerings, network.GapEndpoints,
			network.GapPrefixLists,
		},
		false,
	},
	{
		regexp.MustCompile(`(?i)^EC2::TransitGateway`),
		[]network.GapKind{network.GapTransitGateways, network.GapAttachments, network.GapTransitRouteTables, network.GapTransitRoutes},
		false,
	},
	{
		regexp.MustCompile(`(?i)^ElasticLoadBalancing(V2)?::`),
		[]network.GapKind{network.GapLoadBalancers, network.GapListeners, network.GapTargetGroups, network.GapTargets},
		true,
	},
	{regexp.MustCompile(`(?i)^NetworkFirewall::(Firewall|VpcEndpointAssociation)$`), []network.GapKind{network.GapFirewalls, network.GapEndpoints}, false},
	// A public address may be given to an interface that the program makes.
	{regexp.MustCompile(`(?i)^EC2::(EIP|EIPAssociation)$`), []network.GapKind{network.GapInternetGateways}, true},
	{regexp.MustCompile(`(?i)^(GlobalAccelerator::|VpcLattice::|CloudFront::VpcOrigin$|ApiGateway(V2)?::VpcLink$)`), nil, true},
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

// templateType is a type in a template; what is longer, such as AWS::EC2::VPC::Id, is that of a parameter.
var templateType = regexp.MustCompile(`AWS::([A-Za-z0-9]+::[A-Za-z0-9]+)(::[A-Za-z0-9]+)?`)

// templateMore is what puts into a template more than stands there: nested stacks, macros, modules.
var templateMore = regexp.MustCompile(`AWS::CloudFormation::Stack|AWS::Serverless::Application|AWS::Include|Fn::Transform|::MODULE`)

const typeStackSet = "aws:cloudformation/stackSet:StackSet"

// foreignTypes are CloudFormation's names of what a resource makes, without `AWS::`; `*` where it does not tell.
func foreignTypes(typ string, r *Resource) []string {
	said := ""
	switch typ {
	case "aws:cloudcontrol/resource:Resource":
		said = r.text("typeName")
	case "aws-native:index:ExtensionResource":
		said = r.text("type")
	case "aws:cloudformation/stack:Stack", typeStackSet, "aws-native:cloudformation:Stack", "aws-native:cloudformation:StackSet":
		said = r.text("templateBody")
	case "aws-native:ec2:Eip":
		if r.value("instanceId") == nil {
			return nil // what it is for says so
		}
		return []string{"EC2::EIP"}
	default:
		if service, name, is := strings.Cut(strings.TrimPrefix(typ, "aws-native:"), ":"); is && strings.HasPrefix(typ, "aws-native:") {
			return []string{service + "::" + name}
		}
		return nil
	}
	if !known(said) || templateMore.MatchString(said) {
		return []string{"*"}
	}
	var types []string
	for _, found := range templateType.FindAllStringSubmatch(said, -1) {
		if found[2] == "" {
			types = append(types, found[1])
		}
	}
	slices.Sort(types)
	return slices.Compact(types)
}

func (b *builder) foreigner(r *Resource, made string) {
	at, reason := b.place(r), fmt.Sprintf("%s %q may add to it, which is not read", r.Type, r.Name())
	if strings.HasSuffix(r.Type, ":StackSet") {
		at = place{} // its stacks are in whatever accounts and Regions
	}
	for _, one := range elsewhere {
		if made != "*" && !one.types.MatchString(made) {
			continue
		}
		for _, kind := range one.kinds {
			for _, of := range append(b.identitiesOf(kind, at), "") {
				b.network.Gaps = append(b.network.Gaps, network.Gap{Kind: kind, Of: of, Account: at.account, Region: at.region, Reason: reason})
			}
		}
		if one.publishes {
			b.network.Publishers = append(b.network.Publishers, network.Publisher{Object: b.object(r), Kind: network.PublisherKind(r.Type)})
		}
	}
}

// identitiesOf are the objects of a kind to which other resources in a place may add: nobody adds to what another account or Region has.
func (b *builder) identitiesOf(kind network.GapKind, from place) []string {
	n := b.network
	switch kind {
	case network.GapRouteTables:
		return idsIn(from, n.RouteTables, func(t *network.RouteTable) *network.Object { return &t.Object })
	case network.GapSecurityGroups:
		return idsIn(from, n.SecurityGroups, func(g *network.SecurityGroup) *network.Object { return &g.Object })
	case network.GapNetworkACLs:
		return idsIn(from, n.NetworkACLs, func(a *network.NetworkACL) *network.Object { return &a.Object })
	case network.GapInternetGateways:
		return idsIn(from, n.InternetGateways, func(g *network.InternetGateway) *network.Object { return &g.Object })
	case network.GapTransitRoutes:
		return idsIn(from, n.TransitRouteTables, func(t *network.TransitRouteTable) *network.Object { return &t.Object })
	case network.GapListeners, network.GapLoadBalancers:
		return idsIn(from, n.LoadBalancers, func(l *network.LoadBalancer) *network.Object { return &l.Object })
	case network.GapTargets:
		return idsIn(from, n.TargetGroups, func(g *network.TargetGroup) *network.Object { return &g.Object })
	}
	return nil
}

// idsIn are the IDs of those objects that may be in a place.
func idsIn[T any](from place, all []T, object func(*T) *network.Object) []string {
	var ids []string
	for i := range all {
		if o := object(&all[i]); !from.apart(place{o.Account, o.Region}) {
			ids = append(ids, o.ID)
		}
	}
	return ids
}
