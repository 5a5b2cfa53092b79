// Package given is the flavour of firewall that somebody else operates: its endpoints exist, and are given as IDs by zone.
//
//	inspection:
//	  eastWest:
//	    custom:
//	      flavour: given
//	      settings: {use1-az1: vpce-0a1b2c3d4e5f60718, use1-az2: vpce-0b1c2d3e4f5061728}
//
// The endpoints lie in the firewall subnets of the estate's VPC, so those have to be there first: another flavour brings them,
// and its endpoints go once the routes lead to the given ones. Nothing is registered here; each ID is looked up, and an
// endpoint of another zone or VPC, or one that takes no traffic yet, ends the update before a route leads to it.
//
// docs/adding-a-firewall.md walks through this package.
package given

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/ingresshub/ingresshub/components/firewall"
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

var endpointID = regexp.MustCompile(`^vpce-([0-9a-f]{8}|[0-9a-f]{17})$`)

// New returns the endpoints that the firewall's settings name. It is a firewall.Flavour.
//
// The error lists everything wrong with the settings. What is wrong with an endpoint is the error of its ID.
func New(
	ctx *pulumi.Context, name string, args *firewall.Args, opts ...pulumi.ResourceOption,
) (pulumi.StringMap, error) {
	if args == nil {
		args = &firewall.Args{}
	}
	if err := inputs.Check("firewall flavour given", name, problems(args)...); err != nil {
		return nil, err
	}
	ids := pulumi.StringMap{}
	for _, endpoint := range args.Plan.Endpoints {
		given := args.Plan.Custom.Settings[endpoint.Zone]
		found := ec2.LookupVpcEndpointOutput(ctx, ec2.LookupVpcEndpointOutputArgs{Id: pulumi.String(given)}, lookups(opts)...)
		ids[endpoint.Zone] = pulumi.All(found, args.VpcID, args.SubnetIDs[endpoint.Zone]).ApplyT(
			func(values []any) (string, error) {
				vpc, subnet := values[1].(string), values[2].(string)
				return given, misfit(values[0].(ec2.LookupVpcEndpointResult), vpc, subnet, endpoint.Zone)
			}).(pulumi.StringOutput)
	}
	return ids, nil
}

// misfit is why routes of a zone must not lead to an endpoint, if they must not.
func misfit(found ec2.LookupVpcEndpointResult, vpc, subnet, zone string) error {
	switch {
	case found.VpcEndpointType != "GatewayLoadBalancer":
		return fmt.Errorf("endpoint %s is of type %s, to which nothing can be routed", found.Id, found.VpcEndpointType)
	case found.VpcId != vpc:
		return fmt.Errorf("endpoint %s is in VPC %s, not in %s", found.Id, found.VpcId, vpc)
	case !slices.Contains(found.SubnetIds, subnet):
		return fmt.Errorf("endpoint %s is in subnet %v, not in the firewall subnet of %s, which is %s: the two directions of a "+
			"flow would meet the firewall in different zones, or the packets it passed would come back to it",
			found.Id, found.SubnetIds, zone, subnet)
	case found.State != "available":
		return fmt.Errorf("endpoint %s is %s: AWS refuses routes to it", found.Id, found.State)
	}
	return nil
}

// problems lists what is missing, zones without an endpoint, and settings that are none.
func problems(args *firewall.Args) []plan.Problems {
	custom := args.Plan.Custom
	if custom == nil {
		return []plan.Problems{inputs.Require("plan.custom", false)}
	}
	var wrong plan.Problems
	zones := []string{}
	for _, endpoint := range args.Plan.Endpoints {
		zones = append(zones, endpoint.Zone)
		if custom.Settings[endpoint.Zone] == "" {
			wrong = append(wrong, plan.Problem{Path: "settings." + endpoint.Zone, Message: "is required: the ID of the zone's endpoint"})
		}
	}
	owner := map[string]string{}
	for zone, id := range custom.Settings {
		if !slices.Contains(zones, zone) {
			wrong = append(wrong, plan.Problem{Path: "settings." + zone, Message: "is no zone of the estate"})
		} else if id != "" && !endpointID.MatchString(id) {
			wrong = append(wrong, plan.Problem{Path: "settings." + zone, Message: id + " is not the ID of an endpoint, such as vpce-0a1b2c3d4e5f60718"})
		}
	}
	for _, zone := range zones {
		id := custom.Settings[zone]
		if other := owner[id]; other != "" && id != "" {
			wrong = append(wrong, plan.Problem{Path: "settings." + zone, Message: id + " is the endpoint of " + other + " already"})
		}
		owner[id] = zone
	}
	return []plan.Problems{
		args.Plan.Validate(), wrong, inputs.Require("vpcId", args.VpcID != nil), inputs.RequireEach("subnetIds", args.SubnetIDs, zones),
	}
}

// lookups are those of a resource's options that hold for look-ups, too: parent and provider.
func lookups(opts []pulumi.ResourceOption) []pulumi.InvokeOption {
	var out []pulumi.InvokeOption
	for _, opt := range opts {
		if both, ok := opt.(pulumi.ResourceOrInvokeOption); ok {
			out = append(out, both)
		}
	}
	return out
}
