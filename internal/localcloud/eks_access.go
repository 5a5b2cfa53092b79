package localcloud

import (
	"slices"
	"strings"
)

// accessTypes are the kinds of access entries, with the user name and the groups
// that EKS gives them.
var accessTypes = map[string]struct {
	user   string
	groups []any
}{
	"STANDARD":      {},
	"EC2":           {"system:node:{{EC2PrivateDNSName}}", []any{"system:nodes"}},
	"EC2_LINUX":     {"system:node:{{EC2PrivateDNSName}}", []any{"system:nodes"}},
	"EC2_WINDOWS":   {"system:node:{{EC2PrivateDNSName}}", []any{"eks:kube-proxy-windows", "system:nodes"}},
	"FARGATE_LINUX": {"system:node:{{SessionName}}", []any{"system:node-proxier", "system:nodes"}},
	"HYBRID_LINUX":  {"system:node:{{SessionName}}", []any{"system:nodes"}},
}

func accessEntryKind() *kind {
	return &kind{
		token:    tAccessEntry,
		replace:  []string{"clusterName", "principalArn", "type"},
		defaults: Props{"type": "STANDARD"},
		sets:     []string{"kubernetesGroups"},
		computed: []string{"kubernetesGroups"},
		check:    checkAccessEntry,
		refs:     []ref{inCluster(false)},
		create: func(c *call) (string, Props, error) {
			cluster, err := c.accessCluster()
			if err != nil {
				return "", nil, err
			}
			principal := str(c.in, "principalArn")
			if !iamRole.MatchString(principal) && !iamUser.MatchString(principal) {
				return "", nil, invalidParameter("The specified principalArn is invalid: invalid principal.")
			}
			id := cluster.ID + ":" + principal
			if c.find(tAccessEntry, id) != nil {
				return "", nil, refuse("ResourceInUseException", "The specified access entry resource is already in use on this cluster.")
			}
			return id, c.accessEntry(cluster.ID, principal, orElse(str(c.in, "type"), "STANDARD")), nil
		},
		update: func(c *call) (Props, error) {
			return Props{"modifiedAt": simulatedTime}, nil
		},
		remove: func(c *call) error {
			for _, a := range c.where(tPolicyAssociation, "clusterName", str(c.old.Outputs, "clusterName")) {
				if str(a.Outputs, "principalArn") == str(c.old.Outputs, "principalArn") {
					c.drop(a)
				}
			}
			return nil
		},
	}
}

func checkAccessEntry(in Props) []problem {
	typ := orElse(str(in, "type"), "STANDARD")
	if _, ok := accessTypes[typ]; !ok {
		return []problem{{"type", invalidParameter("The specified access entry type %s is not valid", typ)}}
	}
	groups := strs(in, "kubernetesGroups")
	if typ != "STANDARD" && (len(groups) > 0 || has(in, "userName")) {
		return []problem{{"kubernetesGroups", invalidParameter("Kubernetes groups and a user name cannot be specified for access entries of type %s", typ)}}
	}
	for _, g := range groups {
		if slices.ContainsFunc([]string{"system:", "eks:", "aws:", "amazon:", "iam:"}, func(p string) bool { return strings.HasPrefix(g, p) }) {
			return []problem{{"kubernetesGroups", invalidParameter("The kubernetes group name %s is invalid, it cannot start with system:, eks:, aws:, amazon: or iam:", g)}}
		}
	}
	return nil
}

// accessCluster is the cluster of an access entry, which must take them.
func (c *call) accessCluster() (*Object, error) {
	cluster, err := c.activeCluster()
	if err != nil {
		return nil, err
	}
	if str(cluster.Outputs, "accessConfig.authenticationMode") == "CONFIG_MAP" {
		return nil, refuse("InvalidRequestException", "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.")
	}
	return cluster, nil
}

// accessEntry is what EKS answers of an entry.
func (c *call) accessEntry(cluster, principal, typ string) Props {
	parts := strings.SplitN(principal, ":", 6)
	what, name, _ := strings.Cut(parts[5], "/")
	name = name[strings.LastIndex(name, "/")+1:]
	out := Props{
		"accessEntryArn": "arn:aws:eks:" + c.region + ":" + c.account + ":access-entry/" + cluster + "/" + what + "/" + parts[4] + "/" + name +
			"/" + c.hash("entry|"+principal, 32),
		"createdAt": simulatedTime, "modifiedAt": simulatedTime, "type": typ,
	}
	user := accessTypes[typ].user
	if user == "" {
		user = principal
		if what == "role" {
			user = "arn:aws:sts::" + parts[4] + ":assumed-role/" + name + "/{{SessionName}}"
		}
	}
	if !has(c.in, "userName") {
		out["userName"] = user
	}
	if !has(c.in, "kubernetesGroups") {
		out["kubernetesGroups"] = append([]any{}, accessTypes[typ].groups...)
	}
	return out
}

// nodesEntry lets the nodes of a managed node group in, as EKS does by itself
// where the cluster takes access entries.
func (c *call) nodesEntry(cluster *Object) {
	principal := str(c.in, "nodeRoleArn")
	id := cluster.ID + ":" + principal
	if mode := str(cluster.Outputs, "accessConfig.authenticationMode"); mode == "CONFIG_MAP" || c.find(tAccessEntry, id) != nil {
		return
	}
	out := c.accessEntry(cluster.ID, principal, "EC2_LINUX")
	c.alongside(tAccessEntry, id, merge(out, Props{"clusterName": cluster.ID, "principalArn": principal, "tags": Props{}, "tagsAll": Props{}}))
}

