package plan

import (
	"net/netip"
	"reflect"
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
	if err := relative(b.problems, path).inOrder().Of(subject("ingress load balancer", spec.Name)); err != nil {
		return IngressLoadBalancer{}, err
	}
	out := b.ingressLoadBalancer(lb)
	for _, s := range lb.services {
		for _, target := range s.backends[0].answering {
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
		b.refuseInnerAlb(s)
		b.services = append(b.services, s)
		s.backends = []*backend{newBackend(s, &cluster{name: s.declared.Cluster})}
		b.resolveTargets(s.backends[0], targeted.Addresses)
	}
	b.checkLoadBalancer(lb)
	b.checkRepeatedRoutes()
}

// resolveTargets reads the addresses of a service.
func (b *builder) resolveTargets(s *backend, addresses map[string]string) {
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
