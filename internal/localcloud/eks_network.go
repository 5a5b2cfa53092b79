package localcloud

import (
	"net/netip"
	"slices"
	"strings"
)

// clusterNetwork checks the subnets, the security groups and the endpoint of a
// control plane, and tells its VPC.
func (c *call) clusterNetwork(name string) (vpc string, err error) {
	config := sub(c.in, "vpcConfig")
	subnets, err := c.subnetsOf(strs(config, "subnetIds"))
	if err != nil {
		return "", err
	}
	var zones []string
	for _, s := range subnets {
		in := str(s.Outputs, "vpcId")
		if vpc != "" && vpc != in {
			return "", invalidParameter("Subnets specified must belong to the same VPC, they belong to %s and %s", vpc, in)
		}
		vpc = in
		zones = append(zones, str(s.Outputs, "availabilityZoneId"))
	}
	slices.Sort(zones)
	zones = slices.Compact(zones)
	if c.old != nil {
		err = c.sameNetwork(vpc, zones)
	} else {
		err = c.fitNetwork(name, zones)
	}
	if err != nil {
		return "", err
	}
	return vpc, c.checkEndpoint(config, vpc)
}

// fitNetwork refuses zones that cannot hold a control plane.
func (c *call) fitNetwork(name string, zones []string) error {
	if len(zones) < 2 {
		return invalidParameter("Subnets specified must be in at least two different AZs")
	}
	var fit []string
	for _, z := range zonesOf(c.account, c.region) {
		if !slices.Contains(zonesWithoutEKS, z.id) {
			fit = append(fit, z.name)
		}
	}
	for _, id := range zones {
		if slices.Contains(zonesWithoutEKS, id) {
			z, _ := c.zoneBy(id)
			return refuse("UnsupportedAvailabilityZoneException", "Cannot create cluster '%s' because EKS does not support creating control plane "+
				"instances in %s (%s), the targeted availability zone. Retry cluster creation using control plane subnets that span at least two of "+
				"these availability zones: %s. Note, post cluster creation, you can run worker nodes in separate subnets/availability zones from "+
				"control plane subnets/availability zones passed during cluster creation", name, z.name, id, strings.Join(fit, ", "))
		}
	}
	return nil
}

// sameNetwork keeps a control plane in the VPC and the zones in which it was
// created; other subnets there are fine.
func (c *call) sameNetwork(vpc string, zones []string) error {
	if was := str(c.old.Outputs, "vpcConfig.vpcId"); vpc != was {
		return invalidParameter("Provided subnets belong to the VPC '%s'. But they should belong to the VPC '%s', in which the cluster was created", vpc, was)
	}
	before, err := c.subnetsOf(strs(c.old.Outputs, "vpcConfig.subnetIds"))
	if err != nil {
		return err
	}
	var was []string
	for _, s := range before {
		was = append(was, str(s.Outputs, "availabilityZoneId"))
	}
	slices.Sort(was)
	if was = slices.Compact(was); !slices.Equal(was, zones) {
		return invalidParameter("Provided subnets belong to the AZs '%s'. But they should belong to the exact set of AZs '%s' in which subnets "+
			"were provided during cluster creation.", c.zoneNamesOf(zones), c.zoneNamesOf(was))
	}
	return nil
}

func (c *call) zoneNamesOf(ids []string) string {
	var names []string
	for _, id := range ids {
		z, _ := c.zoneBy(id)
		names = append(names, z.name)
	}
	return strings.Join(names, ",")
}

// checkEndpoint refuses an endpoint that nobody could reach, and security
// groups of another VPC.
func (c *call) checkEndpoint(config Props, vpc string) error {
	public := true
	if v, ok := config["endpointPublicAccess"].(bool); ok {
		public = v
	}
	if !public && !boolean(config, "endpointPrivateAccess") {
		return invalidParameter("Private and public endpoint access cannot be false.")
	}
	for _, cidr := range strs(config, "publicAccessCidrs") {
		p, err := netip.ParsePrefix(cidr)
		if err == nil && p.Bits() > 0 && slices.ContainsFunc(neverPublic, func(r netip.Prefix) bool { return r.Overlaps(p) }) {
			return invalidParameter("The following CIDRs are invalid in publicAccessCidrs: [%s]", cidr)
		}
	}
	groups := strs(config, "securityGroupIds")
	if len(groups) > 5 {
		return invalidParameter("A maximum of 5 security groups can be specified")
	}
	for _, id := range groups {
		g := c.find(tSecurityGroup, id)
		if g == nil {
			return invalidParameter("The security group '%s' does not exist (Service: AmazonEC2; Error Code: InvalidGroup.NotFound)", id)
		}
		if str(g.Outputs, "vpcId") != vpc {
			return invalidParameter("Security group(s) [%s] are not in the same VPC as the subnets. Please specify a security group that is "+
				"associated with the VPC: %s.", id, vpc)
		}
	}
	return nil
}

