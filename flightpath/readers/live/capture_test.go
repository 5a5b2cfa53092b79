package live

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/readers/snapshot"
)

// The recorded answers are those that the AWS CLI printed as the snapshot reader's own example: read live, the two accounts
// are the same network.
func TestLiveIsWhatTheSnapshotIs(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	dir := filepath.Join(t.TempDir(), "below", "captured")
	read, err := Read(t.Context(), dir, cloud.options(t, "111111111111", "222222222222"))
	require.NoError(t, err)
	assert.Empty(t, read.Gaps, "nothing is missing")
	want, err := snapshot.Read("../snapshot/testdata/sandwich")
	require.NoError(t, err)
	// Here the other account was asked, too; and a list of its own comes after those of AWS.
	want.BlockPublicAccess = append(want.BlockPublicAccess, network.BlockPublicAccess{Account: "222222222222", Region: "us-east-1"})
	slices.SortFunc(want.PrefixLists, func(a, b network.PrefixList) int { return -strings.Compare(a.ID, b.ID) })
	for i := range want.TransitRouteTables {
		want.TransitRouteTables[i].PropagatedKnown = true // that there are none
	}
	assert.Equal(t, want, read)

	again, err := snapshot.Read(dir)
	require.NoError(t, err)
	assert.Equal(t, read, again)
	assert.Equal(t, 2, cloud.count("DescribeSubnets page-2"), "a second page for each account")
	for name, counted := range cloud.made {
		if name != "DescribeTags" { // of load balancers, and of target groups
			assert.LessOrEqual(t, counted, 2, "%s: once in each account", name)
		}
	}
	assert.Empty(t, partials(t, dir))
	assert.Equal(t, []string{"subnet-0b1d000000000002a", "subnet-0b1d000000000002b"}, read.NodeSubnets, "not those of the node group that goes")
	groups := file(t, dir, "222222222222/us-east-1", "nodegroups").([]any)
	kept, err := os.ReadFile("../snapshot/testdata/sandwich/222222222222/us-east-1/nodegroups.json")
	require.NoError(t, err)
	var printed map[string][]any
	require.NoError(t, json.Unmarshal(kept, &printed))
	assert.Equal(t, printed["nodegroups"], groups, "as the CLI prints it: small letters, but not in what users named")
	assert.Equal(t, []any{}, file(t, dir, "111111111111/us-east-1", "nodegroups"), "no clusters, no node groups")
	firewalls := file(t, dir, "111111111111/us-east-1", "Firewalls").([]any)
	require.Len(t, firewalls, 1)
	assert.Contains(t, firewalls[0], "FirewallStatus", "in the place of the item of the list")
}

// partials are what a run may leave behind.
func partials(t *testing.T, dir string) []string {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".*partial*"))
	require.NoError(t, err)
	return left
}

// files are the keys in a captured place, decoded.
func file(t *testing.T, dir, place, key string) any {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(place), key+".json"))
	require.NoError(t, err)
	var content map[string]any
	require.NoError(t, json.Unmarshal(text, &content))
	require.Len(t, content, 1)
	return content[key]
}

