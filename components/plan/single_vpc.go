package plan

import (
	"net/netip"
	"reflect"
	"strconv"
	"strings"
)

// NewIngressVpc plans an ingress VPC by itself, in the way an estate would. Zones are zone IDs; clusters are the CIDRs
// behind the transit gateway, by name, and may be none.
func NewIngressVpc(name, cidr string, zones []string, clusters map[string]string) (Vpc, error) {
	return newIngressVpc(name, cidr, zones, clusters, nil)
}

// NewInspectedIngressVpc plans an ingress VPC with a firewall in front of its load balancers: subnets for the endpoints, and
// the routes through them. The firewall itself is planned by NewFirewall.
func NewInspectedIngressVpc(name, cidr string, zones []string, clusters map[string]string) (Vpc, error) {
	return newIngressVpc(name, cidr, zones, clusters, &Inspection{Edge: &Firewall{}})
}

// newIngressVpc plans an ingress VPC by itself.
func newIngressVpc(name, cidr string, zones []string, clusters map[string]string, inspection *Inspection) (Vpc, error) {
	b := newBuilder(Estate{Zones: zones, Ingress: Ingress{Cidr: cidr}, Inspection: inspection})
	b.checkName("name", name)
	b.requireZones()
	b.ingress = vpcAddresses{name: name, cidr: b.vpcPrefix("cidr", cidr, smallestIngressVpc, "ingress VPC")}
	b.require("cidr", cidr)
	b.checkOverlapping(readable(append(b.readClusters(clusters), addressRange{b.ingress.cidr, vpcRange, "cidr"})))
	if err := b.problems.inOrder().Of(subject("VPC", name)); err != nil {
		return Vpc{}, err
	}
	b.ingress.blocks = ingressBlocks(b.ingress.cidr)
	return b.ingressVpc(), nil
}

// readClusters reads the CIDRs of clusters by name and returns them.
func (b *builder) readClusters(clusters map[string]string) []addressRange {
	ranges := []addressRange{}
	for _, name := range sortedKeys(clusters) {
		path := member("clusters", name)
		b.checkName(path, name)
		b.require(path, clusters[name])
		if reservedClusterNames[name] {
			b.add(path, "the plan uses the name %s itself; take another one", name)
		}
		prefix := b.vpcPrefix(path, clusters[name], smallestVpc, "VPC")
		b.clusters[name] = &cluster{name: name, addresses: vpcAddresses{cidr: prefix}}
		ranges = append(ranges, addressRange{prefix, vpcRange, path})
	}
	return ranges
}

// EksVpcSpec is what NewEksVpc needs to know.
type EksVpcSpec struct {
	// Name of the VPC.
	Name string

	// CIDR of the VPC, from /16 to /22, in private space.
	Cidr string

	// CIDR for pods, from /16 to /25 in 100.64.0.0/10. Default: pods take addresses of the node subnets.
	PodCidr string

	// Zone IDs.
	Zones []string

	// Zones of the control plane's subnets. Default: the first two zones.
	ControlPlaneZones []string

	// CIDR of the ingress VPC, which the VPC reaches through the transit gateway.
	IngressCidr string

	// Whether nodes reach the internet through the transit gateway, and an inspection VPC behind it.
	Egress bool

	// Services that have an interface endpoint in the VPC. Default: what a private cluster needs to start.
	VpcEndpoints []string

	// AWS Region, in the names of those services. Default: the Region of the zones.
	Region string
}

// NewEksVpc plans the VPC of an EKS cluster by itself, in the way an estate would.
func NewEksVpc(spec EksVpcSpec) (Vpc, error) {
	b := newBuilder(Estate{Zones: spec.Zones, Region: spec.Region})
	if spec.Egress {
		b.estate.Inspection = &Inspection{Egress: &Firewall{}}
	}
	b.resolveQuotas()
	b.checkName("name", spec.Name)
	if len(spec.Zones) == 0 {
		b.add("zones", "is required")
	}
	b.resolveZones()
	b.checkZonesForEks()
	c := &cluster{name: spec.Name, declared: Cluster{ControlPlaneZones: spec.ControlPlaneZones, VpcEndpoints: spec.VpcEndpoints}}
	b.checkValue("vpcEndpoints", reflect.ValueOf(spec.VpcEndpoints), constraints["Cluster.VpcEndpoints"])
	b.checkEndpoints(c)
	b.resolveControlPlaneZones(c)
	c.addresses = vpcAddresses{
		name: spec.Name, cidr: b.vpcPrefix("cidr", spec.Cidr, smallestEksVpc, "EKS VPC"), pods: b.podPrefix("podCidr", spec.PodCidr),
	}
	b.require("cidr", spec.Cidr)
	b.ingress.cidr = b.vpcPrefix("ingressCidr", spec.IngressCidr, smallestVpc, "VPC")
	b.require("ingressCidr", spec.IngressCidr)
	b.checkOverlapping(readable([]addressRange{
		{c.addresses.cidr, vpcRange, "cidr"}, {c.addresses.pods, podRange, "podCidr"}, {b.ingress.cidr, vpcRange, "ingressCidr"},
	}))
	if err := b.problems.inOrder().Of(subject("VPC", spec.Name)); err != nil {
		return Vpc{}, err
	}
	c.addresses.blocks = eksBlocks(c.addresses.cidr, c.addresses.pods)
	return b.eksVpc(c), nil
}

// readable are the ranges that could be read.
func readable(ranges []addressRange) []addressRange {
	out := []addressRange{}
	for _, r := range ranges {
		if r.cidr.IsValid() {
			out = append(out, r)
		}
	}
	return out
}

// checkName checks a name that is not a field of an estate.
func (b *builder) checkName(path, name string) {
	b.require(path, name)
	if name != "" && (!compiled[namePattern].MatchString(name) || len(name) > nameLength) {
		b.add(path, "%q is not a name: names are lower-case words joined by single hyphens, such as blue-1", name)
	}
}

// require checks that a value is there.
func (b *builder) require(path, value string) {
	if value == "" {
		b.add(path, "is required")
	}
}

// requireZones resolves the zones, of which there must be one, of no matter which Region.
func (b *builder) requireZones() {
	if len(b.estate.Zones) == 0 {
		b.add("zones", "is required")
	}
	b.resolveZones()
	for i, problem := range b.problems {
		if problem.Path == "region" {
			b.problems = append(b.problems[:i], b.problems[i+1:]...)
			break
		}
	}
}

// privatePrefix parses a CIDR in private space, of any size.
func (b *builder) privatePrefix(path, cidr string) netip.Prefix {
	prefix, problem := prefixProblem(cidr)
	switch {
	case cidr == "":
		problem = "is required"
	case problem == "" && !isPrivate(prefix):
		problem = cidr + " is public space; load balancers accept private targets only"
	case problem == "":
		return prefix
	}
	b.add(path, "%s", problem)
	return netip.Prefix{}
}

// relative takes the path of the object itself off the problems of one that is planned by itself.
func relative(problems Problems, path string) Problems {
	out := Problems{}
	for _, problem := range problems {
		problem.Path = strings.TrimPrefix(problem.Path, path+".")
		problem.Message = strings.ReplaceAll(problem.Message, path, "the load balancer")
		out = append(out, problem)
	}
	return out
}

// subject says in an error what was to be planned.
func subject(kind, name string) string {
	return kind + " " + strconv.Quote(name)
}
