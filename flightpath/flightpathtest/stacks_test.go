package flightpathtest_test

import (
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
)

// guest makes a subnet in a VPC that the stack of another team exports.
func guest(hub string) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		other, err := pulumi.NewStackReference(ctx, hub, nil)
		if err != nil {
			return err
		}
		cidr, err := other.GetOutputDetails("cidr") // before anything is registered
		if err != nil {
			return err
		}
		_, err = ec2.NewSubnet(ctx, "shared", &ec2.SubnetArgs{
			VpcId: other.GetStringOutput(pulumi.String("vpc")), CidrBlock: pulumi.String(cidr.Value.(string)), AvailabilityZoneId: pulumi.String("use1-az1"),
		})
		return err
	}
}

// host makes a VPC, and exports it.
func host(ctx *pulumi.Context) error {
	v, err := ec2.NewVpc(ctx, "shared", &ec2.VpcArgs{CidrBlock: pulumi.String(config.Require(ctx, "cidr"))})
	if err != nil {
		return err
	}
	ctx.Export("vpc", v.ID())
	ctx.Export("cidr", v.CidrBlock)
	return nil
}

func TestStackOutputs(t *testing.T) {
	t.Parallel()
	for option, reference := range map[string]string{
		"hub": "hub", "network/hub": "network/hub", "acme/network/hub": "acme/network/hub", // as the program writes it
		"project/prod": "prod", "organization/project/dev": "dev", "staging": "organization/project/staging", // or in full
	} {
		n := flightpathtest.Record(t, guest(reference), flightpathtest.StackOutputs(option, map[string]any{"vpc": "vpc-1", "cidr": "10.0.1.0/24"}))
		assert.Equal(t, []string{"vpc-1"}, vpcsOfSubnets(n), option)
	}
}

// What several teams' programs make is one network, in which IDs that one exports are those that another uses.
func TestAfter(t *testing.T) {
	t.Parallel()
	in := map[string]string{"network:cidr": "10.0.0.0/16", "project:cidr": "10.1.0.0/16"}
	for _, name := range []string{"hub", "network/hub", "acme/network/hub"} {
		n := flightpathtest.Record(t, guest(name), flightpathtest.After(name, host, in))
		if assert.Len(t, n.VPCs, 1, name) {
			assert.Equal(t, []string{n.VPCs[0].ID}, vpcsOfSubnets(n), name)
		}
	}

	// Each runs as a stack of its own, with names that others have as well, and only its own config.
	twice := func(ctx *pulumi.Context) error {
		if err := guest("network/hub")(ctx); err != nil {
			return err
		}
		assert.Equal(t, "eu-west-1", config.Require(ctx, "aws:region"))
		assert.Equal(t, "mine", config.Require(ctx, "own"))
		return host(ctx)
	}
	n := flightpathtest.Record(t, twice, flightpathtest.After("network/hub", func(ctx *pulumi.Context) error {
		assert.Equal(t, "eu-west-1", config.Require(ctx, "aws:region"))
		assert.Empty(t, config.Get(ctx, "project:own"))
		assert.Equal(t, []string{"organization", "network", "hub"}, []string{ctx.Organization(), ctx.Project(), ctx.Stack()})
		return host(ctx)
	}, in), flightpathtest.Config(map[string]string{"aws:region": "eu-west-1", "project:own": "mine", "project:cidr": "10.9.0.0/16"}))
	assert.Len(t, n.VPCs, 2)
}

// asking reads one output of a stack that it calls hub.
func asking(hub, output string, details *pulumi.StackReferenceOutputDetails) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		other, err := pulumi.NewStackReference(ctx, "by another name", &pulumi.StackReferenceArgs{Name: pulumi.String(hub)})
		if err != nil {
			return err
		}
		got, err := other.GetOutputDetails(output)
		*details = *got
		return err
	}
}

