package flightpath

import (
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Expectations is what somebody declares about a network, in terms of the network: VPCs, subnets and load balancers by ID,
// name or CIDR, as in a [Question]. The zero value declares nothing; [Analyzer.Check] then asks the generic questions.
type Expectations struct {
	// Services that clients on the internet use.
	Services []Service

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

	// Exempt is protected VPCs that other VPCs reach without a firewall, by a declared exception. It excuses nothing that comes
	// from the internet.
	Exempt []string

	// InspectedEgress says that whatever protected VPCs send to the internet has to cross a firewall.
	InspectedEgress bool
}

// inspects says whether an inspection is declared.
func (e Expectations) inspects() bool { return len(e.InspectedFrom) > 0 || e.InspectedEgress }

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

// Declaration is targets that a target group will have once somebody registers them, such as a controller does with pods.
type Declaration struct {
	// TargetGroup by ID or name.
	TargetGroup string

	// Subnets, by ID or name, where the targets will be; Port on which they will answer, 0 for the target group's.
	Subnets []string
	Port    int

	// SecurityGroups, by ID, that they will have.
	SecurityGroups []string
}

// Declare is a network with targets that are not registered yet. Target groups that have targets already are left alone. It
// fails where a declaration names something that is not there.
func Declare(n *network.Network, declarations []Declaration) (*network.Network, error) {
	declared := *n
	declared.TargetGroups = slices.Clone(n.TargetGroups)
	for _, d := range declarations {
		i := slices.IndexFunc(declared.TargetGroups, func(g network.TargetGroup) bool { return d.TargetGroup == g.ID || d.TargetGroup == g.Name })
		if i < 0 || d.TargetGroup == "" {
			return nil, fmt.Errorf("declared targets: there is no target group %q", d.TargetGroup)
		}
		target := network.RegisteredTarget{Declared: true, Port: d.Port, SecurityGroups: d.SecurityGroups}
		for _, name := range d.Subnets {
			j := slices.IndexFunc(n.Subnets, func(s network.Subnet) bool { return name == s.ID || name == s.Name })
			if j < 0 || name == "" {
				return nil, fmt.Errorf("declared targets of %s: there is no subnet %q", d.TargetGroup, name)
			}
			target.Subnets = append(target.Subnets, n.Subnets[j].ID)
		}
		if g := &declared.TargetGroups[i]; len(g.Targets) == 0 {
			g.Targets, g.TargetsKnown = []network.RegisteredTarget{target}, true
		}
	}
	return &declared, nil
}
