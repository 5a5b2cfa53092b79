package expect_test

import (
	"os"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/expect"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// everyField is an estate with every field there is: accounts, VPCs and clusters that exist already, protection.
func everyField(t *testing.T) *plan.Plan {
	t.Helper()
	text, err := os.ReadFile("../../../components/plan/testdata/every-field.json")
	require.NoError(t, err)
	planned, err := plan.Parse(text)
	require.NoError(t, err)
	return planned
}

// byKey are the objects that must exist; each has a key of its own.
func byKey(t *testing.T, planned *plan.Plan, options expect.Options) map[object.Type]map[string]object.Object {
	t.Helper()
	found := map[object.Type]map[string]object.Object{}
	for _, o := range expect.Objects(planned, options) {
		if found[o.Type] == nil {
			found[o.Type] = map[string]object.Object{}
		}
		require.NotContains(t, found[o.Type], o.Name, "%s twice", o)
		found[o.Type][o.Name] = o
	}
	return found
}

func TestEveryField(t *testing.T) {
	planned := everyField(t)
	want := byKey(t, planned, expect.Options{Account: "999999999999"})

	// What exists already is not wanted, but for what is put into it.
	assert.Len(t, want[object.Vpc], 2)
	assert.NotContains(t, want[object.Vpc], "legacy")
	assert.NotContains(t, want[object.Subnet], "legacy.lb.euc1-az2")
	assert.NotContains(t, want[object.RouteTable], "legacy.rtb-00000001")
	assert.NotContains(t, want[object.EksCluster], "legacy-prod")
	assert.Equal(t, "transit gateway "+planned.TransitGateway.Name, want[object.Route]["legacy.rtb-00000001 192.168.0.0/23"].Fields["next hop"])
	assert.NotContains(t, want[object.Route], "legacy.rtb-00000001 172.18.0.0/24", "the local route is there already")
	assert.Contains(t, want[object.TransitGatewayAttachment], "legacy")
	rules := 0
	for _, rule := range want[object.SecurityGroupRule] {
		if rule.Fields["group"] == "cluster of legacy-prod" {
			rules++
		}
	}
	assert.Positive(t, rules)
	names := expect.Names(planned, expect.Options{Existing: map[string]string{"tgw-rtb-1": "other"}})
	assert.Equal(t, "legacy", names["vpc-0123456789abcdef0"])
	assert.Equal(t, "legacy.lb.euc1-az2", names["subnet-00000001"])
	assert.Equal(t, "legacy.rtb-00000001", names["rtb-00000001"])
	assert.Equal(t, "cluster of legacy-prod", names["sg-0123456789abcdef0"])
	assert.Equal(t, "other", names["tgw-rtb-1"])
	assert.NotContains(t, names, "")

	// Everything lies in the account that the estate says, and IAM and Route 53 in no Region.
	regional := snapshot.Place{Account: "111122223333", Region: "eu-central-1"}
	assert.Equal(t, regional, want[object.Vpc]["ingress"].Place)
	for _, role := range want[object.Role] {
		assert.Equal(t, snapshot.Place{Account: "111122223333", Region: snapshot.Global}, role.Place)
	}

	// A cluster's role is denied what its plan says, and nobody else's role anything.
	require.Len(t, want[object.RoleInlinePolicy], 2)
	const denied = "-eksRole-role ingresshub-estate-guardrails"
	assert.NotContains(t, want[object.RoleInlinePolicy]["blue-1"+denied].Fields["policy"], "AllocateAddress", "it is switched off")
	assert.Contains(t, want[object.RoleInlinePolicy]["green"+denied].Fields["policy"], "AllocateAddress")

	assert.Equal(t, "Name=ingress, cost-center=42, team=platform", want[object.Vpc]["ingress"].Fields["tags"])
	assert.Contains(t, want[object.LoadBalancer]["acme-public"].Fields["attributes"], "deletion_protection.enabled=true")
	assert.NotContains(t, want[object.LoadBalancer]["acme-blue-1-inner-2"].Fields["attributes"], "deletion_protection",
		"it may be replaced")
	assert.Equal(t, "4200000001", want[object.TransitGateway][planned.TransitGateway.Name].Fields["amazon-side asn"])
	assert.Len(t, want[object.Record], 3, "one per hosted zone and domain")
}

// TestSingleComponents wants no more than what the parts of a plan make by themselves.
func TestSingleComponents(t *testing.T) {
	vpc, err := plan.NewEksVpc(plan.EksVpcSpec{
		Name: "blue", Cidr: "10.16.0.0/16", Zones: []string{"use1-az1", "use1-az2"}, IngressCidr: "10.0.0.0/20",
	})
	require.NoError(t, err)
	alone := byKey(t, &plan.Plan{Region: "us-east-1", Vpcs: []plan.Vpc{vpc}}, expect.Options{Account: "111111111111"})
	assert.Empty(t, alone[object.TransitGateway])
	assert.NotContains(t, alone[object.Route], "blue.node.use1-az1 10.0.0.0/20", "that route is the attachment's")

	attachment, err := plan.NewTransitAttachment(vpc, "spoke")
	require.NoError(t, err)
	gateway := plan.TransitPlan{
		ExistingID: "tgw-1", Attachments: []plan.TransitAttachment{attachment},
		RouteTables: []plan.TransitRouteTable{{Name: "ingress", Routes: []plan.TransitRoute{
			{Name: "ingress.blue", Destination: "10.16.0.0/16", Attachment: "blue"},
			{Name: "ingress.rest", Destination: "10.0.0.0/8", Blackhole: true},
		}}},
	}
	planned := &plan.Plan{Region: "us-east-1", Vpcs: []plan.Vpc{vpc}, TransitGateway: gateway}
	joined := byKey(t, planned, expect.Options{Account: "111111111111", Existing: map[string]string{"tgw-rtb-1": "tgw-1.ingress"}})
	assert.Empty(t, joined[object.TransitGateway])
	assert.Empty(t, joined[object.TransitGatewayRouteTable], "it is there already")
	assert.Equal(t, "transit gateway tgw-1", joined[object.Route]["blue.node.use1-az1 10.0.0.0/20"].Fields["next hop"])
	assert.Equal(t, "tgw-1.spoke", joined[object.TransitGatewayAssociation]["blue"].Fields["route table"])
	assert.Equal(t, object.Fields{"next hop": "attachment blue", "type": "static", "state": "active"},
		joined[object.TransitGatewayRoute]["tgw-1.ingress 10.16.0.0/16"].Fields)
	assert.Equal(t, object.Fields{"next hop": "nowhere", "type": "static", "state": "blackhole"},
		joined[object.TransitGatewayRoute]["tgw-1.ingress 10.0.0.0/8"].Fields)
	// A table that is not there yet is made.
	assert.Contains(t, byKey(t, planned, expect.Options{})[object.TransitGatewayRouteTable], "tgw-1.ingress")
}
