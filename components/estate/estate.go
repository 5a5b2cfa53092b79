package estate

import (
	"slices"

	"github.com/ingresshub/ingresshub/components/cluster"
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/reachability"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// EstateToken is the type token of Estate.
const EstateToken = "ingresshub:index:Estate"

// EstateArgs are the arguments of NewEstate.
//
//nolint:revive // Pulumi's convention: the component's name and Args.
type EstateArgs struct {
	// The estate's plan (plan.Build).
	Plan *plan.Plan `pulumi:"plan"`

	// Node groups by plan name as the stack knows them from its last update (see cluster.EksClusterArgs). Default: none.
	LastNodeGroups map[string]cluster.LastNodeGroup `pulumi:"lastNodeGroups"`

	// Flavours of firewalls that the plan calls custom, by name. Default: none.
	Firewalls Firewalls `pulumi:"-"`
}

// Estate is a hub and its workloads, each in the account that the plan says.
type Estate struct {
	pulumi.ResourceState

	Hub *Hub

	// Workloads by the name of their cluster.
	Workloads map[string]*Workload

	// What AWS's Reachability Analyzer says of it; nil where the plan does not ask.
	Reachability *reachability.ReachabilityCheck
}

// NewEstate registers a whole estate. Where the plan has accounts, each gets an AWS provider of its own; otherwise everything
// is made with the provider of the options or of the stack's config.
//
// The error lists all problems of the plan, and then nothing is registered.
func NewEstate(ctx *pulumi.Context, name string, args *EstateArgs, opts ...pulumi.ResourceOption) (*Estate, error) {
	if args == nil || args.Plan == nil {
		return nil, inputs.Check(EstateToken, name, inputs.Require("plan", false))
	}
	if err := inputs.Check(EstateToken, name, args.Plan.Validate()); err != nil {
		return nil, err
	}
	if err := checkRegion(ctx, args.Plan, opts); err != nil {
		return nil, inputs.Wrap(EstateToken, name, err)
	}
	return newEstate(ctx, name, args, opts...)
}

// newEstate is NewEstate for a plan that was checked.
func newEstate(ctx *pulumi.Context, name string, args *EstateArgs, opts ...pulumi.ResourceOption) (*Estate, error) {
	planned := args.Plan
	estate, everything := &Estate{Workloads: map[string]*Workload{}}, &roster{}
	if planned.ReachabilityAnalysis != "" {
		opts = append(slices.Clone(opts), everything.option())
	}
	if err := ctx.RegisterComponentResource(EstateToken, name, estate, opts...); err != nil {
		return nil, err
	}
	providers, err := newProviders(ctx, planned, pulumi.Parent(estate))
	if err != nil {
		return nil, err
	}
	contexts, account := scopes{}, planned.TransitGateway.Account
	estate.Hub, err = newHub(contexts.of(ctx, account), "hub", &HubArgs{
		Plan: planned, Firewalls: args.Firewalls, Provider: providers.of(account),
	}, pulumi.Parent(estate))
	if err != nil {
		return nil, err
	}
	gateways, err := sharedGateways(ctx, planned, estate.Hub, providers, pulumi.Parent(estate))
	if err != nil {
		return nil, err
	}
	for _, of := range planned.Clusters {
		workload, err := newWorkload(contexts.of(ctx, of.Account), of.Name, &WorkloadArgs{
			Plan: planned, Cluster: of.Name, Gateway: gateways.of(of.Account), Provider: providers.of(of.Account),
			Ingress: estate.Hub.Targets(of.Name), LastNodeGroups: args.LastNodeGroups,
		}, pulumi.Parent(estate))
		if err != nil {
			return nil, err
		}
		estate.Workloads[of.Name] = workload
	}
	if err := estate.askReachability(ctx, name, planned, providers, everything); err != nil {
		return nil, err
	}
	outputs.Register(ctx, estate, pulumi.Map{})
	return estate, nil
}
