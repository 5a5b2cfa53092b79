//go:build !unix

package engine

import (
	"os"
	"os/exec"
)

// Without process groups, a terminal's Ctrl-C reaches the engine too, which then ends in good order by itself.

func ownGroup(*exec.Cmd) {}

func interrupt(process *os.Process) error { return process.Kill() }

func killGroup(process *os.Process) error { return process.Kill() }
