package pulumi

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
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
