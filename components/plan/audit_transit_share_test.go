package plan

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAuditFindsFaultsOfSharing spoils a plan of three accounts.
func TestAuditFindsFaultsOfSharing(t *testing.T) {
	data, err := os.ReadFile("testdata/three-accounts.json")
	require.NoError(t, err)
	for name, test := range map[string]struct {
		spoil func(*TransitPlan)
		want  string
	}{
		"nothing":             {func(*TransitPlan) {}, ""},
		"not shared":          {func(p *TransitPlan) { p.Share = nil }, `transit.attachments[payments].account: the gateway is not shared with account "shop"`},
		"shared with one":     {func(p *TransitPlan) { p.Share.Principals = p.Share.Principals[1:] }, `the gateway is not shared with account "data"`},
		"shared with nobody":  {func(p *TransitPlan) { p.Share.Principals = nil }, "transit.share.principals: a share is for somebody"},
		"shared with itself":  {func(p *TransitPlan) { p.Share.Principals[0].Name = "network" }, "transit.share.principals[network]: attaches no VPC"},
		"shared twice":        {func(p *TransitPlan) { p.Share.Principals[1].Name = "data" }, "transit.share.principals[data]: is there twice"},
		"one account twice":   {func(p *TransitPlan) { p.Share.Principals[1].ID = p.Share.Principals[0].ID }, "777788889999 is that of data as well"},
		"the owner's account": {func(p *TransitPlan) { p.Share.Owner = p.Share.Principals[0].ID }, "777788889999 is that of the gateway's owner as well"},
		"no owner":            {func(p *TransitPlan) { p.Share.Owner = "" }, `transit.share.owner: "" is not twelve digits`},
		"no account":          {func(p *TransitPlan) { p.Share.Principals[0].ID = "o-abc" }, `"o-abc" is not twelve digits`},
		"share without names": {func(p *TransitPlan) { p.Share.Name, p.Share.AwsName = "", "" }, "transit.share.awsName: is missing"},
		"not accepted":        {func(p *TransitPlan) { p.Attachments[3].Accept = false }, "transit.attachments[payments].accept: an attachment is accepted where"},
		"accepted at home":    {func(p *TransitPlan) { p.Attachments[0].Accept = true }, "transit.attachments[here].accept: an attachment is accepted where"},
	} {
		t.Run(name, func(t *testing.T) {
			planned, err := Parse(data)
			require.NoError(t, err)
			test.spoil(&planned.TransitGateway)
			lines := []string{}
			for _, problem := range planned.TransitGateway.Validate() {
				lines = append(lines, problem.Path+": "+problem.Message)
			}
			if test.want == "" {
				require.Empty(t, lines)
				return
			}
			require.Contains(t, strings.Join(lines, "\n"), test.want)
		})
	}
}
