// Only the front: an ingress VPC and its load balancer, in a network that has a transit gateway and a service already.
package main

import (
	"github.com/ingresshub/ingresshub/components/loadbalancer"
	"github.com/ingresshub/ingresshub/components/network"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// What the network has already.
const (
	transitGateway  = "tgw-0a1b2c3d4e5f60718"
	ingressTable    = "tgw-rtb-0a1b2c3d4e5f60718" // leads to 10.16.0.0/16
	spokeTable      = "tgw-rtb-1a2b3c4d5e6f70819" // that of 10.16.0.0/16; gets the way back
	shopCidr        = "10.16.0.0/16"
	shopAddressAz1  = "10.16.8.10"
	shopAddressAz2  = "10.16.9.10"
	ingressCidr     = "10.0.0.0/20"
	shopCertificate = "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		zones := []string{"use1-az1", "use1-az2"}
		edge, err := plan.NewIngressVpc("edge", ingressCidr, zones, map[string]string{"shop": shopCidr})
		if err != nil {
			return err
		}
		public, err := plan.NewIngressLoadBalancer(plan.IngressLoadBalancerSpec{
			Name: "public", Vpc: edge.Name, VpcIdentity: edge.Cidr, Zones: zones,
			LoadBalancer: plan.LoadBalancer{Certificate: &plan.Certificate{Arn: shopCertificate}},
			Services: map[string]plan.TargetedService{"shop": {
				Service:   plan.Service{Hostnames: []string{"shop.example.com"}, Port: 8080},
				Addresses: map[string]string{"use1-az1": shopAddressAz1, "use1-az2": shopAddressAz2},
			}},
		})
		if err != nil {
			return err
		}
		attachment, err := plan.NewTransitAttachment(edge, "ingress")
		if err != nil {
			return err
		}

		vpc, err := network.NewIngressVpc(ctx, edge.Name, &network.IngressVpcArgs{Plan: edge})
		if err != nil {
			return err
		}
		_, err = transit.NewVpcAttachment(ctx, edge.Name, &transit.VpcAttachmentArgs{
			Plan: attachment,
			TransitRouteTables: []plan.TransitRouteTable{{
				Name: "spoke", Routes: []plan.TransitRoute{{Name: "spoke.edge", Destination: ingressCidr, Vpc: edge.Name, Attachment: edge.Name}},
			}},
			VpcRouteTables: edge.RouteTables,
			Gateway: transit.Gateway{ID: pulumi.String(transitGateway), RouteTableIDs: pulumi.StringMap{
				"ingress": pulumi.String(ingressTable), "spoke": pulumi.String(spokeTable),
			}},
			VpcID: vpc.VpcID, SubnetIDs: vpc.SubnetIDs, RouteTableIDs: vpc.RouteTableIDs,
		})
		if err != nil {
			return err
		}
		front, err := loadbalancer.NewIngressLoadBalancer(ctx, public.Name, &loadbalancer.IngressLoadBalancerArgs{
			Plan: public, VpcID: vpc.VpcID, SubnetIDs: vpc.SubnetIDs,
		})
		if err != nil {
			return err
		}
		ctx.Export("dnsName", front.DnsName)
		return nil
	})
}
