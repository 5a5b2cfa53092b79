package pulumi_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
)

func named(typ, name string) string { return "urn:pulumi:dev::test::" + typ + "::" + name }

const (
	vpcType    = "aws:ec2/vpc:Vpc"
	subnetType = "aws:ec2/subnet:Subnet"
	tableType  = "aws:ec2/routeTable:RouteTable"
	aclType    = "aws:ec2/networkAcl:NetworkAcl"
	groupType  = "aws:ec2/securityGroup:SecurityGroup"
	eniType    = "aws:ec2/networkInterface:NetworkInterface"
	igwType    = "aws:ec2/internetGateway:InternetGateway"
	tgwType    = "aws:ec2transitgateway/transitGateway:TransitGateway"
	attachType = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
)

// joined is two VPCs that a transit gateway and a peering join, each with an internet gateway and an interface, as a preview tells of
// them: everything by the one resource that a property depends on. Doubt is a property of a resource that depends on more than one.
func joined(doubt map[string][]string) []pulumi.Resource {
	var all []pulumi.Resource
	add := func(typ, name string, inputs map[string]any, deps map[string][]string) {
		for key, of := range doubt {
			if key == name+" "+keyOf(deps, key, name) {
				deps[keyOf(deps, key, name)] = of
			}
		}
		if inputs == nil {
			inputs = map[string]any{}
		}
		for key := range deps {
			switch key {
			case "subnetIds", "securityGroups":
				inputs[key] = []any{pulumi.Unknown}
			default:
				inputs[key] = pulumi.Unknown
			}
		}
		all = append(all, pulumi.Resource{URN: named(typ, name), Type: typ, Custom: true, Inputs: inputs, PropertyDependencies: deps})
	}
	open := []any{map[string]any{"protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "cidrBlocks": []any{"0.0.0.0/0"}}}
	add(tgwType, "tgw", nil, nil)
	for i, name := range []string{"a", "b"} {
		other := []string{"b", "a"}[i]
		cidr := []string{"10.1.", "10.2."}[i]
		add(vpcType, "vpc-"+name, map[string]any{"cidrBlock": cidr + "0.0/16"}, nil)
		vpc := map[string][]string{"vpcId": {named(vpcType, "vpc-"+name)}}
		add(igwType, "igw-"+name, nil, clone(vpc))
		add(tableType, "rtb-"+name, nil, clone(vpc))
		add(subnetType, "subnet-"+name, map[string]any{"cidrBlock": cidr + "1.0/24", "availabilityZoneId": "use1-az1"}, clone(vpc))
		add(groupType, "sg-"+name, map[string]any{"ingress": open, "egress": open}, clone(vpc))
		add("aws:ec2/routeTableAssociation:RouteTableAssociation", "assoc-"+name, nil, map[string][]string{
			"routeTableId": {named(tableType, "rtb-"+name)}, "subnetId": {named(subnetType, "subnet-"+name)},
		})
		add(eniType, "eni-"+name, map[string]any{"privateIps": []any{cidr + "1.10"}}, map[string][]string{
			"subnetId": {named(subnetType, "subnet-"+name)}, "securityGroups": {named(groupType, "sg-"+name)},
		})
		add("aws:ec2/eip:Eip", "eip-"+name, map[string]any{"publicIp": "52.0.0." + []string{"1", "2"}[i]}, map[string][]string{"networkInterface": {named(eniType, "eni-"+name)}})
		add(attachType, "attach-"+name, nil, map[string][]string{
			"transitGatewayId": {named(tgwType, "tgw")}, "vpcId": vpc["vpcId"], "subnetIds": {named(subnetType, "subnet-"+name)},
		})
		add("aws:ec2/route:Route", "out-"+name, map[string]any{"destinationCidrBlock": "0.0.0.0/0"}, map[string][]string{
			"routeTableId": {named(tableType, "rtb-"+name)}, "gatewayId": {named(igwType, "igw-"+name)},
		})
		add("aws:ec2/route:Route", "over-"+other, map[string]any{"destinationCidrBlock": []string{"10.2.0.0/16", "10.1.0.0/16"}[i]}, map[string][]string{
			"routeTableId": {named(tableType, "rtb-"+name)}, "transitGatewayId": {named(tgwType, "tgw")},
		})
	}
	return all
}

func clone(deps map[string][]string) map[string][]string {
	copied := map[string][]string{}
	for key, of := range deps {
		copied[key] = of
	}
	return copied
}

// keyOf is the property that a doubt about a resource names, where the resource has it.
func keyOf(deps map[string][]string, doubt, name string) string {
	for key := range deps {
		if doubt == name+" "+key {
			return key
		}
	}
	return ""
}

// Which of several resources a property means decides whether packets arrive: whatever asks for it is unproven, and passes no property.
func TestAmbiguousReferencesProveNothing(t *testing.T) {
	t.Parallel()
	vpcs := []string{named(vpcType, "vpc-a"), named(vpcType, "vpc-b")}
	subnets := []string{named(subnetType, "subnet-a"), named(subnetType, "subnet-b")}
	for doubt, test := range map[string]struct {
		of       []string
		from, to string
	}{
		"":                      {nil, "", ""},
		"igw-b vpcId":           {vpcs, "internet", "10.2.1.10"},
		"igw-a vpcId":           {vpcs, "10.1.1.10", "internet"},
		"attach-b vpcId":        {vpcs, "10.1.1.10", "10.2.1.10"},
		"attach-a vpcId":        {vpcs, "10.1.1.10", "10.2.1.10"},
		"subnet-b vpcId":        {vpcs, "10.1.1.10", "10.2.1.10"},
		"eni-b subnetId":        {subnets, "10.1.1.10", "10.2.1.10"},
		"assoc-b subnetId":      {subnets, "10.2.1.10", "10.1.1.10"},
		"assoc-b subnetId none": {nil, "10.2.1.10", "10.1.1.10"},
	} {
		doubts := map[string][]string{}
		switch {
		case doubt == "assoc-b subnetId none": // of a component whose parts nobody names
			doubts["assoc-b subnetId"] = []string{"urn:pulumi:dev::test::pkg:index:Component::x"}
		case doubt != "":
			doubts[doubt] = test.of
		}
		n, err := pulumi.Read(joined(doubts))
		require.NoError(t, err)
		a := flightpath.New(n)
		verdict := func(from, to string) flightpath.Verdict {
			answer, err := a.Trace(flightpath.Question{From: from, To: to, Port: 443})
			require.NoError(t, err)
			return answer.Verdict
		}
		report, err := a.Check(flightpath.Expectations{Protected: []string{"vpc-a", "vpc-b"}})
		require.NoError(t, err)
		if doubt == "" {
			assert.Empty(t, n.Gaps)
			assert.Equal(t, flightpath.Direct, verdict("10.1.1.10", "10.2.1.10"))
			assert.Equal(t, flightpath.Direct, verdict("internet", "10.2.1.10"))
			continue
		}
		assert.Equal(t, flightpath.Unproven, verdict(test.from, test.to), doubt)
		for _, p := range report.Properties {
			if p.Name == flightpath.Contained {
				assert.NotEqual(t, "holds", string(p.Result), doubt)
			}
		}
	}
}
