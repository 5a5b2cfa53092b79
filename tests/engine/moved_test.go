package engine_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestClusterIsNotMovedToAnotherAccount declares a running cluster in another account, under each way to say so: the update ends before
// anything happens, and goes on once the account is right again.
func TestClusterIsNotMovedToAnotherAccount(t *testing.T) {
	t.Parallel()
	d := threeAccounts(t).without("clusters.search").set("services", map[string]any{})
	w := newWorld(t, d.without("accounts.search"))
	w.up()
	const says = "clusters.payments.account: it is in account " + paymentsAccount + " and cannot move to "
	for name, test := range map[string]struct {
		moved declared
		to    string
	}{
		"another account":        {d.set("clusters.payments.account", "search"), searchAccount},
		"the hub's account":      {d.without("clusters.payments.account"), networkAccount},
		"another ID of the same": {d.set("accounts.payments", map[string]any{"id": "555555555555", "roleArn": "arn:aws:iam::555555555555:role/deploy"}), "555555555555"},
	} {
		t.Run(name, func(t *testing.T) {
			w := w.in(t)
			w.declare(test.moved)
			w.refusedUntouched(says + test.to)
		})
	}
	w.declare(d)
	w.unchanged()
}

// TestGatewayThatAcceptsByItself has a transit gateway that the network team has already, and that waits for nobody's acceptance: AWS
// would refuse ours, so nothing is attached, shared or routed before the gateway is told to wait.
func TestGatewayThatAcceptsByItself(t *testing.T) {
	t.Parallel()
	const gateway = "tgw-0123456789abcdef0"
	d := threeAccounts(t).set("transit.transitGateway.id", gateway)
	w := newWorld(t, d)
	require.NoError(t, w.cloud.GivenIn(networkAccount, "us-east-1", transitGatewayType, gateway, localcloud.Props{
		"arn":     "arn:aws:ec2:us-east-1:" + networkAccount + ":transit-gateway/" + gateway,
		"ownerId": networkAccount, "autoAcceptSharedAttachments": "enable",
	}))
	w.refused(gateway+" accepts by itself", "modify-transit-gateway --transit-gateway-id "+gateway+" --options AutoAcceptSharedAttachments=disable")
	for _, object := range w.cloud.Objects() {
		assert.NotContains(t, object.Type, "aws:ram/", object.Name)
		assert.NotContains(t, object.Type, "ec2transitgateway", object.Name)
	}
}
