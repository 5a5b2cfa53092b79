package flightpathtest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// witness is a test that is told of failures instead of failing.
type witness struct {
	testing.TB
	said []string
}

func (w *witness) Helper() {}
func (w *witness) Errorf(format string, args ...any) {
	w.said = append(w.said, fmt.Sprintf(format, args...))
}

// bare is a resource of any type, so that these tests need no SDK of AWS.
type bare struct{ pulumi.CustomResourceState }

// site is a VPC with a web server in one subnet and a firewall's endpoint in another one, in front of it.
type site struct {
	edge bool // the internet gateway routes through the firewall
	back bool // so does the web server's subnet
}

func (s site) program(ctx *pulumi.Context) error {
	var failed error
	made := func(typ, name string, inputs pulumi.Map) *bare {
		r := &bare{}
		if err := ctx.RegisterResource(typ, name, inputs, r); err != nil && failed == nil {
			failed = err
		}
		return r
	}
	vpc := made("aws:ec2/vpc:Vpc", "site", pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/16")})
	gateway := made("aws:ec2/internetGateway:InternetGateway", "site", pulumi.Map{"vpcId": vpc.ID()})
	subnet := func(name, cidr string) (*bare, *bare) {
		in := made("aws:ec2/subnet:Subnet", name, pulumi.Map{"vpcId": vpc.ID(), "cidrBlock": pulumi.String(cidr), "availabilityZoneId": pulumi.String("use1-az1")})
		table := made("aws:ec2/routeTable:RouteTable", name, pulumi.Map{"vpcId": vpc.ID()})
		made("aws:ec2/routeTableAssociation:RouteTableAssociation", name, pulumi.Map{"subnetId": in.ID(), "routeTableId": table.ID()})
		return in, table
	}
	web, webTable := subnet("web", "10.0.1.0/24")
	wall, wallTable := subnet("wall", "10.0.2.0/28")
	endpoint := made("aws:ec2/vpcEndpoint:VpcEndpoint", "wall", pulumi.Map{
		"vpcId": vpc.ID(), "vpcEndpointType": pulumi.String("GatewayLoadBalancer"), "subnetIds": pulumi.Array{wall.ID()}, "serviceName": pulumi.String("firewall"),
	})
	route := func(name string, table *bare, destination string, target string, id pulumi.IDOutput) {
		made("aws:ec2/route:Route", name, pulumi.Map{"routeTableId": table.ID(), "destinationCidrBlock": pulumi.String(destination), target: id})
	}
	route("wall", wallTable, "0.0.0.0/0", "gatewayId", gateway.ID())
	if s.back {
		route("web", webTable, "0.0.0.0/0", "vpcEndpointId", endpoint.ID())
	} else {
		route("web", webTable, "0.0.0.0/0", "gatewayId", gateway.ID())
	}
	if s.edge {
		edge := made("aws:ec2/routeTable:RouteTable", "edge", pulumi.Map{"vpcId": vpc.ID()})
		route("edge", edge, "10.0.1.0/24", "vpcEndpointId", endpoint.ID())
		made("aws:ec2/routeTableAssociation:RouteTableAssociation", "edge", pulumi.Map{"gatewayId": gateway.ID(), "routeTableId": edge.ID()})
	}
	group := made("aws:ec2/securityGroup:SecurityGroup", "web", pulumi.Map{"vpcId": vpc.ID(), "ingress": pulumi.Array{pulumi.Map{
		"protocol": pulumi.String("tcp"), "fromPort": pulumi.Int(443), "toPort": pulumi.Int(443), "cidrBlocks": pulumi.ToStringArray([]string{"0.0.0.0/0"}),
	}}})
	made("aws:ec2/instance:Instance", "web", pulumi.Map{
		"subnetId": web.ID(), "vpcSecurityGroupIds": pulumi.Array{group.ID()}, "publicIp": pulumi.String("198.51.100.7"), "privateIp": pulumi.String("10.0.1.7"),
	})
	return failed
}

var https = flightpath.Question{From: "internet", To: "Instance/web", Port: 443}

func TestInspectedSite(t *testing.T) {
	t.Parallel()
	s := site{edge: true, back: true}
	flightpathtest.RequireInspected(t, s.program)
	flightpathtest.RequireReachable(t, s.program, https)
	answer, err := flightpath.New(flightpathtest.Record(t, s.program)).Trace(https)
	require.NoError(t, err)
	assert.Equal(t, flightpath.Inspected, answer.Verdict)
}

// Each mistake fails the test that is there for it, and the message shows the way that speaks against it.
func TestMistakesFailTests(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		require func(testing.TB, pulumi.RunFunc)
		site    site
		said    []string
	}{
		"the firewall is passed by both ways": {inspected, site{}, []string{"inspected", "internet", "direct", "there internet-gateway"}},
		"only replies cross the firewall":     {inspected, site{back: true}, []string{"symmetric", "asymmetric"}},
		"only requests cross the firewall":    {reachable, site{edge: true}, []string{"asymmetric"}},
		"an instance on the internet":         {contained, site{edge: true, back: true}, []string{"contained", "from internet to", "Instance/web", "443"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &witness{TB: t}
			test.require(w, test.site.program)
			require.NotEmpty(t, w.said, "the mistake was not found")
			all := strings.Join(w.said, "\n")
			for _, word := range test.said {
				assert.Contains(t, all, word)
			}
		})
	}
}

