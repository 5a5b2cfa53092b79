package snapshot

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// A snapshot of 2016: no association states, no sets of blocks, no zone IDs, no owners, short IDs.
func TestOldShapes(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{"all.json": `{
		"Vpcs": [{"VpcId": "vpc-f8fad69d", "CidrBlock": "10.0.0.0/16", "IsDefault": false, "State": "available"}],
		"Subnets": [{"SubnetId": "subnet-1f315846", "VpcId": "vpc-f8fad69d", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-west-2a"},
		            {"SubnetId": "subnet-073b8061", "VpcId": "vpc-f8fad69d", "CidrBlock": "10.0.2.0/24", "AvailabilityZone": "us-west-2b"}],
		"RouteTables": [
			{"RouteTableId": "rtb-1", "VpcId": "vpc-f8fad69d", "Associations": [{"Main": true, "RouteTableId": "rtb-1"}], "Routes": []},
			{"RouteTableId": "rtb-2", "VpcId": "vpc-f8fad69d", "Associations": [{"Main": false, "SubnetId": "subnet-1f315846"}], "Routes": []}],
		"NetworkAcls": [{"NetworkAclId": "acl-4db39c28", "VpcId": "vpc-f8fad69d", "IsDefault": true, "Associations": [], "Entries": []}],
		"NatGateways": [{"NatGatewayId": "nat-1", "VpcId": "vpc-f8fad69d", "SubnetId": "subnet-1f315846", "State": "available",
			"NatGatewayAddresses": [{"PrivateIp": "10.0.1.9", "PublicIp": "54.191.107.22"}]}],
		"VpcEndpoints": [{"VpcEndpointId": "vpce-1", "VpcId": "vpc-f8fad69d", "ServiceName": "com.amazonaws.us-west-2.s3", "RouteTableIds": ["rtb-2"]}],
		"TargetGroups": [{"TargetGroupArn": "arn:tg", "TargetGroupName": "old", "Protocol": "HTTP", "Port": 80}]
	}`})
	index := n.Index()
	assert.Equal(t, "rtb-2", index.Subnets["subnet-1f315846"].RouteTable)
	assert.Equal(t, "rtb-1", index.Subnets["subnet-073b8061"].RouteTable)
	assert.Equal(t, "acl-4db39c28", index.Subnets["subnet-073b8061"].NetworkACL)
	assert.Equal(t, "us-west-2a", index.Subnets["subnet-1f315846"].Zone, "its name, where nothing tells the ID")
	assert.Equal(t, "us-west-2", index.VPCs["vpc-f8fad69d"].Region)
	assert.Equal(t, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16")}, index.VPCs["vpc-f8fad69d"].CIDRs)
	assert.True(t, index.NATGateways["nat-1"].Public, "before there were private ones")
	assert.Equal(t, network.GatewayEndpoint, index.Endpoints["vpce-1"].Kind)
	assert.Equal(t, network.InstanceTargets, index.TargetGroups["arn:tg"].Kind)
	assert.False(t, index.TargetGroups["arn:tg"].TargetsKnown)
}

func TestAssociationStates(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{"all.json": `{
		"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24"},
		            {"SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.2.0/24"}],
		"NetworkAcls": [],
		"RouteTables": [
			{"RouteTableId": "rtb-main", "VpcId": "vpc-1", "Associations": [{"Main": true, "AssociationState": {"State": "associated"}}], "Routes": []},
			{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Routes": [], "Associations": [
				{"Main": false, "SubnetId": "subnet-1", "AssociationState": {"State": "disassociated"}},
				{"Main": false, "SubnetId": "subnet-2", "AssociationState": {"State": "associating"}}]}]
	}`})
	index := n.Index()
	assert.Equal(t, "rtb-main", index.Subnets["subnet-1"].RouteTable)
	assert.Empty(t, index.Subnets["subnet-2"].RouteTable, "which of the two routes a packet now, nobody knows")
	assert.Len(t, gapsOf(n, network.GapRouteTables, "subnet-2"), 1)
	assert.Empty(t, index.Subnets["subnet-1"].NetworkACL)
}

