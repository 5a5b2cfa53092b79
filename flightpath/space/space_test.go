package space_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ingresshub/ingresshub/flightpath/space"
)

// Small worlds make packets meet sets: a handful of addresses, protocols and ports, with the ends of all ranges.
var (
	worldV4   = []string{"0.0.0.0", "10.0.0.0", "10.0.0.1", "10.0.0.255", "10.0.1.0", "10.1.0.0", "10.255.255.255", "255.255.255.255"}
	worldV6   = []string{"::", "2001:db8::", "2001:db8::1", "2001:db8:0:1::", "2001:db8::ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}
	protocols = []uint8{0, 1, 6, 17, 58, 255}
	ports     = []uint16{0, 1, 8, 14, 22, 80, 128, 129, 255, 443, 1023, 1024, 65535}
)

func drawPacket(t *rapid.T) space.Packet {
	world := worldV4
	if rapid.Bool().Draw(t, "v6") {
		world = worldV6
	}
	address := func(name string) netip.Addr { return netip.MustParseAddr(rapid.SampledFrom(world).Draw(t, name)) }
	return space.Packet{
		Source: address("source"), Destination: address("destination"),
		Protocol:        rapid.SampledFrom(protocols).Draw(t, "protocol"),
		SourcePort:      rapid.SampledFrom(ports).Draw(t, "source port"),
		DestinationPort: rapid.SampledFrom(ports).Draw(t, "destination port"),
	}
}

// rule is what a box is made of, with its own idea of membership.
type rule struct {
	from, to    netip.Prefix
	protocol    int // -1 is all
	first, last int
}

func (r rule) set() space.Set {
	s := space.All().From(space.AddressesOf(r.from)).To(space.AddressesOf(r.to)).DestinationPorts(r.first, r.last)
	if r.protocol >= 0 {
		s = s.Protocol(r.protocol)
	}
	return s
}

func (r rule) matches(p space.Packet) bool {
	return r.from.Contains(p.Source) && r.to.Contains(p.Destination) &&
		(r.protocol < 0 || r.protocol == int(p.Protocol)) &&
		r.first <= int(p.DestinationPort) && int(p.DestinationPort) <= r.last
}

func drawRule(t *rapid.T) rule {
	world, width := worldV4, 32
	if rapid.Bool().Draw(t, "v6") {
		world, width = worldV6, 128
	}
	prefix := func(name string) netip.Prefix {
		a := netip.MustParseAddr(rapid.SampledFrom(world).Draw(t, name))
		return netip.PrefixFrom(a, rapid.SampledFrom([]int{0, 1, 8, 24, 31, width - 1, width}).Draw(t, name+" length")).Masked()
	}
	r := rule{from: prefix("from"), to: prefix("to"), protocol: -1, first: 0, last: 65535}
	if rapid.Bool().Draw(t, "one protocol") {
		r.protocol = int(rapid.SampledFrom(protocols).Draw(t, "protocol"))
	}
	if rapid.Bool().Draw(t, "some ports") {
		r.first, r.last = int(rapid.SampledFrom(ports).Draw(t, "first")), int(rapid.SampledFrom(ports).Draw(t, "last"))
	}
	return r
}

func drawRules(t *rapid.T) []rule {
	return rapid.SliceOfN(rapid.Custom(drawRule), 0, 6).Draw(t, "rules")
}

func union(rules []rule) (s space.Set) {
	for _, r := range rules {
		s = s.Union(r.set())
	}
	return s
}

func anyMatches(rules []rule, p space.Packet) bool {
	for _, r := range rules {
		if r.matches(p) {
			return true
		}
	}
	return false
}

func TestOperationsAgreeWithMembership(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, p := drawRules(t), drawRules(t), drawPacket(t)
		inA, inB := anyMatches(a, p), anyMatches(b, p)
		sa, sb := union(a), union(b)
		for name, c := range map[string]struct {
			set  space.Set
			want bool
		}{
			"union":     {sa.Union(sb), inA || inB},
			"intersect": {sa.Intersect(sb), inA && inB},
			"subtract":  {sa.Subtract(sb), inA && !inB},
			"negation":  {space.All().Subtract(sa), !inA},
			"compact":   {sa.Compact(), inA},
			"not to":    {sa.NotTo(space.Hosts(p.Destination)), false},
			"not from":  {sa.NotFrom(space.Hosts(p.Source)), false},
			"one":       {sa.Intersect(space.Single(p)), inA},
			"families":  {sa.V4().Union(sa.V6()), inA},
		} {
			if c.set.Contains(p) != c.want {
				t.Fatalf("%s: %v in %v is %v", name, p, c.set, !c.want)
			}
		}
		if sa.Overlaps(sb) == sa.Intersect(sb).IsEmpty() {
			t.Fatal("overlaps and intersect differ")
		}
	})
}

func TestAlgebra(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := union(drawRules(t)), union(drawRules(t))
		require.True(t, a.Union(b).Equal(b.Union(a)))
		require.True(t, a.Subtract(b).Union(a.Intersect(b)).Equal(a), "what is left and what is common is all")
		require.True(t, a.Covers(a.Intersect(b)))
		require.Equal(t, a.Subtract(b).IsEmpty(), b.Covers(a))
		require.True(t, a.Reverse().Reverse().Equal(a), "an answer to an answer is the question")
		if p, ok := a.Example(); ok {
			require.True(t, a.Contains(p), "%v in %v", p, a)
		} else {
			require.True(t, a.IsEmpty())
		}
	})
}

