// Package script writes small programs that tests run.
package script

import (
	"os"
	"syscall"
	"testing"
)

// Write writes an executable file.
//
// A child that another goroutine starts meanwhile inherits the open file until it becomes its own program, and as long as
// anybody has a file open for writing the kernel refuses to run it ("text file busy", https://go.dev/issue/22315). So
// nobody forks while the file is open.
func Write(t testing.TB, path, text string) {
	t.Helper()
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
}
