package localcloud

import (
	"regexp"
	"slices"
	"strings"
)

// Endpoint services: what a load balancer offers to VPCs of this account and of
// others, who may connect, and whose connection has been accepted.

var principalARN = regexp.MustCompile(`^(\*|arn:aws[a-z-]*:(iam|sts)::(\d{12}):(root|(role|user|assumed-role)/.+))$`)

func endpointServiceKinds() []*kind {
	toService := ref{
		path: "vpcEndpointServiceId", to: []string{tEndpointService}, missing: "InvalidVpcEndpointServiceId.NotFound",
		say: "The VpcEndpointService Id '%s' does not exist", goes: true,
	}
	toBalancers := func(path string) ref {
		return ref{path: path, to: []string{tLoadBalancer}, missing: "InvalidLoadBalancerArn", say: "The load balancer %s does not exist", holds: true}
	}
	return []*kind{
		{
			token:       tEndpointService,
			sets:        []string{"allowedPrincipals", "gatewayLoadBalancerArns", "networkLoadBalancerArns", "supportedIpAddressTypes", "supportedRegions"},
			computed:    []string{"allowedPrincipals", "supportedIpAddressTypes", "supportedRegions"},
			unshown:     []string{"allowedPrincipals", "supportedIpAddressTypes", "supportedRegions"},
			unsimulated: []string{"privateDnsName"},
			refs:        []ref{toBalancers("gatewayLoadBalancerArns[]"), toBalancers("networkLoadBalancerArns[]")},
			create:      createEndpointService,
			update:      func(c *call) (Props, error) { return offered(c) },
			given:       givenService,
			remove: func(c *call) error {
				for _, e := range c.connectionsOf(str(c.old.Outputs, "serviceName")) {
					if str(e.Outputs, "state") != "rejected" {
						return refuse("ExistingVpcEndpointConnections", "Service has existing active VPC Endpoint connections! (%s)", e.ID)
					}
				}
				return nil
			},
		},
		{
			token:   tAllowedPrincipal,
			replace: []string{"principalArn", "vpcEndpointServiceId"},
			refs:    []ref{toService},
			create: func(c *call) (string, Props, error) {
				if err := checkPrincipal(str(c.in, "principalArn")); err != nil {
					return "", nil, err
				}
				return c.newID("vpce-svc-perm-"), nil, nil
			},
		},
		{
			token:   tEndpointAccepter,
			replace: []string{"vpcEndpointId", "vpcEndpointServiceId"},
			refs:    []ref{toService, {path: "vpcEndpointId", to: []string{tVpcEndpoint}, goes: true}},
			create:  acceptEndpoint,
			remove: func(c *call) error {
				if e := c.connectionOf(c.find(tEndpointService, str(c.old.Outputs, "vpcEndpointServiceId")), str(c.old.Outputs, "vpcEndpointId")); e != nil {
					c.edit(e, Props{"state": "rejected"})
				}
				return nil
			},
		},
	}
}

func createEndpointService(c *call) (string, Props, error) {
	id := c.newID("vpce-svc-")
	out, err := offered(c)
	for name, v := range map[string][]any{"allowedPrincipals": {}, "supportedIpAddressTypes": {"ipv4"}, "supportedRegions": {c.region}} {
		if !has(c.in, name) {
			out = merge(out, Props{name: v})
		}
	}
	return id, merge(Props{
		"arn": c.arn("ec2", "vpc-endpoint-service/"+id), "serviceName": "com.amazonaws.vpce." + c.region + "." + id, "state": "Available",
		"baseEndpointDnsNames": []any{id + "." + c.region + ".vpce.amazonaws.com"}, "managesVpcEndpoints": false,
		"privateDnsName": "", "privateDnsNameConfigurations": []any{},
	}, out), err
}

// offered is what follows from the load balancers behind a service.
func offered(c *call) (Props, error) {
	gateways, networks := strs(c.in, "gatewayLoadBalancerArns"), strs(c.in, "networkLoadBalancerArns")
	if len(gateways) > 0 && len(networks) > 0 {
		return nil, refuse("InvalidParameter", "A service has either Gateway Load Balancers or Network Load Balancers")
	}
	kind, typ := "network", "Interface"
	if len(gateways) > 0 {
		kind, typ = "gateway", "GatewayLoadBalancer"
	}
	for _, arn := range slices.Concat(gateways, networks) {
		if lb := c.find(tLoadBalancer, arn); str(lb.Outputs, "loadBalancerType") != kind {
			return nil, refuse("InvalidParameter", "%s is not a %s load balancer", arn, kind)
		}
	}
	for _, p := range strs(c.in, "allowedPrincipals") {
		if err := checkPrincipal(p); err != nil {
			return nil, err
		}
	}
	return Props{"serviceType": typ, "availabilityZones": c.zonesOfBalancers(slices.Concat(gateways, networks), nil)}, nil
}

