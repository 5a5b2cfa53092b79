// Package plugin finds the real AWS provider: pulumi-resource-aws on PATH, in Pulumi's plugin cache, or installed by
// Pulumi into that cache.
package plugin

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/ingresshub/ingresshub/tests/e2e/prerequisite"
)

const (
	// Version of pulumi-aws that the components are written against: that of the SDK in go.mod.
	Version = "6.83.4"

	name = "pulumi-resource-aws"
)

const (
	// patience is how long an installation may take: the plugin has some 200 MB.
	patience = 10 * time.Minute

	// versionPatience is how long a plugin may take to say its version.
	versionPatience = time.Minute
)

// Options say where to look.
type Options struct {
	// CLI is the path of the Pulumi command, which installs plugins.
	CLI string

	// Home is Pulumi's folder. Default: PULUMI_HOME, else .pulumi in the user's home.
	Home string

	// Progress receives what takes long. Default: nowhere.
	Progress io.Writer
}

// Find returns the path of the plugin's executable. Where there is none and none can be installed, the error is a
// [prerequisite.Missing] that says how to get one.
func Find(ctx context.Context, options Options) (string, error) {
	if options.Progress == nil {
		options.Progress = io.Discard
	}
	if options.Home == "" {
		options.Home = pulumiHome()
	}
	// Pulumi itself prefers the plugin on PATH, of whatever version: another one would judge in the place of the pinned one.
	if path, err := exec.LookPath(name); err == nil {
		if said := version(ctx, path); said != "" && said != Version {
			return "", &prerequisite.Missing{
				What: "version " + Version + " of the AWS provider (" + name + ")",
				Why:  []string{path + ", which Pulumi prefers to its plugin cache, is version " + said},
				How: []string{
					"take that one off PATH: this command finds or installs " + Version,
					"put version " + Version + " in its place",
				},
			}
		}
		return filepath.Abs(path)
	}
	cached := filepath.Join(options.Home, "plugins", "resource-aws-v"+Version, executable())
	if isFile(cached) {
		return cached, nil
	}
	fmt.Fprintf(options.Progress, "%s is neither on PATH nor in Pulumi's plugin cache: asking Pulumi to install it\n", name)
	why := install(ctx, options)
	if isFile(cached) {
		return cached, nil
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	return "", &prerequisite.Missing{
		What: "the AWS provider (" + name + ")",
		Why: []string{
			"not on PATH",
			"not in Pulumi's plugin cache: " + cached,
			"`pulumi plugin install resource aws v" + Version + "`: " + why,
		},
		How: []string{
			// The command by its path: it may be the one that this repository compiled, which is not on PATH.
			"with internet access: " + options.CLI + " plugin install resource aws v" + Version,
			"without: fetch pulumi-resource-aws-v" + Version + "-" + runtime.GOOS + "-" + runtime.GOARCH + ".tar.gz from the releases of " +
				"github.com/pulumi/pulumi-aws elsewhere, and put the " + name + " in it into a folder on PATH",
		},
	}
}

// install has Pulumi install the plugin and returns why it did not, in a line.
func install(ctx context.Context, options Options) string {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, options.CLI, "--non-interactive", "--color", "never",
		"plugin", "install", "resource", "aws", "v"+Version)
	cmd.Env = append(os.Environ(), "PULUMI_HOME="+options.Home, "PULUMI_SKIP_UPDATE_CHECK=true")
	cmd.WaitDelay = 5 * time.Second
	output, err := cmd.CombinedOutput()
	if err == nil {
		return "succeeded, but the plugin is not there"
	}
	lines := strings.Split(strings.TrimSpace(string(output)), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return last
	}
	return err.Error()
}

// semantic is a version as a plugin says it.
var semantic = regexp.MustCompile(`^v?(\d+\.\d+\.\d+\S*)$`)

// version is what a plugin says of itself; nothing where it says none.
func version(ctx context.Context, path string) string {
	ctx, cancel := context.WithTimeout(ctx, versionPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "-version")
	cmd.WaitDelay = 5 * time.Second
	output, err := cmd.Output()
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(output)) {
		if said := semantic.FindStringSubmatch(strings.TrimSpace(line)); said != nil {
			return said[1]
		}
	}
	return ""
}

func pulumiHome() string {
	if home := os.Getenv("PULUMI_HOME"); home != "" {
		return home
	}
	home, err := os.UserHomeDir()
	if err != nil {
		// A container without HOME: as good a place as any that Pulumi could use.
		home = os.TempDir()
	}
	return filepath.Join(home, ".pulumi")
}

func executable() string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
