package pulumi

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
)

// What has an address on the internet and is not read leaves its VPC unproven: never out of reach.
func TestWhatStandsOnTheInternetAndIsNotRead(t *testing.T) {
	t.Parallel()
	verdict := func(typ string, inputs map[string]any) flightpath.Verdict {
		p := boxed()
		p.add(typ, "other", inputs)
		answer, err := flightpath.New(p.read(t)).Trace(flightpath.Question{From: "internet", To: "10.0.1.7", Port: 443})
		require.NoError(t, err)
		return answer.Verdict
	}
	const classic, database, tasks = "aws:elb/loadBalancer:LoadBalancer", "aws:rds/instance:Instance", "aws:ecs/service:Service"
	assert.Equal(t, flightpath.Unproven, verdict(classic, nil))
	assert.Equal(t, flightpath.Blocked, verdict(classic, map[string]any{"internal": true}))
	assert.Equal(t, flightpath.Unproven, verdict("aws:ec2/spotInstanceRequest:SpotInstanceRequest", nil))
	assert.Equal(t, flightpath.Unproven, verdict(database, map[string]any{"publiclyAccessible": true}))
	assert.Equal(t, flightpath.Unproven, verdict(database, map[string]any{"publiclyAccessible": Unknown}))
	assert.Equal(t, flightpath.Blocked, verdict(database, nil))
	assert.Equal(t, flightpath.Unproven, verdict(classic, map[string]any{"subnets": []any{}, "availabilityZones": []any{"us-east-1a"}}))
	assert.Equal(t, flightpath.Unproven, verdict("aws:redshift/cluster:Cluster", nil))
	assert.Equal(t, flightpath.Blocked, verdict("aws:redshift/cluster:Cluster", map[string]any{"publiclyAccessible": false}))
	for _, typ := range []string{
		"aws:neptune/clusterInstance:ClusterInstance", "aws:redshiftserverless/workgroup:Workgroup",
		"aws:dms/replicationInstance:ReplicationInstance", "aws:mq/broker:Broker",
	} {
		assert.Equal(t, flightpath.Unproven, verdict(typ, map[string]any{"publiclyAccessible": true}), typ)
		assert.Equal(t, flightpath.Blocked, verdict(typ, nil), typ)
	}
	assert.Equal(t, flightpath.Unproven, verdict(tasks, map[string]any{"networkConfiguration": map[string]any{"assignPublicIp": true}}))
	assert.Equal(t, flightpath.Blocked, verdict(tasks, map[string]any{"networkConfiguration": map[string]any{}}))
	assert.Equal(t, flightpath.Unproven, verdict(typePodService, map[string]any{"spec": map[string]any{"type": "LoadBalancer"}}))
	assert.Equal(t, flightpath.Blocked, verdict(typePodService, map[string]any{"spec": map[string]any{"type": "ClusterIP"}}))
	service := func(annotation, value string) flightpath.Verdict {
		return verdict(typePodService, map[string]any{
			"spec":     map[string]any{"type": "LoadBalancer"},
			"metadata": map[string]any{"annotations": map[string]any{"service.beta.kubernetes.io/aws-load-balancer-" + annotation: value}},
		})
	}
	assert.Equal(t, flightpath.Blocked, service("scheme", "internal"))
	assert.Equal(t, flightpath.Blocked, service("internal", "true"))
	assert.Equal(t, flightpath.Unproven, service("scheme", "internet-facing"))
	assert.Equal(t, flightpath.Unproven, service("scheme", Unknown))
	assert.Equal(t, flightpath.Unproven, service("nlb-target-type", "ip"))
	assert.Equal(t, flightpath.Unproven, verdict(typePodService, map[string]any{
		"spec": map[string]any{"type": "LoadBalancer"},
		"metadata": map[string]any{"annotations": map[string]any{
			"service.beta.kubernetes.io/aws-load-balancer-internal": "true", "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing",
		}},
	}), "the scheme goes before what is older")

	for name, want := range map[string]struct {
		spec, annotations map[string]any
		verdict           flightpath.Verdict
	}{
		"nothing said":              {nil, nil, flightpath.Unproven},
		"the controller's class":    {map[string]any{"ingressClassName": "alb"}, nil, flightpath.Unproven},
		"the class in the old way":  {nil, map[string]any{"kubernetes.io/ingress.class": "alb"}, flightpath.Unproven},
		"class not known":           {map[string]any{"ingressClassName": Unknown}, nil, flightpath.Unproven},
		"another controller's":      {map[string]any{"ingressClassName": "nginx"}, nil, flightpath.Blocked},
		"a class with annotations":  {map[string]any{"ingressClassName": "web"}, map[string]any{"alb.ingress.kubernetes.io/target-type": "ip"}, flightpath.Unproven},
		"internal":                  {map[string]any{"ingressClassName": "alb"}, map[string]any{"alb.ingress.kubernetes.io/scheme": "internal"}, flightpath.Blocked},
		"internet-facing":           {map[string]any{"ingressClassName": "web"}, map[string]any{"alb.ingress.kubernetes.io/scheme": "internet-facing"}, flightpath.Unproven},
		"scheme that is not known":  {map[string]any{"ingressClassName": "web"}, map[string]any{"alb.ingress.kubernetes.io/scheme": Unknown}, flightpath.Unproven},
		"other controller, the old": {nil, map[string]any{"kubernetes.io/ingress.class": "nginx"}, flightpath.Blocked},
	} {
		assert.Equal(t, want.verdict, verdict("kubernetes:networking.k8s.io/v1:Ingress", map[string]any{
			"spec": want.spec, "metadata": map[string]any{"annotations": want.annotations},
		}), name)
	}
}

// A class of any name may be the AWS Load Balancer Controller's, and the scheme of its parameters goes before an annotation.
func TestIngressesOnTheInternetByTheirClass(t *testing.T) {
	t.Parallel()
	open := func(scheme any, controller string, ingress map[string]any) bool {
		p, _, _, _, _ := base()
		p.add("kubernetes:networking.k8s.io/v1:IngressClass", "class", map[string]any{
			"metadata": map[string]any{"name": "web"}, "spec": map[string]any{"controller": controller, "parameters": map[string]any{"name": "web-params"}},
		})
		if scheme != "" {
			p.add("kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams", "params", map[string]any{
				"metadata": map[string]any{"name": "web-params"}, "spec": map[string]any{"scheme": scheme},
			})
		}
		p.add(typeIngress, "shop", ingress)
		return len(p.read(t).Publishers) > 0
	}
	const alb = "ingress.k8s.aws/alb"
	plain := map[string]any{"spec": map[string]any{"ingressClassName": "web"}}
	internal := map[string]any{
		"spec":     map[string]any{"ingressClassName": "web"},
		"metadata": map[string]any{"annotations": map[string]any{"alb.ingress.kubernetes.io/scheme": "internal"}},
	}
	for _, ingress := range []map[string]any{plain, internal} {
		assert.True(t, open("internet-facing", alb, ingress))
		assert.True(t, open(Unknown, "eks.amazonaws.com/alb", ingress))
		assert.True(t, open("", alb, ingress), "parameters that the program does not hold")
		assert.False(t, open("internal", alb, ingress))
		assert.False(t, open("internet-facing", "k8s.io/ingress-nginx", ingress))
	}
	assert.False(t, open("internet-facing", alb, map[string]any{"spec": map[string]any{"ingressClassName": "nginx"}}))
}
