package components_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/loadbalancer"
	"github.com/ingresshub/ingresshub/components/plan"
)

const (
	balancerType    = "aws:lb/loadBalancer:LoadBalancer"
	targetGroupType = "aws:lb/targetGroup:TargetGroup"
	targetType      = "aws:lb/targetGroupAttachment:TargetGroupAttachment"
	listenerType    = "aws:lb/listener:Listener"
	ruleType        = "aws:lb/listenerRule:ListenerRule"
	extraType       = "aws:lb/listenerCertificate:ListenerCertificate"
	certificateType = "aws:acm/certificate:Certificate"
	validationType  = "aws:acm/certificateValidation:CertificateValidation"
	recordType      = "aws:route53/record:Record"
)

// balancerOf is an ingress load balancer of a plan.
func balancerOf(t *testing.T, planned *plan.Plan, name string) plan.IngressLoadBalancer {
	t.Helper()
	for _, balancer := range planned.LoadBalancers {
		if balancer.Name == name {
			return balancer
		}
	}
	require.Fail(t, "no load balancer "+name)
	return plan.IngressLoadBalancer{}
}

// innerOf is an inner load balancer of a plan.
func innerOf(t *testing.T, planned *plan.Plan, name string) plan.StaticNlb {
	t.Helper()
	for _, balancer := range planned.InnerLoadBalancers {
		if balancer.Name == name {
			return balancer
		}
	}
	require.Fail(t, "no inner load balancer "+name)
	return plan.StaticNlb{}
}

func recordIngress(t *testing.T, balancer plan.IngressLoadBalancer, args loadbalancer.IngressLoadBalancerArgs) *recorder {
	t.Helper()
	args.Plan, args.VpcID, args.SubnetIDs = balancer, pulumi.String("vpc-1"), ids(balancer.Subnets...)
	return record(t, func(ctx *pulumi.Context) error {
		_, err := loadbalancer.NewIngressLoadBalancer(ctx, balancer.Name, &args)
		return err
	})
}

