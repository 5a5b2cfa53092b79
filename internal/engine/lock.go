package engine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// lock takes the lock at path, across processes, and returns what releases it. Test packages run in parallel processes
// and must not build the same thing twice. While another process holds the lock, waiting is called once.
func lock(ctx context.Context, path string, waiting func()) (release func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	for first := true; ; first = false {
		release, err := tryLock(path)
		if err != nil {
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
		if release != nil {
			return release, nil
		}
		if first && waiting != nil {
			waiting()
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}
