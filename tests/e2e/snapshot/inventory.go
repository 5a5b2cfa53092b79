package snapshot

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// identities are the fields that tell the elements of a list apart, by key. A list that is missing here is told apart by all
// that its elements hold.
var identities = map[string][]string{
	"Addresses":                      {"AllocationId"},
	"AutoScalingGroups":              {"AutoScalingGroupName"},
	"AvailabilityZones":              {"ZoneId"},
	"CertificateTags":                {"CertificateArn"},
	"Certificates":                   {"CertificateArn"},
	"CustomerGateways":               {"CustomerGatewayId"},
	"DhcpOptions":                    {"DhcpOptionsId"},
	"EgressOnlyInternetGateways":     {"EgressOnlyInternetGatewayId"},
	"GroupDetailList":                {"GroupName"},
	"HostedZoneRecords":              {"HostedZoneId"},
	"HostedZones":                    {"Id"},
	"InternetGateways":               {"InternetGatewayId"},
	"LaunchTemplateVersions":         {"LaunchTemplateId"},
	"LaunchTemplates":                {"LaunchTemplateId"},
	"LifecycleHooks":                 {"AutoScalingGroupName", "LifecycleHookName"},
	"ListenerCertificates":           {"ListenerArn"},
	"ListenerRules":                  {"ListenerArn"},
	"LoadBalancerAttributes":         {"LoadBalancerArn"},
	"LoadBalancerListeners":          {"LoadBalancerArn"},
	"LoadBalancerTargetHealth":       {"TargetGroupArn"},
	"LoadBalancers":                  {"LoadBalancerArn"},
	"LoggingConfigurations":          {"FirewallArn"},
	"ManagedPrefixLists":             {"PrefixListId"},
	"NatGateways":                    {"NatGatewayId"},
	"NetworkAcls":                    {"NetworkAclId"},
	"NetworkInterfaces":              {"NetworkInterfaceId"},
	"OpenIDConnectProviderList":      {"Arn"},
	"Policies":                       {"Arn"},
	"PrefixLists":                    {"PrefixListId"},
	"Reservations":                   {"ReservationId"},
	"RoleDetailList":                 {"RoleName"},
	"Roles":                          {"RoleName"},
	"RouteTables":                    {"RouteTableId"},
	"SecurityGroupRules":             {"SecurityGroupRuleId"},
	"SecurityGroups":                 {"GroupId"},
	"ServiceConfigurations":          {"ServiceId"},
	"ServicePermissions":             {"ServiceId"},
	"SubnetCidrReservations":         {"SubnetId"},
	"TLSInspectionConfigurations":    {"Arn"},
	"Subnets":                        {"SubnetId"},
	"TagDescriptions":                {"ResourceArn"},
	"TargetGroupAttributes":          {"TargetGroupArn"},
	"TargetGroups":                   {"TargetGroupArn"},
	"TransitGatewayAssociations":     {"TransitGatewayRouteTableId"},
	"TransitGatewayAttachments":      {"TransitGatewayAttachmentId"},
	"TransitGatewayPropagatedRoutes": {"TransitGatewayRouteTableId"},
	"TransitGatewayPropagations":     {"TransitGatewayRouteTableId"},
	"TransitGatewayRouteTables":      {"TransitGatewayRouteTableId"},
	"TransitGatewayStaticRoutes":     {"TransitGatewayRouteTableId"},
	"TransitGatewayVpcAttachments":   {"TransitGatewayAttachmentId"},
	"TransitGateways":                {"TransitGatewayId"},
	"UserDetailList":                 {"UserName"},
	"VpcAttributes":                  {"VpcId"},
	"VpcEndpoints":                   {"VpcEndpointId"},
	"VpcPeeringConnections":          {"VpcPeeringConnectionId"},
	"Vpcs":                           {"VpcId"},
	"VpnConnections":                 {"VpnConnectionId"},
	"VpnGateways":                    {"VpnGatewayId"},
	"accessEntries":                  {"clusterName", "principalArn"},
	"addons":                         {"clusterName", "addonName"},
	"associatedAccessPolicies":       {"clusterName", "principalArn"},
	"clusters":                       {"name"},
	"defaultAddonVersions":           {"addonName", "kubernetesVersion"},
	"fargateProfiles":                {"clusterName", "fargateProfileName"},
	"logGroups":                      {"logGroupName"},
	"nodegroups":                     {"clusterName", "nodegroupName"},
	"podIdentityAssociations":        {"clusterName", "associationId"},
}

