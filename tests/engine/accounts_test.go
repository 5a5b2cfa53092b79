package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestAccounts deploys into one of two accounts that the estate names, through a role, while the credentials in use belong
// to a third.
func TestAccounts(t *testing.T) {
	t.Parallel()
	accounts := map[string]string{"blue": "222222222222", "green": "333333333333"}
	d := smallEstate(t)
	for _, balancer := range sorted(d.get("ingress.loadBalancers")) {
		// What exists already belongs to the account of the credentials.
		d = d.set("ingress.loadBalancers."+balancer+".moreCertificates", map[string]any{})
	}
	for name, id := range accounts {
		d = d.set("accounts."+name, map[string]any{"id": id, "roleArn": "arn:aws:iam::" + id + ":role/deploy"})
	}
	in := func(account string) declared {
		located := d.set("ingress.account", account)
		for _, cluster := range d.clusters() {
			located = located.set("clusters."+cluster+".account", account)
		}
		return located
	}
	blue, green := in("blue"), in("green")
	w := newWorld(t, blue)
	w.up()
	assertLocated(t, w, accounts["blue"])
	assertPlanned(t, blue.plan(), foundFacts(w.cloud))
	w.unchanged()
	refreshed, err := w.stack.Refresh(t.Context())
	if assert.NoError(t, err) {
		assert.Zero(t, refreshed.ChangeCount(), "refresh finds something: %s", describe(refreshed.Changed()))
	}
	w.destroy()

	w.apply(green)
	assertLocated(t, w, accounts["green"])
	w.destroy()
}

// assertLocated checks that everything was made in one account.
func assertLocated(t *testing.T, w *world, account string) {
	t.Helper()
	for _, object := range w.cloud.Objects() {
		assert.Equal(t, account, object.Account, "%s %s", object.Type, object.Name)
	}
}
