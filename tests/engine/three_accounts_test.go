package engine_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The accounts of threeAccounts: the network team's and one per cluster.
const (
	networkAccount  = "444444444444"
	paymentsAccount = "222222222222"
	searchAccount   = "333333333333"
)

// threeAccounts is devEstate with two zones, whose ingress VPC and clusters lie in an account each. The credentials in use
// belong to a fourth one.
func threeAccounts(t *testing.T) declared {
	t.Helper()
	d := devEstate(t)
	d = d.set("zones", d.zones()[:2])
	for _, balancer := range sorted(d.get("ingress.loadBalancers")) {
		// What exists already belongs to the account of the credentials.
		d = d.set("ingress.loadBalancers."+balancer+".moreCertificates", map[string]any{})
	}
	for name, id := range map[string]string{"hub": networkAccount, "payments": paymentsAccount, "search": searchAccount} {
		d = d.set("accounts."+name, map[string]any{"id": id, "roleArn": "arn:aws:iam::" + id + ":role/deploy"})
	}
	return d.set("ingress.account", "hub").set("clusters.payments.account", "payments").set("clusters.search.account", "search")
}

// TestThreeAccounts deploys one estate into three accounts, outside an Organization and inside one.
func TestThreeAccounts(t *testing.T) {
	t.Parallel()
	for name, inside := range map[string]bool{"outside Organizations": false, "inside an Organization": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := threeAccounts(t).set("transit.transitGateway.organization", inside)
			w := newWorld(t, d)
			w.up()
			assertPlanned(t, d.plan(), foundFacts(w.cloud))
			assertOwners(t, w.cloud.Objects(), inside)
			w.unchanged()
			refreshed, err := w.stack.Refresh(t.Context())
			require.NoError(t, err)
			assert.Zero(t, refreshed.ChangeCount(), "refresh finds something: %s", describe(refreshed.Changed()))
			assertAccepted(t, w.cloud.Operations(), localcloud.Create)
			since := w.now()
			w.destroy()
			gone := slices.Clone(w.wrote(since))
			slices.Reverse(gone)
			assertAccepted(t, gone, localcloud.Delete)
		})
	}
}

// owners says, of the types that could as well be in another account, whose they are.
var owners = map[string]func(name string) string{
	transitGatewayType:      inHub,
	transitTableType:        inHub,
	transitRouteType:        inHub,
	transitAssociationType:  inHub,
	attachmentAccepterType:  inHub,
	shareType:               inHub,
	resourceAssociationType: inHub,
	principalType:           inHub,
	certificateType:         inHub,
	targetType:              inHub,
	shareAccepterType:       whose,
	attachmentType:          whose,
	vpcType:                 whose,
	subnetType:              whose,
	routeTableType:          whose,
	routeType:               whose,
	clusterType:             whose,
	nodeGroupType:           whose,
}

func inHub(string) string { return networkAccount }

// whose is the account of what is named after a cluster, or else the hub's.
func whose(name string) string {
	switch first, _, _ := strings.Cut(strings.ReplaceAll(name, "-", "."), "."); first {
	case "payments":
		return paymentsAccount
	case "search":
		return searchAccount
	default:
		return networkAccount
	}
}

// assertOwners checks what lies in which account, and that there is something of everything.
func assertOwners(t *testing.T, objects []localcloud.Object, inside bool) {
	t.Helper()
	seen := map[string]bool{}
	for _, object := range objects {
		assert.NotEqual(t, "111111111111", object.Account, "%s %s is in the account of the credentials", object.Type, object.Name)
		owner, known := owners[object.Type]
		if !known {
			continue
		}
		seen[object.Type] = true
		assert.Equal(t, owner(object.Name), object.Account, "%s %s", object.Type, object.Name)
	}
	for _, resourceType := range slices.Sorted(maps.Keys(owners)) {
		assert.Equal(t, !inside || resourceType != shareAccepterType, seen[resourceType], resourceType)
	}
}

// assertAccepted checks an order: share, acceptance of it, attachment, acceptance of that, and only then what uses it. What goes
// away is given backwards.
func assertAccepted(t *testing.T, operations []localcloud.Operation, verb localcloud.Verb) {
	t.Helper()
	at := func(resourceType, name string) int {
		return slices.IndexFunc(operations, func(o localcloud.Operation) bool {
			return o.Verb == verb && o.Type == resourceType && o.Name == name && o.Error == ""
		})
	}
	for _, cluster := range []string{"payments", "search"} {
		order := []int{at(shareType, "transit"), at(resourceAssociationType, "transit"), at(principalType, cluster)}
		if accepted := at(shareAccepterType, cluster); accepted >= 0 {
			order = append(order, accepted)
		}
		order = append(order, at(attachmentType, cluster), at(attachmentAccepterType, cluster), at(transitAssociationType, cluster),
			at(transitRouteType, "ingress."+cluster), at(routeType, cluster+".node.use1-az1.ingress"))
		assert.NotContains(t, order, -1, cluster)
		assert.True(t, slices.IsSorted(order), "%s of %s: %v", verb, cluster, order)
	}
}