// dropNodesEntry takes the entry back with the last node group of its role.
func (c *call) dropNodesEntry() {
	cluster, role := str(c.old.Outputs, "clusterName"), str(c.old.Outputs, "nodeRoleArn")
	entry := c.find(tAccessEntry, cluster+":"+role)
	if entry == nil || !entry.Implicit {
		return
	}
	for _, g := range c.where(tNodeGroup, "nodeRoleArn", role) {
		if str(g.Outputs, "clusterName") == cluster {
			return
		}
	}
	c.drop(entry)
}

// accessPolicies are the policies that EKS keeps for access entries.
var accessPolicies = []string{
	"AmazonEKSAdminPolicy", "AmazonEKSAdminViewPolicy", "AmazonEKSAutoNodePolicy", "AmazonEKSBlockStorageClusterPolicy",
	"AmazonEKSBlockStoragePolicy", "AmazonEKSClusterAdminPolicy", "AmazonEKSClusterInsightsPolicy", "AmazonEKSComputeClusterPolicy",
	"AmazonEKSComputePolicy", "AmazonEKSEditPolicy", "AmazonEKSEventPolicy", "AmazonEKSHybridPolicy", "AmazonEKSLoadBalancingClusterPolicy",
	"AmazonEKSLoadBalancingPolicy", "AmazonEKSNetworkingClusterPolicy", "AmazonEKSNetworkingPolicy", "AmazonEKSSecretReaderPolicy",
	"AmazonEKSViewPolicy",
}

func policyAssociationKind() *kind {
	return &kind{
		token:   tPolicyAssociation,
		replace: []string{"clusterName", "principalArn", "policyArn", "accessScope"},
		sets:    []string{"accessScope.namespaces"},
		check: func(in Props) []problem {
			scope, namespaces := str(in, "accessScope.type"), strs(in, "accessScope.namespaces")
			switch {
			case scope != "" && scope != "cluster" && scope != "namespace":
				return []problem{{"accessScope", invalidParameter("expected accessScope.type to be one of [\"cluster\" \"namespace\"], got %s", scope)}}
			case scope == "cluster" && len(namespaces) > 0:
				return []problem{{"accessScope", invalidParameter("Namespaces cannot be specified when the access scope is cluster")}}
			case scope == "namespace" && len(namespaces) == 0 && !hasUnknown(in["accessScope"]):
				return []problem{{"accessScope", invalidParameter("At least one namespace must be specified when the access scope is namespace")}}
			}
			return nil
		},
		refs: []ref{inCluster(false)},
		create: func(c *call) (string, Props, error) {
			cluster, err := c.accessCluster()
			if err != nil {
				return "", nil, err
			}
			principal, policy := str(c.in, "principalArn"), str(c.in, "policyArn")
			entry := c.find(tAccessEntry, cluster.ID+":"+principal)
			if entry == nil {
				return "", nil, refuse("ResourceNotFoundException", "The specified principalArn could not be found. You can view your available "+
					"access entries with 'aws eks list-access-entries'.")
			}
			if typ := str(entry.Outputs, "type"); typ != "STANDARD" && typ != "EC2" {
				return "", nil, refuse("InvalidRequestException", "Access policies cannot be associated with access entries of type %s", typ)
			}
			name, ok := strings.CutPrefix(policy, "arn:aws:eks::aws:cluster-access-policy/")
			if !ok || !slices.Contains(accessPolicies, name) {
				return "", nil, invalidParameter("The policyArn parameter format is not valid: %s", policy)
			}
			return cluster.ID + "#" + principal + "#" + policy, Props{"associatedAt": simulatedTime, "modifiedAt": simulatedTime}, nil
		},
	}
}

func podIdentityKind() *kind {
	return &kind{
		token:   tPodIdentity,
		replace: []string{"clusterName", "namespace", "serviceAccount"},
		refs:    []ref{inCluster(false)},
		create: func(c *call) (string, Props, error) {
			cluster, err := c.activeCluster()
			if err != nil {
				return "", nil, err
			}
			for _, o := range c.where(tPodIdentity, "clusterName", cluster.ID) {
				if equal(o.Outputs["namespace"], c.in["namespace"]) && equal(o.Outputs["serviceAccount"], c.in["serviceAccount"]) {
					return "", nil, refuse("ResourceInUseException", "Association already exists: %s", o.ID)
				}
			}
			id := "a-" + c.hash("association", 17)
			return id, Props{
				"associationId": id, "associationArn": c.arn("eks", "podidentityassociation/"+cluster.ID+"/"+id),
			}, c.servesEKS(str(c.in, "roleArn"), "pods.eks.amazonaws.com")
		},
		update: func(c *call) (Props, error) {
			return nil, c.servesEKS(str(c.in, "roleArn"), "pods.eks.amazonaws.com")
		},
		importIDs: func(o *Object) []string { return []string{str(o.Outputs, "clusterName") + "," + o.ID} },
	}
}
