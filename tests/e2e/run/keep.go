package run

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// keep writes what a state left behind into a folder of its own, where somebody asked for that: the API's answers, as the
// AWS CLI prints them, and the stack's state as `pulumi stack export` does.
func (l *life) keep(ctx context.Context, state string, now snapshot.Snapshot) error {
	if l.Keep == "" {
		return nil
	}
	folder := filepath.Join(l.Keep, l.scenario.Name, word(state))
	if err := now.Write(folder); err != nil {
		return err
	}
	export, err := l.stack.Export(ctx)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "stack.json"), export, 0o600)
}

// word is a state's name as a folder.
func word(name string) string { return strings.ReplaceAll(strings.ReplaceAll(name, ",", ""), " ", "-") }
