package estate

import (
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// gateways are the hub's transit gateway as each account sees it.
type gateways struct {
	own    transit.Gateway
	shared map[string]transit.Gateway
}

// of is the gateway for the VPCs of an account.
func (g gateways) of(account string) transit.Gateway {
	if shared, ok := g.shared[account]; ok {
		return shared
	}
	return g.own
}

// sharedGateways prints, outside Organizations, what accepts the hub's share in each account: once, for all its clusters.
func sharedGateways(
	ctx *pulumi.Context, planned *plan.Plan, hub *Hub, providers providers, parent pulumi.ResourceOption,
) (gateways, error) {
	seen := gateways{own: hub.Gateway, shared: map[string]transit.Gateway{}}
	if hub.Share == nil {
		return seen, nil
	}
	for _, principal := range planned.TransitGateway.Share.Principals {
		var shareArn pulumi.StringInput = hub.Share.ShareArns[principal.Name]
		if !planned.TransitGateway.Share.Organization {
			accepter, err := transit.NewTransitGatewayShareAccepter(ctx, principal.Name, &transit.TransitGatewayShareAccepterArgs{
				ShareArn: shareArn,
			}, withProvider([]pulumi.ResourceOption{parent}, providers.of(principal.Name))...)
			if err != nil {
				return gateways{}, err
			}
			shareArn = accepter.ShareArn
		}
		seen.shared[principal.Name] = hub.Gateway.SharedBy(shareArn)
	}
	return seen, nil
}
