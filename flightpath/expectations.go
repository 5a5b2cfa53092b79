package flightpath

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Expectations is what somebody declares about a network, in terms of the network: VPCs, subnets and load balancers by ID,
// name or CIDR, as in a [Question]. The zero value declares nothing; [Analyzer.Check] then asks the generic questions.
type Expectations struct {
	// Services that clients on the internet use.
	Services []Service

	// LoadBalancers that clients on the internet may reach though they offer no service yet: what they answer by themselves, such
	// as a redirect or a 404, is no finding. Those of services need not be named.
	LoadBalancers []string

	// Ingress is the VPCs in which internet-facing load balancers stand.
	Ingress []string

	// Protected is the VPCs of pods, nodes and inner load balancers. Nothing on the internet reaches them but through a
	// service, and they do not reach each other but where Joined says so.
	Protected []string

	// Joined are pairs of protected VPCs of which the first may reach the second.
	Joined [][2]string

	// InspectedFrom is where traffic to protected VPCs comes from that has to cross a firewall: `internet`, or VPCs. Empty
	// where no inspection is declared.
	InspectedFrom []string

	// InspectedEdge says that whatever the internet reaches in the Ingress VPCs has to cross a firewall before: one that stands
	// behind the load balancers does not make up for it.
	InspectedEdge bool

	// Exempt is protected VPCs that other VPCs reach without a firewall, by a declared exception. It excuses nothing that comes
	// from the internet.
	Exempt []string

	// InspectedEgress says that whatever protected VPCs send to the internet has to cross a firewall, and that nodes in the
	// network's NodeSubnets get there.
	InspectedEgress bool

	// Missing is what was declared, and whoever filled this in did not find: each is a finding of its own.
	Missing []string

	// Contradictions is what TargetGroupBindings of the network say otherwise than declarations, as [MissingError] has it: each is a finding
	// of its own.
	Contradictions []string
}

// inspects says whether an inspection is declared.
func (e Expectations) inspects() bool {
	return len(e.InspectedFrom) > 0 || e.InspectedEdge || e.InspectedEgress
}

// Service is what a load balancer offers to the internet.
type Service struct {
	// Name, for people.
	Name string

	// LoadBalancer by ID, ARN or name, and the port at which it listens. Protocol is tcp (default) or udp.
	LoadBalancer string
	Port         int
	Protocol     string

	// TargetGroup, by ID or name, that gets the service's requests. Empty: every one of the listener, which may redirect or
	// answer by itself.
	TargetGroup string
}

// traffic is what clients send to the service, for people.
func (s Service) traffic() string { return fmt.Sprintf("%s %d", cmp.Or(s.Protocol, "tcp"), s.Port) }

// Declaration is targets that a target group will have once somebody registers them, such as a controller does with pods.
type Declaration struct {
	// TargetGroup by ID or name.
	TargetGroup string

	// Subnets, by ID or name, where the targets will be; Port on which they will answer, 0 for the target group's.
	Subnets []string
	Port    int

	// SecurityGroups, by ID, that they will have.
	SecurityGroups []string

	// Service is the Kubernetes Service whose pods they are, as namespace/name. Where the network's bindings speak of it, or of its cluster,
	// they have to say the same. Empty where it may be any.
	Service string
}

// MissingError is what declarations name and a network does not hold, and what its TargetGroupBindings say otherwise.
type MissingError struct{ Names, Contradictions []string }

func (e *MissingError) Error() string {
	all := slices.Clone(e.Contradictions)
	if len(e.Names) > 0 {
		all = append(all, "the network does not hold "+strings.Join(e.Names, ", "))
	}
	return "declared targets: " + strings.Join(all, "; ")
}

// Declare is a network with targets that are not registered yet. Target groups that have targets already are left alone, but for those
// that bindings give them: they have to agree with what is declared. Where declarations name something that is not there, or bindings say
// something else, the error is a [MissingError], and the network has the others.
func Declare(n *network.Network, declarations []Declaration) (*network.Network, error) {
	declared := *n
	declared.TargetGroups = slices.Clone(n.TargetGroups)
	bindings := bindingsOf(n)
	var missing []string
	for _, d := range declarations {
		i := slices.IndexFunc(declared.TargetGroups, func(g network.TargetGroup) bool { return d.TargetGroup == g.ID || d.TargetGroup == g.Name })
		if i < 0 || d.TargetGroup == "" {
			missing = append(missing, "target group "+d.TargetGroup)
			continue
		}
		target := network.RegisteredTarget{Declared: true, Port: d.Port, SecurityGroups: d.SecurityGroups}
		for _, name := range d.Subnets {
			j := slices.IndexFunc(n.Subnets, func(s network.Subnet) bool { return name == s.ID || name == s.Name })
			if j < 0 || name == "" {
				missing = append(missing, "subnet "+name)
				continue
			}
			target.Subnets = append(target.Subnets, n.Subnets[j].ID)
		}
		bindings.declare(&declared.TargetGroups[i], d.Service, target)
	}
	contradictions := bindings.settle(&declared)
	if len(missing)+len(contradictions) > 0 {
		slices.Sort(missing)
		return &declared, &MissingError{slices.Compact(missing), contradictions}
	}
	return &declared, nil
}
