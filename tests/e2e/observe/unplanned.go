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
	{"Addresses", object.Address, []string{"AllocationId"}, nil},
	{"NatGateways", object.NatGateway, []string{"NatGatewayId"}, nil},
	{"EgressOnlyInternetGateways", object.EgressOnlyGateway, []string{"EgressOnlyInternetGatewayId"}, nil},
	{"VpcPeeringConnections", object.PeeringConnection, []string{"VpcPeeringConnectionId"}, nil},
	{"VpnGateways", object.VpnGateway, []string{"VpnGatewayId"}, nil},
	{"VpnConnections", object.VpnConnection, []string{"VpnConnectionId"}, nil},
	{"CustomerGateways", object.CustomerGateway, []string{"CustomerGatewayId"}, nil},
	{"DhcpOptions", object.DhcpOptions, []string{"DhcpOptionsId"}, nil},
	{"ManagedPrefixLists", object.PrefixList, []string{"PrefixListId"}, func(_ *reader, list snapshot.Document) bool {
		return list["OwnerId"] == "AWS"
	}},
	{"LaunchTemplates", object.LaunchTemplate, []string{"LaunchTemplateId"}, func(_ *reader, template snapshot.Document) bool {
		name, _ := template["LaunchTemplateName"].(string)
		return strings.HasPrefix(name, "eks-")
	}},
	{"HostedZones", object.HostedZone, []string{"Id"}, nil},
	{"Policies", object.Policy, []string{"Arn"}, nil},
	{"UserDetailList", object.User, []string{"UserName"}, nil},
	{"GroupDetailList", object.Group, []string{"GroupName"}, nil},
	{"OpenIDConnectProviderList", object.IdentityProvider, []string{"Arn"}, nil},
	{"podIdentityAssociations", object.PodIdentityAssociation, []string{"clusterName", "associationId"}, nil},
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
	if err := r.firewalls(); err != nil {
		return err
	}
	return r.instances()
}

// firewalls reads firewalls of AWS Network Firewall.
func (r *reader) firewalls() error {
	return each(r, "Firewalls", func(described struct{ Firewall struct{ FirewallArn string } }) {
		arn := described.Firewall.FirewallArn
		r.add(object.Firewall, arn, arn, nil)
	})
}

// instances reads instances, of which EKS makes those that it tags as nodes.
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
				node := instance.Tags.byKey()["eks:nodegroup-name"] != ""
				r.addImplicit(node, object.Instance, instance.InstanceID, instance.InstanceID, nil)
			}
		}
	})
}

// interfaceDescriptions are how AWS describes the network interfaces that it makes for something else.
var interfaceDescriptions = []string{
	"ELB ", "VPC Endpoint Interface ", "Network Interface for Transit Gateway Attachment ", "Amazon EKS ", "aws-K8S-",
}

// ownedInterface says whether a network interface is another object's.
func (r *reader) ownedInterface(document snapshot.Document) bool {
	description, _ := document["Description"].(string)
	for _, prefix := range interfaceDescriptions {
		if strings.HasPrefix(description, prefix) {
			return true
		}
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
