package components_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/plan"
)

const (
	vpcType         = "aws:ec2/vpc:Vpc"
	subnetType      = "aws:ec2/subnet:Subnet"
	tableType       = "aws:ec2/routeTable:RouteTable"
	routeType       = "aws:ec2/route:Route"
	associationType = "aws:ec2/routeTableAssociation:RouteTableAssociation"
	gatewayType     = "aws:ec2/internetGateway:InternetGateway"
	endpointType    = "aws:ec2/vpcEndpoint:VpcEndpoint"
	groupType       = "aws:ec2/securityGroup:SecurityGroup"
	inboundType     = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	outboundType    = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	cidrType        = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
	reservedType    = "aws:ec2/subnetCidrReservation:SubnetCidrReservation"
)

func TestIngressVpc(t *testing.T) {
	t.Parallel()
	planned := vpcOf(t, devPlan(t, nil), "ingress")
	var vpc *network.IngressVpc
	r := record(t, func(ctx *pulumi.Context) error {
		var err error
		vpc, err = network.NewIngressVpc(ctx, "ingress", &network.IngressVpcArgs{
			Plan: planned, Tags: pulumi.StringMap{"team": pulumi.String("edge"), "Name": pulumi.String("lost")},
		})
		return err
	})

	component := r.one(t, network.IngressVpcToken, "ingress")
	made := r.one(t, vpcType, "ingress")
	assert.Equal(t, component.urn, made.rpc.GetParent())
	assert.Equal(t, planned.Cidr, made.inputs["cidrBlock"])
	assert.Equal(t, true, made.inputs["enableDnsHostnames"])
	assert.Equal(t, true, made.inputs["enableDnsSupport"])
	assert.Equal(t, map[string]any{"team": "edge", "Name": "ingress"}, made.inputs["tags"])

	locked := r.one(t, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "ingress")
	assert.NotContains(t, locked.inputs, "ingress")
	assert.NotContains(t, locked.inputs, "egress")

	require.Len(t, r.of(subnetType), len(planned.Subnets))
	for _, subnet := range planned.Subnets {
		made := r.one(t, subnetType, subnet.Name)
		assert.Equal(t, subnet.Cidr, made.inputs["cidrBlock"])
		assert.Equal(t, subnet.Zone, made.inputs["availabilityZoneId"])
		assert.NotContains(t, made.inputs, "availabilityZone", "zone names differ between accounts")
		assert.Equal(t, false, made.inputs["mapPublicIpOnLaunch"])
		association := r.one(t, associationType, subnet.Name)
		assert.Equal(t, subnet.Name+"-id", association.inputs["subnetId"])
		assert.Equal(t, subnet.RouteTable+"-id", association.inputs["routeTableId"])
		assert.Contains(t, vpc.SubnetIDs, subnet.Name)
		assert.Contains(t, vpc.SubnetZoneNames, subnet.Name)
	}
	require.Len(t, r.of(gatewayType), 1)

	// Only what the VPC itself can resolve: the routes to the transit gateway are left to its attachment.
	zones := len(devPlan(t, nil).Zones)
	require.Len(t, r.of(routeType), zones)
	for _, route := range r.of(routeType) {
		assert.Equal(t, "0.0.0.0/0", route.inputs["destinationCidrBlock"])
		assert.Equal(t, "ingress-id", route.inputs["gatewayId"])
		assert.NotContains(t, route.inputs, "transitGatewayId")
	}
}

