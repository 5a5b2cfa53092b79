package localcloud

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// bound is a cluster whose controller has a role by EKS Pod Identity, and a target group in the hub's account.
type bound struct {
	place // the cluster
	hub   place
	team  ground

	release, target   made
	own, hubs         made // roles
	ownPolicy, grants made
}

const (
	controllerTrust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],` +
		`"Principal":{"Service":"pods.eks.amazonaws.com"}}]}`
	registrarTrust = `{"Version":"2012-10-17","Statement":[` +
		`{"Effect":"Allow","Action":["sts:AssumeRole"],"Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Condition":{` +
		`"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111111111111:role/controller"},"StringEquals":{"sts:ExternalId":"payments"}}},` +
		`{"Effect":"Allow","Action":["sts:TagSession"],"Principal":{"AWS":"arn:aws:iam::111111111111:root"}}]}`
	registrarArn = "arn:aws:iam::222222222222:role/registrar"
	register     = `"elasticloadbalancing:RegisterTargets","elasticloadbalancing:DeregisterTargets"`
)

// policyOf is a policy that allows the actions on a resource, and to look at target groups.
func policyOf(resource string, actions ...string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"elasticloadbalancing:Describe*","Resource":"*"},` +
		`{"Effect":"Allow","Action":[` + strings.Join(actions, ",") + `],"Resource":"` + resource + `"}]}`
}

func newBound(t *testing.T) *bound {
	t.Helper()
	b := &bound{team: newGround(t)}
	b.hub = b.team.in(other, "us-east-1")
	edge := b.hub.create(tVpc, "edge", Props{"cidrBlock": "10.9.0.0/16"})
	b.target = b.hub.create(tTargetGroup, "web", Props{"port": 8080, "protocol": "TCP", "targetType": "ip", "vpcId": edge.id})
	c := b.team.create(tCluster, "payments", b.team.clusterIn())
	b.team.create(tNodeGroup, "nodes", b.team.groupIn(c))
	b.own = b.team.create(tRole, "controller", Props{"name": "controller", "assumeRolePolicy": controllerTrust})
	b.ownPolicy = b.team.create(tRolePolicy, "controller", Props{"role": b.own.id, "policy": policyOf(registrarArn, `"sts:AssumeRole","sts:TagSession"`)})
	b.team.create(tPodIdentity, "controller", Props{
		"clusterName": c.id, "namespace": "kube-system", "serviceAccount": "lbc", "roleArn": b.own.out("arn"),
	})
	b.hubs = b.hub.create(tRole, "registrar", Props{"name": "registrar", "assumeRolePolicy": registrarTrust})
	b.grants = b.hub.create(tRolePolicy, "registrar", Props{"role": b.hubs.id, "policy": policyOf(b.target.id, register)})
	b.place = b.team.kubernetes(c.out("endpoint"))
	b.release = b.place.create(tRelease, "controller", Props{
		"chart": controllerChart, "namespace": "kube-system", "name": "controller", "values": Props{"serviceAccount": Props{"name": "lbc"}},
	})
	return b
}

// binding is a binding to the hub's target group.
func (b *bound) binding(name string, changes Props) Props {
	return object("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", "", name, Props{"spec": merge(Props{
		"targetGroupARN": b.target.id, "targetType": "ip", "ipAddressType": "ipv4", "vpcID": b.target.out("vpcId"),
		"serviceRef": Props{"name": "web", "port": 80}, "iamRoleArnToAssume": registrarArn, "assumeRoleExternalId": "payments",
	}, changes)})
}

func TestBindingFitsItsTargetGroup(t *testing.T) {
	b := newBound(t)
	for name, test := range map[string]struct {
		changes Props
		says    string
	}{
		"vpc":      {Props{"vpcID": b.team.vpc.id}, "invalid VpcID " + b.team.vpc.id + " doesnt match VpcID from TargetGroup"},
		"type":     {Props{"targetType": "instance"}, "specifies instance target type, but the target group is ip"},
		"ipv6":     {Props{"ipAddressType": "ipv6"}, "invalid IP address type ipv4"},
		"selector": {Props{"nodeSelector": Props{}}, "cannot set NodeSelector when TargetType is ip"},
		"none":     {Props{"targetGroupARN": b.target.id + "0"}, "RegisterTargets on resource: " + b.target.id + "0"},
		"no-role":  {Props{"iamRoleArnToAssume": nil}, "names no role there"},
	} {
		b.refuses(tTargetBinding, name, b.binding(name, test.changes), "Forbidden", test.says)
	}
	one := b.create(tTargetBinding, "one", b.binding("one", nil))
	b.refuses(tTargetBinding, "two", b.binding("two", nil), "Forbidden", "already bound to TargetGroupBinding default/one")
	b.refuses(tTargetBinding, "two", b.binding("two", Props{"multiClusterTargetGroup": true}), "Forbidden", "already bound to TargetGroupBinding default/one")
	one = one.update(b.binding("one", Props{"multiClusterTargetGroup": true}))
	b.create(tTargetBinding, "two", b.binding("two", Props{"multiClusterTargetGroup": true}))
	b.refuses(tTargetBinding, "three", b.binding("three", nil), "Forbidden", "already bound")

	for field, value := range map[string]string{
		"targetGroupARN": b.target.id + "0", "targetType": "instance", "ipAddressType": "ipv6", "vpcID": b.team.vpc.id,
	} {
		assert.Empty(t, one.replaces(b.binding("one", Props{field: value})), "the provider does not know what a binding keeps")
		_, err := one.tryUpdate(b.binding("one", Props{field: value}))
		refused(t, err, "Forbidden", "update may not change these fields: spec."+field)
	}
	one.update(b.binding("one", Props{"serviceRef": Props{"name": "web", "port": 8080}}))
}

