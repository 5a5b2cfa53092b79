// Command setup makes ready what tests need and what takes minutes the first time, with progress: the Pulumi command line,
// and the compiled packages of this module with the provider SDKs below them. `go test` would be silent meanwhile.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/ingresshub/ingresshub/internal/engine"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := engine.Setup(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "setup:", err)
		os.Exit(1)
	}
}
