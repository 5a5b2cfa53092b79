package main

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var captured = filepath.Join("..", "..", "flightpath", "readers", "snapshot", "testdata", "sandwich")

func TestTraceAsJSON(t *testing.T) {
	t.Parallel()
	status, out, problems := ingresshub(t, "", "flightpath", "trace", "--snapshot", captured,
		"--from", "internet", "--to", "ingress", "--port", "443", "--format", "json")
	assert.Zero(t, status)
	assert.Empty(t, problems, "nothing is missing from this snapshot")
	var answer struct {
		Verdict, Reason string
		Forward, Return []struct{ Kind, ID, Rule string }
		Question        map[string]any
	}
	decoder := json.NewDecoder(strings.NewReader(out))
	require.NoError(t, decoder.Decode(&answer))
	assert.False(t, decoder.More(), "one object and nothing else")
	assert.Equal(t, "inspected", answer.Verdict)
	assert.NotEmpty(t, answer.Reason)
	assert.Equal(t, "internet", answer.Forward[0].Kind)
	assert.Contains(t, answer.Forward, struct{ Kind, ID, Rule string }{
		"route-table", "rtb-0a11111111111107a", "10.0.0.0/24 -> vpce-0a1e000000000004a",
	})
	assert.Equal(t, "network-interface", answer.Return[0].Kind)
	assert.Equal(t, map[string]any{"from": "internet", "to": "ingress", "protocol": "tcp", "port": 443.0}, answer.Question)
}

// Of ICMP, --port is the type: 0 is an echo reply, which is not what is asked for without one.
func TestTraceOfICMPTypes(t *testing.T) {
	t.Parallel()
	for port, want := range map[string]string{"": "icmp echo", "8": "icmp echo", "0": "icmp type 0", "13": "icmp type 13"} {
		question := []string{"flightpath", "trace", "--snapshot", captured, "--from", "internet", "--to", "i-0b22222222222221a", "--protocol", "icmp"}
		if port != "" {
			question = append(question, "--port", port)
		}
		status, out, problems := ingresshub(t, "", question...)
		assert.Zero(t, status, problems)
		assert.Contains(t, out, want+"\nblocked: ", port)
	}
	status, _, problems := ingresshub(t, "", "flightpath", "trace", "--snapshot", captured, "--from", "internet", "--to", "ingress", "--port", "-1")
	assert.Equal(t, 1, status)
	assert.Contains(t, problems, "--port -1: from 0 to 65535")
}

// Whatever the verdict, a question that was answered exits 0.
func TestTraceOfWhatIsBlocked(t *testing.T) {
	t.Parallel()
	status, out, problems := ingresshub(t, "", "flightpath", "trace", "--snapshot", captured,
		"--from", "internet", "--to", "i-0b22222222222221a", "--port", "22")
	assert.Zero(t, status, problems)
	assert.Contains(t, out, "internet → i-0b22222222222221a (payments-node), tcp port 22\nblocked: ")
	assert.Contains(t, out, "the smallest change that would open it")

	status, out, _ = ingresshub(t, "", "flightpath", "trace", "--snapshot", captured, "--from", "internet", "--to", "ingress", "--port", "443",
		"--format", "mermaid")
	assert.Zero(t, status)
	assert.Contains(t, out, "flowchart")
}

// What is not in the snapshot is said on standard error, and what needs it is unproven.
func TestTraceOfHalfASnapshot(t *testing.T) {
	t.Parallel()
	half := t.TempDir()
	require.NoError(t, os.CopyFS(half, os.DirFS(captured)))
	require.NoError(t, os.Remove(filepath.Join(half, "111111111111", "us-east-1", "RouteTables.json")))
	status, out, problems := ingresshub(t, "", "flightpath", "trace", "--snapshot", half,
		"--from", "internet", "--to", "ingress", "--port", "443", "--format", "json")
	assert.Zero(t, status, problems)
	assert.Contains(t, problems, "warning: 111111111111/us-east-1: no file holds RouteTables\n")
	assert.Contains(t, out, `"verdict": "unproven"`)
	assert.True(t, json.Valid([]byte(out)))
}

