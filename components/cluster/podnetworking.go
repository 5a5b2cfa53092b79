package cluster

import (
	"encoding/json"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// cniConfiguration is the part that is used here of what the vpc-cni add-on accepts as configuration: values of the chart
// aws-vpc-cni.
type cniConfiguration struct {
	EniConfig *eniConfig        `json:"eniConfig,omitempty"`
	Env       map[string]string `json:"env"`
}

// eniConfig makes one ENIConfig object per zone.
type eniConfig struct {
	Create bool   `json:"create"`
	Region string `json:"region"`

	// By zone name, because nodes are labelled with that.
	Subnets map[string]eniSubnet `json:"subnets"`
}

// eniSubnet is where the pods of a zone's nodes get their addresses, and which security groups they have.
type eniSubnet struct {
	ID             string   `json:"id"`
	SecurityGroups []string `json:"securityGroups"`
}

// podNetworking is the configuration of the VPC CNI: nil where pods take addresses of the node subnets and are nobody's
// targets, which is what it does by itself. With pod subnets, nodes find their zone's by the label that every node has, and
// pods carry the nodes' security group, so that one set of rules serves both.
//
// What pods send out of the VPC bears the node's address (the CNI's own default), so no route outside the VPC has to lead to a
// pod subnet. The CNI then also sends what pods answer through their node's first network interface, and where a pod's address is
// on another one, VPCs drop it: load balancers of another VPC reach such pods only where that VPC is excluded.
func (p *printer) podNetworking() pulumi.StringPtrInput {
	env := map[string]string{}
	if len(p.plan.UntranslatedCidrs) > 0 {
		env["AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS"] = strings.Join(p.plan.UntranslatedCidrs, ",")
	}
	if len(p.plan.PodSubnets) == 0 {
		if len(env) == 0 {
			return nil
		}
		text, _ := json.Marshal(cniConfiguration{Env: env}) //nolint:errchkjson // Strings only.
		return pulumi.StringPtr(string(text))
	}
	env["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"] = "true"
	env["ENI_CONFIG_LABEL_DEF"] = "topology.kubernetes.io/zone"
	zones := make(pulumi.StringArray, 0, len(p.plan.PodSubnets))
	for _, subnet := range p.plan.PodSubnets {
		zones = append(zones, p.args.SubnetZoneNames[subnet])
	}
	region := p.args.Region
	return pulumi.All(
		zones.ToStringArrayOutput(), p.subnetIDs(p.plan.PodSubnets...).ToStringArrayOutput(), p.component.ClusterSecurityGroupID,
	).ApplyT(func(known []any) (*string, error) {
		zones, ids, group := known[0].([]string), known[1].([]string), known[2].(string)
		subnets := make(map[string]eniSubnet, len(zones))
		for i, zone := range zones {
			subnets[zone] = eniSubnet{ID: ids[i], SecurityGroups: []string{group}}
		}
		text, err := json.Marshal(cniConfiguration{
			EniConfig: &eniConfig{Create: true, Region: region, Subnets: subnets}, Env: env,
		})
		values := string(text)
		return &values, err
	}).(pulumi.StringPtrOutput)
}