func TestSubnetsAreHandedOutWhenTheyLeadSomewhere(t *testing.T) {
	t.Parallel()
	planned := vpcOf(t, devPlan(t, nil), "ingress")
	eks := vpcOf(t, devPlan(t, nil), "payments")
	const lb, node = "ingress.lb.use1-az1", "payments.node.use1-az1"
	r := record(t, func(ctx *pulumi.Context) error {
		vpc, err := network.NewIngressVpc(ctx, "ingress", &network.IngressVpcArgs{Plan: planned})
		if err != nil {
			return err
		}
		cluster, err := network.NewEksVpc(ctx, "payments", &network.EksVpcArgs{Plan: eks})
		if err != nil {
			return err
		}
		// Something that somebody puts into the subnets.
		return ctx.RegisterResource("test:index:User", "user", pulumi.Map{
			"lb": vpc.SubnetIDs[lb], "node": cluster.SubnetIDs[node],
		}, &pulumi.CustomResourceState{})
	})
	user := r.one(t, "test:index:User", "user")
	assert.Equal(t, lb+"-id", user.inputs["lb"])
	for _, before := range []registration{
		r.one(t, associationType, lb), r.one(t, routeType, lb+".internet"),
		r.one(t, associationType, node), r.one(t, endpointType, "payments.s3"), r.one(t, endpointType, "payments.ecr.api"),
	} {
		assert.True(t, user.dependsOn(before), "%s %s", before.typ, before.name)
	}
	assert.False(t, user.dependsOn(r.one(t, associationType, "ingress.lb.use1-az2")), "another zone's")
}

func TestEksVpc(t *testing.T) {
	t.Parallel()
	planned := vpcOf(t, devPlan(t, nil), "payments")
	r := record(t, func(ctx *pulumi.Context) error {
		_, err := network.NewEksVpc(ctx, "payments", &network.EksVpcArgs{Plan: planned})
		return err
	})
	assert.Empty(t, r.of(gatewayType), "no way to the internet")
	assert.Empty(t, r.of(routeType), "all of its routes lead to the transit gateway")

	secondary := r.one(t, cidrType, "payments.pod")
	assert.Equal(t, "100.64.0.0/16", secondary.inputs["cidrBlock"])
	assert.True(t, r.one(t, subnetType, "payments.pod.use1-az1").dependsOn(secondary))
	assert.False(t, r.one(t, subnetType, "payments.node.use1-az1").dependsOn(secondary))

	require.Len(t, r.of(reservedType), 3)
	for _, reservation := range r.of(reservedType) {
		assert.Equal(t, "explicit", reservation.inputs["reservationType"])
		assert.Equal(t, reservation.name+"-id", reservation.inputs["subnetId"])
	}

	require.Len(t, r.of(endpointType), len(planned.Endpoints))
	api := r.one(t, endpointType, "payments.ecr.api")
	assert.Equal(t, "com.amazonaws.us-east-1.ecr.api", api.inputs["serviceName"])
	assert.Equal(t, "Interface", api.inputs["vpcEndpointType"])
	assert.Equal(t, true, api.inputs["privateDnsEnabled"])
	assert.Equal(t, []any{"payments.endpoints-id"}, api.inputs["securityGroupIds"])
	assert.Len(t, api.inputs["subnetIds"], 3)
	s3 := r.one(t, endpointType, "payments.s3")
	assert.Equal(t, "Gateway", s3.inputs["vpcEndpointType"])
	assert.Len(t, s3.inputs["routeTableIds"], 6, "of nodes and pods")
	assert.NotContains(t, s3.inputs, "securityGroupIds")

	group := r.one(t, groupType, "payments.endpoints")
	assert.NotContains(t, group.inputs, "ingress", "rules are resources of their own")
	cidrs := map[any]bool{}
	for _, rule := range r.of(inboundType) {
		assert.Equal(t, "payments.endpoints-id", rule.inputs["securityGroupId"])
		assert.InEpsilon(t, 443, rule.inputs["fromPort"], 0)
		cidrs[rule.inputs["cidrIpv4"]] = true
	}
	assert.Equal(t, map[any]bool{"10.16.0.0/16": true, "100.64.0.0/16": true}, cidrs)
	assert.Empty(t, r.of(outboundType))
}

