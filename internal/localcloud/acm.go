package localcloud

import (
	"regexp"
	"slices"
	"strings"
)

// acmKinds are the types of AWS Certificate Manager.
func acmKinds() []*kind {
	return []*kind{certificateKind(), validationKind()}
}

func acmSources() map[string]source {
	return map[string]source{"aws:acm/getCertificate:getCertificate": getCertificate}
}

// namesPerCertificate is AWS's default quota.
const namesPerCertificate = 10

var (
	certificateARN = regexp.MustCompile(`^arn:aws[a-z-]*:acm:([a-z0-9-]+):(\d{12}):certificate/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	domainForm     = regexp.MustCompile(`^(\*\.)?(((?:[A-Za-z0-9][A-Za-z0-9-]{0,61}[A-Za-z0-9])|[A-Za-z0-9])\.)+(?:[A-Za-z0-9][A-Za-z0-9-]{0,61}[A-Za-z0-9])$`)
	keyAlgorithms  = []string{"RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"}
)

// certifiedNames are all names of a certificate: the domain name is one of the
// alternative names, whether it is said to be or not.
func certifiedNames(in Props) []string {
	names := append(strs(in, "subjectAlternativeNames"), str(in, "domainName"))
	slices.Sort(names)
	return slices.Compact(names)
}

func certificateKind() *kind {
	return &kind{
		token:   tCertificate,
		unshown: []string{"subjectAlternativeNames"},
		ignored: func(olds, news Props) []string {
			if was, is := certifiedNames(olds), certifiedNames(news); equal(was, is) {
				return []string{"subjectAlternativeNames"}
			}
			return nil
		},
		replace: []string{
			"certificateAuthorityArn", "domainName", "keyAlgorithm", "subjectAlternativeNames", "validationMethod", "validationOptions",
		},
		sets:        []string{"subjectAlternativeNames", "validationOptions"},
		computed:    []string{"subjectAlternativeNames"},
		unsimulated: []string{"certificateAuthorityArn", "earlyRenewalDuration"},
		inUse:       "ResourceInUseException",
		check:       checkCertificate,
		normal: func(in Props) Props {
			if !has(in, "domainName") || hasUnknown(in["domainName"]) || hasUnknown(in["subjectAlternativeNames"]) {
				return nil
			}
			domains := domainsOf(in)
			return Props{"domainName": domains[0], "subjectAlternativeNames": anys(domains)}
		},
		// All that is in a certificate may become another when it is imported anew.
		changing: []string{
			"domainName", "keyAlgorithm", "notAfter", "notBefore", "options", "status", "subjectAlternativeNames", "validationMethod",
		},
		create: func(c *call) (string, Props, error) {
			arn := c.arn("acm", "certificate/"+uuid(c.hash("certificate", 32)))
			if has(c.in, "privateKey") {
				out, err := importedCertificate(c)
				return arn, merge(out, Props{"arn": arn}), err
			}
			out, err := c.requestedCertificate()
			return arn, merge(out, Props{"arn": arn}), err
		},
		update: func(c *call) (Props, error) {
			if has(c.in, "privateKey") {
				return importedCertificate(c)
			}
			return nil, nil
		},
		external: userCertificate,
	}
}

// uuid writes 32 hexadecimal digits in the usual groups.
func uuid(digits string) string {
	return strings.Join([]string{digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]}, "-")
}

func checkCertificate(in Props) []problem {
	var found []problem
	say := func(property, format string, args ...any) {
		found = append(found, problem{property, refuse("ValidationException", format, args...)})
	}
	imported := has(in, "privateKey") || has(in, "certificateBody")
	switch {
	case imported && (!has(in, "privateKey") || !has(in, "certificateBody")):
		say("certificateBody", "certificateBody and privateKey must be specified together")
	case imported && (has(in, "domainName") || has(in, "validationMethod") || has(in, "subjectAlternativeNames")):
		say("domainName", "domainName, subjectAlternativeNames and validationMethod conflict with an imported certificate")
	case !imported && !has(in, "domainName"):
		say("domainName", "one of domainName and privateKey must be specified")
	case !imported && !has(in, "validationMethod") && !has(in, "certificateAuthorityArn"):
		say("validationMethod", "validationMethod must be specified for a certificate that Amazon issues")
	}
	if m := str(in, "validationMethod"); m != "" && m != "DNS" && m != "EMAIL" {
		say("validationMethod", "expected validationMethod to be one of [\"EMAIL\" \"DNS\"], got %s", m)
	}
	if a := str(in, "keyAlgorithm"); a != "" && !slices.Contains(keyAlgorithms, a) {
		say("keyAlgorithm", "expected keyAlgorithm to be one of %q, got %s", keyAlgorithms, a)
	}
	if d := str(in, "domainName"); len(d) > 64 {
		say("domainName", "1 validation error detected: the first domain name cannot exceed 64 characters; add %s as a subject alternative name", d)
	}
	for property, names := range map[string][]string{"domainName": values(in, "domainName"), "subjectAlternativeNames": strs(in, "subjectAlternativeNames")} {
		for _, d := range names {
			switch {
			case strings.HasSuffix(d, "."):
				say(property, "invalid value for %s (cannot end with a period): %s", property, d)
			case len(d) > 253 || !domainForm.MatchString(d):
				say(property, "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must be a domain name", d, property)
			}
		}
	}
	return found
}

// domainsOf lists the names of a certificate, its first name first.
func domainsOf(in Props) []string {
	first := strings.ToLower(str(in, "domainName"))
	var others []string
	for _, d := range strs(in, "subjectAlternativeNames") {
		if d = strings.ToLower(d); d != first {
			others = append(others, d)
		}
	}
	slices.Sort(others)
	return append([]string{first}, slices.Compact(others)...)
}

// requestedCertificate is a certificate that Amazon is to issue.
func (c *call) requestedCertificate() (Props, error) {
	domains := domainsOf(c.in)
	if len(domains) > namesPerCertificate {
		return nil, refuse("LimitExceededException", "Error: you have reached the maximum number of domain names (%d) for this certificate: it has %d",
			namesPerCertificate, len(domains))
	}
	options := []any{}
	emails := []any{}
	for _, d := range domains {
		if str(c.in, "validationMethod") == "EMAIL" {
			emails = append(emails, "admin@"+apexOf(d))
			continue
		}
		name, value := c.proofOf(d)
		options = append(options, Props{
			"domainName": d, "resourceRecordName": name, "resourceRecordType": "CNAME", "resourceRecordValue": value,
		})
	}
	return Props{
		"domainName": domains[0], "subjectAlternativeNames": anys(domains), "domainValidationOptions": options, "validationEmails": emails,
		"status": "PENDING_VALIDATION", "type": "AMAZON_ISSUED", "renewalEligibility": "INELIGIBLE", "pendingRenewal": false,
		"renewalSummaries": []any{}, "notBefore": "", "notAfter": "",
		"keyAlgorithm": orElse(str(c.in, "keyAlgorithm"), "RSA_2048"),
		"options": Props{"certificateTransparencyLoggingPreference": orElse(str(c.in, "options.certificateTransparencyLoggingPreference"),
			"ENABLED")},
	}, nil
}

func apexOf(domain string) string { return strings.TrimPrefix(domain, "*.") }

// proofOf is the record that proves that the account owns a domain. It depends
// on both alone: a wildcard and its parent share one, and so do all
// certificates of an account.
func (c *call) proofOf(domain string) (name, value string) {
	apex := apexOf(domain)
	digits := hashOf("acm|"+c.account+"|"+apex, 64)
	var zone strings.Builder
	for _, d := range hashOf("acm zone|"+c.account+"|"+apex, 10) {
		zone.WriteByte("ghjkmnpqrstvwxyz"[strings.IndexRune("0123456789abcdef", d)])
	}
	return "_" + digits[:32] + "." + apex + ".", "_" + digits[32:] + "." + zone.String() + ".acm-validations.aws."
}

// issuance is what changes when Amazon issues a certificate.
func issuance() Props {
	return Props{
		"status": "ISSUED", "notBefore": simulatedTime, "notAfter": "2026-01-30T23:59:59Z", "renewalEligibility": "INELIGIBLE",
	}
}

// validated says whether every name of a certificate is proven by a record in
// a public hosted zone; ACM then issues it by itself.
func (c *call) validated(arn string) bool {
	cert := c.find(tCertificate, arn)
	return cert != nil && len(c.unproven(cert)) == 0 && len(list(cert.Outputs, "domainValidationOptions")) > 0
}

// unproven lists the validation records of a certificate that do not exist.
func (c *call) unproven(cert *Object) []string {
	var lacking []string
	for _, o := range subs(cert.Outputs, "domainValidationOptions") {
		name, value := str(o, "resourceRecordName"), str(o, "resourceRecordValue")
		if !c.publicRecord(name, "CNAME", value) && !slices.Contains(lacking, name) {
			lacking = append(lacking, name)
		}
	}
	return lacking
}

// userCertificate takes a well-formed ARN of the call's account and Region that
// nobody made here for a certificate that the user already has.
func userCertificate(c *call, arn string) Props {
	m := certificateARN.FindStringSubmatch(arn)
	if m == nil || m[1] != c.region || m[2] != c.account || c.cloud.onceMade(tCertificate, arn) {
		return nil
	}
	return merge(Props{
		"arn": arn, "type": "IMPORTED", "domainName": "", "subjectAlternativeNames": []any{}, "domainValidationOptions": []any{},
		"keyAlgorithm": "RSA_2048",
	}, issuance())
}

// onceMade says whether a program made an object under this ID at some time.
// What it made and deleted is gone, and not something that the user has.
func (c *Cloud) onceMade(typ, id string) bool {
	return slices.ContainsFunc(c.operations, func(o Operation) bool {
		return o.Type == typ && o.ID == id && o.Verb == Create && o.Error == ""
	})
}
