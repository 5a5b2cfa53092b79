package components_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/firewall"
	"github.com/ingresshub/ingresshub/components/firewall/gatewayloadbalancer"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

const (
	scalingGroupType = "aws:autoscaling/group:Group"
	hookType         = "aws:autoscaling/lifecycleHook:LifecycleHook"
	templateType     = "aws:ec2/launchTemplate:LaunchTemplate"
	serviceType      = "aws:ec2/vpcEndpointService:VpcEndpointService"
	allowedType      = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"
	acceptedType     = "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter"
	vpcEndpoint      = "aws:ec2/vpcEndpoint:VpcEndpoint"
	serviceOfOthers  = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"
)

// fleetPlan is the plan of the dev estate with a fleet between the ingress VPC and the EKS VPCs.
func fleetPlan(t *testing.T, declared map[string]any) *plan.Plan {
	t.Helper()
	fleet := map[string]any{"ami": "ami-0123456789abcdef0", "vendor": "palo-alto-vm-series"}
	for key, value := range declared {
		fleet[key] = value
	}
	planned := devPlan(t, func(estate map[string]any) {
		estate["protection"] = true
		estate["inspection"] = map[string]any{"eastWest": map[string]any{"gatewayLoadBalancer": map[string]any{"fleet": fleet}}}
	})
	require.Len(t, planned.Fleets, 1)
	require.Len(t, planned.Firewalls, 1)
	return planned
}

// recordFleet registers the fleet of a plan and, in the flavour's way, the endpoints of its firewall.
func recordFleet(t *testing.T, planned *plan.Plan) *recorder {
	t.Helper()
	fleet, zonal := planned.Fleets[0], pulumi.StringMap{}
	for _, endpoint := range planned.Firewalls[0].Endpoints {
		zonal[endpoint.Zone] = pulumi.String(endpoint.Subnet + "-id")
	}
	return record(t, func(ctx *pulumi.Context) error {
		made, err := gatewayloadbalancer.NewApplianceFleet(ctx, fleet.Name, &gatewayloadbalancer.ApplianceFleetArgs{
			Plan: fleet, VpcID: pulumi.String("vpc-1"), SubnetIDs: ids(fleet.Subnets...),
			Tags: pulumi.StringMap{"team": pulumi.String("edge")},
		})
		if err != nil {
			return err
		}
		var flavour firewall.Flavour = made.Flavour
		endpoints, err := flavour(ctx, "inspection", &firewall.Args{
			Plan: planned.Firewalls[0], VpcID: pulumi.String("vpc-1"), SubnetIDs: zonal,
		})
		if err != nil {
			return err
		}
		assert.Len(t, endpoints, 3)
		return probe(ctx, endpoints)
	})
}

// probe registers a resource for each endpoint, which shows what whoever uses it waits for.
func probe(ctx *pulumi.Context, endpoints pulumi.StringMap) error {
	for zone, id := range endpoints {
		var made pulumi.CustomResourceState
		if err := ctx.RegisterResource("test:index:Route", zone, pulumi.Map{"endpoint": id}, &made); err != nil {
			return err
		}
	}
	return nil
}

// plain are inputs without the marks of secrets.
func plain(value any) any {
	if secret, ok := value.(*resource.Secret); ok {
		return secret.Element.Mappable()
	}
	return value
}

