package scenario

import (
	"context"
	"path/filepath"

	"github.com/ingresshub/ingresshub/tests/e2e/given"
)

// The appliances' image, as the example of that name declares it.
const ngfwImage = "ami-0123456789abcdef0"

// InspectedSandwich is the example of that name, to which a service is appended, from which all inspection is taken while it
// is up, and to which it is given again.
func InspectedSandwich(root string) (Scenario, error) {
	d := exampleDeclared(root, "inspected-sandwich")
	grown := d.set("services.returns", map[string]any{
		"cluster": "shop", "hostnames": []any{"returns.example.com"}, "port": 9443,
	})
	return d.inspected(root, "inspected-sandwich", []step{
		{"as declared", d},
		{"a service more", grown},
		{"without inspection", grown.without("inspection")},
		{"inspected again, without the service", d},
	})
}

// Ngfw is the example of that name, which is given a service and other appliances, which replace those that there are, and from
// which both are taken again.
func Ngfw(root string) (Scenario, error) {
	d := exampleDeclared(root, "ngfw")
	grown := d.set("services.returns", map[string]any{
		"cluster": "shop", "hostnames": []any{"returns.example.com"}, "port": 9443,
	}).set("inspection.eastWest.gatewayLoadBalancer.fleet.instanceType", "m5.2xlarge").
		set("inspection.eastWest.gatewayLoadBalancer.fleet.launchPause", 300)
	s, err := d.inspected(root, "ngfw", []step{
		{"as declared", d},
		{"a service more, and larger appliances", grown},
		{"without them", d},
	})
	zones := s.Given
	s.Given = func(ctx context.Context, account *given.Account) error {
		if err := account.Image(ctx, ngfwImage); err != nil {
			return err
		}
		return zones(ctx, account)
	}
	return s, err
}

// SingleLb is the example of that name. It is given a service, weights change, and a cluster leaves
// a service; all of it goes back.
func SingleLb(root string) (Scenario, error) {
	d := exampleDeclared(root, "single-lb")
	grown := d.set("services.returns", map[string]any{"cluster": "green", "hostnames": []any{"returns.example.com"}, "port": 9443})
	shifted := grown.set("services.catalog.weights", map[string]any{"blue": 0, "green": 100})
	return d.inspected(root, "single-lb", []step{
		{"as declared", d},
		{"a service more", grown},
		{"all requests to green", shifted},
		{"without green in checkout", shifted.set("services.checkout.weights", map[string]any{"blue": 1})},
		{"as declared again", d},
	})
}

// exampleDeclared is what the stack of an example declares.
func exampleDeclared(root, example string) declared {
	return readDeclared(filepath.Join(root, "examples", example, "Pulumi.dev.yaml"))
}

// inspected is the life of an example that is declared as data.
func (d declared) inspected(root, example string, steps []step) (Scenario, error) {
	return life(Scenario{Name: example, Folder: filepath.Join(root, "examples", example), Given: d.given}, steps)
}

// life gives a scenario its states. The second only adds.
func life(s Scenario, steps []step) (Scenario, error) {
	for i, step := range steps {
		state, err := step.declared.state(step.name)
		if err != nil {
			return Scenario{}, err
		}
		state.Adds = i == 1
		s.States = append(s.States, state)
	}
	return s, nil
}