func TestRouteTargets(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]network.Target{
		`"GatewayId": "local"`:                               {Kind: network.TargetLocal},
		`"GatewayId": "igw-1"`:                               {Kind: network.TargetInternetGateway, ID: "igw-1"},
		`"GatewayId": "vgw-1"`:                               {Kind: network.TargetVPNGateway, ID: "vgw-1"},
		`"GatewayId": "vpce-1"`:                              {Kind: network.TargetEndpoint, ID: "vpce-1"},
		`"GatewayId": "lgw-1"`:                               {Kind: network.TargetUnknown, ID: "lgw-1"},
		`"LocalGatewayId": "lgw-1"`:                          {Kind: network.TargetUnknown, ID: "lgw-1"},
		`"CarrierGatewayId": "cagw-1"`:                       {Kind: network.TargetUnknown, ID: "cagw-1"},
		`"CoreNetworkArn": "arn:core"`:                       {Kind: network.TargetUnknown, ID: "arn:core"},
		`"NatGatewayId": "nat-1"`:                            {Kind: network.TargetNATGateway, ID: "nat-1"},
		`"TransitGatewayId": "tgw-1"`:                        {Kind: network.TargetTransitGateway, ID: "tgw-1"},
		`"VpcPeeringConnectionId": "pcx-1"`:                  {Kind: network.TargetPeering, ID: "pcx-1"},
		`"EgressOnlyInternetGatewayId": "eigw-1"`:            {Kind: network.TargetInternetGateway, ID: "eigw-1"},
		`"InstanceId": "i-1", "NetworkInterfaceId": "eni-1"`: {Kind: network.TargetInterface, ID: "eni-1"},
		`"Nothing": "that is known"`:                         {Kind: network.TargetUnknown},
		`"GatewayId": null, "TransitGatewayId": "tgw-1"`:     {Kind: network.TargetTransitGateway, ID: "tgw-1"},
	} {
		n := readFiles(t, files{"x.json": `{"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Routes": [
			{"DestinationCidrBlock": "10.0.0.0/8", ` + field + `, "Origin": "CreateRoute", "State": "active"}]}]}`})
		assert.Equal(t, []network.Route{{Destination: netip.MustParsePrefix("10.0.0.0/8"), Target: want}}, n.RouteTables[0].Routes, field)
	}
	n := readFiles(t, files{"x.json": `{"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Routes": [
		{"DestinationIpv6CidrBlock": "2001:db8::/32", "GatewayId": "vgw-1", "Origin": "EnableVgwRoutePropagation", "State": "active"},
		{"DestinationCidrBlock": "10.0.0.0/8", "GatewayId": "igw-1", "Origin": "CreateRoute", "State": "filtered"}]}]}`})
	assert.True(t, n.RouteTables[0].Routes[0].Propagated)
	assert.Equal(t, network.TargetUnknown, n.RouteTables[0].Routes[1].Target.Kind)
}

