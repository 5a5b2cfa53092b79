package engine_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// badInput is an estate with something wrong in it.
type badInput struct {
	estate declared

	// What the message must hold: first of all, where.
	says []string
}

// badInputs are edits that each break a good estate.
func badInputs(good declared) map[string]badInput {
	cluster, web := good.clusters()[0], good.behind("application")
	c, s := "clusters."+cluster, "services."+web
	lb := "ingress.loadBalancers." + good.get(s+".loadBalancer").(string)
	second := good.copied(c, "clusters.second").set("clusters.second.cidr", "10.250.0.0/16").without("clusters.second.podCidr")
	other := good.copied(s, "services.other").set("services.other.hostnames", []any{"other.example.com"})
	bad := func(d declared, says ...string) badInput { return badInput{d, says} }
	return map[string]badInput{
		"host bits":                      bad(good.set(c+".cidr", "10.16.0.1/16"), c+".cidr", "host bits", "10.16.0.0/16"),
		"no CIDR":                        bad(good.set(c+".cidr", "10.16.0.0"), c+".cidr", "prefix length"),
		"IPv6":                           bad(good.set("ingress.cidr", "2001:db8::/32"), "ingress.cidr", "IPv6"),
		"ingress VPC too large":          bad(good.set("ingress.cidr", "10.0.0.0/12"), "ingress.cidr"),
		"ingress VPC too small":          bad(good.set("ingress.cidr", "10.0.0.0/29"), "ingress.cidr"),
		"ingress tiers do not fit":       bad(good.set("ingress.cidr", "10.0.0.0/26"), "ingress.cidr"),
		"EKS VPC too large":              bad(good.set(c+".cidr", "10.16.0.0/15"), c+".cidr"),
		"EKS tiers do not fit":           bad(good.set(c+".cidr", "10.16.0.0/25"), c+".cidr"),
		"pods outside 100.64.0.0/10":     bad(good.set(c+".podCidr", "10.200.0.0/16"), c+".podCidr", "100.64.0.0/10"),
		"EKS VPCs overlap":               bad(second.set("clusters.second.cidr", "10.16.128.0/17"), c+".cidr", "overlaps clusters.second.cidr 10.16.128.0/17"),
		"EKS VPC and ingress overlap":    bad(good.set(c+".cidr", "10.0.0.0/16"), c+".cidr", "overlaps", "ingress.cidr"),
		"services overlap a VPC":         bad(good.set(c+".serviceCidr", "10.16.0.0/20"), c+".serviceCidr", "overlaps"),
		"services overlap the hub":       bad(good.set(c+".serviceCidr", "10.0.0.0/20"), c+".serviceCidr", "overlaps ingress.cidr"),
		"services outside private space": bad(good.set(c+".serviceCidr", "8.8.0.0/16"), c+".serviceCidr"),
		"public range as target":         bad(good.set(c+".cidr", "52.16.0.0/16"), c+".cidr"),
		"one zone":                       bad(good.set("zones", []any{"use1-az1"}), "zones", "two"),
		"one control plane zone":         bad(good.set(c+".controlPlaneZones", []any{"use1-az1"}), c+".controlPlaneZones", "two"),
		"control plane zone elsewhere":   bad(good.set(c+".controlPlaneZones", []any{"use1-az1", "use1-az6"}), c+".controlPlaneZones[1]"),
		"a zone that EKS refuses":        bad(good.set("zones", []any{"use1-az1", "use1-az2", "use1-az3"}), "zones[2]", "use1-az3"),
		"a zone name":                    bad(good.set("zones", []any{"use1-az1", "us-east-1b"}), "zones[1]", "zone ID"),
		"a zone twice":                   bad(good.set("zones", []any{"use1-az1", "use1-az2", "use1-az1"}), "zones[2]", "zones[0]"),
		"no zone at all":                 bad(good.set("zones", []any{"use1-az1", "use1-az9"}), "zones[1]"),
		"zones of two Regions":           bad(good.set("zones", []any{"use1-az1", "usw2-az1"}), "zones[1]"),
		"another Region":                 bad(good.set("region", "eu-west-1"), "zones[0]", "eu-west-1"),
		"no zones":                       bad(good.without("zones"), "zones", "required"),
		"TLS without a certificate":      bad(good.without(lb+".certificate"), lb+".certificate"),
		"no hosted zone":                 bad(good.without(lb+".certificate.hostedZone"), lb+".certificate.hostedZone"),
		"a host without certificate": bad(good.set(lb+".moreCertificates", map[string]any{}).set(s+".hostnames", []any{"www.example.org"}),
			s+".hostnames[0]", "www.example.org"),
		"unknown cluster":                bad(good.set(s+".cluster", "nowhere"), s+".cluster", `"nowhere"`),
		"unknown load balancer":          bad(good.set(s+".loadBalancer", "nowhere"), s+".loadBalancer", `"nowhere"`),
		"unknown account":                bad(good.set(c+".account", "nowhere"), c+".account", `"nowhere"`),
		"unknown inner load balancer":    bad(good.set("allowReplace", []any{cluster + ".inner-9"}), "allowReplace[0]", cluster+".inner-9"),
		"a host name twice":              bad(other.set("services.other.hostnames", good.get(s+".hostnames")), "hostnames"),
		"a name that is none":            bad(good.copied(s, "services.Other_1"), "services.Other_1"),
		"no port":                        bad(good.without(s+".port"), s+".port", "required"),
		"port out of range":              bad(good.set(s+".port", 70000), s+".port", "65535"),
		"negative port":                  bad(good.set(s+".port", -1), s+".port"),
		"health port out of range":       bad(good.set(s+".healthCheck.port", 65536), s+".healthCheck.port"),
		"inner port out of range":        bad(good.set(s+".innerPort", 80), s+".innerPort"),
		"listener port behind an ALB":    bad(good.set(s+".listenerPort", 443), s+".listenerPort"),
		"ALB without host names":         bad(good.without(s+".hostnames"), s+".hostnames"),
		"NLB without a listener port":    bad(good.set(s+".loadBalancer", "edge").without(s+".hostnames"), s+".listenerPort"),
		"protocol of the other kind":     bad(good.set(s+".protocol", "TCP"), s+".protocol"),
		"two services of one priority":   bad(other.set(s+".priority", 7).set("services.other.priority", 7), ".priority", "7"),
		"two services of one inner port": bad(other.set(s+".innerPort", 31000).set("services.other.innerPort", 31000), ".innerPort", "31000"),
		"too many values for a rule":     bad(good.set(s+".paths", []any{"/a", "/b", "/c", "/d", "/e"}), s+".hostnames"),
		"a name that is too long":        bad(good.set("name", strings.Repeat("long", 20)), "name"),
		"too many rules":                 bad(crowd(good, s, 101), lb, "rulesPerAlb"),
		"too many certificates":          bad(certificates(good, lb, 26), lb+".moreCertificates", "certificatesPerAlb"),
		"unknown key":                    bad(good.set(c+".podCdir", "100.64.0.0/16"), c+".podCdir", "podCidr"),
		"unknown key at the top":         bad(good.set("zone", []any{"use1-az1"}), "zone:", "zones"),
		"a number for a string":          bad(good.set(c+".kubernetesVersion", 1.30), c+".kubernetesVersion", "quote"),
		"a string for a list":            bad(good.set("zones", "use1-az1"), "zones"),
		"nothing joins the VPCs":         bad(good.set("transit", map[string]any{}), "transit"),
		"two accounts for the credentials in use": bad(good.set("accounts.a", map[string]any{"id": "222222222222"}).
			set("accounts.b", map[string]any{"id": "333333333333"}).set("ingress.account", "a").set(c+".account", "b"), "accounts.b.roleArn"),
		"a cluster in another account than an ingress VPC without one": bad(good.set("accounts.a", map[string]any{"id": "222222222222"}).
			set(c+".account", "a"), c+".account", "ingress.account"),
		"three at once": bad(good.set(c+".cidr", "10.16.0.1/16").set(s+".port", 0).set("zones", []any{"use1-az1", "us-east-1b"}),
			c+".cidr", s+".port", "zones[1]", "3 problems"),
		"no estate": bad(declared{t: good.t, settings: good.settings}, "ingresshub:estate"),
	}
}

