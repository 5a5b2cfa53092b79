package pulumi

import (
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// remoteAccess is the security group that EKS makes for who may log in to the nodes of a node group: from groups that the program names,
// else from anywhere (Amazon EKS API: "RemoteAccessConfig"). Doubt is why it is not known what it lets in.
func (b *builder) remoteAccess(r, cluster *Resource) (groups []string, doubt string) {
	const key = "remoteAccess"
	doubt = key + " of " + called(r) + " is not known before the update"
	if isUnknown(r.value(key)) {
		return nil, doubt
	}
	rows := oneOrManyObjects(r.value(key))
	if len(rows) == 0 || asText(rows[0]["ec2SshKey"]) == "" {
		return nil, ""
	}
	group := network.SecurityGroup{Object: b.object(r)}
	group.ID, group.Name, group.Tags = r.identity()+"/remote-access", "remote access to "+group.Name, nil
	for _, made := range oneOrManyObjects(r.Outputs["resources"]) {
		if id := asText(made["remoteAccessSecurityGroupId"]); known(id) {
			group.ID = id
		}
	}
	if cluster != nil {
		group.VPC = b.clusterVPC(cluster)
	}
	sources, ok := b.referencesIn(r, key, rows[0]["sourceSecurityGroupIds"], groupTypes...)
	if !ok {
		return nil, doubt
	}
	port := network.Match{Protocol: network.TCP, From: 22, To: 22}
	if strings.HasPrefix(r.text("amiType"), "WINDOWS") {
		port.From, port.To = 3389, 3389
	}
	for _, source := range sources {
		group.Rules = append(group.Rules, network.Rule{Match: port, Group: source})
	}
	if len(sources) == 0 {
		group.Rules = []network.Rule{{Match: port, CIDR: anywhere4}}
	}
	b.network.SecurityGroups = append(b.network.SecurityGroups, group)
	return []string{group.ID}, ""
}
