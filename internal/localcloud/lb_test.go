package localcloud_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// static maps the first subnets to the address .10 of each.
func static(n network, addresses ...string) []any {
	var all []any
	for i, a := range addresses {
		all = append(all, props{"subnetId": n.subnets[i].ID, "privateIpv4Address": a})
	}
	return all
}

func nlb(n network, addresses ...string) props {
	return props{
		"loadBalancerType": "network", "internal": true, "subnetMappings": static(n, addresses...), "securityGroups": []any{n.group.ID},
	}
}

func alb(n network) props {
	return props{"subnets": n.subnetIDs(), "securityGroups": []any{n.group.ID}}
}

func TestLoadBalancerNames(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 2)
	with := func(name string) props {
		in := alb(n)
		in["name"] = name
		return in
	}
	w.aws.refuses("ValidationError", tLoadBalancer, "long", with(strings.Repeat("x", 33)))
	w.aws.refuses("ValidationError", tLoadBalancer, "hyphen", with("-web"))
	w.aws.refuses("ValidationError", tLoadBalancer, "dot", with("web.hub"))
	w.aws.refuses("ValidationError", tLoadBalancer, "internal", with("internal-web"))
	w.aws.create(tLoadBalancer, "web", with("web"))
	w.aws.refuses("DuplicateLoadBalancerName", tLoadBalancer, "web2", with("web"))

	auto := w.aws.create(tLoadBalancer, "auto", alb(n))
	assert.Regexp(t, `^auto-[0-9a-f]{7}$`, auto.str("name"))
	same, _ := w.aws.check(tLoadBalancer, "auto", auto.In, alb(n))
	assert.Equal(t, auto.str("name"), same["name"], "a name once made up is kept")
}

func TestApplicationLoadBalancer(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n, other := w.aws.network("hub", 0, 2), w.aws.network("other", 1, 1)
	one := alb(n)
	one["subnets"] = n.subnetIDs()[:1]
	w.aws.refuses("At least two subnets", tLoadBalancer, "one", one)
	mixed := alb(n)
	mixed["subnets"] = []any{n.subnets[0].ID, other.subnets[0].ID}
	w.aws.refuses("same VPC", tLoadBalancer, "mixed", mixed)
	foreign := alb(n)
	foreign["securityGroups"] = []any{other.group.ID}
	w.aws.refuses("InvalidConfigurationRequest", tLoadBalancer, "foreign", foreign)
	lone := w.aws.create(tVpc, "lone", props{"cidrBlock": "10.7.0.0/16"})
	var dark []any
	for _, z := range []string{"1", "2"} {
		dark = append(dark, w.aws.create(tSubnet, "dark"+z, props{
			"vpcId": lone.ID, "cidrBlock": "10.7." + z + ".0/24", "availabilityZoneId": "use1-az" + z,
		}).ID)
	}
	w.aws.refuses("no internet gateway", tLoadBalancer, "dark", props{"subnets": dark})

	in := alb(n)
	in["enableDeletionProtection"] = true
	lb := w.aws.create(tLoadBalancer, "web", in)
	assert.Contains(t, lb.ID, ":loadbalancer/app/")
	assert.Contains(t, lb.str("dnsName"), ".us-east-1.elb.amazonaws.com")
	assert.Equal(t, n.vpc.ID, lb.str("vpcId"))
	require.ErrorContains(t, w.aws.delete(lb), "OperationNotPermitted")
	require.ErrorContains(t, w.aws.delete(n.gateway), "mapped public address")
	require.ErrorContains(t, w.aws.delete(n.subnets[0]), "DependencyViolation")
	require.ErrorContains(t, w.aws.delete(n.group), "DependencyViolation")
	in["enableDeletionProtection"] = false
	lb = w.aws.update(lb, in)
	require.NoError(t, w.aws.delete(lb))
}

func TestStaticAddresses(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("spoke", 0, 2)
	w.aws.refuses("does not fall within", tLoadBalancer, "outside", nlb(n, "10.0.9.10", "10.0.1.10"))
	for _, reserved := range []string{"10.0.0.0", "10.0.0.3", "10.0.0.255"} {
		w.aws.refuses("reserved", tLoadBalancer, "reserved", nlb(n, reserved, "10.0.1.10"))
	}
	w.aws.create(tLoadBalancer, "first", nlb(n, "10.0.0.10", "10.0.1.10"))
	w.aws.refuses("in use", tLoadBalancer, "second", nlb(n, "10.0.0.10", "10.0.1.11"))
	public := nlb(n, "10.0.0.12", "10.0.1.12")
	public["internal"] = false
	w.aws.refuses("internal network load balancers only", tLoadBalancer, "public", public)
	w.aws.create("aws:ec2/subnetCidrReservation:SubnetCidrReservation", "prefix", props{
		"subnetId": n.subnets[0].ID, "cidrBlock": "10.0.0.32/28", "reservationType": "prefix",
	})
	w.aws.refuses("reserved for prefixes", tLoadBalancer, "prefix", nlb(n, "10.0.0.33", "10.0.1.33"))
}