// What is exported arrives as the engine would hand it over, secrets as secrets.
func TestExportedValues(t *testing.T) {
	t.Parallel()
	hub := flightpathtest.After("hub", func(ctx *pulumi.Context) error {
		ctx.Export("secret", pulumi.ToSecret(pulumi.String("hush")))
		ctx.Export("plain", pulumi.Map{"list": pulumi.ToStringArray([]string{"a"}), "number": pulumi.Int(3)})
		return nil
	}, nil)
	var got pulumi.StackReferenceOutputDetails
	flightpathtest.Record(t, asking("hub", "secret", &got), hub)
	assert.Equal(t, pulumi.StackReferenceOutputDetails{SecretValue: "hush"}, got)
	flightpathtest.Record(t, asking("hub", "plain", &got), hub)
	assert.Equal(t, pulumi.StackReferenceOutputDetails{Value: map[string]any{"list": []any{"a"}, "number": 3.0}}, got)
	flightpathtest.Record(t, asking("hub", "none", &got), hub)
	assert.Equal(t, pulumi.StackReferenceOutputDetails{}, got)
	type address struct {
		At string `json:"at"`
	}
	flightpathtest.Record(t, asking("hub", "typed", &got), flightpathtest.StackOutputs("hub", map[string]any{"typed": []address{{"10.0.0.4"}}}))
	assert.Equal(t, []any{map[string]any{"at": "10.0.0.4"}}, got.Value)
}

// Whoever looks up by its ID what another stack made gets that, and not another thing of the same ID.
func TestLookedUpOfAnotherStack(t *testing.T) {
	t.Parallel()
	n := flightpathtest.Record(t, func(ctx *pulumi.Context) error {
		hub, err := pulumi.NewStackReference(ctx, "network/hub", nil)
		if err != nil {
			return err
		}
		shared, err := ec2.GetVpc(ctx, "looked up", hub.GetIDOutput(pulumi.String("vpc")), nil)
		if err != nil {
			return err
		}
		_, err = ec2.NewSubnet(ctx, "shared", &ec2.SubnetArgs{VpcId: shared.ID(), CidrBlock: shared.CidrBlock, AvailabilityZoneId: pulumi.String("use1-az1")})
		return err
	}, flightpathtest.After("network/hub", host, map[string]string{"network:cidr": "10.7.0.0/16"}))
	if assert.Len(t, n.VPCs, 1) && assert.Len(t, n.Subnets, 1) {
		assert.Equal(t, n.VPCs[0].ID, n.Subnets[0].VPC)
		assert.Equal(t, n.VPCs[0].CIDRs, n.Subnets[0].CIDRs)
	}
}

// Several stacks may use one name for different things: AWS would not.
func TestOneNameInSeveralStacks(t *testing.T) {
	t.Parallel()
	service := func(cidr string) pulumi.RunFunc {
		return func(ctx *pulumi.Context) error {
			v, err := ec2.NewVpc(ctx, "api", &ec2.VpcArgs{CidrBlock: pulumi.String(cidr)})
			if err != nil {
				return err
			}
			s, err := ec2.NewSubnet(ctx, "api", &ec2.SubnetArgs{VpcId: v.ID(), CidrBlock: pulumi.String(cidr), AvailabilityZoneId: pulumi.String("use1-az1")})
			if err != nil {
				return err
			}
			b, err := lb.NewLoadBalancer(ctx, "api", &lb.LoadBalancerArgs{LoadBalancerType: pulumi.String("network"), Internal: pulumi.Bool(true), Subnets: pulumi.StringArray{s.ID()}})
			if err != nil {
				return err
			}
			_, err = ec2.NewVpcEndpointService(ctx, "api", &ec2.VpcEndpointServiceArgs{AcceptanceRequired: pulumi.Bool(false), NetworkLoadBalancerArns: pulumi.StringArray{b.Arn}})
			return err
		}
	}
	n := flightpathtest.Record(t, service("10.3.0.0/24"),
		flightpathtest.After("x/one", service("10.1.0.0/24"), nil), flightpathtest.After("x/two", service("10.2.0.0/24"), nil))
	distinct := map[string]bool{}
	for i := range n.EndpointServices {
		distinct[n.EndpointServices[i].Service] = true
	}
	for i := range n.LoadBalancers {
		distinct[n.LoadBalancers[i].DNSName] = true
	}
	assert.Len(t, distinct, 2*3, distinct)
}

