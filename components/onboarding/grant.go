package onboarding

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/transit"
	"github.com/ingresshub/ingresshub/internal/lookups"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2transitgateway"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// GrantToken is the type token of Grant.
const GrantToken = "ingresshub:index:Grant"

// GrantArgs are the arguments of NewGrant.
type GrantArgs struct {
	// Name of the estate, in the names of role and prefix list.
	Estate string `pulumi:"estate"`

	// AWS Region of the transit gateway.
	Region string `pulumi:"region"`

	// The cluster's attachment as planned, and the gateway's route tables as planned.
	Attachment         plan.TransitAttachment   `pulumi:"attachment"`
	TransitRouteTables []plan.TransitRouteTable `pulumi:"transitRouteTables"`

	// The gateway. Needs AttachmentIDs where routes to the cluster lead through another VPC.
	Gateway transit.Gateway `pulumi:"gateway"`

	// ID of the ingress account.
	HubAccount string `pulumi:"hubAccount"`

	// The cluster's account: its ID, and the ARN of the role in it through which the cluster's stack works.
	Account plan.PlannedAccount `pulumi:"account"`

	// Tags of every resource that can carry them. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// Grant is what one cluster may take for itself in the ingress account.
type Grant struct {
	pulumi.ResourceState

	// ID of the prefix list with the cluster's CIDRs.
	PrefixListID pulumi.StringOutput `pulumi:"prefixListId"`

	// ARN of the onboarding role. Whoever uses it waits for its permissions.
	RoleArn pulumi.StringOutput `pulumi:"roleArn"`

	// What the cluster's attachment is tagged with, and the external ID that has to be named to take the role on. It is no secret: it
	// keeps the role from being taken on for another cluster by mistake.
	Owner string
}

// NewGrant registers a cluster's prefix list and onboarding role, and those routes to the cluster that lead through another VPC.
//
// The error lists all missing inputs, and then nothing is registered.
func NewGrant(ctx *pulumi.Context, name string, args *GrantArgs, opts ...pulumi.ResourceOption) (*Grant, error) {
	if args == nil {
		args = &GrantArgs{}
	}
	if err := inputs.Check(GrantToken, name, args.problems()...); err != nil {
		return nil, err
	}
	grant := &Grant{Owner: args.owner()}
	if err := ctx.RegisterComponentResource(GrantToken, name, grant, opts...); err != nil {
		return nil, err
	}
	parent := pulumi.Parent(grant)
	list, err := args.printPrefixList(ctx, parent)
	if err != nil {
		return nil, err
	}
	grant.PrefixListID = list.ID().ToStringOutput()
	if grant.RoleArn, err = args.printRole(ctx, grant.PrefixListID, parent); err != nil {
		return nil, err
	}
	if err := args.printInspectedRoutes(ctx, parent); err != nil {
		return nil, err
	}
	outputs.Register(ctx, grant, pulumi.Map{"prefixListId": grant.PrefixListID, "roleArn": grant.RoleArn})
	return grant, nil
}

func (args *GrantArgs) problems() []plan.Problems {
	problems := []plan.Problems{
		inputs.Require("estate", args.Estate != ""),
		inputs.Require("region", args.Region != ""),
		inputs.Require("attachment.name", args.Attachment.Name != ""),
		inputs.Require("attachment.routeTable", args.Attachment.RouteTable != ""),
		inputs.Require("hubAccount", args.HubAccount != ""),
		inputs.Require("account.id", args.Account.ID != ""),
		inputs.Require("account.roleArn", args.Account.RoleArn != ""),
	}
	tables, attachments := []string{args.Attachment.RouteTable}, []string{}
	for _, table := range args.TransitRouteTables {
		tables = append(tables, table.Name)
		for _, route := range args.routes(table) {
			if route.Attachment != args.Attachment.Name {
				attachments = append(attachments, route.Attachment)
			}
		}
	}
	return append(problems,
		inputs.Require("transitRouteTables", len(args.cidrs()) > 0),
		inputs.RequireEach("gateway.routeTableIds", args.Gateway.RouteTableIDs, tables),
		inputs.RequireEach("gateway.attachmentIds", args.Gateway.AttachmentIDs, attachments))
}

// owner tells the cluster from all others behind the same transit gateway.
func (args *GrantArgs) owner() string { return args.Estate + "/" + args.Attachment.Name }

// routes are those of a table whose destination the cluster has.
func (args *GrantArgs) routes(table plan.TransitRouteTable) []plan.TransitRoute {
	var routes []plan.TransitRoute
	for _, route := range table.Routes {
		if !route.Blackhole && route.Vpc == args.Attachment.Vpc {
			routes = append(routes, route)
		}
	}
	return routes
}

// cidrs are what the gateway may lead to the cluster.
func (args *GrantArgs) cidrs() []string {
	var cidrs []string
	for _, table := range args.TransitRouteTables {
		for _, route := range args.routes(table) {
			cidrs = append(cidrs, route.Destination)
		}
	}
	slices.Sort(cidrs)
	return slices.Compact(cidrs)
}

func (args *GrantArgs) printPrefixList(ctx *pulumi.Context, parent pulumi.ResourceOrInvokeOption) (*ec2.ManagedPrefixList, error) {
	entries := ec2.ManagedPrefixListEntryTypeArray{}
	for _, cidr := range args.cidrs() {
		entries = append(entries, ec2.ManagedPrefixListEntryTypeArgs{Cidr: pulumi.String(cidr)})
	}
	name := args.Attachment.Name + ".granted"
	return ec2.NewManagedPrefixList(ctx, name, &ec2.ManagedPrefixListArgs{
		Name:          pulumi.String(args.Estate + "." + name),
		AddressFamily: pulumi.String("IPv4"),
		// Route tables and security groups count a list with its maximum.
		MaxEntries: pulumi.Int(len(entries)),
		Entries:    entries,
		Tags:       inputs.Tags(args.Tags, name),
	}, parent)
}

// printRole prints the role and its permissions.
func (args *GrantArgs) printRole(
	ctx *pulumi.Context, list pulumi.StringOutput, parent pulumi.ResourceOrInvokeOption,
) (pulumi.StringOutput, error) {
	partition := lookups.PartitionOf(ctx, parent).Name
	trust := partition.ApplyT(func(partition string) (string, error) {
		return Trust{
			Partition: partition, Account: args.Account.ID, Principal: args.Account.RoleArn, ExternalID: args.owner(),
		}.Document()
	}).(pulumi.StringOutput)
	name := args.Attachment.Name + ".onboarding"
	role, err := iam.NewRole(ctx, name, &iam.RoleArgs{
		Name:             pulumi.String(fitted(args.Estate + "." + name)),
		Description:      pulumi.String("Joins cluster " + args.Attachment.Name + " to the transit gateway of " + args.Estate),
		AssumeRolePolicy: trust,
		Tags:             inputs.Tags(args.Tags, name),
	}, parent)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	policy, err := iam.NewRolePolicy(ctx, name, &iam.RolePolicyArgs{
		Role: role.Name, Policy: args.permissions(partition, list),
	}, parent)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	return outputs.After(role.Arn, policy), nil
}

// permissions is the policy document, once the IDs in it are known.
func (args *GrantArgs) permissions(partition, list pulumi.StringOutput) pulumi.StringOutput {
	ids := pulumi.StringMap{"": list}
	permissions := Permissions{
		Region: args.Region, HubAccount: args.HubAccount, ClusterAccount: args.Account.ID, Owner: args.owner(),
	}
	var straight, all []string
	for _, table := range args.TransitRouteTables {
		ids[table.Name] = args.Gateway.RouteTableIDs[table.Name]
		all = append(all, table.Name)
		if slices.ContainsFunc(args.routes(table), func(r plan.TransitRoute) bool { return r.Attachment == args.Attachment.Name }) {
			straight = append(straight, table.Name)
		}
	}
	return pulumi.All(partition, ids.ToStringMapOutput()).ApplyT(func(known []any) (string, error) {
		permissions, ids := permissions, known[1].(map[string]string)
		permissions.Partition = known[0].(string)
		permissions.PrefixList, permissions.Association = ids[""], ids[args.Attachment.RouteTable]
		for _, name := range straight {
			permissions.Routes = append(permissions.Routes, ids[name])
		}
		for _, name := range all {
			permissions.Tables = append(permissions.Tables, ids[name])
		}
		return permissions.Document()
	}).(pulumi.StringOutput)
}

// printInspectedRoutes prints the routes to the cluster that lead through another VPC first.
func (args *GrantArgs) printInspectedRoutes(ctx *pulumi.Context, parent pulumi.ResourceOrInvokeOption) error {
	for _, table := range args.TransitRouteTables {
		for _, route := range args.routes(table) {
			if route.Attachment == args.Attachment.Name {
				continue
			}
			_, err := ec2transitgateway.NewRoute(ctx, route.Name, &ec2transitgateway.RouteArgs{
				TransitGatewayRouteTableId: args.Gateway.RouteTableIDs[table.Name],
				DestinationCidrBlock:       pulumi.String(route.Destination),
				TransitGatewayAttachmentId: args.Gateway.AttachmentIDs[route.Attachment].ToStringOutput(),
			}, parent, pulumi.DeleteBeforeReplace(true))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// fitted makes a name no longer than IAM takes, and keeps it one of its own.
func fitted(name string) string {
	const longest, digits = 64, 8
	if len(name) <= longest {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return name[:longest-digits-1] + "-" + hex.EncodeToString(sum[:])[:digits]
}
