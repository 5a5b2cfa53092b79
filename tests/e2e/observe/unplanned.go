package observe

import (
	"fmt"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// rest are the lists of objects that no plan asks for: each names the fields that identify an object, and when AWS may have
// made it by itself.
var rest = []struct {
	key      string
	kind     object.Type
	fields   []string
	implicit func(*reader, snapshot.Document) bool
}{
	{"NetworkAcls", object.NetworkAcl, []string{"NetworkAclId"}, untouchedAcl},
	{"NetworkInterfaces", object.NetworkInterface, []string{"NetworkInterfaceId"}, (*reader).ownedInterface},
	{"EgressOnlyInternetGateways", object.EgressOnlyGateway, []string{"EgressOnlyInternetGatewayId"}, nil},
	{"VpcPeeringConnections", object.PeeringConnection, []string{"VpcPeeringConnectionId"}, nil},
	{"VpnGateways", object.VpnGateway, []string{"VpnGatewayId"}, nil},
	{"VpnConnections", object.VpnConnection, []string{"VpnConnectionId"}, nil},
	{"CustomerGateways", object.CustomerGateway, []string{"CustomerGatewayId"}, nil},
	{"DhcpOptions", object.DhcpOptions, []string{"DhcpOptionsId"}, nil},
	{"ManagedPrefixLists", object.PrefixList, []string{"PrefixListId"}, func(_ *reader, list snapshot.Document) bool {
		return list["OwnerId"] == "AWS"
	}},
	{"HostedZones", object.HostedZone, []string{"Id"}, nil},
	{"Policies", object.Policy, []string{"Arn"}, nil},
	{"UserDetailList", object.User, []string{"UserName"}, nil},
	{"GroupDetailList", object.Group, []string{"GroupName"}, nil},
	{"OpenIDConnectProviderList", object.IdentityProvider, []string{"Arn"}, nil},
	{"podIdentityAssociations", object.PodIdentityAssociation, []string{"clusterName", "associationId"}, nil},
	{"TLSInspectionConfigurations", object.TLSInspection, []string{"Arn"}, nil},
	{"fargateProfiles", object.FargateProfile, []string{"clusterName", "fargateProfileName"}, nil},
}

// unplanned reads what no plan asks for so far.
func (r *reader) unplanned() error {
	for _, list := range rest {
		for _, document := range r.documents[list.key] {
			if snapshot.Gone(document) {
				continue
			}
			var words []string
			for _, field := range list.fields {
				words = append(words, fmt.Sprint(document[field]))
			}
			id := strings.Join(words, " ")
			r.addImplicit(list.implicit != nil && list.implicit(r, document), list.kind, id, id, nil)
		}
	}
	return r.instances()
}

// instances reads instances, of which EKS makes those that it tags as nodes, and an auto scaling group those that it tags with
// its name.
func (r *reader) instances() error {
	return each(r, "Reservations", func(reservation struct {
		Instances []struct {
			InstanceID string `json:"InstanceId"`
			State      struct{ Name string }
			Tags       tags
		}
	},
	) {
		for _, instance := range reservation.Instances {
			if !gone(instance.State.Name) {
				marks := instance.Tags.byKey()
				made := marks["eks:nodegroup-name"] != "" || marks[groupTag] != ""
				r.addImplicit(made, object.Instance, instance.InstanceID, instance.InstanceID, nil)
			}
		}
	})
}

// groupTag is where an auto scaling group notes its name on what it launches.
const groupTag = "aws:autoscaling:groupName"

// interfaceDescriptions are how AWS describes the network interfaces that it makes for something else.
var interfaceDescriptions = []string{
	"ELB ", "VPC Endpoint Interface ", "Network Interface for Transit Gateway Attachment ", "Amazon EKS ", "aws-K8S-",
	"Interface for NAT Gateway ",
}

// ownedInterface says whether a network interface is another object's.
func (r *reader) ownedInterface(document snapshot.Document) bool {
	description, _ := document["Description"].(string)
	for _, prefix := range interfaceDescriptions {
		if strings.HasPrefix(description, prefix) {
			return true
		}
	}
	if attachment, _ := document["Attachment"].(snapshot.Document); r.ofGroup(attachment["InstanceId"]) {
		return true
	}
	for _, endpoint := range r.documents["VpcEndpoints"] {
		ids, _ := endpoint["NetworkInterfaceIds"].([]any)
		for _, id := range ids {
			if id == document["NetworkInterfaceId"] {
				return true
			}
		}
	}
	return false
}

// ofGroup says whether an instance is one that an auto scaling group launched.
func (r *reader) ofGroup(id any) bool {
	for _, group := range r.documents["AutoScalingGroups"] {
		instances, _ := group["Instances"].([]any)
		for _, item := range instances {
			if instance, _ := item.(snapshot.Document); id != nil && instance["InstanceId"] == id {
				return true
			}
		}
	}
	return false
}
