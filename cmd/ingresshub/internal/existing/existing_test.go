package existing

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/localcloud"
)

const vpcType = "aws:ec2/vpc:Vpc"

func subnets(first int) map[string]plan.ExistingSubnet {
	cidr := func(n int) string {
		return []string{"10.32.0.0/27", "10.32.0.32/27", "10.32.0.64/27", "10.32.0.96/27"}[n]
	}
	id := func(n int) string { return "subnet-0123456789abcde0" + string(rune('1'+n)) }
	const table = "rtb-0123456789abcdef0"
	return map[string]plan.ExistingSubnet{
		"use1-az1": {ID: id(first), Cidr: cidr(first), RouteTableID: table},
		"use1-az4": {ID: id(first + 1), Cidr: cidr(first + 1), RouteTableID: table},
	}
}

func planned(t *testing.T) *plan.Plan {
	t.Helper()
	estate := plan.Estate{
		Zones:   []string{"use1-az1", "use1-az4"},
		Ingress: plan.Ingress{Cidr: "10.0.0.0/20"},
		Transit: plan.Transit{TransitGateway: &plan.TransitGateway{ID: "tgw-0123456789abcdef0"}},
		Clusters: map[string]plan.Cluster{"search": {Cidr: "10.32.0.0/24", Existing: &plan.Existing{
			VpcID: "vpc-0123456789abcdef0", ClusterName: "old", PodSecurityGroupID: "sg-0123456789abcdef0",
			Subnets: map[string]map[string]plan.ExistingSubnet{"lb": subnets(0), "node": subnets(2), "transit": {
				"use1-az1": {ID: "subnet-0123456789abcde11", Cidr: "10.32.0.128/28"},
				"use1-az4": {ID: "subnet-0123456789abcde12", Cidr: "10.32.0.144/28"},
			}},
		}}},
	}
	result, err := plan.Build(estate)
	require.NoError(t, err)
	return result
}

func TestWhatAPlanTakesAsExisting(t *testing.T) {
	t.Parallel()
	counts := map[string]int{}
	objects := Of(planned(t))
	for _, object := range objects {
		counts[object.Type]++
	}
	assert.Equal(t, map[string]int{
		"aws:ec2transitgateway/transitGateway:TransitGateway": 1,
		vpcType:                         1,
		"aws:ec2/subnet:Subnet":         6,
		"aws:ec2/routeTable:RouteTable": 1,
		"aws:ec2/routeTableAssociation:RouteTableAssociation": 4,
		"aws:ec2/securityGroup:SecurityGroup":                 1,
		"aws:eks/cluster:Cluster":                             1,
	}, counts)
}

// Of an estate in several accounts, each has what lies in it, and the gateway can be shared by its owner.
func TestExistingInSeveralAccounts(t *testing.T) {
	t.Parallel()
	const hub, spoke = "222222222222", "333333333333"
	several := planned(t)
	several.Accounts = []plan.PlannedAccount{{Name: "hub", ID: hub}, {Name: "search", ID: spoke}}
	several.TransitGateway.Account = "hub"
	for i := range several.Vpcs {
		if several.Vpcs[i].ExistingID != "" {
			several.Vpcs[i].Account = "search"
		}
	}
	several.Clusters[0].Account = "search"

	cloud, err := localcloud.New(localcloud.Options{Account: hub})
	require.NoError(t, err)
	require.NoError(t, Put(cloud, Of(several)))
	for _, object := range cloud.Everything() {
		if object.ID != "tgw-0123456789abcdef0" {
			assert.Equal(t, spoke, object.Account, object.ID)
			continue
		}
		assert.Equal(t, hub, object.Account)
		assert.Equal(t, hub, object.Outputs["ownerId"])
		assert.Equal(t, "arn:aws:ec2:us-east-1:"+hub+":transit-gateway/"+object.ID, object.Outputs["arn"])
	}
}

// The endpoint service of somebody else's appliances is there already, and lets everybody in.
func TestServiceOfAFirewall(t *testing.T) {
	t.Parallel()
	const name = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"
	objects := Of(&plan.Plan{Firewalls: []plan.PlannedFirewall{
		{Name: "edge", GatewayLoadBalancer: &plan.PlannedGatewayLoadBalancer{ServiceName: name}},
		{Name: "inspection", GatewayLoadBalancer: &plan.PlannedGatewayLoadBalancer{Fleet: "inspection"}},
	}})
	require.Len(t, objects, 1, "a fleet is made")
	assert.Equal(t, "vpce-svc-0123456789abcdef0", objects[0].ID)
	assert.Equal(t, name, objects[0].Outputs["serviceName"])
}

func TestPut(t *testing.T) {
	t.Parallel()
	cloud, err := localcloud.New(localcloud.Options{})
	require.NoError(t, err)
	objects := Of(planned(t))
	require.NoError(t, Put(cloud, objects))
	assert.Empty(t, cloud.Objects(), "programs made none of it")
	all := cloud.Everything()
	assert.GreaterOrEqual(t, len(all), len(objects))
	subnet := slices.IndexFunc(all, func(o localcloud.Object) bool { return o.ID == "subnet-0123456789abcde12" })
	assert.Equal(t, "us-east-1d", all[subnet].Outputs["availabilityZone"])
	assert.ErrorContains(t, Put(cloud, []Object{{Type: "aws:no/such:Type", ID: "x"}}), "existing aws:no/such:Type x")
}

func TestRead(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	none, err := Read(filepath.Join(folder, FileName))
	require.NoError(t, err)
	assert.Empty(t, none)

	path := filepath.Join(folder, "a.yaml")
	require.NoError(t, os.WriteFile(path, []byte("- {type: aws:ec2/vpc:Vpc, id: vpc-1, outputs: {cidrBlock: 10.0.0.0/16}}\n"), 0o600))
	objects, err := Read(path)
	require.NoError(t, err)
	text, err := json.Marshal(objects)
	require.NoError(t, err)
	assert.JSONEq(t, `[{"Type":"aws:ec2/vpc:Vpc","Account":"","ID":"vpc-1","Outputs":{"cidrBlock":"10.0.0.0/16"}}]`, string(text))

	require.NoError(t, os.WriteFile(path, []byte("- {typ: aws:ec2/vpc:Vpc}\n"), 0o600))
	_, err = Read(path)
	assert.ErrorContains(t, err, "typ")
}
