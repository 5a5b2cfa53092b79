package localcloud

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	tConfigMap      = "kubernetes:core/v1:ConfigMap"
	tServiceAccount = "kubernetes:core/v1:ServiceAccount"
)

func object(apiVersion, kind, namespace, name string, more ...Props) Props {
	metadata := Props{}
	if name != "" {
		metadata["name"] = name
	}
	if namespace != "" {
		metadata["namespace"] = namespace
	}
	return merge(append([]Props{{"apiVersion": apiVersion, "kind": kind, "metadata": metadata}}, more...)...)
}

func TestKubernetesObjects(t *testing.T) {
	own := newPlace(t).kubernetes("https://10.0.0.1:6443")
	space := own.create(tNamespace, "apps", object("v1", "Namespace", "", "apps"))
	assert.Equal(t, "apps", space.id)
	account := own.create(tServiceAccount, "controller", object("v1", "ServiceAccount", "apps", ""))
	name := account.out("metadata.name")
	assert.Regexp(t, `^controller-[0-9a-f]{8}$`, name)
	assert.Equal(t, "true", sub(account.outputs, "metadata.annotations")[autonamed])
	assert.Equal(t, "apps/"+name, account.id)
	again, failures := own.check(tServiceAccount, "controller", account.inputs, object("v1", "ServiceAccount", "apps", ""))
	require.Empty(t, failures)
	assert.Equal(t, name, str(again, "metadata.name"), "a name once made is kept")

	config := own.create(tConfigMap, "settings", object("v1", "ConfigMap", "", "settings", Props{"data": Props{"a": "b"}}))
	assert.Equal(t, "default/settings", config.id)
	assert.Equal(t, []string{"data"}, config.replaces(Props{"data": Props{"a": "c"}}))
	assert.True(t, config.diffOf(config.inputs, merge(config.inputs, Props{"data": Props{"a": "c"}})).GetDeleteBeforeReplace(), "its name is taken")
	assert.Equal(t, []string{"metadata"}, config.replaces(Props{"metadata": Props{"name": "other"}}))
	mutable := own.create(tConfigMap, "mutable", object("v1", "ConfigMap", "", "mutable", Props{"data": Props{"a": "b"}, "immutable": false}))
	mutable = mutable.update(Props{"data": Props{"c": "d"}})
	assert.Equal(t, Props{"c": "d"}, mutable.outputs["data"])
	assert.Equal(t, "mutable", mutable.out("metadata.name"))

	own.refuses(tConfigMap, "again", object("v1", "ConfigMap", "", "settings"), "AlreadyExists", `configmaps "settings" already exists`)
	own.refuses(tConfigMap, "nowhere", object("v1", "ConfigMap", "none", "settings"), "NotFound", `namespaces "none" not found`)
	own.refuses(tConfigMap, "name", object("v1", "ConfigMap", "", "Set_tings"), "Invalid", "RFC 1123")
	own.invalid(tConfigMap, object("v2", "ConfigMap", "", "x"), "apiVersion", "expected v1")
	own.invalid(tConfigMap, object("v1", "ConfigMap", "", "x", Props{"spec": Props{}}), "spec", "unknown property")
	own.kubernetes("https://10.0.0.2:6443").create(tConfigMap, "elsewhere", object("v1", "ConfigMap", "", "settings"))

	space.remove()
	_, _, there := account.read()
	assert.False(t, there, "a namespace takes along what is in it")
	_, _, there = config.read()
	assert.True(t, there)
}

