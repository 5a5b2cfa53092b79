package localcloud

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// route53Kinds are the types of Amazon Route 53, which has no Regions.
func route53Kinds() []*kind {
	return []*kind{zoneKind(), recordKind()}
}

func route53Sources() map[string]source {
	return map[string]source{"aws:route53/getZone:getZone": getZone}
}

var zoneID = regexp.MustCompile(`^Z[0-9A-Z]{5,31}$`)

// cleanZoneID takes the path off an ID that is written as AWS answers it.
func cleanZoneID(id string) string { return strings.TrimPrefix(id, "/hostedzone/") }

// cleanName writes a domain name without its final period.
func cleanName(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }

func zoneKind() *kind {
	return &kind{
		token:    tZone,
		global:   true,
		replace:  []string{"name", "delegationSetId"},
		name:     named("name", 255),
		defaults: Props{"comment": "Managed by Pulumi", "forceDestroy": false},
		sets:     []string{"vpcs"},
		ignored: func(_, news Props) []string {
			var ignored []string
			for i, vpc := range subs(news, "vpcs") {
				if !isUnknown(vpc["vpcRegion"]) { // a VPC is in one Region only
					ignored = append(ignored, fmt.Sprintf("vpcs[%d].vpcRegion", i))
				}
			}
			return ignored
		},
		normal: func(in Props) Props {
			out := Props{}
			if name, ok := in["name"].(string); ok {
				out["name"] = cleanName(name)
			}
			if has(in, "vpcs") {
				out["vpcs"] = Unknown{} // until AWS has put their Regions beside them
			}
			return out
		},
		check: func(in Props) []problem {
			if has(in, "delegationSetId") && has(in, "vpcs") {
				return []problem{{"vpcs", refuse("InvalidInput", "\"delegationSetId\": conflicts with vpcs")}}
			}
			return nil
		},
		create: func(c *call) (string, Props, error) {
			name := cleanName(str(c.in, "name"))
			if !wellFormedName(name) {
				return "", nil, refuse("InvalidDomainName", "%s is not a valid domain name", str(c.in, "name"))
			}
			id := "Z" + strings.ToUpper(c.hash("zone", 20))
			vpcs, err := c.zoneVPCs(name)
			if err != nil {
				return "", nil, err
			}
			out := merge(vpcs, Props{"zoneId": id, "arn": "arn:aws:route53:::hostedzone/" + id, "name": name})
			servers := c.nameServers(id)
			if has(c.in, "vpcs") {
				servers = []string{"ns-0.awsdns-00.com", "ns-512.awsdns-00.net", "ns-1024.awsdns-00.org", "ns-1536.awsdns-00.co.uk"}
			}
			out["nameServers"], out["primaryNameServer"] = anys(servers), servers[0]
			return id, out, nil
		},
		update: func(c *call) (Props, error) {
			if has(c.in, "vpcs") != (len(list(c.old.Outputs, "vpcs")) > 0) {
				return nil, refuse("LastVPCAssociation", "A hosted zone cannot change between public and private: %s", c.old.ID)
			}
			name := str(c.old.Outputs, "name")
			vpcs, err := c.zoneVPCs(name)
			return merge(vpcs, Props{"name": name}), err
		},
		remove: func(c *call) error {
			for _, r := range c.where(tRecord, "zoneId", c.old.ID) {
				if !boolean(c.old.Outputs, "forceDestroy") {
					return refuse("HostedZoneNotEmpty", "The specified hosted zone contains non-required resource record sets and so cannot be deleted.")
				}
				c.drop(r)
			}
			return nil
		},
		external: userZone,
	}
}

var labelForm = regexp.MustCompile(`^[a-z0-9_*](?:[a-z0-9_-]{0,61}[a-z0-9_])?$`)

func wellFormedName(name string) bool {
	if name == "" || len(name) > 255 {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if !labelForm.MatchString(label) {
			return false
		}
	}
	return true
}

// nameServers are the four that Route 53 delegates a public zone to.
func (c *call) nameServers(id string) []string {
	var servers []string
	for i, tld := range []string{"com", "net", "org", "co.uk"} {
		n := hashNumber(hashOf(id+tld, 8))
		servers = append(servers, fmt.Sprintf("ns-%d.awsdns-%02d.%s", uint32(i)*512+n%512, n/512%64, tld))
	}
	slices.Sort(servers)
	return servers
}

