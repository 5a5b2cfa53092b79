package engine_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// reader reads facts from a cloud's objects. It knows no plan: what an object refers to, it looks up by ID.
type reader struct {
	byID map[string]localcloud.Object

	// What AWS calls the clusters, by the ID of their pods' security group.
	clusters map[string]string

	// Names of what the user had already.
	given map[string]string
}

// foundFacts are the facts about what programs made in a cloud.
func foundFacts(cloud *localcloud.Cloud) facts { return foundFactsBeside(cloud, nil, nil) }

// foundFactsBeside is foundFacts in a cloud in which something exists already: its names by ID, and those of clusters by
// the ID of their pods' security group.
func foundFactsBeside(cloud *localcloud.Cloud, given, clusters map[string]string) facts {
	r := reader{byID: map[string]localcloud.Object{}, clusters: map[string]string{}, given: given}
	maps.Copy(r.clusters, clusters)
	for _, object := range cloud.Everything() {
		// IDs of associations repeat what they associate, so the first word may stand for several objects; none of those is
		// ever referred to.
		r.byID[object.ID] = object
		if config, _ := object.Outputs["vpcConfig"].(map[string]any); object.Type == clusterType {
			group, _ := config["clusterSecurityGroupId"].(string)
			r.clusters[group] = text(object, "name")
		}
	}
	f := facts{}
	for _, object := range cloud.Objects() {
		if read, known := reading[object.Type]; known {
			f.add(object.Type, object.Name, "%s", read(r, object))
		}
	}
	return f
}

// shareName is what AWS calls a share. What accepts one has its ARN for an ID too.
func (r reader) shareName(arn string) string {
	for _, property := range []string{"name", "shareName"} {
		if name := text(r.byID[arn], property); name != "" {
			return name
		}
	}
	return "unknown " + arn
}

// named is the logical name of what an ID stands for.
func (r reader) named(id string) string {
	if name, given := r.given[id]; given {
		return name
	}
	if object, exists := r.byID[id]; exists {
		return object.Name
	}
	return "unknown " + id
}

func (r reader) allNamed(object localcloud.Object, property string) []string {
	var names []string
	for _, id := range texts(object, property) {
		names = append(names, r.named(id))
	}
	return ordered(names)
}

// group is the name of a security group; the one that EKS makes for a cluster is the cluster's.
func (r reader) group(id string) string {
	if cluster, made := r.clusters[id]; made {
		return "cluster of " + cluster
	}
	return r.named(id)
}

