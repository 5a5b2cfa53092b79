package cluster

import (
	"encoding/json"

	"github.com/ingresshub/ingresshub/components/inputs"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// cniConfiguration is what the vpc-cni add-on accepts as its configuration.
type cniConfiguration struct {
	Env       map[string]string   `json:"env,omitempty"`
	EniConfig *cniEniConfigValues `json:"eniConfig,omitempty"`
}

type cniEniConfigValues struct {
	Create  bool                 `json:"create"`
	Region  string               `json:"region"`
	Subnets map[string]cniSubnet `json:"subnets"`
}

type cniSubnet struct {
	ID             string   `json:"id"`
	SecurityGroups []string `json:"securityGroups"`
}

// addon prints the VPC CNI add-on. EKS installs a CNI of its own with every cluster; the add-on takes that one over, in the
// version that EKS chooses for the cluster's, and stays when the add-on goes, because nodes without a CNI are lost.
func (p *printer) addon() error {
	args := &awseks.AddonArgs{
		ClusterName:              p.component.ClusterName,
		AddonName:                pulumi.String("vpc-cni"),
		ResolveConflictsOnCreate: pulumi.String("OVERWRITE"),
		ResolveConflictsOnUpdate: pulumi.String("OVERWRITE"),
		Preserve:                 pulumi.Bool(true),
		Tags:                     inputs.Tags(p.args.Tags, p.args.Plan.Name+".vpc-cni"),
	}
	if len(p.args.Plan.PodSubnets) > 0 {
		args.ConfigurationValues = p.customNetworking()
	}
	addon, err := awseks.NewAddon(p.ctx, p.args.Plan.Name+".vpc-cni", args, p.parent)
	if err != nil {
		return err
	}
	p.beforeNodes = append(p.beforeNodes, addon)
	return nil
}

// customNetworking puts the pods of each zone into the zone's pod subnet. The CNI finds a node's ENIConfig by the node's
// zone label, which is the zone's name in this account, so that is what ENIConfigs are called.
func (p *printer) customNetworking() pulumi.StringPtrOutput {
	names, ids := pulumi.StringArray{}, pulumi.StringArray{}
	for _, subnet := range p.args.Plan.PodSubnets {
		names = append(names, p.args.SubnetZoneNames[subnet])
		ids = append(ids, p.args.SubnetIDs[subnet])
	}
	region := p.args.Region
	return pulumi.All(names, ids, p.component.PodSecurityGroupID).ApplyT(func(known []any) (*string, error) {
		names, ids, group := known[0].([]string), known[1].([]string), known[2].(string)
		configuration := cniConfiguration{
			Env: map[string]string{
				"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true",
				"ENI_CONFIG_LABEL_DEF":               "topology.kubernetes.io/zone",
			},
			EniConfig: &cniEniConfigValues{Create: true, Region: region, Subnets: map[string]cniSubnet{}},
		}
		for i, name := range names {
			configuration.EniConfig.Subnets[name] = cniSubnet{ID: ids[i], SecurityGroups: []string{group}}
		}
		text, err := json.Marshal(configuration)
		if err != nil {
			return nil, err
		}
		return pulumi.StringRef(string(text)), nil
	}).(pulumi.StringPtrOutput)
}
