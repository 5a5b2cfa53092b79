package localcloud

import (
	"regexp"
	"slices"
	"strings"
)

// publishedDefinitions is where the load balancer controller's project has the
// CRDs of a version.
var publishedDefinitions = regexp.MustCompile(
	`^https://raw\.githubusercontent\.com/kubernetes-sigs/aws-load-balancer-controller/v([0-9.]+)/helm/aws-load-balancer-controller/crds/crds\.yaml$`)

// controllerKinds are the kinds that the controller's chart defines, by group.
var controllerKinds = []struct {
	group, kind, plural string
	global              bool
}{
	{"elbv2.k8s.aws", "ALBTargetControlConfig", "albtargetcontrolconfigs", false},
	{"aga.k8s.aws", "GlobalAccelerator", "globalaccelerators", false},
	{"elbv2.k8s.aws", "IngressClassParams", "ingressclassparams", true},
	{"elbv2.k8s.aws", "TargetGroupBinding", "targetgroupbindings", false},
}

// definitionsOf are the CRDs of a version of the controller, without the
// properties of their kinds.
func definitionsOf(version string) []Props {
	var all []Props
	for _, k := range controllerKinds {
		scope := "Namespaced"
		if k.global {
			scope = "Cluster"
		}
		all = append(all, Props{
			"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
			"metadata": Props{"name": k.plural + "." + k.group},
			"spec": Props{
				"group": k.group, "scope": scope,
				"names": Props{"kind": k.kind, "listKind": k.kind + "List", "plural": k.plural, "singular": strings.ToLower(k.kind)},
				"versions": []any{Props{
					"name": "v1beta1", "served": true, "storage": true, "subresources": Props{"status": Props{}},
					"schema": Props{"openAPIV3Schema": Props{
						"type": "object", "description": k.kind + " of version " + version, "x-kubernetes-preserve-unknown-fields": true,
					}},
				}},
			},
		})
	}
	return all
}

// installDefinitions is what Helm does with a chart's CRDs at its first
// release: those that are there already stay as they are.
func (c *call) installDefinitions() {
	if chartNamed(str(c.in, "chart")) != controllerChart || boolean(c.in, "skipCrds") {
		return
	}
	for _, definition := range definitionsOf(str(c.in, "version")) {
		if id := str(definition, "metadata.name"); c.find(tDefinition, id) == nil {
			c.alongside(tDefinition, id, definition)
		}
	}
}

// hasDefinition says whether something has brought a kind's CRD into the
// cluster. What a cluster of somebody else's has is not known.
func (c *call) hasDefinition(group, kind string) bool {
	if cluster := c.clusterBehind(); cluster == nil || cluster.Given {
		return true
	}
	return slices.ContainsFunc(c.all(tDefinition), func(d *Object) bool {
		return str(d.Outputs, "spec.group") == group && str(d.Outputs, "spec.names.kind") == kind
	})
}

// defined refuses custom resources before that.
func (m manifest) defined(c *call, version, name string) error {
	group, _, _ := strings.Cut(version, "/")
	if m.custom && !c.hasDefinition(group, name) {
		return refuse("NotFound", "no matches for kind %q in version %q: ensure CRDs are installed first", name, version)
	}
	return nil
}

// takeOver applies a CRD where there is one already, as the provider does by
// server-side apply: what differs belongs to somebody else, unless the program
// forces it.
func (c *call) takeOver(there *Object) error {
	if sub(sub(c.in, "metadata"), "annotations")["pulumi.com/patchForce"] != "true" && !equal(sub(there.Outputs, "spec"), sub(c.in, "spec")) {
		return refuse("Conflict", "Apply failed with 1 conflict: conflict with \"helm\" using apiextensions.k8s.io/v1: .spec.versions")
	}
	c.overwrites = true
	return nil
}
