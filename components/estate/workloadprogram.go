package estate

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
	"github.com/ingresshub/ingresshub/internal/lookups"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

// WorkloadProgram is the Pulumi program of a team that owns one cluster behind a hub of another team:
//
//	func main() { pulumi.Run(estate.WorkloadProgram) }
//
// The stack's config says under `ingresshub:workload` which stack is the hub's, and the cluster and its services as an estate has
// them. Both must be granted by the hub, whose contract it reads; everything that goes beyond is one error before anything is
// registered. It works with the credentials in use, in the cluster's account, and joins the hub through the role that the hub keeps
// ready for the cluster.
//
// Outputs: `innerLoadBalancers` (addresses by zone), `clusters` (what AWS calls it), `kubeconfigs` (a command for it),
// `targetGroupBindings` (a manifest for each service) and `guardrailExceptions` (what its guardrails let through and why), each by name.
func WorkloadProgram(ctx *pulumi.Context) error {
	declared := config.New(ctx, "ingresshub").Get("workload")
	if declared == "" {
		return errors.New("the stack's config has no ingresshub:workload")
	}
	claimed, err := parseClaim([]byte(declared))
	if err != nil {
		return err
	}
	contract, err := readContract(ctx, claimed.hub)
	if err != nil {
		return err
	}
	joined, problems := join(contract, claimed)
	if len(problems) > 0 {
		return problems
	}
	planned, err := plan.Build(joined)
	if err != nil {
		return err
	}
	last, err := readLastState(ctx)
	if err != nil {
		return err
	}
	own := ownPlan(planned, claimed.cluster())
	if problems := guard(last, own); len(problems) > 0 {
		return problems
	}
	return printWorkload(ctx, own, contract, claimed, last)
}

// printWorkload registers the cluster's part of a plan.
func printWorkload(ctx *pulumi.Context, planned *plan.Plan, contract *Contract, claimed *claim, last *lastState) error {
	name := claimed.cluster()
	cluster, join := planned.Clusters[0], contract.Onboarding[name]
	provider, err := aws.NewProvider(ctx, cluster.Account, &aws.ProviderArgs{
		Region:            pulumi.String(planned.Region),
		AllowedAccountIds: pulumi.StringArray{pulumi.String(accountOf(planned, cluster.Account).ID)},
	})
	if err != nil {
		return err
	}
	// What is in the ingress account is made through the role that it keeps ready, and through nothing else.
	hub := planned.TransitGateway.Account
	joiner, err := aws.NewProvider(ctx, hub, &aws.ProviderArgs{
		Region:            pulumi.String(planned.Region),
		AllowedAccountIds: pulumi.StringArray{pulumi.String(accountOf(planned, hub).ID)},
		AssumeRole: aws.ProviderAssumeRoleArgs{
			RoleArn: pulumi.String(join.RoleArn), ExternalId: pulumi.String(join.Owner), SessionName: pulumi.String("ingresshub"),
		},
	})
	if err != nil {
		return err
	}
	gateway, err := contractGateway(ctx, planned, contract, claimed, provider)
	if err != nil {
		return err
	}
	gateway.Provider = joiner
	workload, err := newWorkload(lookups.Once(ctx), name, &WorkloadArgs{
		Plan: planned, Cluster: name, Gateway: gateway, Ingress: join.targets(), Provider: provider, LastNodeGroups: last.nodeGroups,
	})
	if err != nil {
		return err
	}
	exportWorkloads(ctx, planned, map[string]*Workload{name: workload})
	return nil
}

// targets are the hub's target groups for the cluster's pods.
func (c ContractOnboarding) targets() IngressTargets {
	targets := IngressTargets{TargetGroupArns: pulumi.StringMap{}}
	if c.Targets == nil {
		return targets
	}
	targets.VpcID, targets.RegistrarArn = pulumi.String(c.Targets.VpcID), pulumi.String(c.Targets.RegistrarArn)
	for name, arn := range c.Targets.TargetGroupArns {
		targets.TargetGroupArns[name] = pulumi.String(arn)
	}
	return targets
}

