package engine_test

import (
	"slices"
	"testing"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/firewall/gatewayloadbalancer"
	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	firewallAccount = "555555555555"

	allowedPrincipalType = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"
	endpointAccepterType = "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter"
)

// firewallTeam runs appliances in an account of its own. Its program composes the components: no estate says such a thing.
type firewallTeam struct {
	t *testing.T

	// What it declares: accounts that may ask for connections, and the endpoints whose connections it has accepted.
	allowed  []any
	accepted []string
}

// plan is that of appliances alone: the VPC in which they stand, and the fleet.
func (f *firewallTeam) plan() (plan.Vpc, plan.PlannedFleet) {
	planned := edgeFleet(f.t, map[string]any{"allowedAccounts": f.allowed}).plan()
	at := slices.IndexFunc(planned.Vpcs, func(vpc plan.Vpc) bool { return vpc.Kind == plan.InspectionVpc })
	return planned.Vpcs[at], planned.Fleets[0]
}

// in is the provider of an account.
func in(ctx *pulumi.Context, name, account string) (*aws.Provider, error) {
	return aws.NewProvider(ctx, name, &aws.ProviderArgs{
		Region:            pulumi.String("us-east-1"),
		AllowedAccountIds: pulumi.ToStringArray([]string{account}),
		AssumeRole:        aws.ProviderAssumeRoleArgs{RoleArn: pulumi.String("arn:aws:iam::" + account + ":role/deploy")},
	})
}

// service makes the appliances, and is what endpoints of any account connect to.
func (f *firewallTeam) service(ctx *pulumi.Context) (gatewayloadbalancer.Service, error) {
	none := gatewayloadbalancer.Service{}
	provider, err := in(ctx, "firewalls", firewallAccount)
	if err != nil {
		return none, err
	}
	vpcPlan, fleetPlan := f.plan()
	vpc, err := network.NewInspectionVpc(ctx, "appliances", &network.InspectionVpcArgs{Plan: vpcPlan}, pulumi.Provider(provider))
	if err != nil {
		return none, err
	}
	fleet, err := gatewayloadbalancer.NewApplianceFleet(ctx, "appliances", &gatewayloadbalancer.ApplianceFleetArgs{
		Plan: fleetPlan, VpcID: vpc.VpcID, SubnetIDs: vpc.SubnetIDs,
	}, pulumi.Provider(provider))
	if err != nil {
		return none, err
	}
	return gatewayloadbalancer.Service{Name: fleet.ServiceName, ID: fleet.ServiceID, Provider: provider}, nil
}

// both is one program that makes the appliances, and the network team's estate with endpoints to them.
func (f *firewallTeam) both(ctx *pulumi.Context) error {
	service, err := f.service(ctx)
	if err != nil {
		return err
	}
	return estate.ProgramWith(estate.Firewalls{"appliances": service.Flavour})(ctx)
}

// alone is the firewall team's own program, which accepts connections one by one.
func (f *firewallTeam) alone(ctx *pulumi.Context) error {
	service, err := f.service(ctx)
	if err != nil {
		return err
	}
	return accept(ctx, service, f.accepted)
}

func accept(ctx *pulumi.Context, service gatewayloadbalancer.Service, endpoints []string) error {
	for _, endpoint := range endpoints {
		if _, err := ec2.NewVpcEndpointConnectionAccepter(ctx, endpoint, &ec2.VpcEndpointConnectionAccepterArgs{
			VpcEndpointServiceId: service.ID, VpcEndpointId: pulumi.String(endpoint),
		}, pulumi.Provider(service.Provider)); err != nil {
			return err
		}
	}
	return nil
}

// networkTeam is smallEstate in the network team's account, inspected at its edge.
func networkTeam(t *testing.T, edge map[string]any) declared {
	t.Helper()
	d := smallEstate(t).set("inspection", map[string]any{"edge": edge})
	for _, balancer := range sorted(d.get("ingress.loadBalancers")) {
		// What exists already belongs to the account of the credentials.
		d = d.set("ingress.loadBalancers."+balancer+".moreCertificates", map[string]any{})
	}
	d = d.set("accounts.hub", map[string]any{"id": networkAccount, "roleArn": "arn:aws:iam::" + networkAccount + ":role/deploy"})
	return d.set("ingress.account", "hub").set("clusters."+d.clusters()[0]+".account", "hub")
}

// inspectedEdge is what flightpath has to find.
func inspectedEdge(t *testing.T, d declared, cloud *localcloud.Cloud) {
	t.Helper()
	inspection := d.get("inspection").(map[string]any)
	assertProven(t, stage{name: "two accounts", inspection: inspection, verdict: flightpath.Inspected}, cloud.Objects(), d.plan())
}

// ownedBy are the objects of a type in an account; of every type where none is named.
func ownedBy(cloud *localcloud.Cloud, account, resourceType string) []localcloud.Object {
	return slices.DeleteFunc(cloud.Objects(), func(o localcloud.Object) bool {
		return o.Account != account || resourceType != "" && o.Type != resourceType
	})
}