func TestNetworkLoadBalancerReplacement(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("spoke", 0, 3)
	in := nlb(n, "10.0.0.10", "10.0.1.10")
	lb := w.aws.create(tLoadBalancer, "inner", in)
	assert.Contains(t, lb.ID, ":loadbalancer/net/")

	assert.Empty(t, w.aws.diff(lb, nlb(n, "10.0.0.10", "10.0.1.10", "10.0.2.10")).GetReplaces(), "a further zone changes in place")
	assert.Equal(t, []string{"subnetMappings"}, w.aws.diff(lb, nlb(n, "10.0.0.10")).GetReplaces(), "one zone less")
	moved := w.aws.diff(lb, nlb(n, "10.0.0.11", "10.0.1.10"))
	assert.Empty(t, moved.GetReplaces(), "the provider counts mappings: another address is an update, which AWS refuses")
	assert.Equal(t, []string{"subnetMappings"}, moved.GetDiffs())
	_, err := w.aws.tryUpdate(lb, nlb(n, "10.0.0.11", "10.0.1.10"))
	require.ErrorContains(t, err, "InvalidConfigurationRequest")
	assert.Equal(t, []string{"subnetMappings"}, w.aws.diff(lb, nlb(n, "10.0.0.11", "10.0.1.10", "10.0.2.10")).GetReplaces(), "another address and one more")
	turned := nlb(n, "10.0.0.10", "10.0.1.10")
	m := turned["subnetMappings"].([]any)
	m[0], m[1] = m[1], m[0]
	assert.Empty(t, w.aws.diff(lb, turned).GetDetailedDiff())

	bare := nlb(n, "10.0.0.40", "10.0.1.40")
	delete(bare, "securityGroups")
	open := w.aws.create(tLoadBalancer, "open", bare)
	d := w.aws.diff(open, nlb(n, "10.0.0.40", "10.0.1.40"))
	assert.Equal(t, []string{"securityGroups"}, d.GetReplaces(), "groups are for life or never")
	assert.False(t, d.GetDeleteBeforeReplace(), "the name is made up, so both can exist")
	_, err = w.aws.tryUpdate(lb, nlb(n, "10.0.0.10"))
	require.ErrorContains(t, err, "must be replaced")

	named := nlb(n, "10.0.0.20", "10.0.1.20")
	named["name"] = "inner"
	fixed := w.aws.create(tLoadBalancer, "fixed", named)
	named["subnetMappings"] = static(n, "10.0.0.20")
	assert.True(t, w.aws.diff(fixed, named).GetDeleteBeforeReplace(), "a fixed name cannot exist twice")
}

// front is an application load balancer with a target group behind a listener.
type front struct {
	lb, group, listener resource
}

func (w *world) front(n network, name string) front {
	w.t.Helper()
	f := front{lb: w.aws.create(tLoadBalancer, name, alb(n))}
	f.group = w.aws.create(tTargetGroup, name, group(n, "HTTP", 8080))
	f.listener = w.aws.create(tListener, name, props{
		"loadBalancerArn": f.lb.ID, "port": 80, "protocol": "HTTP", "defaultActions": forward(f.group),
	})
	return f
}

func group(n network, protocol string, port int) props {
	return props{"vpcId": n.vpc.ID, "protocol": protocol, "port": port, "targetType": "ip"}
}

func forward(g resource) []any {
	return []any{props{"type": "forward", "targetGroupArn": g.ID}}
}

func TestTargetGroups(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 2)
	f := w.front(n, "web")
	assert.Equal(t, "false", w.aws.create(tTargetGroup, "tcp", group(n, "TCP", 443)).str("preserveClientIp"))

	named := group(n, "HTTP", 8080)
	named["name"] = "shop"
	shop := w.aws.create(tTargetGroup, "shop", named)
	w.aws.refuses("DuplicateTargetGroupName", tTargetGroup, "shop2", named)
	moved := props{"name": "shop", "vpcId": n.vpc.ID, "protocol": "HTTP", "port": 9090, "targetType": "ip"}
	d := w.aws.diff(shop, moved)
	assert.Equal(t, []string{"port"}, d.GetReplaces())
	assert.True(t, d.GetDeleteBeforeReplace())

	require.ErrorContains(t, w.aws.delete(f.group), "ResourceInUse")
	second := w.aws.create(tLoadBalancer, "second", alb(n))
	w.aws.refuses("TargetGroupAssociationLimit", tListener, "second", props{
		"loadBalancerArn": second.ID, "port": 80, "protocol": "HTTP", "defaultActions": forward(f.group),
	})
	w.aws.refuses("IncompatibleProtocols", tListener, "tcp", props{
		"loadBalancerArn": second.ID, "port": 81, "protocol": "HTTP", "defaultActions": forward(w.aws.create(tTargetGroup, "t", group(n, "TCP", 80))),
	})
	w.aws.refuses("ValidationError", tTargetGroup, "port", group(n, "HTTP", 70000))
	bad := group(n, "HTTP", 80)
	bad["healthCheck"] = props{"interval": 10, "timeout": 10}
	w.aws.refuses("timeout", tTargetGroup, "check", bad)
}

