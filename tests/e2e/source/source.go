// Package source makes copies of the example programs whose constants can be changed, as the examples' READMEs ask their
// users to: the IDs of what exists, and a service or a zone more. The repository's own files stay as they are.
package source

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/ingresshub/ingresshub/internal/engine"
)

// main is the file that is changed: an example has no other.
const main = "main.go"

// Edit is a change of a text that occurs once.
type Edit struct{ Old, New string }

// Copy is a copy of a program in a module of its own, which takes everything else from the repository.
type Copy struct {
	folder   string
	original string // of main.go
}

// New copies the program in a folder of the repository into an empty one.
func New(ctx context.Context, root, program, target string) (*Copy, error) {
	folder := filepath.Join(target, filepath.Base(program))
	if err := os.CopyFS(folder, os.DirFS(program)); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(folder, main))
	if err != nil {
		return nil, err
	}
	// The copy needs what the repository needs, and the repository.
	for _, name := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return nil, err
		}
	}
	cmd := exec.CommandContext(ctx, "go", "mod", "edit",
		"-module=example.com/"+filepath.Base(program), "-require="+engine.Module+"@v0.0.0", "-replace="+engine.Module+"="+root)
	cmd.Dir = folder
	if output, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go mod edit: %w: %s", err, output)
	}
	return &Copy{folder: folder, original: string(text)}, nil
}

// Folder is where the copy is.
func (c *Copy) Folder() string { return c.folder }

// Write writes the program with some edits and no others, and then what finally makes of the text.
func (c *Copy) Write(edits []Edit, finally func(string) string) error {
	text := c.original
	for _, edit := range edits {
		if count := strings.Count(text, edit.Old); count != 1 {
			return fmt.Errorf("%s: holds %q %d times; the edit is of an older version", filepath.Join(c.folder, main), edit.Old, count)
		}
		text = strings.Replace(text, edit.Old, edit.New, 1)
	}
	return os.WriteFile(filepath.Join(c.folder, main), []byte(finally(text)), 0o644)
}
