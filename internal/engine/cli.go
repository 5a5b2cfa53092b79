package engine

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

const (
	cliModule  = "github.com/pulumi/pulumi/pkg/v3"
	cliPackage = cliModule + "/cmd/pulumi"
	cliVersion = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
)

// oldestCLI is the first version that sends its events to a gRPC server.
var oldestCLI = [2]int{3, 206}

// CLI returns the path of a Pulumi command line: the one on PATH when it is recent enough, else one built from the
// module that tests/go.mod pins. Building takes some minutes, once per machine and version; progress says so.
func CLI(ctx context.Context, progress io.Writer) (string, error) {
	if path, err := exec.LookPath("pulumi"); err == nil {
		version, err := versionOf(ctx, path)
		if err == nil && recentEnough(version) {
			return path, nil
		}
		fmt.Fprintf(progress, "%s is no Pulumi of %d.%d or later (%s): not used\n",
			path, oldestCLI[0], oldestCLI[1], firstOf(version, err))
	}
	root, err := Root("")
	if err != nil {
		return "", fmt.Errorf("no Pulumi on PATH, and none can be built: %w", err)
	}
	version, err := requiredVersion(filepath.Join(root, "tests", "go.mod"), cliModule)
	if err != nil {
		return "", err
	}
	cache, err := cacheDir()
	if err != nil {
		return "", err
	}
	return buildCLI(ctx, filepath.Join(root, "tests"), filepath.Join(cache, "pulumi-"+version), version, progress)
}

func buildCLI(ctx context.Context, module, target, version string, progress io.Writer) (string, error) {
	path := filepath.Join(target, executable("pulumi"))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	what := "the Pulumi command line " + version
	release, err := lock(ctx, target+".lock", func() {
		fmt.Fprintf(progress, "another process is building %s: waiting for it\n", what)
	})
	if err != nil {
		return "", err
	}
	defer release()
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	fmt.Fprintf(progress, "no Pulumi on PATH: building %s from its pinned module, some minutes the first time\n", what)
	if err := os.MkdirAll(target, 0o755); err != nil {
		return "", err
	}
	fresh := filepath.Join(target, executable("pulumi.new"))
	if err := goBuild(ctx, what, module, fresh, progress, "-ldflags", "-X "+cliVersion+"="+version, cliPackage); err != nil {
		return "", err
	}
	if got, err := versionOf(ctx, fresh); err != nil || got != version {
		return "", fmt.Errorf("built %s, which says of itself: %s", what, firstOf(got, err))
	}
	return path, os.Rename(fresh, path)
}

// versionOf asks a command line for its version, without the leading v.
func versionOf(ctx context.Context, path string) (string, error) {
	cmd := exec.CommandContext(ctx, path, "version")
	cmd.Env = append(os.Environ(), "PULUMI_SKIP_UPDATE_CHECK=true")
	output, err := cmd.Output()
	return strings.TrimPrefix(strings.TrimSpace(string(output)), "v"), err
}

func recentEnough(version string) bool {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return false
	}
	major, err := strconv.Atoi(parts[0])
	if err != nil {
		return false
	}
	minor, err := strconv.Atoi(parts[1])
	if err != nil {
		return false
	}
	return major > oldestCLI[0] || major == oldestCLI[0] && minor >= oldestCLI[1]
}

func firstOf(said string, err error) string {
	if err != nil {
		return err.Error()
	}
	return said
}

func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}
