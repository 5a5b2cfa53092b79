package scenario

import (
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/ingresshub/ingresshub/tests/e2e/given"
)

// accounts are two, each with its role and a VPC that has the other's CIDR: nothing but the role keeps them apart.
var accounts = []struct{ name, id, role string }{
	{"blue", "222222222222", "arn:aws:iam::222222222222:role/deploy"},
	{"green", "333333333333", "arn:aws:iam::333333333333:role/deploy"},
}

// Accounts is a program with a provider per role, each of which makes a VPC in an account of its own, while the credentials
// in use belong to a third.
func Accounts() Scenario {
	s := Scenario{
		Name: "separate-accounts",
		States: []State{
			{Name: "as declared", Config: []byte("config: {aws:region: " + Region + "}\n"), Plan: accountsPlan},
		},
	}
	for _, account := range accounts {
		s.Roles = append(s.Roles, account.role)
	}
	program := inline.Program("accounts", func(ctx *pulumi.Context) error {
		for _, account := range accounts {
			vpc, err := accountVpc(account.name)
			if err != nil {
				return err
			}
			provider, err := aws.NewProvider(ctx, account.name, &aws.ProviderArgs{
				Region:            pulumi.String(Region),
				AllowedAccountIds: pulumi.StringArray{pulumi.String(account.id)},
				AssumeRole: aws.ProviderAssumeRoleArgs{
					RoleArn: pulumi.String(account.role), SessionName: pulumi.String("ingresshub"),
				},
			})
			if err != nil {
				return err
			}
			if _, err := network.NewEksVpc(ctx, vpc.Name, &network.EksVpcArgs{Plan: vpc}, pulumi.Provider(provider)); err != nil {
				return err
			}
		}
		return nil
	})
	s.Inline = &program
	return s
}

// accountVpc is the VPC of an account. The endpoints are few, as they are nothing that accounts could confuse.
func accountVpc(name string) (plan.Vpc, error) {
	vpc, err := plan.NewEksVpc(plan.EksVpcSpec{
		Name: name, Cidr: "10.16.0.0/16", PodCidr: "100.64.0.0/16", Zones: []string{"use1-az1", "use1-az2"},
		IngressCidr: "10.0.0.0/20", VpcEndpoints: []string{"ecr.api", "ecr.dkr", "ec2", "sts"},
	})
	vpc.Account = name
	return vpc, err
}

func accountsPlan(given.IDs) (*plan.Plan, error) {
	planned := &plan.Plan{Region: Region}
	for _, account := range accounts {
		vpc, err := accountVpc(account.name)
		if err != nil {
			return nil, err
		}
		for i, table := range vpc.RouteTables {
			// The VPC is made by itself: whoever attaches it to a transit gateway makes the routes there.
			vpc.RouteTables[i].Routes = slices.DeleteFunc(table.Routes, func(r plan.Route) bool { return r.NextHop == plan.ToTransitGateway })
		}
		planned.Vpcs = append(planned.Vpcs, vpc)
		planned.Accounts = append(planned.Accounts, plan.PlannedAccount{Name: account.name, ID: account.id, RoleArn: account.role})
	}
	return planned, nil
}
