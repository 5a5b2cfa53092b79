package snapshot

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// source is a file of the snapshot.
type source struct {
	name  string // as the user would call it, for messages
	path  string // below the snapshot, with slashes
	place *place
}

func (s *source) String() string { return s.name }

// walk lists the files of a folder in order. Anything that would have to be followed or waited for is refused where it looks
// like a part of the snapshot: leaving it out would leave out objects.
func walk(dir string) ([]*source, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s: not a folder; a snapshot is a folder of *.json files", dir)
	}
	root, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	var files []*source
	err = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		file := &source{name: visible(filepath.Join(dir, below)), path: filepath.ToSlash(below)}
		// What macOS keeps beside a file on other file systems is called like the file, and is no JSON.
		json := strings.EqualFold(filepath.Ext(name), ".json") && !strings.HasPrefix(entry.Name(), "._")
		switch {
		case entry.Type()&fs.ModeSymlink != 0:
			target, err := os.Stat(name)
			if json || err == nil && target.IsDir() {
				return fmt.Errorf("%s: a symbolic link; put the file or folder itself here", file.name)
			}
		case entry.IsDir() || !json:
		case !entry.Type().IsRegular():
			return fmt.Errorf("%s: not a regular file (%s)", file.name, entry.Type())
		default:
			files = append(files, file)
		}
		return nil
	})
	return files, err
}

// load reads a file's text, up to what is left of the limit.
func load(root string, file *source, left int64) ([]byte, error) {
	opened, err := openRegular(filepath.Join(root, filepath.FromSlash(file.path)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file.name, err)
	}
	defer opened.Close()
	text, err := io.ReadAll(io.LimitReader(opened, left+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file.name, err)
	}
	if int64(len(text)) > left {
		return nil, fmt.Errorf("%s: the snapshot is larger than the limit; raise it if that is meant", file.name)
	}
	return text, nil
}

// openRegular opens a file that is still a regular one: it may have been replaced since it was listed.
func openRegular(name string) (*os.File, error) {
	info, err := os.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	return os.Open(name)
}

// decoded is the text without a byte order mark. PowerShell writes UTF-16 where it is not told otherwise.
func decoded(text []byte) ([]byte, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	switch {
	case len(bytes.TrimSpace(text)) == 0:
		return nil, errors.New("empty: the command that was to fill it failed; repeat it, or delete the file")
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
		return nil, errors.New("UTF-16; write it as UTF-8")
	}
	if !utf8.Valid(text) {
		return nil, errors.New("not UTF-8")
	}
	return text, nil
}
