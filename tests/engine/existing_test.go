package engine_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestExisting deploys estates that join what exists already: a transit gateway; VPCs, and a cluster. The second one has
// every field there is.
func TestExisting(t *testing.T) {
	t.Parallel()
	everyField := declared{t: t}
	text, err := os.ReadFile("../../components/plan/testdata/every-field.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &everyField.estate))

	for name, d := range map[string]declared{
		"transit gateway": smallEstate(t).set("transit.transitGateway.id", "tgw-0123456789abcdef0"),
		"every field":     everyField,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			planned := d.plan()
			// What exists is not told in every detail here, so flightpath could not answer for Reachability Analyzer.
			answers := func(localcloud.Object, []string, []localcloud.Object) (bool, error) { return true, nil }
			w := newWorldIn(t, localcloud.Options{Reachability: answers}, rootProgram, d.text(), engine.WriteStateOnce...)
			e := existing{names: map[string]string{}, groups: map[string]string{}, world: w, region: planned.Region, account: "111111111111"}
			if len(planned.Accounts) > 0 {
				e.account = planned.Accounts[0].ID
			}
			e.give(planned)
			require.NotEmpty(t, e.names)
			w.up()
			assertPlanned(t, planned, foundFactsBeside(w.cloud, e.names, e.groups))
			w.unchanged()
			refreshed, err := w.stack.Refresh(t.Context())
			require.NoError(t, err)
			assert.Zero(t, refreshed.ChangeCount(), "refresh finds something: %s", describe(refreshed.Changed()))

			if planned.Protection {
				w.apply(d.set("protection", false))
			}
			w.destroy()
			assert.Equal(t, len(e.names), given(w.cloud), "what existed already must still exist")
		})
	}
}

// existing gives a world what a plan takes as existing, and remembers what the plan calls it.
type existing struct {
	*world
	account, region string

	// Names by ID, and clusters by the ID of their pods' security group.
	names, groups map[string]string
}

func (e *existing) give(planned *plan.Plan) {
	e.t.Helper()
	if gateway := planned.TransitGateway; gateway.ExistingID != "" {
		e.put(transitGatewayType, gateway.ExistingID, gateway.Name, localcloud.Props{
			"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable",
		})
	}
	for _, vpc := range planned.Vpcs {
		if vpc.ExistingID == "" {
			continue
		}
		e.put(vpcType, vpc.ExistingID, vpc.Name, localcloud.Props{"cidrBlock": vpc.Cidr})
		for _, subnet := range vpc.Subnets {
			e.put(subnetType, subnet.ExistingID, subnet.Name, localcloud.Props{
				"vpcId": vpc.ExistingID, "cidrBlock": subnet.Cidr, "availabilityZoneId": subnet.Zone,
				"availabilityZone": e.region + string(rune('a'-1)+rune(subnet.Zone[len(subnet.Zone)-1]-'0')),
			})
		}
		for _, table := range vpc.RouteTables {
			e.put(routeTableType, table.ExistingID, table.Name, localcloud.Props{"vpcId": vpc.ExistingID})
		}
		for _, cluster := range planned.Clusters {
			if cluster.Existing && cluster.Vpc == vpc.Name {
				e.put(securityGroupType, cluster.ExistingPodSecurityGroupID, cluster.Name, localcloud.Props{"vpcId": vpc.ExistingID})
				e.groups[cluster.ExistingPodSecurityGroupID] = cluster.AwsName
				e.giveCluster(cluster)
			}
		}
	}
}

// giveCluster gives a cluster, where the load balancer controller is to be installed in it.
func (e *existing) giveCluster(cluster plan.EksCluster) {
	e.t.Helper()
	if cluster.Controller != nil {
		e.put(clusterType, cluster.AwsName, cluster.Name, localcloud.Props{
			"name": cluster.AwsName, "endpoint": "https://" + cluster.AwsName + ".example.com",
			"certificateAuthorities": []any{localcloud.Props{"data": "Q0E="}},
		})
	}
}

func (e *existing) put(resourceType, id, name string, outputs localcloud.Props) {
	e.t.Helper()
	if e.names[id] == "" {
		require.NoError(e.t, e.cloud.GivenIn(e.account, e.region, resourceType, id, outputs))
	}
	e.names[id] = name
}

// given counts what was there before any program.
func given(cloud *localcloud.Cloud) int {
	count := 0
	for _, object := range cloud.Everything() {
		if object.Given && !object.Implicit {
			count++
		}
	}
	return count
}
