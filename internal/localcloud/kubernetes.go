package localcloud

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

const (
	tNamespace     = "kubernetes:core/v1:Namespace"
	tRelease       = "kubernetes:helm.sh/v3:Release"
	tTargetBinding = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"
	tDefinition    = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
)

// controllerChart is the chart of the AWS Load Balancer Controller.
const controllerChart = "aws-load-balancer-controller"

// manifest is a kind of Kubernetes object, which the API server keeps as it is
// declared.
type manifest struct {
	global  bool   // in no namespace
	fields  string // further top-level fields; spec if there are none
	forces  string // paths whose change replaces the object, besides its name
	status  bool   // the cluster answers a status
	custom  bool   // a CRD defines it, which the cluster does not have by itself
	noPatch bool   // without a Patch resource of its own in the provider
}

// manifests are the kinds that the local cloud takes, by API version and kind.
var manifests = map[string]map[string]manifest{
	"core/v1": {
		"ConfigMap":             {fields: "data binaryData immutable"},
		"Endpoints":             {fields: "subsets"},
		"LimitRange":            {},
		"Namespace":             {global: true, status: true},
		"PersistentVolumeClaim": {status: true, forces: "spec.accessModes spec.storageClassName spec.volumeName"},
		"Pod":                   {status: true, forces: "spec"},
		"ResourceQuota":         {status: true},
		"Secret":                {fields: "data stringData immutable type", forces: "type"},
		"Service":               {status: true, forces: "spec.clusterIP"},
		"ServiceAccount":        {fields: "automountServiceAccountToken imagePullSecrets secrets"},
	},
	"apps/v1": {
		"DaemonSet":   {status: true, forces: "spec.selector"},
		"Deployment":  {status: true, forces: "spec.selector"},
		"StatefulSet": {status: true, forces: "spec.selector spec.serviceName spec.podManagementPolicy spec.volumeClaimTemplates"},
	},
	"admissionregistration.k8s.io/v1": {
		"MutatingWebhookConfiguration":     {global: true, fields: "webhooks"},
		"ValidatingAdmissionPolicy":        {global: true, status: true},
		"ValidatingAdmissionPolicyBinding": {global: true},
		"ValidatingWebhookConfiguration":   {global: true, fields: "webhooks"},
	},
	"apiextensions.k8s.io/v1": {"CustomResourceDefinition": {global: true, status: true}},
	"autoscaling/v2":          {"HorizontalPodAutoscaler": {status: true}},
	"batch/v1":                {"CronJob": {status: true}, "Job": {status: true, forces: "spec.selector spec.template spec.completions"}},
	"networking.k8s.io/v1":    {"Ingress": {status: true}, "IngressClass": {global: true}, "NetworkPolicy": {}},
	"policy/v1":               {"PodDisruptionBudget": {status: true}},
	"scheduling.k8s.io/v1":    {"PriorityClass": {global: true, fields: "value globalDefault description preemptionPolicy", forces: "value preemptionPolicy"}},
	"storage.k8s.io/v1":       {"StorageClass": {global: true, fields: "provisioner parameters reclaimPolicy volumeBindingMode allowVolumeExpansion mountOptions", forces: "provisioner parameters reclaimPolicy volumeBindingMode"}},
	"rbac.authorization.k8s.io/v1": {
		"ClusterRole":        {global: true, fields: "rules aggregationRule"},
		"ClusterRoleBinding": {global: true, fields: "subjects roleRef", forces: "roleRef"},
		"Role":               {fields: "rules"},
		"RoleBinding":        {fields: "subjects roleRef", forces: "roleRef"},
	},
	"crd.k8s.amazonaws.com/v1alpha1": {"ENIConfig": {global: true, noPatch: true}}, // the VPC CNI brings it
	"eks.amazonaws.com/v1":           {"NodeClass": {global: true, noPatch: true, status: true}},
	"elbv2.k8s.aws/v1beta1": {
		"IngressClassParams": {global: true, noPatch: true, custom: true},
		"TargetGroupBinding": {noPatch: true, status: true, custom: true},
	},
}

// kubernetesKinds are Kubernetes objects and Helm releases, in the cluster whose
// server the provider's kubeconfig names: it takes the place of the account.
func kubernetesKinds() []*kind {
	all := []*kind{releaseKind()}
	for _, group := range slices.Sorted(maps.Keys(manifests)) {
		for _, name := range slices.Sorted(maps.Keys(manifests[group])) {
			m := manifests[group][name]
			all = append(all, m.kind(group, name, false))
			if !m.noPatch {
				all = append(all, m.kind(group, name, true))
			}
		}
	}
	return all
}

// kind is a manifest as a row of the table. A patch sets some fields of an
// object that something else made.
func (m manifest) kind(group, name string, patch bool) *kind {
	token := "kubernetes:" + group + ":" + name
	if patch {
		token += "Patch"
	}
	version := strings.TrimPrefix(group, "core/")
	inputs := map[string]string{"apiVersion": "s", "kind": "s", "metadata": "any"}
	for field := range strings.FieldsSeq(orElse(m.fields, "spec")) {
		inputs[field] = "any"
	}
	outputs := maps.Clone(inputs)
	if m.status && !patch {
		outputs["status"] = "any"
	}
	k := &kind{
		token:    token,
		schema:   &schema{Inputs: inputs, Outputs: outputs},
		global:   true, // the cluster is all the place there is
		replace:  append([]string{"apiVersion", "kind", "metadata.name", "metadata.namespace"}, strings.Fields(m.forces)...),
		defaults: Props{"apiVersion": version, "kind": name},
		normal:   m.normal,
		nested:   []string{"metadata.creationTimestamp", "metadata.name", "metadata.uid"},
		check: func(in Props) []problem {
			for property, wanted := range map[string]string{"apiVersion": version, "kind": name} {
				if v := str(in, property); v != "" && v != wanted {
					return []problem{{property, fmt.Errorf("%s: %s is %s, expected %s", token, property, v, wanted)}}
				}
			}
			if metadata := sub(in, "metadata"); patch && !hasUnknown(in["metadata"]) && str(metadata, "name") == "" {
				return []problem{{"metadata", fmt.Errorf("%s: metadata.name is required for a patch", token)}}
			}
			return nil
		},
		deleteWhen: func(olds, in Props) bool {
			return equal(at(olds, "metadata.name"), at(in, "metadata.name")) && equal(at(olds, "metadata.namespace"), at(in, "metadata.namespace"))
		},
		create: func(c *call) (string, Props, error) { return m.make(c, version, name, patch) },
		update: func(c *call) (Props, error) { return m.change(c, version, name) },
	}
	if !patch {
		k.fill = nameObject
	}
	switch name {
	case "ConfigMap", "Secret":
		k.replaceIf = replacedData
	case "Namespace":
		k.remove = removeNamespace
	case "TargetGroupBinding":
		k.remove = removeBinding
	}
	return k
}

// replacedData is what the provider replaces instead of changing, so that what
// mounts the data rolls over: everything but data that is declared mutable.
func replacedData(olds, in Props) []string {
	if mutable, ok := in["immutable"].(bool); ok && !mutable && !boolean(olds, "immutable") {
		return nil
	}
	return []string{"data", "binaryData", "stringData", "immutable"}
}
