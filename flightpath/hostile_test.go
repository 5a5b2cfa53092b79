package flightpath_test

import (
	"fmt"
	"net/netip"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// worlds are the hand-made networks, each with two endpoints that are worth asking about.
var worlds = map[string]struct {
	make     func() *world
	from, to string
}{
	"flat":       {flat, "internet", "eni-web"},
	"edge":       {edge, "internet", "eni-web"},
	"hub":        {hub, "eni-a", "eni-b"},
	"inspection": {inspection, "eni-a", "eni-b"},
	"balanced":   {func() *world { return balanced(network.ApplicationBalancer) }, "internet", "eni-pod1"},
	"sandwich":   {sandwich, "internet", "eni-pod"},
	"estate":     {recipe{edge: true, eastWest: true, egress: true, zones: 2}.world, "internet", "eni-pay1"},
}

// Networks with things missing, torn and twisted get an answer or an error, and never a panic or a walk without an end.
func TestTwistedNetworks(t *testing.T) {
	names := []string{"flat", "edge", "hub", "inspection", "balanced", "sandwich", "estate"}
	rapid.Check(t, func(t *rapid.T) {
		one := worlds[rapid.SampledFrom(names).Draw(t, "world")]
		w := one.make()
		for range rapid.IntRange(1, 4).Draw(t, "twists") {
			twist(t, reflect.ValueOf(&w.Network).Elem(), 0)
		}
		a := flightpath.New(&w.Network)
		for _, q := range []flightpath.Question{
			{From: one.from, To: one.to, Port: 443},
			{From: one.to, To: "internet"},
			{From: "10.0.0.0/8", To: "10.0.0.0/8", Port: 443, Protocol: "all"},
			{From: "internet", To: "front", Port: 443},
			{From: "::/0", To: "0.0.0.0/0"},
		} {
			_, _ = a.Trace(q)
		}
		_, _ = a.Reach(one.from)
		_, _ = a.Check(flightpath.Expectations{})
		_, _ = a.Check(flightpath.Expectations{
			Services: []flightpath.Service{{Name: "s", LoadBalancer: "front", Port: 443}}, Protected: []string{"vpc-2"}, Ingress: []string{"vpc-1"},
		})
	})
}

// twist changes something somewhere below a value: it empties it, doubles or drops elements, or swaps names.
func twist(t *rapid.T, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[netip.Addr]() || v.Type() == reflect.TypeFor[netip.Prefix]() {
			v.SetZero()
			return
		}
		i := rapid.IntRange(0, v.NumField()-1).Draw(t, "field")
		twist(t, v.Field(i), depth+1)
	case reflect.Slice:
		if v.Len() == 0 {
			return
		}
		i := rapid.IntRange(0, v.Len()-1).Draw(t, "element")
		switch rapid.SampledFrom([]string{"drop", "double", "empty", "in", "in", "in"}).Draw(t, "twist") {
		case "drop":
			v.Set(reflect.AppendSlice(v.Slice3(0, i, i), v.Slice(i+1, v.Len())))
		case "double":
			v.Set(reflect.Append(v.Slice3(0, v.Len(), v.Len()), v.Index(i)))
		case "empty":
			v.Index(i).SetZero()
		default:
			twist(t, v.Index(i), depth+1)
		}
	case reflect.String:
		v.SetString(rapid.SampledFrom([]string{"", "vpc-1", "subnet-lb1", "rtb-lb", "igw-1", "tgw-1", "tgw-attach-a", "vpce-a", "eni-a", "sg-1", "all", "no such thing"}).Draw(t, "name"))
	case reflect.Int:
		v.SetInt(rapid.SampledFrom([]int64{-1, 0, 1, 443, 65535, 1 << 40}).Draw(t, "number"))
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Map:
		v.SetZero()
	}
}

// A chain of VPCs that each may take any zone has a way for every choice of zones: more than anybody can walk.
func TestNetworksWithTooManyWays(t *testing.T) {
	w := hub()
	w.TransitRouteTables = nil
	w.transitTable("tgw-rtb-1", "0.0.0.0/0", "tgw-attach-0")
	const long = 18
	for i := range long {
		vpc := fmt.Sprintf("vpc-c%d", i)
		w.vpc(vpc, fmt.Sprintf("10.%d.0.0/16", 20+i))
		w.openACL("acl-"+vpc, vpc)
		w.table("rtb-"+vpc, vpc, fmt.Sprintf("10.%d.0.0/16", 20+i), "local", "0.0.0.0/0", "tgw-1")
		at := w.attach(fmt.Sprintf("tgw-attach-%d", i), vpc, fmt.Sprintf("tgw-rtb-c%d", i))
		at.ApplianceMode = true
		for z := 1; z <= 3; z++ {
			subnet := fmt.Sprintf("subnet-c%d-%d", i, z)
			w.subnet(subnet, vpc, fmt.Sprintf("use1-az%d", z), "rtb-"+vpc, "acl-"+vpc, fmt.Sprintf("10.%d.%d.0/24", 20+i, z))
			at.Subnets = append(at.Subnets, subnet)
		}
		next := fmt.Sprintf("tgw-attach-%d", i+1)
		if i == long-1 {
			next = "tgw-attach-b"
		}
		w.transitTable(fmt.Sprintf("tgw-rtb-c%d", i), "0.0.0.0/0", next)
	}
	answer := w.ask(t, "eni-a", "eni-b")
	assert.Equal(t, flightpath.Unproven, answer.Verdict, answer.Reason)
	assert.Contains(t, answer.Reason, "more ways than can be walked")
}
