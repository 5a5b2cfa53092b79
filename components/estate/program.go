package estate

import (
	"errors"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

// Program is the Pulumi program of an estate that is declared in the stack's config, under `ingresshub:estate`:
//
//	func main() { pulumi.Run(estate.Program) }
//
// Everything wrong with the estate, and everything that it would replace by accident, is one error before anything is
// registered.
//
// Outputs: `loadBalancers` (DNS names), `innerLoadBalancers` (addresses by zone), `clusters` (what AWS calls them),
// `kubeconfigs` (a command for each cluster), `targetGroupBindings` (a manifest for each service of clusters without a load balancer
// controller), `inspectionExceptions` (by cluster, why the ingress VPC reaches it without inspection), `guardrailExceptions` (by cluster,
// what its guardrails let through and why), and, where the estate asks AWS's Reachability Analyzer, `reachability` (by question, whether
// the answer is as expected).
func Program(ctx *pulumi.Context) error { return program(ctx, nil) }

// ProgramWith is Program with flavours of firewalls of one's own:
//
//	func main() { pulumi.Run(estate.ProgramWith(estate.Firewalls{"acme": acme.New})) }
func ProgramWith(firewalls Firewalls) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error { return program(ctx, firewalls) }
}

func program(ctx *pulumi.Context, firewalls Firewalls) error {
	declared := config.New(ctx, "ingresshub").Get("estate")
	if declared == "" {
		return errors.New("the stack's config has no ingresshub:estate; Pulumi.dev.yaml in this folder shows one")
	}
	planned, err := plan.Parse([]byte(declared))
	if err != nil {
		return err
	}
	if err := checkRegion(ctx, planned, nil); err != nil {
		return err
	}
	last, err := readLastState(ctx)
	if err != nil {
		return err
	}
	if problems := guard(last, planned); len(problems) > 0 {
		return problems
	}
	estate, err := newEstate(ctx, planned.Name, &EstateArgs{
		Plan: planned, LastNodeGroups: last.nodeGroups, Firewalls: firewalls,
	})
	if err != nil {
		return err
	}
	export(ctx, planned, estate)
	return nil
}

// export exports what people need next.
func export(ctx *pulumi.Context, planned *plan.Plan, estate *Estate) {
	exportHub(ctx, planned, estate.Hub)
	exportWorkloads(ctx, planned, estate.Workloads)
	if estate.Reachability != nil {
		ctx.Export("reachability", estate.Reachability.AsExpected)
	}
}

// exportHub exports what people need of a hub.
func exportHub(ctx *pulumi.Context, planned *plan.Plan, hub *Hub) {
	loadBalancers, exceptions := pulumi.Map{}, pulumi.StringMap{}
	for name, balancer := range hub.LoadBalancers {
		loadBalancers[name] = balancer.DnsName
	}
	for _, exception := range planned.Exceptions {
		exceptions[exception.Name] = pulumi.String(exception.Reason)
	}
	ctx.Export("loadBalancers", loadBalancers)
	ctx.Export("inspectionExceptions", exceptions)
}

// exportWorkloads exports what people need of clusters, by name.
func exportWorkloads(ctx *pulumi.Context, planned *plan.Plan, workloads map[string]*Workload) {
	inner, clusters, kubeconfigs, bindings := pulumi.Map{}, pulumi.Map{}, pulumi.Map{}, pulumi.Map{}
	for _, balancer := range planned.InnerLoadBalancers {
		addresses := pulumi.Map{}
		for _, address := range balancer.Addresses {
			addresses[address.Zone] = pulumi.String(address.Address)
		}
		inner[balancer.Name] = addresses
	}
	for _, cluster := range planned.Clusters {
		workload := workloads[cluster.Name]
		clusters[cluster.Name] = workload.Cluster.ClusterName
		kubeconfigs[cluster.Name] = workload.Cluster.KubeconfigCommand
		for service, manifest := range workload.TargetGroupBindings {
			bindings[service] = manifest
		}
	}
	ctx.Export("innerLoadBalancers", inner)
	ctx.Export("clusters", clusters)
	ctx.Export("kubeconfigs", kubeconfigs)
	ctx.Export("targetGroupBindings", bindings)
	ctx.Export("guardrailExceptions", guardrailExceptions(planned.Clusters))
}
