package scenario

import (
	"context"
	"path/filepath"

	"github.com/ingresshub/ingresshub/tests/e2e/given"
)

// Good is the root program with the estate of tests/e2e/compare/testdata, which has something of every kind that is compared. It is deployed
// to write the snapshots there anew. What AWS calls the things that it takes as existing goes into ids.
func Good(root string, ids given.IDs) (Scenario, error) {
	d := readEstate(filepath.Join(root, "tests", "e2e", "compare", "testdata", "estate.json"))
	planned, err := d.plan(given.IDs{})
	if err != nil {
		return Scenario{}, err
	}
	exist := func(ctx context.Context, account *given.Account) error {
		if err := d.given(ctx, account); err != nil {
			return err
		}
		for _, fleet := range planned.Fleets {
			if err := account.Image(ctx, fleet.Ami); err != nil {
				return err
			}
		}
		for _, cluster := range planned.Clusters {
			for _, admin := range cluster.Admins {
				if err := account.Role(ctx, admin.PrincipalArn); err != nil {
					return err
				}
			}
		}
		for written, actual := range account.IDs() {
			ids[written] = actual
		}
		return nil
	}
	return life(Scenario{Name: "good", Folder: root, Given: exist}, []step{{"as declared", d}})
}
