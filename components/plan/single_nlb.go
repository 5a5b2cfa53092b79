package plan

import (
	"reflect"
	"strconv"
)

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
	if err := b.problems.inOrder().Of(subject("inner load balancer of", spec.Cluster)); err != nil {
		return StaticNlb{}, err
	}
	return b.innerLoadBalancer(c, orDefault(spec.Number, 1)), nil
}

// resolveInner resolves the services of an inner load balancer that is planned by itself.
func (b *builder) resolveInner(c *cluster, number int, services map[string]Service) {
	for _, name := range sortedKeys(services) {
		s := &service{
			name: name, path: member("services", name), declared: services[name], inner: number,
			protocol: orDefault(services[name].Protocol, protocolTCP), innerPort: orDefault(services[name].InnerPort, defaultInnerPort(name)),
		}
		b.checkName(s.path, name)
		s.declared.Cluster = c.name
		b.checkStruct(s.path, reflect.ValueOf(s.declared))
		b.checkHealthCheck(s)
		if n := s.declared.InnerLoadBalancer; n != 0 && n != number {
			b.add(s.path+".innerLoadBalancer", "%d is not this load balancer, which is number %s", n, strconv.Itoa(number))
		}
		b.refuseInnerAlb(s)
		c.backends = append(c.backends, newBackend(s, c))
	}
	b.checkInnerPorts(c)
	b.checkClusterQuotas(c)
}
