// Package expected says what an estate's plan promises, in terms of the network that came of it: which services are there,
// which VPCs are protected, and which pods will answer. flightpath then asks whether the resources keep that promise; it never
// sees the plan itself.
package expected

import (
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Expectations are the services that a plan offers, and which VPCs it keeps apart. VPCs go by their CIDRs, which are unique in
// an estate, and load balancers by their names.
func Expectations(p *plan.Plan) flightpath.Expectations {
	var all flightpath.Expectations
	exempt := map[string]bool{}
	for _, exception := range p.Exceptions {
		exempt[exception.Name] = true
	}
	for _, vpc := range p.Vpcs {
		switch vpc.Kind {
		case plan.IngressVpc:
			all.Ingress = append(all.Ingress, vpc.Cidr)
		case plan.EksVpc:
			all.Protected = append(all.Protected, vpc.Cidr)
			if exempt[vpc.Name] {
				all.Exempt = append(all.Exempt, vpc.Cidr)
			}
		}
	}
	for _, firewall := range p.Firewalls {
		for _, place := range firewall.Places {
			switch place {
			case plan.PlaceEdge:
				all.InspectedFrom, all.InspectedEdge = append(all.InspectedFrom, "internet"), true
			case plan.PlaceEastWest:
				all.InspectedFrom = append(all.InspectedFrom, all.Ingress...)
			case plan.PlaceEgress:
				all.InspectedEgress = true
			}
		}
	}
	for _, balancer := range p.LoadBalancers {
		all.LoadBalancers = append(all.LoadBalancers, balancer.AwsName)
		groups := map[string]plan.TargetGroup{}
		for _, group := range balancer.TargetGroups {
			groups[group.Name] = group
		}
		for _, listener := range balancer.Listeners {
			forwarded := []string{listener.TargetGroup}
			for _, rule := range listener.Rules {
				forwarded = append(forwarded, rule.TargetGroup)
				for _, group := range rule.Forward {
					if group.Weight > 0 { // Or the cluster stands by: its health is checked, and no client gets there.
						forwarded = append(forwarded, group.Name)
					}
				}
			}
			all.Services = append(all.Services, services(balancer, listener, forwarded, groups)...)
		}
	}
	return all
}

// services are those of a listener, each once however many rules it has, and where clusters share one, once for each of them.
func services(balancer plan.IngressLoadBalancer, listener plan.Listener, forwarded []string, groups map[string]plan.TargetGroup) []flightpath.Service {
	var all []flightpath.Service
	offered := map[string]bool{"": true}
	for _, name := range forwarded {
		if offered[name] {
			continue
		}
		offered[name] = true
		protocol := "tcp"
		if strings.HasPrefix(listener.Protocol, "UDP") {
			protocol = "udp"
		}
		all = append(all, flightpath.Service{
			Name: strings.TrimPrefix(name, balancer.Name+"."), LoadBalancer: balancer.AwsName, Port: listener.Port, Protocol: protocol, TargetGroup: groups[name].AwsName,
		})
	}
	return all
}

// Declarations are the pods that will be registered once their clusters run, for target groups that have no targets yet. Pods are no
// resources of AWS, so nothing but the plan says of a cluster without a controller who will be where. Where the program has
// TargetGroupBindings, those decide, and they have to agree with this.
func Declarations(p *plan.Plan, n *network.Network) []flightpath.Declaration {
	clusters := map[string]plan.EksCluster{}
	for _, cluster := range p.Clusters {
		clusters[cluster.Name] = cluster
	}
	subnets, nodes, pods := map[string]string{}, map[string][]string{}, map[string][]string{}
	cidrs := map[string]string{}
	for _, vpc := range p.Vpcs {
		cidrs[vpc.Name] = vpc.Cidr
		for _, subnet := range vpc.Subnets {
			subnets[subnet.Name] = subnet.Name
			switch subnet.Tier {
			case plan.TierNode:
				nodes[vpc.Name] = append(nodes[vpc.Name], subnet.Name)
			case plan.TierPod:
				pods[vpc.Name] = append(pods[vpc.Name], subnet.Name)
			}
			if subnet.ExistingID != "" {
				subnets[subnet.Name] = subnet.ExistingID
			}
		}
	}
	var all []flightpath.Declaration
	bound := targetGroups(p)
	for _, binding := range p.Bindings {
		cluster, group := clusters[binding.Cluster], bound[binding.TargetGroup]
		declared := flightpath.Declaration{
			TargetGroup: group.AwsName, Port: group.Port, SecurityGroups: podGroups(n, cluster, cidrs[cluster.Vpc]),
			Service: binding.Namespace + "/" + binding.ServiceName,
		}
		where := pods[cluster.Vpc]
		if len(where) == 0 { // pods live among the nodes
			where = nodes[cluster.Vpc]
		}
		for _, subnet := range where {
			declared.Subnets = append(declared.Subnets, subnets[subnet])
		}
		all = append(all, declared)
	}
	return all
}

// targetGroups are the target groups of all load balancers, by plan name.
func targetGroups(p *plan.Plan) map[string]plan.TargetGroup {
	all := map[string]plan.TargetGroup{}
	for _, balancer := range p.InnerLoadBalancers {
		for _, group := range balancer.TargetGroups {
			all[group.Name] = group
		}
	}
	for _, alb := range p.InnerAlbs {
		for _, group := range alb.TargetGroups {
			all[group.Name] = group
		}
	}
	for _, balancer := range p.LoadBalancers {
		for _, group := range balancer.TargetGroups {
			all[group.Name] = group
		}
	}
	return all
}

// podGroups are the security groups of a cluster's pods: the one that was named, else the one that EKS makes with the cluster
// of the VPC, and tags so. Nil where the network has none: then whether pods are reached stays unproven.
func podGroups(n *network.Network, cluster plan.EksCluster, cidr string) []string {
	if cluster.ExistingPodSecurityGroupID != "" {
		return []string{cluster.ExistingPodSecurityGroupID}
	}
	vpcs := map[string]bool{}
	for _, vpc := range n.VPCs {
		for _, block := range vpc.CIDRs {
			if block.String() == cidr {
				vpcs[vpc.ID] = true
			}
		}
	}
	var groups []string
	for _, group := range n.SecurityGroups {
		if _, made := group.Tags["aws:eks:cluster-name"]; made && vpcs[group.VPC] {
			groups = append(groups, group.ID)
		}
	}
	return groups
}
