package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whoever asks for an address among the nodes of a program is told of a node, and not only of the endpoint that may have the address too.
func TestTraceOfANodesAddress(t *testing.T) {
	t.Parallel()
	for _, source := range []string{"preview", "state"} {
		for _, question := range []struct{ from, to, port, verdict, crosses string }{
			{"10.16.0.77", "payments.ecr.api", "443", "direct", "nodes in payments.node.use1-az1"},
			{"10.16.0.77", "10.16.16.77", "10250", "direct", "nodes in payments.node.use1-az2"},
			{"10.17.0.77", "10.16.0.77", "10250", "blocked", ""},
			{"internet", "10.16.0.77", "10250", "blocked", ""},
		} {
			status, out, problems := ingresshub(t, golden(t, source), "flightpath", "trace", "--"+source, "-", "--format", "json",
				"--from", question.from, "--to", question.to, "--port", question.port)
			require.Zero(t, status, problems)
			var answer struct {
				Verdict, Reason string
				Forward         []struct{ Rule string }
			}
			require.NoError(t, json.Unmarshal([]byte(out), &answer))
			assert.Equal(t, question.verdict, answer.Verdict, "%s: %s -> %s: %s", source, question.from, question.to, answer.Reason)
			rules := []string{""}
			for _, hop := range answer.Forward {
				rules = append(rules, hop.Rule)
			}
			assert.Contains(t, rules, question.crosses)
		}
	}
}
