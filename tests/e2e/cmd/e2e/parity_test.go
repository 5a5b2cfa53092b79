package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/ingresshub/ingresshub/internal/script"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHoldLocalCloud has a go command whose tests of package parity end in one way or another.
func TestHoldLocalCloud(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, "tests", "e2e"), 0o755))
	hold := func(body string) (string, error) {
		fake := filepath.Join(t.TempDir(), "go")
		script.Write(t, fake, "#!/bin/sh\n"+body+"\n")
		t.Setenv("GO", fake)
		out := &bytes.Buffer{}
		err := holdLocalCloud(t.Context(), root, "/lab/pulumi-resource-aws", "/kept", out)
		return out.String(), err
	}

	said, err := hold(`
test "$INGRESSHUB_AWS_PLUGIN $INGRESSHUB_E2E_KEPT" = "/lab/pulumi-resource-aws /kept" || exit 9
test "$1 $2" = "test -count=1" || exit 8
echo "    real_test.go:60: 1200 questions about 41 types"
echo "        recorded_test.go:57: parity: resources=300 differences=0"
echo "--- PASS: TestReal (1.00s)"`)
	require.NoError(t, err)
	assert.Contains(t, said, "\n  1200 questions about 41 types\n  parity: resources=300 differences=0\n")

	_, err = hold(`echo "=== RUN TestReal"; echo "DIFF aws:ec2/vpc:Vpc"; echo "--- FAIL: TestReal (1.00s)"; exit 1`)
	require.ErrorContains(t, err, "\nDIFF aws:ec2/vpc:Vpc")
	assert.NotContains(t, err.Error(), "=== RUN")

	for _, nothing := range []string{`echo "--- SKIP: TestReal (0.00s)"`, `echo "--- PASS: TestReal"; echo "--- SKIP: TestRealStates"`, `echo "ok, no tests to run"`} {
		_, err = hold(nothing)
		require.ErrorContains(t, err, "was not held", "never green by default")
	}
}
