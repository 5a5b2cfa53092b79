package reachability

import (
	"cmp"
	"slices"

	"github.com/ingresshub/ingresshub/components/plan"
)

// Question is what AWS is asked about a plan, with the answer that the plan promises.
type Question struct {
	// Name, unique among a plan's questions: the property, and what it is asked of. `exposed.public.shop.use1-az1` is whether a
	// service's requests arrive in a zone, `inspected.public.shop.use1-az1` whether they are led to the firewall before,
	// `inspected.payments` whether a cluster's are on their way out, and `contained.payments.orders` whether one cluster reaches
	// another.
	Name string `json:"name"`

	// Property is flightpath's word for what the question is about: exposed, inspected or contained.
	Property string `json:"property"`

	// Source and Destination are resources: see InternetGateway, Attachment and Interface.
	Source      string `json:"source"`
	Destination string `json:"destination"`

	// SentTo is the port to which packets are addressed when they leave the source; 0 is any.
	SentTo int `json:"sentTo,omitempty"`

	// Address and Port are where they are addressed to when they arrive: a load balancer changes both. Empty and 0 are any.
	Address string `json:"address,omitempty"`
	Port    int    `json:"port,omitempty"`

	// Through is the resource that they have to cross; empty for none. See LoadBalancer.
	Through string `json:"through,omitempty"`

	// PathFound is the answer that is expected.
	PathFound bool `json:"pathFound"`
}

// Properties that questions are about, in flightpath's words.
const (
	Exposed   = "exposed"
	Inspected = "inspected"
	Contained = "contained"
)

// somewhere is an address on the internet that nobody has (RFC 5737): only where routes lead with it is asked.
const somewhere = "203.0.113.1"

// https is the port of what nodes need of the internet.
const https = 443

// InternetGateway names the internet gateway of a VPC as questions do.
func InternetGateway(vpc string) string { return "internet-gateway/" + vpc }

// Attachment names the transit gateway attachment of a VPC.
func Attachment(vpc string) string { return "attachment/" + vpc }

// Interface names the network interface that has a static address, by its plan name, `<inner load balancer>.<zone>`.
func Interface(address string) string { return "interface/" + address }

// LoadBalancer names an ingress load balancer.
func LoadBalancer(name string) string { return "load-balancer/" + name }

// Resources are all resources that questions name, sorted.
func Resources(questions []Question) []string {
	var all []string
	for _, question := range questions {
		all = append(all, question.Source, question.Destination)
		if question.Through != "" {
			all = append(all, question.Through)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Questions are what AWS can be asked about a plan, by name.
func Questions(planned *plan.Plan) []Question {
	all := slices.Concat(services(planned), clusters(planned))
	slices.SortFunc(all, func(a, b Question) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// services are the questions whether requests get to where inner load balancers listen: for each service, in each zone.
func services(planned *plan.Plan) []Question {
	inner, vpcs := map[string]string{}, map[string]string{} // by address: the plan's name for it, and its VPC
	for _, balancer := range planned.InnerLoadBalancers {
		for _, address := range balancer.Addresses {
			inner[address.Address], vpcs[address.Address] = address.Name, balancer.Vpc
		}
	}
	inspected, edge := inspects(planned, plan.PlaceEastWest), inspects(planned, plan.PlaceEdge)
	for _, exception := range planned.Exceptions {
		delete(inspected, exception.Name)
	}
	var all []Question
	for _, balancer := range planned.LoadBalancers {
		ports := forwarding(balancer)
		for _, group := range balancer.TargetGroups {
			for _, target := range group.Targets {
				port, offered := ports[group.Name]
				if !offered || inner[target.Address] == "" {
					continue
				}
				question := Question{
					Name: Exposed + "." + target.Name, Property: Exposed, Source: InternetGateway(balancer.Vpc), Destination: Interface(inner[target.Address]),
					SentTo: port, Address: target.Address, Port: target.Port, Through: LoadBalancer(balancer.Name), PathFound: true,
				}
				if len(edge) > 0 {
					question.Source, question.SentTo, question.Through = Attachment(balancer.Vpc), target.Port, ""
				}
				if inspected[vpcs[target.Address]] {
					before := question
					before.Name, before.Property = Inspected+"."+target.Name, Inspected
					before.Destination = Attachment(plan.InspectionFirewall)
					all = append(all, before)
					question.Source, question.SentTo, question.Through = Attachment(plan.InspectionFirewall), target.Port, ""
				}
				all = append(all, question)
			}
		}
	}
	return all
}

// forwarding is the port at which a load balancer offers each of its target groups that gets requests; the first of several.
func forwarding(balancer plan.IngressLoadBalancer) map[string]int {
	ports := map[string]int{}
	offer := func(group string, port int) {
		if first, offered := ports[group]; !offered || port < first {
			ports[group] = port
		}
	}
	for _, listener := range balancer.Listeners {
		offer(listener.TargetGroup, listener.Port)
		for _, rule := range listener.Rules {
			offer(rule.TargetGroup, listener.Port)
			for _, share := range rule.Forward {
				if share.Weight > 0 { // Or the cluster stands by, and no client gets there.
					offer(share.Name, listener.Port)
				}
			}
		}
	}
	return ports
}

// clusters are the questions whether EKS VPCs are kept apart, and led to the firewall on their way out.
func clusters(planned *plan.Plan) []Question {
	var all []Question
	out := inspects(planned, plan.PlaceEgress)
	for _, from := range planned.Vpcs {
		if from.Kind != plan.EksVpc {
			continue
		}
		for _, to := range planned.Vpcs {
			if to.Kind == plan.EksVpc && to.Name != from.Name {
				all = append(all, Question{
					Name: Contained + "." + from.Name + "." + to.Name, Property: Contained,
					Source: Attachment(from.Name), Destination: Attachment(to.Name),
				})
			}
		}
		if out[from.Name] {
			all = append(all, Question{
				Name: Inspected + "." + from.Name, Property: Inspected,
				Source: Attachment(from.Name), Destination: Attachment(plan.InspectionFirewall),
				SentTo: https, Address: somewhere, Port: https, PathFound: true,
			})
		}
	}
	return all
}

// inspects are the EKS VPCs of which a firewall sees the traffic at a place; empty where none stands there.
func inspects(planned *plan.Plan, place string) map[string]bool {
	all := map[string]bool{}
	for _, firewall := range planned.Firewalls {
		if !slices.Contains(firewall.Places, place) {
			continue
		}
		for _, vpc := range planned.Vpcs {
			if vpc.Kind == plan.EksVpc {
				all[vpc.Name] = true
			}
		}
	}
	return all
}
