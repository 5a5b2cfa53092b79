package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

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
	}{{"--profile", l.profiles}, {"--role", l.roles}, {"--region", l.regions}} {
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
	program, err := captureProgram()
	if err != nil {
		return nil, err
	}
	if len(program) > 1 {
		fmt.Fprintln(std.err, "compiling ingresshub-capture against the AWS SDK: minutes, once (go install ./cmd/ingresshub-capture avoids it)")
	}
	capture := exec.CommandContext(ctx, program[0], append(program[1:], l.arguments(dir)...)...)
	capture.Stdin, capture.Stdout, capture.Stderr = std.in, std.err, std.err
	if err := capture.Run(); err != nil {
		return nil, fmt.Errorf("the accounts could not be read: ingresshub-capture: %w", err)
	}
	return snapshot.Read(dir)
}

// captureProgram is the command line of ingresshub-capture: beside this program, on PATH, or compiled where this is a checkout.
func captureProgram() ([]string, error) {
	name := "ingresshub-capture"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if own, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(own), name)
		if info, err := os.Stat(beside); err == nil && info.Mode().IsRegular() {
			return []string{beside}, nil
		}
	}
	if path, err := exec.LookPath(name); err == nil {
		return []string{path}, nil
	}
	root, err := engine.Root("")
	if err != nil {
		return nil, fmt.Errorf("%s is neither beside this program nor on PATH; go install %s/cmd/ingresshub-capture makes it", name, engine.Module)
	}
	return []string{"go", "run", "-C", root, "./cmd/ingresshub-capture"}, nil
}
