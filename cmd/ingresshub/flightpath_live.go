package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/readers/snapshot"
	"github.com/ingresshub/ingresshub/internal/engine"
)

// liveAccounts says which live accounts are read.
type liveAccounts struct {
	asked                    bool
	profiles, roles, regions []string
	keep                     string
}

// arguments are those of ingresshub-capture.
func (l *liveAccounts) arguments(dir string) []string {
	var all []string
	for _, flag := range []struct {
		name   string
		values []string
	}{{"--profile", l.profiles}, {"--role-arn", l.roles}, {"--region", l.regions}} {
		for _, value := range flag.values {
			all = append(all, flag.name, value)
		}
	}
	return append(all, dir)
}

// read has ingresshub-capture write a snapshot, and reads it. It is a program of its own, so that this one need not be compiled
// against the AWS SDK.
func (l *liveAccounts) read(ctx context.Context, std streams) (read *network.Network, err error) {
	dir := l.keep
	if dir == "" {
		folder, err := os.MkdirTemp("", "ingresshub-live-")
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
		dir = filepath.Join(folder, "snapshot")
	}
	program, err := captureProgram(ctx, std.err)
	if err != nil {
		return nil, err
	}
	capture := exec.CommandContext(ctx, program, l.arguments(dir)...)
	capture.Cancel = func() error { return capture.Process.Signal(os.Interrupt) } // it has a folder to remove
	capture.WaitDelay = patience
	capture.Stdin, capture.Stdout, capture.Stderr = std.in, std.err, std.err
	if err := capture.Run(); err != nil {
		return nil, fmt.Errorf("the accounts could not be read: ingresshub-capture: %w", err)
	}
	return snapshot.Read(dir)
}

// patience is how long a capture that is to end may take for it.
const patience = 10 * time.Second

// captureProgram is ingresshub-capture: beside this program, on PATH, or compiled where this is a checkout.
func captureProgram(ctx context.Context, progress io.Writer) (string, error) {
	name := "ingresshub-capture"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if own, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(own), name)
		if info, err := os.Stat(beside); err == nil && info.Mode().IsRegular() {
			return beside, nil
		}
	}
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	root, err := engine.Root("")
	if err != nil {
		return "", fmt.Errorf("%s is neither beside this program nor on PATH; go install %s/cmd/ingresshub-capture makes it", name, engine.Module)
	}
	folder := filepath.Join(root, "cmd", "ingresshub-capture")
	return engine.Compile(ctx, folder, progress)
}
