package expect

import (
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

// certificates lists the certificates that ACM issues, and one record per hosted zone and domain that is validated there.
// Certificates that ask for the same record share it.
func (w *writer) certificates(account string, certificates []plan.PlannedCertificate) {
	for _, certificate := range certificates {
		if certificate.Arn != "" {
			continue
		}
		w.add(account, object.Certificate, certificate.Name, object.Fields{
			"domain": certificate.DomainName, "alternative names": object.Alternatives(setOf(certificate.AlternativeNames)),
			"validation": "DNS", "issuer": "AMAZON_ISSUED", "key": "RSA_2048", "status": "ISSUED", "tags": w.tags(certificate.Name),
		})
		for _, name := range append([]string{certificate.DomainName}, certificate.AlternativeNames...) {
			w.validation(account, certificate.HostedZone+" validation of "+strings.TrimPrefix(name, "*."))
		}
	}
}

func (w *writer) validation(account, name string) {
	for _, known := range w.objects {
		if known.Type == object.Record && known.Name == name {
			return
		}
	}
	w.addGlobal(account, object.Record, name, object.Fields{"value": object.AsAsked, "ttl": "300"})
}

// certificateName is what a certificate is known by: its name in the plan, or the ARN of one that exists already.
func certificateName(certificate plan.PlannedCertificate) string {
	if certificate.Arn != "" {
		return certificate.Arn
	}
	return certificate.Name
}
