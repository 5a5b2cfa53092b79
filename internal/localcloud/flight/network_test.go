package flight_test

import (
	"fmt"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
)

type props = map[string]any

// builder makes resources of package aws, as the engine does.
type builder struct {
	t     *testing.T
	cloud *localcloud.Cloud
	aws   pulumirpc.ResourceProviderClient
}

type made struct {
	typ, name, id string
	in, out       props
}

func newBuilder(t *testing.T) *builder {
	cloud, err := localcloud.New(localcloud.Options{})
	require.NoError(t, err)
	server, err := cloud.Serve(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() {
		server.Close()
		require.NoError(t, cloud.Close())
	})
	for attached := range strings.SplitSeq(server.DebugProviders(), ",") {
		if port, ok := strings.CutPrefix(attached, "aws:"); ok {
			connection, err := grpc.NewClient("127.0.0.1:"+port, grpc.WithTransportCredentials(insecure.NewCredentials()))
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, connection.Close()) })
			b := &builder{t, cloud, pulumirpc.NewResourceProviderClient(connection)}
			_, err = b.aws.Configure(t.Context(), &pulumirpc.ConfigureRequest{})
			require.NoError(t, err)
			return b
		}
	}
	require.FailNow(t, "the local cloud serves no aws")
	return nil
}

func (b *builder) checked(typ, name string, in props) *structpb.Struct {
	b.t.Helper()
	wire, err := structpb.NewStruct(in)
	require.NoError(b.t, err)
	checked, err := b.aws.Check(b.t.Context(), &pulumirpc.CheckRequest{Urn: urn(typ, name), Type: typ, Name: name, News: wire, RandomSeed: []byte("s")})
	require.NoError(b.t, err)
	require.Empty(b.t, checked.GetFailures(), name)
	return checked.GetInputs()
}

func urn(typ, name string) string { return "urn:pulumi:dev::flight::" + typ + "::" + name }

func (b *builder) make(typ, name string, in props) made {
	b.t.Helper()
	typ = "aws:" + typ + ":" + strings.ToUpper(typ[strings.Index(typ, "/")+1:][:1]) + typ[strings.Index(typ, "/")+2:]
	inputs := b.checked(typ, name, in)
	answer, err := b.aws.Create(b.t.Context(), &pulumirpc.CreateRequest{Urn: urn(typ, name), Type: typ, Name: name, Properties: inputs})
	require.NoError(b.t, err, name)
	return made{typ, name, answer.GetId(), inputs.AsMap(), answer.GetProperties().AsMap()}
}

func (b *builder) change(m made, in props) made {
	b.t.Helper()
	inputs, olds := b.checked(m.typ, m.name, in), &structpb.Struct{}
	answer, err := b.aws.Update(b.t.Context(), &pulumirpc.UpdateRequest{Id: m.id, Urn: urn(m.typ, m.name), Type: m.typ, Name: m.name, Olds: olds, News: inputs})
	require.NoError(b.t, err, m.name)
	return made{m.typ, m.name, m.id, inputs.AsMap(), answer.GetProperties().AsMap()}
}

func (b *builder) remove(m made) {
	b.t.Helper()
	_, err := b.aws.Delete(b.t.Context(), &pulumirpc.DeleteRequest{Id: m.id, Urn: urn(m.typ, m.name), Type: m.typ, Name: m.name})
	require.NoError(b.t, err, m.name)
}

// edge is a VPC with a load balancer, and room for a firewall in front of it.
type edge struct {
	vpc            made
	lb, firewall   []made // subnets by zone
	toNet          []made // default routes of the load balancer's subnets
	incoming       made   // the internet gateway's route table
	fleet, service made
}