// catalogues are lists that say what AWS offers rather than what an account has. Which add-on versions are asked for depends
// on the add-ons that exist.
var catalogues = map[string]bool{"AvailabilityZones": true, "defaultAddonVersions": true}

// survivors are what AWS makes by itself and leaves behind on purpose when everything else is deleted.
var survivors = []struct {
	key     string
	pattern *regexp.Regexp
}{
	// Of a control plane's logs, which an audit may need longer than the cluster. Source: EKS user guide, control plane logs.
	{"logGroups", regexp.MustCompile(`^/aws/eks/.+/cluster$`)},
	// Of services that were used for the first time. Source: IAM user guide, service-linked roles.
	{"RoleDetailList", regexp.MustCompile(`^AWSServiceRoleFor`)},
	{"Roles", regexp.MustCompile(`^AWSServiceRoleFor`)},
}

// Inventory is everything that a place has: its normalised JSON by key and identity.
type Inventory map[Place]map[string]map[string]string

// Inventory lists what exists. What AWS still shows for a while after it was deleted does not.
func (s Snapshot) Inventory() (Inventory, error) {
	inventory := Inventory{}
	for place, documents := range s {
		inventory[place] = map[string]map[string]string{}
		for key, list := range documents {
			if catalogues[key] {
				continue
			}
			items := map[string]string{}
			for _, document := range list {
				if Gone(document) {
					continue
				}
				text, err := json.Marshal(document)
				if err != nil {
					return nil, fmt.Errorf("%s %s: %w", place, key, err)
				}
				items[identity(key, document, string(text))] = string(text)
			}
			inventory[place][key] = items
		}
	}
	return inventory, nil
}

// Gone says whether a document is AWS's memory of something deleted.
func Gone(document Document) bool {
	state := document["State"]
	if nested, isObject := document["Status"].(Document); isObject { // of a peering connection
		state = nested["Code"]
	}
	if instances, isList := document["Instances"].([]any); isList && len(instances) > 0 { // a reservation
		state = "terminated"
		for _, instance := range instances {
			object, _ := instance.(Document)
			if nested, _ := object["State"].(Document); nested["Name"] != "terminated" {
				state = "running"
			}
		}
	}
	return state == "deleted" || state == "terminated"
}

func identity(key string, document Document, text string) string {
	var words []string
	for _, field := range identities[key] {
		words = append(words, fmt.Sprint(document[field]))
	}
	if len(words) == 0 {
		return text
	}
	return strings.Join(words, " ")
}

// Difference lists, for people, what is in one inventory and not in the other, or not the same. What AWS leaves behind on
// purpose is no difference.
func (i Inventory) Difference(after Inventory) []string {
	var lines []string
	for place := range union(i, after) {
		for key := range union(i[place], after[place]) {
			before, now := i[place][key], after[place][key]
			for identity := range union(before, now) {
				was, is := before[identity], now[identity]
				switch {
				case was == "" && survives(key, identity):
				case is == "":
					lines = append(lines, fmt.Sprintf("%s: %s %s is gone", place, key, identity))
				case was == "":
					lines = append(lines, fmt.Sprintf("%s: %s %s is left: %s", place, key, identity, is))
				case was != is:
					lines = append(lines, fmt.Sprintf("%s: %s %s changed from %s to %s", place, key, identity, was, is))
				}
			}
		}
	}
	slices.Sort(lines)
	return lines
}

func survives(key, identity string) bool {
	for _, survivor := range survivors {
		if survivor.key == key && survivor.pattern.MatchString(identity) {
			return true
		}
	}
	return false
}

// union are the keys of two maps.
func union[K comparable, V any](a, b map[K]V) map[K]bool {
	keys := map[K]bool{}
	for key := range maps.Keys(a) {
		keys[key] = true
	}
	for key := range maps.Keys(b) {
		keys[key] = true
	}
	return keys
}
