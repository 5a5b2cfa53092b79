// Package server runs the emulated AWS API: `python -m emulator` of this module, in a process of its own on a free port
// of the loopback interface. Python and moto are found or made ready first.
package server

import (
	"bufio"
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

const (
	// patience is how long the emulator may take to answer: it loads AWS's managed policies and every service it has.
	patience = 2 * time.Minute

	// announcement begins the line on stdout that says where requests are answered.
	announcement = "emulator: listening on "

	// complaint begins a line on stderr about a request that the emulator could not serve.
	complaint = "emulator: "
)

// Options describe a server.
type Options struct {
	// Python is the interpreter, as [Python] returns it.
	Python string

	// Folder that holds the package `emulator`.
	Folder string
}

// Server is a running emulator. Close ends it.
type Server struct {
	url   string
	cmd   *exec.Cmd
	log   *os.File
	ended chan struct{}
	err   error // after ended
}

// Start starts an emulator and returns once it answers.
func Start(ctx context.Context, options Options) (*Server, error) {
	folder, err := filepath.Abs(options.Folder)
	if err != nil {
		return nil, err
	}
	log, err := os.CreateTemp("", "ingresshub-emulator-*.log")
	if err != nil {
		return nil, err
	}
	s := &Server{log: log, ended: make(chan struct{})}
	s.cmd = exec.Command(options.Python, "-m", "emulator", "--host", "127.0.0.1", "--port", "0")
	s.cmd.Dir = folder
	s.cmd.Env = append(os.Environ(),
		"PYTHONPATH="+folder, "PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1", "MOTO_IAM_LOAD_MANAGED_POLICIES=true")
	s.cmd.Stderr = log
	ownGroup(s.cmd)
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, errors.Join(err, s.Forget())
	}
	if err := s.cmd.Start(); err != nil {
		return nil, errors.Join(err, s.Forget())
	}
	announced := make(chan string, 1)
	go func() {
		s.read(stdout, announced)
		s.err = s.cmd.Wait()
		close(s.ended)
	}()
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	select {
	case s.url = <-announced:
		return s, nil
	case <-s.ended:
		err = fmt.Errorf("the emulator ended before it answered: %w", s.err)
	case <-timeout.C:
		err = fmt.Errorf("the emulator did not answer within %s", patience)
	case <-ctx.Done():
		err = ctx.Err()
	}
	closed := s.Close()
	return nil, errors.Join(fmt.Errorf("%w\n%s", err, s.Tail(30)), closed, s.Forget())
}

// read passes on where the emulator listens; whatever else it prints belongs into the log.
func (s *Server) read(stdout io.Reader, announced chan<- string) {
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if url, found := strings.CutPrefix(lines.Text(), announcement); found && len(announced) == 0 {
			announced <- strings.TrimSpace(url)
			continue
		}
		fmt.Fprintln(s.log, lines.Text())
	}
	// A line too long for the scanner must not stall the emulator.
	_, _ = io.Copy(s.log, stdout)
}

// URL is the endpoint of every service, without a slash at the end.
func (s *Server) URL() string { return s.url }

// Log is the path of the file that holds what the emulator prints: a line per request, and what it could not serve.
func (s *Server) Log() string { return s.log.Name() }

// Close ends the emulator with all that it holds. The log stays; Forget removes it.
func (s *Server) Close() error {
	select {
	case <-s.ended:
		return nil
	default:
	}
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		_ = s.cmd.Process.Kill() // Windows knows no interrupt.
	}
	select {
	case <-s.ended:
	case <-time.After(10 * time.Second):
		if err := s.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		<-s.ended
	}
	return nil
}

// Forget removes the log.
func (s *Server) Forget() error {
	removed := os.Remove(s.log.Name())
	if errors.Is(removed, os.ErrNotExist) {
		removed = nil // somebody else did
	}
	return errors.Join(s.log.Close(), removed)
}