// reading says what matters of an object of a type, in the words of plannedFacts.
var reading = map[string]func(reader, localcloud.Object) string{
	vpcType: func(_ reader, o localcloud.Object) string { return text(o, "cidrBlock") },
	secondaryCidrType: func(r reader, o localcloud.Object) string {
		return text(o, "cidrBlock") + " to " + r.named(text(o, "vpcId"))
	},
	subnetType: func(r reader, o localcloud.Object) string {
		return fmt.Sprintf("%s %s in %s, public addresses %t", text(o, "cidrBlock"), text(o, "availabilityZoneId"),
			r.named(text(o, "vpcId")), isSet(o, "mapPublicIpOnLaunch"))
	},
	reservationType: func(r reader, o localcloud.Object) string {
		return text(o, "cidrBlock") + " in " + r.named(text(o, "subnetId"))
	},
	routeTableType: func(r reader, o localcloud.Object) string { return "of " + r.named(text(o, "vpcId")) },
	tableAssociationType: func(r reader, o localcloud.Object) string {
		return r.named(text(o, "subnetId")) + " with " + r.named(text(o, "routeTableId"))
	},
	routeType: func(r reader, o localcloud.Object) string {
		var hop plan.NextHop
		switch {
		case strings.HasPrefix(text(o, "gatewayId"), "igw-"):
			hop = plan.ToInternetGateway
		case text(o, "transitGatewayId") != "":
			hop = plan.ToTransitGateway
		}
		return fmt.Sprintf("%s: %s by %s", r.named(text(o, "routeTableId")), text(o, "destinationCidrBlock"), hop)
	},
	endpointType: func(r reader, o localcloud.Object) string {
		return fmt.Sprintf("%s %s in %s, %v %v", text(o, "vpcEndpointType"), text(o, "serviceName"), r.named(text(o, "vpcId")),
			r.allNamed(o, "subnetIds"), r.allNamed(o, "routeTableIds"))
	},
	inboundRuleType:  securityGroupRule,
	outboundRuleType: securityGroupRule,
	transitGatewayType: func(_ reader, o localcloud.Object) string {
		return fmt.Sprintf("default association %s, default propagation %s", text(o, "defaultRouteTableAssociation"),
			text(o, "defaultRouteTablePropagation"))
	},
	attachmentType: func(r reader, o localcloud.Object) string {
		return fmt.Sprintf("%s in %v, appliance mode %t, association %t, propagation %t", r.named(text(o, "vpcId")),
			r.allNamed(o, "subnetIds"), text(o, "applianceModeSupport") == "enable",
			isSet(o, "transitGatewayDefaultRouteTableAssociation"), isSet(o, "transitGatewayDefaultRouteTablePropagation"))
	},
	attachmentAccepterType: func(r reader, o localcloud.Object) string {
		return fmt.Sprintf("of %s, association %t, propagation %t", r.named(text(o, "transitGatewayAttachmentId")),
			isSet(o, "transitGatewayDefaultRouteTableAssociation"), isSet(o, "transitGatewayDefaultRouteTablePropagation"))
	},
	shareType: func(_ reader, o localcloud.Object) string {
		return fmt.Sprintf("%s, external %t", text(o, "name"), isSet(o, "allowExternalPrincipals"))
	},
	resourceAssociationType: func(r reader, o localcloud.Object) string {
		arn := text(o, "resourceArn")
		return r.named(arn[strings.LastIndex(arn, "/")+1:]) + " in " + r.shareName(text(o, "resourceShareArn"))
	},
	principalType: func(r reader, o localcloud.Object) string {
		return text(o, "principal") + " may use " + r.shareName(text(o, "resourceShareArn"))
	},
	shareAccepterType: func(_ reader, o localcloud.Object) string {
		return o.Account + " accepts " + text(o, "shareName") + " of " + text(o, "senderAccountId")
	},
	transitTableType: func(r reader, o localcloud.Object) string { return "of " + r.named(text(o, "transitGatewayId")) },
	transitAssociationType: func(r reader, o localcloud.Object) string {
		return r.named(text(o, "transitGatewayAttachmentId")) + " with " + r.named(text(o, "transitGatewayRouteTableId"))
	},
	propagationType: func(reader, localcloud.Object) string { return "must not exist" },
	transitRouteType: func(r reader, o localcloud.Object) string {
		attachment := ""
		if id := text(o, "transitGatewayAttachmentId"); id != "" {
			attachment = r.named(id)
		}
		return fmt.Sprintf("%s: %s to %q, blackhole %t", r.named(text(o, "transitGatewayRouteTableId")),
			text(o, "destinationCidrBlock"), attachment, isSet(o, "blackhole"))
	},
	loadBalancerType: func(r reader, o localcloud.Object) string {
		places := []string{}
		for _, mapping := range objects(o, "subnetMappings") {
			address, _ := mapping["privateIpv4Address"].(string)
			id, _ := mapping["subnetId"].(string)
			places = append(places, r.named(id)+" "+address)
		}
		groups := []string{}
		for _, id := range texts(o, "securityGroups") {
			groups = append(groups, r.group(id))
		}
		return fmt.Sprintf("%s %s internal %t in %v behind %s", text(o, "name"), text(o, "loadBalancerType"), isSet(o, "internal"),
			ordered(places), strings.Join(groups, ","))
	},
	listenerType: func(r reader, o localcloud.Object) string {
		action, group := "", ""
		for _, a := range objects(o, "defaultActions") {
			action, _ = a["type"].(string)
			if arn, _ := a["targetGroupArn"].(string); arn != "" {
				group = r.named(arn)
			}
		}
		return fmt.Sprintf("%s: %s %d, %s %q, policy %q", r.named(text(o, "loadBalancerArn")), text(o, "protocol"), number(o, "port"),
			action, group, text(o, "sslPolicy"))
	},
	listenerRuleType: func(r reader, o localcloud.Object) string {
		group, hostnames, paths := "", []string{}, []string{}
		for _, action := range objects(o, "actions") {
			arn, _ := action["targetGroupArn"].(string)
			group = r.named(arn)
			if forward, isMap := action["forward"].(map[string]any); isMap && arn == "" {
				group = r.shares(forward)
			}
		}
		for _, condition := range objects(o, "conditions") {
			hostnames = append(hostnames, conditionValues(condition, "hostHeader")...)
			paths = append(paths, conditionValues(condition, "pathPattern")...)
		}
		return fmt.Sprintf("%s: %d %v %v to %s", r.named(text(o, "listenerArn")), number(o, "priority"), ordered(hostnames),
			ordered(paths), group)
	},
	targetGroupType: func(r reader, o localcloud.Object) string {
		check, _ := o.Outputs["healthCheck"].(map[string]any)
		return fmt.Sprintf("%s %s %s %d in %s, preserves %t, check %v %v %v every %v within %v, %v times", text(o, "name"),
			text(o, "targetType"), text(o, "protocol"), number(o, "port"), r.named(text(o, "vpcId")), text(o, "preserveClientIp") == "true",
			check["protocol"], check["port"], check["path"], check["interval"], check["timeout"], check["healthyThreshold"])
	},
	targetType: func(r reader, o localcloud.Object) string {
		target := text(o, "targetId")
		if strings.HasPrefix(target, "arn:") {
			target = r.named(target)
		}
		return fmt.Sprintf("%s: %s:%d in %q", r.named(text(o, "targetGroupArn")), target, number(o, "port"),
			text(o, "availabilityZone"))
	},
	clusterType: func(r reader, o localcloud.Object) string {
		vpc, _ := o.Outputs["vpcConfig"].(map[string]any)
		network, _ := o.Outputs["kubernetesNetworkConfig"].(map[string]any)
		subnets := []string{}
		for _, id := range words(vpc["subnetIds"]) {
			subnets = append(subnets, r.named(id))
		}
		return fmt.Sprintf("%s %s in %v, services %v", text(o, "name"), text(o, "version"), ordered(subnets), network["serviceIpv4Cidr"])
	},
	nodeGroupType: func(r reader, o localcloud.Object) string {
		return fmt.Sprintf("%s in %s %s", text(o, "nodeGroupName"), strings.Join(r.allNamed(o, "subnetIds"), ","), text(o, "amiType"))
	},
}