// crowd has a number of services that differ by name and host name only.
func crowd(d declared, like string, count int) declared {
	for n := range count {
		path := fmt.Sprintf("services.crowd-%d", n)
		d = d.copied(like, path).set(path+".hostnames", []any{fmt.Sprintf("crowd-%d.example.com", n)}).
			set(path+".priority", 1000+n).set(path+".innerPort", 40000+n).set(path+".innerLoadBalancer", 1+n/40)
	}
	return d.without(like)
}

// certificates gives a load balancer a number of certificates.
func certificates(d declared, balancer string, count int) declared {
	for n := range count {
		d = d.set(fmt.Sprintf("%s.moreCertificates.extra-%d", balancer, n), map[string]any{
			"domainName": fmt.Sprintf("extra-%d.example.com", n), "hostedZone": "Z0123456789ABCDEFGHIJ",
		})
	}
	return d
}

// TestBadInputOfANewStack: nothing is made.
func TestBadInputOfANewStack(t *testing.T) {
	t.Parallel()
	good := smallEstate(t)
	w := newWorld(t, good)
	eachBadInput(t, w, good)
	assert.Empty(t, w.cloud.Objects())
}

// TestBadInputOfADeployedStack: what is there stays as it is, and the stack goes on as if nothing had been.
func TestBadInputOfADeployedStack(t *testing.T) {
	t.Parallel()
	good := smallEstate(t)
	w := newWorld(t, good)
	w.up()
	eachBadInput(t, w, good)
	w.declare(good)
	w.unchanged()
}

func eachBadInput(t *testing.T, w *world, good declared) {
	t.Helper()
	tests, before := badInputs(good), w.standing()
	for _, name := range slices.Sorted(maps.Keys(tests)) {
		t.Run(name, func(t *testing.T) {
			w := w.in(t)
			w.declare(tests[name].estate)
			w.refused(tests[name].says...)
			w.assertCloudStands(before)
		})
	}
	// What a refusal did to the state would still be there after the others.
	w.assertStands(before)
}