func TestApplianceFleet(t *testing.T) {
	t.Parallel()
	planned := fleetPlan(t, map[string]any{
		"bootstrap": map[string]any{"panorama-server": "10.9.9.9"}, "launchPause": 600, "terminationPause": 90,
		"allowedAccounts": []any{"222222222222"}, "keyName": "firewall", "instanceProfileArn": "arn:aws:iam::111122223333:instance-profile/fw",
		"tags": map[string]any{"found-by": "panorama"},
	})
	fleet := planned.Fleets[0]
	r := recordFleet(t, planned)

	balancer := r.one(t, balancerType, "inspection")
	assert.Equal(t, r.one(t, gatewayloadbalancer.ApplianceFleetToken, "inspection").urn, balancer.rpc.GetParent())
	assert.True(t, balancer.rpc.GetProtect())
	for key, want := range map[string]any{
		"name": fleet.AwsName, "loadBalancerType": "gateway", "enableCrossZoneLoadBalancing": true, "enableDeletionProtection": true,
		"subnets": []any{"inspection.appliance.use1-az1-id", "inspection.appliance.use1-az2-id", "inspection.appliance.use1-az4-id"},
		"tags":    map[string]any{"Name": "inspection", "team": "edge", "found-by": "panorama"},
	} {
		assert.Equal(t, want, balancer.inputs[key], key)
	}
	for _, key := range []string{"securityGroups", "internal", "ipAddressType"} {
		assert.NotContains(t, balancer.inputs, key, "a Gateway Load Balancer has none")
	}

	targets := r.one(t, targetGroupType, "inspection")
	assert.Equal(t, []any{"GENEVE", 6081.0, "instance", fleet.TargetGroupAwsName, "vpc-1"}, []any{
		targets.inputs["protocol"], targets.inputs["port"], targets.inputs["targetType"], targets.inputs["name"], targets.inputs["vpcId"],
	})
	assert.Equal(t, []any{map[string]any{"onDeregistration": "rebalance", "onUnhealthy": "rebalance"}}, targets.inputs["targetFailovers"])
	check := targets.inputs["healthCheck"].(map[string]any)
	assert.Equal(t, []any{"TCP", "80"}, []any{check["protocol"], check["port"]})
	assert.NotContains(t, check, "path", "AWS refuses one for TCP")
	for _, typ := range []string{balancerType, targetGroupType, templateType, scalingGroupType} {
		named := r.one(t, typ, "inspection")
		assert.True(t, named.rpc.GetDeleteBeforeReplaceDefined(), typ)
		assert.False(t, named.rpc.GetDeleteBeforeReplace(), "AWS deletes no %s that is in use", typ)
	}

	listener := r.one(t, listenerType, "inspection")
	assert.NotContains(t, listener.inputs, "port", "GENEVE is all that it can listen to")
	assert.NotContains(t, listener.inputs, "protocol")

	for _, rule := range fleet.SecurityGroup.Rules {
		typ := inboundType
		if rule.Direction == plan.Outbound {
			typ = outboundType
		}
		assert.Equal(t, rule.Protocol, r.one(t, typ, rule.Name).inputs["ipProtocol"])
	}

	service := r.one(t, serviceType, "inspection")
	assert.Equal(t, true, service.inputs["acceptanceRequired"])
	assert.Equal(t, []any{"arn:inspection"}, service.inputs["gatewayLoadBalancerArns"])
	allowed := r.one(t, allowedType, "inspection.222222222222")
	assert.Equal(t, "arn:aws:iam::222222222222:root", allowed.inputs["principalArn"])
	assert.Equal(t, "inspection-id", allowed.inputs["vpcEndpointServiceId"])
}

