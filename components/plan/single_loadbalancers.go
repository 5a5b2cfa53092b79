package plan

import (
	"net/netip"
	"reflect"
	"strconv"
)

// IngressLoadBalancerSpec is what NewIngressLoadBalancer needs to know.
type IngressLoadBalancerSpec struct {
	// Name of the load balancer.
	Name string

	// Prefix of the names that AWS shows. Default: ingresshub.
	Prefix string

	// Name of the VPC that it stands in, and its CIDR or ID, which tells it from one that replaces it.
	Vpc, VpcIdentity string

	// Zone IDs. Its subnets are called `<vpc>.lb.<zone>`.
	Zones []string

	// What an estate declares of it: type, certificates, clients.
	LoadBalancer LoadBalancer

	// What it offers, by name.
	Services map[string]TargetedService
}

// TargetedService is a service together with the addresses that answer, for load balancers whose targets are not planned
// from an estate.
type TargetedService struct {
	// As in an estate; Cluster is a label here, and LoadBalancer, InnerLoadBalancer and InnerPort mean nothing.
	Service

	// Private IPv4 addresses that answer, by zone ID.
	Addresses map[string]string

	// Port on which they answer. Default: the service's port.
	TargetPort int
}

// NewIngressLoadBalancer plans an internet-facing load balancer by itself, in front of any addresses.
func NewIngressLoadBalancer(spec IngressLoadBalancerSpec) (IngressLoadBalancer, error) {
	b := newBuilder(Estate{
		Name: spec.Prefix, Zones: spec.Zones, Ingress: Ingress{LoadBalancers: map[string]LoadBalancer{spec.Name: spec.LoadBalancer}},
	})
	b.ingress = vpcAddresses{name: spec.Vpc, existingID: spec.VpcIdentity}
	b.checkName("name", spec.Name)
	b.checkName("vpc", spec.Vpc)
	b.require("vpcIdentity", spec.VpcIdentity)
	b.requireZones()
	b.checkValue("prefix", reflect.ValueOf(spec.Prefix), constraints["Estate.Name"])
	path := member("ingress.loadBalancers", spec.Name)
	b.checkStruct(path, reflect.ValueOf(spec.LoadBalancer))
	b.resolveQuotas()
	b.resolveLoadBalancers()
	lb := b.loadBalancers[spec.Name]
	b.resolveTargeted(lb, spec.Services)
	b.checkSecurityGroupQuotas(lb)
	if lb.isAlb() {
		b.checkAlbQuotas(lb)
	} else {
		b.checkNlbQuotas(lb)
	}
	if err := relative(b.problems, path).err(); err != nil {
		return IngressLoadBalancer{}, err
	}
	out := b.ingressLoadBalancer(lb)
	for _, s := range lb.services {
		for _, target := range s.answering {
			out.SecurityGroup.allow(Outbound, s.name+"."+target.zone.id, s.innerPort, s.innerPort, netip.PrefixFrom(target.address, 32), "Targets of "+s.name)
		}
	}
	out.SecurityGroup.sort()
	return out, nil
}

// resolveTargeted resolves services whose targets are given.
func (b *builder) resolveTargeted(lb *loadBalancer, services map[string]TargetedService) {
	for _, name := range sortedKeys(services) {
		targeted := services[name]
		s := &service{name: name, path: member("services", name), declared: targeted.Service, inner: 1}
		b.checkName(s.path, name)
		s.declared.LoadBalancer, s.declared.Cluster = lb.name, orDefault(s.declared.Cluster, "none")
		b.checkStruct(s.path, reflect.ValueOf(s.declared))
		s.innerPort = orDefault(targeted.TargetPort, s.declared.Port)
		b.checkInt(s.path+".targetPort", int64(orDefault(targeted.TargetPort, 1)), port)
		s.priority = orDefault(s.declared.Priority, defaultPriority(name))
		b.tieToLoadBalancer(s)
		b.checkHealthCheck(s)
		b.services = append(b.services, s)
		b.resolveTargets(s, targeted.Addresses)
	}
	b.checkLoadBalancer(lb)
	b.checkRepeatedRoutes()
}

