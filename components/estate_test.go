package components_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/plan"
)

const (
	eksType       = "eks:index:Cluster"
	nodeGroupType = "eks:index:ManagedNodeGroup"
	addonType     = "aws:eks/addon:Addon"
	standInType   = "aws:eks/cluster:Cluster"
)

func recordEstate(t *testing.T, planned *plan.Plan) *recorder {
	t.Helper()
	return record(t, func(ctx *pulumi.Context) error {
		for _, made := range planned.Clusters {
			if err := standIn(ctx, made); err != nil {
				return err
			}
		}
		_, err := estate.NewEstate(ctx, planned.Name, &estate.EstateArgs{Plan: planned})
		return err
	})
}

// TestEstatePrintsItsPlan compares what is registered with the plan: everything, by name, and nothing else.
func TestEstatePrintsItsPlan(t *testing.T) {
	t.Parallel()
	planned := devPlan(t, nil)
	r := recordEstate(t, planned)

	want := map[string][]string{}
	add := func(typ, name string) { want[typ] = append(want[typ], name) }
	for _, vpc := range planned.Vpcs {
		add(vpcType, vpc.Name)
		for _, subnet := range vpc.Subnets {
			add(subnetType, subnet.Name)
			add(associationType, subnet.Name)
			if subnet.Reservation != "" {
				add(reservedType, subnet.Name)
			}
		}
		for _, table := range vpc.RouteTables {
			add(tableType, table.Name)
			for _, route := range table.Routes {
				add(routeType, route.Name)
			}
		}
		for _, secondary := range vpc.SecondaryCidrs {
			add(cidrType, secondary.Name)
		}
		for _, endpoint := range vpc.Endpoints {
			add(endpointType, endpoint.Name)
		}
		if vpc.InternetGateway {
			add(gatewayType, vpc.Name)
		}
		if vpc.EndpointSecurityGroup != nil {
			addGroup(add, *vpc.EndpointSecurityGroup)
		}
	}
	add(transitType, planned.TransitGateway.Name)
	for _, attachment := range planned.TransitGateway.Attachments {
		add(attachmentType, attachment.Name)
		add(transitAssociationType, attachment.Name)
	}
	for _, table := range planned.TransitGateway.RouteTables {
		add(transitTableType, table.Name)
		for _, route := range table.Routes {
			add(transitRouteType, route.Name)
		}
	}
	for _, balancer := range planned.LoadBalancers {
		add(balancerType, balancer.Name)
		addGroup(add, balancer.SecurityGroup)
		addListeners(add, balancer.Listeners, balancer.TargetGroups)
	}
	for _, balancer := range planned.InnerLoadBalancers {
		add(balancerType, balancer.Name)
		addGroup(add, balancer.SecurityGroup)
		addListeners(add, balancer.Listeners, balancer.TargetGroups)
	}
	for _, made := range planned.Clusters {
		add(eksType, made.Name)
		add("aws:iam/rolePolicy:RolePolicy", made.Name+".cluster-role")
		for _, group := range made.NodeGroups {
			add(nodeGroupType, group.Name)
		}
		for _, rule := range made.PodRules {
			add(inboundType, rule.Name)
		}
	}
	for typ, names := range want {
		assert.ElementsMatch(t, names, r.names(typ), typ)
	}
	// What no plan lists, because it follows from what it does: each type here has its own test.
	known := map[string]bool{
		"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": true, addonType: true, standInType: true,
		"aws:iam/role:Role": true, "aws:iam/rolePolicyAttachment:RolePolicyAttachment": true, certificateType: true,
		validationType: true, recordType: true, extraType: true,
	}
	for _, made := range r.all {
		ours := strings.HasPrefix(made.typ, "ingresshub:index:")
		assert.True(t, ours || want[made.typ] != nil || known[made.typ], "%s %s", made.typ, made.name)
		if !ours && made.typ != standInType {
			assert.Contains(t, made.rpc.GetParent(), "ingresshub:index:Estate$", "%s %s has a component", made.typ, made.name)
		}
		assert.False(t, made.rpc.GetProtect(), "the dev estate may be destroyed: %s", made.urn)
	}
}

func addGroup(add func(typ, name string), group plan.SecurityGroup) {
	add(groupType, group.Name)
	for _, rule := range group.Rules {
		if rule.Direction == plan.Outbound {
			add(outboundType, rule.Name)
		} else {
			add(inboundType, rule.Name)
		}
	}
}

