package observe

import (
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

type (
	securityGroup struct {
		GroupID             string `json:"GroupId"`
		GroupName           string
		Description         string
		VpcID               string       `json:"VpcId"`
		IPPermissions       []permission `json:"IpPermissions"`
		IPPermissionsEgress []permission `json:"IpPermissionsEgress"`
		Tags                tags
	}
	permission struct {
		IPProtocol       string `json:"IpProtocol"`
		FromPort, ToPort int
		IPRanges         []struct {
			CidrIP string `json:"CidrIp"`
		} `json:"IpRanges"`
		Ipv6Ranges    []struct{ CidrIpv6 string }
		PrefixListIDs []struct {
			PrefixListID string `json:"PrefixListId"`
		} `json:"PrefixListIds"`
		UserIDGroupPairs []struct {
			GroupID string `json:"GroupId"`
		} `json:"UserIdGroupPairs"`
	}
	securityGroupRule struct {
		SecurityGroupRuleID string `json:"SecurityGroupRuleId"`
		GroupID             string `json:"GroupId"`
		IsEgress            bool
		IPProtocol          string `json:"IpProtocol"`
		FromPort, ToPort    int
		CidrIpv4, CidrIpv6  string
		PrefixListID        string `json:"PrefixListId"`
		ReferencedGroupInfo struct {
			GroupID string `json:"GroupId"`
		}
		Description string
		Tags        tags
	}
)

// securityGroups reads security groups and their rules, which EC2 shows in two places that have to agree.
func (r *reader) securityGroups() error {
	err := each(r, "SecurityGroups", func(group securityGroup) {
		name := r.names.of(group.GroupID)
		groupName, tags := withoutSuffix(group.GroupName), group.Tags.byKey()
		if strings.HasPrefix(name, clusterGroup("")) {
			// EKS makes it, with a number behind its name.
			groupName = strings.TrimRight(group.GroupName, "0123456789")
			delete(tags, "Name")
		}
		r.add(object.SecurityGroup, name, group.GroupID, object.Fields{
			"group name": groupName, "vpc": r.names.of(group.VpcID), "description": group.Description,
			"inbound": r.permissions(group.IPPermissions), "outbound": r.permissions(group.IPPermissionsEgress),
			"tags": object.Tags(tags),
		})
	})
	if err != nil {
		return err
	}
	return each(r, "SecurityGroupRules", func(rule securityGroupRule) {
		direction := "inbound"
		if rule.IsEgress {
			direction = "outbound"
		}
		var peers []string
		for _, peer := range []string{
			rule.CidrIpv4, rule.CidrIpv6, r.prefixList(rule.PrefixListID), r.group(rule.ReferencedGroupInfo.GroupID),
		} {
			if peer != "" {
				peers = append(peers, peer)
			}
		}
		ports := object.Ports(rule.IPProtocol, rule.FromPort, rule.ToPort)
		name := r.names.of(rule.SecurityGroupRuleID)
		if rule.Tags.name() == "" {
			name = strings.Join([]string{r.names.of(rule.GroupID), direction, rule.IPProtocol, ports, object.Set(peers)}, " ")
		}
		r.add(object.SecurityGroupRule, name, rule.SecurityGroupRuleID, object.Fields{
			"group": r.names.of(rule.GroupID), "direction": direction, "protocol": rule.IPProtocol, "ports": ports,
			"peer": object.Set(peers), "description": rule.Description, "tags": rule.Tags.field(),
		})
	})
}

// permissions are what a group's description says of its rules.
func (r *reader) permissions(permissions []permission) string {
	var words []string
	for _, permission := range permissions {
		var peers []string
		for _, peer := range permission.IPRanges {
			peers = append(peers, peer.CidrIP)
		}
		for _, peer := range permission.Ipv6Ranges {
			peers = append(peers, peer.CidrIpv6)
		}
		for _, peer := range permission.PrefixListIDs {
			peers = append(peers, r.prefixList(peer.PrefixListID))
		}
		for _, peer := range permission.UserIDGroupPairs {
			peers = append(peers, r.group(peer.GroupID))
		}
		for _, peer := range peers {
			words = append(words, object.Permission(permission.IPProtocol, permission.FromPort, permission.ToPort, peer))
		}
	}
	return object.Set(words)
}

func (r *reader) prefixList(id string) string {
	if id == "" {
		return ""
	}
	return "prefix list " + r.names.of(id)
}

func (r *reader) group(id string) string {
	if id == "" {
		return ""
	}
	return "security group " + r.names.of(id)
}