func TestFlightpathCannotDoItsWork(t *testing.T) {
	t.Parallel()
	broken := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(broken, "Vpcs.json"), []byte(`{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/99"}]}`), 0o600))
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"a field":             {[]string{"trace", "--snapshot", broken, "--from", "internet", "--to", "10.0.0.1"}, "Vpcs.json: Vpcs[0].CidrBlock"},
		"no folder":           {[]string{"trace", "--snapshot", filepath.Join(broken, "none"), "--from", "internet", "--to", "10.0.0.1"}, "no such file"},
		"no preview":          {[]string{"trace", "--preview", filepath.Join(broken, "none"), "--from", "internet", "--to", "10.0.0.1"}, "no such file"},
		"no state":            {[]string{"trace", "--state", "-", "--from", "internet", "--to", "10.0.0.1"}, "standard input: "},
		"no source":           {[]string{"trace", "--from", "internet", "--to", "10.0.0.1"}, "one of --snapshot, --preview, --state and --live"},
		"two sources":         {[]string{"trace", "--snapshot", captured, "--state", "-", "--from", "internet", "--to", "10.0.0.1"}, "one of --snapshot"},
		"no sender":           {[]string{"trace", "--snapshot", captured, "--to", "10.0.0.1"}, "--from is missing"},
		"no receiver":         {[]string{"trace", "--snapshot", captured, "--from", "internet"}, "--to is missing"},
		"unknown format":      {[]string{"trace", "--snapshot", captured, "--from", "internet", "--to", "10.0.0.1", "--format", "xml"}, `unknown format "xml"`},
		"unknown endpoint":    {[]string{"trace", "--snapshot", captured, "--from", "internet", "--to", "nothing"}, `"nothing" is no ID`},
		"unknown protocol":    {[]string{"trace", "--snapshot", captured, "--from", "internet", "--to", "ingress", "--protocol", "tpc"}, `protocol "tpc"`},
		"impossible port":     {[]string{"trace", "--snapshot", captured, "--from", "internet", "--to", "ingress", "--port", "70000"}, "port 70000"},
		"a port that is not":  {[]string{"trace", "--port", "https"}, `invalid value "https"`},
		"an argument":         {[]string{"trace", "internet"}, `unexpected argument "internet"`},
		"live and not":        {[]string{"trace", "--snapshot", captured, "--live", "--from", "internet", "--to", "10.0.0.1"}, "one of --snapshot"},
		"a Region of what":    {[]string{"trace", "--snapshot", captured, "--region", "us-east-1", "--from", "internet", "--to", "10.0.0.1"}, "go with --live"},
		"reach of nothing":    {[]string{"reach", "--snapshot", captured}, "--from is missing"},
		"reach of unknown":    {[]string{"reach", "--snapshot", captured, "--from", "nothing"}, `"nothing" is no ID`},
		"reach as xml":        {[]string{"reach", "--snapshot", captured, "--from", "internet", "--format", "xml"}, `unknown format "xml"`},
		"two standard inputs": {[]string{"check", "--state", "-", "-f", "-"}, "cannot both come from standard input"},
		"a wrong name":        {[]string{"trace", "--snapshot", captured, "--from", "internet", "--to", "ingres"}, "did you mean ingress?"},
		"no estate":           {[]string{"check", "--snapshot", captured, "-f", filepath.Join(broken, "none")}, "no such file"},
		"check as xml":        {[]string{"check", "--snapshot", captured, "--format", "xml"}, `unknown format "xml"`},
		"which command":       {nil, "which of trace"},
		"unknown command":     {[]string{"fly"}, `unknown command "fly"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, out, problems := ingresshub(t, "", append([]string{"flightpath"}, test.args...)...)
			assert.Equal(t, 1, status, "2 would say that a property fails")
			assert.Empty(t, out)
			assert.Contains(t, problems, test.want)
		})
	}
}

func TestReach(t *testing.T) {
	t.Parallel()
	status, out, problems := ingresshub(t, "", "flightpath", "reach", "--snapshot", captured, "--from", "internet", "--format", "json")
	assert.Zero(t, status, problems)
	var answer struct {
		From    string
		Reached []struct {
			To, Verdict, Traffic string
			Through              []string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &answer))
	require.Len(t, answer.Reached, 5, "two nodes of each load balancer, and the instance behind them")
	for _, one := range answer.Reached {
		assert.Equal(t, "inspected", one.Verdict, one.To)
	}
	assert.Contains(t, answer.Reached, struct {
		To, Verdict, Traffic string
		Through              []string
	}{"eni-0b1d000000000002a", "inspected", "tcp 30443", []string{"ingress", "payments"}})

	status, out, _ = ingresshub(t, "", "flightpath", "reach", "--snapshot", captured, "--from", "internet")
	assert.Zero(t, status)
	assert.Contains(t, out, "in vpc-0b22222222222222b (payments)\n")
	status, out, _ = ingresshub(t, "", "flightpath", "reach", "--snapshot", captured, "--from", "i-0b22222222222221a")
	assert.Zero(t, status)
	assert.Equal(t, "i-0b22222222222221a (payments-node) reaches nothing\n", out)
	for format, want := range map[string]string{"mermaid": "flowchart LR", "html": "<!doctype html>"} {
		status, out, _ = ingresshub(t, "", "flightpath", "reach", "--snapshot", captured, "--from", "internet", "--format", format)
		assert.Zero(t, status)
		assert.True(t, strings.HasPrefix(out, want))
	}
}

// pageData is what a page holds: the answer between any two places, by what was asked, sender and receiver.
type pageData struct {
	Note    string
	Places  []struct{ ID string }
	Asks    []struct{ What string }
	Answers []struct {
		Verdict string
		Legs    []int
	}
	Legs   []struct{ Forward, Return []int }
	Pairs  [][][]int
	Traces []struct{ Verdict string }
}

func pageOf(t *testing.T, out string) (data pageData) {
	t.Helper()
	assert.True(t, strings.HasPrefix(out, "<!doctype html>"))
	_, text, _ := strings.Cut(out, `id="data">`)
	text, _, _ = strings.Cut(text, "</script>")
	require.NoError(t, json.Unmarshal([]byte(text), &data))
	return data
}

// between is the number of the answer for the first packets between two places, by parts of their IDs.
func (p *pageData) between(from, to string) int {
	at := func(id string) int {
		return slices.IndexFunc(p.Places, func(place struct{ ID string }) bool { return strings.Contains(place.ID, id) })
	}
	if at(from) < 0 || at(to) < 0 || len(p.Pairs) == 0 {
		return -1
	}
	return p.Pairs[0][at(from)][at(to)]
}

func TestTraceAsPage(t *testing.T) {
	t.Parallel()
	status, out, problems := ingresshub(t, "", "flightpath", "trace", "--snapshot", captured,
		"--from", "internet", "--to", "ingress", "--port", "8443", "--format", "html")
	assert.Zero(t, status, problems)
	page := pageOf(t, out)
	require.Len(t, page.Traces, 1, "the question itself")
	assert.Equal(t, "tcp port 8443", page.Asks[0].What, "and the same between any two places")
	assert.Equal(t, "tcp port 443", page.Asks[1].What, "and what the network names")
	assert.GreaterOrEqual(t, page.between("internet", "i-0b22222222222221a"), 0)
	assert.GreaterOrEqual(t, page.between("i-0b22222222222221a", "internet"), 0)
	assert.Empty(t, page.Note)
}

// The pages of a check and of reach have the answers between any two places, too.
func TestCheckAndReachAsPages(t *testing.T) {
	t.Parallel()
	state, estate := golden(t, "state"), filepath.Join("..", "..", "Pulumi.dev.yaml")
	for _, args := range [][]string{{"check"}, {"reach", "--from", "internet"}} {
		status, out, problems := ingresshub(t, state, append(append([]string{"flightpath"}, args...), "--state", "-", "-f", estate, "--format", "html")...)
		require.Zero(t, status, problems)
		page := pageOf(t, out)
		assert.Empty(t, page.Note, "nothing is left out")
		assert.Equal(t, "tcp port 443", page.Asks[0].What)
		there := page.between("internet", "targetgroup/checkout-")
		require.GreaterOrEqual(t, there, 0)
		assert.Equal(t, "direct", page.Answers[there].Verdict)
		require.Len(t, page.Answers[there].Legs, 3)
		for _, leg := range page.Answers[there].Legs {
			assert.NotEmpty(t, page.Legs[leg].Forward)
			assert.NotEmpty(t, page.Legs[leg].Return)
		}
		back := page.between("targetgroup/checkout-", "targetgroup/catalog-")
		require.GreaterOrEqual(t, back, 0)
		assert.Equal(t, "blocked", page.Answers[back].Verdict, "clusters do not reach each other")
		assert.Less(t, len(out), 1<<20)
	}
}

func TestFlightpathHelp(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"flightpath", "--help"}, {"help", "flightpath"}} {
		status, out, _ := ingresshub(t, "", args...)
		assert.Zero(t, status)
		assert.Contains(t, out, "\nCommands:\n  trace ")
	}
	for _, args := range [][]string{{"flightpath", "trace", "--help"}, {"help", "flightpath", "trace"}} {
		status, out, _ := ingresshub(t, "", args...)
		assert.Zero(t, status)
		assert.Contains(t, out, "ingresshub flightpath trace (--snapshot DIR")
	}
}

// website is a snapshot of an instance on the internet; its network ACL lets out what outbound says.
func website(t *testing.T, outbound string) string {
	t.Helper()
	everyone := `"IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []`
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "all.json"), []byte(`{
		"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}],
		"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a"}],
		"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{"Main": true}], "Routes": [
			{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"},
			{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active"}]}],
		"InternetGateways": [{"InternetGatewayId": "igw-1", "Attachments": [{"State": "available", "VpcId": "vpc-1"}]}],
		"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "IsDefault": true, "Associations": [{"SubnetId": "subnet-1"}], "Entries": [
			{"RuleNumber": 100, "Egress": false, "Protocol": "6", "PortRange": {"From": 443, "To": 443}, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"},
			{"RuleNumber": 100, "Egress": true, "Protocol": "6", "PortRange": {`+outbound+`}, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}]}],
		"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissionsEgress": [], "IpPermissions": [
			{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, `+everyone+`}]}],
		"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "VpcId": "vpc-1", "SubnetId": "subnet-1", "Groups": [{"GroupId": "sg-1"}],
			"PrivateIpAddresses": [{"Primary": true, "PrivateIpAddress": "10.0.1.5", "Association": {"PublicIp": "198.51.100.5"}}]}]
	}`), 0o600))
	return dir
}

