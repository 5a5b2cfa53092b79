package readback

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	"github.com/aws/aws-sdk-go-v2/service/acm/types"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// readAcm reads certificates.
func readAcm(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	client := acm.NewFromConfig(config)
	summaries, err := collect(ctx,
		acm.NewListCertificatesPaginator(client, &acm.ListCertificatesInput{
			// Without it, ACM lists RSA certificates of up to 2,048 bits only.
			Includes: &types.Filters{KeyTypes: types.KeyAlgorithm("").Values()},
		}),
		func(page *acm.ListCertificatesOutput) []types.CertificateSummary { return page.CertificateSummaryList })
	if err != nil {
		return err
	}
	put[types.CertificateDetail](into, "Certificates", capitalised)
	for _, summary := range summaries {
		certificate, err := client.DescribeCertificate(ctx, &acm.DescribeCertificateInput{CertificateArn: summary.CertificateArn})
		if err != nil {
			return err
		}
		put(into, "Certificates", capitalised, certificate.Certificate)
		tags, err := client.ListTagsForCertificate(ctx, &acm.ListTagsForCertificateInput{CertificateArn: summary.CertificateArn})
		if err != nil {
			return err
		}
		putOf(into, "CertificateTags", "CertificateArn", aws.ToString(summary.CertificateArn), "Tags", tags.Tags)
	}
	return nil
}
