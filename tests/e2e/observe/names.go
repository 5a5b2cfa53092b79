package observe

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// names knows what people call objects, by ID or ARN.
type names struct {
	snapshot snapshot.Snapshot

	given  map[string]string
	before map[string]bool
	tagged map[string]string

	// Zone IDs by account and zone name.
	zones map[string]string

	// Tags of load balancers, listeners, rules, target groups and certificates by ARN.
	tags map[string]tags
}

// identified are the lists whose objects have a Name tag or a name, with the field that holds their ID.
var identified = map[string]string{
	"Vpcs": "VpcId", "Subnets": "SubnetId", "RouteTables": "RouteTableId", "InternetGateways": "InternetGatewayId",
	"SecurityGroups": "GroupId", "VpcEndpoints": "VpcEndpointId", "NatGateways": "NatGatewayId", "Addresses": "AllocationId",
	"LaunchTemplates": "LaunchTemplateId", "ServiceConfigurations": "ServiceId",
	"EgressOnlyInternetGateways": "EgressOnlyInternetGatewayId", "VpcPeeringConnections": "VpcPeeringConnectionId",
	"NetworkInterfaces": "NetworkInterfaceId", "VpnGateways": "VpnGatewayId", "SecurityGroupRules": "SecurityGroupRuleId",
	"PrefixLists": "PrefixListId", "ManagedPrefixLists": "PrefixListId",
	"TransitGateways": "TransitGatewayId", "TransitGatewayRouteTables": "TransitGatewayRouteTableId",
	"TransitGatewayAttachments": "TransitGatewayAttachmentId", "TransitGatewayVpcAttachments": "TransitGatewayAttachmentId",
	"LoadBalancers": "LoadBalancerArn", "TargetGroups": "TargetGroupArn", "Certificates": "CertificateArn",
	"TagDescriptions": "ResourceArn", "CertificateTags": "CertificateArn", "RoleDetailList": "Arn",
}

func newNames(of snapshot.Snapshot, options Options) (*names, error) {
	n := &names{
		snapshot: of, given: options.Names, before: map[string]bool{}, tagged: map[string]string{}, zones: map[string]string{}, tags: map[string]tags{},
	}
	for _, documents := range options.Before {
		for key, field := range identified {
			for _, document := range documents[key] {
				n.before[fmt.Sprint(document[field])] = true
			}
		}
	}
	for place, documents := range of {
		// What has a name of its own is called by it, whatever its Name tag, which is listed apart.
		for _, apart := range []bool{true, false} {
			for key, field := range identified {
				for _, document := range documents[key] {
					if name := nameOf(document); name != "" && apart == (key == "TagDescriptions") {
						n.tagged[fmt.Sprint(document[field])] = name
					}
				}
			}
		}
		if err := n.readTags(documents); err != nil {
			return nil, err
		}
		if err := n.readZones(place, documents); err != nil {
			return nil, err
		}
	}
	// After the Name tags: EKS gives the security group of a cluster one of its own making.
	for _, documents := range of {
		clusters, err := snapshot.Decode[eksCluster](documents, "clusters")
		if err != nil {
			return nil, err
		}
		for _, cluster := range clusters {
			n.tagged[cluster.ResourcesVpcConfig.ClusterSecurityGroupID] = clusterGroup(cluster.Name)
		}
	}
	return n, n.readFirewalls()
}

