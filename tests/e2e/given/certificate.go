package given

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	"github.com/aws/aws-sdk-go-v2/service/route53"
)

// HostedZone makes the public hosted zone of a domain, for the one that is written as id.
func (a *Account) HostedZone(ctx context.Context, id, domain string) error {
	made, err := a.route53.CreateHostedZone(ctx, &route53.CreateHostedZoneInput{
		Name: aws.String(domain), CallerReference: aws.String(id + " " + time.Now().Format(time.RFC3339Nano)),
	})
	if err != nil {
		return err
	}
	a.ids[id] = strings.TrimPrefix(aws.ToString(made.HostedZone.Id), "/hostedzone/")
	return nil
}

// Certificate makes an issued certificate for a domain, for the one that is written as arn.
func (a *Account) Certificate(ctx context.Context, arn, domain string) error {
	actual, err := a.importCertificate(ctx, domain)
	if err != nil {
		return err
	}
	a.ids[arn] = actual
	return nil
}

func (a *Account) certificate(ctx context.Context, o object) (string, error) {
	return a.importCertificate(ctx, a.text(o, "domainName"))
}

// importCertificate imports a certificate that nobody but us has signed: an imported certificate is issued at once.
func (a *Account) importCertificate(ctx context.Context, domain string) (string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: domain}, DNSNames: []string{domain},
		NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return "", err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", err
	}
	imported, err := a.acm.ImportCertificate(ctx, &acm.ImportCertificateInput{
		Certificate: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}),
		PrivateKey:  pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}),
	})
	if err != nil {
		return "", err
	}
	return aws.ToString(imported.CertificateArn), nil
}
