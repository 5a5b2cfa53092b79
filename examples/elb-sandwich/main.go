// An ELB sandwich in Go: a public ALB, a transit gateway, and an EKS cluster that nothing but the ALB reaches.
package main

import (
	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		protection := false // so that it can be destroyed again
		planned, err := plan.Build(plan.Estate{
			Zones:      []string{"use1-az1", "use1-az2"},
			Protection: &protection,
			Ingress: plan.Ingress{
				Cidr: "10.0.0.0/20",
				LoadBalancers: map[string]plan.LoadBalancer{"public": {
					Certificate: &plan.Certificate{DomainName: "shop.example.com", HostedZone: "Z0123456789ABCDEFGHIJ"},
				}},
			},
			Transit:  plan.Transit{TransitGateway: &plan.TransitGateway{}},
			Clusters: map[string]plan.Cluster{"shop": {Cidr: "10.16.0.0/16"}},
			Services: map[string]plan.Service{"storefront": {
				Cluster: "shop", Hostnames: []string{"shop.example.com"}, Port: 8080,
			}},
		})
		if err != nil {
			return err
		}
		hub, err := estate.NewHub(ctx, "hub", &estate.HubArgs{Plan: planned})
		if err != nil {
			return err
		}
		shop, err := estate.NewWorkload(ctx, "shop", &estate.WorkloadArgs{Plan: planned, Cluster: "shop", Gateway: hub.Gateway})
		if err != nil {
			return err
		}
		ctx.Export("dnsName", hub.LoadBalancers["public"].DnsName)
		ctx.Export("kubeconfig", shop.Cluster.KubeconfigCommand)
		ctx.Export("storefrontBinding", shop.TargetGroupBindings["storefront"])
		return nil
	})
}