// What the sandwich has not: both kinds of attachments and routes, blocked public access, a service, tags. The expected values
// are those in AWS's answers, in the CLI's spelling.
func TestShapes(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	dir := filepath.Join(t.TempDir(), "captured")
	options := cloud.options(t, "111111111111")
	options.Regions = []string{"eu-west-1"}
	read, err := Read(t.Context(), dir, options)
	require.NoError(t, err)
	assert.Empty(t, read.Gaps)
	here := "111111111111/eu-west-1"
	assert.Equal(t, map[string]any{
		"AwsAccountId": "111111111111", "AwsRegion": "eu-west-1", "State": "update-complete",
		"InternetGatewayBlockMode": "block-bidirectional", "LastUpdateTimestamp": "2026-03-01T10:20:30.500000+00:00",
		"ManagedBy": "account", "ExclusionsAllowed": "allowed",
	}, file(t, dir, here, "VpcBlockPublicAccessOptions"), "an object, as the CLI prints it")
	assert.Equal(t, []any{map[string]any{
		"TransitGatewayAttachmentId": "tgw-attach-0c30000000000b2",
		"RequesterTgwInfo":           map[string]any{"TransitGatewayId": "tgw-0c33333333333315a", "OwnerId": "111111111111", "Region": "eu-west-1"},
		"AccepterTgwInfo":            map[string]any{"TransitGatewayId": "tgw-0a11111111111115a", "OwnerId": "111111111111", "Region": "us-east-1"},
		"Status":                     map[string]any{"Code": "available", "Message": "Available"},
		"State":                      "available", "CreationTime": "2026-03-01T10:20:30+00:00", "Tags": []any{},
	}}, file(t, dir, here, "TransitGatewayPeeringAttachments"))
	assert.Equal(t, []any{map[string]any{
		"TransitGatewayRouteTableId": "tgw-rtb-0c3000000000000c1",
		"Routes": []any{map[string]any{
			"DestinationCidrBlock": "10.32.0.0/16", "Type": "propagated", "State": "active",
			"TransitGatewayAttachments": []any{map[string]any{
				"ResourceId": "vpc-0c33333333333333c", "TransitGatewayAttachmentId": "tgw-attach-0c30000000000a1", "ResourceType": "vpc",
			}},
		}},
	}}, file(t, dir, here, "TransitGatewayPropagatedRoutes"), "the table that was deleted is not asked about")
	assert.Equal(t, []any{map[string]any{
		"ResourceArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/files/2a3b4c5d6e7f8091",
		"Tags":        []any{map[string]any{"Key": "team", "Value": "files & more"}},
	}}, file(t, dir, here, "TagDescriptions").([]any)[:1])
	assert.Equal(t, []any{}, file(t, dir, here, "Firewalls"), "nothing is not the same as not asked")
	text, err := os.ReadFile(filepath.Join(dir, here, "TransitGateways.json"))
	require.NoError(t, err)
	assert.Contains(t, string(text), `"AmazonSideAsn": 4200000000`)
	assert.Contains(t, string(text), "{\n    \"TransitGateways\": [\n        {\n", "indented as the CLI does")

	index := read.Index()
	assert.Equal(t, "tgw-0a11111111111115a",
		index.Attachments[network.AttachmentKey{Gateway: "tgw-0c33333333333315a", ID: "tgw-attach-0c30000000000b2"}].Peer)
	assert.Len(t, index.TransitRouteTables["tgw-rtb-0c3000000000000c1"].Routes, 2)
	assert.Equal(t, []network.BlockPublicAccess{
		{Account: "111111111111", Region: "eu-west-1", Ingress: true, Egress: true},
		{Of: "vpc-0c33333333333333c", Account: "111111111111", Region: "eu-west-1", Egress: true},
	}, read.BlockPublicAccess)
	assert.Len(t, read.EndpointServices[0].LoadBalancers, 1)
	assert.Equal(t, map[string]string{"team": "files & more"}, read.LoadBalancers[0].Tags)
}

// Two Regions and two accounts in one run; an account that is named twice is read once.
func TestPlaces(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	dir := filepath.Join(t.TempDir(), "captured")
	options := cloud.options(t, "111111111111")
	options.Regions = []string{"us-east-1", "eu-west-1"}
	var progress strings.Builder
	options.Progress = &progress
	options.Concurrency = 3
	require.NoError(t, Capture(t.Context(), dir, options))
	assert.DirExists(t, filepath.Join(dir, "111111111111", "us-east-1"))
	assert.DirExists(t, filepath.Join(dir, "111111111111", "eu-west-1"))
	assert.Contains(t, progress.String(), "111111111111/eu-west-1: ")
	assert.LessOrEqual(t, cloud.most, 3)

	dir = filepath.Join(t.TempDir(), "captured")
	options = cloud.options(t, "111111111111")
	options.Roles = []string{"arn:aws:iam::222222222222:role/reader", "arn:aws:iam::222222222222:role/other"}
	progress.Reset()
	options.Progress = &progress
	require.NoError(t, Capture(t.Context(), dir, options))
	assert.DirExists(t, filepath.Join(dir, "222222222222", "us-east-1"))
	assert.NoDirExists(t, filepath.Join(dir, "111111111111"), "the account of the credentials is not meant")
	assert.Contains(t, progress.String(), "arn:aws:iam::222222222222:role/other is 222222222222/us-east-1 as well")

	options = cloud.options(t, "111111111111")
	options.Regions = nil
	dir = t.TempDir() // there, and empty
	require.NoError(t, Capture(t.Context(), dir, options))
	assert.DirExists(t, filepath.Join(dir, "111111111111", "us-east-1"), "the profile's own Region")

	options = cloud.options(t, "111111111111", "west")
	options.Regions = nil
	dir = t.TempDir()
	require.NoError(t, Capture(t.Context(), dir, options))
	assert.DirExists(t, filepath.Join(dir, "111111111111", "us-east-1"))
	assert.DirExists(t, filepath.Join(dir, "111111111111", "eu-west-1"), "the same account, in the other profile's Region")
}