// contractGateway is the hub's transit gateway as the cluster's account sees it, once its share is accepted.
func contractGateway(
	ctx *pulumi.Context, planned *plan.Plan, contract *Contract, claimed *claim, provider pulumi.ProviderResource,
) (transit.Gateway, error) {
	join := contract.Onboarding[claimed.cluster()]
	gateway := transit.Gateway{
		ID: pulumi.String(contract.TransitGateway.ID), RouteTableIDs: pulumi.StringMap{},
		Grant: &transit.Grant{Owner: join.Owner, PrefixListID: pulumi.String(join.PrefixListID)},
	}
	for name, id := range contract.TransitGateway.RouteTableIDs {
		gateway.RouteTableIDs[name] = pulumi.String(id)
	}
	if planned.TransitGateway.Share.Organization || claimed.shareAccepted {
		return gateway, nil
	}
	// To leave a share is to need another invitation, and so an update of the hub: a cluster that leaves leaves it accepted.
	accepter, err := transit.NewTransitGatewayShareAccepter(ctx, planned.Clusters[0].Account, &transit.TransitGatewayShareAccepterArgs{
		ShareArn: pulumi.String(join.ShareArn),
	}, pulumi.Provider(provider), pulumi.Transformations([]pulumi.ResourceTransformation{retained}))
	if err != nil {
		return transit.Gateway{}, err
	}
	return gateway.SharedBy(accepter.ShareArn), nil
}

// retained keeps what a component makes, also when the component goes. RetainOnDelete of a component does not reach its children.
func retained(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
	return &pulumi.ResourceTransformationResult{Props: args.Props, Opts: append(args.Opts, pulumi.RetainOnDelete(true))}
}

// ownPlan is the part of a plan that a cluster's stack has to do with: the transit gateway, and what is the cluster's.
func ownPlan(planned *plan.Plan, cluster string) *plan.Plan {
	own := *planned
	own.Vpcs, own.Firewalls, own.Fleets, own.Exceptions, own.LoadBalancers = nil, nil, nil, nil, nil
	own.InnerLoadBalancers, own.InnerAlbs, own.Clusters, own.Bindings = nil, nil, nil, nil
	for _, candidate := range planned.Clusters {
		if candidate.Name == cluster {
			own.Clusters = append(own.Clusters, candidate)
		}
	}
	for _, vpc := range planned.Vpcs {
		if vpc.Kind == plan.EksVpc && vpc.Name == own.Clusters[0].Vpc {
			own.Vpcs = append(own.Vpcs, vpc)
		}
	}
	for _, balancer := range planned.InnerLoadBalancers {
		if balancer.Cluster == cluster {
			own.InnerLoadBalancers = append(own.InnerLoadBalancers, balancer)
		}
	}
	for _, alb := range planned.InnerAlbs {
		if alb.Cluster == cluster {
			own.InnerAlbs = append(own.InnerAlbs, alb)
		}
	}
	for _, binding := range planned.Bindings {
		if binding.Cluster == cluster {
			own.Bindings = append(own.Bindings, binding)
		}
	}
	return &own
}

// readContract reads the contract of a hub's stack.
func readContract(ctx *pulumi.Context, hub string) (*Contract, error) {
	name := stackName(ctx, hub)
	// Called after the setting: where there is no such stack, Pulumi ends the update with a message of its own, under this name.
	const setting = "ingresshub:workload.hub"
	reference, err := pulumi.NewStackReference(ctx, setting, &pulumi.StackReferenceArgs{Name: pulumi.String(name)})
	if err != nil {
		return nil, err
	}
	details, err := reference.GetOutputDetails(ContractOutput)
	if err != nil {
		return nil, fmt.Errorf("reading the outputs of stack %s, which %s names: %w", name, setting, err)
	}
	output := details.Value
	if output == nil {
		output = details.SecretValue
	}
	return parseContract(name, output)
}

// stackName is the full name of a stack. Without an organization it is in this stack's own, and without a project in this project.
func stackName(ctx *pulumi.Context, name string) string {
	switch strings.Count(name, "/") {
	case 0:
		return ctx.Organization() + "/" + ctx.Project() + "/" + name
	case 1:
		return ctx.Organization() + "/" + name
	}
	return name
}
