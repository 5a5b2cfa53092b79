package localcloud

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// journal keeps every change as one line of JSON, written before the answer is
// sent. A killed process can at worst leave a torn last line, whose answer
// nobody has seen. On opening, the journal is rewritten in its shortest form
// and put in place at once by a rename.
type journal struct {
	file *os.File
}

type entry struct {
	Put        []*Object  `json:"put,omitempty"`
	Gone       []entryKey `json:"gone,omitempty"`
	Operation  *Operation `json:"operation,omitempty"`
	Generation string     `json:"generation,omitempty"`
}

type entryKey struct {
	Account string `json:"account"`
	Region  string `json:"region"`
	Type    string `json:"type"`
	ID      string `json:"id"`
}

func (j *journal) write(ch change) error {
	if j == nil || j.file == nil {
		return nil
	}
	text, err := line(ch)
	if err != nil {
		return err
	}
	if _, err := j.file.Write(text); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	return nil
}

func line(ch change) ([]byte, error) {
	e := entry{Put: ch.put, Operation: ch.operation, Generation: ch.generation}
	for _, k := range ch.gone {
		e.Gone = append(e.Gone, entryKey{k.account, k.region, k.typ, k.id})
	}
	text, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("writing the journal: %w", err)
	}
	return append(text, '\n'), nil
}

func (j *journal) close() error {
	if j == nil || j.file == nil {
		return nil
	}
	err := j.file.Close()
	j.file = nil
	return err
}

// openJournal replays the journal, writes it anew and keeps it open.
func (c *Cloud) openJournal(path string) error {
	if err := c.replay(path); err != nil {
		return fmt.Errorf("reading the journal %s: %w", path, err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	err = func() error {
		w := bufio.NewWriter(f)
		for _, ch := range c.snapshot() {
			text, err := line(ch)
			if err != nil {
				return err
			}
			if _, err := w.Write(text); err != nil {
				return err
			}
		}
		if err := w.Flush(); err != nil {
			return err
		}
		return os.Rename(f.Name(), path)
	}()
	if err != nil {
		return errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	c.journal = &journal{file: f}
	return nil
}

func (c *Cloud) replay(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReader(f)
	for n := 1; ; n++ {
		text, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil // a torn line has no end
		}
		if err != nil {
			return err
		}
		var e entry
		if err := json.Unmarshal(text, &e); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		ch := change{put: e.Put, operation: e.Operation, generation: e.Generation}
		for _, k := range e.Gone {
			ch.gone = append(ch.gone, key{k.Account, k.Region, k.Type, k.ID})
		}
		c.apply(ch)
	}
}