// Of what is gone, AWS tells little and for a while only.
func TestStaleObjects(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{"all.json": `{
		"Reservations": [{"OwnerId": "111111111111", "Instances": [
			{"InstanceId": "i-dead", "State": {"Code": 48, "Name": "terminated"}, "NetworkInterfaces": []},
			{"InstanceId": "i-stopped", "State": {"Code": 80, "Name": "stopped"}, "NetworkInterfaces": [
				{"NetworkInterfaceId": "eni-1", "VpcId": "vpc-1", "SubnetId": "subnet-1", "PrivateIpAddress": "10.0.0.5",
				 "PrivateIpAddresses": [{"Primary": true, "PrivateIpAddress": "10.0.0.5", "Association": {"PublicIp": "198.51.100.5"}}],
				 "Groups": [{"GroupId": "sg-1"}], "SourceDestCheck": false, "Status": "in-use"}]}]}],
		"VpcPeeringConnections": [
			{"VpcPeeringConnectionId": "pcx-dead", "Status": {"Code": "deleted"}, "RequesterVpcInfo": {"OwnerId": "111111111111", "VpcId": "vpc-1"},
			 "AccepterVpcInfo": {"OwnerId": "111111111111", "VpcId": "vpc-2"}},
			{"VpcPeeringConnectionId": "pcx-1", "Status": {"Code": "active"},
			 "RequesterVpcInfo": {"OwnerId": "111111111111", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "Region": "us-east-1"},
			 "AccepterVpcInfo": {"OwnerId": "222222222222", "VpcId": "vpc-2", "CidrBlockSet": [{"CidrBlock": "10.1.0.0/16"}], "Region": "eu-west-1",
			                     "Ipv6CidrBlockSet": [{"Ipv6CidrBlock": "2001:db8::/56"}]}}],
		"TransitGatewayAttachments": [
			{"TransitGatewayAttachmentId": "tgw-attach-1", "TransitGatewayId": "tgw-1", "ResourceType": "vpc", "ResourceId": "vpc-1", "State": "deleting"},
			{"TransitGatewayAttachmentId": "tgw-attach-2", "TransitGatewayId": "tgw-1", "ResourceType": "vpc", "ResourceId": "vpc-1", "State": "modifying"},
			{"TransitGatewayAttachmentId": "tgw-attach-3", "TransitGatewayId": "tgw-1", "ResourceType": "vpn", "ResourceId": "vpn-1", "State": "pending"}],
		"NatGateways": [{"NatGatewayId": "nat-dead", "State": "deleted"},
		                {"NatGatewayId": "nat-1", "State": "failed", "VpcId": "vpc-1", "SubnetId": "subnet-1", "ConnectivityType": "private"}],
		"InternetGateways": [{"InternetGatewayId": "igw-1", "Attachments": []},
		                     {"InternetGatewayId": "igw-2", "Attachments": [{"State": "detaching", "VpcId": "vpc-1"}]}]
	}`})
	index := n.Index()
	assert.NotContains(t, index.Instances, "i-dead")
	assert.False(t, index.Instances["i-stopped"].Running)
	assert.Equal(t, &network.Interface{
		Object: network.Object{ID: "eni-1", Account: "111111111111"}, VPC: "vpc-1", Subnet: "subnet-1", SecurityGroups: []string{"sg-1"},
		Addresses: []network.Address{{Private: netip.MustParseAddr("10.0.0.5"), Public: netip.MustParseAddr("198.51.100.5")}},
		Primary:   netip.MustParseAddr("10.0.0.5"),
		Owner:     "i-stopped", Forwards: true,
	}, index.Interfaces["eni-1"], "where the folder has no NetworkInterfaces, instances tell theirs")
	assert.False(t, index.Peerings["pcx-dead"].Active)
	assert.Equal(t, network.PeeringSide{
		VPC: "vpc-2", Account: "222222222222", Region: "eu-west-1",
		CIDRs: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("2001:db8::/56")},
	}, index.Peerings["pcx-1"].Accepter)
	require.Len(t, n.Attachments, 2)
	assert.True(t, n.Attachments[0].Available)
	assert.False(t, n.Attachments[0].RouteTableKnown, "who does not own the gateway is not shown the association")
	assert.Len(t, gapsOf(n, network.GapAttachments, "tgw-attach-2"), 2, "its subnets, and that they are between two")
	assert.Equal(t, network.OtherAttachment, n.Attachments[1].Kind)
	assert.False(t, n.Attachments[1].Available)
	require.Len(t, n.NATGateways, 1)
	assert.False(t, n.NATGateways[0].Public || n.NATGateways[0].Available)
	assert.Empty(t, index.InternetGateways["igw-1"].VPC)
	assert.Len(t, gapsOf(n, network.GapInternetGateways, "igw-2"), 1, "it may still carry packets")
}

// Peerings of transit gateways have one ID at both ends.
func TestTransitPeering(t *testing.T) {
	t.Parallel()
	attachment := func(gateway, owner, peer, table string) string {
		return `{"TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-1", "TransitGatewayId": "` + gateway + `",
			"TransitGatewayOwnerId": "` + owner + `", "ResourceType": "peering", "ResourceId": "` + peer + `", "State": "available",
			"Association": {"TransitGatewayRouteTableId": "` + table + `", "State": "associated"}}]}`
	}
	n := readFiles(t, files{
		"111111111111/us-east-1/a.json": attachment("tgw-east", "111111111111", "tgw-west", "tgw-rtb-east"),
		"111111111111/us-west-2/a.json": attachment("tgw-west", "111111111111", "tgw-east", "tgw-rtb-west"),
		"111111111111/us-west-2/b.json": `{"TransitGatewayPeeringAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-1", "State": "available",
			"RequesterTgwInfo": {"TransitGatewayId": "tgw-east", "OwnerId": "111111111111", "Region": "us-east-1"},
			"AccepterTgwInfo": {"TransitGatewayId": "tgw-west", "OwnerId": "111111111111", "Region": "us-west-2"}}]}`,
	})
	require.Len(t, n.Attachments, 2)
	index := n.Index()
	east := index.Attachments[network.AttachmentKey{Gateway: "tgw-east", ID: "tgw-attach-1"}]
	assert.Equal(t, "tgw-west", east.Peer)
	assert.Equal(t, "tgw-rtb-east", east.RouteTable)
	assert.Equal(t, "us-east-1", east.Region)
	assert.Equal(t, "tgw-east", index.Attachments[network.AttachmentKey{Gateway: "tgw-west", ID: "tgw-attach-1"}].Peer)
}

