package expect

import (
	"encoding/json"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

// everywhere is what EKS lets members of a cluster's security group send to.
const everywhere = "0.0.0.0/0"

// cluster lists an EKS cluster. Of one that exists already, only the rules for its pods are made.
func (w *writer) cluster(cluster plan.EksCluster) {
	group := clusterGroup(cluster)
	rules := append([]plan.SecurityGroupRule{}, cluster.PodRules...)
	for _, cidr := range cluster.PrivateCidrs {
		rules = append(rules, plan.SecurityGroupRule{
			Name:      cluster.Name + ".api.ingress." + strings.NewReplacer(".", "-", "/", "-").Replace(cidr),
			Direction: plan.Inbound, Protocol: "tcp", FromPort: 443, ToPort: 443, Cidr: cidr, Description: "Kubernetes API",
		})
	}
	w.rules(cluster.Account, group, rules)
	if cluster.Existing {
		return
	}
	// EKS makes the group, lets its members talk to each other and to everybody.
	w.add(cluster.Account, object.SecurityGroup, group, object.Fields{
		"group name": "eks-cluster-sg-" + cluster.AwsName + "-", "vpc": cluster.Vpc,
		"description": "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as " +
			"any managed workloads.",
		"tags":     object.Tags(map[string]string{"kubernetes.io/cluster/" + cluster.AwsName: "owned"}),
		"inbound":  permissions(rules, plan.Inbound, object.Permission("-1", 0, 0, "security group "+group)),
		"outbound": permissions(rules, plan.Outbound, object.Permission("-1", 0, 0, everywhere)),
	})
	w.ownRule(cluster.Account, group, "inbound", "security group "+group)
	w.ownRule(cluster.Account, group, "outbound", everywhere)

	public := "closed"
	if len(cluster.PublicCidrs) > 0 {
		public = "open to " + object.Set(cluster.PublicCidrs)
	}
	w.add(cluster.Account, object.EksCluster, cluster.AwsName, object.Fields{
		"version": cluster.KubernetesVersion, "role": controlPlaneRole(cluster), "vpc": cluster.Vpc,
		"subnets": object.Set(cluster.ControlPlaneSubnets), "private endpoint": "open", "public endpoint": public,
		"service cidr": cluster.ServiceCidr, "address family": "ipv4", "logging": "api, audit, authenticator",
		"authentication": "API", "state": "ACTIVE", "tags": w.tags(cluster.Name),
	})
	w.add(cluster.Account, object.LogGroup, "/aws/eks/"+cluster.AwsName+"/cluster", nil) // kept for ever
	w.roles(cluster)
	for _, nodes := range cluster.NodeGroups {
		w.nodeGroup(cluster, nodes)
	}
	if len(cluster.NodeGroups) > 0 {
		// Made by EKS with the first managed node group, without which no node joins.
		w.add(cluster.Account, object.AccessEntry, cluster.AwsName+" "+nodeRole(cluster), object.Fields{
			"kind": "EC2_LINUX", "groups": "system:nodes",
		})
	}
	w.addons(cluster)
	w.admins(cluster)
}

// clusterGroup is how the security group is called that EKS makes with a cluster.
func clusterGroup(cluster plan.EksCluster) string { return "cluster of " + cluster.AwsName }

// ownRule lists a rule that EKS makes in a cluster's security group.
func (w *writer) ownRule(account, group, direction, peer string) {
	w.add(account, object.SecurityGroupRule, strings.Join([]string{group, direction, "-1", "all", peer}, " "), object.Fields{
		"group": group, "direction": direction, "protocol": "-1", "ports": "all", "peer": peer,
	})
}

func (w *writer) nodeGroup(cluster plan.EksCluster, group plan.PlannedNodeGroup) {
	labels := map[string]string{}
	for key, value := range group.Labels {
		labels[key] = value
	}
	w.add(cluster.Account, object.NodeGroup, cluster.AwsName+" "+group.AwsName, object.Fields{
		"version": cluster.KubernetesVersion, "role": nodeRole(cluster), "subnets": group.Subnet,
		"instance types": strings.Join(group.InstanceTypes, ", "), "image": group.AmiType, "capacity": group.CapacityType,
		"disk": number(group.DiskSize), "labels": object.Tags(labels), "minimum": number(group.Min), "maximum": number(group.Max),
		// What a new group starts with. An autoscaler may change it; nothing scales in an emulator.
		"desired": number(group.Min), "state": "ACTIVE", "tags": w.tags(group.Name),
	})
}

// addons lists VPC CNI and kube-proxy, and CoreDNS where there is always a node for it.
func (w *writer) addons(cluster plan.EksCluster) {
	w.addon(cluster, "vpc-cni", podNetworking(w.plan.Region, cluster))
	w.addon(cluster, "kube-proxy", "")
	for _, group := range cluster.NodeGroups {
		if group.Min > 0 {
			w.addon(cluster, "coredns", "")
			return
		}
	}
}

func (w *writer) addon(cluster plan.EksCluster, name, configuration string) {
	w.add(cluster.Account, object.Addon, cluster.AwsName+" "+name, object.Fields{
		"version": object.StandardVersion(cluster.KubernetesVersion), "configuration": configuration, "state": "ACTIVE",
		"tags": w.tags(cluster.Name + "." + name),
	})
}

// podNetworking is the configuration by which pods get addresses of their own subnets and the nodes' security group, and keep
// their addresses towards the ingress VPC; nothing where they share the nodes' subnets and are nobody's targets.
func podNetworking(region string, cluster plan.EksCluster) string {
	values, env := map[string]any{}, map[string]string{}
	if len(cluster.UntranslatedCidrs) > 0 {
		env["AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS"] = strings.Join(cluster.UntranslatedCidrs, ",")
	}
	subnets := map[string]any{}
	for _, subnet := range cluster.PodSubnets {
		subnets[zoneOf(subnet)] = map[string]any{"id": subnet, "securityGroups": []string{clusterGroup(cluster)}}
	}
	if len(subnets) > 0 {
		values["eniConfig"] = map[string]any{"create": true, "region": region, "subnets": subnets}
		env["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"], env["ENI_CONFIG_LABEL_DEF"] = "true", "topology.kubernetes.io/zone"
	}
	if len(env) == 0 {
		return ""
	}
	values["env"] = env
	text, err := json.Marshal(values)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func (w *writer) admins(cluster plan.EksCluster) {
	for _, admin := range cluster.Admins {
		name := cluster.AwsName + " " + admin.PrincipalArn
		w.add(cluster.Account, object.AccessEntry, name, object.Fields{"kind": "STANDARD", "tags": w.tags(admin.Name)})
		w.add(cluster.Account, object.AccessPolicyAssociation,
			name+" arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", object.Fields{"scope": "cluster"})
	}
}
