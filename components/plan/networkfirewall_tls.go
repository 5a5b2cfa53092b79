package plan

import (
	"reflect"
	"slices"
	"sort"
	"strings"
)

// tlsInspection plans what a firewall decrypts: where TLS reaches the load balancers, and where clusters reach the web.
func (b *builder) tlsInspection(path string, declared *TlsInspection, firewall string, from inspected) *PlannedTlsInspection {
	if declared == nil {
		return nil
	}
	inward := from.inspects(PlaceEdge) || from.inspects(PlaceEastWest)
	scopes := b.tlsScopes(path, from)
	switch certificate := path + ".certificateArn"; {
	case inward && declared.CertificateArn == "":
		b.add(certificate, "is required: it is that of the servers behind the firewall")
	case !inward && declared.CertificateArn != "":
		b.add(certificate, "is for edge and eastWest; for egress, a certificateAuthorityArn signs for the servers outside")
	case inward && len(scopes) == 0:
		b.add(path, "nothing that reaches this firewall is TLS: behind an ALB, services have it with protocol HTTPS")
	}
	switch authority := path + ".certificateAuthorityArn"; {
	case from.inspects(PlaceEgress) && declared.CertificateAuthorityArn == "":
		b.add(authority, "is required for egress: with it, the firewall signs for the servers outside")
	case !from.inspects(PlaceEgress) && declared.CertificateAuthorityArn != "":
		b.add(authority, "is for egress; this firewall inspects no traffic to the internet")
	}
	b.checkFirewallArn(path+".certificateArn", "certificate", declared.CertificateArn)
	b.checkFirewallArn(path+".certificateAuthorityArn", "certificate", declared.CertificateAuthorityArn)
	if from.inspects(PlaceEgress) {
		scopes = append(scopes, TlsScope{Sources: from.homeNet, Destinations: []string{anywhere.String()}, Ports: []int{httpsPort}})
	}
	return &PlannedTlsInspection{
		AwsName:        fitted(b.name+"-"+firewall, maxFirewallName),
		CertificateArn: declared.CertificateArn, CertificateAuthorityArn: declared.CertificateAuthorityArn, Scopes: scopes,
	}
}

// tlsScopes are where TLS reaches load balancers. AWS drops whatever else than TLS lies in a scope, so these are the
// listeners that speak it and no others.
func (b *builder) tlsScopes(path string, from inspected) []TlsScope {
	scopes, edge := []TlsScope{}, map[int]bool{}
	for _, s := range b.services {
		switch {
		case s.lb == nil:
		case from.inspects(PlaceEdge) && s.lb.isAlb():
			edge[httpsPort] = true
		case from.inspects(PlaceEdge) && s.protocol == protocolTLS:
			edge[s.declared.ListenerPort] = true
		case from.inspects(PlaceEastWest) && s.protocol == protocolHTTPS:
			for _, scope := range b.eastWestTls(s) { // Services may share a port: pods in one cluster, or behind its inner ALB.
				if !slices.ContainsFunc(scopes, func(other TlsScope) bool { return reflect.DeepEqual(other, scope) }) {
					scopes = append(scopes, scope)
				}
			}
		}
	}
	if len(edge) > 0 {
		b.checkPlainListeners(path, edge)
		scopes = append(scopes, TlsScope{
			Sources: []string{anywhere.String()}, Destinations: b.ingressBalancers(), Ports: ascending(edge),
		})
	}
	return scopes
}

// eastWestTls are where a service's TLS reaches its clusters.
func (b *builder) eastWestTls(s *service) []TlsScope {
	scopes := []TlsScope{}
	for _, part := range s.backends {
		if b.exempt(part.cluster) {
			continue
		}
		reached, _ := part.reached()
		port, to := part.innerPort, []string{}
		if part.single {
			port = part.declared.Port
		}
		for _, block := range reached {
			to = append(to, block.cidr.String())
		}
		scopes = append(scopes, TlsScope{Sources: b.ingressBalancers(), Destinations: to, Ports: []int{port}})
	}
	return scopes
}

// checkPlainListeners finds services whose TCP the firewall would take for TLS of its own certificate's: addresses of load
// balancers lie anywhere in their subnets, so a port is decrypted for all of them or for none.
func (b *builder) checkPlainListeners(path string, ports map[int]bool) {
	for _, s := range b.services {
		if s.lb != nil && !s.lb.isAlb() && s.protocol == protocolTCP && ports[s.declared.ListenerPort] {
			b.add(path, "would break service %s, whose NLB passes TCP through on port %d, where the firewall decrypts TLS for others: "+
				"give it another listenerPort", s.name, s.declared.ListenerPort)
		}
	}
}

// ingressBalancers is where the ingress load balancers have their addresses.
func (b *builder) ingressBalancers() []string {
	return networks(b.ingress.blocks[TierLb].cidr)
}

// checkFirewallArn checks that a key or certificate lies where the firewall can use it.
func (b *builder) checkFirewallArn(path, what, arn string) {
	parts := strings.Split(arn, ":")
	if len(parts) < 6 {
		return // Absent, or reported already.
	}
	if region := parts[3]; b.region != "" && region != b.region {
		b.add(path, "the %s lies in %s; the firewall needs one in %s", what, region, b.region)
	}
	account, ok := b.estate.Accounts[b.estate.Ingress.Account]
	if what == "certificate" && ok && account.ID != parts[4] {
		b.add(path, "the certificate belongs to account %s; the firewall needs one of account %s", parts[4], account.ID)
	}
}

// ascending are the numbers of a set, in order.
func ascending(set map[int]bool) []int {
	out := make([]int, 0, len(set))
	for n := range set {
		out = append(out, n)
	}
	sort.Ints(out)
	return out
}