func TestCheck(t *testing.T) {
	t.Parallel()
	status, out, problems := ingresshub(t, "", "flightpath", "check", "--snapshot", website(t, `"From": 1024, "To": 65535`))
	assert.Zero(t, status, problems)
	assert.Contains(t, out, "symmetric  holds")
	assert.Contains(t, out, "internet reaches\n\nin vpc-1\n  direct  eni-1  tcp 443\n")
	assert.Contains(t, problems, "no file holds LoadBalancers")

	broken := website(t, `"From": 32768, "To": 65535`)
	status, out, problems = ingresshub(t, "", "flightpath", "check", "--snapshot", broken)
	assert.Equal(t, 2, status)
	assert.Contains(t, out, "symmetric  fails")
	assert.Contains(t, out, "acl-1", "the way that speaks against it")
	assert.Contains(t, problems, "ingresshub: does not hold: symmetric\n")

	status, out, _ = ingresshub(t, "", "flightpath", "check", "--snapshot", broken, "--format", "json")
	assert.Equal(t, 2, status)
	var found struct {
		Holds      *bool
		Properties []struct {
			Name, Result string
			Findings     []struct{ Answer struct{ Return []any } }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &found), "nothing but the object")
	require.NotNil(t, found.Holds)
	assert.False(t, *found.Holds)
	assert.Equal(t, "symmetric", found.Properties[3].Name)
	assert.NotEmpty(t, found.Properties[3].Findings[0].Answer.Return)
	for format, want := range map[string]string{"mermaid": "flowchart TB", "html": `"holds":false`} {
		status, out, _ = ingresshub(t, "", "flightpath", "check", "--snapshot", broken, "--format", format)
		assert.Equal(t, 2, status)
		assert.Contains(t, out, want)
	}
}

