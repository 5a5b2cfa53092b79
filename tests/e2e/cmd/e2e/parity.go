package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// parityPatience is how long the comparison of the local cloud with the real provider may take.
const parityPatience = "60m"

// counted is a line in which a test of package parity says how much it compared.
var counted = regexp.MustCompile(`(?m)^\s+\S+_test\.go:\d+: (\d+ questions about .*|parity: .*)$`)

// uneventful is a line that says nothing of a failure.
var uneventful = regexp.MustCompile(`(?m)^(=== .*|\s*--- PASS: .*)\n`)

// holdLocalCloud has package parity hold the local cloud to the real provider: what the two answer, and what the scenarios
// left behind in folder kept against what they leave behind in the local cloud. Those are tests because most of them need no
// plugin; without one, they are skipped.
func holdLocalCloud(ctx context.Context, root, plugin, kept string, out io.Writer) error {
	start := time.Now()
	fmt.Fprintln(out, "holding the local cloud to the real provider: minutes")
	cmd := exec.CommandContext(ctx, goTool(), "test", "-count=1", "-v", "-timeout", parityPatience, "-run", "^TestReal", "./parity")
	cmd.Dir = filepath.Join(root, "tests", "e2e")
	cmd.Env = append(os.Environ(), "INGRESSHUB_AWS_PLUGIN="+plugin, "INGRESSHUB_E2E_KEPT="+kept)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	err := cmd.Run()
	text := output.String()
	if err != nil {
		return fmt.Errorf("the local cloud is not as the real provider: %w\n%s", err, uneventful.ReplaceAllString(text, ""))
	}
	if strings.Contains(text, "--- SKIP: TestReal") || !strings.Contains(text, "--- PASS: TestReal") {
		return errors.New("the local cloud was not held to the real provider:\n" + text)
	}
	for _, line := range counted.FindAllStringSubmatch(text, -1) {
		fmt.Fprintf(out, "  %s\n", line[1])
	}
	fmt.Fprintf(out, "the local cloud is as the real provider: %s\n", time.Since(start).Round(time.Second))
	return nil
}

// goTool is the go command that compiled this one, as run.sh says.
func goTool() string {
	if tool := os.Getenv("GO"); tool != "" {
		return tool
	}
	return "go"
}