func TestBindingNeedsRights(t *testing.T) {
	const assume, tag = "sts:AssumeRole on resource: " + registrarArn, "sts:TagSession on resource: " + registrarArn
	for name, test := range map[string]struct {
		change  func(b *bound)
		changes Props
		says    string
	}{
		"external ID":    {func(*bound) {}, Props{"assumeRoleExternalId": "orders"}, assume},
		"no external ID": {func(*bound) {}, Props{"assumeRoleExternalId": nil}, assume},
		"no such role":   {func(*bound) {}, Props{"iamRoleArnToAssume": registrarArn + "-2"}, assume + "-2"},
		"another principal": {func(b *bound) {
			b.hubs.update(Props{"assumeRolePolicy": strings.Replace(registrarTrust, "role/controller", "role/admin", 1)})
		}, nil, assume},
		"no tags": {func(b *bound) {
			b.hubs.update(Props{"assumeRolePolicy": strings.Replace(registrarTrust, "sts:TagSession", "sts:GetFederationToken", 1)})
		}, nil, tag},
		"no right to assume":   {func(b *bound) { b.ownPolicy.update(Props{"policy": policyOf(registrarArn+"-2", `"sts:AssumeRole"`)}) }, nil, assume},
		"another target group": {func(b *bound) { b.grants.update(Props{"policy": policyOf(b.target.id+"0", register)}) }, nil, "RegisterTargets on resource: "},
		"no deregistration": {func(b *bound) {
			b.grants.update(Props{"policy": policyOf(b.target.id, `"elasticloadbalancing:RegisterTargets"`)})
		}, nil, "DeregisterTargets on resource: "},
		"a registrar for naught": {func(b *bound) { b.grants.remove() }, nil, "DescribeTargetGroups on resource: *"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBound(t)
			test.change(b)
			b.refuses(tTargetBinding, "web", b.binding("web", test.changes), "Forbidden", test.says)
		})
	}
	t.Run("rights of its own", func(t *testing.T) {
		b := newBound(t)
		own := b.team.create(tTargetGroup, "own", Props{"port": 80, "protocol": "TCP", "targetType": "ip", "vpcId": b.team.vpc.id})
		in := b.binding("own", Props{"targetGroupARN": own.id, "vpcID": b.team.vpc.id, "iamRoleArnToAssume": nil, "assumeRoleExternalId": nil})
		b.refuses(tTargetBinding, "own", in, "Forbidden", "User: "+b.own.out("arn")+" is not authorized to perform: elasticloadbalancing:RegisterTargets")
		policy := b.team.create(tPolicy, "targets", Props{"policy": policyOf(own.id, register)})
		b.team.create(tAttachedTo, "targets", Props{"role": b.own.id, "policyArn": policy.id})
		b.create(tTargetBinding, "own", in)
	})
	t.Run("a role of AWS's policies", func(t *testing.T) {
		b := newBound(t)
		b.team.create(tAttachedTo, "admin", Props{"role": b.own.id, "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"})
		b.ownPolicy.remove()
		b.create(tTargetBinding, "web", b.binding("web", nil))
	})
}

// TestBindingNeedsItsController: whoever takes the controller, or its rights, away first waits for a binding for ever.
func TestBindingNeedsItsController(t *testing.T) {
	b := newBound(t)
	web := b.create(tTargetBinding, "web", b.binding("web", nil))
	b.grants.update(Props{"policy": policyOf(b.target.id+"0", register)})
	refused(t, web.tryRemove(), "Timeout", "finalizer elbv2.k8s.aws/resources waits for the load balancer controller, which gets AccessDenied")
	b.grants.update(Props{"policy": policyOf(b.target.id, register)})
	b.release.remove()
	refused(t, web.tryRemove(), "Timeout", "which is not installed in cluster")
	b.place.create(tRelease, "controller", b.release.inputs)
	web.remove()
	require.NoError(t, web.tryRemove())
}
