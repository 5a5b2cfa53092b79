package localcloud

import (
	"fmt"
	"strings"
)

func validationKind() *kind {
	return &kind{
		token:   tValidation,
		replace: []string{"certificateArn", "validationRecordFqdns"},
		sets:    []string{"validationRecordFqdns"},
		refs: []ref{{
			path: "certificateArn", to: []string{tCertificate}, missing: "ResourceNotFoundException",
			say: "Could not find certificate %s.", goes: true,
		}},
		create: func(c *call) (string, Props, error) {
			arn := str(c.in, "certificateArn")
			cert := c.find(tCertificate, arn)
			if cert.Given {
				return c.validationID(), nil, nil // issued long ago
			}
			if typ := str(cert.Outputs, "type"); typ != "AMAZON_ISSUED" {
				return "", nil, refuse("ValidationException", "ACM Certificate (%s) has type %s, no validation necessary", arn, typ)
			}
			if err := expectedRecords(cert, strs(c.in, "validationRecordFqdns")); err != nil {
				return "", nil, err
			}
			if str(cert.Outputs, "status") != "ISSUED" {
				if lacking := c.unproven(cert); len(lacking) > 0 || len(list(cert.Outputs, "domainValidationOptions")) == 0 {
					return "", nil, refuse("RequestTimedOut", "waiting for ACM Certificate (%s) to be issued: timeout while waiting for state to become "+
						"'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s): no CNAME record with the expected value in a public hosted zone: %s",
						arn, strings.Join(lacking, ", "))
				}
				c.edit(cert, issuance())
			}
			return c.validationID(), nil, nil
		},
	}
}

// validationID is the time of issue; its hour and fraction keep validations
// apart.
func (c *call) validationID() string {
	digits := c.hash("validation", 16)
	high, low := hashNumber(digits[:8]), hashNumber(digits[8:])
	return fmt.Sprintf("2025-01-01 %02d:%02d:%02d.%09d +0000 UTC", high%24, high/24%60, high/1440%60, low%1_000_000_000)
}

// expectedRecords refuses a list of record names that leaves one out.
func expectedRecords(cert *Object, fqdns []string) error {
	if len(fqdns) == 0 {
		return nil
	}
	if str(cert.Outputs, "validationMethod") != "DNS" {
		return refuse("ValidationException", "validationRecordFqdns is not valid for %s validation", str(cert.Outputs, "validationMethod"))
	}
	given := map[string]bool{}
	for _, f := range fqdns {
		given[strings.TrimSuffix(strings.ToLower(f), ".")] = true
	}
	for _, o := range subs(cert.Outputs, "domainValidationOptions") {
		if name := strings.TrimSuffix(str(o, "resourceRecordName"), "."); !given[name] {
			return refuse("ValidationException", "missing %s DNS validation record: %s", str(o, "domainName"), name)
		}
	}
	return nil
}
