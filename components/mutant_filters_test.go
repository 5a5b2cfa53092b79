package components_test

import (
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// groupRule is a rule of a security group.
type groupRule struct {
	group network.SecurityGroup
	rule  network.Rule
}

// aclEntry is an entry of a network ACL.
type aclEntry struct {
	acl   network.NetworkACL
	entry network.ACLEntry
}

// gateway is an internet or NAT gateway.
type gateway struct{ id string }

// firewallEndpoint is an endpoint to which routes lead.
type firewallEndpoint struct{ id string }

// filters lose each rule; entries of network ACLs deny.
func (l *mutantList) filters(n *network.Network) {
	for i, group := range n.SecurityGroups {
		for j, rule := range group.Rules {
			peer := rule.Group
			if rule.CIDR.IsValid() {
				peer = rule.CIDR.String()
			}
			l.add(groupRule{group, rule}, func(n *network.Network) { n.SecurityGroups[i].Rules = slices.Delete(n.SecurityGroups[i].Rules, j, j+1) },
				"rule of %s (egress %t, %s) deleted", group.Name, rule.Egress, peer)
		}
	}
	for i, acl := range n.NetworkACLs {
		for j, entry := range acl.Entries {
			if entry.Allow {
				l.add(aclEntry{acl, entry}, func(n *network.Network) { n.NetworkACLs[i].Entries[j].Allow = false }, "entry %d (egress %t) of %s denies", entry.Number, entry.Egress, acl.Name)
			}
		}
	}
}

// gateways are detached, or fail; so do endpoints of firewalls.
func (l *mutantList) gateways(n *network.Network) {
	for i, g := range n.InternetGateways {
		l.add(gateway{g.ID}, func(n *network.Network) { n.InternetGateways[i].VPC = "" }, "internet gateway %s detached", g.Name)
	}
	for i, g := range n.NATGateways {
		l.add(gateway{g.ID}, func(n *network.Network) { n.NATGateways[i].Available = false }, "NAT gateway %s failed", g.Name)
	}
	for i, e := range n.Endpoints {
		if e.Kind == network.LoadBalancerEndpoint {
			l.add(firewallEndpoint{e.ID}, func(n *network.Network) { n.Endpoints[i].Available = false }, "endpoint %s not available", e.Name)
			l.add(firewallEndpoint{e.ID}, func(n *network.Network) {
				n.Endpoints = slices.Delete(n.Endpoints, i, i+1)
				dangle(n, e.ID)
			}, "endpoint %s deleted", e.Name)
		}
	}
	for i, firewall := range n.Firewalls {
		for j, e := range firewall.Endpoints {
			l.add(firewallEndpoint{e.Endpoint}, func(n *network.Network) { n.Firewalls[i].Endpoints[j].Ready = false }, "endpoint %d of firewall %s not ready", j, firewall.Name)
			l.add(firewallEndpoint{e.Endpoint}, func(n *network.Network) {
				n.Firewalls[i].Endpoints = slices.Delete(n.Firewalls[i].Endpoints, j, j+1)
				dangle(n, e.Endpoint)
			}, "endpoint %d of firewall %s deleted", j, firewall.Name)
		}
	}
}
