package main

import (
	"encoding/json"
	"os"
	"path/filepath"
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
		"a field":            {[]string{"trace", "--snapshot", broken, "--from", "internet", "--to", "10.0.0.1"}, "Vpcs.json: Vpcs[0].CidrBlock"},
		"no folder":          {[]string{"trace", "--snapshot", filepath.Join(broken, "none"), "--from", "internet", "--to", "10.0.0.1"}, "no such file"},
		"no preview":         {[]string{"trace", "--preview", filepath.Join(broken, "none"), "--from", "internet", "--to", "10.0.0.1"}, "no such file"},
		"no state":           {[]string{"trace", "--state", "-", "--from", "internet", "--to", "10.0.0.1"}, "standard input: "},
		"no source":          {[]string{"trace", "--from", "internet", "--to", "10.0.0.1"}, "one of --snapshot, --preview and --state"},
		"two sources":        {[]string{"trace", "--snapshot", captured, "--state", "-", "--from", "internet", "--to", "10.0.0.1"}, "one of --snapshot"},
		"no sender":          {[]string{"trace", "--snapshot", captured, "--to", "10.0.0.1"}, "--from is missing"},
		"no receiver":        {[]string{"trace", "--snapshot", captured, "--from", "internet"}, "--to is missing"},
		"unknown format":     {[]string{"trace", "--snapshot", captured, "--from", "internet", "--to", "10.0.0.1", "--format", "xml"}, `unknown format "xml"`},
		"unknown endpoint":   {[]string{"trace", "--snapshot", captured, "--from", "internet", "--to", "nothing"}, `"nothing" is no ID`},
		"unknown protocol":   {[]string{"trace", "--snapshot", captured, "--from", "internet", "--to", "ingress", "--protocol", "tpc"}, `protocol "tpc"`},
		"impossible port":    {[]string{"trace", "--snapshot", captured, "--from", "internet", "--to", "ingress", "--port", "70000"}, "port 70000"},
		"a port that is not": {[]string{"trace", "--port", "https"}, `invalid value "https"`},
		"an argument":        {[]string{"trace", "internet"}, `unexpected argument "internet"`},
		"reach of nothing":   {[]string{"reach", "--snapshot", captured}, "--from is missing"},
		"reach of unknown":   {[]string{"reach", "--snapshot", captured, "--from", "nothing"}, `"nothing" is no ID`},
		"reach as xml":       {[]string{"reach", "--snapshot", captured, "--from", "internet", "--format", "xml"}, `unknown format "xml"`},
		"which command":      {nil, "which of trace"},
		"unknown command":    {[]string{"fly"}, `unknown command "fly"`},
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

func TestTraceAsPage(t *testing.T) {
	t.Parallel()
	status, out, problems := ingresshub(t, "", "flightpath", "trace", "--snapshot", captured,
		"--from", "internet", "--to", "ingress", "--port", "443", "--format", "html")
	assert.Zero(t, status, problems)
	assert.True(t, strings.HasPrefix(out, "<!doctype html>"))
	assert.Contains(t, out, `"from":"internet","to":"i-0b22222222222221a"`, "every pair of places was asked")
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
