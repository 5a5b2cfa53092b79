package scenario

import (
	"context"
	"os"
	"path/filepath"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/given"
	"github.com/ingresshub/ingresshub/tests/e2e/source"
)

// What the example's main.go names, of what exists already.
const (
	componentIngress     = "tgw-rtb-0a1b2c3d4e5f60718"
	componentSpoke       = "tgw-rtb-1a2b3c4d5e6f70819"
	componentGateway     = "tgw-0a1b2c3d4e5f60718"
	componentCertificate = "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
)

// existingGateway is what its plan calls the transit gateway.
const existingGateway = "gateway"

// OneComponent is the example of that name in a network that its existing.yaml describes, to which a service is appended, and
// from which it is removed again. What the example plans stands here once more: should they differ, objects are missing or
// too many.
func OneComponent(root string) (Scenario, error) {
	folder := filepath.Join(root, "examples", "one-component")
	config, err := devConfig(root, "one-component")
	if err != nil {
		return Scenario{}, err
	}
	service := source.Edit{
		Old: `Addresses: map[string]string{"use1-az1": shopAddressAz1, "use1-az2": shopAddressAz2},` + "\n\t\t\t}},",
		New: `Addresses: map[string]string{"use1-az1": shopAddressAz1, "use1-az2": shopAddressAz2},` + "\n\t\t\t}, " +
			`"returns": {Service: plan.Service{Hostnames: []string{"returns.example.com"}, Port: 9443}, ` +
			`Addresses: map[string]string{"use1-az1": shopAddressAz1, "use1-az2": shopAddressAz2}}},`,
	}
	return Scenario{
		Name: "one-component", Folder: folder, Edited: true,
		Given: func(ctx context.Context, account *given.Account) error {
			return account.Existing(ctx, filepath.Join(folder, given.FileName))
		},
		Existing: func(ids given.IDs) map[string]string {
			return map[string]string{
				ids.In(componentIngress): existingGateway + ".ingress", ids.In(componentSpoke): existingGateway + ".spoke",
			}
		},
		States: []State{
			{Name: "as declared", Config: config, Plan: componentPlan(false)},
			{Name: "a service more", Config: config, Edits: []source.Edit{service}, Plan: componentPlan(true), Adds: true},
			{Name: "without it", Config: config, Plan: componentPlan(false)},
		},
	}, nil
}

func componentPlan(returns bool) func(given.IDs) (*plan.Plan, error) {
	return func(ids given.IDs) (*plan.Plan, error) {
		zones := []string{"use1-az1", "use1-az2"}
		addresses := map[string]string{"use1-az1": "10.16.8.10", "use1-az2": "10.16.9.10"}
		edge, err := plan.NewIngressVpc("edge", "10.0.0.0/20", zones, map[string]string{"shop": "10.16.0.0/16"})
		if err != nil {
			return nil, err
		}
		services := map[string]plan.TargetedService{
			"shop": {Service: plan.Service{Hostnames: []string{"shop.example.com"}, Port: 8080}, Addresses: addresses},
		}
		if returns {
			services["returns"] = plan.TargetedService{
				Service: plan.Service{Hostnames: []string{"returns.example.com"}, Port: 9443}, Addresses: addresses,
			}
		}
		public, err := plan.NewIngressLoadBalancer(plan.IngressLoadBalancerSpec{
			Name: "public", Vpc: edge.Name, VpcIdentity: edge.Cidr, Zones: zones,
			LoadBalancer: plan.LoadBalancer{Certificate: &plan.Certificate{Arn: ids.In(componentCertificate)}},
			Services:     services,
		})
		if err != nil {
			return nil, err
		}
		attachment, err := plan.NewTransitAttachment(edge, "ingress")
		if err != nil {
			return nil, err
		}
		return &plan.Plan{
			Region: Region, Zones: zones, Vpcs: []plan.Vpc{edge}, LoadBalancers: []plan.IngressLoadBalancer{public},
			TransitGateway: plan.TransitPlan{
				Name: existingGateway, ExistingID: ids.In(componentGateway), Attachments: []plan.TransitAttachment{attachment},
				RouteTables: []plan.TransitRouteTable{{
					Name: "spoke", Routes: []plan.TransitRoute{{Name: "spoke.edge", Destination: edge.Cidr, Vpc: edge.Name, Attachment: edge.Name}},
				}},
			},
		}, nil
	}
}

// devConfig is the config of an example's stack.
func devConfig(root, example string) ([]byte, error) {
	return os.ReadFile(filepath.Join(root, "examples", example, "Pulumi.dev.yaml"))
}
