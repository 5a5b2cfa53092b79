package flightpath_test

import (
	"net/netip"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

func TestClustersAndServicesByName(t *testing.T) {
	w := hub()
	for i := range w.SecurityGroups {
		if w.SecurityGroups[i].ID == "sg-b" {
			w.SecurityGroups[i].Tags = map[string]string{"aws:eks:cluster-name": "shop"}
		}
	}
	w.expect(t, "eni-a", "shop", flightpath.Direct, "")
	w.TargetGroups = []network.TargetGroup{{
		Object: object("arn:tg"), Kind: network.IPTargets, VPC: "vpc-b", Protocol: "TCP", Port: 443, TargetsKnown: true,
		Targets: []network.RegisteredTarget{{ID: "10.1.1.10", Address: netip.MustParseAddr("10.1.1.10"), Port: 443}},
	}}
	for _, name := range []string{"checkout", "checkout-3b4d8a00"} {
		w.TargetGroups[0].Name = name
		w.expect(t, "eni-a", "checkout", flightpath.Direct, "")
	}
	w.TargetGroups[0].Name = "k8s-default-checkout-0a1b2c3d4e"
	w.TargetGroups[0].Tags = map[string]string{"service.k8s.aws/stack": "default/checkout"}
	w.expect(t, "eni-a", "checkout", flightpath.Direct, "")
	w.expect(t, "eni-a", "default/checkout", flightpath.Direct, "")

	w.Instances = []network.Instance{{Object: object("i-b"), Interfaces: []string{"eni-b"}}}
	w.Instances[0].Tags = map[string]string{"kubernetes.io/cluster/books": "owned"}
	for i := range w.Interfaces {
		if w.Interfaces[i].ID == "eni-b" {
			w.Interfaces[i].Owner = "i-b"
		}
	}
	w.expect(t, "eni-a", "books", flightpath.Direct, "")

	// What is there and has no interfaces yet is no mistake of whoever asks.
	w.SecurityGroups = append(w.SecurityGroups, network.SecurityGroup{Object: object("sg-empty")})
	w.SecurityGroups[len(w.SecurityGroups)-1].Tags = map[string]string{"aws:eks:cluster-name": "empty"}
	w.expect(t, "eni-a", "empty", flightpath.Unproven, "the source tells no network interface or address of it")
	w.TargetGroups[0].Targets = nil
	w.expect(t, "eni-a", "default/checkout", flightpath.Unproven, "the source tells no network interface or address of it")
}

func TestDidYouMean(t *testing.T) {
	t.Parallel()
	w := flat()
	w.Interfaces[0].Tags = map[string]string{"app": "shop"}
	w.TargetGroups = []network.TargetGroup{{Object: object("arn:tg"), Kind: network.IPTargets}}
	w.TargetGroups[0].Name = "checkout-3b4d8a00"
	a := flightpath.New(&w.Network)
	for asked, want := range map[string]string{
		"eni-wbe": "; did you mean eni-web?", "Internet ": "; did you mean internet?", "chekout": "; did you mean checkout?",
		"app=shpo": "; did you mean app=shop?", "subnet-privat": "; did you mean subnet-private?", "something else": "", "x": "",
	} {
		_, err := a.Trace(flightpath.Question{From: asked, To: "eni-db"})
		if assert.Error(t, err) {
			assert.Regexp(t, "(address|=[a-z]+)"+regexp.QuoteMeta(want)+"$", err.Error())
		}
	}
}

func TestWhatIsNoEndOfAWay(t *testing.T) {
	t.Parallel()
	a := flightpath.New(&flat().Network)
	for asked, want := range map[string]string{
		"igw-0123456789abcdef0": "nothing that sends or gets packets", "tgw-attach-0123abcd": "nothing that sends or gets packets",
		"sg-0123456789abcdef0": "nothing that sends or gets packets", "10.16.300.7": "is no address and no CIDR", "10.0.0.0/33": "is no address and no CIDR",
		"fd00::1::2": "is no address and no CIDR", "igw-mine": "is no ID, name or tag", "a:b": "is no ID, name or tag",
	} {
		_, err := a.Trace(flightpath.Question{From: "eni-web", To: asked})
		assert.ErrorContains(t, err, want, asked)
	}
}
