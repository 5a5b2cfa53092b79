// Package firewall is the contract between an estate and what inspects its traffic.
//
// A firewall is asked for endpoints, one per zone, in subnets that are there for nothing else; route tables lead to them. Which
// routes, and in which tables, the plan has decided already (recipes in docs/adr/0006-inspection.md), so a flavour knows nothing
// of the network around it: given a planned firewall, a VPC and its firewall subnets by zone ID, it returns endpoint IDs by
// zone ID. Zones go by ID throughout, never by name or by position, because names differ between accounts and AWS returns
// endpoints in no order.
//
// Each flavour is a package below this one. docs/adding-a-firewall.md walks through adding another.
package firewall

import (
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args are what a flavour is given.
type Args struct {
	// The firewall as planned.
	Plan plan.PlannedFirewall `pulumi:"plan"`

	// ID of the VPC, and IDs of the firewall subnets by zone ID. Whoever uses a subnet waits for its routes.
	VpcID     pulumi.StringInput `pulumi:"vpcId"`
	SubnetIDs pulumi.StringMap   `pulumi:"subnetIds"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// ZoneProblems lists zones in which the plan has an endpoint and the VPC no subnet for it, and the other way round: what is led
// to the firewall there would find none. Every flavour asks for it before it registers anything.
func (a *Args) ZoneProblems() plan.Problems {
	zones := make([]string, 0, len(a.Plan.Endpoints))
	for _, endpoint := range a.Plan.Endpoints {
		zones = append(zones, endpoint.Zone)
	}
	problems := inputs.RequireEach("subnetIds", a.SubnetIDs, zones)
	for _, zone := range slices.Sorted(maps.Keys(a.SubnetIDs)) {
		if !slices.Contains(zones, zone) {
			problems = append(problems, plan.Problem{
				Path: "subnetIds." + zone, Message: "the plan has no endpoint in " + zone + ": what is led to the firewall there would find none",
			})
		}
	}
	return problems
}

// Flavour makes a firewall. It returns endpoint IDs (vpce-...) by zone ID, one for each of the plan's endpoints. Whoever uses
// one waits until the endpoint inspects; a route to it is removed before it is.
type Flavour func(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (pulumi.StringMap, error)
