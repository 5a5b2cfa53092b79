package scenario

import (
	"fmt"
	"path/filepath"
)

// RoleEstate is the root program with a smaller dev estate, which lies in an account that a role leads to, as platform teams
// have it: the components make the provider, and everything that pulumi-eks makes has to follow it there.
func RoleEstate(root string) (Scenario, error) {
	account := accounts[0]
	d := readDeclared(filepath.Join(root, "Pulumi.dev.yaml"))
	if d.err != nil {
		return Scenario{}, d.err
	}
	zones, _ := d.get("zones").([]any)
	clusters := d.names("clusters")
	if len(zones) < 2 || len(clusters) == 0 {
		return Scenario{}, fmt.Errorf("the dev estate has %d zones and %d clusters, too few to make a smaller one of it", len(zones), len(clusters))
	}
	keep := clusters[0]
	d = d.set("zones", zones[:2]).
		set("accounts", map[string]any{account.name: map[string]any{"id": account.id, "roleArn": account.role}}).
		set("ingress.account", account.name).
		set("clusters."+keep+".account", account.name)
	for _, cluster := range clusters[1:] {
		d = d.without("clusters." + cluster)
	}
	for _, service := range d.names("services") {
		if d.get("services."+service+".cluster") != keep {
			d = d.without("services." + service)
		}
	}
	for _, balancer := range d.names("ingress.loadBalancers") {
		// They belong to another account.
		d = d.without("ingress.loadBalancers." + balancer + ".moreCertificates")
	}
	state, err := d.state("as declared")
	return Scenario{
		Name: "role-estate", Folder: root, Given: d.given, GivenAs: account.role, Roles: []string{account.role}, States: []State{state},
	}, err
}
