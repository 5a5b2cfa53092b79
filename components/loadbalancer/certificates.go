package loadbalancer

import (
	"fmt"
	"strings"

	"github.com/ingresshub/ingresshub/components/outputs"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/acm"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// CertificatesToken is the type token of Certificates.
const CertificatesToken = "ingresshub:index:Certificates"

// CertificatesArgs are the arguments of NewCertificates.
type CertificatesArgs struct {
	// The certificates as planned. Those with an ARN exist already and are passed through.
	Plan []plan.PlannedCertificate `pulumi:"plan"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// Certificates issues certificates that are validated by DNS.
//
// ACM asks an account for one and the same record per domain, whatever the certificate, and for *.example.com the same as
// for example.com. So a set of certificates shares its records: with records of its own, the certificate that goes first
// would take along the record by which the others are renewed.
type Certificates struct {
	pulumi.ResourceState

	// ARNs by plan name. Whoever uses one waits until the certificate is issued.
	Arns pulumi.StringMap
}

// NewCertificates registers the certificates that have to be issued, and one validation record per domain.
//
// The error lists all problems, and then nothing is registered.
func NewCertificates(
	ctx *pulumi.Context, name string, args *CertificatesArgs, opts ...pulumi.ResourceOption,
) (*Certificates, error) {
	if args == nil {
		args = &CertificatesArgs{}
	}
	if err := inputs.Check(CertificatesToken, name, certificateProblems("plan", args.Plan)); err != nil {
		return nil, err
	}
	component := &Certificates{Arns: pulumi.StringMap{}}
	if err := ctx.RegisterComponentResource(CertificatesToken, name, component, opts...); err != nil {
		return nil, err
	}
	records := validationRecords{ctx: ctx, parent: pulumi.Parent(component), made: map[string]*route53.Record{}}
	for _, planned := range args.Plan {
		if planned.Arn != "" {
			component.Arns[planned.Name] = pulumi.String(planned.Arn)
			continue
		}
		arn, err := issue(ctx, planned, args.Tags, &records, component)
		if err != nil {
			return nil, err
		}
		component.Arns[planned.Name] = arn
	}
	outputs.Register(ctx, component, pulumi.Map{"arns": component.Arns})
	return component, nil
}

// issue prints one certificate with its validation.
func issue(
	ctx *pulumi.Context, planned plan.PlannedCertificate, tags pulumi.StringMapInput, records *validationRecords,
	component pulumi.Resource,
) (pulumi.StringInput, error) {
	certificate, err := acm.NewCertificate(ctx, planned.Name, &acm.CertificateArgs{
		DomainName:              pulumi.String(planned.DomainName),
		SubjectAlternativeNames: pulumi.ToStringArray(planned.AlternativeNames),
		ValidationMethod:        pulumi.String("DNS"),
		Tags:                    inputs.Tags(tags, planned.Name),
	}, pulumi.Parent(component))
	if err != nil {
		return nil, err
	}
	var fqdns pulumi.StringArray
	for _, domain := range validationDomains(planned) {
		record, err := records.record(planned.HostedZone, domain, certificate)
		if err != nil {
			return nil, err
		}
		fqdns = append(fqdns, record.Fqdn)
	}
	validation, err := acm.NewCertificateValidation(ctx, planned.Name, &acm.CertificateValidationArgs{
		CertificateArn:        certificate.Arn,
		ValidationRecordFqdns: fqdns,
	}, pulumi.Parent(component))
	if err != nil {
		return nil, err
	}
	return validation.CertificateArn, nil
}

// validationDomains are the domains for which ACM asks for a record, each once: a wildcard is validated as what it is
// below of.
func validationDomains(planned plan.PlannedCertificate) []string {
	var domains []string
	seen := map[string]bool{}
	for _, name := range append([]string{planned.DomainName}, planned.AlternativeNames...) {
		domain := strings.TrimPrefix(name, "*.")
		if !seen[domain] {
			domains = append(domains, domain)
		}
		seen[domain] = true
	}
	return domains
}

// validationRecords makes one record per hosted zone and domain.
type validationRecords struct {
	ctx    *pulumi.Context
	parent pulumi.ResourceOption
	made   map[string]*route53.Record
}

// record is the record by which ACM validates a domain, with the value that a certificate asks for.
func (r *validationRecords) record(zone, domain string, certificate *acm.Certificate) (*route53.Record, error) {
	name := zone + "." + domain
	if made := r.made[name]; made != nil {
		return made, nil
	}
	// What ACM asks for is one output; how many records that makes, and what they are called, the plan says.
	option := certificate.DomainValidationOptions.ApplyT(
		func(options []acm.CertificateDomainValidationOption) ([]string, error) {
			for _, option := range options {
				if strings.TrimPrefix(text(option.DomainName), "*.") == domain && option.ResourceRecordName != nil {
					return []string{
						text(option.ResourceRecordName), text(option.ResourceRecordType), text(option.ResourceRecordValue),
					}, nil
				}
			}
			return nil, fmt.Errorf("ACM names no record to validate %s by", domain)
		}).(pulumi.StringArrayOutput)
	record, err := route53.NewRecord(r.ctx, name, &route53.RecordArgs{
		ZoneId:  pulumi.String(zone),
		Name:    option.Index(pulumi.Int(0)),
		Type:    option.Index(pulumi.Int(1)),
		Records: pulumi.StringArray{option.Index(pulumi.Int(2))},
		Ttl:     pulumi.Int(300),
		// The record may be there from an earlier certificate for the domain, with the same value.
		AllowOverwrite: pulumi.Bool(true),
	}, r.parent)
	if err != nil {
		return nil, err
	}
	r.made[name] = record
	return record, nil
}

// certificateProblems lists certificates that are neither there nor can be issued.
func certificateProblems(path string, certificates []plan.PlannedCertificate) plan.Problems {
	var problems plan.Problems
	for _, certificate := range certificates {
		if certificate.Arn == "" && (certificate.DomainName == "" || certificate.HostedZone == "") {
			problems = append(problems, plan.Problem{
				Path:    path + "." + certificate.Name,
				Message: "needs an arn, or a domainName and the hostedZone in which ACM validates it",
			})
		}
	}
	return problems
}

// text is the string that may be missing.
func text(value *string) string {
	if value == nil {
		return ""
	}
	return *value
}
