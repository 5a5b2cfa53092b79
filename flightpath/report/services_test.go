package report_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/report"
)

// TestServicesNameEveryFirewall has services that are inspected at the edge, east-west, at both, and not on every leg.
func TestServicesNameEveryFirewall(t *testing.T) {
	t.Parallel()
	service := func(verdict flightpath.Verdict, legs ...[]string) flightpath.ServiceVerdict {
		s := flightpath.ServiceVerdict{Service: "shop", Zone: "use1-az1", Verdict: verdict, Reason: "as the leg says"}
		for _, firewalls := range legs {
			s.Answer.Legs = append(s.Answer.Legs, flightpath.Leg{Firewalls: firewalls})
		}
		return s
	}
	for want, s := range map[string]flightpath.ServiceVerdict{
		"inspected  as the leg says": service(flightpath.Inspected, []string{"vpce-1"}, nil),
		"inspected  firewall endpoints vpce-1 (edge), vpce-2 see both directions": service(
			flightpath.Inspected, []string{"vpce-1"}, []string{"vpce-2"}, []string{"vpce-1"},
		),
		"inspected  firewall endpoints vpce-2, vpce-3 see both directions": service(flightpath.Inspected, nil, []string{"vpce-2", "vpce-3"}),
		"asymmetric  as the leg says":                                      service(flightpath.Asymmetric, []string{"vpce-1"}, []string{"vpce-2"}),
	} {
		check := report.Check{
			Report: flightpath.Report{Services: []flightpath.ServiceVerdict{s}}, Names: report.Names{"vpce-1": "edge"},
		}
		var out bytes.Buffer
		require.NoError(t, check.Text(&out))
		assert.Equal(t, "\nservices\n  shop  use1-az1  "+want+"\n", out.String())
	}
}