func securityGroupRule(r reader, o localcloud.Object) string {
	return fmt.Sprintf("%s: %s %d-%d %s", r.group(text(o, "securityGroupId")), text(o, "ipProtocol"), number(o, "fromPort"),
		number(o, "toPort"), text(o, "cidrIpv4"))
}

func conditionValues(condition map[string]any, kind string) []string {
	one, _ := condition[kind].(map[string]any)
	return words(one["values"])
}

func text(o localcloud.Object, property string) string {
	value, _ := o.Outputs[property].(string)
	return value
}

func isSet(o localcloud.Object, property string) bool {
	value, _ := o.Outputs[property].(bool)
	return value
}

func number(o localcloud.Object, property string) int {
	value, _ := o.Outputs[property].(float64)
	return int(value)
}

func texts(o localcloud.Object, property string) []string { return words(o.Outputs[property]) }

func words(value any) []string {
	items, _ := value.([]any)
	out := []string{}
	for _, item := range items {
		if word, isText := item.(string); isText {
			out = append(out, word)
		}
	}
	return slices.Clip(out)
}

func objects(o localcloud.Object, property string) []map[string]any {
	items, _ := o.Outputs[property].([]any)
	var out []map[string]any
	for _, item := range items {
		if object, isObject := item.(map[string]any); isObject {
			out = append(out, object)
		}
	}
	return out
}

// shares are the target groups of a forward action, with their weights.
func (r reader) shares(forward map[string]any) string {
	var groups []string
	list, _ := forward["targetGroups"].([]any)
	for _, item := range list {
		group, _ := item.(map[string]any)
		arn, _ := group["arn"].(string)
		groups = append(groups, fmt.Sprintf("%s (%v)", r.named(arn), group["weight"]))
	}
	return strings.Join(ordered(groups), " ")
}
