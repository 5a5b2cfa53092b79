package flightpathtest

import (
	"cmp"
	"fmt"
	"maps"
	"net/netip"
	"strings"

	reader "github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// computed are outputs that AWS would fill in, as far as networks depend on them.
func (m *monitor) computed(r *reader.Resource) resource.PropertyMap {
	outputs := map[string]any{}
	if r.Custom {
		outputs["arn"] = r.ID
	}
	switch r.Type {
	case "aws:ec2/vpc:Vpc":
		outputs["defaultSecurityGroupId"] = r.ID + "/default-security-group"
		outputs["defaultNetworkAclId"] = r.ID + "/default-network-acl"
		outputs["mainRouteTableId"] = r.ID + "/main-route-table"
		outputs["defaultRouteTableId"] = r.ID + "/main-route-table"
		if r.Inputs["assignGeneratedIpv6CidrBlock"] == true {
			m.taken["ipv6"]++
			outputs["ipv6CidrBlock"] = fmt.Sprintf("2001:db8:%x::/56", m.taken["ipv6"])
		}
	case "aws:ec2/subnet:Subnet":
		if zone, _ := r.Inputs["availabilityZoneId"].(string); zone != "" && r.Inputs["availabilityZone"] == nil {
			// Any name will do: nothing may depend on which one it is.
			outputs["availabilityZone"] = region + string('a'+(zone[len(zone)-1]-'1')%26)
		}
	case "aws:ec2/instance:Instance":
		outputs["primaryNetworkInterfaceId"] = r.ID + "/eth0"
		if r.Inputs["privateIp"] == nil {
			if address := m.host(text(r.Inputs["subnetId"])); address.IsValid() {
				outputs["privateIp"] = address.String()
			}
		}
	case "aws:eks/cluster:Cluster":
		if r.Inputs["name"] == nil {
			outputs["name"] = ownName(r)
		}
		maps.Copy(outputs, clusterItself(r))
	case "aws:ec2/natGateway:NatGateway":
		if address := m.host(text(r.Inputs["subnetId"])); address.IsValid() && r.Inputs["privateIp"] == nil {
			outputs["privateIp"] = address.String()
		}
	case "aws:ec2/eip:Eip":
		m.taken["eip"]++
		outputs["publicIp"] = fmt.Sprintf("198.51.100.%d", m.taken["eip"]%256)
		outputs["allocationId"] = r.ID
	case "aws:ec2transitgateway/transitGateway:TransitGateway":
		outputs["associationDefaultRouteTableId"] = r.ID + "/default-route-table"
		outputs["propagationDefaultRouteTableId"] = r.ID + "/default-route-table"
	case "aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer":
		outputs["dnsName"] = ownName(r) + ".elb." + region + ".amazonaws.com"
		outputs["zoneId"] = "Z35SXDOTRQ7X7K"
	case "aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup", "aws:iam/role:Role":
		if r.Inputs["name"] == nil {
			outputs["name"] = ownName(r)
		}
		if r.Type == "aws:iam/role:Role" {
			outputs["arn"] = fmt.Sprintf("arn:aws:iam::%s:role/%s", m.accountOf(r.Provider), cmp.Or(text(r.Inputs["name"]), ownName(r)))
		}
	case "aws:acm/certificate:Certificate":
		outputs["domainValidationOptions"] = validationOptions(r)
	case "aws:ec2/vpcEndpointService:VpcEndpointService":
		outputs["serviceName"] = "com.amazonaws.vpce." + region + ".vpce-svc-" + ownName(r)
	case "aws:route53/record:Record":
		outputs["fqdn"] = r.Inputs["name"]
	case "aws:networkfirewall/firewall:Firewall":
		outputs["firewallStatuses"] = firewallStatuses(r)
	}
	computed := resource.NewPropertyMapFromMap(outputs)
	for key, value := range m.clusterOutputs(r) {
		computed[key] = value
	}
	if own := m.settings.outputs[r.Type]; own != nil {
		for key, value := range resource.NewPropertyMapFromMap(own(r.Inputs)) {
			computed[key] = value
		}
	}
	return computed
}

// ownName is what AWS would call a resource: by the program's name for it, and by another one where several programs have that name.
func ownName(r *reader.Resource) string {
	if _, number, again := strings.Cut(r.ID, "#"); again {
		return r.Name() + "-" + number
	}
	return r.Name()
}

func text(value any) string {
	text, _ := value.(string)
	return text
}

// host gives the next address of a subnet, past those that AWS keeps for itself and those that programs choose themselves.
func (m *monitor) host(subnet string) netip.Addr {
	of := m.find(subnet, "aws:ec2/subnet:Subnet")
	if of == nil {
		return netip.Addr{}
	}
	cidr, err := netip.ParsePrefix(text(of.Inputs["cidrBlock"]))
	if err != nil {
		return netip.Addr{}
	}
	address := cidr.Addr()
	m.hosts[subnet]++
	for range 3 + m.hosts[subnet] {
		address = address.Next()
	}
	return address
}

// validationOptions are the records that ACM asks for.
func validationOptions(r *reader.Resource) []any {
	names := append([]any{r.Inputs["domainName"]}, list(r.Inputs["subjectAlternativeNames"])...)
	options := make([]any, 0, len(names))
	for _, name := range names {
		options = append(options, map[string]any{
			"domainName": name, "resourceRecordName": fmt.Sprintf("_acm.%v.", name),
			"resourceRecordType": "CNAME", "resourceRecordValue": fmt.Sprintf("_value.%v.", name),
		})
	}
	return options
}

func list(value any) []any {
	list, _ := value.([]any)
	return list
}

// firewallStatuses are a firewall's endpoints: one in each of its subnets.
func firewallStatuses(r *reader.Resource) []any {
	var states []any
	for _, mapping := range list(r.Inputs["subnetMappings"]) {
		row, _ := mapping.(map[string]any)
		subnet := text(row["subnetId"])
		states = append(states, map[string]any{"attachments": []any{
			map[string]any{"subnetId": subnet, "endpointId": "vpce-" + r.Name() + "/" + subnet},
		}})
	}
	return []any{map[string]any{"syncStates": states}}
}