func TestTransitRoutes(t *testing.T) {
	t.Parallel()
	table := `"TransitGatewayRouteTables": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1", "State": "available"}]`
	static := `{"DestinationCidrBlock": "10.0.0.0/8", "Type": "static", "State": "active", "TransitGatewayAttachments": [
		{"TransitGatewayAttachmentId": "tgw-attach-2"}, {"TransitGatewayAttachmentId": "tgw-attach-1"}]}`
	learned := `{"DestinationCidrBlock": "10.1.0.0/16", "Type": "propagated", "State": "active", "TransitGatewayAttachments": [
		{"TransitGatewayAttachmentId": "tgw-attach-1"}]}`
	listed := `{"PrefixListId": "pl-1", "Type": "static", "State": "blackhole"}`
	propagations := func(kind string) string {
		return `"TransitGatewayPropagations": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayRouteTablePropagations": [
			{"TransitGatewayAttachmentId": "tgw-attach-1", "ResourceType": "` + kind + `", "State": "enabled"},
			{"TransitGatewayAttachmentId": "tgw-attach-9", "ResourceType": "vpc", "State": "disabled"}]}]`
	}
	staticOnly := `"TransitGatewayStaticRoutes": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "Routes": [` + static + `]}]`

	for name, test := range map[string]struct {
		files files
		known bool
		gaps  int
		count int
	}{
		"static and propagations":   {files{"x.json": `{` + table + `, ` + staticOnly + `, ` + propagations("vpc") + `}`}, true, 0, 1},
		"static alone":              {files{"x.json": `{` + table + `, ` + staticOnly + `}`}, false, 0, 1},
		"learned from a VPN":        {files{"x.json": `{` + table + `, ` + staticOnly + `, ` + propagations("vpn") + `}`}, true, 0, 1},
		"no routes":                 {files{"x.json": `{` + table + `, ` + propagations("vpc") + `}`}, false, 0, 0},
		"of another table":          {files{"x.json": `{` + table + `, "TransitGatewayStaticRoutes": [], ` + propagations("vpc") + `}`}, false, 0, 0},
		"search, of both types":     {files{"a.json": `{` + table + `}`, "tgw-rtb-1.json": `{"Routes": [` + static + `, ` + learned + `, ` + listed + `]}`}, true, 0, 3},
		"search, in a folder":       {files{"a.json": `{` + table + `}`, "tgw-rtb-1/all.json": `{"Routes": [` + learned + `]}`}, true, 0, 1},
		"search, told apart by key": {files{"a.json": `{` + table + `, "TransitGatewayRoutes": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "Routes": [` + static + `]}]}`}, true, 0, 1},
		"search of nobody knows":    {files{"a.json": `{` + table + `}`, "routes.json": `{"Routes": [` + static + `]}`}, false, 0, 0},
		"search with more": {
			files{"a.json": `{` + table + `, ` + propagations("vpc") + `}`, "tgw-rtb-1.json": `{"Routes": [` + static + `], "AdditionalRoutesAvailable": true}`},
			false, 1, 1,
		},
		"told twice": {
			files{"a.json": `{` + table + `, ` + staticOnly + `, ` + propagations("vpc") + `}`, "tgw-rtb-1.json": `{"Routes": [` + static + `]}`}, true, 0, 1,
		},
	} {
		n := readFiles(t, test.files)
		require.Len(t, n.TransitRouteTables, 1, name)
		assert.Equal(t, test.known, n.TransitRouteTables[0].RoutesKnown, name)
		assert.Len(t, gapsOf(n, network.GapTransitRoutes, "tgw-rtb-1"), test.gaps, name)
		assert.Len(t, n.TransitRouteTables[0].Routes, test.count, name)
	}
	n := readFiles(t, files{"x.json": `{` + table + `, ` + staticOnly + `, ` + propagations("vpc") + `}`})
	assert.Equal(t, []string{"tgw-attach-1", "tgw-attach-2"}, n.TransitRouteTables[0].Routes[0].Attachments, "equal cost")
	assert.Equal(t, []string{"tgw-attach-1"}, n.TransitRouteTables[0].Propagations)
	n = readFiles(t, files{"x.json": `{` + table + `, ` + staticOnly + `, ` + propagations("vpn") + `}`})
	assert.False(t, n.TransitRouteTables[0].PropagatedKnown)
	assert.Len(t, gapsOf(n, network.GapPropagatedRoutes, "tgw-rtb-1"), 1, "what a VPN propagates, only a search tells")
	n = readFiles(t, files{
		"x.json": `{` + table + `, ` + staticOnly + `, ` + propagations("vpn") + `}`, "tgw-rtb-1.json": `{"Routes": [` + learned + `]}`,
	})
	assert.True(t, n.TransitRouteTables[0].PropagatedKnown)
	assert.Empty(t, gapsOf(n, network.GapPropagatedRoutes, "tgw-rtb-1"))

	_, err := Read(folder(t, files{
		"a/x.json": `{` + table + `, ` + staticOnly + `}`,
		"b/x.json": `{"TransitGatewayStaticRoutes": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "Routes": [
			{"DestinationCidrBlock": "10.0.0.0/8", "Type": "static", "State": "blackhole"}]}]}`,
	}))
	require.ErrorContains(t, err, "tgw-rtb-1 has two different static routes to 10.0.0.0/8")
}