// readFirewalls names the parts of AWS Network Firewall, which have names of their own, and the endpoints of firewalls, to
// which AWS gives tags of its own making: each is called after its firewall and its zone.
func (n *names) readFirewalls() error {
	for place, documents := range n.snapshot {
		firewalls, err := snapshot.Decode[described](documents, "Firewalls")
		if err != nil {
			return err
		}
		for _, d := range firewalls {
			n.tagged[d.Firewall.FirewallArn] = d.Firewall.FirewallName
			for zone, state := range d.FirewallStatus.SyncStates {
				n.tagged[state.Attachment.EndpointID] = d.Firewall.Tags.name() + "." + n.zone(place.Account, zone)
			}
		}
		policies, err := snapshot.Decode[firewallPolicy](documents, "FirewallPolicies")
		if err != nil {
			return err
		}
		for _, d := range policies {
			n.tagged[d.FirewallPolicyResponse.FirewallPolicyArn] = d.FirewallPolicyResponse.FirewallPolicyName
		}
		groups, err := snapshot.Decode[firewallRuleGroup](documents, "FirewallRuleGroups")
		if err != nil {
			return err
		}
		for _, d := range groups {
			n.tagged[d.RuleGroupResponse.RuleGroupArn] = d.RuleGroupResponse.RuleGroupName
		}
		services, err := snapshot.Decode[endpointService](documents, "ServiceConfigurations")
		if err != nil {
			return err
		}
		for _, service := range services {
			n.tagged[service.ServiceName] = "endpoint service " + service.Tags.name()
		}
	}
	return nil
}

// readTags reads the tags that are asked for apart from what carries them.
func (n *names) readTags(documents snapshot.Documents) error {
	described, err := snapshot.Decode[struct {
		ResourceArn string
		Tags        tags
	}](documents, "TagDescriptions")
	if err != nil {
		return err
	}
	for _, description := range described {
		n.tags[description.ResourceArn] = description.Tags
	}
	certificates, err := snapshot.Decode[struct {
		CertificateArn string
		Tags           tags
	}](documents, "CertificateTags")
	for _, certificate := range certificates {
		n.tags[certificate.CertificateArn] = certificate.Tags
	}
	return err
}

func (n *names) readZones(place snapshot.Place, documents snapshot.Documents) error {
	zones, err := snapshot.Decode[struct {
		ZoneName string
		ZoneID   string `json:"ZoneId"`
	}](documents, "AvailabilityZones")
	for _, zone := range zones {
		n.zones[place.Account+" "+zone.ZoneName] = zone.ZoneID
	}
	return err
}

// nameOf is a document's own name, and else its Name tag.
func nameOf(document snapshot.Document) string {
	for _, field := range []string{"LoadBalancerName", "TargetGroupName", "PrefixListName", "LaunchTemplateName"} {
		if name, isText := document[field].(string); isText {
			return name
		}
	}
	if name, isText := document["RoleName"].(string); isText {
		return withoutSuffix(name)
	}
	for _, key := range []string{"Tags", "TagSet"} {
		list, _ := document[key].([]any)
		for _, item := range list {
			if tag, isTag := item.(snapshot.Document); isTag && tag["Key"] == "Name" {
				name, _ := tag["Value"].(string)
				return name
			}
		}
	}
	return ""
}

// of is what an ID stands for: a name of the plan, a Name tag, or the ID itself.
func (n *names) of(id string) string {
	if name := n.given[id]; name != "" {
		return name
	}
	// AWS's own prefix lists were there before, and have names that everybody knows.
	if name := n.tagged[id]; name != "" && (!n.before[id] || strings.HasPrefix(id, "pl-")) {
		return name
	}
	return id
}

// all are what IDs stand for.
func (n *names) all(ids []string) []string {
	out := make([]string, 0, len(ids))
	for _, id := range ids {
		out = append(out, n.of(id))
	}
	return out
}

// zone is the ID of a zone in an account.
func (n *names) zone(account, name string) string {
	if id := n.zones[account+" "+name]; id != "" {
		return id
	}
	return name
}

// clusterGroup is the security group that EKS makes for a cluster.
func clusterGroup(cluster string) string { return "cluster of " + cluster }

// suffix is what Pulumi puts behind a name that AWS must not see twice.
var suffix = regexp.MustCompile(`-[0-9a-f]{7}$`)

func withoutSuffix(name string) string { return suffix.ReplaceAllString(name, "") }

// lastPart is what follows the last slash or colon of an ARN or path.
func lastPart(arn string) string { return arn[strings.LastIndexAny(arn, "/:")+1:] }
