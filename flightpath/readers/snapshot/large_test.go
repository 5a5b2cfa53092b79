package snapshot

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// large writes a snapshot of as many VPCs, with three subnets, twenty rules and fifty interfaces each.
func large(b testing.TB, vpcs int) string {
	type m = map[string]any
	var all struct {
		Vpcs, Subnets, RouteTables, NetworkAcls, SecurityGroups, NetworkInterfaces []any
	}
	for v := range vpcs {
		vpc := fmt.Sprintf("vpc-%017x", v)
		cidr := func(last int, bits int) string { return fmt.Sprintf("10.%d.%d.0/%d", v, last, bits) }
		all.Vpcs = append(all.Vpcs, m{"VpcId": vpc, "CidrBlock": cidr(0, 16), "OwnerId": "111111111111"})
		table := m{"RouteTableId": "rtb-" + vpc, "VpcId": vpc, "Routes": []any{m{"DestinationCidrBlock": cidr(0, 16), "GatewayId": "local", "State": "active"}}}
		acl := m{"NetworkAclId": "acl-" + vpc, "VpcId": vpc, "IsDefault": true, "Entries": []any{
			m{"CidrBlock": "0.0.0.0/0", "Egress": false, "Protocol": "-1", "RuleAction": "allow", "RuleNumber": 100},
		}}
		var associations, ranges []any
		for s := range 3 {
			subnet := fmt.Sprintf("subnet-%d-%s", s, vpc)
			all.Subnets = append(all.Subnets, m{
				"SubnetId": subnet, "VpcId": vpc, "CidrBlock": cidr(s, 24), "AvailabilityZone": "us-east-1a", "AvailabilityZoneId": "use1-az1",
			})
			associations = append(associations, m{"SubnetId": subnet, "Main": false})
		}
		table["Associations"], acl["Associations"] = associations, associations
		all.RouteTables, all.NetworkAcls = append(all.RouteTables, table), append(all.NetworkAcls, acl)
		for r := range 20 {
			ranges = append(ranges, m{"CidrIp": fmt.Sprintf("10.%d.0.0/16", r)})
		}
		all.SecurityGroups = append(all.SecurityGroups, m{"GroupId": "sg-" + vpc, "VpcId": vpc, "IpPermissionsEgress": []any{}, "IpPermissions": []any{
			m{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": ranges},
		}})
		for i := range 50 {
			all.NetworkInterfaces = append(all.NetworkInterfaces, m{
				"NetworkInterfaceId": fmt.Sprintf("eni-%d-%s", i, vpc), "VpcId": vpc, "SubnetId": "subnet-0-" + vpc, "Groups": []any{m{"GroupId": "sg-" + vpc}},
				"PrivateIpAddresses": []any{m{"Primary": true, "PrivateIpAddress": fmt.Sprintf("10.%d.0.%d", v, i+4)}},
			})
		}
	}
	text, err := json.Marshal(all)
	require.NoError(b, err)
	dir := b.TempDir()
	require.NoError(b, os.WriteFile(filepath.Join(dir, "all.json"), text, 0o600))
	return dir
}

// BenchmarkRead shows that reading grows with what there is to read, and no faster.
func BenchmarkRead(b *testing.B) {
	for _, vpcs := range []int{10, 30, 100, 200} {
		dir := large(b, vpcs)
		b.Run(fmt.Sprintf("VPCs=%d", vpcs), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n, err := Read(dir)
				require.NoError(b, err)
				require.Len(b, n.Interfaces, vpcs*50)
			}
		})
	}
}
