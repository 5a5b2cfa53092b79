package observe

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

type launchTemplateData struct {
	ImageID            string `json:"ImageId"`
	InstanceType       string
	UserData           string
	KeyName            string
	EbsOptimized       bool
	IamInstanceProfile struct{ Arn, Name string }
	MetadataOptions    struct {
		HTTPEndpoint            string      `json:"HttpEndpoint"`
		HTTPTokens              string      `json:"HttpTokens"`
		HTTPPutResponseHopLimit json.Number `json:"HttpPutResponseHopLimit"`
	}
	BlockDeviceMappings []struct {
		DeviceName string
		Ebs        struct{ Encrypted, DeleteOnTermination bool }
	}
	NetworkInterfaces []struct {
		DeviceIndex              json.Number
		Groups                   []string
		SubnetID                 string `json:"SubnetId"`
		AssociatePublicIPAddress *bool  `json:"AssociatePublicIpAddress"`
		DeleteOnTermination      bool
	}
	SecurityGroupIDs  []string `json:"SecurityGroupIds"`
	TagSpecifications []struct {
		ResourceType string
		Tags         tags
	}
}

// launchTemplates reads launch templates, as their default versions are. EKS makes one for each managed node group.
func (r *reader) launchTemplates() error {
	tagged := map[string]string{}
	err := each(r, "LaunchTemplates", func(template struct {
		LaunchTemplateID string `json:"LaunchTemplateId"`
		Tags             tags
	},
	) {
		tagged[template.LaunchTemplateID] = template.Tags.field()
	})
	if err != nil {
		return err
	}
	return each(r, "LaunchTemplateVersions", func(version struct {
		LaunchTemplateID   string `json:"LaunchTemplateId"`
		LaunchTemplateName string
		LaunchTemplateData launchTemplateData
	},
	) {
		data := version.LaunchTemplateData
		var disks, interfaces, tags []string
		for _, disk := range data.BlockDeviceMappings {
			disks = append(disks, object.Disk(disk.DeviceName, disk.Ebs.Encrypted, disk.Ebs.DeleteOnTermination))
		}
		for _, card := range data.NetworkInterfaces {
			public := ""
			if card.AssociatePublicIPAddress != nil {
				public = fmt.Sprint(*card.AssociatePublicIPAddress)
			}
			interfaces = append(interfaces, object.Card(card.DeviceIndex.String(), object.Set(r.names.all(card.Groups)), public,
				card.DeleteOnTermination)+r.names.of(card.SubnetID))
		}
		for _, specification := range data.TagSpecifications {
			tags = append(tags, specification.ResourceType+": "+specification.Tags.field())
		}
		fields := object.Fields{
			"image": data.ImageID, "instance type": data.InstanceType, "user data": data.UserData, "key": data.KeyName,
			"profile": data.IamInstanceProfile.Arn + data.IamInstanceProfile.Name, "ebs optimized": word(data.EbsOptimized),
			"metadata": strings.Join([]string{
				data.MetadataOptions.HTTPEndpoint, data.MetadataOptions.HTTPTokens,
				data.MetadataOptions.HTTPPutResponseHopLimit.String(),
			}, " "),
			"disks": object.Set(disks), "interfaces": object.Set(interfaces), "security groups": object.Set(r.names.all(data.SecurityGroupIDs)),
			"tags of parts": object.Set(tags), "tags": tagged[version.LaunchTemplateID],
		}
		r.addImplicit(strings.HasPrefix(version.LaunchTemplateName, "eks-"), object.LaunchTemplate, version.LaunchTemplateName,
			version.LaunchTemplateID, fields)
	})
}