func (b *builder) edge() edge {
	e := edge{vpc: b.make("ec2/vpc", "hub", props{"cidrBlock": "10.0.0.0/16"})}
	igw := b.make("ec2/internetGateway", "hub", props{"vpcId": e.vpc.id})
	group := b.make("ec2/securityGroup", "lb", props{"vpcId": e.vpc.id})
	open := props{"securityGroupId": group.id, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "0.0.0.0/0"}
	b.make("vpc/securityGroupIngressRule", "lb", open)
	b.make("vpc/securityGroupEgressRule", "lb", props{"securityGroupId": group.id, "ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"})
	e.incoming = b.make("ec2/routeTable", "edge", props{"vpcId": e.vpc.id})
	b.make("ec2/routeTableAssociation", "edge", props{"routeTableId": e.incoming.id, "gatewayId": igw.id})
	var subnets []any
	for zone := range 2 {
		in := func(name string, third int) (subnet, table made) {
			name = fmt.Sprint(name, "-", zone)
			subnet = b.make("ec2/subnet", name, props{
				"vpcId": e.vpc.id, "cidrBlock": fmt.Sprintf("10.0.%d.0/24", third+zone), "availabilityZoneId": fmt.Sprintf("use1-az%d", zone+1),
			})
			table = b.make("ec2/routeTable", name, props{"vpcId": e.vpc.id})
			b.make("ec2/routeTableAssociation", name, props{"routeTableId": table.id, "subnetId": subnet.id})
			return subnet, table
		}
		public := func(name string, table made) made {
			return b.make("ec2/route", name, props{"routeTableId": table.id, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": igw.id})
		}
		lb, lbTable := in("lb", 0)
		firewall, firewallTable := in("firewall", 10)
		public(fmt.Sprint("firewall-", zone), firewallTable)
		e.lb, e.firewall, e.toNet = append(e.lb, lb), append(e.firewall, firewall), append(e.toNet, public(fmt.Sprint("lb-", zone), lbTable))
		subnets = append(subnets, lb.id)
	}
	alb := b.make("lb/loadBalancer", "web", props{"name": "web", "subnets": subnets, "securityGroups": []any{group.id}})
	targets := b.make("lb/targetGroup", "web", props{"vpcId": e.vpc.id, "protocol": "HTTP", "port": 80, "targetType": "ip"})
	b.make("lb/listener", "web", props{
		"loadBalancerArn": alb.id, "port": 443, "protocol": "HTTPS",
		"certificateArn": "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012",
		"defaultActions": []any{props{"type": "forward", "targetGroupArn": targets.id}},
	})
	return e
}

func (e edge) mappings() []any {
	var all []any
	for _, s := range e.firewall {
		all = append(all, props{"subnetId": s.id})
	}
	return all
}

// networkFirewall makes an AWS Network Firewall, and gives its endpoints by zone.
func (b *builder) networkFirewall(e edge) (firewall made, endpoints []string) {
	policy := b.make("networkfirewall/firewallPolicy", "edge", props{"firewallPolicy": props{
		"statelessDefaultActions": []any{"aws:forward_to_sfe"}, "statelessFragmentDefaultActions": []any{"aws:forward_to_sfe"},
	}})
	firewall = b.make("networkfirewall/firewall", "edge", props{"vpcId": e.vpc.id, "firewallPolicyArn": policy.id, "subnetMappings": e.mappings()})
	endpoints = make([]string, len(e.firewall))
	for _, state := range firewall.out["firewallStatuses"].([]any)[0].(props)["syncStates"].([]any) {
		attachment := state.(props)["attachments"].([]any)[0].(props)
		for zone, s := range e.firewall {
			if s.id == attachment["subnetId"] {
				endpoints[zone] = attachment["endpointId"].(string)
			}
		}
	}
	return firewall, endpoints
}

// gatewayEndpoints makes a gateway load balancer and an endpoint of it in each zone.
func (b *builder) gatewayEndpoints(e *edge) []string {
	e.fleet = b.make("lb/loadBalancer", "fleet", props{"loadBalancerType": "gateway", "subnetMappings": e.mappings()})
	appliances := b.make("lb/targetGroup", "fleet", props{"vpcId": e.vpc.id, "protocol": "GENEVE", "port": 6081})
	b.make("lb/listener", "fleet", props{"loadBalancerArn": e.fleet.id, "defaultActions": []any{props{"type": "forward", "targetGroupArn": appliances.id}}})
	e.service = b.make("ec2/vpcEndpointService", "fleet", props{"acceptanceRequired": false, "gatewayLoadBalancerArns": []any{e.fleet.id}})
	var endpoints []string
	for zone, s := range e.firewall {
		endpoint := b.make("ec2/vpcEndpoint", fmt.Sprint("fleet-", zone), props{
			"vpcId": e.vpc.id, "serviceName": e.service.out["serviceName"], "vpcEndpointType": "GatewayLoadBalancer", "subnetIds": []any{s.id},
		})
		endpoints = append(endpoints, endpoint.id)
	}
	return endpoints
}

// through leads the load balancer's traffic through endpoints, both ways.
func (b *builder) through(e edge, endpoints []string) (incoming []made) {
	for zone, endpoint := range endpoints {
		incoming = append(incoming, b.make("ec2/route", fmt.Sprint("edge-", zone), props{
			"routeTableId": e.incoming.id, "destinationCidrBlock": e.lb[zone].in["cidrBlock"], "vpcEndpointId": endpoint,
		}))
		table := e.toNet[zone].in["routeTableId"]
		e.toNet[zone] = b.change(e.toNet[zone], props{"routeTableId": table, "destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": endpoint})
	}
	return incoming
}

// verdict is what flightpath says of clients on the internet and the load balancer.
func verdict(t *testing.T, n *network.Network) flightpath.Verdict {
	t.Helper()
	answer, err := flightpath.New(n).Trace(flightpath.Question{From: "internet", To: "web", Port: 443})
	require.NoError(t, err)
	return answer.Verdict
}

func (b *builder) now() *network.Network {
	b.t.Helper()
	n, err := flight.Network(b.cloud.Objects())
	require.NoError(b.t, err)
	return n
}

// TestNetworkFirewall: what the cloud recorded of a firewall is what flightpath sees inspecting.
func TestNetworkFirewall(t *testing.T) {
	b := newBuilder(t)
	e := b.edge()
	assert.Equal(t, flightpath.Direct, verdict(t, b.now()))
	_, endpoints := b.networkFirewall(e)
	b.through(e, endpoints)
	n := b.now()
	assert.Equal(t, flightpath.Inspected, verdict(t, n))
	require.Len(t, n.Firewalls, 1)
	for _, made := range n.Firewalls[0].Endpoints {
		zone := map[string]string{e.firewall[0].id: "use1-az1", e.firewall[1].id: "use1-az2"}[made.Subnet]
		assert.Equal(t, zone, made.Zone, "by ID, though AWS tells the name")
	}
}

// TestGatewayLoadBalancer does so for appliances.
func TestGatewayLoadBalancer(t *testing.T) {
	b := newBuilder(t)
	e := b.edge()
	b.through(e, b.gatewayEndpoints(&e))
	n := b.now()
	assert.Equal(t, flightpath.Inspected, verdict(t, n))
	require.Len(t, n.EndpointServices, 1)
	assert.Equal(t, []string{e.fleet.id}, n.EndpointServices[0].LoadBalancers)
	assert.Len(t, n.Endpoints, 2)
}

// TestReplay: each state in between is that of its time, with the endpoints that there were. Before the routes turn, traffic
// goes straight; while they do, it is asymmetric; then a firewall sees it, and zones that come or go show.
func TestReplay(t *testing.T) {
	b := newBuilder(t)
	e := b.edge()
	firewall, endpoints := b.networkFirewall(e)
	before := len(b.cloud.Operations())
	incoming := b.through(e, endpoints)
	other := b.gatewayEndpoints(&e)
	for zone := range e.lb {
		b.change(incoming[zone], props{"routeTableId": e.incoming.id, "destinationCidrBlock": e.lb[zone].in["cidrBlock"], "vpcEndpointId": other[zone]})
		b.change(e.toNet[zone], props{"routeTableId": e.toNet[zone].in["routeTableId"], "destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": other[zone]})
	}
	b.change(firewall, props{
		"vpcId": e.vpc.id, "firewallPolicyArn": firewall.in["firewallPolicyArn"], "subnetMappings": e.mappings()[:1], "name": firewall.in["name"],
	})
	b.remove(firewall)

	var verdicts []string
	var firewalls []int
	step := 0
	require.NoError(t, flight.Replay(b.cloud.Operations(), func(after localcloud.Operation, objects []localcloud.Object) error {
		if step++; step < before {
			return nil
		}
		n, err := flight.Network(objects)
		if err != nil {
			return err
		}
		if said := string(verdict(t, n)); len(verdicts) == 0 || verdicts[len(verdicts)-1] != said {
			verdicts = append(verdicts, said)
		}
		if strings.HasPrefix(after.Type, "aws:networkfirewall/firewall:") {
			count := 0
			for _, f := range n.Firewalls {
				count += len(f.Endpoints)
			}
			firewalls = append(firewalls, count)
		}
		return nil
	}))
	assert.Equal(t, []int{2, 1, 0}, firewalls, "endpoints after the firewall was made, changed and removed")
	assert.Equal(t, "direct", verdicts[0])
	assert.Contains(t, verdicts, "asymmetric", "between the routes there and those back")
	assert.Equal(t, "inspected", verdicts[len(verdicts)-1])
}