func TestTransitAssociations(t *testing.T) {
	t.Parallel()
	base := `"TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-1", "TransitGatewayId": "tgw-1", "ResourceType": "vpc",
		"ResourceId": "vpc-1", "State": "available"`
	tables := `"TransitGatewayRouteTables": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1", "State": "available"}]`
	with := func(association string, more ...string) string {
		text := "{" + base + association + "}]"
		for _, part := range more {
			text += ", " + part
		}
		return text + "}"
	}
	for name, test := range map[string]struct {
		files files
		table string
		known bool
	}{
		"shown":         {files{"x.json": with(`, "Association": {"TransitGatewayRouteTableId": "tgw-rtb-1", "State": "associated"}`)}, "tgw-rtb-1", true},
		"not shown":     {files{"x.json": with("")}, "", false},
		"shown as none": {files{"x.json": with("", tables)}, "", true},
		"under way":     {files{"x.json": with(`, "Association": {"TransitGatewayRouteTableId": "tgw-rtb-1", "State": "associating"}`, tables)}, "", false},
		"by the table": {
			files{"x.json": with("", tables, `"TransitGatewayAssociations": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "Associations": [
				{"TransitGatewayAttachmentId": "tgw-attach-1", "State": "associated"}]}]`)}, "tgw-rtb-1", true,
		},
		"by the table's file": {
			files{"x.json": with("", tables), "tgw-rtb-1.json": `{"Associations": [{"TransitGatewayAttachmentId": "tgw-attach-1", "State": "associated"}]}`},
			"tgw-rtb-1", true,
		},
	} {
		n := readFiles(t, test.files)
		require.Len(t, n.Attachments, 1, name)
		assert.Equal(t, test.table, n.Attachments[0].RouteTable, name)
		assert.Equal(t, test.known, n.Attachments[0].RouteTableKnown, name)
	}
}

// What is shared, each account sees in its own way; the owner sees it right.
func TestSharedObjects(t *testing.T) {
	t.Parallel()
	gateway := func(tags, reference string) string {
		return `{"TransitGateways": [{"TransitGatewayId": "tgw-1", "OwnerId": "222222222222", "State": "available", "Tags": [` + tags + `],
			"Options": {"SecurityGroupReferencingSupport": "` + reference + `"}}]}`
	}
	n := readFiles(t, files{
		"111111111111/us-east-1/a.json": gateway("", "disable"),
		"222222222222/us-east-1/a.json": gateway(`{"Key": "Name", "Value": "hub"}`, "disable"),
		"333333333333/us-east-1/a.json": gateway("", "disable"),
	})
	require.Len(t, n.TransitGateways, 1)
	assert.Equal(t, "hub", n.TransitGateways[0].Name)

	n = readFiles(t, files{
		"111111111111/us-east-1/a.json": gateway("", "disable"),
		"222222222222/us-east-1/a.json": gateway("", "enable"),
	})
	assert.True(t, n.TransitGateways[0].SecurityGroupReferences)

	_, err := Read(folder(t, files{
		"111111111111/us-east-1/a.json": gateway("", "disable"),
		"333333333333/us-east-1/a.json": gateway("", "enable"),
	}))
	require.ErrorContains(t, err, "tgw-1 is not the same here")
}

