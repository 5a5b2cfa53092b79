package plan

import "strings"

// defaultCertificate is the name of a load balancer's first certificate.
const defaultCertificate = "default"

// certificates prints a load balancer's certificates.
func (lb *loadBalancer) certificates() []PlannedCertificate {
	var out []PlannedCertificate
	if lb.declared.Certificate != nil {
		certificate := lb.declared.Certificate.planned(lb.name + "." + defaultCertificate)
		certificate.Default = true
		out = append(out, certificate)
	}
	for name, certificate := range lb.declared.MoreCertificates {
		out = append(out, certificate.planned(lb.name+"."+name))
	}
	sortByName(out, func(c PlannedCertificate) string { return c.Name })
	return out
}

// planned is the certificate under its name in the plan.
func (c Certificate) planned(name string) PlannedCertificate {
	return PlannedCertificate{
		Name: name, Arn: c.Arn, DomainName: c.DomainName, AlternativeNames: sorted(c.AlternativeNames), HostedZone: c.HostedZone,
	}
}

// checkCertificates checks the certificates of a load balancer.
func (b *builder) checkCertificates(lb *loadBalancer) {
	arns := map[string]string{}
	if lb.declared.Certificate != nil {
		b.checkCertificate(lb.path+".certificate", *lb.declared.Certificate)
		arns[lb.declared.Certificate.Arn] = lb.path + ".certificate"
	}
	for _, name := range sortedKeys(lb.declared.MoreCertificates) {
		path := member(lb.path+".moreCertificates", name)
		b.checkCertificate(path, lb.declared.MoreCertificates[name])
		if name == defaultCertificate {
			b.add(path, "default is the name of the load balancer's own certificate; take another name")
		}
		arn := lb.declared.MoreCertificates[name].Arn
		if first := arns[arn]; first != "" && arn != "" {
			b.add(path+".arn", "%s is declared already, in %s", arn, first)
		}
		arns[arn] = path
	}
	if lb.declared.Certificate == nil && len(lb.declared.MoreCertificates) > 0 && !lb.isAlb() {
		b.add(lb.path+".certificate", "is required beside moreCertificates: it is for clients that name no host")
	}
}

// checkCertificate checks that a certificate exists already or can be issued.
func (b *builder) checkCertificate(path string, c Certificate) {
	switch {
	case c.Arn != "" && (c.DomainName != "" || c.HostedZone != "" || len(c.AlternativeNames) > 0):
		b.add(path, "has an arn and more: a certificate exists already (arn) or is issued (domainName, alternativeNames, hostedZone)")
	case c.Arn == "" && c.DomainName == "":
		b.add(path, "is empty: give an arn, or a domainName and its hostedZone")
	case c.Arn == "" && c.HostedZone == "":
		b.add(path+".hostedZone", "is required: ACM validates %s through records in its Route 53 hosted zone", c.DomainName)
	}
	if c.Arn != "" && compiled[acmPattern].MatchString(c.Arn) {
		b.checkCertificateArn(path+".arn", c.Arn)
	}
	names := map[string]string{}
	if c.DomainName != "" {
		if b.checkHostname(path+".domainName", c.DomainName) && len(c.DomainName) > maxCommonName {
			b.add(path+".domainName", "%s has %d characters; ACM takes at most %d here and more in alternativeNames", c.DomainName,
				len(c.DomainName), maxCommonName)
		}
		names[c.DomainName] = path + ".domainName"
		b.checkHostedZone(path+".domainName", c.DomainName, c.HostedZone)
	}
	for i, name := range c.AlternativeNames {
		at := index(path+".alternativeNames", i)
		b.checkHostname(at, name)
		if first := names[name]; first != "" {
			b.add(at, "%s is declared already, in %s", name, first)
		}
		names[name] = at
		b.checkHostedZone(at, name, c.HostedZone)
	}
	if len(names) > maxCertificateNames {
		b.add(path+".alternativeNames", "%d domain names; ACM issues certificates for at most %d", len(names), maxCertificateNames)
	}
}

// checkHostedZone finds names that cannot lie in one hosted zone: what it would take ACM an hour to give up on. Which
// domain a zone has is not known here, but names with different last two labels share none that anybody can register.
func (b *builder) checkHostedZone(path, name, zone string) {
	if zone == "" || !validHostname.MatchString(name) {
		return
	}
	first, known := b.hostedZones[zone]
	if !known {
		b.hostedZones[zone] = name
	} else if registered(first) != registered(name) {
		b.add(path, "%s cannot lie in hosted zone %s, which is that of %s: give each its own certificate and hostedZone", name, zone, first)
	}
}

// registered are the last two labels of a name.
func registered(name string) string {
	labels := strings.Split(name, ".")
	return strings.Join(labels[max(0, len(labels)-2):], ".")
}

const (
	// ACM's quota of domain names in a certificate, before it is raised.
	maxCertificateNames = 10

	// The longest name that fits the subject of a certificate.
	maxCommonName = 64
)

// checkCertificateArn checks that a certificate lies where the load balancer can use it.
func (b *builder) checkCertificateArn(path, arn string) {
	parts := strings.Split(arn, ":")
	if region := parts[3]; b.region != "" && region != b.region {
		b.add(path, "the certificate lies in %s; the load balancer needs one in %s", region, b.region)
	}
	if account, ok := b.estate.Accounts[b.estate.Ingress.Account]; ok && account.ID != parts[4] {
		b.add(path, "the certificate belongs to account %s; the load balancer needs one of account %s", parts[4], account.ID)
	}
}