// zoneVPCs checks the VPCs of a private zone, which may be in other Regions.
func (c *call) zoneVPCs(name string) (Props, error) {
	var vpcs []any
	for _, v := range subs(c.in, "vpcs") {
		id, region := str(v, "vpcId"), orElse(str(v, "vpcRegion"), c.region)
		if c.cloud.store.get(key{c.account, region, tVpc, id}) == nil {
			return nil, refuse("InvalidVPCId", "The VPC ID %s in region %s is not a valid VPC ID.", id, region)
		}
		for _, o := range c.where(tZone, "name", name) {
			if slices.Contains(values(o.Outputs, "vpcs[].vpcId"), id) {
				return nil, refuse("ConflictingDomainExists", "The VPC %s in region %s has already been associated with the hosted zone %s with the same domain name.",
					id, region, o.ID)
			}
		}
		vpcs = append(vpcs, Props{"vpcId": id, "vpcRegion": region})
	}
	if vpcs == nil {
		return Props{}, nil
	}
	return Props{"vpcs": vpcs}, nil
}

// userZone takes a well-formed ID that nobody made here for a hosted zone that
// the user already has. A zone of another account is none.
func userZone(c *call, id string) Props {
	if !zoneID.MatchString(id) || c.cloud.onceMade(tZone, id) {
		return nil
	}
	for k := range c.cloud.store.byType[tZone] {
		if k.id == id {
			return nil // in another account, or it would have been found
		}
	}
	return Props{"zoneId": id, "arn": "arn:aws:route53:::hostedzone/" + id, "name": "", "vpcs": []any{}}
}

func getZone(c *call, args Props) (Props, error) {
	id, name := cleanZoneID(str(args, "zoneId")), cleanName(str(args, "name"))
	if (id == "") == (name == "") {
		return nil, refuse("InvalidInput", "either name or zoneId must be set")
	}
	var found []*Object
	if id != "" {
		if o := c.cloud.store.get(key{c.account, "", tZone, id}); o != nil {
			found = append(found, o)
		}
	}
	for _, o := range c.cloud.store.all(c.account, "", tZone) {
		private := len(list(o.Outputs, "vpcs")) > 0
		wanted := boolean(args, "privateZone") || has(args, "vpcId")
		if name == "" || cleanName(str(o.Outputs, "name")) != name || private != wanted {
			continue
		}
		if vpc := str(args, "vpcId"); vpc != "" && !slices.Contains(values(o.Outputs, "vpcs[].vpcId"), vpc) {
			continue
		}
		found = append(found, o)
	}
	switch {
	case len(found) == 0:
		return nil, refuse("NoSuchHostedZone", "no matching Route 53 Hosted Zone found: %s%s", id, name)
	case len(found) > 1:
		return nil, refuse("InvalidInput", "multiple Route 53 Hosted Zones matched: %s", name)
	}
	o := found[0]
	vpc := ""
	if all := values(o.Outputs, "vpcs[].vpcId"); len(all) > 0 {
		vpc = all[0]
	}
	return Props{
		"id": o.ID, "zoneId": o.ID, "name": str(o.Outputs, "name"), "arn": str(o.Outputs, "arn"), "comment": str(o.Outputs, "comment"),
		"callerReference": "pulumi-" + hashOf(o.ID, 26), "linkedServiceDescription": "", "linkedServicePrincipal": "",
		"nameServers": list(o.Outputs, "nameServers"), "primaryNameServer": str(o.Outputs, "primaryNameServer"), "privateZone": vpc != "",
		"vpcId": vpc, "tags": orEmpty(sub(o.Outputs, "tags")),
		"resourceRecordSetCount": float64(2 + len(c.whereGlobal(tRecord, "zoneId", o.ID))), // with its NS and SOA records
	}, nil
}

// whereGlobal is [call.where] for data sources, whose call has no kind.
func (c *call) whereGlobal(typ, output, value string) []*Object {
	return slices.DeleteFunc(c.cloud.store.all(c.account, "", typ), func(o *Object) bool { return str(o.Outputs, output) != value })
}
