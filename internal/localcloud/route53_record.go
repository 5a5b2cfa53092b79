package localcloud

import (
	"net/netip"
	"slices"
	"strings"
)

var recordTypes = []string{"A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT"}

// routingPolicies let several records share a name and a type.
var routingPolicies = []string{
	"cidrRoutingPolicy", "failoverRoutingPolicies", "geolocationRoutingPolicies", "geoproximityRoutingPolicy", "latencyRoutingPolicies",
	"multivalueAnswerRoutingPolicy", "weightedRoutingPolicies",
}

func recordKind() *kind {
	return &kind{
		token:   tRecord,
		global:  true,
		replace: []string{"name", "type", "zoneId"},
		sets:    []string{"records"},
		normal: func(in Props) Props {
			out := Props{}
			if name, ok := in["name"].(string); ok {
				out["name"] = cleanName(name)
			}
			if id, ok := in["zoneId"].(string); ok {
				out["zoneId"] = cleanZoneID(id)
			}
			return out
		},
		check: checkRecord,
		refs: []ref{{
			path: "zoneId", to: []string{tZone}, missing: "NoSuchHostedZone", say: "No hosted zone found with ID: %s",
			fine: func(id string) bool { return strings.HasPrefix(id, "/hostedzone/") }, // looked up below
		}},
		create: createRecord,
		update: func(c *call) (Props, error) {
			out, err := c.record()
			return without(out, "allowOverwrite"), err
		},
	}
}

func batch(format string, args ...any) error { return refuse("InvalidChangeBatch", format, args...) }

func checkRecord(in Props) []problem {
	var found []problem
	say := func(property, format string, args ...any) {
		found = append(found, problem{property, refuse("InvalidInput", format, args...)})
	}
	if t := str(in, "type"); t != "" && !slices.Contains(recordTypes, t) {
		say("type", "expected type to be one of %q, got %s", recordTypes, t)
	}
	switch {
	case has(in, "aliases") == has(in, "records"):
		say("records", "one of aliases and records must be specified, and not both")
	case has(in, "aliases") && has(in, "ttl"):
		say("ttl", "\"aliases\": conflicts with ttl")
	case has(in, "records") && !has(in, "ttl"):
		say("ttl", "\"records\": all of `records,ttl` must be specified")
	}
	if a, ok := in["aliases"].([]any); ok && len(a) != 1 {
		say("aliases", "exactly one alias can be specified, got %d", len(a))
	}
	policies := 0
	for _, p := range routingPolicies {
		if has(in, p) {
			policies++
		}
	}
	switch {
	case policies > 1:
		say("setIdentifier", "routing policies conflict with each other: only one can be specified")
	case policies == 1 && !has(in, "setIdentifier"):
		say("setIdentifier", "setIdentifier must be specified along with a routing policy")
	}
	return found
}

func createRecord(c *call) (string, Props, error) {
	out, err := c.record()
	if err != nil {
		return "", nil, err
	}
	id := strings.Join([]string{cleanZoneID(str(c.in, "zoneId")), cleanName(str(c.in, "name")), str(c.in, "type")}, "_")
	if set := str(c.in, "setIdentifier"); set != "" {
		id += "_" + set
	}
	if there := c.sameRecord(str(out, "fqdn")); there != nil {
		if !boolean(c.in, "allowOverwrite") {
			return "", nil, batch("[Tried to create resource record set [name='%s.', type='%s'] but it already exists]", str(out, "fqdn"), str(c.in, "type"))
		}
		if there.ID != id {
			c.drop(there)
		}
		c.overwrites = true // the record is one, whoever wrote it last
	}
	return id, out, nil
}

// recordsAt lists the records of a zone under a name.
func (c *call) recordsAt(zone, fqdn string) []*Object {
	return slices.DeleteFunc(c.where(tRecord, "zoneId", zone), func(o *Object) bool { return str(o.Outputs, "fqdn") != fqdn })
}

// sameRecord is a record that the one to be made would be another version of.
func (c *call) sameRecord(fqdn string) *Object {
	for _, o := range c.recordsAt(cleanZoneID(str(c.in, "zoneId")), fqdn) {
		if equal(o.Outputs["type"], c.in["type"]) && str(o.Outputs, "setIdentifier") == str(c.in, "setIdentifier") {
			return o
		}
	}
	return nil
}

