package engine

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Setup makes ready what takes minutes the first time: the Pulumi command line, and the packages of this module with what
// they depend on. The second time it takes a second or two.
func Setup(ctx context.Context, progress io.Writer) error {
	path, err := CLI(ctx, progress)
	if err != nil {
		return err
	}
	fmt.Fprintf(progress, "Pulumi: %s\n", path)
	root, err := Root("")
	if err != nil {
		return err
	}
	// Not the programs: they would be linked each time, and a hundred megabytes each take their seconds.
	return goBuild(ctx, "the library and the SDKs it uses", root, os.DevNull, progress, "./components/...", "./internal/...")
}

// scratchFor is the temporary folder of a build. The go command renames its result into place when both are on the same
// file system, so that a program which is running meanwhile is not written over; hence beside the target. What is compiled
// and kept nowhere has no such need.
func scratchFor(target string) (string, error) {
	if target == os.DevNull {
		return os.MkdirTemp("", "ingresshub-build-")
	}
	scratch := filepath.Join(filepath.Dir(target), "tmp")
	return scratch, os.MkdirAll(scratch, 0o755)
}