// zonesOfBalancers lists the zones that load balancers are in, by name. Subnets
// of one that is changing right now are given.
func (c *call) zonesOfBalancers(arns []string, changing map[string][]string) []any {
	var zones []string
	for _, arn := range arns {
		lb := c.find(tLoadBalancer, arn)
		subnets, ok := changing[arn]
		if !ok && lb != nil {
			subnets = strs(lb.Outputs, "subnets")
		}
		for _, id := range subnets {
			if s := c.find(tSubnet, id); s != nil {
				zones = append(zones, str(s.Outputs, "availabilityZone"))
			}
		}
	}
	slices.Sort(zones)
	return anys(slices.Compact(zones))
}

// spreadServices lets services follow a load balancer into further zones.
func spreadServices(c *call, placed Props) {
	for _, s := range c.all(tEndpointService) {
		arns := slices.Concat(strs(s.Outputs, "gatewayLoadBalancerArns"), strs(s.Outputs, "networkLoadBalancerArns"))
		if slices.Contains(arns, c.old.ID) {
			c.edit(s, Props{"availabilityZones": c.zonesOfBalancers(arns, map[string][]string{c.old.ID: strs(placed, "subnets")})})
		}
	}
}

// givenService completes what is said of a service that somebody has already.
func givenService(account, region string, said Props) Props {
	zones := []any{}
	for _, z := range zonesOf(account, region) {
		zones = append(zones, z.name)
	}
	return merge(Props{
		"serviceType": "GatewayLoadBalancer", "state": "Available", "acceptanceRequired": false, "availabilityZones": zones, "allowedPrincipals": []any{},
	}, said)
}

func checkPrincipal(arn string) error {
	if !principalARN.MatchString(arn) {
		return refuse("InvalidPrincipal", "Invalid Principal: '%s'", arn)
	}
	return nil
}

// serviceFor finds a service of one's own or of another account that lets this
// one in. To everybody else it does not exist. An endpoint that is connected
// stays so, and may be changed, when its account is no longer let in.
func (c *call) serviceFor(name string) *Object {
	connected := c.old != nil && c.old.Type == tVpcEndpoint && str(c.old.Outputs, "serviceName") == name
	for _, s := range c.cloud.store.oldestFirst(tEndpointService) {
		if s.Region != c.region || str(s.Outputs, "serviceName") != name {
			continue
		}
		principals := strs(s.Outputs, "allowedPrincipals")
		for _, p := range c.cloud.store.all(s.Account, s.Region, tAllowedPrincipal) {
			if str(p.Outputs, "vpcEndpointServiceId") == s.ID {
				principals = append(principals, str(p.Outputs, "principalArn"))
			}
		}
		lets := func(p string) bool { return p == "*" || strings.Contains(p, "::"+c.account+":") }
		if connected || s.Account == c.account || slices.ContainsFunc(principals, lets) {
			return s
		}
	}
	return nil
}

// offersZone says whether a service is there in a zone of the caller, whatever
// its owner calls the zone.
func (s *Object) offersZone(id string) bool {
	names := strs(s.Outputs, "availabilityZones")
	return slices.ContainsFunc(zonesOf(s.Account, s.Region), func(z zone) bool { return z.id == id && slices.Contains(names, z.name) })
}

// connectionsOf lists the endpoints of a service, of every account.
func (c *call) connectionsOf(service string) []*Object {
	return slices.DeleteFunc(c.everywhere(tVpcEndpoint), func(e *Object) bool { return str(e.Outputs, "serviceName") != service })
}

func (c *call) connectionOf(service *Object, endpoint string) *Object {
	if service == nil {
		return nil
	}
	for _, e := range c.connectionsOf(str(service.Outputs, "serviceName")) {
		if e.ID == endpoint {
			return e
		}
	}
	return nil
}

func acceptEndpoint(c *call) (string, Props, error) {
	service, id := c.find(tEndpointService, str(c.in, "vpcEndpointServiceId")), str(c.in, "vpcEndpointId")
	e := c.connectionOf(service, id)
	switch {
	case e == nil:
		return "", nil, refuse("InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '%s' does not exist for service %s", id, service.ID)
	case str(e.Outputs, "state") != "pendingAcceptance":
		return "", nil, refuse("InvalidState", "The connection of %s is %s: it waits for no acceptance", id, str(e.Outputs, "state"))
	}
	c.edit(e, Props{"state": "available"})
	return service.ID + "_" + id, Props{"vpcEndpointState": "available"}, nil
}
