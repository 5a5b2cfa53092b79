package engine_test

import (
	"os"
	"testing"
)

// slow skips a test that takes a minute or more and proves nothing of the estates themselves, unless `make test-slow` asks for it.
func slow(t *testing.T) {
	t.Helper()
	if os.Getenv("INGRESSHUB_SLOW") == "" {
		t.Skip("slow: make test-slow runs it")
	}
}