// golden unpacks what Pulumi printed of the dev estate in the local cloud, whose pods nobody has registered yet.
func golden(t *testing.T, name string) string {
	t.Helper()
	packed, err := os.Open(filepath.Join("..", "..", "flightpath", "readers", "pulumi", "testdata", name+".json.gz"))
	require.NoError(t, err)
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	require.NoError(t, err)
	text, err := io.ReadAll(unpacked)
	require.NoError(t, err)
	return string(text)
}

func TestCheckOfAnEstate(t *testing.T) {
	t.Parallel()
	estate := filepath.Join("..", "..", "Pulumi.dev.yaml")
	for _, source := range []string{"state", "preview"} {
		status, out, problems := ingresshub(t, golden(t, source), "flightpath", "check", "--"+source, "-", "-f", estate, "--format", "json")
		require.Zero(t, status, "%s: %s", source, problems)
		var found struct {
			Holds      bool
			Worst      string
			Properties []struct{ Name, Result, Why string }
			Services   []struct{ Service, Zone, Verdict string }
		}
		require.NoError(t, json.Unmarshal([]byte(out), &found), problems)
		assert.True(t, found.Holds)
		assert.Equal(t, "direct", found.Worst, "this estate has no firewall")
		assert.Len(t, found.Services, 4*3, "each service through each zone")
		for _, property := range found.Properties {
			want := "holds"
			if property.Name == "inspected" {
				want = "not asked"
				assert.Equal(t, "no inspection is declared", property.Why)
			}
			assert.Equal(t, want, property.Result, "%s: %s", source, property.Name)
		}
	}

	// Without the estate, nothing is promised; with another one, what it promises is not there.
	status, out, problems := ingresshub(t, golden(t, "state"), "flightpath", "check", "--state", "-")
	assert.Zero(t, status, problems)
	assert.Contains(t, out, "needs -f ESTATE")
	status, out, problems = ingresshub(t, "", "flightpath", "check", "--snapshot", captured, "-f", estate)
	assert.Equal(t, exitPropertyFails, status)
	assert.Regexp(t, `(?m)^exposed +fails `, out)
	assert.Regexp(t, `internet → target group checkout-[0-9a-f]+, any traffic: blocked`, out)
	assert.Contains(t, out, "it is declared, and the network does not hold it")
	assert.Contains(t, problems, "does not hold: exposed, contained")
}

