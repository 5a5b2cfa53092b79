package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// promises is the table in docs/flightpath.md of what is asked of which reader's network: property, reader, cell.
func promises(t *testing.T) map[string]map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "flightpath.md"))
	require.NoError(t, err)
	_, section, there := strings.Cut(string(text), "### Which reader asks what\n")
	require.True(t, there)
	var readers []string
	rows := map[string]map[string]string{}
	for line := range strings.Lines(section) {
		if !strings.HasPrefix(line, "|") {
			if len(rows) > 0 {
				break
			}
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.Trim(cells[i], " `")
		}
		switch {
		case readers == nil:
			readers = cells[1:]
		case !strings.HasPrefix(cells[0], "-"):
			row := map[string]string{}
			for i, reader := range readers {
				row[reader] = cells[i+1]
			}
			rows[cells[0]] = row
		}
	}
	return rows
}

// everythingInspected is the dev estate with firewalls everywhere.
func everythingInspected(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "Pulumi.dev.yaml"))
	require.NoError(t, err)
	var stack map[string]map[string]any
	require.NoError(t, yaml.Unmarshal(text, &stack))
	stack["config"]["ingresshub:estate"].(map[string]any)["inspection"] = map[string]any{
		"edge": map[string]any{"networkFirewall": map[string]any{}}, "eastWest": map[string]any{"networkFirewall": map[string]any{}},
		"egress": map[string]any{},
	}
	text, err = yaml.Marshal(stack)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "Pulumi.dev.yaml")
	require.NoError(t, os.WriteFile(file, text, 0o600))
	return file
}

// What the table says is asked of a reader's network is asked: no property passes because the reader does not tell of what it
// is about. Live accounts are read as the snapshot that is written of them, and a recorded program as the state of one.
func TestWhichReaderAsksWhat(t *testing.T) {
	t.Parallel()
	rows := promises(t)
	const nodes = "… whether nodes get out"
	require.Len(t, rows, 6)
	estate := everythingInspected(t)
	shop := filepath.Join(t.TempDir(), "estate.yaml")
	require.NoError(t, os.WriteFile(shop, []byte(inspectedOutwards), 0o600))
	snapshot := outwards(t, `"GatewayId": "vpce-1", "State": "active"`, map[string]string{"nodegroups.json": `{"nodegroups": [{"nodegroupName": "general",
		"nodegroupArn": "arn:aws:eks:us-east-1:111111111111:nodegroup/shop/general/1", "subnets": ["subnet-node"]}]}`})
	for reader, source := range map[string]struct{ in, flag, from, estate string }{
		"preview":          {golden(t, "preview"), "--preview", "-", estate},
		"state":            {golden(t, "state"), "--state", "-", estate},
		"recorded program": {golden(t, "state"), "--state", "-", estate},
		"snapshot":         {"", "--snapshot", snapshot, shop},
		"live":             {"", "--snapshot", snapshot, shop},
	} {
		status, out, problems := ingresshub(t, source.in, "flightpath", "check", source.flag, source.from, "-f", source.estate, "--format", "json")
		require.NotEqual(t, exitFailed, status, "%s: %s", reader, problems)
		var found struct {
			Properties []struct{ Name, Result, Note string }
		}
		require.NoError(t, json.Unmarshal([]byte(out), &found), problems)
		require.Len(t, found.Properties, 5)
		for _, property := range found.Properties {
			row := rows[property.Name]
			require.NotNil(t, row, property.Name)
			if property.Name == "exposed" && source.estate == shop {
				continue // which offers no service
			}
			assert.Equal(t, strings.HasPrefix(row[reader], "asked"), property.Result != "not asked", "%s of a %s", property.Name, reader)
			if property.Name == "inspected" {
				assert.Equal(t, strings.HasPrefix(rows[nodes][reader], "asked"), property.Note == "", "%s: %s", reader, property.Note)
			}
		}
	}
}
