package snapshot

import (
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
)

// FuzzAnswers: whatever a snapshot says, as long as the reader takes it, every question gets an answer, with one of the five
// verdicts and in texts that can be printed.
func FuzzAnswers(f *testing.F) {
	hops, err := filepath.Glob("testdata/hops/*/*.json")
	require.NoError(f, err)
	require.NotEmpty(f, hops)
	for _, name := range hops {
		text, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(text)
	}
	known := map[flightpath.Verdict]bool{
		flightpath.Blocked: true, flightpath.Unproven: true, flightpath.Asymmetric: true, flightpath.Direct: true, flightpath.Inspected: true,
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		n, err := readText(text)
		if err != nil {
			return
		}
		analyzer := flightpath.New(n)
		ends := []string{"internet", "10.1.0.10"}
		for i := range n.Interfaces {
			if i < 3 {
				ends = append(ends, n.Interfaces[i].ID)
			}
		}
		for _, from := range ends {
			for _, to := range ends {
				answer, err := analyzer.Trace(flightpath.Question{From: from, To: to, Port: 443})
				if err != nil {
					continue // both ends are the same
				}
				if !known[answer.Verdict] || answer.Reason == "" || !utf8.ValidString(answer.Reason) {
					t.Fatalf("%s to %s: %q because %q", from, to, answer.Verdict, answer.Reason)
				}
			}
		}
	})
}
