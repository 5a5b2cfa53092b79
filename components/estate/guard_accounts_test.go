package estate

import (
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/stretchr/testify/assert"
)

// TestGuardAccounts moves VPCs, and a cluster in a VPC of somebody else, to another account.
func TestGuardAccounts(t *testing.T) {
	const hub, shop, data = "111122223333", "444455556666", "777788889999"
	const prefix = "urn:pulumi:dev::ingresshub::ingresshub:index:Estate$"
	resources := map[string]recorded{}
	for name, vpc := range map[string][2]string{"ingress": {"IngressVpc", hub}, "inspection": {"InspectionVpc", hub}, "blue": {"EksVpc", shop}} {
		resource := recorded{Type: "aws:ec2/vpc:Vpc"}
		resource.Outputs.OwnerID = vpc[1]
		resources[prefix+"ingresshub:index:"+vpc[0]+"$aws:ec2/vpc:Vpc::"+name] = resource
	}
	green := recorded{Type: "aws:eks/cluster:Cluster"}
	green.Outputs.Arn = "arn:aws:eks:us-east-1:" + shop + ":cluster/dev-green"
	resources[prefix+"ingresshub:index:EksCluster$eks:index:Cluster$aws:eks/cluster:Cluster::green-eksCluster"] = green

	same := func() *plan.Plan {
		return &plan.Plan{
			Accounts: []plan.PlannedAccount{{Name: "hub", ID: hub}, {Name: "shop", ID: shop}, {Name: "data", ID: data}},
			Vpcs: []plan.Vpc{
				{Name: "ingress", Kind: plan.IngressVpc, Account: "hub"},
				{Name: "inspection", Kind: plan.InspectionVpc, Account: "hub"},
				{Name: "blue", Kind: plan.EksVpc, Account: "shop"},
				{Name: "green", Kind: plan.EksVpc, Account: "shop", ExistingID: "vpc-0123456789abcdef0"},
				{Name: "new", Kind: plan.EksVpc, Account: "data"},
			},
		}
	}
	cluster := func(name, from, to string) string {
		return "clusters." + name + ".account: it is in account " + from + " and cannot move to " + to + ": AWS moves no VPC and no cluster. " +
			"Declare a further cluster there, move the services over, and then take this one out"
	}
	for name, test := range map[string]struct {
		change func(*plan.Plan)
		want   []string
	}{
		"nothing": {change: func(*plan.Plan) {}},
		"another name": {change: func(p *plan.Plan) {
			p.Accounts[1].Name, p.Vpcs[2].Account, p.Vpcs[3].Account = "store", "store", "store"
		}},
		"a cluster":      {func(p *plan.Plan) { p.Vpcs[2].Account = "data" }, []string{cluster("blue", shop, data)}},
		"into the hub's": {func(p *plan.Plan) { p.Vpcs[2].Account = "hub" }, []string{cluster("blue", shop, hub)}},
		"existing VPC":   {func(p *plan.Plan) { p.Vpcs[3].Account = "data" }, []string{cluster("green", shop, data)}},
		"another ID":     {func(p *plan.Plan) { p.Accounts[1].ID = "000011112222" }, []string{cluster("blue", shop, "000011112222"), cluster("green", shop, "000011112222")}},
		"the hub": {func(p *plan.Plan) { p.Vpcs[0].Account, p.Vpcs[1].Account = "data", "data" }, []string{
			"ingress.account: it is in account " + hub + " and cannot move to " + data + ": AWS moves no VPC and no cluster. Declare a further estate there",
		}},
		"accounts are no longer named": {func(p *plan.Plan) {
			p.Accounts = nil
			for i := range p.Vpcs {
				p.Vpcs[i].Account = ""
			}
		}, []string{cluster("blue", shop, hub), cluster("green", shop, hub)}},
		"a cluster's stack": {func(p *plan.Plan) { p.Vpcs = p.Vpcs[2:3]; p.Vpcs[0].Account = "data" }, []string{cluster("blue", shop, data)}},
	} {
		t.Run(name, func(t *testing.T) {
			planned := same()
			test.change(planned)
			var lines []string
			for _, problem := range guardAccounts(newLastState(resources), planned) {
				lines = append(lines, problem.Path+": "+problem.Message)
			}
			assert.Equal(t, test.want, lines)
		})
	}
	assert.Empty(t, guardAccounts(&lastState{}, same()), "nothing is there yet")
	assert.Empty(t, guardAccounts(newLastState(map[string]recorded{}), same()))
}
