package picture

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// The types that the picture draws.
const (
	vpcType              = "aws:ec2/vpc:Vpc"
	secondaryCidrType    = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
	subnetType           = "aws:ec2/subnet:Subnet"
	internetGatewayType  = "aws:ec2/internetGateway:InternetGateway"
	routeTableType       = "aws:ec2/routeTable:RouteTable"
	routeType            = "aws:ec2/route:Route"
	tableAssociationType = "aws:ec2/routeTableAssociation:RouteTableAssociation"
	vpcEndpointType      = "aws:ec2/vpcEndpoint:VpcEndpoint"
	loadBalancerType     = "aws:lb/loadBalancer:LoadBalancer"
	listenerType         = "aws:lb/listener:Listener"
	listenerRuleType     = "aws:lb/listenerRule:ListenerRule"
	targetGroupType      = "aws:lb/targetGroup:TargetGroup"
	targetType           = "aws:lb/targetGroupAttachment:TargetGroupAttachment"
	transitGatewayType   = "aws:ec2transitgateway/transitGateway:TransitGateway"
	attachmentType       = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
	transitTableType     = "aws:ec2transitgateway/routeTable:RouteTable"
	transitRouteType     = "aws:ec2transitgateway/route:Route"
	transitAssocType     = "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation"
	clusterType          = "aws:eks/cluster:Cluster"
	nodeGroupType        = "aws:eks/nodeGroup:NodeGroup"
	natGatewayType       = "aws:ec2/natGateway:NatGateway"
	addressType          = "aws:ec2/eip:Eip"
	networkFirewallType  = "aws:networkfirewall/firewall:Firewall"
	firewallPolicyType   = "aws:networkfirewall/firewallPolicy:FirewallPolicy"
	ruleGroupType        = "aws:networkfirewall/ruleGroup:RuleGroup"
	tlsInspectionType    = "aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration"
	firewallLogsType     = "aws:networkfirewall/loggingConfiguration:LoggingConfiguration"
	logGroupType         = "aws:cloudwatch/logGroup:LogGroup"
	endpointServiceType  = "aws:ec2/vpcEndpointService:VpcEndpointService"
	accepterType         = "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter"
	scalingGroupType     = "aws:autoscaling/group:Group"
	lifecycleHookType    = "aws:autoscaling/lifecycleHook:LifecycleHook"
	launchTemplateType   = "aws:ec2/launchTemplate:LaunchTemplate"
)

// index finds the objects of one place, and remembers which were drawn.
type index struct {
	byType map[string][]localcloud.Object
	drawn  map[string]bool
}

func newIndex(objects []localcloud.Object) *index {
	x := &index{byType: map[string][]localcloud.Object{}, drawn: map[string]bool{}}
	for _, object := range objects {
		x.byType[object.Type] = append(x.byType[object.Type], object)
	}
	return x
}

func (x *index) types() []string { return slices.Sorted(maps.Keys(x.byType)) }

// draw notes that objects have a place in the picture.
func (x *index) draw(objects ...localcloud.Object) {
	for _, object := range objects {
		x.drawn[object.Type+" "+object.ID] = true
	}
}

func (x *index) undrawn(typ string) int {
	count := 0
	for _, object := range x.byType[typ] {
		if !x.drawn[typ+" "+object.ID] {
			count++
		}
	}
	return count
}

// sorted lists the objects of a type by name.
func (x *index) sorted(typ string) []localcloud.Object {
	return slices.SortedStableFunc(slices.Values(x.byType[typ]), func(a, b localcloud.Object) int {
		return cmp.Or(cmp.Compare(name(a), name(b)), cmp.Compare(a.ID, b.ID))
	})
}

// where lists the objects of a type whose output at a path is a value.
func (x *index) where(typ, path, value string) []localcloud.Object {
	return slices.DeleteFunc(x.sorted(typ), func(o localcloud.Object) bool { return text(o, path) != value })
}

// withID lists the one object of a type with an ID, or none.
func (x *index) withID(typ, id string) []localcloud.Object {
	return slices.DeleteFunc(x.sorted(typ), func(o localcloud.Object) bool { return o.ID != id })
}

// called is what the picture calls the object of a type with an ID (or ARN).
func (x *index) called(typ, id string) string {
	for _, object := range x.byType[typ] {
		if object.ID == id || text(object, "arn") == id {
			return name(object)
		}
	}
	return id
}

// name is the logical name of an object. What the user had before has none: then it is the Name tag, or the ID.
func name(object localcloud.Object) string {
	return cmp.Or(object.Name, text(object, "tags.Name"), object.ID)
}

// yours marks what the user had before.
func yours(object localcloud.Object) string {
	if object.Given {
		return "  (existed before)"
	}
	return ""
}

// text is the output at a dotted path, as text; empty where there is none.
func text(object localcloud.Object, path string) string { return asText(at(object.Outputs, path)) }

func asText(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(value)
	default:
		return ""
	}
}

// at follows a dotted path; a step into a list takes its first element.
func at(value any, path string) any {
	for part := range strings.SplitSeq(path, ".") {
		if list, ok := value.([]any); ok && len(list) > 0 {
			value = list[0]
		}
		object, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = object[part]
	}
	return value
}

// texts lists the strings of a list at a path.
func texts(value any, path string) []string {
	list, _ := at(value, path).([]any)
	var all []string
	for _, element := range list {
		if s := asText(element); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// members lists the objects of a list at a path.
func members(object localcloud.Object, path string) []map[string]any {
	return membersOf(object.Outputs, path)
}

func membersOf(value any, path string) []map[string]any {
	list, _ := at(value, path).([]any)
	var all []map[string]any
	for _, element := range list {
		if m, ok := element.(map[string]any); ok {
			all = append(all, m)
		}
	}
	return all
}
