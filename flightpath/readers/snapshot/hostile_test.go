package snapshot

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const vpc = `{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}`

// Each of these would be another network if it were read halfway.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"empty":              {"", []string{"x.json", "empty"}},
		"white space":        {" \n", []string{"x.json", "empty"}},
		"truncated":          {"{\"Vpcs\": [\n" + vpc + ",", []string{"x.json: line 2: Vpcs", "truncated"}},
		"truncated unknown":  {`{"Other": [1, 2`, []string{"x.json: line 1", "truncated"}},
		"not JSON":           {`Vpcs: []`, []string{"x.json: line 1"}},
		"trailing comma":     {`{"Vpcs": [` + vpc + `,]}`, []string{"x.json: line 1: Vpcs"}},
		"two documents":      {`{"Vpcs": []}{"Vpcs": [` + vpc + `]}`, []string{"one document per file"}},
		"a list at the top":  {`[` + vpc + `]`, []string{"x.json", "without --query"}},
		"a number":           {`7`, []string{"x.json", "not an object"}},
		"not UTF-8":          {"{\"Vpcs\": [\"\xff\"]}", []string{"x.json: not UTF-8"}},
		"UTF-16":             {"\xff\xfe{\x00", []string{"UTF-16"}},
		"twice at the top":   {`{"Vpcs": [` + vpc + `], "Vpcs": []}`, []string{"Vpcs: the key occurs twice"}},
		"twice in an object": {`{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "CidrBlock": "10.0.0.0/8"}]}`, []string{"Vpcs", `"CidrBlock" occurs twice`}},
		"deep":               {`{"Vpcs": ` + strings.Repeat("[", 100000) + strings.Repeat("]", 100000) + `}`, []string{"Vpcs: nested more than"}},
		"not a list":         {`{"Vpcs": ` + vpc + `}`, []string{"x.json: Vpcs: an object, not a list"}},
		"not an object":      {`{"Vpcs": ["vpc-1"]}`, []string{"x.json: Vpcs[0]: a string, not an object"}},
		"no ID":              {`{"Vpcs": [` + vpc + `, {"CidrBlock": "10.1.0.0/16"}]}`, []string{"x.json: Vpcs[1].VpcId: missing"}},
		"ID of another type": {`{"Vpcs": [{"VpcId": 7, "CidrBlock": "10.1.0.0/16"}]}`, []string{"Vpcs[0].VpcId: a number, not a string"}},
		"ID with an escape":  {`{"Vpcs": [{"VpcId": "vpc-\u001b[2J", "CidrBlock": "10.1.0.0/16"}]}`, []string{"Vpcs[0].VpcId", "is not an ID", "vpc-·[2J"}},
		"no CIDR":            {`{"Vpcs": [{"VpcId": "vpc-1"}]}`, []string{"Vpcs[0].CidrBlock: missing"}},
		"not a CIDR":         {`{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/33"}]}`, []string{`Vpcs[0].CidrBlock: "10.0.0.0/33" is not an IPv4 CIDR block`}},
		"host bits":          {`{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.1/16"}]}`, []string{"Vpcs[0].CidrBlock", "host bits"}},
		"IPv6 as IPv4":       {`{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "::/0"}]}`, []string{"not an IPv4 CIDR block"}},
		"mapped":             {`{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "::ffff:10.0.0.0/104"}]}`, []string{"not an IPv4 CIDR block"}},
		"a CIDR's type":      {`{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": 10}]}`, []string{"Vpcs[0].CidrBlock: a number, not a string"}},
		"two of one ID":      {`{"Vpcs": [` + vpc + `, {"VpcId": "vpc-1", "CidrBlock": "10.1.0.0/16"}]}`, []string{"Vpcs[1]", "vpc-1 is not the same here as in", "Vpcs[0]"}},
		"a gigantic port": {
			`{"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 99999999999999999999999999, "IpRanges": []}], "IpPermissionsEgress": []}]}`,
			[]string{"SecurityGroups[0].IpPermissions[0].ToPort", "not a whole number from 0 to 65535"},
		},
		"a port as text": {
			`{"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": "22", "ToPort": 22, "IpRanges": []}], "IpPermissionsEgress": []}]}`,
			[]string{"IpPermissions[0].FromPort: a string, not a number"},
		},
		"no ports": {
			`{"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{"IpProtocol": "tcp", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}], "IpPermissionsEgress": []}]}`,
			[]string{"IpPermissions[0].FromPort: missing"},
		},
		"ports upside down": {
			`{"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 90, "ToPort": 80}], "IpPermissionsEgress": []}]}`,
			[]string{"FromPort: 90 is beyond ToPort, 80"},
		},
		"a protocol": {
			`{"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{"IpProtocol": "tpc", "FromPort": 80, "ToPort": 80}], "IpPermissionsEgress": []}]}`,
			[]string{`IpProtocol: "tpc" is not a protocol`},
		},
		"a group by name": {
			`{"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupName": "web"}]}], "IpPermissionsEgress": []}]}`,
			[]string{"UserIdGroupPairs[0].GroupId: missing"},
		},
		"a rule from another time": {
			`{"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [], "IpPermissionsEgress": []}],
			  "SecurityGroupRules": [{"SecurityGroupRuleId": "sgr-1", "GroupId": "sg-1", "IsEgress": false, "IpProtocol": "-1", "FromPort": -1, "ToPort": -1, "CidrIpv4": "0.0.0.0/0"}]}`,
			[]string{"SecurityGroupRules[0]", "not in the security group sg-1"},
		},
		"an action": {
			`{"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "Entries": [{"RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "permit", "CidrBlock": "0.0.0.0/0"}]}]}`,
			[]string{`NetworkAcls[0].Entries[0].RuleAction: "permit" is neither allow nor deny`},
		},
		"no direction": {
			`{"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "Entries": [{"RuleNumber": 100, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}]}]}`,
			[]string{"Entries[0].Egress: missing"},
		},
		"no port range": {
			`{"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "Entries": [{"RuleNumber": 100, "Egress": true, "Protocol": "6", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}]}]}`,
			[]string{"Entries[0].PortRange: missing"},
		},
		"a route to nowhere in particular": {
			`{"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Routes": [{"GatewayId": "igw-1", "State": "active"}]}]}`,
			[]string{"RouteTables[0].Routes[0].DestinationCidrBlock: a route has one destination, not 0"},
		},
		"two main tables": {
			`{"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Routes": [], "Associations": [{"Main": true}]},
			                 {"RouteTableId": "rtb-2", "VpcId": "vpc-1", "Routes": [], "Associations": [{"Main": true}]}],
			  "Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24"}]}`,
			[]string{"vpc-1 is associated with rtb-1 and rtb-2"},
		},
		"a target that is no address": {
			`{"TargetGroups": [{"TargetGroupArn": "arn:tg", "TargetType": "ip", "Protocol": "TCP", "Port": 80}],
			  "LoadBalancerTargetHealth": [{"TargetGroupArn": "arn:tg", "TargetHealthDescriptions": [{"Target": {"Id": "10.0.0.256", "Port": 80}}]}]}`,
			[]string{`LoadBalancerTargetHealth[0]: "10.0.0.256" is not the IP address of a target`},
		},
		"an active transit route to nothing": {
			`{"TransitGatewayStaticRoutes": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "Routes": [{"DestinationCidrBlock": "10.0.0.0/8", "Type": "static", "State": "active"}]}]}`,
			[]string{"Routes[0].TransitGatewayAttachments: an active route leads somewhere"},
		},
		"a key with an escape": {
			`{"Firewall": {"FirewallArn": "arn:f"}, "FirewallStatus": {"SyncStates": {"\u001b[2J": []}}}`, []string{"SyncStates.·[2J: a list, not an object"},
		},
		"nothing of a network": {`{"Certificates": []}`, []string{"holds describe output of AWS"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Read(folder(t, files{"x.json": test.text}))
			require.Error(t, err)
			for _, want := range test.want {
				assert.ErrorContains(t, err, want)
			}
			assert.NotContains(t, err.Error(), "\x1b")
			assert.Less(t, len(err.Error()), 1000)
		})
	}
}

