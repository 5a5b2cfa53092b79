package flightpath_test

import (
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// themes is what of a network questions are asked about on purpose: by chance hardly any would meet it.
func (s *simulator) themes() (all []string) {
	if slices.ContainsFunc(s.hosts, func(h *host) bool { return h.pod != nil }) {
		all = append(all, "pod")
	}
	if len(s.n.EndpointServices) > 0 {
		all = append(all, "link", "behind the link", "behind the link")
	}
	if len(s.n.VPCs) == 4 {
		all = append(all, "there and back again")
	}
	if len(s.services()) > 0 {
		all = append(all, "service")
	}
	return all
}

// services is the gateway endpoints.
func (s *simulator) services() (all []network.Endpoint) {
	for _, e := range s.n.Endpoints {
		if e.Kind == network.GatewayEndpoint {
			all = append(all, e)
		}
	}
	return all
}

// themed draws a question of a theme; the sender is often one for whom it is meant.
func (s *simulator) themed(t *rapid.T, theme string, hosts []*host, from *host, q flightpath.Question, asked ask) (flightpath.Question, way) {
	in := func(vpc string, inside bool) []*host {
		return slices.DeleteFunc(slices.Clone(hosts), func(h *host) bool { return h.vpc == vpc != inside || h.endpoint != nil })
	}
	meant := func(senders []*host) {
		if from != nil && rapid.IntRange(0, 3).Draw(t, "not meant") > 0 {
			from = rapid.SampledFrom(senders).Draw(t, "meant")
			q.From = from.id
		}
	}
	if from != nil && rapid.Bool().Draw(t, "https") {
		q.Port, q.Protocol = 443, "tcp"
		asked.port, asked.protocol = q.Port, network.TCP
	}
	var to []*host
	switch theme {
	case "pod":
		to = slices.DeleteFunc(slices.Clone(s.hosts), func(h *host) bool { return h.pod == nil })
		to = []*host{rapid.SampledFrom(to).Draw(t, "pod")}
		q.To, asked.exact = to[0].addresses[0].Private.String(), true
	case "link":
		meant(in(s.link().VPC, true))
		to = slices.DeleteFunc(slices.Clone(s.hosts), func(h *host) bool { return h.endpoint == nil })
		q.To = "link"
	case "behind the link":
		meant(in(s.link().VPC, true))
		to = s.offers()
		one := *rapid.SampledFrom(to).Draw(t, "target")
		one.addresses, asked.exact = one.addresses[:1], true
		to, q.To = []*host{&one}, one.addresses[0].Private.String()
	case "there and back again":
		near := rapid.Bool().Draw(t, "from near")
		meant(in("vpc3", !near))
		to = []*host{rapid.SampledFrom(in("vpc3", near)).Draw(t, "host of the other side")}
		q.To = to[0].id
	case "service":
		e := rapid.SampledFrom(s.services()).Draw(t, "service")
		meant(in(e.VPC, true))
		q.To = e.ID
		return q, s.toService(from, e.ID, asked)
	}
	var ways []way
	for _, one := range to {
		if from == nil || from.id != one.id {
			ways = append(ways, s.between(from, one, asked))
		}
	}
	return q, senderChooses(ways...)
}

// crossedThemes is what of the themes an answer shows: where the packets came, whatever became of them.
func (s *simulator) crossedThemes(q flightpath.Question, answer flightpath.Answer) (all []string) {
	add := func(theme string, met bool) {
		if met && !slices.Contains(all, theme) {
			all = append(all, theme)
		}
	}
	for i, l := range answer.Legs {
		last := i == len(answer.Legs)-1
		add("PrivateLink", strings.HasPrefix(l.To, "link") && (!last || !strings.HasPrefix(q.To, "link")))
		add("declared target", strings.HasPrefix(l.To, "declared target"))
		add("peered transit gateways", slices.Contains(crossed(l.Forward, flightpath.HopAttachment), "peering"))
		add("gateway endpoint", slices.ContainsFunc(s.services(), func(e network.Endpoint) bool {
			return q.To == e.ID || slices.Contains(crossed(l.Forward, flightpath.HopEndpoint), e.ID)
		}))
	}
	return all
}

// link is the interface endpoint.
func (s *simulator) link() *network.Endpoint {
	for i := range s.n.Endpoints {
		if s.n.Endpoints[i].Kind == network.InterfaceEndpoint {
			return &s.n.Endpoints[i]
		}
	}
	return nil
}

// offers is the targets behind the endpoint's service.
func (s *simulator) offers() (all []*host) {
	for _, b := range s.n.LoadBalancers {
		for _, l := range b.Listeners {
			for _, g := range s.n.TargetGroups {
				for _, t := range g.Targets {
					for _, one := range s.hosts {
						if slices.Contains(s.n.EndpointServices[0].LoadBalancers, b.ID) && l.Forwards[0].TargetGroup == g.ID && isTarget(&g, t, one) {
							all = append(all, one)
						}
					}
				}
			}
		}
	}
	return all
}