func TestAlb(t *testing.T) {
	t.Parallel()
	planned := devPlan(t, nil)
	balancer := balancerOf(t, planned, "public")
	r := recordIngress(t, balancer, loadbalancer.IngressLoadBalancerArgs{Protection: true})

	alb := r.one(t, balancerType, "public")
	assert.True(t, alb.rpc.GetProtect())
	assert.Equal(t, r.one(t, loadbalancer.IngressLoadBalancerToken, "public").urn, alb.rpc.GetParent())
	for key, want := range map[string]any{
		"name": "ingresshub-public", "loadBalancerType": "application", "internal": false,
		"dropInvalidHeaderFields": true, "desyncMitigationMode": "defensive", "xffHeaderProcessingMode": "append",
		"enableDeletionProtection": true, "idleTimeout": 60.0, "securityGroups": []any{"public-id"},
		"subnets": []any{"ingress.lb.use1-az1-id", "ingress.lb.use1-az2-id", "ingress.lb.use1-az4-id"},
	} {
		assert.Equal(t, want, alb.inputs[key], key)
	}
	assert.NotContains(t, alb.inputs, "enableCrossZoneLoadBalancing")

	https := r.one(t, listenerType, "public.443")
	assert.Equal(t, "HTTPS", https.inputs["protocol"])
	assert.Equal(t, balancer.Listeners[0].SslPolicy, https.inputs["sslPolicy"])
	assert.NotEmpty(t, https.inputs["sslPolicy"])
	assert.Equal(t, "arn:public.default", https.inputs["certificateArn"])
	assert.True(t, https.dependsOn(r.one(t, validationType, "public.default")), "a listener takes no pending certificate")
	fixed := https.inputs["defaultActions"].([]any)[0].(map[string]any)
	assert.Equal(t, "fixed-response", fixed["type"])
	assert.Equal(t, "404", fixed["fixedResponse"].(map[string]any)["statusCode"])
	redirect := r.one(t, listenerType, "public.80").inputs["defaultActions"].([]any)[0].(map[string]any)
	assert.Equal(t, map[string]any{"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}, redirect["redirect"])
	assert.NotContains(t, r.one(t, listenerType, "public.80").inputs, "certificateArn")

	require.Equal(t, "public.443", balancer.Listeners[0].Name)
	assert.Len(t, r.of(ruleType), 3)
	for _, rule := range balancer.Listeners[0].Rules {
		made := r.one(t, ruleType, rule.Name)
		assert.InEpsilon(t, rule.Priority, made.inputs["priority"], 0)
		assert.Equal(t, "arn:public.443", made.inputs["listenerArn"])
		assert.Equal(t, "arn:"+rule.TargetGroup, made.inputs["actions"].([]any)[0].(map[string]any)["targetGroupArn"])
	}
	checkout := r.one(t, ruleType, "public.checkout").inputs["conditions"]
	assert.Equal(t, []any{
		map[string]any{"hostHeader": map[string]any{"values": []any{"checkout.example.com", "pay.example.com"}}},
		map[string]any{"pathPattern": map[string]any{"values": []any{"/checkout/*", "/pay/*"}}},
	}, checkout)
	catalog := r.one(t, ruleType, "public.catalog").inputs["conditions"]
	assert.Len(t, catalog, 1, "no paths: every path")

	for _, rule := range balancer.SecurityGroup.Rules {
		typ := inboundType
		if rule.Direction == plan.Outbound {
			typ = outboundType
		}
		made := r.one(t, typ, rule.Name)
		assert.Equal(t, rule.Cidr, made.inputs["cidrIpv4"])
		assert.Equal(t, "public-id", made.inputs["securityGroupId"])
		assert.InEpsilon(t, rule.FromPort, made.inputs["fromPort"], 0)
		assert.InEpsilon(t, rule.ToPort, made.inputs["toPort"], 0)
	}
}

func TestTargetsOfAnotherVpc(t *testing.T) {
	t.Parallel()
	planned := devPlan(t, nil)
	balancer := balancerOf(t, planned, "public")
	r := recordIngress(t, balancer, loadbalancer.IngressLoadBalancerArgs{})
	for _, group := range balancer.TargetGroups {
		made := r.one(t, targetGroupType, group.Name)
		assert.Equal(t, group.AwsName, made.inputs["name"])
		assert.Equal(t, "ip", made.inputs["targetType"])
		assert.Equal(t, "vpc-1", made.inputs["vpcId"])
		assert.Equal(t, group.Protocol, made.inputs["protocol"])
		assert.InEpsilon(t, group.Port, made.inputs["port"], 0)
		assert.NotContains(t, made.inputs, "preserveClientIp", "an ALB has no such attribute")
		assert.True(t, made.rpc.GetDeleteBeforeReplaceDefined())
		assert.False(t, made.rpc.GetDeleteBeforeReplace(), "AWS deletes no target group that a listener leads to")
		check := made.inputs["healthCheck"].(map[string]any)
		assert.Equal(t, group.HealthCheck.Protocol, check["protocol"])
		assert.Equal(t, group.HealthCheck.Path, check["path"])
		assert.Equal(t, group.HealthCheck.Matcher, check["matcher"])
		assert.InEpsilon(t, group.HealthCheck.Timeout, check["timeout"], 0)
		for _, target := range group.Targets {
			attached := r.one(t, targetType, target.Name)
			assert.Equal(t, target.Address, attached.inputs["targetId"])
			assert.InEpsilon(t, target.Port, attached.inputs["port"], 0)
			assert.Equal(t, "all", attached.inputs["availabilityZone"])
			assert.Equal(t, "arn:"+group.Name, attached.inputs["targetGroupArn"])
		}
	}
	assert.Len(t, r.of(targetType), 9, "three services in three zones")
}

func TestIngressNlb(t *testing.T) {
	t.Parallel()
	balancer := balancerOf(t, devPlan(t, nil), "edge")
	r := recordIngress(t, balancer, loadbalancer.IngressLoadBalancerArgs{})
	nlb := r.one(t, balancerType, "edge")
	for key, want := range map[string]any{
		"loadBalancerType": "network", "internal": false, "enableCrossZoneLoadBalancing": true,
		"enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "on", "enableDeletionProtection": false,
	} {
		assert.Equal(t, want, nlb.inputs[key], key)
	}
	for _, key := range []string{"dropInvalidHeaderFields", "desyncMitigationMode", "xffHeaderProcessingMode", "idleTimeout"} {
		assert.NotContains(t, nlb.inputs, key)
	}
	assert.False(t, nlb.rpc.GetProtect())
	listener := r.one(t, listenerType, "edge.8883")
	assert.Equal(t, "TCP", listener.inputs["protocol"])
	assert.NotContains(t, listener.inputs, "certificateArn")
	assert.Equal(t, "arn:edge.telemetry", listener.inputs["defaultActions"].([]any)[0].(map[string]any)["targetGroupArn"])
	group := r.one(t, targetGroupType, "edge.telemetry")
	assert.Equal(t, "false", group.inputs["preserveClientIp"], "unsupported through a transit gateway")
	assert.Equal(t, false, group.inputs["proxyProtocolV2"])
	assert.Empty(t, r.of(certificateType))
}

func TestCertificatesShareTheRecordsThatValidateThem(t *testing.T) {
	t.Parallel()
	certificates := []plan.PlannedCertificate{
		{Name: "public.blue", DomainName: "*.blue.example.com", AlternativeNames: []string{"example.com"}, HostedZone: "Z1"},
		{Name: "public.default", Default: true, DomainName: "example.com", AlternativeNames: []string{"*.example.com"}, HostedZone: "Z1"},
		{Name: "public.given", Arn: "arn:aws:acm:us-east-1:123456789012:certificate/given"},
	}
	r := record(t, func(ctx *pulumi.Context) error {
		made, err := loadbalancer.NewCertificates(ctx, "certificates", &loadbalancer.CertificatesArgs{Plan: certificates})
		if err != nil {
			return err
		}
		return ctx.RegisterResource("test:index:User", "user", pulumi.Map{
			"default": made.Arns["public.default"], "given": made.Arns["public.given"],
		}, &pulumi.CustomResourceState{})
	})
	assert.Equal(t, []string{"public.blue", "public.default"}, r.names(certificateType))
	assert.Equal(t, "DNS", r.one(t, certificateType, "public.blue").inputs["validationMethod"])
	assert.Equal(t, []string{"Z1.blue.example.com", "Z1.example.com"}, r.names(recordType))
	shared := r.one(t, recordType, "Z1.example.com")
	for key, want := range map[string]any{
		"zoneId": "Z1", "name": "_acm.example.com.", "type": "CNAME", "records": []any{"_value.example.com."}, "allowOverwrite": true,
	} {
		assert.Equal(t, want, shared.inputs[key], key)
	}
	assert.Equal(t, []any{"_acm.example.com."}, r.one(t, validationType, "public.default").inputs["validationRecordFqdns"])
	assert.Equal(t, []any{"_acm.blue.example.com.", "_acm.example.com."},
		r.one(t, validationType, "public.blue").inputs["validationRecordFqdns"])
	user := r.one(t, "test:index:User", "user")
	assert.Equal(t, map[string]any{"default": "arn:public.default", "given": certificates[2].Arn}, user.inputs)
	assert.True(t, user.dependsOn(r.one(t, validationType, "public.default")))
}

func TestFurtherCertificatesAndThoseOfOthers(t *testing.T) {
	t.Parallel()
	balancer := balancerOf(t, devPlan(t, func(estate map[string]any) {
		public := estate["ingress"].(map[string]any)["loadBalancers"].(map[string]any)["public"].(map[string]any)
		public["moreCertificates"] = map[string]any{
			"given": map[string]any{"arn": "arn:aws:acm:us-east-1:123456789012:certificate/given"},
		}
	}), "public")
	r := recordIngress(t, balancer, loadbalancer.IngressLoadBalancerArgs{
		CertificateArns: pulumi.StringMap{"public.default": pulumi.String("arn:elsewhere")},
	})
	assert.Empty(t, r.of(certificateType), "somebody else issues the default one")
	assert.Empty(t, r.of(loadbalancer.CertificatesToken))
	assert.Equal(t, "arn:elsewhere", r.one(t, listenerType, "public.443").inputs["certificateArn"])
	extra := r.one(t, extraType, "public.443.public.given")
	assert.Equal(t, "arn:public.443", extra.inputs["listenerArn"])
	assert.Equal(t, "arn:aws:acm:us-east-1:123456789012:certificate/given", extra.inputs["certificateArn"])
	assert.Len(t, r.of(extraType), 1, "not for the HTTP listener")
}

func recordStatic(t *testing.T, balancer plan.StaticNlb, protection bool) *recorder {
	t.Helper()
	subnets := []string{}
	for _, address := range balancer.Addresses {
		subnets = append(subnets, address.Subnet)
	}
	return record(t, func(ctx *pulumi.Context) error {
		_, err := loadbalancer.NewStaticNlb(ctx, balancer.Name, &loadbalancer.StaticNlbArgs{
			Plan: balancer, VpcID: pulumi.String("vpc-1"), SubnetIDs: ids(subnets...), Protection: protection,
		})
		return err
	})
}

func TestStaticNlb(t *testing.T) {
	t.Parallel()
	balancer := innerOf(t, devPlan(t, nil), "payments.inner-1")
	r := recordStatic(t, balancer, true)
	nlb := r.one(t, balancerType, "payments.inner-1")
	mappings := []any{}
	for _, address := range balancer.Addresses {
		mappings = append(mappings, map[string]any{"subnetId": address.Subnet + "-id", "privateIpv4Address": address.Address})
	}
	require.Len(t, mappings, 3)
	for key, want := range map[string]any{
		"name": balancer.AwsName, "loadBalancerType": "network", "internal": true, "subnetMappings": mappings,
		"securityGroups": []any{"payments.inner-1-id"}, "enableCrossZoneLoadBalancing": true, "enableDeletionProtection": true,
	} {
		assert.Equal(t, want, nlb.inputs[key], key)
	}
	assert.NotContains(t, nlb.inputs, "subnets")
	assert.True(t, nlb.rpc.GetProtect())
	assert.True(t, nlb.rpc.GetDeleteBeforeReplace(), "both would need the same name and addresses")

	assert.Empty(t, r.of(targetType), "the controller registers pods, and deregisters what it does not know")
	for _, listener := range balancer.Listeners {
		made := r.one(t, listenerType, listener.Name)
		assert.InEpsilon(t, listener.Port, made.inputs["port"], 0)
		assert.Equal(t, "TCP", made.inputs["protocol"])
	}
	for _, group := range balancer.TargetGroups {
		made := r.one(t, targetGroupType, group.Name)
		assert.Equal(t, "false", made.inputs["preserveClientIp"])
		assert.Equal(t, "true", made.inputs["loadBalancingCrossZoneEnabled"], "an address whose zone has no pod would be a black hole")
	}
}

func TestReplaceableNlbIsNotProtected(t *testing.T) {
	t.Parallel()
	balancer := innerOf(t, devPlan(t, nil), "payments.inner-1")
	balancer.AllowReplace = true
	nlb := recordStatic(t, balancer, true).one(t, balancerType, "payments.inner-1")
	assert.False(t, nlb.rpc.GetProtect())
	assert.Equal(t, false, nlb.inputs["enableDeletionProtection"])
}

func TestBadLoadBalancersRegisterNothing(t *testing.T) {
	t.Parallel()
	planned := devPlan(t, nil)
	r := &recorder{}
	bad := balancerOf(t, planned, "public")
	bad.AwsName = "internal-and-far-too-long-for-a-load-balancer"
	bad.Certificates = []plan.PlannedCertificate{{Name: "public.default", Default: true, DomainName: "example.com"}}
	err := r.run(func(ctx *pulumi.Context) error {
		_, err := loadbalancer.NewIngressLoadBalancer(ctx, "public", &loadbalancer.IngressLoadBalancerArgs{Plan: bad})
		return err
	})
	require.ErrorContains(t, err, "not a name that ELB accepts")
	require.ErrorContains(t, err, "plan.certificates.public.default: needs an arn, or a domainName and the hostedZone")
	require.ErrorContains(t, err, "vpcId: is required")
	require.ErrorContains(t, err, `subnetIds["ingress.lb.use1-az1"]: is required`)

	static := innerOf(t, planned, "payments.inner-1")
	static.Addresses = append([]plan.StaticAddress{}, static.Addresses...)
	static.Addresses[0].Address = "10.16.0.1"
	err = r.run(func(ctx *pulumi.Context) error {
		_, err := loadbalancer.NewStaticNlb(ctx, "payments.inner-1", &loadbalancer.StaticNlbArgs{Plan: static})
		return err
	})
	require.ErrorContains(t, err, "10.16.0.1 lies outside its subnet")
	require.ErrorContains(t, err, "vpcId: is required")

	err = r.run(func(ctx *pulumi.Context) error {
		_, err := loadbalancer.NewStaticNlb(ctx, "inner", &loadbalancer.StaticNlbArgs{Plan: innerOf(t, planned, "search.inner-1")})
		return err
	})
	require.ErrorContains(t, err, `ingresshub:index:StaticNlb "inner" has 4 problems:
  subnetIds["search.lb.use1-az1"]: is required: the plan uses it
  subnetIds["search.lb.use1-az2"]: is required: the plan uses it
  subnetIds["search.lb.use1-az4"]: is required: the plan uses it
  vpcId: is required`)
	var problems plan.Problems
	require.ErrorAs(t, err, &problems)
	require.Len(t, problems, 4)

	for _, construct := range []func(ctx *pulumi.Context) error{
		func(ctx *pulumi.Context) error { _, err := loadbalancer.NewIpTargetGroup(ctx, "a", nil); return err },
		func(ctx *pulumi.Context) error {
			_, err := loadbalancer.NewIngressLoadBalancer(ctx, "a", nil)
			return err
		},
		func(ctx *pulumi.Context) error { _, err := loadbalancer.NewStaticNlb(ctx, "a", nil); return err },
		func(ctx *pulumi.Context) error {
			_, err := loadbalancer.NewCertificates(ctx, "a", &loadbalancer.CertificatesArgs{Plan: []plan.PlannedCertificate{{Name: "x"}}})
			return err
		},
	} {
		require.Error(t, r.run(construct))
	}
	assert.Empty(t, r.all)
}
