package localcloud

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestZone(t *testing.T) {
	p := newPlace(t)
	zone := p.create(tZone, "zone", Props{"name": "Example.com."})
	assert.Regexp(t, `^Z[0-9A-F]{20}$`, zone.id)
	assert.Equal(t, "example.com", zone.out("name"))
	assert.Len(t, strs(zone.outputs, "nameServers"), 4)
	assert.Equal(t, "Managed by Pulumi", zone.out("comment"))
	assert.Equal(t, []string{"name"}, zone.replaces(Props{"name": "example.org"}))
	found, err := getZone(p.callFor(), Props{"name": "example.com"})
	require.NoError(t, err)
	assert.Equal(t, zone.id, found["zoneId"])
	_, err = getZone(p.callFor(), Props{"name": "example.com", "privateZone": true})
	refused(t, err, "NoSuchHostedZone", "example.com")
	_, err = getZone(p.in(other, "us-east-1").callFor(), Props{"zoneId": zone.id})
	refused(t, err, "NoSuchHostedZone", zone.id)

	record := p.create(tRecord, "www", Props{"zoneId": zone.id, "name": "www", "type": "A", "ttl": 60, "records": []string{"192.0.2.1"}})
	refused(t, zone.tryRemove(), "HostedZoneNotEmpty", "cannot be deleted")
	zone.update(Props{"forceDestroy": true}).remove()
	_, _, there := record.read()
	assert.False(t, there)
	p.refuses(tRecord, "gone", record.inputs, "NoSuchHostedZone", zone.id)

	vpc := p.create(tVpc, "vpc", Props{"cidrBlock": "10.0.0.0/16"})
	in := Props{"name": "internal.example.com", "vpcs": []any{Props{"vpcId": vpc.id}}}
	private := p.create(tZone, "private", in)
	assert.Equal(t, "us-east-1", values(private.outputs, "vpcs[].vpcRegion")[0])
	p.refuses(tZone, "twin", in, "ConflictingDomainExists", private.id)
	p.refuses(tZone, "novpc", merge(in, Props{"vpcs": []any{Props{"vpcId": "vpc-0"}}}), "InvalidVPCId", "vpc-0")
	p.refuses(tZone, "badname", Props{"name": "a b"}, "InvalidDomainName", "a b")
}

func TestRecord(t *testing.T) {
	p := newPlace(t)
	zone := p.create(tZone, "zone", Props{"name": "example.com"})
	in := Props{"zoneId": zone.id, "name": "www.example.com", "type": "A", "ttl": 60, "records": []string{"192.0.2.1", "192.0.2.2"}}
	record := p.create(tRecord, "www", in)
	assert.Equal(t, zone.id+"_www.example.com_A", record.id)
	assert.Equal(t, "www.example.com", record.out("fqdn"))
	assert.Equal(t, []string{"name"}, record.replaces(Props{"name": "web.example.com"}))
	assert.Empty(t, record.diffOf(record.inputs, merge(record.inputs, Props{"records": []any{"192.0.2.2", "192.0.2.1"}})).GetDiffs())
	record = record.update(Props{"records": []string{"192.0.2.3"}})
	short := p.create(tRecord, "api", merge(in, Props{"name": "api"}))
	assert.Equal(t, "api.example.com", short.out("fqdn"))

	bad := "InvalidChangeBatch"
	p.refuses(tRecord, "again", in, bad, "name='www.example.com.', type='A'] but it already exists")
	p.refuses(tRecord, "zone", merge(in, Props{"zoneId": "zone-1"}), "NoSuchHostedZone", "zone-1")
	p.refuses(tRecord, "ip", merge(in, Props{"name": "x", "records": []string{"300.0.0.1"}}), bad, "ARRDATAIllegalIPv4Address")
	cname := Props{"zoneId": zone.id, "type": "CNAME", "ttl": 60, "records": []string{"elsewhere.example.org"}}
	p.refuses(tRecord, "apex", merge(cname, Props{"name": "example.com"}), bad, "not permitted at apex")
	p.refuses(tRecord, "conflict", merge(cname, Props{"name": "www"}), bad, "conflicting RRSet of type A")
	p.refuses(tRecord, "two", merge(cname, Props{"name": "x", "records": []string{"a.example.org", "b.example.org"}}), bad, "exactly one value")
	p.invalid(tRecord, without(in, "ttl"), "ttl", "must be specified")
	p.invalid(tRecord, without(in, "records", "ttl"), "records", "one of aliases and records")
	p.invalid(tRecord, merge(in, Props{"type": "B"}), "type", "got B")
	p.in(other, "us-east-1").refuses(tRecord, "wrong-account", in, "NoSuchHostedZone", zone.id)

	// With allowOverwrite two resources are the same record, as in AWS.
	second := p.create(tRecord, "second", merge(in, Props{"allowOverwrite": true, "records": []string{"192.0.2.9"}}))
	assert.Equal(t, record.id, second.id)
	second.remove()
	require.NoError(t, record.tryRemove(), "gone already")

	// Routing policies keep records of one name apart.
	weighted := func(set string) Props {
		return merge(in, Props{"name": "w", "setIdentifier": set, "weightedRoutingPolicies": []any{Props{"weight": 1}}})
	}
	p.create(tRecord, "w1", weighted("one"))
	p.create(tRecord, "w2", weighted("two"))
	p.refuses(tRecord, "w3", weighted("two"), bad, "already exists")
	p.refuses(tRecord, "simple", merge(in, Props{"name": "w"}), bad, "non multivalue answer")
	p.invalid(tRecord, without(weighted("x"), "setIdentifier"), "setIdentifier", "along with a routing policy")

	// The user's own zone is not made here.
	own := p.create(tRecord, "own", merge(in, Props{"zoneId": "Z0123456789ABCDEFGHIJ", "name": "www.example.org"}))
	assert.Equal(t, "www.example.org", own.out("fqdn"))
}

func TestAlias(t *testing.T) {
	g := newGround(t)
	zone := g.create(tZone, "zone", Props{"name": "example.com"})
	lb := g.create(tLoadBalancer, "web", Props{"internal": true, "subnets": []string{g.a.id, g.b.id}})
	alias := func(name, in any) Props {
		return Props{"zoneId": zone.id, "name": "example.com", "type": "A", "aliases": []any{
			Props{"name": name, "zoneId": in, "evaluateTargetHealth": true},
		}}
	}
	g.refuses(tRecord, "none", alias("none-1.us-east-1.elb.amazonaws.com", lb.out("zoneId")), "InvalidChangeBatch", "was not found")
	g.refuses(tRecord, "zone", alias(lb.out("dnsName"), zone.id), "InvalidChangeBatch", "does not lie within the target zone")
	record := g.create(tRecord, "apex", alias(lb.out("dnsName"), lb.out("zoneId")))
	assert.Equal(t, "example.com", record.out("fqdn"))
	record.update(Props{"aliases": []any{Props{"name": "dualstack." + lb.out("dnsName"), "zoneId": lb.out("zoneId"), "evaluateTargetHealth": false}}})
}
