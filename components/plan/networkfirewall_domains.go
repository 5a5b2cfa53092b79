package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// maxDomain is the length of a domain name.
const maxDomain = 253

// checkDomains checks a list of domains.
func (b *builder) checkDomains(path string, domains []string) {
	first := map[string]string{}
	for i, domain := range domains {
		at := index(path, i)
		switch name := strings.TrimPrefix(domain, "."); {
		case len(name) > maxDomain:
			b.add(at, "has %d characters; a domain has at most %d", len(name), maxDomain)
		case first[domain] != "":
			b.add(at, "%s is declared already, in %s", domain, first[domain])
		case domain != "":
			first[domain] = at
		}
	}
}

// checkAllowedDomains checks what clusters may reach.
func (b *builder) checkAllowedDomains(path string, declared NetworkFirewall) {
	b.checkDomains(path+".allowedDomains", declared.AllowedDomains)
	for i, domain := range declared.AllowedDomains {
		for j, denied := range declared.DeniedDomains {
			if domain != "" && covers(denied, domain) {
				b.add(index(path+".allowedDomains", i), "%s is denied by %s, which comes first", domain, index(path+".deniedDomains", j))
				break
			}
		}
	}
}

// checkDeniedHosts finds domains that are denied and are whole host names of declared services. At the edge the firewall sees
// them as server names of TLS; between ALBs and clusters as hosts of HTTP, and of HTTPS that it decrypts.
func (b *builder) checkDeniedHosts(path string, declared NetworkFirewall, from inspected) {
	lost := map[int][]string{}
	for _, s := range b.services {
		if s.lb == nil || !s.lb.isAlb() || !from.inspects(PlaceEdge) && !b.seesHosts(s, declared, from) {
			continue
		}
		for _, hostname := range s.declared.Hostnames {
			for i, domain := range declared.DeniedDomains {
				if domain != "" && covers(domain, strings.TrimPrefix(hostname, "*")) {
					lost[i] = append(lost[i], fmt.Sprintf("%s of service %s", hostname, s.name))
				}
			}
		}
	}
	for _, i := range slices.Sorted(maps.Keys(lost)) {
		b.add(index(path, i), "drops what is sent to %s: name the subdomains that are to be denied, or remove it", strings.Join(lost[i], ", "))
	}
}

// seesHosts says whether a firewall reads which host is asked for, on the way from an ALB to a service.
func (b *builder) seesHosts(s *service, declared NetworkFirewall, from inspected) bool {
	readable := s.protocol == protocolHTTP || s.protocol == protocolHTTPS && declared.TlsInspection != nil
	return from.inspects(PlaceEastWest) && readable && slices.ContainsFunc(s.backends, func(part *backend) bool { return !b.exempt(part.cluster) })
}

// covers says whether all that one domain means is meant by another as well.
func covers(domain, other string) bool {
	return domain == other || strings.HasPrefix(domain, ".") && strings.HasSuffix("."+strings.TrimPrefix(other, "."), domain)
}

// deniedDomainRules are the rules about domains that are dropped, whoever asks for them.
func deniedDomainRules(firewall string, domains []string) []string {
	w := newRuleWriter(firewall + ".denied-domains")
	for _, domain := range domains {
		w.addDomain(domain, "denied", "drop", "any any -> any", "any", "any")
	}
	return w.rules
}

// addDomain writes the rules about a domain: by the server name in a TLS handshake, and by the host of an HTTP request,
// which Suricata has in lower case already.
func (w *ruleWriter) addDomain(domain, said, action, path, tlsPort, httpPorts string) {
	match := fmt.Sprintf(`content:"%s"; startswith; endswith;`, domain)
	if strings.HasPrefix(domain, ".") {
		match = fmt.Sprintf(`dotprefix; content:"%s"; endswith;`, domain)
	}
	w.add(said+" over TLS: "+domain, action, "tls "+path+" "+tlsPort, toServer+" tls.sni; "+match+" nocase;")
	w.add(said+" over HTTP: "+domain, action, "http "+path+" "+httpPorts, toServer+" http.host; "+match)
}
