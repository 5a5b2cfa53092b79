//go:build !unix

package engine

import (
	"errors"
	"os"
	"time"
)

// staleLock is longer than any build that a lock guards: without a lock in the kernel, a file older than this belonged to
// a process that died.
const staleLock = time.Hour

// tryLock returns nil without an error when another process holds the lock.
func tryLock(path string) (release func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	switch {
	case err == nil:
		return func() { _ = os.Remove(path) }, file.Close()
	case errors.Is(err, os.ErrExist):
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > staleLock {
			_ = os.Remove(path)
		}
		return nil, nil
	default:
		return nil, err
	}
}
