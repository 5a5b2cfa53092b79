package networkfirewall

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	awsfirewall "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/networkfirewall"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The SDK's names are those of the API's whole path.
type (
	certificates    = awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationServerCertificateConfigurationArgs
	certificate     = awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationServerCertificateConfigurationServerCertificateArgs
	certificateList = awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationServerCertificateConfigurationServerCertificateArray
	scope           = awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationServerCertificateConfigurationScopeArgs
	scopeList       = awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationServerCertificateConfigurationScopeArray
	scopeFrom       = awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationServerCertificateConfigurationScopeSourceArgs
	scopeFromList   = awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationServerCertificateConfigurationScopeSourceArray
	scopeTo         = awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationServerCertificateConfigurationScopeDestinationArgs
	scopeToList     = awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationServerCertificateConfigurationScopeDestinationArray
	sourcePort      = awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationServerCertificateConfigurationScopeSourcePortArgs
	sourcePortList  = awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationServerCertificateConfigurationScopeSourcePortArray
	port            = awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationServerCertificateConfigurationScopeDestinationPortArgs
	portList        = awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationServerCertificateConfigurationScopeDestinationPortArray
)

// tcp is the number of the only protocol that AWS decrypts.
const tcp = 6

// printTLSInspection prints what the firewall decrypts, and with what.
func (p *printer) printTLSInspection() (*awsfirewall.TlsInspectionConfiguration, error) {
	planned := p.plan.TlsInspection
	with := certificates{}
	if planned.CertificateArn != "" {
		with.ServerCertificates = certificateList{certificate{ResourceArn: pulumi.String(planned.CertificateArn)}}
	}
	if planned.CertificateAuthorityArn != "" {
		with.CertificateAuthorityArn = pulumi.String(planned.CertificateAuthorityArn)
	}
	scopes := make(scopeList, 0, len(planned.Scopes))
	for _, decrypted := range planned.Scopes {
		scopes = append(scopes, scopeOf(decrypted))
	}
	with.Scopes = scopes
	args := &awsfirewall.TlsInspectionConfigurationArgs{
		Name:        pulumi.String(planned.AwsName),
		Description: pulumi.String("Firewall " + p.args.Plan.Name),
		TlsInspectionConfiguration: awsfirewall.TlsInspectionConfigurationTlsInspectionConfigurationArgs{
			ServerCertificateConfiguration: with,
		},
		Tags: inputs.Tags(p.args.Tags, p.args.Plan.Name),
	}
	if p.plan.KmsKeyArn != "" {
		args.EncryptionConfigurations = awsfirewall.TlsInspectionConfigurationEncryptionConfigurationArray{
			awsfirewall.TlsInspectionConfigurationEncryptionConfigurationArgs{
				KeyId: pulumi.String(p.plan.KmsKeyArn), Type: pulumi.String(customerKey),
			},
		}
	}
	return awsfirewall.NewTlsInspectionConfiguration(p.ctx, p.args.Plan.Name, args, p.parent)
}

// scopeOf is a scope in AWS's words: from any port of the client.
func scopeOf(decrypted plan.TlsScope) scope {
	made := scope{
		Protocols:   pulumi.IntArray{pulumi.Int(tcp)},
		SourcePorts: sourcePortList{sourcePort{FromPort: pulumi.Int(0), ToPort: pulumi.Int(65535)}},
	}
	from, to, ports := scopeFromList{}, scopeToList{}, portList{}
	for _, cidr := range decrypted.Sources {
		from = append(from, scopeFrom{AddressDefinition: pulumi.String(cidr)})
	}
	for _, cidr := range decrypted.Destinations {
		to = append(to, scopeTo{AddressDefinition: pulumi.String(cidr)})
	}
	for _, number := range decrypted.Ports {
		ports = append(ports, port{FromPort: pulumi.Int(number), ToPort: pulumi.Int(number)})
	}
	made.Sources, made.Destinations, made.DestinationPorts = from, to, ports
	return made
}
