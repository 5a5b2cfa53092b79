// Package given is the flavour of firewall that somebody else operates: its endpoints exist, and are given as IDs by zone.
//
//	inspection:
//	  eastWest:
//	    custom:
//	      flavour: given
//	      settings: {use1-az1: vpce-0a1b2c3d4e5f60718, use1-az2: vpce-0b1c2d3e4f5061728}
//
// The endpoints lie in the firewall subnets of the estate's VPC, so those have to be there first: another flavour brings them,
// and its endpoints go once the routes lead to the given ones. Nothing is made here; each endpoint is read, and one of another
// zone or VPC, or one that takes no traffic yet, ends the update before a route leads to it.
//
// docs/adding-a-firewall.md walks through this package.
package given

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/firewall"
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// endpointID is the form of an endpoint's ID.
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
		fit, err := read(ctx, endpoint, args, opts)
		if err != nil {
			return nil, err
		}
		ids[endpoint.Zone] = fit
	}
	return ids, nil
}

// read looks an endpoint up and returns its ID, if routes of its zone may lead to it. The endpoint stands in the stack's state
// as one that is read and not managed, so that whoever reads the state, flightpath for one, knows where those routes go on.
func read(
	ctx *pulumi.Context, planned plan.FirewallEndpoint, args *firewall.Args, opts []pulumi.ResourceOption,
) (pulumi.StringInput, error) {
	id := args.Plan.Custom.Settings[planned.Zone]
	subnetID := args.SubnetIDs[planned.Zone]
	// What it should be; the provider answers what it is.
	found, err := ec2.GetVpcEndpoint(ctx, planned.Name, pulumi.ID(id), &ec2.VpcEndpointState{
		VpcId: args.VpcID.ToStringOutput(), SubnetIds: pulumi.StringArray{subnetID}, VpcEndpointType: pulumi.String(endpointType),
	}, opts...)
	if err != nil {
		return nil, err
	}
	return pulumi.All(found.VpcEndpointType.Elem(), found.VpcId, found.SubnetIds, found.State, args.VpcID.ToStringOutput(), subnetID.ToStringOutput()).ApplyT(
		func(values []any) (string, error) {
			is := endpoint{id, values[0].(string), values[1].(string), values[2].([]string), values[3].(string)}
			return id, is.misfit(values[4].(string), values[5].(string), planned.Zone)
		}).(pulumi.StringOutput), nil
}

// endpointType is that of endpoints to which routes lead, of AWS Network Firewall, too.
const endpointType = "GatewayLoadBalancer"

// endpoint is one as AWS has it.
type endpoint struct {
	id, typ, vpc string
	subnets      []string
	state        string
}

// misfit is why routes of a zone must not lead to the endpoint, if they must not.
func (e endpoint) misfit(vpc, subnet, zone string) error {
	switch {
	case e.typ != endpointType:
		return fmt.Errorf("endpoint %s is of type %s, to which nothing can be routed", e.id, e.typ)
	case e.vpc != vpc:
		return fmt.Errorf("endpoint %s is in VPC %s, not in %s", e.id, e.vpc, vpc)
	case !slices.Contains(e.subnets, subnet):
		return fmt.Errorf("endpoint %s is in subnet %s, not in the firewall subnet of %s, which is %s: the two directions of a "+
			"flow would meet the firewall in different zones, or the packets it passed would come back to it",
			e.id, strings.Join(e.subnets, ", "), zone, subnet)
	case e.state != "available":
		return fmt.Errorf("endpoint %s is %s: AWS refuses routes to it", e.id, e.state)
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
		args.Plan.Validate(), wrong, inputs.Require("vpcId", args.VpcID != nil), args.ZoneProblems(),
	}
}
