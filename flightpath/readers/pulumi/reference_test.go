package pulumi

import (
	"testing"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// program builds resources as a preview has them: no IDs, and references that are unknown.
type program struct{ resources []Resource }

func urn(typ, name string) string { return "urn:pulumi:dev::test::" + typ + "::" + name }

// add declares a resource. Properties of type to are references to what is not there yet.
func (p *program) add(typ, name string, inputs map[string]any) string {
	r := Resource{URN: urn(typ, name), Type: typ, Custom: true, Inputs: map[string]any{}, PropertyDependencies: map[string][]string{}}
	for key, value := range inputs {
		if references, ok := value.(to); ok {
			r.PropertyDependencies[key] = references
			value = Unknown
		}
		if references, ok := value.(toEach); ok {
			r.PropertyDependencies[key] = references.of
			value = references.value
		}
		r.Inputs[key] = value
	}
	p.resources = append(p.resources, r)
	return r.URN
}

// to is a value that is not known and comes from other resources; toEach a list or an object with such values.
type (
	to     []string
	toEach struct {
		value any
		of    []string
	}
)

func (p *program) read(t *testing.T) *network.Network {
	t.Helper()
	read, err := Read(p.resources)
	require.NoError(t, err)
	return read
}

// base is a VPC with two subnets, a route table and a firewall whose endpoints nobody knows yet.
func base() (p *program, vpc, one, two, table string) {
	p = &program{}
	vpc = p.add(typeVPC, "vpc", map[string]any{"cidrBlock": "10.0.0.0/16"})
	one = p.add(typeSubnet, "one", map[string]any{"vpcId": to{vpc}, "cidrBlock": "10.0.1.0/24", "availabilityZoneId": "use1-az1"})
	two = p.add(typeSubnet, "two", map[string]any{"vpcId": to{vpc}, "cidrBlock": "10.0.2.0/24", "availabilityZoneId": "use1-az2"})
	table = p.add(routeTableTypes[0], "table", map[string]any{"vpcId": to{vpc}})
	return p, vpc, one, two, table
}

// boxed is base with an internet gateway, to which no route leads, and an instance, 10.0.1.7.
func boxed() *program {
	p, vpc, one, _, _ := base()
	p.add("aws:ec2/internetGateway:InternetGateway", "out", map[string]any{"vpcId": to{vpc}})
	p.add("aws:ec2/instance:Instance", "box", map[string]any{"subnetId": to{one}, "privateIp": "10.0.1.7"})
	return p
}

func tableOf(t *testing.T, n *network.Network, id string) network.RouteTable {
	t.Helper()
	for _, table := range n.RouteTables {
		if table.ID == id {
			return table
		}
	}
	require.Fail(t, "no route table "+id)
	return network.RouteTable{}
}

// One candidate is meant; that it stands beside dependencies of other types does not matter.
func TestReferenceIsFollowed(t *testing.T) {
	t.Parallel()
	p, vpc, one, _, table := base()
	gateway := p.add(typeTransit, "transit", nil)
	attachment := p.add(typeVPCAttachment, "attachment", map[string]any{
		"transitGatewayId": to{gateway}, "vpcId": to{vpc}, "subnetIds": toEach{[]any{Unknown}, []string{one, table}},
	})
	p.add("aws:ec2/route:Route", "route", map[string]any{
		"routeTableId": to{table}, "destinationCidrBlock": "10.1.0.0/16", "transitGatewayId": to{gateway, attachment},
	})
	n := p.read(t)
	assert.Empty(t, n.Gaps)
	assert.Equal(t, []string{one}, n.Attachments[0].Subnets)
	assert.Equal(t, network.Target{Kind: network.TargetTransitGateway, ID: gateway}, tableOf(t, n, table).Routes[0].Target)
}

// Several candidates: which endpoint of a firewall a route leads to decides whether the reply comes back, so it is not guessed.
func TestAmbiguousTargetIsUnknown(t *testing.T) {
	t.Parallel()
	p, vpc, one, two, table := base()
	first := p.add(typeEndpoint, "first", map[string]any{"vpcId": to{vpc}, "vpcEndpointType": "GatewayLoadBalancer", "subnetIds": toEach{[]any{Unknown}, []string{one}}})
	second := p.add(typeEndpoint, "second", map[string]any{"vpcId": to{vpc}, "vpcEndpointType": "GatewayLoadBalancer", "subnetIds": toEach{[]any{Unknown}, []string{two}}})
	p.add("aws:ec2/route:Route", "route", map[string]any{
		"routeTableId": to{table}, "destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": to{first, second},
	})
	target := tableOf(t, p.read(t), table).Routes[0].Target
	assert.Equal(t, network.TargetUnknown, target.Kind)
	assert.Contains(t, target.ID, "vpcEndpointId")
}

// A firewall makes its endpoints itself: before the update there is no telling which is whose zone's.
func TestFirewallBeforeTheUpdateIsAGap(t *testing.T) {
	t.Parallel()
	p, vpc, one, two, table := base()
	firewall := p.add("aws:networkfirewall/firewall:Firewall", "firewall", map[string]any{
		"vpcId": to{vpc}, "subnetMappings": toEach{[]any{map[string]any{"subnetId": Unknown}, map[string]any{"subnetId": Unknown}}, []string{one, two}},
	})
	p.add("aws:ec2/route:Route", "route", map[string]any{
		"routeTableId": to{table}, "destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": to{firewall},
	})
	n := p.read(t)
	assert.Equal(t, network.TargetUnknown, tableOf(t, n, table).Routes[0].Target.Kind)
	require.Len(t, n.Gaps, 1)
	assert.Equal(t, network.GapFirewalls, n.Gaps[0].Kind)
	assert.Equal(t, firewall, n.Gaps[0].Of)
}

// A route that may be in either of two tables is a gap in both, and in no other.
func TestRouteOfUnknownTableIsAGapInEach(t *testing.T) {
	t.Parallel()
	p, vpc, _, _, table := base()
	other := p.add(routeTableTypes[0], "other", map[string]any{"vpcId": to{vpc}})
	p.add(routeTableTypes[0], "third", map[string]any{"vpcId": to{vpc}})
	p.add("aws:ec2/route:Route", "route", map[string]any{
		"routeTableId": to{table, other}, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": "igw-1",
	})
	n := p.read(t)
	var of []string
	for _, gap := range n.Gaps {
		assert.Equal(t, network.GapRouteTables, gap.Kind)
		of = append(of, gap.Of)
	}
	assert.ElementsMatch(t, []string{table, other}, of)
}

// Which of two subnets an association means is not known: neither may be taken to be on the VPC's main table.
func TestAmbiguousAssociationLeavesNoTable(t *testing.T) {
	t.Parallel()
	p, _, one, two, table := base()
	p.add("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", map[string]any{"subnetId": to{one, two}, "routeTableId": to{table}})
	for _, subnet := range p.read(t).Subnets {
		assert.Empty(t, subnet.RouteTable, subnet.Name)
	}
}

// A security group's rules that a program computes are not known: the group is not empty.
func TestUnknownRulesAreAGap(t *testing.T) {
	t.Parallel()
	p, vpc, _, _, _ := base()
	group := p.add(groupTypes[0], "group", map[string]any{"vpcId": to{vpc}, "ingress": to{vpc}})
	n := p.read(t)
	require.Len(t, n.Gaps, 1)
	assert.Equal(t, network.GapSecurityGroups, n.Gaps[0].Kind)
	assert.Equal(t, group, n.Gaps[0].Of)
}

// A static address tells its subnet, because AWS takes no address of another one.
func TestNodeOfUnknownSubnetIsWhereItsAddressLies(t *testing.T) {
	t.Parallel()
	p, _, one, two, _ := base()
	p.add(typeBalancer, "inner", map[string]any{
		"loadBalancerType": "network", "internal": true, "subnetMappings": toEach{[]any{
			map[string]any{"subnetId": Unknown, "privateIpv4Address": "10.0.2.240"},
			map[string]any{"subnetId": Unknown, "privateIpv4Address": "10.0.1.240"},
		}, []string{one, two}},
	})
	n := p.read(t)
	assert.Empty(t, n.Gaps)
	require.Len(t, n.LoadBalancers[0].Nodes, 2)
	assert.Equal(t, two, n.LoadBalancers[0].Nodes[0].Subnet)
	assert.Equal(t, one, n.LoadBalancers[0].Nodes[1].Subnet)
}

// Where a node group has its nodes is known as far as its subnets are: which of them is which does not matter, which of three
// two are does.
func TestNodeGroupOfUnknownSubnets(t *testing.T) {
	t.Parallel()
	p, vpc, one, two, _ := base()
	group := p.add("aws:eks/nodeGroup:NodeGroup", "general", map[string]any{"subnetIds": toEach{[]any{Unknown, Unknown}, []string{one, two}}})
	n := p.read(t)
	assert.Empty(t, n.Gaps)
	assert.ElementsMatch(t, []string{one, two}, n.NodeSubnets)

	third := p.add(typeSubnet, "third", map[string]any{"vpcId": to{vpc}, "cidrBlock": "10.0.3.0/24", "availabilityZone": "us-east-1c"})
	p.add("aws:eks/nodeGroup:NodeGroup", "spot", map[string]any{"subnetIds": toEach{[]any{Unknown, Unknown}, []string{one, two, third}}})
	n = p.read(t)
	assert.ElementsMatch(t, []string{one, two}, n.NodeSubnets, "those of "+group)
	require.Len(t, n.Gaps, 1)
	assert.Equal(t, network.GapNodeGroups, n.Gaps[0].Kind)
	assert.Contains(t, n.Gaps[0].Reason, "subnetIds")
}