func TestTargets(t *testing.T) {
	w := newWorld(t, localcloud.Options{Quotas: localcloud.Quotas{TargetsPerTargetGroup: 6}})
	n := w.aws.network("hub", 0, 2)
	g := w.aws.create(tTargetGroup, "web", group(n, "HTTP", 80))
	target := func(ip, zone string) props {
		in := props{"targetGroupArn": g.ID, "targetId": ip}
		if zone != "" {
			in["availabilityZone"] = zone
		}
		return in
	}
	w.aws.refuses("InvalidTarget", tTarget, "public", target("8.8.8.8", "all"))
	w.aws.refuses("InvalidTarget", tTarget, "documentation", target("192.0.2.1", "all"))
	w.aws.refuses("InvalidTarget", tTarget, "beyond", target("172.32.0.1", "all"))
	w.aws.refuses("Availability Zone is required", tTarget, "zone", target("10.1.0.10", ""))
	w.aws.refuses("select 'all'", tTarget, "other zone", target("10.1.0.10", "us-east-9a"))
	w.aws.refuses("cannot have its Availability Zone overridden", tTarget, "inside", target("10.0.0.20", "all"))
	w.aws.refuses("not valid IP", tTarget, "text", target("web.example.com", ""))
	w.aws.refuses("TargetGroupNotFound", tTarget, "none", props{"targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/x/0", "targetId": "10.0.0.9"})
	w.aws.create(tTarget, "own", target("10.0.0.20", ""))
	for _, ip := range []string{"10.1.0.10", "100.64.0.10", "172.16.0.10", "172.31.255.10", "192.168.1.10"} {
		w.aws.create(tTarget, ip, target(ip, "all"))
	}
	w.aws.refuses("TooManyTargets", tTarget, "more", target("10.1.0.11", "all"))
}

func TestListeners(t *testing.T) {
	const certificate = "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 2)
	f := w.front(n, "web")
	listen := func(port int, protocol string, more props) props {
		in := props{"loadBalancerArn": f.lb.ID, "port": port, "protocol": protocol, "defaultActions": []any{props{
			"type": "fixed-response", "fixedResponse": props{"contentType": "text/plain", "statusCode": "404"},
		}}}
		for k, v := range more {
			in[k] = v
		}
		return in
	}
	w.aws.refuses("DuplicateListener", tListener, "twice", listen(80, "HTTP", nil))
	w.aws.refuses("UnsupportedProtocol", tListener, "tcp", listen(81, "TCP", nil))
	w.aws.refuses("certificate must be specified", tListener, "tls", listen(443, "HTTPS", nil))
	w.aws.refuses("CertificateNotFound", tListener, "far", listen(443, "HTTPS", props{"certificateArn": strings.Replace(certificate, "us-east-1", "us-west-2", 1)}))
	w.aws.refuses("SSLPolicyNotFound", tListener, "policy", listen(443, "HTTPS", props{"certificateArn": certificate, "sslPolicy": "best"}))
	w.aws.refuses("LoadBalancerNotFound", tListener, "lost", listen(443, "HTTPS", props{"loadBalancerArn": f.lb.ID + "0"}))
	pending := w.aws.create("aws:acm/certificate:Certificate", "web", props{"domainName": "www.example.com", "validationMethod": "DNS"})
	w.aws.refuses("UnsupportedCertificate", tListener, "pending", listen(443, "HTTPS", props{"certificateArn": pending.ID}))
	l := w.aws.create(tListener, "tls", listen(443, "HTTPS", props{"certificateArn": certificate}))
	assert.Equal(t, "ELBSecurityPolicy-2016-08", l.str("sslPolicy"))
	require.NoError(t, w.aws.delete(f.lb), "listeners go with their load balancer")
	assert.Empty(t, w.aws.read(tListener, "tls", l.ID).GetId())
	require.NoError(t, w.aws.delete(f.group))
}