func TestReverseOfASetIsReverseOfItsPackets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, p := union(drawRules(t)), drawPacket(t)
		require.Equal(t, a.Contains(p), a.Reverse().Contains(p.Reverse()), "%v in %v", p, a)
	})
}

func TestEchoIsAnsweredByEchoReply(t *testing.T) {
	echo := space.Packet{
		Source: netip.MustParseAddr("10.0.0.1"), Destination: netip.MustParseAddr("10.0.0.2"), Protocol: space.ICMP, DestinationPort: 8,
	}
	assert.EqualValues(t, 0, echo.Reverse().DestinationPort)
	assert.Equal(t, "icmp type 0 code 0 10.0.0.2 -> 10.0.0.1", space.Single(echo).Reverse().String())

	// ICMPv6's number means nothing special in IPv4 and the other way around.
	echo.Protocol, echo.SourcePort, echo.DestinationPort = space.ICMPv6, 5, 128
	assert.EqualValues(t, 5, echo.Reverse().DestinationPort)
}

func TestAddressesAgreeWithPrefixes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prefixes := func(name string) (all []netip.Prefix) {
			for _, r := range rapid.SliceOfN(rapid.Custom(drawRule), 0, 4).Draw(t, name) {
				all = append(all, r.from)
			}
			return all
		}
		in := func(all []netip.Prefix, a netip.Addr) bool {
			for _, p := range all {
				if p.Contains(a) {
					return true
				}
			}
			return false
		}
		pa, pb, host := prefixes("a"), prefixes("b"), drawPacket(t).Source
		a, b := space.AddressesOf(pa...), space.AddressesOf(pb...)
		require.Equal(t, in(pa, host), a.Contains(host))
		require.Equal(t, in(pa, host) || in(pb, host), a.Union(b).Contains(host))
		require.Equal(t, in(pa, host) && in(pb, host), a.Intersect(b).Contains(host))
		require.Equal(t, in(pa, host) && !in(pb, host), a.Subtract(b).Contains(host))
		require.Equal(t, a, space.AddressesOf(a.Prefixes()...), "prefixes hold exactly the set")
		require.Equal(t, !a.Intersect(b).IsEmpty(), a.Overlaps(b))
		require.Equal(t, in(pa, host), space.All().From(a).Sources().Contains(host))
	})
}

func TestTranslation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, p := union(drawRules(t)), drawPacket(t)
		other := drawPacket(t).Source
		q := p
		q.Source = other
		if other.Is4() != p.Source.Is4() {
			require.False(t, a.WithSource(space.Hosts(other)).Contains(q))
			return
		}
		if a.Contains(p) {
			require.True(t, a.WithSource(space.Hosts(other)).Contains(q))
		}
		for _, source := range a.WithSource(space.Hosts(other)).Sources().Prefixes() {
			require.Equal(t, other, source.Addr())
		}
	})
}

func TestOtherSourcePorts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, p := union(drawRules(t)), drawPacket(t)
		moved := a.WithSourcePorts(1024, 65535)
		if !space.HasPorts(int(p.Protocol)) {
			require.Equal(t, a.Contains(p), moved.Contains(p), "protocols without ports stay as they are")
			return
		}
		require.Equal(t, a.Contains(p) && p.SourcePort >= 1024, moved.Contains(p), "rules ask no source ports")
	})
}

func TestPrinting(t *testing.T) {
	web := rule{netip.MustParsePrefix("10.0.0.0/16"), netip.MustParsePrefix("10.1.2.3/32"), space.TCP, 443, 443}.set()
	assert.Equal(t, "tcp 443 10.0.0.0/16 -> 10.1.2.3", web.String())
	assert.Equal(t, "tcp 443", web.Traffic())
	assert.Equal(t, "nothing", space.Set{}.String())
	assert.Equal(t, "all traffic 0.0.0.0/0 -> 0.0.0.0/0; all traffic ::/0 -> ::/0", space.All().String())
	assert.Equal(t, "10.0.0.1-10.0.0.254", space.AddressesOf(netip.MustParsePrefix("10.0.0.0/24")).
		Subtract(space.Hosts(netip.MustParseAddr("10.0.0.0"), netip.MustParseAddr("10.0.0.255"))).String())
	assert.Equal(t, "1024-4999, 6000-65535", web.SourcePorts(1024, 65535).
		Subtract(space.All().SourcePorts(5000, 5999)).SourcePortRanges())
}

// thousands is rules as they stand in large security groups: many peers, a few ports.
func thousands(n int) []space.Set {
	sets := make([]space.Set, n)
	for i := range sets {
		from := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 8), byte(i), 0}), 24)
		port := 1000 + i%7*10
		sets[i] = rule{from, netip.MustParsePrefix("0.0.0.0/0"), space.TCP, port, port + i%5}.set()
	}
	return sets
}

func TestThousandsOfRulesDoNotBlowUp(t *testing.T) {
	sets := thousands(4000)
	start := time.Now()
	all := space.Union(sets...)
	rest := space.All().V4().Subtract(all)
	took := time.Since(start)
	assert.LessOrEqual(t, all.Size(), 4000)
	assert.False(t, rest.Overlaps(all))
	assert.Less(t, rest.Size(), 40000, "subtracting does not blow up")
	t.Log(fmt.Sprint("took ", took, ", sizes ", all.Size(), " and ", rest.Size()))
}

func BenchmarkUnionOfRules(b *testing.B) {
	for _, n := range []int{250, 500, 1000, 2000, 4000} {
		sets := thousands(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				space.Union(sets...)
			}
		})
	}
}