func TestKubernetesOnEKS(t *testing.T) {
	g := newGround(t)
	c := g.create(tCluster, "payments", g.clusterIn())
	k := g.kubernetes(c.out("endpoint"))
	controller := Props{"chart": "aws-load-balancer-controller", "namespace": "kube-system", "name": "controller", "version": "1.13.0"}
	k.refuses(tRelease, "controller", controller, "Timeout", "the cluster has no nodes")
	group := g.create(tNodeGroup, "nodes", g.groupIn(c))

	target := g.create(tTargetGroup, "web", Props{"port": 8080, "protocol": "TCP", "targetType": "ip", "vpcId": g.vpc.id})
	spec := func(changes Props) Props {
		return object("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", "", "web", Props{"spec": merge(Props{
			"targetGroupARN": target.id, "targetType": "ip", "serviceRef": Props{"name": "web", "port": 80},
		}, changes)})
	}
	k.refuses(tTargetBinding, "early", spec(nil), "NotFound", `no matches for kind "TargetGroupBinding" in version "elbv2.k8s.aws/v1beta1"`)
	release := k.create(tRelease, "controller", controller)
	assert.Equal(t, "kube-system/controller", release.id)
	assert.Equal(t, "deployed", release.out("status.status"))
	release = release.update(Props{"version": "1.14.0"})
	assert.Equal(t, 2, number(release.outputs, "status.revision"))
	assert.Equal(t, []string{"namespace"}, release.replaces(Props{"namespace": "default"}))
	k.refuses(tRelease, "again", controller, "AlreadyExists", "cannot re-use a name")
	k.refuses(tRelease, "nowhere", merge(controller, Props{"namespace": "none"}), "NotFound", "none")
	k.create(tRelease, "made", merge(controller, Props{"namespace": "none", "createNamespace": true}))

	binding := k.create(tTargetBinding, "web", spec(nil))
	denied := "Forbidden"
	k.refuses(tTargetBinding, "twin", merge(spec(nil), Props{"metadata": Props{"name": "twin"}}), denied, "already bound to TargetGroupBinding default/web")
	k.refuses(tTargetBinding, "none", merge(spec(Props{"targetGroupARN": target.id + "0"}), Props{"metadata": Props{"name": "none"}}), denied, "TargetGroupNotFound")
	k.refuses(tTargetBinding, "type", merge(spec(Props{"targetType": "instance"}), Props{"metadata": Props{"name": "type"}}), denied, "target group is ip")

	// What is in the cluster goes with it.
	group.remove()
	c.remove()
	_, _, there := binding.read()
	assert.False(t, there)
	k.refuses(tConfigMap, "late", object("v1", "ConfigMap", "", "late"), "Unreachable", "no such host")

	private := g.create(tCluster, "private", g.clusterIn(Props{"vpcConfig": Props{
		"subnetIds": []string{g.a.id, g.b.id}, "endpointPrivateAccess": true, "endpointPublicAccess": false,
	}}))
	g.kubernetes(private.out("endpoint")).refuses(tConfigMap, "far", object("v1", "ConfigMap", "", "far"), "Unreachable", "is private")
}

func TestKubernetesPatch(t *testing.T) {
	own := newPlace(t).kubernetes("https://10.0.0.1:6443")
	patch := "kubernetes:apps/v1:DaemonSetPatch"
	spec := Props{"spec": Props{"template": Props{"spec": Props{"hostNetwork": true}}}}
	made := own.create(patch, "cni", object("apps/v1", "DaemonSet", "kube-system", "aws-node", spec))
	assert.Equal(t, "kube-system/aws-node", made.id)
	made = made.update(Props{"spec": Props{"template": Props{"spec": Props{"hostNetwork": false}}}})
	own.invalid(patch, object("apps/v1", "DaemonSet", "kube-system", "", spec), "metadata", "metadata.name is required")
	made.remove()
}

func TestCustomResourceDefinition(t *testing.T) {
	g := newGround(t)
	c := g.create(tCluster, "payments", g.clusterIn())
	g.create(tNodeGroup, "nodes", g.groupIn(c))
	k := g.kubernetes(c.out("endpoint"))
	params := "kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams"
	in := object("elbv2.k8s.aws/v1beta1", "IngressClassParams", "", "alb", Props{"spec": Props{"scheme": "internal"}})
	k.refuses(params, "alb", in, "NotFound", "no matches for kind")
	controller := Props{"chart": controllerChart, "namespace": "kube-system", "name": "controller", "version": "3.3.0", "skipCrds": true}
	k.refuses(tRelease, "controller", controller, "Timeout", `no matches for kind "TargetGroupBinding"`)

	// What Helm installs with the first release stays as it is, whatever becomes of the release.
	names := []string{}
	release := k.create(tRelease, "controller", merge(controller, Props{"skipCrds": false}))
	release.update(Props{"version": "3.4.3"}).remove()
	made := k.create(params, "alb", in)
	assert.Equal(t, "alb", made.id, "it is in no namespace")
	for _, d := range k.cloud.Everything() {
		if d.Type == tDefinition {
			names = append(names, d.ID)
			assert.Contains(t, canonical(d.Outputs), "of version 3.3.0")
		}
	}
	assert.Len(t, names, 4)

	// The provider takes over what is there, where that is the same or the program forces it.
	newer := definitionsOf("3.4.3")[3]
	k.refuses(tDefinition, "newer", newer, "Conflict", `conflict with "helm"`)
	k.create(tDefinition, "same", definitionsOf("3.3.0")[0])
	metadata := merge(sub(newer, "metadata"), Props{"annotations": Props{"pulumi.com/patchForce": "true"}})
	taken := k.create(tDefinition, "newer", merge(newer, Props{"metadata": metadata}))
	assert.Equal(t, "targetgroupbindings.elbv2.k8s.aws", taken.id)
	assert.Contains(t, canonical(taken.outputs), "of version 3.4.3")
	k.create(tRelease, "controller", controller)
	// The VPC CNI brings ENIConfigs into every cluster.
	k.create("kubernetes:crd.k8s.amazonaws.com/v1alpha1:ENIConfig", "us-east-1a", object("crd.k8s.amazonaws.com/v1alpha1", "ENIConfig", "", "us-east-1a"))
}
