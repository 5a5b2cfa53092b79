package pulumi

import (
	"bytes"
	"encoding/json"
	"io"
	"net/netip"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What AWS makes with a VPC is there without a resource: a main table with the local route, an ACL that lets all through.
func TestVpcHasWhatAwsMakesWithIt(t *testing.T) {
	t.Parallel()
	p, vpc, one, _, table := base()
	p.add("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", map[string]any{"subnetId": to{one}, "routeTableId": to{table}})
	n := p.read(t)
	main := tableOf(t, n, vpc+"/main-route-table")
	assert.True(t, main.Main)
	assert.Equal(t, []network.Route{{Destination: netip.MustParsePrefix("10.0.0.0/16"), Target: network.Target{Kind: network.TargetLocal}}}, main.Routes)
	assert.Equal(t, table, n.Subnets[0].RouteTable)
	assert.Equal(t, main.ID, n.Subnets[1].RouteTable)
	require.Len(t, n.NetworkACLs, 1)
	assert.Equal(t, n.NetworkACLs[0].ID, n.Subnets[0].NetworkACL)
	for _, entry := range n.NetworkACLs[0].Entries {
		assert.True(t, entry.Allow)
	}
}

// A route of the VPC's own CIDR moves the local route instead of standing beside it.
func TestLocalRouteCanBeMoved(t *testing.T) {
	t.Parallel()
	p, _, _, _, table := base()
	p.add("aws:ec2/route:Route", "route", map[string]any{"routeTableId": to{table}, "destinationCidrBlock": "10.0.0.0/16", "networkInterfaceId": "eni-1"})
	routes := tableOf(t, p.read(t), table).Routes
	require.Len(t, routes, 1)
	assert.Equal(t, network.Target{Kind: network.TargetInterface, ID: "eni-1"}, routes[0].Target)
}

func TestSecurityGroupRules(t *testing.T) {
	t.Parallel()
	p, vpc, _, _, _ := base()
	group := p.add(groupTypes[0], "group", map[string]any{"vpcId": to{vpc}, "ingress": []any{
		map[string]any{"protocol": "tcp", "fromPort": 443.0, "toPort": 443.0, "cidrBlocks": []any{"10.1.0.0/16", "10.2.0.0/16"}, "self": true},
	}})
	p.add("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", map[string]any{"securityGroupId": to{group}, "ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"})
	p.add("aws:ec2/securityGroupRule:SecurityGroupRule", "ping", map[string]any{
		"securityGroupId": to{group}, "type": "ingress", "protocol": "icmp", "fromPort": 8.0, "toPort": -1.0, "sourceSecurityGroupId": to{group},
	})
	n := p.read(t)
	require.Empty(t, n.Gaps)
	https := network.Match{Protocol: network.TCP, From: 443, To: 443}
	var rules []network.Rule
	for _, rule := range n.SecurityGroups[0].Rules {
		rule.ID = ""
		rules = append(rules, rule)
	}
	assert.ElementsMatch(t, []network.Rule{
		{Match: https, CIDR: netip.MustParsePrefix("10.1.0.0/16")},
		{Match: https, CIDR: netip.MustParsePrefix("10.2.0.0/16")},
		{Match: https, Group: group},
		{Egress: true, Match: everything, CIDR: anywhere4},
		{Match: network.Match{Protocol: network.ICMP, From: 8, To: -1}, Group: group},
	}, rules)
}

func TestTransitGatewayDefaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		gateway, attachment map[string]any
		table               string
		propagations        int
	}{
		"AWS's defaults":        {nil, nil, "/default-route-table", 1},
		"off at the gateway":    {map[string]any{"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}, nil, "", 0},
		"off at the attachment": {nil, map[string]any{"transitGatewayDefaultRouteTableAssociation": false, "transitGatewayDefaultRouteTablePropagation": false}, "", 0},
		"association only":      {map[string]any{"defaultRouteTablePropagation": "disable"}, nil, "/default-route-table", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, vpc, one, _, _ := base()
			gateway := p.add(typeTransit, "transit", test.gateway)
			inputs := map[string]any{"transitGatewayId": to{gateway}, "vpcId": to{vpc}, "subnetIds": toEach{[]any{Unknown}, []string{one}}}
			for key, value := range test.attachment {
				inputs[key] = value
			}
			p.add(typeVPCAttachment, "attachment", inputs)
			n := p.read(t)
			if test.table != "" {
				test.table = gateway + test.table
			}
			assert.Equal(t, test.table, n.Attachments[0].RouteTable)
			assert.True(t, n.Attachments[0].RouteTableKnown)
			propagations := 0
			for _, table := range n.TransitRouteTables {
				propagations += len(table.Propagations)
			}
			assert.Equal(t, test.propagations, propagations)
		})
	}
}