// resolveTargets reads the addresses of a service.
func (b *builder) resolveTargets(s *service, addresses map[string]string) {
	if len(addresses) == 0 {
		b.add(s.path+".addresses", "is required")
	}
	taken := map[netip.Addr]bool{}
	for _, id := range sortedKeys(addresses) {
		path := member(s.path+".addresses", id)
		z, known := b.zoneByID(id)
		address, err := netip.ParseAddr(addresses[id])
		switch {
		case !known:
			b.add(path, "%s is not one of the zones", id)
		case err != nil || !address.Is4():
			b.add(path, "%q is not an IPv4 address", addresses[id])
		case !isPrivate(netip.PrefixFrom(address, 32)):
			b.add(path, "%s is public; load balancers accept targets in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10 only", address)
		case taken[address]:
			b.add(path, "%s is declared already", address)
		default:
			taken[address] = true
			s.answering = append(s.answering, zonalAddress{zone: z, address: address})
		}
	}
}

// StaticNlbSpec is what NewStaticNlb needs to know.
type StaticNlbSpec struct {
	// Name of the cluster, which is also the name of its VPC.
	Cluster string

	// Number of the load balancer in its VPC, 1 to 15: which of the reserved addresses it takes. Default: 1.
	Number int

	// Prefix of the names that AWS shows. Default: ingresshub.
	Prefix string

	// CIDR of the VPC, and its ID if it exists already.
	VpcCidr, VpcID string

	// CIDRs of its lb subnets, by zone ID, /27 or larger. The last sixteen addresses of each are for load balancers.
	Subnets map[string]string

	// CIDR from which the ingress load balancers come.
	IngressCidr string

	// CIDR in which the pods are. Default: the VPC's.
	PodCidr string

	// What it offers, by name. Protocol is TCP unless declared.
	Services map[string]Service
}

// NewStaticNlb plans an inner load balancer by itself, with one static address per zone.
func NewStaticNlb(spec StaticNlbSpec) (StaticNlb, error) {
	b := newBuilder(Estate{Name: spec.Prefix, Zones: sortedKeys(spec.Subnets)})
	b.checkName("cluster", spec.Cluster)
	b.checkValue("prefix", reflect.ValueOf(spec.Prefix), constraints["Estate.Name"])
	b.checkInt("number", int64(orDefault(spec.Number, 1)), constraints["Service.InnerLoadBalancer"])
	b.resolveQuotas()
	b.requireZones()
	for i, problem := range b.problems { // The zones are the keys of the subnets here.
		for n, id := range b.estate.Zones {
			if problem.Path == index("zones", n) {
				b.problems[i].Path = member("subnets", id)
			}
		}
		if problem.Path == "zones" {
			b.problems[i].Path = "subnets"
		}
	}
	b.ingress = vpcAddresses{blocks: map[Tier]block{TierLb: {cidr: b.privatePrefix("ingressCidr", spec.IngressCidr)}}}
	c := &cluster{name: spec.Cluster, path: "services"}
	c.addresses = vpcAddresses{
		name: spec.Cluster, existingID: spec.VpcID, cidr: b.privatePrefix("vpcCidr", spec.VpcCidr), existing: map[Tier]map[string]existingSubnet{TierLb: {}},
	}
	if spec.PodCidr != "" {
		c.addresses.pods = b.privatePrefix("podCidr", spec.PodCidr)
	}
	ranges := []addressRange{}
	for _, id := range sortedKeys(spec.Subnets) {
		path := member("subnets", id)
		prefix := b.existingPrefix(c, TierLb, path, spec.Subnets[id])
		b.require(path, spec.Subnets[id])
		c.addresses.existing[TierLb][id] = existingSubnet{cidr: prefix}
		ranges = append(ranges, addressRange{prefix, vpcRange, path})
	}
	b.checkOverlapping(readable(ranges))
	b.resolveInner(c, orDefault(spec.Number, 1), spec.Services)
	if err := b.problems.err(); err != nil {
		return StaticNlb{}, err
	}
	return b.innerLoadBalancer(c, orDefault(spec.Number, 1)), nil
}

// resolveInner resolves the services of an inner load balancer that is planned by itself.
func (b *builder) resolveInner(c *cluster, number int, services map[string]Service) {
	for _, name := range sortedKeys(services) {
		s := &service{
			name: name, path: member("services", name), declared: services[name], cluster: c, inner: number,
			protocol: orDefault(services[name].Protocol, protocolTCP), innerPort: orDefault(services[name].InnerPort, defaultInnerPort(name)),
		}
		b.checkName(s.path, name)
		s.declared.Cluster = c.name
		b.checkStruct(s.path, reflect.ValueOf(s.declared))
		b.checkHealthCheck(s)
		if n := s.declared.InnerLoadBalancer; n != 0 && n != number {
			b.add(s.path+".innerLoadBalancer", "%d is not this load balancer, which is number %s", n, strconv.Itoa(number))
		}
		c.services = append(c.services, s)
	}
	b.checkInnerPorts(c)
	b.checkClusterQuotas(c)
}
