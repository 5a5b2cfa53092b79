package localcloud

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// prove makes the validation records of a certificate in a zone, one for each
// name and value.
func (p place) prove(zone string, cert made) []made {
	p.t.Helper()
	seen := map[string]bool{}
	var all []made
	for i, o := range subs(cert.outputs, "domainValidationOptions") {
		name := str(o, "resourceRecordName")
		if !seen[name] {
			all = append(all, p.create(tRecord, fmt.Sprint(cert.name, i), Props{
				"zoneId": zone, "name": name, "type": "CNAME", "ttl": 60, "records": []string{str(o, "resourceRecordValue")},
			}))
		}
		seen[name] = true
	}
	return all
}

func TestCertificate(t *testing.T) {
	p := newPlace(t)
	in := Props{"domainName": "example.com", "subjectAlternativeNames": []string{"*.example.com", "api.example.com"}, "validationMethod": "DNS"}
	cert := p.create(tCertificate, "web", in)
	assert.Regexp(t, certificateARN, cert.id)
	assert.Equal(t, "PENDING_VALIDATION", cert.out("status"))
	options := subs(cert.outputs, "domainValidationOptions")
	require.Len(t, options, 3)
	record := func(domain string) string {
		for _, o := range options {
			if o["domainName"] == domain {
				return str(o, "resourceRecordName") + " " + str(o, "resourceRecordValue")
			}
		}
		return "none for " + domain
	}
	assert.Regexp(t, `^_[0-9a-f]{32}\.example\.com\. _[0-9a-f]{32}\.[a-z]{10}\.acm-validations\.aws\.$`, record("example.com"))
	assert.Equal(t, record("example.com"), record("*.example.com"), "a wildcard shares its parent's record")
	assert.NotEqual(t, record("example.com"), record("api.example.com"))
	again := p.create(tCertificate, "again", Props{"domainName": "example.com", "validationMethod": "DNS"})
	assert.Equal(t, options[0], subs(again.outputs, "domainValidationOptions")[0], "an account's records for a domain stay the same")
	elsewhere := p.in(other, "us-east-1").create(tCertificate, "web", in)
	assert.NotEqual(t, options[0], subs(elsewhere.outputs, "domainValidationOptions")[0])

	assert.Equal(t, []string{"domainName"}, cert.replaces(Props{"domainName": "example.org"}))
	assert.Equal(t, []string{"subjectAlternativeNames"}, cert.replaces(Props{"subjectAlternativeNames": []string{"*.example.com"}}))
	assert.Empty(t, cert.diffOf(cert.inputs, merge(cert.inputs, Props{
		"subjectAlternativeNames": []any{"api.example.com", "*.example.com"},
	})).GetDiffs(), "names have no order")

	for domain, message := range map[string]string{
		"example": "domain name", "exa_mple.com": "domain name", "example.com.": "period", "-a.example.com": "domain name",
		"a123456789.b123456789.c123456789.d123456789.e123456789.f123456789.com": "64 characters",
	} {
		p.invalid(tCertificate, Props{"domainName": domain, "validationMethod": "DNS"}, "domainName", message)
	}
	p.invalid(tCertificate, Props{"domainName": "example.com"}, "validationMethod", "must be specified")
	var many []string
	for i := range 10 {
		many = append(many, fmt.Sprintf("n%d.example.com", i))
	}
	p.refuses(tCertificate, "many", merge(in, Props{"subjectAlternativeNames": many}), "LimitExceededException", "10")
	cert.remove()
}

func TestCertificateValidation(t *testing.T) {
	p := newPlace(t)
	zone := p.create(tZone, "zone", Props{"name": "example.com"})
	cert := p.create(tCertificate, "web", Props{
		"domainName": "example.com", "subjectAlternativeNames": []string{"*.example.com"}, "validationMethod": "DNS",
	})
	p.refuses(tValidation, "early", Props{"certificateArn": cert.id}, "RequestTimedOut", "timeout while waiting for state to become 'ISSUED'")
	wrong := subs(cert.outputs, "domainValidationOptions")[0]
	record := p.create(tRecord, "wrong", Props{
		"zoneId": zone.id, "name": wrong["resourceRecordName"], "type": "CNAME", "ttl": 60, "records": []string{"elsewhere.example.com"},
	})
	p.refuses(tValidation, "wrong", Props{"certificateArn": cert.id}, "RequestTimedOut", "expected value")
	record.remove()
	records := p.prove(zone.id, cert)
	require.Len(t, records, 1, "one record proves both names")
	p.refuses(tValidation, "other", Props{"certificateArn": cert.id, "validationRecordFqdns": []string{"x.example.com"}},
		"ValidationException", "missing example.com DNS validation record")
	v := p.create(tValidation, "web", Props{"certificateArn": cert.id, "validationRecordFqdns": []string{records[0].out("fqdn")}})
	assert.Equal(t, []string{"certificateArn"}, v.replaces(Props{"certificateArn": cert.id + "0"}))
	_, outputs, _ := cert.read()
	assert.Equal(t, "ISSUED", outputs["status"])
	found, err := getCertificate(p.callFor(), Props{"domain": "example.com"})
	require.NoError(t, err)
	assert.Equal(t, cert.id, found["arn"])
	_, err = getCertificate(p.callFor(), Props{"domain": "example.org"})
	refused(t, err, "ResourceNotFoundException", "example.org")

	// A record in a private zone proves nothing.
	vpc := p.create(tVpc, "vpc", Props{"cidrBlock": "10.0.0.0/16"})
	private := p.create(tZone, "private", Props{"name": "example.net", "vpcs": []any{Props{"vpcId": vpc.id}}})
	hidden := p.create(tCertificate, "hidden", Props{"domainName": "example.net", "validationMethod": "DNS"})
	p.prove(private.id, hidden)
	p.refuses(tValidation, "hidden", Props{"certificateArn": hidden.id}, "RequestTimedOut", "public hosted zone")

	// The user's own certificate is issued; one that was made and deleted is not.
	own := "arn:aws:acm:us-east-1:" + home + ":certificate/01234567-89ab-cdef-0123-456789abcdef"
	p.create(tValidation, "own", Props{"certificateArn": own})
	for _, arn := range []string{
		"arn:aws:acm:us-east-1:" + other + ":certificate/01234567-89ab-cdef-0123-456789abcdef",
		"arn:aws:acm:us-west-2:" + home + ":certificate/01234567-89ab-cdef-0123-456789abcdef",
		"arn:aws:acm:us-east-1:" + home + ":certificate/0123",
	} {
		p.refuses(tValidation, "not-own", Props{"certificateArn": arn}, "ResourceNotFoundException", arn)
	}
	hidden.remove()
	p.refuses(tValidation, "gone", Props{"certificateArn": hidden.id}, "ResourceNotFoundException", hidden.id)
}