// record checks a record against its zone, and tells its full name.
func (c *call) record() (Props, error) {
	id := cleanZoneID(str(c.in, "zoneId"))
	zone := c.find(tZone, id)
	if zone == nil {
		return nil, refuse("NoSuchHostedZone", "No hosted zone found with ID: %s", id)
	}
	apex, fqdn, typ := cleanName(str(zone.Outputs, "name")), cleanName(str(c.in, "name")), str(c.in, "type")
	if apex != "" && fqdn != apex && !strings.HasSuffix(fqdn, "."+apex) {
		fqdn = strings.TrimPrefix(fqdn+"."+apex, ".") // as the provider completes it
	}
	if !wellFormedName(fqdn) {
		return nil, batch("[Invalid Resource Record: FATAL problem: DomainLabelInvalid encountered with '%s']", fqdn)
	}
	if typ == "CNAME" && fqdn == apex {
		return nil, batch("[RRSet of type CNAME with DNS name %s. is not permitted at apex in zone %s.]", fqdn, apex)
	}
	for _, o := range c.recordsAt(id, fqdn) {
		other := str(o.Outputs, "type")
		switch {
		case (typ == "CNAME") != (other == "CNAME"):
			return nil, batch("[RRSet of type %s with DNS name %s. is not permitted because a conflicting RRSet of type %s with the same DNS name "+
				"already exists in zone %s.]", typ, fqdn, other, apex)
		case typ == other && has(o.Outputs, "setIdentifier") != has(c.in, "setIdentifier"):
			return nil, batch("[RRSet with DNS name %s., type %s cannot be created because a non multivalue answer rrset exists with the same name and type.]", fqdn, typ)
		}
	}
	for _, v := range strs(c.in, "records") {
		if err := recordValue(typ, v); err != nil {
			return nil, err
		}
	}
	if typ == "CNAME" && len(strs(c.in, "records")) > 1 {
		return nil, batch("[RRSet of type CNAME with DNS name %s. must have exactly one value]", fqdn)
	}
	for _, a := range subs(c.in, "aliases") {
		if err := c.checkAlias(id, typ, a); err != nil {
			return nil, err
		}
	}
	return Props{
		"fqdn": fqdn, "name": cleanName(str(c.in, "name")), "zoneId": id, "allowOverwrite": boolean(c.in, "allowOverwrite"),
	}, nil
}

// recordValue refuses values that a record of the type cannot have.
func recordValue(typ, v string) error {
	switch typ {
	case "A", "AAAA":
		a, err := netip.ParseAddr(v)
		if err != nil || a.Is4() != (typ == "A") {
			family := map[string]string{"A": "IPv4", "AAAA": "IPv6"}[typ]
			return batch("[Invalid Resource Record: 'FATAL problem: %sRRDATAIllegal%sAddress (Value is not a valid %s address) encountered with '%s'']",
				typ, family, family, v)
		}
	case "CNAME", "NS", "PTR":
		if !wellFormedName(cleanName(v)) {
			return batch("[Invalid Resource Record: 'FATAL problem: %sRRDATADomainNameInvalid encountered with '%s'']", typ, v)
		}
	}
	return nil
}

// checkAlias refuses an alias whose target does not exist.
func (c *call) checkAlias(zone, typ string, alias Props) error {
	name, in := strings.TrimPrefix(cleanName(str(alias, "name")), "dualstack."), str(alias, "zoneId")
	if typ == "CNAME" && in != zone {
		return batch("[Tried to create an alias that targets %s., type CNAME in zone %s: an alias to another zone cannot be of type CNAME]", name, in)
	}
	if strings.HasSuffix(name, ".elb.amazonaws.com") || strings.Contains(name, ".elb.") && strings.HasSuffix(name, ".amazonaws.com") {
		for _, lb := range c.cloud.store.byType[tLoadBalancer] {
			if !strings.EqualFold(str(lb.Outputs, "dnsName"), name) {
				continue
			}
			if str(lb.Outputs, "zoneId") != in {
				return batch("[Tried to create an alias that targets %s., type %s in zone %s, but the alias target name does not lie within the target zone]",
					name, typ, in)
			}
			return nil
		}
		return batch("[Tried to create an alias that targets %s., type %s in zone %s, but that target was not found]", name, typ, in)
	}
	if in == zone && len(c.recordsAt(zone, name)) == 0 {
		return batch("[Tried to create an alias that targets %s., type %s in zone %s, but that target was not found]", name, typ, in)
	}
	return nil
}

// publicRecord says whether a public zone of any account has a record.
func (c *call) publicRecord(name, typ, value string) bool {
	for _, o := range c.cloud.store.byType[tRecord] {
		if str(o.Outputs, "fqdn") != cleanName(name) || str(o.Outputs, "type") != typ {
			continue
		}
		zone := c.cloud.store.get(key{o.Account, "", tZone, str(o.Outputs, "zoneId")})
		private := zone != nil && len(list(zone.Outputs, "vpcs")) > 0
		if !private && slices.ContainsFunc(strs(o.Outputs, "records"), func(v string) bool { return cleanName(v) == cleanName(value) }) {
			return true
		}
	}
	return false
}
