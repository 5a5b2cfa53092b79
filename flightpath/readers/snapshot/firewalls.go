package snapshot

import (
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// firewall is an AWS Network Firewall; described says whether its endpoints are told, which list-firewalls does not.
type firewall struct {
	network.Firewall
	described bool
}

// listedFirewall is an item of Firewalls: what list-firewalls prints, or what describe-firewall prints for each of them.
func (r *reader) listedFirewall(o object) {
	if described, there := o.child("Firewall"); there {
		r.firewall(described, o)
		return
	}
	r.firewall(o, o)
}

// describedFirewall is what describe-firewall prints: one firewall, and its status beside it.
func (r *reader) describedFirewall(document object, key string) bool {
	described, there := document.child(key)
	if there {
		r.firewall(described, document)
	}
	return there
}

// firewall takes a firewall, and the status that lies in some object.
func (r *reader) firewall(o, holder object) {
	found := firewall{Firewall: network.Firewall{Object: o.arnObject("FirewallArn", "FirewallName"), VPC: o.id("VpcId")}}
	if status, there := holder.child("FirewallStatus"); there {
		found.described = true
		found.Endpoints = r.firewallEndpoints(status)
	}
	r.firewalls.add(found.ID, o, found.Account, found)
}

// firewallEndpoints are those of each zone. The zones are keys of an object, by name.
func (r *reader) firewallEndpoints(o object) []network.FirewallEndpoint {
	states, _ := o.child("SyncStates")
	var endpoints []network.FirewallEndpoint
	for _, zone := range slices.Sorted(maps.Keys(states.fields)) {
		state, _ := states.child(zone)
		attachment, there := state.child("Attachment")
		if !there || !attachment.has("EndpointId") {
			continue // not made yet
		}
		made := network.FirewallEndpoint{
			Subnet:   attachment.need("SubnetId"),
			Zone:     zone,
			Endpoint: attachment.need("EndpointId"),
			Ready:    attachment.state("Status") == "ready",
		}
		if state := attachment.state("Status"); state == "scaling" {
			r.between(attachment, network.GapEndpoints, made.Endpoint, state)
		}
		endpoints = append(endpoints, made)
	}
	return endpoints
}

// settledFirewalls are the firewalls, with the IDs of their zones.
func (r *reader) settledFirewalls(subnets []network.Subnet) []network.Firewall {
	zones := map[string]string{}
	for _, subnet := range subnets {
		zones[subnet.ID] = subnet.Zone
	}
	var settled []network.Firewall
	for _, arn := range r.firewalls.order {
		// Listed and described, it is the description that tells.
		var telling register[firewall]
		for _, seen := range r.firewalls.seen[arn] {
			if seen.value.described {
				telling.add(arn, seen.at, seen.owner, seen.value)
			}
		}
		found, described := telling.settled(arn, r.found)
		if !described {
			found = r.firewalls.seen[arn][0].value
			r.gap(r.firewalls.seen[arn][0].at, network.GapFirewalls, arn, "tells no FirewallStatus: describe-firewall prints it")
		}
		for i := range found.Endpoints {
			if zone := zones[found.Endpoints[i].Subnet]; zone != "" {
				found.Endpoints[i].Zone = zone
			}
		}
		settled = append(settled, found.Firewall)
	}
	return settled
}

// settledEndpoints are the VPC endpoints, those of firewalls marked as such.
func (r *reader) settledEndpoints(firewalls []network.Firewall) []network.Endpoint {
	endpoints := r.endpoints.all(r.found)
	byID := make(map[string]int, len(endpoints))
	for i, endpoint := range endpoints {
		byID[endpoint.ID] = i
	}
	for _, owner := range firewalls {
		for _, own := range owner.Endpoints {
			if i, listed := byID[own.Endpoint]; listed {
				endpoints[i].Firewall = owner.ID
				continue
			}
			endpoints = append(endpoints, network.Endpoint{ // where the folder has no VpcEndpoints
				Object:    network.Object{ID: own.Endpoint, Account: owner.Account, Region: owner.Region},
				VPC:       owner.VPC,
				Kind:      network.LoadBalancerEndpoint,
				Subnets:   []string{own.Subnet},
				Available: own.Ready,
				Firewall:  owner.ID,
			})
		}
	}
	return endpoints
}
