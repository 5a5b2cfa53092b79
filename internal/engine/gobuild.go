package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// heartbeat is how often a long build says that it is alive.
const heartbeat = 10 * time.Second

// CompileError is what the compiler said about a program that does not compile.
type CompileError struct {
	// Folder in which `go build` ran.
	Folder string
	// Output of the compiler: file, line and message.
	Output string
}

func (e *CompileError) Error() string {
	return fmt.Sprintf("%s does not compile:\n%s", e.Folder, strings.TrimRight(e.Output, "\n"))
}

// goBuild runs `go build -o target args...` in folder. The target appears in one step, complete; a target that is up to
// date is left alone by the go command, which makes the second build a matter of a second or two.
func goBuild(ctx context.Context, what, folder, target string, progress io.Writer, args ...string) error {
	tool, err := exec.LookPath("go")
	if err != nil {
		return fmt.Errorf("%s has to be compiled, and there is no go command on PATH: %w", what, err)
	}
	scratch, err := scratchFor(target)
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)

	output := &buildOutput{}
	cmd := exec.CommandContext(ctx, tool, append([]string{"build", "-v", "-o", target}, args...)...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOTMPDIR="+scratch)
	cmd.Stdout, cmd.Stderr = output, output
	ownGroup(cmd)
	cmd.Cancel = func() error { return killGroup(cmd.Process) }
	cmd.WaitDelay = 5 * time.Second

	done := make(chan struct{})
	var reporter sync.WaitGroup
	reporter.Go(func() { reportBuild(what, output, progress, done) })
	err = cmd.Run()
	close(done)
	reporter.Wait()

	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &exit):
		return &CompileError{Folder: folder, Output: output.messages()}
	default:
		return err
	}
}

// reportBuild prints a line at each heartbeat, and one at the end of a build that lasted.
func reportBuild(what string, output *buildOutput, progress io.Writer, done <-chan struct{}) {
	start := time.Now()
	ticker := time.NewTicker(heartbeat)
	defer ticker.Stop()
	said := false
	for {
		select {
		case <-done:
			if said {
				fmt.Fprintf(progress, "compiled %s in %s\n", what, time.Since(start).Round(time.Second))
			}
			return
		case <-ticker.C:
			said = true
			count, latest := output.compiled()
			if latest != "" {
				latest = ", latest " + latest
			}
			packages := "packages"
			if count == 1 {
				packages = "package"
			}
			fmt.Fprintf(progress, "compiling %s: %s, %d %s compiled%s\n",
				what, time.Since(start).Round(time.Second), count, packages, latest)
		}
	}
}

// buildOutput tells the package names that `go build -v` prints from what the compiler has to say.
type buildOutput struct {
	mu       sync.Mutex
	partial  []byte
	count    int
	latest   string
	spoken   bytes.Buffer
	speaking bool
}

func (o *buildOutput) Write(data []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.partial = append(o.partial, data...)
	for {
		line, rest, found := bytes.Cut(o.partial, []byte("\n"))
		if !found {
			return len(data), nil
		}
		o.partial = rest
		o.line(string(line))
	}
}

func (o *buildOutput) line(line string) {
	// A line that starts a package's messages reads `# import/path`.
	if strings.HasPrefix(line, "# ") {
		o.speaking = true
	}
	if line != "" && !strings.ContainsAny(line, " \t:#") {
		o.count++
		o.latest = line
		return
	}
	if !o.speaking && strings.HasPrefix(line, "go: downloading ") {
		o.latest = strings.TrimPrefix(line, "go: ")
		return
	}
	o.spoken.WriteString(line + "\n")
}

func (o *buildOutput) compiled() (int, string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.count, o.latest
}

func (o *buildOutput) messages() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.spoken.String() + string(o.partial)
}
