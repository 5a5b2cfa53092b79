package readback

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53/types"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// readRoute53 reads hosted zones with their records.
func readRoute53(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	client := route53.NewFromConfig(config)
	zones, err := keep(ctx, into, "HostedZones", route53.NewListHostedZonesPaginator(client, &route53.ListHostedZonesInput{}),
		func(page *route53.ListHostedZonesOutput) []types.HostedZone { return page.HostedZones })
	if err != nil {
		return err
	}
	for _, zone := range zones {
		records, err := readRecords(ctx, client, zone.Id)
		if err != nil {
			return err
		}
		putOf(into, "HostedZoneRecords", "HostedZoneId", aws.ToString(zone.Id), "ResourceRecordSets", records)
	}
	return nil
}

func readRecords(ctx context.Context, client *route53.Client, zone *string) ([]types.ResourceRecordSet, error) {
	var records []types.ResourceRecordSet
	input := &route53.ListResourceRecordSetsInput{HostedZoneId: zone}
	for {
		page, err := client.ListResourceRecordSets(ctx, input)
		if err != nil {
			return nil, err
		}
		records = append(records, page.ResourceRecordSets...)
		if !page.IsTruncated {
			return records, nil
		}
		input.StartRecordName, input.StartRecordType = page.NextRecordName, page.NextRecordType
		input.StartRecordIdentifier = page.NextRecordIdentifier
	}
}
