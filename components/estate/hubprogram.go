package estate

import (
	"encoding/json"
	"errors"
	"maps"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/lookups"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

// HubProgram is the Pulumi program of a network team whose clusters belong to other teams, with stacks and accounts of their own:
//
//	func main() { pulumi.Run(estate.HubProgram) }
//
// The estate in the stack's config, under `ingresshub:estate`, is what it grants: it makes everything in the ingress account, for the
// clusters and services that are declared too. Each cluster joins by its own stack's WorkloadProgram, when it likes, and needs no
// further deployment of this one.
//
// Outputs: `ingresshub` (what the clusters' stacks read, a Contract), `loadBalancers` (DNS names) and `inspectionExceptions` (by
// cluster, why the ingress VPC reaches it without inspection).
func HubProgram(ctx *pulumi.Context) error { return hubProgram(ctx, nil) }

// HubProgramWith is HubProgram with flavours of firewalls of one's own, as ProgramWith has them.
func HubProgramWith(firewalls Firewalls) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error { return hubProgram(ctx, firewalls) }
}

func hubProgram(ctx *pulumi.Context, firewalls Firewalls) error {
	declared := config.New(ctx, "ingresshub").Get("estate")
	if declared == "" {
		return errors.New("the stack's config has no ingresshub:estate")
	}
	planned, err := plan.Parse([]byte(declared))
	if err != nil {
		return err
	}
	estate, err := plan.Decode([]byte(declared))
	if err != nil {
		return err
	}
	if err := inputs.Check(HubToken, planned.Name, grantProblems(estate)); err != nil {
		return err
	}
	last, err := readLastState(ctx)
	if err != nil {
		return err
	}
	if problems := guard(last, planned); len(problems) > 0 {
		return problems
	}
	hubAccount := *planned
	hubAccount.Accounts = []plan.PlannedAccount{accountOf(planned, planned.TransitGateway.Account)}
	made, err := newProviders(ctx, &hubAccount, nil)
	if err != nil {
		return err
	}
	hub, err := newHub(lookups.Once(ctx), "hub", &HubArgs{
		Plan: planned, Firewalls: firewalls, Onboarding: true, Provider: made.of(planned.TransitGateway.Account),
	})
	if err != nil {
		return err
	}
	if err := exportContract(ctx, planned, estate, hub); err != nil {
		return err
	}
	exportHub(ctx, planned, hub)
	return nil
}

// exportContract exports what the clusters' stacks read.
func exportContract(ctx *pulumi.Context, planned *plan.Plan, estate plan.Estate, hub *Hub) error {
	granted, err := plainData(grantedEstate(estate))
	if err != nil {
		return err
	}
	joins := pulumi.Map{}
	for _, cluster := range planned.Clusters {
		grant := hub.Grants[cluster.Name]
		join := pulumi.Map{
			"roleArn": grant.RoleArn, "owner": pulumi.String(grant.Owner), "prefixListId": grant.PrefixListID,
			"shareArn": hub.Share.ShareArns[cluster.Account],
		}
		if registrar, made := hub.Registrars[cluster.Name]; made {
			join["targets"] = pulumi.Map{
				"vpcId": hub.Vpc.VpcID, "targetGroupArns": boundArns(planned, hub, cluster.Name), "registrarArn": registrar.Arn,
			}
		}
		joins[cluster.Name] = join
	}
	ctx.Export(ContractOutput, pulumi.Map{
		"version": pulumi.Int(ContractVersion),
		"estate":  pulumi.Any(granted),
		"transitGateway": pulumi.Map{
			"id": hub.Gateway.ID, "routeTableIds": hub.Gateway.RouteTableIDs,
		},
		"onboarding": joins,
	})
	return nil
}

// boundArns are the ARNs of the hub's target groups for the pods of a cluster, by plan name.
func boundArns(planned *plan.Plan, hub *Hub, cluster string) pulumi.StringMap {
	all, own := hub.Targets(cluster).TargetGroupArns, pulumi.StringMap{}
	for _, binding := range planned.Bindings {
		if binding.Cluster == cluster && binding.LoadBalancer != "" {
			own[binding.TargetGroup] = all[binding.TargetGroup]
		}
	}
	return own
}

// grantedEstate is what of a hub's estate the network of a cluster follows from, and the guardrails that it demands, without what its teams
// decide. Of firewalls it says
// only where they stand: appliances may have licenses in their bootstrap settings.
func grantedEstate(estate plan.Estate) plan.Estate {
	estate.Protection, estate.AllowReplace, estate.Tags = nil, nil, nil
	clusters := map[string]plan.Cluster{}
	for name, cluster := range estate.Clusters {
		clusters[name] = plan.Cluster{
			Cidr: cluster.Cidr, PodCidr: cluster.PodCidr, Pattern: cluster.Pattern, InnerAlb: cluster.InnerAlb, Account: cluster.Account, Existing: cluster.Existing,
			Guardrails: cluster.Guardrails,
		}
	}
	services := maps.Clone(estate.Services)
	for name, service := range services {
		service.Kubernetes = nil
		services[name] = service
	}
	estate.Clusters, estate.Services, estate.Inspection = clusters, services, grantedInspection(estate.Inspection)
	return estate
}

// grantedInspection is where firewalls stand between VPCs, and nothing of what they are.
func grantedInspection(declared *plan.Inspection) *plan.Inspection {
	if declared == nil || declared.EastWest == nil && declared.Egress == nil {
		return nil
	}
	somewhere := &plan.CustomFirewall{Flavour: "hub"}
	granted := &plan.Inspection{Cidr: declared.Cidr}
	if declared.EastWest != nil {
		granted.EastWest = &plan.EastWestInspection{Custom: somewhere, Except: declared.EastWest.Except}
	}
	switch {
	case declared.Egress != nil && declared.EastWest != nil:
		granted.Egress = &plan.Firewall{}
	case declared.Egress != nil:
		granted.Egress = &plan.Firewall{Custom: somewhere}
	}
	return granted
}

// plainData is an estate as maps and lists, as a stack's output has it.
func plainData(estate plan.Estate) (map[string]any, error) {
	data, err := json.Marshal(estate)
	if err != nil {
		return nil, err
	}
	var plain map[string]any
	return plain, json.Unmarshal(data, &plain)
}
