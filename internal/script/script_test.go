package script

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWrittenScriptsRun writes and runs scripts from many goroutines at once, which fails within a few dozen scripts where
// they are written without a lock.
func TestWrittenScriptsRun(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	folder, wait := t.TempDir(), sync.WaitGroup{}
	for worker := range 8 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for n := range 40 {
				path := filepath.Join(folder, fmt.Sprintf("script-%d-%d", worker, n))
				Write(t, path, "#!/bin/sh\nexit 0\n")
				assert.NoError(t, exec.Command(path).Run())
			}
		}()
	}
	wait.Wait()
}
