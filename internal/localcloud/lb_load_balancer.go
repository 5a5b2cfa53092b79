package localcloud

import (
	"errors"
	"regexp"
	"slices"
	"strings"
)

// Application, network and gateway load balancers.

// hostedZones are the zones in which AWS keeps the names of load balancers, for
// aliases: application load balancers first, network load balancers second.
var hostedZones = map[string][2]string{
	"us-east-1":      {"Z35SXDOTRQ7X7K", "Z26RNL4JYFTOTI"},
	"us-east-2":      {"Z3AADJGX6KTTL2", "ZLMOA37VPKANP"},
	"us-west-1":      {"Z368ELLRRE2KJ0", "Z24FKFUX50B4VW"},
	"us-west-2":      {"Z1H1FL5HABSF5", "Z18D5FSROUN65G"},
	"ca-central-1":   {"ZQSVJUPU6J1EY", "Z2EPGBW3API2WT"},
	"eu-central-1":   {"Z215JYRZR1TBD5", "Z3F0SRJ5LGBH90"},
	"eu-west-1":      {"Z32O12XQLNTSW2", "Z2IFOLAFXWLO4F"},
	"eu-west-2":      {"ZHURV8PSTC4K8", "ZD4D7Y8KGAS4G"},
	"eu-west-3":      {"Z3Q77PNBQS71R4", "Z1CMS0P5QUZ6D5"},
	"eu-north-1":     {"Z23TAZ6LKFMNIO", "Z1UDT6IFJ4EJM"},
	"ap-northeast-1": {"Z14GRHDCWA56QT", "Z31USIVHYNEOWT"},
	"ap-southeast-1": {"Z1LMS91P8CMLE5", "ZKVM4W9LS7TM"},
	"ap-southeast-2": {"Z1GM3OXH4ZPM65", "ZCT6FZBF4DROD"},
	"ap-south-1":     {"ZP97RAFLXTNZK", "ZVDDRBQ08TROA"},
	"sa-east-1":      {"Z2P70J7HTTTPLU", "ZTK26PT1VY4CU"},
}

