package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// exitLoggedError is the exit status of a program that has already reported its error to the engine.
const exitLoggedError = 32

// errReported says that a program failed and has told the engine why.
var errReported = errors.New("the program failed and has reported why")

// execute runs a compiled program to its end in folder.
func execute(ctx context.Context, path, folder string, args, environment []string, stdout, stderr io.Writer) error {
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = folder
	cmd.Env = environment
	cmd.Stdout, cmd.Stderr = stdout, stderr
	ownGroup(cmd)
	cmd.Cancel = func() error { return killGroup(cmd.Process) }
	cmd.WaitDelay = 5 * time.Second
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &exit) && exit.ExitCode() == exitLoggedError:
		return errReported
	case errors.As(err, &exit):
		return fmt.Errorf("program %s", exit.ProcessState)
	default:
		return fmt.Errorf("program %s could not be started: %w", path, err)
	}
}

// prebuilt resolves the runtime option `binary` as Pulumi's Go host does: a path relative to the program, or a name on
// PATH.
func prebuilt(folder, binary string) (string, error) {
	if local := filepath.Join(folder, binary); !filepath.IsAbs(binary) {
		if _, err := os.Stat(local); err == nil {
			return local, nil
		}
	}
	path, err := exec.LookPath(binary)
	if err != nil {
		return "", fmt.Errorf("runtime option binary: %w", err)
	}
	return path, nil
}

// call runs a program in this process and turns a panic into an error.
func call(ctx context.Context, body Body, run Run) (err error) {
	defer func() {
		if recovered := recover(); recovered != nil {
			err = fmt.Errorf("the program panicked: %v", recovered)
		}
	}()
	return body(ctx, run)
}

// lines sends each complete line that is written to it.
type lines struct {
	send    func(line string)
	partial strings.Builder
}

func (l *lines) Write(data []byte) (int, error) {
	for line := range strings.Lines(string(data)) {
		l.partial.WriteString(line)
		if strings.HasSuffix(line, "\n") {
			l.flush()
		}
	}
	return len(data), nil
}

func (l *lines) flush() {
	if l.partial.Len() > 0 {
		l.send(strings.TrimSuffix(l.partial.String(), "\n"))
		l.partial.Reset()
	}
}