func TestRules(t *testing.T) {
	w := newWorld(t, localcloud.Options{Quotas: localcloud.Quotas{RulesPerALB: 3}})
	n := w.aws.network("hub", 0, 2)
	f := w.front(n, "web")
	rule := func(priority int, hosts ...any) props {
		return props{
			"listenerArn": f.listener.ID, "priority": priority, "actions": forward(f.group),
			"conditions": []any{props{"hostHeader": props{"values": hosts}}},
		}
	}
	first := w.aws.create(tRule, "first", rule(10, "a.example.com"))
	w.aws.refuses("PriorityInUse", tRule, "same", rule(10, "b.example.com"))
	w.aws.refuses("condition values", tRule, "many", rule(11, "a.a", "b.b", "c.c", "d.d", "e.e", "f.f"))
	w.aws.refuses("ValidationError", tRule, "range", rule(50001, "b.example.com"))
	w.aws.refuses("host header", tRule, "host", rule(12, "not a host"))
	second := w.aws.create(tRule, "second", rule(20, "b.example.com"))
	assert.Empty(t, w.aws.diff(second, rule(21, "b.example.com")).GetReplaces())
	_, err := w.aws.tryUpdate(second, rule(10, "b.example.com"))
	require.ErrorContains(t, err, "PriorityInUse")
	w.aws.create(tRule, "third", rule(30, "c.example.com"))
	w.aws.refuses("TooManyRules", tRule, "fourth", rule(40, "d.example.com"))

	blue := w.aws.create(tTargetGroup, "blue", group(n, "HTTP", 81))
	in := rule(10, "a.example.com")
	in["actions"] = forward(blue)
	first = w.aws.update(first, in)
	require.ErrorContains(t, w.aws.delete(blue), "ResourceInUse")
	require.NoError(t, w.aws.delete(first))
	require.NoError(t, w.aws.delete(blue))
}

// TestBalancerAsTarget puts application load balancers behind network load balancers.
func TestBalancerAsTarget(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n, far := w.aws.network("hub", 0, 2), w.aws.network("far", 1, 2)
	web := w.front(n, "web") // listens on 80
	foreign := w.front(far, "foreign")
	to := func(name string, port int) resource {
		in := group(n, "TCP", port)
		in["targetType"] = "alb"
		return w.aws.create(tTargetGroup, name, in)
	}
	target := func(g resource, alb string, more props) props {
		in := props{"targetGroupArn": g.ID, "targetId": alb}
		for k, v := range more {
			in[k] = v
		}
		return in
	}
	plain := group(n, "HTTP", 80)
	plain["targetType"] = "alb"
	w.aws.refuses("InvalidConfigurationRequest", tTargetGroup, "http", plain)
	connects := group(n, "TCP", 80)
	connects["targetType"], connects["healthCheck"] = "alb", props{"protocol": "TCP"}
	w.aws.refuses("Health check protocol 'TCP' is not supported", tTargetGroup, "connects", connects)

	one := to("one", 80)
	assert.Equal(t, "true", one.str("preserveClientIp"), "always, and nobody can change it")
	w.aws.refuses("InvalidTarget", tTarget, "address", target(one, "10.0.0.20", nil))
	w.aws.refuses("InvalidTarget", tTarget, "another VPC", target(one, foreign.lb.ID, nil))
	w.aws.refuses("InvalidTarget", tTarget, "network", target(one, w.aws.create(tLoadBalancer, "net", nlb(n, "10.0.0.10", "10.0.1.10")).ID, nil))
	w.aws.refuses("If the target type is ALB, the target must have at least one listener", tTarget, "deaf", target(to("deaf", 81), web.lb.ID, nil))
	w.aws.refuses("If the target type is ALB, the target must have at least one listener", tTarget, "override", target(one, web.lb.ID, props{"port": 81}))

	first := w.aws.create(tTarget, "first", target(one, web.lb.ID, nil))
	w.aws.refuses("TooManyTargets", tTarget, "again", target(one, web.lb.ID, props{"port": 80}))
	second := w.aws.create(tTarget, "second", target(to("two", 81), web.lb.ID, props{"port": 80}))
	w.aws.refuses("TooManyRegistrationsForTargetId", tTarget, "third", target(to("three", 80), web.lb.ID, nil))

	require.ErrorContains(t, w.aws.delete(web.listener), "Listener port '80' is in use by registered target")
	moved := props{"loadBalancerArn": web.lb.ID, "port": 82, "protocol": "HTTP", "defaultActions": forward(web.group)}
	_, err := w.aws.tryUpdate(web.listener, moved)
	require.ErrorContains(t, err, "ResourceInUse")
	require.ErrorContains(t, w.aws.delete(web.lb), "ResourceInUse")
	require.NoError(t, w.aws.delete(first))
	require.ErrorContains(t, w.aws.delete(web.listener), "ResourceInUse")
	require.NoError(t, w.aws.delete(second))
	_, err = w.aws.tryUpdate(web.listener, moved)
	require.NoError(t, err)
	require.NoError(t, w.aws.delete(web.lb))
}
