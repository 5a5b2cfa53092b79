package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func capture(t *testing.T, input string, args ...string) (out, progress string, err error) {
	t.Helper()
	var results, log bytes.Buffer
	err = run(t.Context(), args, strings.NewReader(input), &results, &log)
	return results.String(), log.String(), err
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"which folder":             nil,
		"not defined: -nonsense":   {"--nonsense"},
		"named twice":              {"--profile", "a", "--profile", "a", t.TempDir()},
		"not the name of a Region": {"--region", "frankfurt", t.TempDir()},
	} {
		out, _, err := capture(t, "", args...)
		require.ErrorContains(t, err, want)
		assert.Empty(t, out)
	}
}

func TestHelpAndPolicy(t *testing.T) {
	t.Parallel()
	out, _, err := capture(t, "", "--help")
	require.NoError(t, err)
	assert.Contains(t, out, "-profile NAME")
	out, _, err = capture(t, "", "--policy")
	require.NoError(t, err)
	assert.Contains(t, out, "ec2:DescribeVpcs")
	assert.NotContains(t, out, "ec2:Create")
}

func TestAsk(t *testing.T) {
	t.Parallel()
	var prompt bytes.Buffer
	code, err := ask(strings.NewReader("123456\n"), &prompt)
	require.NoError(t, err)
	assert.Equal(t, "123456", code)
	assert.Contains(t, prompt.String(), "MFA")
	_, err = ask(strings.NewReader(""), &prompt)
	require.ErrorContains(t, err, "no code")
}
