package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Some packages talk to the terminal as soon as a process that holds them starts: they ask for its colours and wait for an
// answer, which not every terminal gives. Others take their time to compile.
func TestImportsThatStayOutOfTheCommand(t *testing.T) {
	t.Parallel()
	output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	require.NoError(t, err)
	imported := strings.Fields(string(output))
	require.Contains(t, imported, "github.com/ingresshub/ingresshub/internal/localcloud")
	for _, path := range imported {
		for _, unwanted := range []string{
			"github.com/charmbracelet/", "github.com/muesli/termenv", "sdk/v3/go/common/util/cmdutil", "pulumi-aws/", "pulumi-eks/",
			"pulumi-kubernetes/", "aws/aws-sdk-go",
		} {
			assert.NotContains(t, path, unwanted, "see go list -deps -f '{{.ImportPath}}: {{.Imports}}' ./cmd/ingresshub")
		}
	}
}
