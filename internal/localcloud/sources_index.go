package localcloud

import (
	"slices"
	"strings"
)

// Data sources about the account, the Region and its zones.

func indexSources() map[string]source {
	return map[string]source{
		"aws:index/getCallerIdentity:getCallerIdentity": func(c *call, _ Props) (Props, error) {
			return Props{
				"accountId": c.account, "id": c.account, "arn": "arn:aws:sts::" + c.account + ":assumed-role/local-cloud/pulumi",
				"userId": "AROALOCALCLOUD:pulumi",
			}, nil
		},
		"aws:index/getRegion:getRegion": getRegion,
		"aws:index/getPartition:getPartition": func(*call, Props) (Props, error) {
			return Props{"partition": "aws", "id": "aws", "dnsSuffix": "amazonaws.com", "reverseDnsPrefix": "com.amazonaws"}, nil
		},
		"aws:index/getAvailabilityZones:getAvailabilityZones": getAvailabilityZones,
		"aws:index/getAvailabilityZone:getAvailabilityZone":   getAvailabilityZone,
		"aws:index/getArn:getArn": func(_ *call, args Props) (Props, error) {
			parts := strings.SplitN(str(args, "arn"), ":", 6)
			if len(parts) != 6 || parts[0] != "arn" {
				return nil, refuse("InvalidParameterValue", "%s is not an ARN", str(args, "arn"))
			}
			return Props{
				"id": str(args, "arn"), "partition": parts[1], "service": parts[2], "region": parts[3], "account": parts[4], "resource": parts[5],
			}, nil
		},
		"aws:index/getService:getService": getService,
		"aws:index/getServicePrincipal:getServicePrincipal": func(c *call, args Props) (Props, error) {
			region, name := orElse(str(args, "region"), c.region), str(args, "serviceName")
			return Props{"id": name + "." + region + ".amazonaws.com", "name": name + ".amazonaws.com", "region": region, "suffix": "amazonaws.com"}, nil
		},
	}
}

func getRegion(c *call, args Props) (Props, error) {
	name := orElse(str(args, "name"), c.region)
	if e := str(args, "endpoint"); e != "" {
		name = strings.TrimSuffix(strings.TrimPrefix(e, "ec2."), ".amazonaws.com")
	}
	if regions[name].prefix == "" {
		return nil, refuse("InvalidParameterValue", "no matching AWS Region found: %s", name)
	}
	return Props{"id": name, "name": name, "endpoint": "ec2." + name + ".amazonaws.com", "description": "Local cloud " + name}, nil
}

func getAvailabilityZones(c *call, args Props) (Props, error) {
	if s := str(args, "state"); s != "" && s != "available" {
		return Props{"id": c.region, "names": []any{}, "zoneIds": []any{}, "groupNames": []any{}}, nil
	}
	var names, ids []string
	for _, z := range zonesOf(c.account, c.region) {
		if slices.Contains(strs(args, "excludeNames"), z.name) || slices.Contains(strs(args, "excludeZoneIds"), z.id) {
			continue
		}
		ok, err := passes(subs(args, "filters"), zoneFilters(c, z))
		if err != nil {
			return nil, err
		}
		if ok {
			names, ids = append(names, z.name), append(ids, z.id)
		}
	}
	return Props{"id": c.region, "names": anys(names), "zoneIds": anys(ids), "groupNames": []any{c.region + "-zg-1"}}, nil
}

func getAvailabilityZone(c *call, args Props) (Props, error) {
	for _, z := range zonesOf(c.account, c.region) {
		if n := str(args, "name"); n != "" && n != z.name {
			continue
		}
		if id := str(args, "zoneId"); id != "" && id != z.id {
			continue
		}
		ok, err := passes(subs(args, "filters"), zoneFilters(c, z))
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		return Props{
			"id": z.name, "name": z.name, "zoneId": z.id, "nameSuffix": strings.TrimPrefix(z.name, c.region), "region": c.region,
			"groupName": c.region + "-zg-1", "networkBorderGroup": c.region, "optInStatus": "opt-in-not-required", "state": "available",
			"zoneType": "availability-zone", "parentZoneId": "", "parentZoneName": "",
		}, nil
	}
	return nil, refuse("InvalidParameterValue", "no matching EC2 Availability Zone found: %s%s; the Region has %s",
		str(args, "name"), str(args, "zoneId"), c.zoneNames())
}

func zoneFilters(c *call, z zone) map[string]string {
	return map[string]string{
		"zone-name": z.name, "zone-id": z.id, "region-name": c.region, "state": "available", "zone-type": "availability-zone",
		"opt-in-status": "opt-in-not-required", "group-name": c.region + "-zg-1", "message": "",
	}
}

// passes says whether a thing meets all filters; a filter that the local cloud
// does not know is an error.
func passes(filters []Props, of map[string]string) (bool, error) {
	for _, f := range filters {
		name := str(f, "name")
		v, known := of[name]
		if !known {
			return false, refuse("InvalidParameterValue", "The filter '%s' is not known to the local cloud", name)
		}
		if !slices.ContainsFunc(strs(f, "values"), func(want string) bool { return want == v || wildcard(want, v) }) {
			return false, nil
		}
	}
	return true, nil
}

// wildcard matches AWS's * at either end of a filter's value.
func wildcard(pattern, v string) bool {
	switch {
	case pattern == "*":
		return true
	case strings.HasPrefix(pattern, "*") && strings.HasSuffix(pattern, "*"):
		return strings.Contains(v, strings.Trim(pattern, "*"))
	case strings.HasSuffix(pattern, "*"):
		return strings.HasPrefix(v, strings.TrimSuffix(pattern, "*"))
	case strings.HasPrefix(pattern, "*"):
		return strings.HasSuffix(v, strings.TrimPrefix(pattern, "*"))
	}
	return false
}

func getService(c *call, args Props) (Props, error) {
	region, id := orElse(str(args, "region"), c.region), str(args, "serviceId")
	if d := str(args, "dnsName"); d != "" {
		parts := strings.Split(d, ".")
		id, region = parts[0], parts[min(1, len(parts)-1)]
	}
	if d := strings.TrimPrefix(str(args, "reverseDnsName"), "com.amazonaws."); d != "" {
		r, s, _ := strings.Cut(d, ".")
		region, id = r, s
	}
	if id == "" || regions[region].prefix == "" {
		return nil, refuse("InvalidParameterValue", "getService needs a service and a Region that exists")
	}
	return Props{
		"id": "com.amazonaws." + region + "." + id, "dnsName": id + "." + region + ".amazonaws.com", "partition": "aws", "region": region,
		"reverseDnsName": "com.amazonaws." + region + "." + id, "reverseDnsPrefix": "com.amazonaws", "serviceId": id, "supported": true,
	}, nil
}
