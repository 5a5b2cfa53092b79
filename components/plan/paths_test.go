package plan

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPlainWord compares with a regular expression: all words of up to two bytes, and what comes behind those.
func TestPlainWord(t *testing.T) {
	t.Parallel()
	pattern := regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)
	for first := range 256 {
		for second := range 256 {
			for _, word := range []string{"", string([]byte{byte(first)}), string([]byte{byte(first), byte(second)}), string([]byte{'a', byte(first), byte(second)})} {
				require.Equal(t, pattern.MatchString(word), plainWord(word), "%q", word)
			}
		}
	}
}

func TestMember(t *testing.T) {
	t.Parallel()
	require.Equal(t, "clusters", member("", "clusters"))
	require.Equal(t, "clusters.payments-2", member("clusters", "payments-2"))
	require.Equal(t, `clusters["2.payments"].cidr`, member(member("clusters", "2.payments"), "cidr"))
}
