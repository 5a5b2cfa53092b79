package engine

import (
	"os"
	"path/filepath"
)

// cacheDir is where what takes long to build is kept between runs: INGRESSHUB_CACHE, else a folder in the user's cache.
func cacheDir() (string, error) {
	if dir := os.Getenv("INGRESSHUB_CACHE"); dir != "" {
		return filepath.Abs(dir)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		// A container without HOME still has a temporary folder.
		dir = os.TempDir()
	}
	return filepath.Join(dir, "ingresshub"), nil
}