func existingVpc() plan.Vpc {
	return plan.Vpc{
		Name: "old", Kind: plan.EksVpc, ExistingID: "vpc-0123456789abcdef0", Cidr: "10.48.0.0/16",
		SecondaryCidrs: []plan.SecondaryCidr{{Name: "old.pod", Cidr: "100.80.0.0/16"}},
		Subnets: []plan.Subnet{
			{Name: "old.lb.use1-az1", Tier: plan.TierLb, Zone: "use1-az1", Cidr: "10.48.0.0/24", RouteTable: "old.rtb-1", ExistingID: "subnet-1"},
			{Name: "old.pod.use1-az1", Tier: plan.TierPod, Zone: "use1-az1", Cidr: "100.80.0.0/24", RouteTable: "old.rtb-1", ExistingID: "subnet-2"},
		},
		RouteTables: []plan.RouteTable{{Name: "old.rtb-1", ExistingID: "rtb-1", Routes: []plan.Route{
			{Name: "old.rtb-1.ingress", Destination: "10.0.0.0/20", NextHop: plan.ToTransitGateway},
		}}},
	}
}

func TestExistingVpcIsOnlyPassedThrough(t *testing.T) {
	t.Parallel()
	r := &recorder{answers: map[string]resource.PropertyMap{"aws:ec2/getSubnet:getSubnet": {
		"id": resource.NewStringProperty("subnet-2"), "availabilityZone": resource.NewStringProperty("us-east-1d"),
	}}}
	require.NoError(t, r.run(func(ctx *pulumi.Context) error {
		vpc, err := network.NewEksVpc(ctx, "old", &network.EksVpcArgs{Plan: existingVpc()})
		if err != nil {
			return err
		}
		return ctx.RegisterResource("test:index:User", "user", pulumi.Map{
			"vpc": vpc.VpcID, "subnet": vpc.SubnetIDs["old.lb.use1-az1"], "table": vpc.RouteTableIDs["old.rtb-1"],
			"zone": vpc.SubnetZoneNames["old.pod.use1-az1"],
		}, &pulumi.CustomResourceState{})
	}))
	require.Len(t, r.all, 2, "the component and its user")
	assert.Equal(t, map[string]any{
		"vpc": "vpc-0123456789abcdef0", "subnet": "subnet-1", "table": "rtb-1", "zone": "us-east-1d",
	}, r.one(t, "test:index:User", "user").inputs)
}

func TestBadVpcRegistersNothing(t *testing.T) {
	t.Parallel()
	bad := vpcOf(t, devPlan(t, nil), "payments")
	bad.InternetGateway = true
	bad.Subnets = append([]plan.Subnet{}, bad.Subnets...)
	bad.Subnets[0].Cidr = "10.99.0.0/24"
	r := &recorder{}
	err := r.run(func(ctx *pulumi.Context) error {
		_, err := network.NewEksVpc(ctx, "payments", &network.EksVpcArgs{Plan: bad})
		return err
	})
	require.ErrorContains(t, err, "an EKS VPC never has one")
	require.ErrorContains(t, err, "10.99.0.0/24 lies outside the VPC", "all problems at once")
	require.ErrorContains(t, err, network.EksVpcToken)
	err = r.run(func(ctx *pulumi.Context) error {
		_, err := network.NewIngressVpc(ctx, "ingress", nil)
		return err
	})
	require.ErrorContains(t, err, "must be ingress")
	err = r.run(func(ctx *pulumi.Context) error {
		_, err := network.NewIngressVpc(ctx, "payments", &network.IngressVpcArgs{Plan: vpcOf(t, devPlan(t, nil), "payments")})
		return err
	})
	require.ErrorContains(t, err, "must be ingress")
	assert.Empty(t, r.all)
}

func TestTagsMayBeKnownLater(t *testing.T) {
	t.Parallel()
	planned := vpcOf(t, devPlan(t, nil), "ingress")
	r := record(t, func(ctx *pulumi.Context) error {
		tags := pulumi.ToStringMapOutput(map[string]pulumi.StringOutput{"team": pulumi.String("edge").ToStringOutput()})
		_, err := network.NewIngressVpc(ctx, "ingress", &network.IngressVpcArgs{Plan: planned, Tags: tags})
		return err
	})
	assert.Equal(t, map[string]any{"team": "edge", "Name": "ingress"}, r.one(t, vpcType, "ingress").inputs["tags"])
}
