package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// problemsKey is the key of the list of problems.
const problemsKey = "CaptureProblems"

// folder is where a snapshot will be. Until it is whole it lies beside that, under a name that says so.
type folder struct{ dir, partial string }

// newFolder makes sure that there is a place to write to, before anything is asked.
func newFolder(dir string) (*folder, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	switch {
	case err == nil && len(entries) > 0:
		return nil, fmt.Errorf("%s is not empty: a snapshot goes into a folder of its own, so that nothing older mixes with it", dir)
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return nil, err
	}
	partial, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+".partial-*")
	if err != nil {
		return nil, err
	}
	return &folder{dir, partial}, nil
}

// write writes the places, in the stead of what an earlier try wrote.
func (f *folder) write(places []*Place) error {
	entries, err := os.ReadDir(f.partial)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := os.RemoveAll(filepath.Join(f.partial, entry.Name())); err != nil {
			return err
		}
	}
	for _, place := range places {
		if err := place.write(filepath.Join(f.partial, place.Account, place.Region)); err != nil {
			return err
		}
	}
	return nil
}

// write writes a file per key.
func (p *Place) write(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	single := map[string]bool{}
	for _, call := range Calls() {
		single[call.Key] = call.single
	}
	for key, all := range p.Documents {
		var content any = all
		if single[key] {
			if len(all) == 0 {
				continue
			}
			content = all[0]
		}
		if err := writeFile(dir, key, content); err != nil {
			return err
		}
	}
	if len(p.Problems) == 0 {
		return nil
	}
	return writeFile(dir, problemsKey, p.Problems)
}

func writeFile(dir, key string, content any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "    ") // as the AWS CLI does
	if err := encoder.Encode(map[string]any{key: content}); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return os.WriteFile(filepath.Join(dir, key+".json"), text.Bytes(), 0o600)
}

// publish gives the folder its name, in one step.
func (f *folder) publish() error {
	if err := os.Remove(f.dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.Rename(f.partial, f.dir)
}

// forget removes what was not published.
func (f *folder) forget() { _ = os.RemoveAll(f.partial) }

// named is a message about the files with the folder's own name.
func (f *folder) named(message string) string {
	return strings.ReplaceAll(message, f.partial, f.dir)
}