var elbNames = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$`)

// elbName holds names of load balancers and target groups to AWS's limits.
func elbName(what string) func(in Props) []problem {
	return func(in Props) []problem {
		name, given := in["name"].(string)
		switch {
		case !given:
			return nil
		case len(name) > 32:
			return []problem{{"name", refuse("ValidationError", "%s name '%s' cannot be longer than '32' characters", what, name)}}
		case !elbNames.MatchString(name):
			return []problem{{"name", refuse("ValidationError", "%s name '%s' can only contain characters that are alphanumeric characters "+
				"or hyphens(-), and cannot begin or end with a hyphen", what, name)}}
		case what == "The load balancer" && strings.HasPrefix(name, "internal-"):
			return []problem{{"name", refuse("ValidationError", "The load balancer name '%s' cannot begin with 'internal-'", name)}}
		}
		return nil
	}
}

func loadBalancerKinds() []*kind {
	return []*kind{{
		token:   tLoadBalancer,
		replace: []string{"name", "namePrefix", "internal", "loadBalancerType", "customerOwnedIpv4Pool"},
		name:    named("name", 32),
		defaults: Props{
			"loadBalancerType": "application", "enableDeletionProtection": false, "enableHttp2": true, "idleTimeout": 60.0,
			"dropInvalidHeaderFields": false, "enableCrossZoneLoadBalancing": false, "desyncMitigationMode": "defensive",
			"preserveHostHeader": false, "xffHeaderProcessingMode": "append", "enableWafFailOpen": false, "clientKeepAlive": 3600.0,
			"enableTlsVersionAndCipherSuiteHeaders": false, "enableXffClientPort": false, "enableZonalShift": false,
			"dnsRecordClientRoutingPolicy": "any_availability_zone",
		},
		within:      Props{"accessLogs.enabled": false, "connectionLogs.enabled": false},
		sets:        []string{"subnets", "securityGroups", "subnetMappings"},
		computed:    []string{"subnets", "subnetMappings", "securityGroups"},
		unsimulated: []string{"customerOwnedIpv4Pool", "ipamPools"},
		check:       elbName("The load balancer"),
		refs: []ref{
			{path: "subnets[]", to: []string{tSubnet}, missing: "SubnetNotFound", say: "The subnet ID '%s' does not exist", holds: true},
			{path: "subnetMappings[].subnetId", to: []string{tSubnet}, missing: "SubnetNotFound", say: "The subnet ID '%s' does not exist", holds: true},
			{path: "subnetMappings[].allocationId", to: []string{tEip}, missing: "AllocationIdNotFound", say: "The allocation ID '%s' does not exist"},
			{path: "securityGroups[]", to: []string{tSecurityGroup}, missing: "InvalidSecurityGroup", say: "The security group '%s' does not exist", holds: true},
		},
		inUse:     "ResourceInUse", // by an endpoint service
		replaceIf: replacedLoadBalancer,
		ignored:   ignoredOfLoadBalancer,
		unshown:   []string{"securityGroups"},
		create:    createLoadBalancer,
		update:    updateLoadBalancer,
		remove: func(c *call) error {
			if boolean(c.old.Outputs, "enableDeletionProtection") {
				return refuse("OperationNotPermitted", "Load balancer '%s' cannot be deleted because deletion protection is enabled", c.old.ID)
			}
			for _, a := range c.registrations(c.old.ID) {
				return refuse("ResourceInUse", "Load balancer '%s' is a target of %s", c.old.ID, str(a.Outputs, "targetGroupArn"))
			}
			return nil
		},
	}}
}

// fixedOfLoadBalancer are the inputs of a network or gateway load balancer whose
// change AWS refuses: a zone or an address once given stays, and groups are for
// life or never.
func fixedOfLoadBalancer(olds, in Props) []string {
	if str(in, "loadBalancerType") == "application" {
		return nil
	}
	var forcing []string
	for _, p := range []string{"subnets", "subnetMappings"} {
		for _, was := range list(olds, p) {
			if !slices.ContainsFunc(list(in, p), func(is any) bool { return equal(was, is) }) {
				forcing = append(forcing, p)
				break
			}
		}
	}
	if (len(list(olds, "securityGroups")) == 0) != (len(list(in, "securityGroups")) == 0) && !isUnknown(in["securityGroups"]) {
		forcing = append(forcing, "securityGroups")
	}
	return forcing
}

func createLoadBalancer(c *call) (string, Props, error) {
	in := merge(c.kind.defaults, c.in)
	name := orElse(str(in, "name"), str(in, "namePrefix")+shorten(c.hash("name", 26), 32-len(str(in, "namePrefix"))))
	typ := str(in, "loadBalancerType")
	for _, l := range c.where(tLoadBalancer, "name", name) {
		return "", nil, refuse("DuplicateLoadBalancerName", "A load balancer with the same name '%s' exists, but with different settings (%s)", name, l.ID)
	}
	limit := map[string]int{"application": c.cloud.quotas.ALBsPerRegion, "network": c.cloud.quotas.NLBsPerRegion}[typ]
	if n := len(c.where(tLoadBalancer, "loadBalancerType", typ)); limit > 0 && n >= limit {
		return "", nil, refuse("TooManyLoadBalancers", "The maximum number of %s load balancers per Region (%d) has been reached", typ, limit)
	}
	path, ok := map[string]string{"application": "app", "network": "net", "gateway": "gwy"}[typ]
	if !ok {
		return "", nil, refuse("ValidationError", "'%s' is not a valid load balancer type", typ)
	}
	vpc, out, err := placeLoadBalancer(c, in)
	if err != nil {
		return "", nil, err
	}
	suffix := path + "/" + name + "/" + c.hash("lb", 16)
	arn := c.arn("elasticloadbalancing", "loadbalancer/"+suffix)
	internal := boolean(in, "internal")
	zones, ok := hostedZones[c.region]
	if !ok {
		made := "Z0" + strings.ToUpper(hashOf(c.region+typ, 12))
		zones = [2]string{made, made}
	}
	dns, zone := name+"-"+c.hash("lb", 16)+".elb."+c.region+".amazonaws.com", zones[1]
	switch typ {
	case "gateway":
		dns, zone = "", "" // nothing speaks to it by a name
	case "application":
		dns, zone = name+"-"+decimal(c.hash("dns", 16))+"."+c.region+".elb.amazonaws.com", zones[0]
		if internal {
			dns = "internal-" + dns
		}
	}
	return arn, merge(out, Props{
		"arn": arn, "arnSuffix": suffix, "name": name, "namePrefix": str(in, "namePrefix"), "dnsName": dns,
		"zoneId": zone, "vpcId": vpc, "internal": internal,
		"ipAddressType": orElse(str(in, "ipAddressType"), "ipv4"),
		"enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": orElse(str(in, "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"),
			map[bool]string{true: "on"}[typ == "network" && len(list(in, "securityGroups")) > 0]),
	}), nil
}

func updateLoadBalancer(c *call) (Props, error) {
	in := merge(c.kind.defaults, c.in)
	if forced := fixedOfLoadBalancer(c.old.Inputs, in); len(forced) > 0 {
		return nil, refuse("InvalidConfigurationRequest", "%s of a %s load balancer cannot be changed like this: it must be replaced",
			strings.Join(forced, " and "), str(in, "loadBalancerType"))
	}
	if !c.changed("subnets") && !c.changed("subnetMappings") && !c.changed("securityGroups") {
		return nil, nil
	}
	for _, p := range []string{"subnets", "subnetMappings"} { // what AWS filled in stays
		if !has(in, p) && !has(in, map[string]string{"subnets": "subnetMappings", "subnetMappings": "subnets"}[p]) {
			in[p] = c.old.Outputs[p]
		}
	}
	vpc, out, err := placeLoadBalancer(c, in)
	if was := str(c.old.Outputs, "vpcId"); err == nil && vpc != was {
		return nil, refuse("InvalidConfigurationRequest", "The subnets of load balancer '%s' must be in its VPC '%s', not in '%s'", c.old.ID, was, vpc)
	}
	spreadServices(c, out)
	return out, err
}

// placeLoadBalancer checks subnets, addresses and security groups, and fills in
// what AWS adds to them.
func placeLoadBalancer(c *call, in Props) (string, Props, error) {
	typ, internal := str(in, "loadBalancerType"), boolean(in, "internal")
	mappings := subs(in, "subnetMappings")
	if len(mappings) > 0 && len(list(in, "subnets")) > 0 && c.old == nil {
		return "", nil, refuse("ValidationError", "You can specify either subnets or subnet mappings, not both")
	}
	if len(mappings) == 0 {
		for _, s := range strs(in, "subnets") {
			mappings = append(mappings, Props{"subnetId": s})
		}
	}
	vpc, zones := "", map[string]string{}
	for _, m := range mappings {
		s := c.find(tSubnet, str(m, "subnetId"))
		if vpc != "" && vpc != str(s.Outputs, "vpcId") {
			return "", nil, refuse("InvalidConfigurationRequest", "All subnets must belong to the same VPC: '%s', '%s'", vpc, str(s.Outputs, "vpcId"))
		}
		vpc = str(s.Outputs, "vpcId")
		z := str(s.Outputs, "availabilityZone")
		if zones[z] != "" {
			return "", nil, refuse("InvalidConfigurationRequest", "A load balancer cannot be attached to multiple subnets in the same Availability Zone (%s, %s)", zones[z], s.ID)
		}
		zones[z] = s.ID
		if err := mapSubnet(c, typ, internal, s, m); err != nil {
			return "", nil, err
		}
	}
	switch {
	case len(mappings) == 0:
		return "", nil, refuse("ValidationError", "At least one subnet must be specified")
	case typ == "application" && len(mappings) < 2:
		return "", nil, refuse("ValidationError", "At least two subnets in two different Availability Zones must be specified")
	case !internal && typ != "gateway" && c.gatewayOf(vpc) == nil:
		return "", nil, refuse("InvalidSubnet", "VPC %s has no internet gateway", vpc)
	}
	groups := strs(in, "securityGroups")
	if len(groups) == 0 && typ == "application" {
		groups = []string{str(c.find(tVpc, vpc).Outputs, "defaultSecurityGroupId")}
	}
	for _, g := range groups {
		if o := c.find(tSecurityGroup, g); typ == "gateway" || o == nil || str(o.Outputs, "vpcId") != vpc {
			return "", nil, refuse("InvalidConfigurationRequest", "One or more security groups are invalid: %s", g)
		}
	}
	var subnets []any
	for _, m := range mappings {
		subnets = append(subnets, str(m, "subnetId"))
	}
	return vpc, Props{"subnets": subnets, "subnetMappings": anys(mappings), "securityGroups": anys(groups)}, nil
}

func mapSubnet(c *call, typ string, internal bool, s *Object, m Props) error {
	p, _ := prefixOf(str(s.Outputs, "cidrBlock"))
	if free := int(size(p)) - 5 - len(c.addressesIn(s.ID)); free < 8 {
		return refuse("InvalidSubnet", "Not enough IP space available in %s. ELB requires at least 8 free IP addresses in each subnet.", s.ID)
	}
	address, allocation := str(m, "privateIpv4Address"), str(m, "allocationId")
	switch {
	case address != "" && (typ != "network" || !internal):
		return refuse("InvalidConfigurationRequest", "A private IPv4 address can be specified for internal network load balancers only")
	case allocation != "" && (typ != "network" || internal):
		return refuse("InvalidConfigurationRequest", "An Elastic IP address can be specified for internet-facing network load balancers only")
	case address != "":
		err := c.takeAddress(s.ID, address)
		var r *Refusal
		if errors.As(err, &r) {
			return refuse("InvalidConfigurationRequest", "The private IPv4 address '%s' cannot be used in subnet '%s': %s", address, s.ID, r.Message)
		}
		return err
	case allocation != "":
		for _, l := range c.others(tLoadBalancer) {
			if slices.Contains(values(l.Outputs, "subnetMappings[].allocationId"), allocation) {
				return refuse("ResourceInUse", "The allocation ID '%s' is in use by %s", allocation, l.ID)
			}
		}
	}
	return nil
}