func TestPagesAndPlaces(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{
		"us-east-1/1.json":  `{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}], "NextToken": "more"}`,
		"us-east-1/2.json":  `{"Vpcs": [{"VpcId": "vpc-2", "CidrBlock": "10.1.0.0/16"}]}`,
		"eu-west-1/1.json":  `{"Vpcs": [{"VpcId": "vpc-3", "CidrBlock": "10.2.0.0/16"}], "NextToken": "more"}`,
		"global/Roles.json": `{"Roles": []}`,
		"README.md":         "nothing to see",
	})
	assert.Len(t, n.VPCs, 3)
	assert.Equal(t, []string{"eu-west-1: the last page of Vpcs is missing: every file has a token for a next one"},
		gapsOf(n, network.GapVPCs, ""))
	assert.Equal(t, []string{"eu-west-1: no file holds RouteTables", "us-east-1: no file holds RouteTables"},
		gapsOf(n, network.GapRouteTables, ""))
	assert.Equal(t, "eu-west-1", n.Index().VPCs["vpc-3"].Region)

	n = readFiles(t, files{
		"aws_configs/accounts/111111111111/us-gov-west-1/Vpcs.json": `{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]}`,
	})
	assert.Equal(t, "111111111111", n.VPCs[0].Account)
	assert.Equal(t, "us-gov-west-1", n.VPCs[0].Region)
	assert.Equal(t, "us-gov-west-1", regionOfZone("us-gov-west-1a"))
	assert.Equal(t, "us-west-2", regionOfZone("us-west-2-lax-1a"))
	assert.Empty(t, regionOfZone("nowhere"))
}

// A missing page of route tables could hold a subnet's own.
func TestNoMainTableOfHalfAList(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{"x.json": `{
		"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24"}]}`, "y.json": `{"NextToken": "more",
		"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{"Main": true}], "Routes": []}]}`})
	assert.Empty(t, n.Subnets[0].RouteTable)
	assert.NotEmpty(t, gapsOf(n, network.GapRouteTables, ""))
}

// AWS always prints these lists: where one is not there, its contents are not known, which is not to say empty.
func TestMissingLists(t *testing.T) {
	t.Parallel()
	n := readFiles(t, files{"x.json": `{
		"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": []}, {"GroupId": "sg-2", "VpcId": "vpc-1"}],
		"SecurityGroupRules": [{"SecurityGroupRuleId": "sgr-1", "GroupId": "sg-2", "IsEgress": true, "IpProtocol": "udp", "FromPort": 53, "ToPort": 53,
			"ReferencedGroupInfo": {"GroupId": "sg-1", "UserId": "111111111111"}}],
		"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1"}],
		"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1"}],
		"Firewalls": [{"FirewallName": "f", "FirewallArn": "arn:aws:network-firewall:us-east-1:111111111111:firewall/f"}]
	}`})
	assert.NotEmpty(t, gapsOf(n, network.GapSecurityGroups, "sg-1"))
	assert.Empty(t, gapsOf(n, network.GapSecurityGroups, "sg-2"))
	assert.Equal(t, []network.Rule{
		{ID: "sgr-1", Egress: true, Match: network.Match{Protocol: network.UDP, From: 53, To: 53}, Group: "sg-1"},
	}, n.Index().SecurityGroups["sg-2"].Rules)
	assert.NotEmpty(t, gapsOf(n, network.GapRouteTables, "rtb-1"))
	assert.NotEmpty(t, gapsOf(n, network.GapNetworkACLs, "acl-1"))
	assert.NotEmpty(t, gapsOf(n, network.GapFirewalls, "arn:aws:network-firewall:us-east-1:111111111111:firewall/f"))
}
