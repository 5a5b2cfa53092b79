package localcloud

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"slices"
	"time"
)

// importedCertificate reads a certificate that the program brings along.
func importedCertificate(c *call) (Props, error) {
	body, key := str(c.in, "certificateBody"), str(c.in, "privateKey")
	pair, err := tls.X509KeyPair([]byte(body), []byte(key))
	if err != nil {
		return nil, refuse("ValidationException", "Could not validate the certificate with the private key: %v", err)
	}
	cert, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		return nil, refuse("ValidationException", "The certificate field contains more than one certificate or is not valid: %v", err)
	}
	if chain := str(c.in, "certificateChain"); chain != "" {
		if block, _ := pem.Decode([]byte(chain)); block == nil || block.Type != "CERTIFICATE" {
			return nil, refuse("ValidationException", "Could not validate the certificate chain")
		}
	}
	names := slices.Clone(cert.DNSNames)
	if cert.Subject.CommonName != "" && !slices.Contains(names, cert.Subject.CommonName) {
		names = append([]string{cert.Subject.CommonName}, names...)
	}
	first := ""
	if len(names) > 0 {
		first = names[0]
	}
	return Props{
		"domainName": orElse(cert.Subject.CommonName, first), "subjectAlternativeNames": anys(names), "type": "IMPORTED", "status": "ISSUED",
		"domainValidationOptions": []any{}, "validationEmails": []any{}, "validationMethod": "NONE", "renewalEligibility": "INELIGIBLE",
		"pendingRenewal": false, "renewalSummaries": []any{}, "keyAlgorithm": keyAlgorithm(cert),
		"notBefore": cert.NotBefore.UTC().Format(time.RFC3339), "notAfter": cert.NotAfter.UTC().Format(time.RFC3339),
		"options": Props{"certificateTransparencyLoggingPreference": "DISABLED"},
	}, nil
}

// keyAlgorithm names the algorithm of a certificate's key as ACM does.
func keyAlgorithm(cert *x509.Certificate) string {
	switch key := cert.PublicKey.(type) {
	case interface{ Size() int }: // RSA, in bytes
		return fmt.Sprintf("RSA_%d", key.Size()*8)
	default:
		return "EC_prime256v1"
	}
}

// getCertificate finds the newest certificate of a domain.
func getCertificate(c *call, args Props) (Props, error) {
	statuses := strs(args, "statuses")
	if len(statuses) == 0 {
		statuses = []string{"ISSUED"}
	}
	var found []*Object
	for _, o := range c.all(tCertificate) {
		status := str(o.Outputs, "status")
		if status == "PENDING_VALIDATION" && c.validated(o.ID) {
			status = "ISSUED"
		}
		if domain := str(args, "domain"); domain != "" && str(o.Outputs, "domainName") != domain || !slices.Contains(statuses, status) {
			continue
		}
		if types := strs(args, "types"); len(types) > 0 && !slices.Contains(types, str(o.Outputs, "type")) {
			continue
		}
		matches := true
		for k, v := range sub(args, "tags") {
			matches = matches && sub(o.Outputs, "tags")[k] == v
		}
		if matches {
			found = append(found, o)
		}
	}
	switch {
	case len(found) == 0:
		return nil, refuse("ResourceNotFoundException", "no matching ACM Certificate found for domain %q", str(args, "domain"))
	case len(found) > 1 && !boolean(args, "mostRecent"):
		return nil, refuse("ValidationException", "multiple ACM Certificates matching for domain %q: set mostRecent to choose the newest", str(args, "domain"))
	}
	o := found[len(found)-1]
	return Props{
		"id": o.ID, "arn": o.ID, "domain": str(o.Outputs, "domainName"), "status": "ISSUED", "certificate": str(o.Outputs, "certificateBody"),
		"certificateChain": str(o.Outputs, "certificateChain"), "tags": orEmpty(sub(o.Outputs, "tags")),
	}, nil
}
