package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/report"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
)

// proof is what the demo says in the end of what flightpath found.
type proof struct {
	// verdict is the worst one of the services, `none` without services, `failed` where a property fails.
	verdict string

	// unproven are the properties that cannot be proven. The verdict is of services only and need not tell of them, and they are no
	// failure: a program may lead to what is not its own, as examples/one-component does.
	unproven []string
}

// prove asks flightpath about everything that exists, and prints what it found.
func (d *demo) prove() (proof, error) {
	read, err := flight.Network(d.visible())
	if err != nil {
		return proof{}, err
	}
	promised, read, err := promisedBy(d.story.planned, read)
	if err != nil {
		return proof{}, err
	}
	found, err := flightpath.New(read).Check(promised)
	if err != nil {
		return proof{}, err
	}
	fmt.Fprintln(d.out, "\nflightpath check")
	shown := report.Check{Report: found, Names: report.NamesOf(read)}
	return proofOf(found), shown.Text(d.out)
}

func proofOf(found flightpath.Report) proof {
	p := proof{verdict: cmp.Or(string(found.Worst()), "none")}
	for _, property := range found.Properties {
		switch property.Result {
		case flightpath.Fails:
			p.verdict = "failed"
		case flightpath.Open:
			p.unproven = append(p.unproven, string(property.Name))
		}
	}
	return p
}

// warn says what cannot be proven, just above the demo's last line.
func (p proof) warn(out io.Writer) {
	if len(p.unproven) > 0 {
		fmt.Fprintf(out, "\nflightpath cannot prove: %s. The demo does not fail for it; `flightpath check` ends with status 2.\n", strings.Join(p.unproven, ", "))
	}
}

// promisedBy is what a plan promises of a network, and the network with the pods that it will have. Without a plan, every
// target group of an internet-facing load balancer is a service, and pods will be among the nodes of their VPC's cluster.
func promisedBy(planned *plan.Plan, read *network.Network) (flightpath.Expectations, *network.Network, error) {
	promised, declarations := offered(read), amongNodes(read)
	if planned != nil {
		promised, declarations = expected.Expectations(planned), expected.Declarations(planned, read)
	}
	read, err := declare(read, declarations, &promised)
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