// What declares a target group's traffic: AWS's defaults for whose address targets see.
func TestClientAddress(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		protocol, kind string
		declared       any
		preserved      bool
	}{
		{"TCP", "ip", nil, false},
		{"TCP", "ip", "true", true},
		{"TCP", "instance", nil, true},
		{"TCP", "instance", "false", false},
		{"UDP", "ip", "false", true},
		{"TCP", "alb", "false", true},
		{"HTTP", "instance", nil, false},
	} {
		p, _, _, _, _ := base()
		p.add(typeTargetGroup, "group", map[string]any{"protocol": test.protocol, "targetType": test.kind, "port": 80.0, "preserveClientIp": test.declared})
		assert.Equal(t, test.preserved, p.read(t).TargetGroups[0].PreservesClientIP, test)
	}
}

func TestDocumentsThatAreRefused(t *testing.T) {
	t.Parallel()
	for text, problem := range map[string]string{
		``:                  "a preview: the text is empty",
		`[]`:                "a preview: the whole text is a list, not an object",
		`{"steps":[{"op":"`: "a preview: the text ends too early: truncated",
		`{"steps":{}}`:      "a preview: `steps` is an object, not a list",
		`{}`:                "neither `steps` nor `changeSummary`",
		`{"steps":[{"op":"same","urn":"urn:pulumi:a::b::c::d"}]}`: "has no `newState`",
		`{"steps":[],"changeSummary":{"same":4}}`:                 "leaves out 4 resources",
		`{"steps":[{"op":"create","newState":{"urn":"x"}}]}`:      "is not a URN",
	} {
		_, err := ReadPreview(strings.NewReader(text))
		assert.ErrorContains(t, err, problem, text)
	}
	for text, problem := range map[string]string{
		`{"deployment":null}`: "no `deployment`",
		`{"deployment":{"resources":[{"urn":"urn:pulumi:x"},{"urn":"urn:pulumi:x"}]}}`: "there twice",
		`[]`: "the state of a stack: the whole text is a list, not an object",
		`{"deployment":{"resources":[{"urn":7}]}}`:           "`deployment.resources.urn` is a number, not a string",
		`{"deployment":{"resources":[{"custom":"yes"}]}}`:    "`deployment.resources.custom` is a string, not a boolean",
		`{"deployment":{"resources":[{"outputs":[]}]}}`:      "`deployment.resources.outputs` is a list, not an object",
		`{"deployment":{"resources":[{"urn":"a","urn":true}`: "truncated",
	} {
		_, err := ReadState(strings.NewReader(text))
		assert.ErrorContains(t, err, problem, text)
	}
}

// What an update changes to a value that is not known yet is no longer what AWS answered before.
func TestUpdateToWhatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	for _, changes := range []bool{false, true} {
		p, _, one, _, table := base()
		moved := p.add(routeTableTypes[0], "new", map[string]any{"vpcId": to{urn(typeVPC, "vpc")}})
		p.add("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", map[string]any{"subnetId": to{one}, "routeTableId": to{moved}})
		r := &p.resources[len(p.resources)-1]
		r.Outputs, r.planned, r.changes = map[string]any{"routeTableId": table}, true, changes
		n := p.read(t)
		assert.Equal(t, map[bool]string{false: table, true: moved}[changes], n.Subnets[0].RouteTable)
	}
}