func TestAppliances(t *testing.T) {
	t.Parallel()
	planned := fleetPlan(t, map[string]any{
		"bootstrap": map[string]any{"panorama-server": "10.9.9.9"}, "launchPause": 601, "terminationPause": 90,
		"keyName": "firewall", "instanceProfileArn": "arn:aws:iam::111122223333:instance-profile/fw",
		"tags": map[string]any{"found-by": "panorama"},
	})
	fleet := planned.Fleets[0]
	r := recordFleet(t, planned)

	template := r.one(t, templateType, "inspection")
	for key, want := range map[string]any{
		"name": fleet.AwsName, "imageId": "ami-0123456789abcdef0", "instanceType": "m5.xlarge", "keyName": "firewall", "updateDefaultVersion": true,
		"iamInstanceProfile": map[string]any{"arn": "arn:aws:iam::111122223333:instance-profile/fw"},
		"metadataOptions":    map[string]any{"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1.0},
		"blockDeviceMappings": []any{map[string]any{
			"deviceName": "/dev/xvda", "ebs": map[string]any{"encrypted": "true", "deleteOnTermination": "true"},
		}},
		"networkInterfaces": []any{
			map[string]any{"deviceIndex": 0.0, "deleteOnTermination": "true", "securityGroups": []any{"inspection.appliances-id"}},
			map[string]any{"deviceIndex": 1.0, "deleteOnTermination": "true", "securityGroups": []any{"inspection.appliances-id"}},
		},
	} {
		assert.Equal(t, want, template.inputs[key], key)
	}
	unknown := recordFleet(t, fleetPlan(t, map[string]any{"vendor": "fortinet-fortigate"}))
	assert.NotContains(t, unknown.one(t, templateType, "inspection").inputs, "blockDeviceMappings",
		"another name than the root device's would be that of a further disk")
	assert.IsType(t, &resource.Secret{}, template.inputs["userData"], "it holds what lets an appliance join its management")
	userData, err := base64.StdEncoding.DecodeString(plain(template.inputs["userData"]).(string))
	require.NoError(t, err)
	assert.Equal(t, fleet.UserData, string(userData))
	assert.Contains(t, string(userData), "aws-gwlb-inspect:enable")

	group := r.one(t, scalingGroupType, "inspection")
	for key, want := range map[string]any{
		"name": fleet.AwsName, "minSize": 3.0, "maxSize": 6.0, "minElbCapacity": 3.0, "healthCheckType": "ELB",
		"targetGroupArns": []any{"arn:inspection"}, "waitForCapacityTimeout": "41m",
		"launchTemplate":     map[string]any{"id": "inspection-id", "version": "7"},
		"vpcZoneIdentifiers": []any{"inspection.appliance.use1-az1-id", "inspection.appliance.use1-az2-id", "inspection.appliance.use1-az4-id"},
		"tags": []any{
			map[string]any{"key": "Name", "value": "inspection", "propagateAtLaunch": true},
			map[string]any{"key": "found-by", "value": "panorama", "propagateAtLaunch": true},
			map[string]any{"key": "team", "value": "edge", "propagateAtLaunch": true},
		},
		"initialLifecycleHooks": []any{
			map[string]any{"name": "launch", "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING", "heartbeatTimeout": 601.0, "defaultResult": "CONTINUE"},
			map[string]any{"name": "termination", "lifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING", "heartbeatTimeout": 90.0, "defaultResult": "CONTINUE"},
		},
	} {
		assert.Equal(t, want, group.inputs[key], key)
	}
	assert.NotContains(t, group.inputs, "desiredCapacity", "scaling policies may set it")
	assert.Equal(t, []string{"initialLifecycleHooks"}, group.rpc.GetIgnoreChanges())
	assert.Equal(t, "22m", group.rpc.GetCustomTimeouts().GetDelete())
	refresh := group.inputs["instanceRefresh"].(map[string]any)["preferences"].(map[string]any)
	assert.InEpsilon(t, 100, refresh["minHealthyPercentage"], 0, "none leaves before another is healthy")
	assert.True(t, group.dependsOn(r.one(t, listenerType, "inspection")), "nothing probes a target that no listener leads to")

	hook := r.one(t, hookType, "inspection.launch")
	assert.Equal(t, []any{"launch", 601.0}, []any{hook.inputs["name"], hook.inputs["heartbeatTimeout"]})
	assert.Len(t, r.of(hookType), 2)
}

func TestAppliancesWithoutMuch(t *testing.T) {
	t.Parallel()
	planned := fleetPlan(t, map[string]any{
		"vendor": "", "crossZone": false, "failover": "no_rebalance", "probe": map[string]any{"protocol": "HTTP", "port": 8080, "path": "/up"},
	})
	r := recordFleet(t, planned)
	template := r.one(t, templateType, "inspection")
	for _, key := range []string{"userData", "keyName", "iamInstanceProfile"} {
		assert.NotContains(t, template.inputs, key)
	}
	assert.Equal(t, []any{map[string]any{
		"deviceIndex": 0.0, "associatePublicIpAddress": "false", "deleteOnTermination": "true", "securityGroups": []any{"inspection.appliances-id"},
	}}, template.inputs["networkInterfaces"])
	assert.NotContains(t, r.one(t, scalingGroupType, "inspection").inputs, "initialLifecycleHooks")
	assert.Empty(t, r.of(hookType))
	assert.Empty(t, r.of(allowedType))
	assert.Equal(t, false, r.one(t, balancerType, "inspection").inputs["enableCrossZoneLoadBalancing"])
	targets := r.one(t, targetGroupType, "inspection").inputs
	assert.Equal(t, []any{map[string]any{"onDeregistration": "no_rebalance", "onUnhealthy": "no_rebalance"}}, targets["targetFailovers"])
	check := targets["healthCheck"].(map[string]any)
	assert.Equal(t, []any{"HTTP", "8080", "/up", "200-399"}, []any{check["protocol"], check["port"], check["path"], check["matcher"]})
}

func TestEndpointsOfAFleet(t *testing.T) {
	t.Parallel()
	planned := fleetPlan(t, nil)
	r := recordFleet(t, planned)
	require.Len(t, r.of(vpcEndpoint), 3)
	for _, endpoint := range planned.Firewalls[0].Endpoints {
		made := r.one(t, vpcEndpoint, endpoint.Name)
		assert.Equal(t, "GatewayLoadBalancer", made.inputs["vpcEndpointType"])
		assert.Equal(t, []any{endpoint.Subnet + "-id"}, made.inputs["subnetIds"], "exactly one, in its zone")
		assert.Equal(t, "service.inspection", made.inputs["serviceName"])
		for _, before := range []registration{
			r.one(t, scalingGroupType, "inspection"), r.one(t, listenerType, "inspection"), r.one(t, serviceType, "inspection"),
		} {
			assert.True(t, made.dependsOn(before), "%s waits for %s", endpoint.Name, before.typ)
		}
		accepted := r.one(t, acceptedType, endpoint.Name)
		assert.Equal(t, endpoint.Name+"-id", accepted.inputs["vpcEndpointId"])
		assert.Equal(t, "inspection-id", accepted.inputs["vpcEndpointServiceId"])
		route := r.one(t, "test:index:Route", endpoint.Zone)
		assert.Equal(t, endpoint.Name+"-id", route.inputs["endpoint"])
		assert.True(t, route.dependsOn(made))
		assert.True(t, route.dependsOn(accepted), "a route to an endpoint whose connection is pending is refused")
	}
}

func TestEndpointsOfAServiceOfOthers(t *testing.T) {
	t.Parallel()
	planned := devPlan(t, func(estate map[string]any) {
		estate["inspection"] = map[string]any{"edge": map[string]any{"gatewayLoadBalancer": map[string]any{"serviceName": serviceOfOthers}}}
	})
	assert.Empty(t, planned.Fleets)
	edge, zonal := planned.Firewalls[0], pulumi.StringMap{}
	for _, endpoint := range edge.Endpoints {
		zonal[endpoint.Zone] = pulumi.String(endpoint.Subnet + "-id")
	}
	r := record(t, func(ctx *pulumi.Context) error {
		endpoints, err := gatewayloadbalancer.Flavour(pulumi.String(edge.GatewayLoadBalancer.ServiceName))(ctx, "edge", &firewall.Args{
			Plan: edge, VpcID: pulumi.String("vpc-1"), SubnetIDs: zonal,
		})
		assert.Len(t, endpoints, 3)
		return err
	})
	assert.Len(t, r.of(vpcEndpoint), 3)
	assert.Empty(t, r.of(acceptedType), "the service is not ours to accept for")
	made := r.one(t, vpcEndpoint, "edge.use1-az2")
	assert.Equal(t, serviceOfOthers, made.inputs["serviceName"])
	assert.Equal(t, []any{"ingress.firewall.use1-az2-id"}, made.inputs["subnetIds"])
}

// TestEndpointsInAnotherAccount has a firewall team's fleet inspect the VPC of a network team, in one program.
func TestEndpointsInAnotherAccount(t *testing.T) {
	t.Parallel()
	const firewallTeam, networkTeam = "firewalls", "network"
	planned := fleetPlan(t, map[string]any{"allowedAccounts": []any{"222222222222"}})
	fleet, zonal := planned.Fleets[0], pulumi.StringMap{}
	for _, endpoint := range planned.Firewalls[0].Endpoints {
		zonal[endpoint.Zone] = pulumi.String(endpoint.Subnet + "-id")
	}
	r := record(t, func(ctx *pulumi.Context) error {
		accounts := map[string]*aws.Provider{}
		for _, account := range []string{firewallTeam, networkTeam} {
			provider, err := aws.NewProvider(ctx, account, &aws.ProviderArgs{})
			if err != nil {
				return err
			}
			accounts[account] = provider
		}
		made, err := gatewayloadbalancer.NewApplianceFleet(ctx, fleet.Name, &gatewayloadbalancer.ApplianceFleetArgs{
			Plan: fleet, VpcID: pulumi.String("vpc-1"), SubnetIDs: ids(fleet.Subnets...),
		}, pulumi.Provider(accounts[firewallTeam]))
		if err != nil {
			return err
		}
		var flavour firewall.Flavour = gatewayloadbalancer.Service{
			Name: made.ServiceName, ID: made.ServiceID, Provider: accounts[firewallTeam],
		}.Flavour
		endpoints, err := flavour(ctx, "inspection", &firewall.Args{
			Plan: planned.Firewalls[0], VpcID: pulumi.String("vpc-2"), SubnetIDs: zonal,
		}, pulumi.Provider(accounts[networkTeam]))
		if err != nil {
			return err
		}
		return probe(ctx, endpoints)
	})
	in := func(account string, made registration) {
		t.Helper()
		provider := r.one(t, "pulumi:providers:aws", account)
		assert.Equal(t, provider.urn+"::"+account+"-id", made.rpc.GetProvider(), "%s %s", made.typ, made.name)
	}
	service, allowed := r.one(t, serviceType, "inspection"), r.one(t, allowedType, "inspection.222222222222")
	in(firewallTeam, service)
	in(firewallTeam, allowed)
	assert.Equal(t, true, service.inputs["acceptanceRequired"])
	assert.Equal(t, "arn:aws:iam::222222222222:root", allowed.inputs["principalArn"])
	require.Len(t, r.of(acceptedType), len(planned.Firewalls[0].Endpoints))
	for _, endpoint := range planned.Firewalls[0].Endpoints {
		made, accepted := r.one(t, vpcEndpoint, endpoint.Name), r.one(t, acceptedType, endpoint.Name)
		in(networkTeam, made)
		in(firewallTeam, accepted)
		assert.Equal(t, "vpc-2", made.inputs["vpcId"])
		assert.Equal(t, "inspection-id", accepted.inputs["vpcEndpointServiceId"])
		assert.True(t, made.dependsOn(allowed), "AWS tells nobody of a service who is not let in")
		route := r.one(t, "test:index:Route", endpoint.Zone)
		assert.True(t, route.dependsOn(made))
		assert.True(t, route.dependsOn(accepted), "AWS refuses a route to an endpoint that is not accepted")
	}
}

func TestFleetsListAllProblems(t *testing.T) {
	t.Parallel()
	planned := fleetPlan(t, nil)
	r := &recorder{}
	fleet := planned.Fleets[0]
	fleet.Min, fleet.Ami = 1, ""
	err := r.run(func(ctx *pulumi.Context) error {
		_, err := gatewayloadbalancer.NewApplianceFleet(ctx, "inspection", &gatewayloadbalancer.ApplianceFleetArgs{
			Plan: fleet, SubnetIDs: ids(fleet.Subnets[1:]...),
		})
		return err
	})
	for _, want := range []string{
		`ingresshub:index:ApplianceFleet "inspection" has 4 problems`, "ami: is missing", "1 to 6 appliances for 3 zones",
		`subnetIds["inspection.appliance.use1-az1"]: is required`, "vpcId: is required",
	} {
		require.ErrorContains(t, err, want)
	}
	err = r.run(func(ctx *pulumi.Context) error {
		_, err := gatewayloadbalancer.Flavour(nil)(ctx, "inspection", &firewall.Args{
			Plan: planned.Firewalls[0], SubnetIDs: pulumi.StringMap{"use1-az6": pulumi.String("subnet-6")},
		})
		return err
	})
	for _, want := range []string{
		"service.name: is required", "vpcId: is required", `subnetIds.use1-az1: is required`, "subnetIds.use1-az6: the plan has no endpoint in use1-az6",
	} {
		assert.Contains(t, strings.ReplaceAll(err.Error(), `["use1-az1"]`, ".use1-az1"), want)
	}
	for _, construct := range []func(ctx *pulumi.Context) error{
		func(ctx *pulumi.Context) error {
			_, err := gatewayloadbalancer.NewApplianceFleet(ctx, "a", nil)
			return err
		},
		func(ctx *pulumi.Context) error {
			_, err := gatewayloadbalancer.NewGatewayLoadBalancerEndpoints(ctx, "a", nil)
			return err
		},
		func(ctx *pulumi.Context) error {
			_, err := gatewayloadbalancer.Flavour(pulumi.String(serviceOfOthers))(ctx, "a", nil)
			return err
		},
	} {
		require.Error(t, r.run(construct))
	}
	assert.Empty(t, r.all)
}

// TestAFleetInspectsAllPlaces proves the routes of an estate whose one fleet serves all places.
func TestAFleetInspectsAllPlaces(t *testing.T) {
	t.Parallel()
	everywhere := func(estate map[string]any) {
		estate["inspection"] = map[string]any{
			"eastWest": map[string]any{"gatewayLoadBalancer": map[string]any{"fleet": map[string]any{
				"ami": "ami-0123456789abcdef0", "vendor": "palo-alto-vm-series",
			}}},
			"egress": map[string]any{},
			"edge":   map[string]any{"gatewayLoadBalancer": map[string]any{"fleetOf": "eastWest"}},
		}
	}
	planned := devPlan(t, everywhere)
	options := []flightpathtest.Option{
		flightpathtest.Config(map[string]string{"ingresshub:estate": string(devEstate(t, everywhere))}),
		flightpathtest.Expect(expected.Expectations(planned)),
		flightpathtest.Declare(func(n *network.Network) []flightpath.Declaration { return expected.Declarations(planned, n) }),
	}
	flightpathtest.RequireInspected(t, estate.Program, options...)
	flightpathtest.RequireContained(t, estate.Program, options...)
}
