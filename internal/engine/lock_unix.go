//go:build unix

package engine

import (
	"errors"
	"os"
	"syscall"
)

// tryLock returns nil without an error when another process holds the lock. The kernel releases it when its holder dies.
func tryLock(path string) (release func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	switch err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case err == nil:
		return func() { _ = file.Close() }, nil
	case errors.Is(err, syscall.EWOULDBLOCK), errors.Is(err, syscall.EINTR):
		return nil, file.Close()
	default:
		_ = file.Close()
		return nil, err
	}
}