func TestImportedCertificate(t *testing.T) {
	p := newPlace(t)
	pair := func(name string) (cert, key string) {
		private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		require.NoError(t, err)
		template := &x509.Certificate{
			SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, NotAfter: time.Now().Add(time.Hour),
		}
		der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
		require.NoError(t, err)
		text, err := x509.MarshalECPrivateKey(private)
		require.NoError(t, err)
		return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
			string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: text}))
	}
	body, key1 := pair("old.example.com")
	cert := p.create(tCertificate, "own", Props{"certificateBody": body, "privateKey": key1})
	assert.Equal(t, "old.example.com", cert.out("domainName"))
	assert.Equal(t, "ISSUED", cert.out("status"))
	newBody, newKey := pair("new.example.com")
	p.refuses(tCertificate, "mixed", Props{"certificateBody": newBody, "privateKey": key1}, "ValidationException", "private key")
	cert = cert.update(Props{"certificateBody": newBody, "privateKey": newKey})
	assert.Equal(t, "new.example.com", cert.out("domainName"))
	p.refuses(tValidation, "own", Props{"certificateArn": cert.id}, "ValidationException", "no validation necessary")
}

func TestCertificateInUse(t *testing.T) {
	g := newGround(t)
	zone := g.create(tZone, "zone", Props{"name": "example.com"})
	cert := g.create(tCertificate, "web", Props{"domainName": "example.com", "validationMethod": "DNS"})
	lb := g.create(tLoadBalancer, "web", Props{"internal": true, "subnets": []string{g.a.id, g.b.id}})
	listener := Props{
		"loadBalancerArn": lb.id, "port": 443, "protocol": "HTTPS", "certificateArn": cert.id,
		"defaultActions": []any{Props{"type": "fixed-response", "fixedResponse": Props{"contentType": "text/plain", "statusCode": "404"}}},
	}
	g.refuses(tListener, "early", listener, "UnsupportedCertificate", cert.id)
	g.prove(zone.id, cert)
	made := g.create(tListener, "https", listener)
	refused(t, cert.tryRemove(), "ResourceInUseException", made.id)
	made.remove()
	cert.remove()
}

func TestCertificateInputs(t *testing.T) {
	p := newPlace(t)
	in := Props{"domainName": "example.com", "validationMethod": "DNS"}
	p.invalid(tCertificate, merge(in, Props{"validationMethod": "FAX"}), "validationMethod", "got FAX")
	p.invalid(tCertificate, merge(in, Props{"keyAlgorithm": "ROT13"}), "keyAlgorithm", "got ROT13")
	p.invalid(tCertificate, Props{"certificateBody": "x"}, "certificateBody", "together")
	p.invalid(tCertificate, merge(in, Props{"certificateBody": "x", "privateKey": "y"}), "domainName", "conflict")
	p.invalid(tCertificate, merge(in, Props{"certificateAuthorityArn": "arn:aws:acm-pca:us-east-1:" + home + ":certificate-authority/a"}),
		"certificateAuthorityArn", "not simulated")

	mail := p.create(tCertificate, "mail", merge(in, Props{"validationMethod": "EMAIL"}))
	assert.Equal(t, []string{"admin@example.com"}, strs(mail.outputs, "validationEmails"))
	p.refuses(tValidation, "mail", Props{"certificateArn": mail.id, "validationRecordFqdns": []string{"x.example.com"}}, "ValidationException", "EMAIL")
	p.refuses(tValidation, "unread", Props{"certificateArn": mail.id}, "RequestTimedOut", "PENDING_VALIDATION")

	again := p.create(tCertificate, "again", merge(in, Props{"tags": Props{"team": "a"}}))
	require.NoError(t, p.cloud.Mutate(home, tCertificate, again.id, Props{"status": "ISSUED"}))
	require.NoError(t, p.cloud.Mutate(home, tCertificate, mail.id, Props{"status": "ISSUED"}))
	_, err := getCertificate(p.callFor(), Props{"domain": "example.com"})
	refused(t, err, "ValidationException", "mostRecent")
	found, err := getCertificate(p.callFor(), Props{"domain": "example.com", "tags": Props{"team": "a"}})
	require.NoError(t, err)
	assert.Equal(t, again.id, found["arn"])
}
