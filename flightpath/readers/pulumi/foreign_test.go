package pulumi

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// What providers other than aws make, and stacks of CloudFormation, may open what the program's own resources keep shut.
func TestResourcesOfOtherProvidersAreNotProven(t *testing.T) {
	t.Parallel()
	verdict := func(typ string, inputs map[string]any) flightpath.Verdict {
		p := &program{}
		vpc := p.add(typeVPC, "vpc", map[string]any{"cidrBlock": "10.0.0.0/16"})
		subnet := p.add(typeSubnet, "one", map[string]any{"vpcId": to{vpc}, "cidrBlock": "10.0.1.0/24", "availabilityZoneId": "use1-az1"})
		gateway := p.add("aws:ec2/internetGateway:InternetGateway", "out", map[string]any{"vpcId": to{vpc}})
		table := p.add("aws:ec2/routeTable:RouteTable", "one", map[string]any{"vpcId": to{vpc}})
		p.add("aws:ec2/route:Route", "out", map[string]any{"routeTableId": to{table}, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": to{gateway}})
		p.add("aws:ec2/routeTableAssociation:RouteTableAssociation", "one", map[string]any{"subnetId": to{subnet}, "routeTableId": to{table}})
		group := p.add("aws:ec2/securityGroup:SecurityGroup", "shut", map[string]any{"vpcId": to{vpc}})
		p.add("aws:ec2/instance:Instance", "box", map[string]any{
			"subnetId": to{subnet}, "privateIp": "10.0.1.7", "associatePublicIpAddress": true,
			"vpcSecurityGroupIds": toEach{[]any{Unknown}, []string{group}},
		})
		if typ != "" {
			p.add(typ, "foreign", inputs)
		}
		answer, err := flightpath.New(p.read(t)).Trace(flightpath.Question{From: "internet", To: "10.0.1.7", Port: 443})
		require.NoError(t, err)
		return answer.Verdict
	}
	const rule = "AWS::EC2::SecurityGroupIngress"
	assert.Equal(t, flightpath.Blocked, verdict("", nil))
	assert.Equal(t, flightpath.Unproven, verdict("aws-native:ec2:SecurityGroupIngress", map[string]any{"groupId": "sg-1"}))
	assert.Equal(t, flightpath.Unproven, verdict("aws:cloudcontrol/resource:Resource", map[string]any{"typeName": rule}))
	assert.Equal(t, flightpath.Unproven, verdict("aws:cloudformation/stack:Stack", map[string]any{"templateBody": `{"Type": "` + rule + `"}`}))
	assert.Equal(t, flightpath.Unproven, verdict("aws:cloudformation/stack:Stack", map[string]any{"templateUrl": "https://example.com/t.json"}))
	assert.Equal(t, flightpath.Unproven, verdict("aws-native:globalaccelerator:Accelerator", map[string]any{}))
	assert.Equal(t, flightpath.Blocked, verdict("aws-native:s3:Bucket", map[string]any{}))
	assert.Equal(t, flightpath.Blocked, verdict("aws:cloudformation/stack:Stack", map[string]any{"templateBody": `{"Type": "AWS::AutoScaling::AutoScalingGroup"}`}))
}

// What makes more than its own properties tell may add to anything, and who may give a public address to an instance of the program.
func TestResourcesThatMakeMoreThanTheyTell(t *testing.T) {
	t.Parallel()
	const native, stack = "aws-native:cloudformation:Stack", "aws:cloudformation/stack:Stack"
	read := func(typ, key string, value any) *network.Network {
		p := boxed()
		p.add(typ, "foreign", map[string]any{key: value})
		return p.read(t)
	}
	for _, one := range []struct{ typ, key, value string }{
		{stack, "templateBody", `{"Type": "AWS::CloudFormation::Stack"}`},
		{stack, "templateBody", `{"Fn::Transform": {"Name": "AWS::Include"}}`},
		{stack, "templateBody", `Type: My::Own::Network::MODULE`},
		{stack, "templateBody", `Type: AWS::EC2::EIPAssociation`},
		{"aws:cloudformation/stackSet:StackSet", "templateBody", `Type: AWS::EC2::EIPAssociation`},
		{native, "templateUrl", "https://example.com/t.json"},
		{"aws-native:index:ExtensionResource", "type", "AWS::EC2::EIPAssociation"},
		{"aws-native:ec2:EipAssociation", "instanceId", "i-1"},
		{"aws-native:ec2:Eip", "instanceId", "i-1"},
	} {
		answer, err := flightpath.New(read(one.typ, one.key, one.value)).Trace(flightpath.Question{From: "internet", To: "10.0.1.7", Port: 443})
		require.NoError(t, err)
		assert.Equal(t, flightpath.Unproven, answer.Verdict, one)
	}
	for _, one := range []struct{ typ, key, value string }{
		{stack, "templateBody", `{"Type": "AWS::EC2::SecurityGroup::Id"}, {"Type": "List<AWS::EC2::Subnet::Id>"}`}, // parameters
		{"aws-native:ec2:Eip", "domain", "vpc"},
	} {
		n := read(one.typ, one.key, one.value)
		assert.Len(t, n.Gaps, len(read("aws-native:s3:Bucket", "x", "y").Gaps), one)
		assert.Empty(t, n.Publishers, one)
	}
}

// A stack in one account adds nothing to what another account has.
func TestResourcesOfOtherProvidersInAnotherAccount(t *testing.T) {
	t.Parallel()
	for account, want := range map[string]bool{"111111111111": true, "222222222222": false} {
		p := &program{}
		provider := func(name, account string) string {
			return p.add("pulumi:providers:aws", name, map[string]any{"region": "us-east-1", "allowedAccountIds": `["` + account + `"]`})
		}
		own, others := provider("own", "111111111111"), provider("other", account)
		table := p.add("aws:ec2/routeTable:RouteTable", "one", map[string]any{"vpcId": to{p.add(typeVPC, "vpc", map[string]any{"cidrBlock": "10.0.0.0/16"})}})
		p.add("aws:cloudformation/stack:Stack", "stack", map[string]any{"templateUrl": "https://example.com/t.json"})
		for i := range p.resources {
			switch p.resources[i].Type {
			case "pulumi:providers:aws":
			case "aws:cloudformation/stack:Stack":
				p.resources[i].Provider = others + "::id"
			default:
				p.resources[i].Provider = own + "::id"
			}
		}
		found := false
		for _, g := range p.read(t).Gaps {
			found = found || g.Of == table
		}
		assert.Equal(t, want, found, account)
	}
}