// A profile whose role wants the code of a device asks for it, once.
func TestToken(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	var codes []string
	cloud.fault = func(asked request) *fault {
		if asked.operation == "AssumeRole" {
			codes = append(codes, asked.form.Get("TokenCode"))
		}
		return nil
	}
	options := cloud.options(t, "guarded")
	require.ErrorContains(t, Capture(t.Context(), filepath.Join(t.TempDir(), "captured"), options), "AssumeRoleTokenProvider")
	options.Token = func() (string, error) { return "123456", nil }
	dir := t.TempDir()
	require.NoError(t, Capture(t.Context(), dir, options))
	assert.DirExists(t, filepath.Join(dir, "222222222222", "us-east-1"))
	assert.Equal(t, []string{"123456"}, codes)
}

func TestFolderOfItsOwn(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Vpcs.json"), []byte("{}"), 0o600))
	require.ErrorContains(t, Capture(t.Context(), dir, cloud.options(t, "111111111111")), "is not empty")
	require.Error(t, Capture(t.Context(), filepath.Join(dir, "Vpcs.json"), cloud.options(t, "111111111111")))
	assert.Empty(t, cloud.made, "nothing was asked")
}

// A run that ends early leaves nothing.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	ctx, cancel := context.WithCancel(t.Context())
	cloud.fault = func(asked request) *fault {
		if asked.operation == "DescribeRules" {
			cancel()
		}
		return nil
	}
	dir := filepath.Join(t.TempDir(), "captured")
	require.ErrorIs(t, Capture(ctx, dir, cloud.options(t, "111111111111")), context.Canceled)
	assert.NoDirExists(t, dir)
	assert.Empty(t, partials(t, dir))
}

// Something changes between two calls: both are made again.
func TestContradictions(t *testing.T) {
	t.Parallel()
	const rule = "<DescribeSecurityGroupRulesResponse><securityGroupRuleSet><item><securityGroupRuleId>sgr-1</securityGroupRuleId>" +
		"<groupId>sg-0a11111111111115a</groupId><groupOwnerId>111111111111</groupOwnerId><isEgress>false</isEgress>" +
		"<ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort><cidrIpv4>0.0.0.0/0</cidrIpv4></item>" +
		"</securityGroupRuleSet></DescribeSecurityGroupRulesResponse>"
	cloud := newCloud(t)
	always := false
	cloud.fault = func(asked request) *fault {
		if asked.operation == "DescribeSecurityGroupRules" && (asked.count == 1 && asked.token == "" || always) {
			return &fault{body: rule}
		}
		return nil
	}
	options := cloud.options(t, "111111111111")
	var progress strings.Builder
	options.Progress = &progress
	dir := filepath.Join(t.TempDir(), "captured")
	read, err := Read(t.Context(), dir, options)
	require.NoError(t, err)
	assert.Contains(t, progress.String(), "reading again")
	assert.Contains(t, progress.String(), filepath.Join(dir, "111111111111", "us-east-1", "SecurityGroupRules.json"))
	assert.NotContains(t, read.Index().SecurityGroups["sg-0a11111111111115a"].Rules[0].ID, "sgr-1")

	always = true
	dir = filepath.Join(t.TempDir(), "captured")
	require.ErrorContains(t, Capture(t.Context(), dir, options), "both have to be of the same time")
	assert.NoDirExists(t, dir)
}
