package flightpath

import (
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/space"
)

// refusal stops packets at a security group: no rule of an interface's groups allows them.
type refusal struct {
	group   string
	egress  bool
	packets space.Set
}

func (r *refusal) remedies(a *Analyzer) []remedy {
	peers := a.peers(otherSide(r.packets, r.egress))
	do := fmt.Sprintf("allow %s %s %s", direction(r.egress), ports(r.packets), toOrFrom(r.egress, peers))
	return only(HopSecurityGroup, r.group, do, func(n *network.Network) {
		n.SecurityGroups = edit(n.SecurityGroups, r.group, func(g *network.SecurityGroup) *network.Object { return &g.Object }, func(g *network.SecurityGroup) {
			g.Rules = slices.Clip(g.Rules)
			for _, match := range matches(r.packets) {
				for _, peer := range peers {
					g.Rules = append(g.Rules, network.Rule{Egress: r.egress, Match: match, CIDR: peer})
				}
			}
		})
	})
}