func addListeners(add func(typ, name string), listeners []plan.Listener, groups []plan.TargetGroup) {
	for _, listener := range listeners {
		add(listenerType, listener.Name)
		for _, rule := range listener.Rules {
			add(ruleType, rule.Name)
		}
	}
	for _, group := range groups {
		add(targetGroupType, group.Name)
		for _, target := range group.Targets {
			add(targetType, target.Name)
		}
	}
}

func TestProtectionIsDeletedBeforeEverythingElse(t *testing.T) {
	t.Parallel()
	r := recordEstate(t, devPlan(t, func(estate map[string]any) { delete(estate, "protection") }))
	protections := r.of(estate.ProtectionToken)
	require.Len(t, protections, 3, "of the hub and of each cluster")
	guarded := map[string]bool{}
	for _, protection := range protections {
		assert.True(t, protection.rpc.GetProtect())
		assert.Contains(t, protection.name, "set protection to false in ingresshub:estate")
		for _, urn := range protection.rpc.GetDependencies() {
			guarded[urn] = true
		}
	}
	for _, made := range r.all {
		if made.rpc.GetCustom() && made.typ != standInType {
			assert.True(t, guarded[made.urn], "%s would be deleted before Pulumi refuses", made.urn)
		}
		if made.typ == balancerType {
			assert.True(t, made.rpc.GetProtect(), made.name)
			assert.Equal(t, true, made.inputs["enableDeletionProtection"], made.name)
		}
	}
	assert.True(t, guarded[r.one(t, eksType, "payments").urn])
	assert.True(t, r.one(t, eksType, "payments").rpc.GetProtect())
	assert.True(t, r.one(t, transitType, "transit").rpc.GetProtect())
}

func TestEachAccountHasAProvider(t *testing.T) {
	t.Parallel()
	r := recordEstate(t, devPlan(t, func(estate map[string]any) {
		estate["accounts"] = map[string]any{
			"network": map[string]any{"id": "111111111111", "roleArn": "arn:aws:iam::111111111111:role/deploy"},
		}
		estate["ingress"].(map[string]any)["account"] = "network"
	}))
	provider := r.one(t, "pulumi:providers:aws", "network")
	assert.Equal(t, "us-east-1", provider.inputs["region"])
	assert.Equal(t, []any{"111111111111"}, provider.inputs["allowedAccountIds"])
	assert.Equal(t, map[string]any{"roleArn": "arn:aws:iam::111111111111:role/deploy", "sessionName": "ingresshub"},
		provider.inputs["assumeRole"])
	for _, made := range r.all {
		if made.rpc.GetCustom() && strings.HasPrefix(made.typ, "aws:") && made.typ != standInType {
			assert.Contains(t, made.rpc.GetProvider(), provider.urn, made.urn)
		}
	}
	for _, typ := range []string{eksType, nodeGroupType} {
		for _, made := range r.of(typ) {
			assert.Contains(t, made.rpc.GetProviders()["aws"], provider.urn, made.urn)
		}
	}
	assert.Equal(t, map[string]any{"roleArn": "arn:aws:iam::111111111111:role/deploy"},
		r.one(t, eksType, "payments").inputs["providerCredentialOpts"])
}

func TestBadEstateRegistersNothing(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	bad := devPlan(t, nil)
	bad.InnerLoadBalancers[0].AwsName = "-"
	bad.Vpcs[0].Cidr = "10.0.0.1/20"
	for _, construct := range []func(ctx *pulumi.Context) error{
		func(ctx *pulumi.Context) error {
			_, err := estate.NewEstate(ctx, "a", &estate.EstateArgs{Plan: bad})
			return err
		},
		func(ctx *pulumi.Context) error {
			_, err := estate.NewHub(ctx, "a", &estate.HubArgs{Plan: bad})
			return err
		},
		func(ctx *pulumi.Context) error {
			_, err := estate.NewWorkload(ctx, "a", &estate.WorkloadArgs{Plan: bad, Cluster: bad.InnerLoadBalancers[0].Cluster})
			return err
		},
		func(ctx *pulumi.Context) error {
			_, err := estate.NewWorkload(ctx, "a", &estate.WorkloadArgs{Plan: bad, Cluster: "nowhere"})
			return err
		},
		func(ctx *pulumi.Context) error { _, err := estate.NewEstate(ctx, "a", nil); return err },
		func(ctx *pulumi.Context) error { _, err := estate.NewHub(ctx, "a", nil); return err },
		func(ctx *pulumi.Context) error { _, err := estate.NewWorkload(ctx, "a", nil); return err },
	} {
		require.Error(t, r.run(construct))
	}
	assert.Empty(t, r.all)
}
