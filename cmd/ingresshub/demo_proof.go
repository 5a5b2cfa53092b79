package main

import (
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/report"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
)

// prove asks flightpath about everything that exists, prints what it found, and returns what the demo's last line says of it:
// the worst verdict of the services, `none` without services, `failed` where a property fails.
func (d *demo) prove() (string, error) {
	read, err := flight.Network(d.visible())
	if err != nil {
		return "", err
	}
	promised, read, err := promisedBy(d.story.planned, read)
	if err != nil {
		return "", err
	}
	found, err := flightpath.New(read).Check(promised)
	if err != nil {
		return "", err
	}
	fmt.Fprintln(d.out, "\nflightpath check")
	shown := report.Check{Report: found, Names: report.NamesOf(read)}
	if err := shown.Text(d.out); err != nil {
		return "", err
	}
	for _, property := range found.Properties {
		if property.Result == flightpath.Fails {
			return "failed", nil
		}
	}
	if worst := found.Worst(); worst != "" {
		return string(worst), nil
	}
	return "none", nil
}

// promisedBy is what a plan promises of a network, and the network with the pods that it will have. Without a plan, every
// target group of an internet-facing load balancer is a service, and pods will be among the nodes of their VPC's cluster.
func promisedBy(planned *plan.Plan, read *network.Network) (flightpath.Expectations, *network.Network, error) {
	promised, declarations := offered(read), amongNodes(read)
	if planned != nil {
		promised, declarations = expected.Expectations(planned), expected.Declarations(planned, read)
	}
	read, err := flightpath.Declare(read, declarations)
	return promised, read, err
}

// offered are the services that internet-facing load balancers offer.
func offered(read *network.Network) flightpath.Expectations {
	var all flightpath.Expectations
	for _, balancer := range read.LoadBalancers {
		if balancer.Internal || balancer.Kind == network.GatewayBalancer {
			continue
		}
		for _, listener := range balancer.Listeners {
			for _, forward := range listener.Forwards {
				service := flightpath.Service{
					Name: nameOf(read, forward.TargetGroup), LoadBalancer: balancer.ID, Port: listener.Port, TargetGroup: forward.TargetGroup,
				}
				if listener.Protocol == "UDP" {
					service.Protocol = "udp"
				}
				if !slices.Contains(all.Services, service) {
					all.Services = append(all.Services, service)
				}
			}
		}
	}
	return all
}

func nameOf(read *network.Network, group string) string {
	for _, one := range read.TargetGroups {
		if one.ID == group {
			return one.Name
		}
	}
	return group
}

// amongNodes declares the pods of target groups that have no targets yet, wherever the cluster of their VPC has nodes.
func amongNodes(read *network.Network) []flightpath.Declaration {
	var all []flightpath.Declaration
	for _, group := range read.TargetGroups {
		if group.Kind != network.IPTargets || len(group.Targets) > 0 {
			continue
		}
		declared := flightpath.Declaration{TargetGroup: group.ID, Port: group.Port}
		for _, cluster := range read.SecurityGroups {
			if cluster.VPC == group.VPC && cluster.Tags["aws:eks:cluster-name"] != "" {
				declared.SecurityGroups = append(declared.SecurityGroups, cluster.ID)
			}
		}
		for _, subnet := range read.Subnets {
			if subnet.VPC == group.VPC && slices.Contains(read.NodeSubnets, subnet.ID) {
				declared.Subnets = append(declared.Subnets, subnet.ID)
			}
		}
		if len(declared.Subnets) > 0 {
			all = append(all, declared)
		}
	}
	return all
}