// What cannot be answered ends the test, with what can be said, and by whom.
func TestStacksThatAreNotKnown(t *testing.T) {
	t.Parallel()
	said := func(program pulumi.RunFunc, options ...flightpathtest.Option) string {
		t.Helper()
		w := &stopped{witness: witness{TB: t}}
		assert.PanicsWithValue(t, "stopped", func() { flightpathtest.Record(w, program, options...) })
		return strings.Join(w.said, "\n")
	}
	known := flightpathtest.StackOutputs("acme/network/dev", map[string]any{"cidr": "10.0.0.0/24"})
	all := said(guest("acme/network/prod"), known)
	assert.Contains(t, all, "stack organization/project/stack refers to stack acme/network/prod")
	assert.Contains(t, all, `flightpathtest.After("acme/network/prod", …)`)
	assert.Contains(t, all, "known are acme/network/dev")

	// A name is the referring program's, and the advice holds wherever it is followed.
	all = said(host, flightpathtest.After("network/hub", guest("dns"), nil))
	assert.Contains(t, all, "stack organization/network/hub: ", "which program it was")
	assert.Contains(t, all, `flightpathtest.StackOutputs("organization/network/dns", …)`)
	flightpathtest.Record(t, host, flightpathtest.Config(map[string]string{"project:cidr": "10.1.0.0/16"}), flightpathtest.After("network/hub", guest("dns"), nil),
		flightpathtest.StackOutputs("organization/network/dns", map[string]any{"vpc": "vpc-1", "cidr": "10.0.1.0/24"}))

	for name, options := range map[string][]flightpathtest.Option{
		"project/stack": {flightpathtest.After("stack", host, nil)},
		"network/prod":  {flightpathtest.After("acme/network/prod", host, nil), flightpathtest.After("corp/network/prod", host, nil)},
		"network/dev":   {flightpathtest.After("acme/network/dev", host, nil), known},
		"project/hub":   {flightpathtest.StackOutputs("hub", nil), flightpathtest.StackOutputs("project/hub", nil)},
	} {
		assert.Contains(t, said(host, options...), "stack "+name+" is there twice")
	}
	assert.Contains(t, said(host, flightpathtest.StackOutputs("hub", map[string]any{"id": pulumi.String("x").ToStringOutput()})),
		"outputs of stack hub: id is an output")
}

// What is made in another account has its ARN, and says so when it is asked.
func TestAccounts(t *testing.T) {
	t.Parallel()
	ran := make(chan []string, 1)
	flightpathtest.Record(t, func(ctx *pulumi.Context) error {
		other, err := aws.NewProvider(ctx, "other", &aws.ProviderArgs{AllowedAccountIds: pulumi.StringArray{pulumi.String("222222222222")}})
		if err != nil {
			return err
		}
		assumed, err := aws.NewProvider(ctx, "assumed", &aws.ProviderArgs{AssumeRole: aws.ProviderAssumeRoleArgs{
			RoleArn: pulumi.String("arn:aws:iam::333333333333:role/deploy"),
		}})
		if err != nil {
			return err
		}
		in := pulumi.Provider(other)
		role, err := iam.NewRole(ctx, "role", &iam.RoleArgs{AssumeRolePolicy: pulumi.String("{}")}, in)
		if err != nil {
			return err
		}
		group, err := lb.NewTargetGroup(ctx, "group", nil, in)
		if err != nil {
			return err
		}
		caller := aws.GetCallerIdentityOutput(ctx, aws.GetCallerIdentityOutputArgs{}, pulumi.Provider(assumed))
		own := aws.GetCallerIdentityOutput(ctx, aws.GetCallerIdentityOutputArgs{})
		pulumi.All(role.Arn, group.Arn, caller.AccountId(), own.AccountId()).ApplyT(func(all []any) bool {
			ran <- []string{all[0].(string), all[1].(string)[:60], all[2].(string), all[3].(string)}
			return true
		})
		return nil
	})
	assert.Equal(t, []string{
		"arn:aws:iam::222222222222:role/role", "arn:aws:elasticloadbalancing:us-east-1:222222222222:targetgr", "333333333333", "111122223333",
	}, <-ran)
}

func vpcsOfSubnets(n *network.Network) []string {
	var all []string
	for i := range n.Subnets {
		all = append(all, n.Subnets[i].VPC)
	}
	return all
}
