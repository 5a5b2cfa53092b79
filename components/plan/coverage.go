package plan

import "strings"

// covers says whether a certificate is good for a host name; a wildcard stands for one label.
func (c Certificate) covers(hostname string) bool {
	for _, name := range append([]string{c.DomainName}, c.AlternativeNames...) {
		if name == hostname {
			return true
		}
		_, parent, dotted := strings.Cut(hostname, ".")
		if suffix, wildcard := strings.CutPrefix(name, "*."); wildcard && dotted && parent == suffix {
			return true
		}
	}
	return false
}

// covers says whether one of the load balancer's certificates is good for a host name. What a certificate that exists
// already covers is not known here, and one that names nothing is a problem already.
func (lb *loadBalancer) covers(hostname string) bool {
	all := []Certificate{}
	if lb.declared.Certificate != nil {
		all = append(all, *lb.declared.Certificate)
	}
	for _, certificate := range lb.declared.MoreCertificates {
		all = append(all, certificate)
	}
	for _, certificate := range all {
		if certificate.Arn != "" || certificate.DomainName == "" || certificate.covers(hostname) {
			return true
		}
	}
	return len(all) == 0
}