// market is two VPCs, of which the one has a load balancer that the internet reaches, and perhaps a third that the other reaches.
type market struct {
	joined bool // the VPCs without load balancers are peered
	ssh    bool // the load balancer's group lets in more than it listens for
}

func (s market) program(ctx *pulumi.Context) error {
	var failed error
	made := func(typ, name string, inputs pulumi.Map) *bare {
		r := &bare{}
		if err := ctx.RegisterResource(typ, name, inputs, r); err != nil && failed == nil {
			failed = err
		}
		return r
	}
	anyone := func(name string, vpc *bare, ports ...int) *bare {
		var rules pulumi.Array
		for _, port := range ports {
			rules = append(rules, pulumi.Map{
				"protocol": pulumi.String("tcp"), "fromPort": pulumi.Int(port), "toPort": pulumi.Int(port), "cidrBlocks": pulumi.ToStringArray([]string{"0.0.0.0/0"}),
			})
		}
		out := pulumi.Array{pulumi.Map{"protocol": pulumi.String("-1"), "fromPort": pulumi.Int(0), "toPort": pulumi.Int(0), "cidrBlocks": pulumi.ToStringArray([]string{"0.0.0.0/0"})}}
		return made("aws:ec2/securityGroup:SecurityGroup", name, pulumi.Map{"vpcId": vpc.ID(), "ingress": rules, "egress": out})
	}
	site := func(name, cidr, subnetCIDR string) (vpc, subnet, table *bare) {
		vpc = made("aws:ec2/vpc:Vpc", name, pulumi.Map{"cidrBlock": pulumi.String(cidr)})
		subnet = made("aws:ec2/subnet:Subnet", name, pulumi.Map{"vpcId": vpc.ID(), "cidrBlock": pulumi.String(subnetCIDR), "availabilityZoneId": pulumi.String("use1-az1")})
		table = made("aws:ec2/routeTable:RouteTable", name, pulumi.Map{"vpcId": vpc.ID()})
		made("aws:ec2/routeTableAssociation:RouteTableAssociation", name, pulumi.Map{"subnetId": subnet.ID(), "routeTableId": table.ID()})
		return vpc, subnet, table
	}
	shop, front, frontTable := site("shop", "10.0.0.0/16", "10.0.1.0/24")
	gateway := made("aws:ec2/internetGateway:InternetGateway", "shop", pulumi.Map{"vpcId": shop.ID()})
	made("aws:ec2/route:Route", "shop", pulumi.Map{"routeTableId": frontTable.ID(), "destinationCidrBlock": pulumi.String("0.0.0.0/0"), "gatewayId": gateway.ID()})
	ports := []int{443}
	if s.ssh {
		ports = append(ports, 22)
	}
	balancer := made("aws:lb/loadBalancer:LoadBalancer", "front", pulumi.Map{
		"name": pulumi.String("front"), "loadBalancerType": pulumi.String("application"), "subnets": pulumi.Array{front.ID()},
		"securityGroups": pulumi.Array{anyone("front", shop, ports...).ID()},
	})
	group := made("aws:lb/targetGroup:TargetGroup", "pods", pulumi.Map{
		"name": pulumi.String("pods"), "port": pulumi.Int(8080), "protocol": pulumi.String("HTTP"), "targetType": pulumi.String("ip"), "vpcId": shop.ID(),
	})
	made("aws:lb/listener:Listener", "front", pulumi.Map{
		"loadBalancerArn": balancer.ID(), "port": pulumi.Int(443), "protocol": pulumi.String("HTTPS"),
		"defaultActions": pulumi.Array{pulumi.Map{"type": pulumi.String("forward"), "targetGroupArn": group.ID()}},
	})
	stock, stockSubnet, stockTable := site("stock", "10.1.0.0/16", "10.1.1.0/24")
	books, booksSubnet, booksTable := site("books", "10.2.0.0/16", "10.2.1.0/24")
	for name, at := range map[string]struct {
		vpc, subnet *bare
		ip          string
	}{"stock": {stock, stockSubnet, "10.1.1.7"}, "books": {books, booksSubnet, "10.2.1.7"}} {
		made("aws:ec2/instance:Instance", name, pulumi.Map{
			"subnetId": at.subnet.ID(), "vpcSecurityGroupIds": pulumi.Array{anyone(name, at.vpc, 5432).ID()}, "privateIp": pulumi.String(at.ip),
		})
	}
	if s.joined {
		peering := made("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "joined", pulumi.Map{"vpcId": stock.ID(), "peerVpcId": books.ID(), "autoAccept": pulumi.Bool(true)})
		made("aws:ec2/route:Route", "there", pulumi.Map{"routeTableId": stockTable.ID(), "destinationCidrBlock": pulumi.String("10.2.0.0/16"), "vpcPeeringConnectionId": peering.ID()})
		made("aws:ec2/route:Route", "back", pulumi.Map{"routeTableId": booksTable.ID(), "destinationCidrBlock": pulumi.String("10.1.0.0/16"), "vpcPeeringConnectionId": peering.ID()})
	}
	return failed
}

// pods are declared behind the shop's load balancer.
func pods(n *network.Network) []flightpath.Declaration {
	return []flightpath.Declaration{{TargetGroup: "pods", Subnets: []string{"shop"}, Port: 8080, SecurityGroups: []string{groupNamed(n, "front")}}}
}

func groupNamed(n *network.Network, name string) string {
	for _, g := range n.SecurityGroups {
		if g.Name == name {
			return g.ID
		}
	}
	return ""
}

// Without expectations, load balancers may answer the internet where they listen, and VPCs without one may not reach each other.
func TestContainedWithoutExpectations(t *testing.T) {
	t.Parallel()
	flightpathtest.RequireContained(t, market{}.program)
	flightpathtest.RequireContained(t, market{ssh: true}.program) // nobody listens there
	flightpathtest.RequireContained(t, market{}.program, flightpathtest.Declare(pods))

	w := &witness{TB: t}
	contained(w, market{joined: true}.program)
	all := strings.Join(w.said, "\n")
	assert.Contains(t, all, "contained: from Instance/stock")
	assert.Contains(t, all, "vpc-peering")
	assert.NotContains(t, all, "from internet")

	w = &witness{TB: t}
	flightpathtest.RequireContained(w, func(ctx *pulumi.Context) error { return nil })
	require.Len(t, w.said, 1, "a test that can show nothing must not pass")

	joined := flightpath.Expectations{Protected: []string{"stock", "books"}, Joined: [][2]string{{"stock", "books"}, {"books", "stock"}}, Services: []flightpath.Service{
		{Name: "shop", LoadBalancer: "front", Port: 443},
	}}
	flightpathtest.RequireContained(t, market{joined: true}.program, flightpathtest.Expect(joined))
	joined.Services[0].Port = 8443
	w = &witness{TB: t}
	flightpathtest.RequireContained(w, market{joined: true}.program, flightpathtest.Expect(joined))
	assert.Contains(t, strings.Join(w.said, "\n"), "contained: from internet to front", "which nobody expects at 443")
}

// What is declared can be asked about.
func TestReachableDeclaredTargets(t *testing.T) {
	t.Parallel()
	question := flightpath.Question{From: "front", To: "pods", Port: 8080}
	w := &witness{TB: t}
	flightpathtest.RequireReachable(w, market{}.program, question)
	assert.NotEmpty(t, w.said, "nobody is behind the load balancer")
	w = &witness{TB: t}
	flightpathtest.RequireReachable(w, market{}.program, question, flightpathtest.Declare(pods))
	require.Len(t, w.said, 1, "the pods' group lets in 443")
	assert.Contains(t, w.said[0], "blocked")
	question = flightpath.Question{From: "internet", To: "pods", Port: 443}
	flightpathtest.RequireReachable(t, market{}.program, question, flightpathtest.Declare(func(n *network.Network) []flightpath.Declaration {
		all := pods(n)
		all[0].Port = 443
		return all
	}))
}

func inspected(t testing.TB, program pulumi.RunFunc) { flightpathtest.RequireInspected(t, program) }
func contained(t testing.TB, program pulumi.RunFunc) { flightpathtest.RequireContained(t, program) }
func reachable(t testing.TB, program pulumi.RunFunc) {
	flightpathtest.RequireReachable(t, program, https)
}

// Who refers to an attachment by way of its accepter, as programs of several accounts do, means the attachment.
func TestAccepterHasTheIDOfWhatItAccepts(t *testing.T) {
	t.Parallel()
	n := flightpathtest.Record(t, func(ctx *pulumi.Context) error {
		var id pulumi.Input
		for _, made := range []struct{ typ, refers string }{
			{"aws:ec2transitgateway/vpcAttachment:VpcAttachment", "transitGatewayId"},
			{"aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter", "transitGatewayAttachmentId"},
			{"aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation", "transitGatewayAttachmentId"},
		} {
			inputs := pulumi.Map{"transitGatewayRouteTableId": pulumi.String("tgw-rtb-1"), made.refers: pulumi.String("tgw-1")}
			if id != nil {
				inputs[made.refers] = id
			}
			r := &bare{}
			if err := ctx.RegisterResource(made.typ, "spoke", inputs, r); err != nil {
				return err
			}
			id = r.ID()
		}
		return nil
	})
	require.Len(t, n.Attachments, 1)
	assert.Equal(t, "tgw-rtb-1", n.Attachments[0].RouteTable)
}

// A test that can show nothing must not pass.
func TestNothingToInspectFails(t *testing.T) {
	t.Parallel()
	w := &witness{TB: t}
	flightpathtest.RequireInspected(w, func(ctx *pulumi.Context) error {
		return ctx.RegisterResource("aws:ec2/vpc:Vpc", "empty", pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/16")}, &bare{})
	})
	require.Len(t, w.said, 1)
	assert.Contains(t, w.said[0], "flightpathtest.Expect")
}

func TestFunctionsAreAnswered(t *testing.T) {
	t.Parallel()
	const token = "aws:ec2/getAmi:getAmi"
	program := func(ctx *pulumi.Context) error {
		var answer struct {
			ID string `pulumi:"id"`
		}
		if err := ctx.Invoke(token, pulumi.Map{}, &answer); err != nil {
			return err
		}
		return ctx.RegisterResource("aws:ec2/vpc:Vpc", answer.ID, pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/16")}, &bare{})
	}
	n := flightpathtest.Record(t, program, flightpathtest.Answer(token, func(map[string]any) map[string]any {
		return map[string]any{"id": "ami-1"}
	}))
	require.Len(t, n.VPCs, 1)
	assert.Equal(t, "ami-1", n.VPCs[0].Name)
}
