package snapshot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Global is the Region of services that have none: IAM and Route 53.
const Global = "global"

// Place is where objects lie.
type Place struct {
	// Twelve digits.
	Account string

	// A Region, or Global.
	Region string
}

// String is the place as reports and folders call it.
func (p Place) String() string { return p.Account + "/" + p.Region }

// Document is one object of an answer, with the field names that the AWS CLI prints.
type Document = map[string]any

// Documents are what one account and Region holds, by top-level key.
type Documents map[string][]Document

// Snapshot is everything that was read, by place.
type Snapshot map[Place]Documents

// Places are the snapshot's places in order.
func (s Snapshot) Places() []Place {
	return slices.SortedFunc(maps.Keys(s), func(a, b Place) int { return strings.Compare(a.String(), b.String()) })
}

// Write writes each list to `<dir>/<account>/<region>/<key>.json`.
func (s Snapshot) Write(dir string) error {
	for place, documents := range s {
		folder := filepath.Join(dir, place.Account, place.Region)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		for key, list := range documents {
			text, err := Text(map[string]any{key: list})
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(folder, key+".json"), text, 0o644); err != nil { //nolint:gosec // Nothing secret.
				return err
			}
		}
	}
	return nil
}

// Load reads a folder that Write wrote: the files' keys count, not their names.
func Load(dir string) (Snapshot, error) {
	loaded := Snapshot{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".json" {
			return err
		}
		relative, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		words := strings.Split(filepath.ToSlash(relative), "/")
		if len(words) != 3 {
			return fmt.Errorf("%s: want <account>/<region>/<file>.json", relative)
		}
		text, err := os.ReadFile(path) //nolint:gosec // The folder is the caller's.
		if err != nil {
			return err
		}
		place := Place{Account: words[0], Region: words[1]}
		if loaded[place] == nil {
			loaded[place] = Documents{}
		}
		if err := loaded[place].add(text); err != nil {
			return fmt.Errorf("%s: %w", relative, err)
		}
		return nil
	})
	return loaded, err
}

func (d Documents) add(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	// A number keeps its digits: an autonomous system number would lose some as a float.
	decoder.UseNumber()
	keys := Documents{}
	if err := decoder.Decode(&keys); err != nil {
		return err
	}
	for key, list := range keys {
		if d[key] == nil {
			d[key] = []Document{} // that there is none is an answer, too
		}
		d[key] = append(d[key], list...)
	}
	return nil
}

// Text is JSON with sorted keys and indentation, so that two snapshots can be told apart by eye.
func Text(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(value)
	return buffer.Bytes(), err
}

// Decode reads a key's list into structs whose fields are called as AWS calls them.
func Decode[T any](d Documents, key string) ([]T, error) {
	list := make([]T, 0, len(d[key]))
	for _, document := range d[key] {
		text, err := json.Marshal(document)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		var value T
		if err := json.Unmarshal(text, &value); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		list = append(list, value)
	}
	return list, nil
}
