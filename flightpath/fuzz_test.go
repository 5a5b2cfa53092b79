package flightpath_test

import (
	"encoding/json"
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// FuzzNetworks asks whatever can be read as a network; any answer will do.
func FuzzNetworks(f *testing.F) {
	for _, one := range worlds {
		text, err := json.Marshal(one.make().Network)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, one.from, one.to, "tcp", 443)
	}
	f.Add([]byte(`{}`), "10.0.0.0/8", "::/0", "icmp", 0)
	f.Fuzz(func(t *testing.T, text []byte, from, to, protocol string, port int) {
		var n network.Network
		if json.Unmarshal(text, &n) != nil {
			return
		}
		a := flightpath.New(&n)
		answer, err := a.Trace(flightpath.Question{From: from, To: to, Protocol: protocol, Port: port})
		if err == nil && answer.Reason == "" {
			t.Error("an answer without a reason")
		}
		_, _ = a.Reach(from)
		_, _ = a.Check(flightpath.Expectations{})
	})
}