// A replacement is one resource, a deletion none.
func TestStepsOfAReplacement(t *testing.T) {
	t.Parallel()
	step := func(op, cidr string) map[string]any {
		state := map[string]any{"urn": urn(typeVPC, "vpc"), "type": typeVPC, "custom": true, "id": "vpc-1", "inputs": map[string]any{"cidrBlock": cidr}}
		return map[string]any{"op": op, "urn": state["urn"], "newState": state, "oldState": state}
	}
	text, err := json.Marshal(map[string]any{"steps": []any{
		step("create-replacement", "10.1.0.0/16"), step("replace", "10.1.0.0/16"), step("delete-replaced", "10.0.0.0/16"),
	}, "changeSummary": map[string]int{"replace": 1}})
	require.NoError(t, err)
	n, err := ReadPreview(bytes.NewReader(text))
	require.NoError(t, err)
	require.Len(t, n.VPCs, 1)
	assert.Equal(t, []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}, n.VPCs[0].CIDRs)
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"preview.json.gz", "state.json.gz", "bindings-preview.json.gz", "bindings-state.json.gz"} {
		text, err := io.ReadAll(golden(f, name))
		require.NoError(f, err)
		f.Add(text[:min(len(text), 20_000)])
	}
	f.Add([]byte(`{"deployment":{"resources":[{"urn":"urn:pulumi:a::b::aws:ec2/vpc:Vpc::d","type":"aws:ec2/vpc:Vpc","custom":true,"inputs":{"cidrBlock":7}}]}}`))
	f.Fuzz(func(_ *testing.T, text []byte) {
		for _, read := range []func(io.Reader) (*network.Network, error){ReadState, ReadPreview} {
			_, _ = read(bytes.NewReader(text))
		}
	})
}

// The provider answers with empty text what an association has not: that is no gateway.
func TestAssociationOfASubnetIsNoneOfAGateway(t *testing.T) {
	t.Parallel()
	p, _, one, _, table := base()
	p.add("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", map[string]any{"subnetId": to{one}, "routeTableId": to{table}})
	p.resources[len(p.resources)-1].Outputs = map[string]any{"gatewayId": ""}
	n := p.read(t)
	assert.Empty(t, n.Gaps)
	assert.Equal(t, table, n.Subnets[0].RouteTable)
	assert.Empty(t, tableOf(t, n, table).Gateways)
}

// A refresh reads a table's routes into its outputs, where they stay as they were when a route that is a resource changes. A
// destination that no resource has is a route that somebody else made, and stays.
func TestRoutesOfARefreshAreOlderThanTheirResources(t *testing.T) {
	t.Parallel()
	p, _, _, _, table := base()
	p.resources[len(p.resources)-1].Outputs = map[string]any{"routes": []any{
		map[string]any{"cidrBlock": "0.0.0.0/0", "vpcEndpointId": "vpce-1"}, map[string]any{"cidrBlock": "10.9.0.0/16", "transitGatewayId": "tgw-1"},
	}}
	p.add("aws:ec2/route:Route", "route", map[string]any{"routeTableId": to{table}, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"})
	assert.ElementsMatch(t, []network.Route{
		{Destination: anywhere4, Target: network.Target{Kind: network.TargetInternetGateway, ID: "igw-1"}},
		{Destination: netip.MustParsePrefix("10.9.0.0/16"), Target: network.Target{Kind: network.TargetTransitGateway, ID: "tgw-1"}},
		{Destination: netip.MustParsePrefix("10.0.0.0/16"), Target: network.Target{Kind: network.TargetLocal}},
	}, tableOf(t, p.read(t), table).Routes)
}
