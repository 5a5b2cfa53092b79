package estate

import (
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/stretchr/testify/assert"
)

// TestGuardVpcs changes CIDRs of VPCs and of pods.
func TestGuardVpcs(t *testing.T) {
	const vpcType, secondaryType = "aws:ec2/vpc:Vpc", "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
	resources := map[string]recorded{}
	for _, made := range [][4]string{
		{"ingresshub:index:IngressVpc", vpcType, "ingress", "10.0.0.0/20"},
		{"ingresshub:index:EksVpc", vpcType, "blue", "10.16.0.0/16"},
		{"ingresshub:index:EksVpc", secondaryType, "blue.pod", "100.64.0.0/16"},
		{"ingresshub:index:EksVpc", vpcType, "green", "10.17.0.0/16"},
		{"ingresshub:index:Other", vpcType, "other", "10.99.0.0/16"},
	} {
		resource := recorded{Type: made[1]}
		resource.Outputs.CidrBlock = made[3]
		resources["urn:pulumi:dev::ingresshub::ingresshub:index:Estate$"+made[0]+"$"+made[1]+"::"+made[2]] = resource
	}
	pods := func(cidr string) []plan.SecondaryCidr { return []plan.SecondaryCidr{{Name: "any", Cidr: cidr}} }
	same := func() *plan.Plan {
		return &plan.Plan{Vpcs: []plan.Vpc{
			{Name: "ingress", Kind: plan.IngressVpc, Cidr: "10.0.0.0/20"},
			{Name: "blue", Kind: plan.EksVpc, Cidr: "10.16.0.0/16", SecondaryCidrs: pods("100.64.0.0/16")},
			{Name: "green", Kind: plan.EksVpc, Cidr: "10.17.0.0/16"},
			{Name: "other", Kind: plan.EksVpc, Cidr: "10.18.0.0/16"},
		}}
	}
	for name, test := range map[string]struct {
		change func(*plan.Plan)
		want   []string
	}{
		"nothing":         {change: func(*plan.Plan) {}},
		"a VPC goes":      {change: func(p *plan.Plan) { p.Vpcs = p.Vpcs[:1] }},
		"an existing VPC": {change: func(p *plan.Plan) { p.Vpcs[2].ExistingID, p.Vpcs[2].Cidr = "vpc-1", "10.20.0.0/16" }},
		"VPCs": {change: func(p *plan.Plan) { p.Vpcs[0].Cidr, p.Vpcs[1].Cidr = "10.8.0.0/20", "10.9.0.0/16" }, want: []string{
			"ingress.cidr: AWS fixes it when a VPC is made: it is 10.0.0.0/20; 10.8.0.0/20 would replace",
			"clusters.blue.cidr: AWS fixes it when a VPC is made: it is 10.16.0.0/16; 10.9.0.0/16 would replace",
		}},
		"pods": {change: func(p *plan.Plan) {
			p.Vpcs[1].SecondaryCidrs, p.Vpcs[2].SecondaryCidrs = nil, pods("100.65.0.0/16")
		}, want: []string{
			"clusters.blue.podCidr: pods keep the addresses with which they started, and load balancers would look for them in the node subnets instead of 100.64.0.0/16.",
			"clusters.green.podCidr: pods keep the addresses with which they started, and load balancers would look for them in 100.65.0.0/16 instead of the node subnets.",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			planned := same()
			test.change(planned)
			problems := guard(newLastState(resources), planned)
			if assert.Len(t, problems, len(test.want), problems) {
				for i, problem := range problems {
					assert.Contains(t, problem.Path+": "+problem.Message, test.want[i])
				}
			}
		})
	}
}
