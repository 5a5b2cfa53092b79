package plan

import "net/netip"

// cluster is a declared cluster, resolved.
type cluster struct {
	name     string
	path     string
	declared Cluster
	account  string

	addresses         vpcAddresses
	serviceCidr       netip.Prefix
	controlPlaneZones []zone

	// Its internal ALB, if any.
	alb *innerAlb

	// What its pods answer for, in the order of the services' names.
	backends []*backend
}

// made says whether this estate makes the cluster.
func (c *cluster) made() bool {
	return c.declared.Existing == nil || c.declared.Existing.ClusterName == ""
}

// resolveClusters reads the clusters, but for their addresses.
func (b *builder) resolveClusters() {
	made := false
	for _, name := range sortedKeys(b.estate.Clusters) {
		declared := b.estate.Clusters[name]
		c := &cluster{
			name: name, path: member("clusters", name), declared: declared,
			account: orDefault(declared.Account, b.estate.Ingress.Account),
		}
		b.clusters[name] = c
		if reservedClusterNames[name] {
			b.add(c.path, "the plan uses the name %s itself; take another one", name)
		}
		b.checkGroupName(c.path, name)
		b.checkAccount(c.path+".account", declared.Account)
		if c.made() {
			made = true
			if n := len(name); n > maxMadeCluster && n <= nameLength {
				b.add(c.path, "the name has %d characters; the IAM role of a new cluster leaves room for %d", n, maxMadeCluster)
			}
			b.checkAdmins(c)
			b.checkNodeGroups(c)
			b.checkEndpointAccess(c)
		}
		b.resolveInnerAlb(c)
		b.checkEndpoints(c)
		b.checkController(c)
		b.checkGuardrails(c)
		b.resolveControlPlaneZones(c)
	}
	b.checkIngressAccount()
	if made {
		b.checkZonesForEks()
	}
}

// checkZonesForEks checks the zones against what EKS needs.
func (b *builder) checkZonesForEks() {
	if b.tooFewZones() {
		b.add("zones", "an EKS cluster needs at least two zones; the estate has %d", len(b.zones))
	}
	for _, z := range b.zones {
		if refusedByEks[z.id] {
			b.add(b.zonePaths[z.id], "EKS refuses %s; take another zone of %s", z.id, b.region)
		}
	}
}

// resolveControlPlaneZones settles where the control plane's network interfaces are.
func (b *builder) resolveControlPlaneZones(c *cluster) {
	if !c.made() {
		return
	}
	path := member(c.path, "controlPlaneZones")
	declared := c.declared.ControlPlaneZones
	if len(declared) == 0 {
		c.controlPlaneZones = b.declaredZones[:min(2, len(b.declaredZones))]
		return
	}
	first := map[string]string{}
	for i, id := range declared {
		at := index(path, i)
		z, known := b.zoneByID(id)
		_, problem := parseZone(id)
		switch {
		case first[id] != "":
			b.add(at, "%s is declared already, in %s", id, first[id])
		case problem != "":
			b.add(at, "%s", problem)
		case !known && !b.broken["zones"]:
			b.add(at, "%s is not one of the estate's zones; EKS cannot change a control plane's zones later, so keep it in zones", id)
		case known:
			c.controlPlaneZones = append(c.controlPlaneZones, z)
		}
		first[id] = at
	}
	if len(declared) < 2 {
		b.add(path, "EKS needs at least two zones; %d is declared", len(declared))
	}
}

// checkEndpointAccess checks from where the Kubernetes API is reached.
func (b *builder) checkEndpointAccess(c *cluster) {
	endpoint := c.declared.Endpoint
	if endpoint == nil {
		return
	}
	public := b.cidrSet(c.path+".endpoint.publicCidrs", endpoint.PublicCidrs)
	b.cidrSet(c.path+".endpoint.privateCidrs", endpoint.PrivateCidrs)
	for _, prefix := range public {
		if isPrivate(prefix) {
			b.add(c.path+".endpoint.publicCidrs", "%s is private space, from which the public endpoint is never reached; EKS refuses it", prefix)
		}
	}
	if n := len(endpoint.PublicCidrs); n > maxPublicCidrs {
		b.add(c.path+".endpoint.publicCidrs", "%d CIDRs; EKS takes at most %d", n, maxPublicCidrs)
	}
}

// checkAdmins finds principals with two access entries, of which EKS takes one. Whoever makes a cluster has one already.
func (b *builder) checkAdmins(c *cluster) {
	first, maker := map[string]string{}, b.estate.Accounts[c.account].RoleArn
	for _, name := range sortedKeys(c.declared.Admins) {
		path, principal := member(c.path+".admins", name), c.declared.Admins[name]
		if other := first[principal]; other != "" && principal != "" {
			b.add(path, "%s is declared already, in %s", principal, other)
		}
		if principal == maker && maker != "" {
			b.add(path, "%s makes the cluster (accounts.%s.roleArn), and EKS lets that in by itself; remove it", principal, c.account)
		}
		first[principal] = path
	}
}

// maxPublicCidrs is how many CIDRs EKS lets reach a public endpoint.
const maxPublicCidrs = 40

// eksCluster prints a cluster.
func (b *builder) eksCluster(c *cluster) EksCluster {
	out := EksCluster{
		Name: c.name, AwsName: fitted(b.name+"-"+c.name, maxClusterName), Vpc: c.name, Account: c.account, PodRules: b.podRules(c),
		Controller: c.controller(), Guardrails: c.guardrails(),
	}
	if !c.made() {
		out.Existing, out.AwsName = true, c.declared.Existing.ClusterName
		out.ExistingPodSecurityGroupID = c.declared.Existing.PodSecurityGroupID
		return out
	}
	if len(c.directly()) > 0 {
		out.UntranslatedCidrs = []string{b.ingress.cidr.String()}
	}
	endpoint := pointed(c.declared.Endpoint, Endpoint{})
	out.KubernetesVersion = orDefault(c.declared.KubernetesVersion, defaultKubernetesVersion)
	out.ServiceCidr = c.serviceCidr.String()
	out.PublicCidrs, out.PrivateCidrs = sorted(endpoint.PublicCidrs), sorted(endpoint.PrivateCidrs)
	for _, name := range sortedKeys(c.declared.Admins) {
		out.Admins = append(out.Admins, AdminEntry{Name: c.name + "." + name, PrincipalArn: c.declared.Admins[name]})
	}
	for _, z := range c.controlPlaneZones {
		out.ControlPlaneSubnets = append(out.ControlPlaneSubnets, subnetName(c.name, TierControlPlane, z.id))
	}
	out.ControlPlaneSubnets = sorted(out.ControlPlaneSubnets)
	if c.addresses.pods.IsValid() {
		for _, z := range b.zones {
			out.PodSubnets = append(out.PodSubnets, subnetName(c.name, TierPod, z.id))
		}
	}
	out.NodeGroups = b.plannedNodeGroups(c)
	return out
}