// With the estate, a trace goes on to the pods that its services will have.
func TestTraceToPodsOfAnEstate(t *testing.T) {
	t.Parallel()
	state, estate := golden(t, "state"), filepath.Join("..", "..", "Pulumi.dev.yaml")
	legs := func(args ...string) int {
		t.Helper()
		status, out, problems := ingresshub(t, state, append([]string{
			"flightpath", "trace", "--state", "-", "--from", "internet", "--to", "checkout", "--port", "443", "--format", "json",
		}, args...)...)
		require.Zero(t, status, problems)
		var answer struct {
			Verdict string
			Legs    []any
		}
		require.NoError(t, json.Unmarshal([]byte(out), &answer))
		assert.Equal(t, "direct", answer.Verdict)
		return len(answer.Legs)
	}
	assert.Equal(t, 2, legs(), "as far as the inner load balancer")
	assert.Equal(t, 3, legs("-f", estate))
	status, out, problems := ingresshub(t, state, "flightpath", "reach", "--state", "-", "--from", "internet", "-f", estate)
	assert.Zero(t, status, problems)
	assert.Regexp(t, `checkout-[0-9a-f]+@subnet-[0-9a-f]+ \(payments\.pod\.use1-az1\) \(address not known yet\) +tcp 8080 +through ingresshub-public, ingresshub-payments-inner-1`, out)
}
