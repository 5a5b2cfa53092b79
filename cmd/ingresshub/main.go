// Command ingresshub is the command line of the library: it shows the plan of an estate, prints the schema of estates, and
// deploys an estate or an example into a local simulation of AWS, through the real Pulumi engine.
//
// It depends on no provider SDK, so it compiles and starts quickly; programs that do are compiled by `demo`.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the next one ends the process at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}, os.Args[1:]))
}
