package components_test

import (
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2transitgateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/firewall"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// goldenEstates are the estates whose plans are golden files, and those of the examples, as JSON by name.
func goldenEstates(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	files, err := filepath.Glob("plan/testdata/*.plan.json")
	require.NoError(t, err)
	for _, file := range files {
		declared, err := os.ReadFile(strings.TrimSuffix(file, ".plan.json") + ".json")
		require.NoError(t, err)
		all[strings.TrimSuffix(filepath.Base(file), ".plan.json")] = declared
	}
	stacks, err := filepath.Glob("../examples/*/Pulumi.*.yaml")
	require.NoError(t, err)
	for _, file := range append(stacks, "../tests/testdata/estate.yaml") {
		config, err := os.ReadFile(file)
		require.NoError(t, err)
		if strings.Contains(string(config), "ingresshub:estate:") {
			all[filepath.Base(filepath.Dir(file))] = estateIn(t, config, twoInspectedZones)
		}
	}
	all["elb-sandwich"] = sandwich(t)
	return all
}

// twoInspectedZones leaves an estate with inspection two zones: every firewall multiplies the ways of a packet by its zones, so that
// three take the better part of an hour, and they show what two do.
func twoInspectedZones(estate map[string]any) {
	if zones := estate["zones"].([]any); estate["inspection"] != nil && len(zones) > 2 {
		estate["zones"] = zones[:2]
	}
}

// sandwich is the estate of the example that declares it in Go: the same text as there.
func sandwich(t *testing.T) []byte {
	t.Helper()
	protection := false
	declared, err := json.Marshal(plan.Estate{
		Zones:      []string{"use1-az1", "use1-az2"},
		Protection: &protection,
		Ingress: plan.Ingress{
			Cidr: "10.0.0.0/20",
			LoadBalancers: map[string]plan.LoadBalancer{"public": {
				Certificate: &plan.Certificate{DomainName: "shop.example.com", HostedZone: "Z0123456789ABCDEFGHIJ"},
			}},
		},
		Transit:  plan.Transit{TransitGateway: &plan.TransitGateway{}},
		Clusters: map[string]plan.Cluster{"shop": {Cidr: "10.16.0.0/16"}},
		Services: map[string]plan.Service{"storefront": {
			Cluster: "shop", Hostnames: []string{"shop.example.com"}, Port: 8080,
		}},
	})
	require.NoError(t, err)
	literal := regexp.MustCompile(`(?s)plan\.Estate\{\n.*?\n\t\t?\}\)`)
	var texts []string
	for _, file := range []string{"mutant_estates_test.go", "../examples/elb-sandwich/main.go"} {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		found := literal.Find(source)
		require.NotEmpty(t, found, file)
		texts = append(texts, strings.Join(strings.Fields(string(found)), " "))
	}
	require.Equal(t, texts[1], texts[0], "the example has another estate")
	return declared
}

// networkOf is the network of an estate, with everything that exists before it and comes after it, and what its plan promises.
func networkOf(t *testing.T, declared []byte) (*network.Network, flightpath.Expectations) {
	t.Helper()
	planned, err := plan.Parse(declared)
	require.NoError(t, err)
	flavours := estate.Firewalls{}
	for _, planned := range planned.Firewalls {
		if planned.Custom != nil {
			flavours[planned.Custom.Flavour] = sieve
		}
	}
	program := func(ctx *pulumi.Context) error {
		if err := before(ctx, planned); err != nil {
			return err
		}
		return estate.ProgramWith(flavours)(ctx)
	}
	n := flightpathtest.Record(t, program, flightpathtest.Config(map[string]string{"aws:region": planned.Region, "ingresshub:estate": string(declared)}))
	n, err = flightpath.Declare(n, expected.Declarations(planned, n))
	require.NoError(t, err)
	withNodes(n)
	return n, expected.Expectations(planned)
}

// sieve is a flavour of firewall as somebody else may hand it in: an endpoint in each zone.
func sieve(ctx *pulumi.Context, _ string, args *firewall.Args, opts ...pulumi.ResourceOption) (pulumi.StringMap, error) {
	ids := pulumi.StringMap{}
	for _, planned := range args.Plan.Endpoints {
		made, err := ec2.NewVpcEndpoint(ctx, planned.Name, &ec2.VpcEndpointArgs{
			VpcId: args.VpcID, SubnetIds: pulumi.StringArray{args.SubnetIDs[planned.Zone]}, VpcEndpointType: pulumi.String("GatewayLoadBalancer"),
			ServiceName: pulumi.String("com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"),
		}, opts...)
		if err != nil {
			return nil, err
		}
		ids[planned.Zone] = made.ID().ToStringOutput()
	}
	return ids, nil
}

// before reads what a plan takes as existing.
func before(ctx *pulumi.Context, planned *plan.Plan) error {
	if id := planned.TransitGateway.ExistingID; id != "" {
		if _, err := ec2transitgateway.GetTransitGateway(ctx, "existing", pulumi.ID(id), nil); err != nil {
			return err
		}
	}
	for _, vpc := range planned.Vpcs {
		if vpc.ExistingID == "" {
			continue
		}
		if err := readVpc(ctx, vpc); err != nil {
			return err
		}
	}
	for _, cluster := range planned.Clusters {
		if id := cluster.ExistingPodSecurityGroupID; id != "" {
			if _, err := ec2.GetSecurityGroup(ctx, "existing."+cluster.Name, pulumi.ID(id), &ec2.SecurityGroupState{
				VpcId: pulumi.String(vpcOfPlan(planned, cluster.Vpc).ExistingID),
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

func vpcOfPlan(planned *plan.Plan, name string) plan.Vpc {
	for _, vpc := range planned.Vpcs {
		if vpc.Name == name {
			return vpc
		}
	}
	return plan.Vpc{}
}

// readVpc reads a VPC with its subnets and route tables.
func readVpc(ctx *pulumi.Context, vpc plan.Vpc) error {
	name := func(of string) string { return "existing." + of }
	if _, err := ec2.GetVpc(ctx, name(vpc.Name), pulumi.ID(vpc.ExistingID), &ec2.VpcState{CidrBlock: pulumi.String(vpc.Cidr)}); err != nil {
		return err
	}
	tables := map[string]string{}
	for _, table := range vpc.RouteTables {
		tables[table.Name] = table.ExistingID
		if _, err := ec2.GetRouteTable(ctx, name(table.Name), pulumi.ID(table.ExistingID), &ec2.RouteTableState{VpcId: pulumi.String(vpc.ExistingID)}); err != nil {
			return err
		}
	}
	for _, subnet := range vpc.Subnets {
		if !netip.MustParsePrefix(vpc.Cidr).Overlaps(netip.MustParsePrefix(subnet.Cidr)) { // of a secondary CIDR, as pods have
			if _, err := ec2.GetVpcIpv4CidrBlockAssociation(ctx, name(subnet.Name), pulumi.ID("vpc-cidr-assoc-"+subnet.ExistingID), &ec2.VpcIpv4CidrBlockAssociationState{
				VpcId: pulumi.String(vpc.ExistingID), CidrBlock: pulumi.String(subnet.Cidr),
			}); err != nil {
				return err
			}
		}
		if _, err := ec2.GetSubnet(ctx, name(subnet.Name), pulumi.ID(subnet.ExistingID), &ec2.SubnetState{
			VpcId: pulumi.String(vpc.ExistingID), CidrBlock: pulumi.String(subnet.Cidr), AvailabilityZoneId: pulumi.String(subnet.Zone),
			Tags: pulumi.StringMap{"Name": pulumi.String(subnet.Name)},
		}); err != nil {
			return err
		}
		if table := tables[subnet.RouteTable]; table != "" {
			if _, err := ec2.GetRouteTableAssociation(ctx, name(subnet.Name), pulumi.ID("rtbassoc-"+subnet.ExistingID), &ec2.RouteTableAssociationState{
				RouteTableId: pulumi.String(table), SubnetId: pulumi.String(subnet.ExistingID),
			}); err != nil {
				return err
			}
		}
	}
	return nil
}