// neverPublic are ranges from which no request comes over the internet.
var neverPublic = append(prefixes([]string{"100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"}), privateRanges...)

// vpcConfig is what the cluster answers about its network.
func (c *call) vpcConfig(vpc, group string) Props {
	out := merge(Props{
		"endpointPrivateAccess": false, "endpointPublicAccess": true, "publicAccessCidrs": []any{"0.0.0.0/0"}, "securityGroupIds": []any{},
	}, sub(c.in, "vpcConfig"), Props{"vpcId": vpc, "clusterSecurityGroupId": group})
	if !boolean(out, "endpointPublicAccess") && at(c.in, "vpcConfig.publicAccessCidrs") == nil {
		out["publicAccessCidrs"] = []any{}
	}
	return out
}

// serviceNetwork chooses and checks the addresses of Kubernetes services.
func (c *call) serviceNetwork(vpc string) (Props, error) {
	family := orElse(str(c.in, "kubernetesNetworkConfig.ipFamily"), "ipv4")
	out := Props{
		"ipFamily":             family,
		"elasticLoadBalancing": Props{"enabled": boolean(c.in, "kubernetesNetworkConfig.elasticLoadBalancing.enabled")},
	}
	taken := c.vpcPrefixes(vpc)
	cidr := str(c.in, "kubernetesNetworkConfig.serviceIpv4Cidr")
	if family == "ipv6" {
		if cidr != "" {
			return nil, invalidParameter("serviceIpv4Cidr cannot be specified when ipFamily is ipv6")
		}
		out["serviceIpv6Cidr"] = "fd" + c.hash("services", 2) + ":" + c.hash("services", 6)[2:] + "::/108"
		return out, nil
	}
	if cidr == "" {
		// EKS takes whichever of two ranges the VPC leaves free.
		cidr = "10.100.0.0/16"
		ten := prefixes([]string{"10.0.0.0/8"})[0]
		if slices.ContainsFunc(taken, func(p netip.Prefix) bool { return p.Overlaps(ten) }) {
			cidr = "172.20.0.0/16"
		}
	} else if p, ok := prefixOf(cidr); ok {
		for _, t := range taken {
			if t.Overlaps(p) {
				return nil, invalidParameter("The specified serviceIpv4Cidr %s overlaps the CIDR block %s of the VPC %s", cidr, t, vpc)
			}
		}
	}
	out["serviceIpv4Cidr"] = cidr
	return out, nil
}

// clusterGroup makes the security group that EKS gives every cluster, around
// its network interfaces and those of managed nodes.
func (c *call) clusterGroup(cluster, vpc string) string {
	id := c.newID("sg-")
	name := "eks-cluster-sg-" + cluster + "-" + decimal(c.hash("cluster group", 8))
	c.alongside(tSecurityGroup, id, Props{
		"arn": c.arn("ec2", "security-group/"+id), "ownerId": c.account, "vpcId": vpc, "name": name, "namePrefix": "",
		"description": "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.",
		"ingress": []any{Props{
			"protocol": "-1", "fromPort": 0, "toPort": 0, "self": true, "cidrBlocks": []any{}, "ipv6CidrBlocks": []any{},
			"prefixListIds": []any{}, "securityGroups": []any{}, "description": "",
		}},
		"egress": []any{Props{
			"protocol": "-1", "fromPort": 0, "toPort": 0, "self": false, "cidrBlocks": []any{"0.0.0.0/0"}, "ipv6CidrBlocks": []any{},
			"prefixListIds": []any{}, "securityGroups": []any{}, "description": "",
		}},
		"revokeRulesOnDelete": false,
		"tags":                Props{"Name": name, "kubernetes.io/cluster/" + cluster: "owned"},
		"tagsAll":             Props{"Name": name, "kubernetes.io/cluster/" + cluster: "owned"},
	})
	return id
}