// TestFleetInAnotherAccount has one program make appliances in one account and endpoints to them in another. The account is let
// in before its endpoints ask, they are accepted with the service's provider before routes lead to them, and all of it goes the
// other way round.
func TestFleetInAnotherAccount(t *testing.T) {
	t.Parallel()
	team := &firewallTeam{t: t, allowed: []any{networkAccount}}
	d := networkTeam(t, map[string]any{"custom": map[string]any{"flavour": "appliances"}})
	w := newWorldOf(t, inline.Program("ingresshub", team.both), d.text(), engine.WriteStateOnce...)
	w.up()
	owner := map[string]string{
		scalingGroupType: firewallAccount, launchTemplateType: firewallAccount, endpointService: firewallAccount,
		allowedPrincipalType: firewallAccount, endpointAccepterType: firewallAccount, routeType: networkAccount,
	}
	for _, object := range w.cloud.Objects() {
		assert.Contains(t, []string{firewallAccount, networkAccount}, object.Account, "%s %s", object.Type, object.Name)
		if account := owner[object.Type]; account != "" {
			assert.Equal(t, account, object.Account, "%s %s", object.Type, object.Name)
		}
	}
	zones := len(d.zones())
	assert.Len(t, ownedBy(w.cloud, firewallAccount, endpointAccepterType), zones)
	connected := 0
	for _, endpoint := range ownedBy(w.cloud, networkAccount, gatewayEndpoint) {
		if endpoint.Outputs["vpcEndpointType"] == "GatewayLoadBalancer" {
			connected++
			assert.Equal(t, "available", endpoint.Outputs["state"])
		}
	}
	assert.Equal(t, zones, connected)
	inspectedEdge(t, d, w.cloud)
	w.unchanged()
	refreshed, err := w.stack.Refresh(t.Context())
	require.NoError(t, err)
	assert.Zero(t, refreshed.ChangeCount(), "refresh finds something: %s", describe(refreshed.Changed()))
	assertLetIn(t, d, w.cloud.Operations(), localcloud.Create)
	since := w.now()
	w.destroy()
	gone := slices.Clone(w.wrote(since))
	slices.Reverse(gone)
	assertLetIn(t, d, gone, localcloud.Delete)
}

// assertLetIn checks an order per zone: who is let in, endpoint, acceptance, route. What goes away is given backwards.
func assertLetIn(t *testing.T, d declared, operations []localcloud.Operation, verb localcloud.Verb) {
	t.Helper()
	at := func(resourceType, name string) int {
		return slices.IndexFunc(operations, func(o localcloud.Operation) bool {
			return o.Verb == verb && o.Type == resourceType && o.Name == name && o.Error == ""
		})
	}
	for _, declared := range d.zones() {
		zone := declared.(string)
		order := []int{
			at(allowedPrincipalType, "edge."+networkAccount), at(gatewayEndpoint, "edge."+zone), at(endpointAccepterType, "edge."+zone),
			at(routeType, "ingress.lb."+zone+".internet"),
		}
		assert.NotContains(t, order, -1, zone)
		assert.True(t, slices.IsSorted(order), "%s in %s: %v", verb, zone, order)
	}
}

// TestServiceOfAnotherTeam has a network team name the endpoint service of a firewall team, from a stack of its own. Until the
// network team's account is let in and its endpoints are accepted, its update ends before anything is in the internet; only the
// service's account can accept.
func TestServiceOfAnotherTeam(t *testing.T) {
	t.Parallel()
	team := &firewallTeam{t: t}
	s := newTeamsOf(t, inline.Program("firewalls", team.alone), []byte("config: {}\n"))
	s.up()
	services := ownedBy(s.cloud, firewallAccount, endpointService)
	require.Len(t, services, 1)
	name := services[0].Outputs["serviceName"].(string)
	d := networkTeam(t, map[string]any{"gatewayLoadBalancer": map[string]any{"serviceName": name}})
	own := &world{t: t, cloud: s.cloud, stack: s.stackOf(t, rootProgram, "network", d.text(), nil)}
	ends := func(because ...string) {
		t.Helper()
		_, err := own.stack.Up(t.Context())
		for _, part := range because {
			require.ErrorContains(t, err, part)
		}
		for _, balancer := range ownedBy(s.cloud, networkAccount, loadBalancerType) {
			assert.Equal(t, true, balancer.Outputs["internal"], "%s is in the internet before it is inspected", balancer.Name)
		}
		past, err := passed(s.cloud.Objects(), d.plan(), d.plan())
		require.NoError(t, err)
		assert.Empty(t, past, "past the firewall")
	}
	ends("InvalidServiceName", name)
	team.allowed = []any{networkAccount}
	s.up()
	ends("unsupported route target", "pendingAcceptance")

	var pending []string
	for _, endpoint := range ownedBy(s.cloud, networkAccount, gatewayEndpoint) {
		if endpoint.Outputs["state"] == "pendingAcceptance" {
			pending = append(pending, endpoint.ID)
		}
	}
	require.Len(t, pending, len(d.zones()))
	self := s.stackOf(t, inline.Program("self", func(ctx *pulumi.Context) error {
		provider, err := in(ctx, "network", networkAccount)
		if err != nil {
			return err
		}
		return accept(ctx, gatewayloadbalancer.Service{ID: pulumi.String(services[0].ID), Provider: provider}, pending[:1])
	}), "self", []byte("config: {}\n"), nil)
	_, err := self.Up(t.Context())
	require.ErrorContains(t, err, "InvalidVpcEndpointServiceId.NotFound", "nobody accepts for another account")
	_, err = self.Destroy(t.Context())
	require.NoError(t, err)

	team.accepted = pending
	s.up()
	own.up()
	inspectedEdge(t, d, s.cloud)
	own.unchanged()
	s.unchanged()

	// Who is let in no longer keeps what is connected.
	team.allowed = nil
	s.up()
	own.unchanged()
	inspectedEdge(t, d, s.cloud)

	// The network team leaves first; what was accepted goes with its endpoints.
	_, err = own.stack.Destroy(t.Context())
	require.NoError(t, err)
	assert.Empty(t, ownedBy(s.cloud, networkAccount, ""), "left in the cloud")
	assert.Empty(t, own.state().Deployment.Resources)
	s.destroy()
}