// Nothing that AWS answers is a list, and what macOS keeps beside a file is no JSON: neither is a part of a snapshot. Where nothing else
// is there, that is what is wrong with it.
func TestFilesThatAreNoAnswers(t *testing.T) {
	t.Parallel()
	beside := files{
		"Vpcs.json": `{"Vpcs": [` + vpc + `]}`, "ids.json": `[1, [2]]`, "._Vpcs.json": "\x00\x05\x16\x07", "word.json": `"x"`,
	}
	dir := folder(t, beside)
	n, err := Read(dir)
	require.NoError(t, err)
	assert.Len(t, n.VPCs, 1)
	var said []string
	for _, reason := range gapsOf(n, "details", "") {
		said = append(said, strings.ReplaceAll(reason, dir+string(filepath.Separator), ""))
	}
	const how = ": not an object at its top, so nothing says what it holds; print it without --query: ignored"
	assert.Equal(t, []string{"ids.json" + how, "word.json" + how}, said, "who printed them by --query has to know")

	for text, want := range map[string]string{"[1, 2": "truncated", "[1, 2] [": "one document per file", "[1, 2}": "line 1"} {
		_, err = Read(folder(t, files{"Vpcs.json": `{"Vpcs": []}`, "ids.json": text}))
		require.ErrorContains(t, err, want, text)
	}
	delete(beside, "Vpcs.json")
	_, err = Read(folder(t, beside))
	require.ErrorContains(t, err, "ids.json: not an object")
	require.ErrorContains(t, err, "word.json: not an object")
}

