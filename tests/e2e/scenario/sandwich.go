package scenario

import (
	"context"
	"path/filepath"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/given"
	"github.com/ingresshub/ingresshub/tests/e2e/source"
)

// The example's hosted zone, as its main.go has it.
const (
	sandwichZone   = "Z0123456789ABCDEFGHIJ"
	sandwichDomain = "shop.example.com"
)

// ElbSandwich is the example of that name, to which a service and a zone are appended, and from which they are removed again.
// The example declares its estate in Go, so it stands here once more: should they differ, objects are missing or too many.
func ElbSandwich(root string) (Scenario, error) {
	config, err := devConfig(root, "elb-sandwich")
	if err != nil {
		return Scenario{}, err
	}
	service := []source.Edit{
		{
			Old: `HostedZone: "` + sandwichZone + `"},`,
			New: `HostedZone: "` + sandwichZone + `"}, ` +
				`MoreCertificates: map[string]plan.Certificate{"returns": {DomainName: "returns.example.com", HostedZone: "` + sandwichZone + `"}},`,
		},
		{
			Old: `Port: 8080,` + "\n\t\t\t}},",
			New: `Port: 8080,` + "\n\t\t\t}, " + `"returns": {Cluster: "shop", Hostnames: []string{"returns.example.com"}, Port: 9443}},`,
		},
	}
	zone := source.Edit{
		Old: `"use1-az1", "use1-az2"}`,
		New: `"use1-az1", "use1-az2", "use1-az4"}`,
	}
	two, three := []string{"use1-az1", "use1-az2"}, []string{"use1-az1", "use1-az2", "use1-az4"}
	return Scenario{
		Name:   "elb-sandwich",
		Folder: filepath.Join(root, "examples", "elb-sandwich"),
		Edited: true,
		Given: func(ctx context.Context, account *given.Account) error {
			return account.HostedZone(ctx, sandwichZone, "example.com")
		},
		States: []State{
			{Name: "as declared", Config: config, Plan: sandwichPlan(two, false)},
			{Name: "a service more", Config: config, Edits: service, Plan: sandwichPlan(two, true), Adds: true},
			{Name: "a zone more", Config: config, Edits: append(service, zone), Plan: sandwichPlan(three, true), Adds: true},
			{Name: "without them", Config: config, Plan: sandwichPlan(two, false)},
		},
	}, nil
}

func sandwichPlan(zones []string, returns bool) func(given.IDs) (*plan.Plan, error) {
	return func(ids given.IDs) (*plan.Plan, error) {
		protection := false
		estate := plan.Estate{
			Zones:      zones,
			Protection: &protection,
			Ingress: plan.Ingress{
				Cidr: "10.0.0.0/20",
				LoadBalancers: map[string]plan.LoadBalancer{"public": {
					Certificate: &plan.Certificate{DomainName: sandwichDomain, HostedZone: ids.In(sandwichZone)},
				}},
			},
			Transit:  plan.Transit{TransitGateway: &plan.TransitGateway{}},
			Clusters: map[string]plan.Cluster{"shop": {Cidr: "10.16.0.0/16"}},
			Services: map[string]plan.Service{
				"storefront": {Cluster: "shop", Hostnames: []string{sandwichDomain}, Port: 8080},
			},
		}
		if returns {
			public := estate.Ingress.LoadBalancers["public"]
			public.MoreCertificates = map[string]plan.Certificate{
				"returns": {DomainName: "returns.example.com", HostedZone: ids.In(sandwichZone)},
			}
			estate.Ingress.LoadBalancers["public"] = public
			estate.Services["returns"] = plan.Service{Cluster: "shop", Hostnames: []string{"returns.example.com"}, Port: 9443}
		}
		return plan.Build(estate)
	}
}
