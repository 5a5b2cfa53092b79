package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestAccounts deploys into an account that the estate names, through a role, while the credentials in use belong to
// another one. Two estates in two accounts may have everything else in common.
func TestAccounts(t *testing.T) {
	t.Parallel()
	const network, other = "222222222222", "333333333333"
	d := smallEstate(t).
		set("accounts.network", map[string]any{"id": network, "roleArn": "arn:aws:iam::" + network + ":role/deploy"}).
		set("ingress.account", "network")
	for _, cluster := range d.clusters() {
		d = d.set("clusters."+cluster+".account", "network")
	}
	w := newWorld(t, d)
	w.up()
	for _, object := range w.cloud.Objects() {
		assert.Equal(t, network, object.Account, "%s %s", object.Type, object.Name)
	}
	assertPlanned(t, d.plan(), foundFacts(w.cloud))
	w.unchanged()
	refreshed, err := w.stack.Refresh(t.Context())
	if assert.NoError(t, err) {
		assert.Zero(t, refreshed.ChangeCount(), "refresh finds something: %s", describe(refreshed.Changed()))
	}
	w.destroy()

	// Another account of the same name.
	w.apply(d.set("accounts.network", map[string]any{"id": other, "roleArn": "arn:aws:iam::" + other + ":role/deploy"}))
	for _, object := range w.cloud.Objects() {
		assert.Equal(t, other, object.Account, "%s %s", object.Type, object.Name)
	}
	w.destroy()
}