func TestAllProblemsAreListed(t *testing.T) {
	t.Parallel()
	_, err := Read(folder(t, files{
		"1/Vpcs.json":    `{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "x"}, {"VpcId": "vpc-2", "CidrBlock": "y"}]}`,
		"2/Subnets.json": `{"Subnets": [` + strings.Repeat(`{"SubnetId": true}, `, 50) + `{}]}`,
	}))
	var refused *Error
	require.ErrorAs(t, err, &refused)
	assert.Contains(t, refused.Problems[0], filepath.Join("1", "Vpcs.json")+": Vpcs[0].CidrBlock")
	assert.Contains(t, refused.Problems[2], "Vpcs[1].CidrBlock")
	assert.Len(t, refused.Problems, mostProblems+1)
	assert.Contains(t, refused.Problems[mostProblems], "more problems")
}

func TestNamesOfFilesAreNotObeyed(t *testing.T) {
	t.Parallel()
	_, err := Read(folder(t, files{"a\x1b[2J.json": "{"}))
	require.ErrorContains(t, err, "a·[2J.json: line 1")
}

func TestFoldersThatCannotBeRead(t *testing.T) {
	t.Parallel()
	_, err := Read(filepath.Join(t.TempDir(), "none"))
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = Read(t.TempDir())
	require.ErrorContains(t, err, "no *.json file below it")

	file := folder(t, files{"Vpcs.json": `{"Vpcs": []}`})
	_, err = Read(filepath.Join(file, "Vpcs.json"))
	require.ErrorContains(t, err, "not a folder")
	_, err = ReadWith(file, Options{Limit: 5})
	require.ErrorContains(t, err, "Vpcs.json: the snapshot is larger than the limit")
	n, err := ReadWith(file, Options{Limit: 12})
	require.NoError(t, err)
	assert.Empty(t, n.VPCs)
}
