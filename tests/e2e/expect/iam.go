package expect

import (
	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

// controlPlaneRole is how pulumi-eks calls the role of a cluster's control plane, before Pulumi's suffix.
func controlPlaneRole(cluster plan.EksCluster) string { return cluster.Name + "-eksRole-role" }

// nodeRole is the role of a cluster's nodes, before Pulumi's suffix.
func nodeRole(cluster plan.EksCluster) string { return cluster.Name + ".node" }

// roles lists the roles of a cluster's control plane and nodes.
func (w *writer) roles(cluster plan.EksCluster) {
	w.role(cluster, controlPlaneRole(cluster), cluster.Name, "Allows EKS to manage clusters on your behalf.",
		object.Trust("Allow", "Service eks.amazonaws.com", []string{"sts:AssumeRole", "sts:TagSession"}),
		"AmazonEKSClusterPolicy")
	w.denied(cluster)
	w.role(cluster, nodeRole(cluster), nodeRole(cluster), "Nodes of EKS cluster "+cluster.AwsName,
		object.Trust("Allow", "Service ec2.amazonaws.com", []string{"sts:AssumeRole"}),
		"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy")
}

// denied lists what the control plane's role may not do.
func (w *writer) denied(cluster plan.EksCluster) {
	_, role := guardrails.Of(cluster.Guardrails)
	if len(role.Document().Statement) == 0 {
		return
	}
	text, err := role.Document().JSON()
	if err != nil {
		text = err.Error()
	}
	w.addGlobal(cluster.Account, object.RoleInlinePolicy, controlPlaneRole(cluster)+" ingresshub-estate-guardrails", object.Fields{
		"policy": object.PolicyDocument(text),
	})
}

func (w *writer) role(cluster plan.EksCluster, name, tag, description, trust string, policies ...string) {
	w.addGlobal(cluster.Account, object.Role, name, object.Fields{
		"path": "/", "trust": trust, "description": description, "longest session": "3600", "tags": w.tags(tag),
	})
	for _, policy := range policies {
		w.addGlobal(cluster.Account, object.RolePolicyAttachment, name+" arn:aws:iam::aws:policy/"+policy, nil)
	}
}
