package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/prerequisite"
)

// Moto is the version of moto that the emulator extends. It reaches into moto's classes, so no other will do.
const Moto = "5.2.1"

// probe is a Python program that succeeds where the emulator can run: moto of that version, with the parts that its
// server and the services in use depend on.
const probe = `
import sys
import boto3, cryptography, flask, flask_cors, joserfc, moto, moto.server, werkzeug
sys.exit(0 if moto.__version__ == "` + Moto + `" else "moto " + moto.__version__ + " instead of ` + Moto + `")
`

// Python returns an interpreter that has moto: the one on PATH, or one in a virtual environment of our own, which is made
// and filled when it is first needed. Where neither can be had, the error is a [prerequisite.Missing].
func Python(ctx context.Context, progress io.Writer) (string, error) {
	onPath, why := systemPython(ctx)
	if onPath == "" {
		return "", &prerequisite.Missing{
			What: "Python 3",
			Why:  []string{why},
			How:  []string{"install Python 3.10 or later, with its module venv (Debian: apt-get install python3-venv)"},
		}
	}
	if installed := Installed(ctx); installed != "" {
		return installed, nil
	}
	why = lacks(ctx, onPath)
	home, err := environmentHome()
	if err != nil {
		return "", err
	}
	private := filepath.Join(home, interpreterIn())
	fmt.Fprintf(progress, "no moto %s in %s (%s): installing it into %s\n", Moto, onPath, why, home)
	if err := makeEnvironment(ctx, onPath, home); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", &prerequisite.Missing{
			What: "moto " + Moto + ", which emulates the AWS API",
			Why:  []string{onPath + ": " + why, err.Error()},
			How: []string{
				"with access to a Python package index: this command installs it by itself",
				"otherwise: install moto[server]==" + Moto + " for the python3 on PATH",
			},
		}
	}
	if why = lacks(ctx, private); why != "" {
		return "", fmt.Errorf("moto was installed into %s, and does not work: %s", home, why)
	}
	return private, nil
}

// Installed returns an interpreter that has moto already, on PATH or in the virtual environment; empty where there is none.
func Installed(ctx context.Context) string {
	if onPath, _ := systemPython(ctx); onPath != "" && lacks(ctx, onPath) == "" {
		return onPath
	}
	home, err := environmentHome()
	if err != nil {
		return ""
	}
	if private := filepath.Join(home, interpreterIn()); lacks(ctx, private) == "" {
		return private
	}
	return ""
}

func systemPython(ctx context.Context) (path, why string) {
	for _, name := range []string{"python3", "python"} {
		found, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		if exec.CommandContext(ctx, found, "-c", "import sys; sys.exit(sys.version_info < (3, 10))").Run() == nil {
			return found, ""
		}
		why = found + " is older than 3.10"
	}
	if why == "" {
		why = "neither python3 nor python is on PATH"
	}
	return "", why
}

// lacks says in a line what an interpreter lacks; nothing where it lacks nothing.
func lacks(ctx context.Context, python string) string {
	output, err := exec.CommandContext(ctx, python, "-c", probe).CombinedOutput()
	if err == nil {
		return ""
	}
	return lastLine(output, err)
}

// environmentHome is where the virtual environment is kept between runs, beside what package engine keeps.
func environmentHome() (string, error) {
	name := "moto-" + Moto
	if dir := os.Getenv("INGRESSHUB_CACHE"); dir != "" {
		return filepath.Abs(filepath.Join(dir, name))
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "ingresshub", name), nil
}

// makeEnvironment makes a virtual environment with moto. It appears in one step, complete: nothing in it depends on the
// path it was made under but the scripts, which are not used.
func makeEnvironment(ctx context.Context, python, home string) error {
	if err := os.MkdirAll(filepath.Dir(home), 0o755); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(home), filepath.Base(home)+".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	for _, args := range [][]string{
		{python, "-m", "venv", fresh},
		{
			filepath.Join(fresh, interpreterIn()), "-m", "pip", "install",
			"--quiet", "--disable-pip-version-check", "--no-input", "moto[server]==" + Moto,
		},
	} {
		if output, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %s", strings.Join(args[1:], " "), lastLine(output, err))
		}
	}
	// One that does not work, or that another process has put there meanwhile.
	if err := os.RemoveAll(home); err != nil {
		return err
	}
	return os.Rename(fresh, home)
}

func interpreterIn() string {
	if runtime.GOOS == "windows" {
		return filepath.Join("Scripts", "python.exe")
	}
	return filepath.Join("bin", "python")
}

// lastLine is what a failed command said last, which for Python and pip is what matters.
func lastLine(output []byte, err error) string {
	lines := strings.Split(strings.TrimSpace(string(output)), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return last
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.String()
	}
	return err.Error()
}