// TestAccountJoinsAndLeaves has a cluster in an account of its own join, another one in the same account, and both leave: whoever
// is there already notices nothing.
func TestAccountJoinsAndLeaves(t *testing.T) {
	t.Parallel()
	with := threeAccounts(t)
	without := with.without("clusters.payments")
	for _, service := range with.services() {
		if with.get("services."+service+".cluster") == "payments" {
			without = without.without("services." + service)
		}
	}
	twice := with.copied("clusters.payments", "clusters.second").set("clusters.second.cidr", "10.250.0.0/16").
		without("clusters.second.podCidr")

	w := newWorld(t, without)
	w.up()
	original, ids := takeInventory(t, w.cloud), identities(w.cloud.Objects())

	joined := w.apply(with)
	assertOnlyAdds(t, joined, nil)
	assertKept(t, ids, w.cloud)
	assertPlanned(t, with.plan(), foundFacts(w.cloud))
	w.unchanged()
	second := w.apply(twice)
	assertOnlyAdds(t, second, nil)
	for _, step := range changes(second) {
		assert.NotContains(t, step.Type, "aws:ram/", "the account has accepted: %s", describeStep(step))
	}
	w.unchanged()
	assertOnlyRemoves(t, w.apply(with), nil)
	assertPlanned(t, with.plan(), foundFacts(w.cloud))

	assertOnlyRemoves(t, w.apply(without), nil)
	assertSame(t, original, takeInventory(t, w.cloud))
	w.unchanged()
	assertOnlyAdds(t, w.apply(with), nil)
	assertKept(t, ids, w.cloud)
	assertPlanned(t, with.plan(), foundFacts(w.cloud))
	w.unchanged()
	w.destroy()
}

// TestGatewayOfTheHubIsShared shares a transit gateway that the network team has already, and refuses that of another account.
func TestGatewayOfTheHubIsShared(t *testing.T) {
	t.Parallel()
	const mine, theirs = "tgw-0123456789abcdef0", "tgw-0fedcba9876543210"
	d := threeAccounts(t)
	w := newWorld(t, d.set("transit.transitGateway.id", theirs))
	for account, id := range map[string]string{networkAccount: mine, searchAccount: theirs} {
		require.NoError(t, w.cloud.GivenIn(account, "us-east-1", transitGatewayType, id, localcloud.Props{
			"arn":     "arn:aws:ec2:us-east-1:" + account + ":transit-gateway/" + id,
			"ownerId": account, "autoAcceptSharedAttachments": "disable",
		}))
	}
	_, err := w.stack.Up(t.Context())
	require.ErrorContains(t, err, theirs)
	for _, object := range w.cloud.Objects() {
		assert.NotContains(t, object.Type, "aws:ram/", "%s: nobody is invited to a gateway that cannot be used", object.Name)
		assert.NotContains(t, object.Type, "ec2transitgateway", object.Name)
	}

	own := d.set("transit.transitGateway.id", mine)
	w.apply(own)
	assertPlanned(t, own.plan(), foundFactsBeside(w.cloud, map[string]string{mine: "transit"}, nil))
	w.unchanged()
	w.destroy()
}

// TestWrongCredentials deploys with credentials of another account than the hub's, which is managed without a role: nothing is
// made there, nor in the account that they belong to.
func TestWrongCredentials(t *testing.T) {
	t.Parallel()
	d := threeAccounts(t).without("accounts.hub.roleArn")
	w := newWorldIn(t, localcloud.Options{Held: true}, rootProgram, d.text(), engine.WriteStateOnce...)
	_, err := w.stack.Up(t.Context())
	require.ErrorContains(t, err, "AWS account ID not allowed: 111111111111")
	for _, object := range w.cloud.Objects() {
		assert.NotContains(t, []string{networkAccount, "111111111111"}, object.Account, "%s %s", object.Type, object.Name)
	}

	right := newWorldIn(t, localcloud.Options{Held: true, Account: networkAccount}, rootProgram, d.text(), engine.WriteStateOnce...)
	right.up()
	right.destroy()
}
