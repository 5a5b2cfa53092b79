package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Compile builds the Go program in a folder, and returns the executable. The first time may take minutes, of which progress is
// told; what did not change is not built again.
func Compile(ctx context.Context, folder string, progress io.Writer) (string, error) {
	return compile(ctx, folder, ".", progress)
}

// compile builds the Go program in folder and returns the executable. Executables are kept per folder, so a program whose
// code did not change is not linked again. They stay out of the project's own buildTarget: test packages that run the same
// project in parallel would write over each other, and a demo does not change the user's files.
func compile(ctx context.Context, folder, entryPoint string, progress io.Writer) (string, error) {
	cache, err := cacheDir()
	if err != nil {
		return "", err
	}
	programs := filepath.Join(cache, "programs")
	key := sha256.Sum256([]byte(folder + "\x00" + entryPoint))
	home := filepath.Join(programs, filepath.Base(folder)+"-"+hex.EncodeToString(key[:6]))
	release, err := lock(ctx, home+".lock", func() {
		fmt.Fprintf(progress, "another process is compiling %s: waiting for it\n", folder)
	})
	if err != nil {
		return "", err
	}
	defer release()
	if err := os.MkdirAll(home, 0o755); err != nil {
		return "", err
	}
	forgetVanished(programs)
	if err := os.WriteFile(filepath.Join(home, "folder"), []byte(folder), 0o644); err != nil {
		return "", err
	}
	target := filepath.Join(home, executable("program"))
	return target, goBuild(ctx, filepath.Base(folder), folder, target, progress, entryPoint)
}

// forgetVanished removes executables of folders that no longer exist, such as the copies that tests make: each takes
// more than a hundred megabytes.
func forgetVanished(programs string) {
	entries, err := os.ReadDir(programs)
	if err != nil {
		return
	}
	for _, entry := range entries {
		home := filepath.Join(programs, entry.Name())
		folder, err := os.ReadFile(filepath.Join(home, "folder"))
		if err != nil || strings.TrimSpace(string(folder)) == "" {
			continue
		}
		if _, err := os.Stat(string(folder)); os.IsNotExist(err) {
			_ = os.RemoveAll(home)
			_ = os.Remove(home + ".lock")
		}
	}
}
