//go:build unix

package engine

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// ownGroup keeps a terminal's Ctrl-C from reaching the process: this process decides when the engine and its programs
// stop, so that an update ends in good order.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// interrupt asks the process to end in good order.
func interrupt(process *os.Process) error {
	return process.Signal(syscall.SIGINT)
}

// killGroup ends the process and what it started, at once.
func killGroup(process *os.Process) error {
	err := syscall.Kill(-process.Pid, syscall.SIGKILL)
	if errors.Is(err, syscall.ESRCH) {
		return os.ErrProcessDone
	}
	return err
}
