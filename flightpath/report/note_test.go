package report_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/report"
)

// What of a property that holds was not asked stands beside its result, in every format that people read.
func TestNoteOfAProperty(t *testing.T) {
	t.Parallel()
	check := report.Check{Report: flightpath.Report{Properties: []flightpath.Property{
		{Name: flightpath.FirewallSees, Result: flightpath.Holds, Note: "not asked whether nodes in shop get out"},
		{Name: flightpath.Alive, Result: flightpath.Holds},
	}}}
	var text, object bytes.Buffer
	require.NoError(t, check.Text(&text))
	assert.Equal(t, "inspected  holds  nothing gets around a firewall (not asked whether nodes in shop get out)\n"+
		"alive      holds  health checks reach their targets\n", text.String())
	require.NoError(t, check.JSON(&object))
	var read struct{ Properties []map[string]any }
	require.NoError(t, json.Unmarshal(object.Bytes(), &read))
	assert.Equal(t, "not asked whether nodes in shop get out", read.Properties[0]["note"])
	assert.NotContains(t, read.Properties[1], "note")
	var page report.Page
	check.Fill(&page)
	assert.Equal(t, "inspected: holds. nothing gets around a firewall (not asked whether nodes in shop get out)", page.Findings[0].Text)
}
