package readback

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	ekstypes "github.com/aws/aws-sdk-go-v2/service/eks/types"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDocument spells answers as the AWS CLI prints them.
func TestDocument(t *testing.T) {
	assert.Equal(t, snapshot.Document{
		"VpcId": "vpc-1", "IsDefault": false, "State": "available",
		"CidrBlockAssociationSet": []any{snapshot.Document{"CidrBlock": "10.0.0.0/20"}},
		"Tags":                    []any{},
	}, documentOf(types.Vpc{
		VpcId: aws.String("vpc-1"), IsDefault: aws.Bool(false), State: types.VpcStateAvailable,
		CidrBlockAssociationSet: []types.VpcCidrBlockAssociation{{CidrBlock: aws.String("10.0.0.0/20")}}, Tags: []types.Tag{},
	}, capitalised))

	created := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	assert.Equal(t, snapshot.Document{
		"nodegroupName": "blue", "createdAt": "2026-01-02T03:04:05Z", "labels": snapshot.Document{"Team": "shop"},
		"scalingConfig": snapshot.Document{"minSize": json.Number("0")},
	}, documentOf(&ekstypes.Nodegroup{
		NodegroupName: aws.String("blue"), CreatedAt: &created, Labels: map[string]string{"Team": "shop"},
		ScalingConfig: &ekstypes.NodegroupScalingConfig{MinSize: aws.Int32(0)},
	}, lowerCase))
}

// TestDocumentsSurviveAFolder reads what was written as it was.
func TestDocumentsSurviveAFolder(t *testing.T) {
	into := snapshot.Documents{}
	put(into, "TransitGateways", capitalised, types.TransitGateway{
		TransitGatewayId: aws.String("tgw-1"), Options: &types.TransitGatewayOptions{AmazonSideAsn: aws.Int64(4200000001)},
	})
	put[types.Vpc](into, "Vpcs", capitalised)
	putOf(into, "TransitGatewayStaticRoutes", "TransitGatewayRouteTableId", "tgw-rtb-1", "Routes", []types.TransitGatewayRoute(nil))
	before := snapshot.Snapshot{{Account: "123456789012", Region: "us-east-1"}: into}
	dir := t.TempDir()
	require.NoError(t, before.Write(dir))
	loaded, err := snapshot.Load(dir)
	require.NoError(t, err)
	assert.Equal(t, before, loaded)
}

// page and pages stand for a paginator of the SDK.
type (
	page  struct{ words []string }
	pages struct {
		left []page
		err  error
	}
	options struct{}
)

func (p *pages) HasMorePages() bool { return len(p.left) > 0 }

func (p *pages) NextPage(context.Context, ...func(*options)) (*page, error) {
	next := p.left[0]
	p.left = p.left[1:]
	if len(p.left) == 0 && p.err != nil {
		return nil, p.err
	}
	return &next, nil
}

func TestEveryPageIsRead(t *testing.T) {
	words := func(p *page) []string { return p.words }
	all, err := collect(t.Context(), &pages{left: []page{{[]string{"a", "b"}}, {nil}, {[]string{"c"}}}}, words)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b", "c"}, all)

	_, err = collect(t.Context(), &pages{left: []page{{[]string{"a"}}, {nil}}, err: errors.New("throttled")}, words)
	require.EqualError(t, err, "throttled", "half a list is none")
}
