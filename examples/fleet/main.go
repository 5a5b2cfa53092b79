// A hub and many clusters, each a stack of this one program. Without arguments it is the program, as `pulumi up --stack payments` runs it;
// with a command it runs the stacks of its folder together, by the Automation API.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	if len(os.Args) == 1 {
		pulumi.Run(program)
		return
	}
	// The first interrupt begins no further stack; a second one ends this process as usual.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	if err := command(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// program is the hub's or a cluster's, as the stack's config says.
func program(ctx *pulumi.Context) error {
	if config.New(ctx, "ingresshub").Get("estate") != "" {
		return estate.HubProgram(ctx)
	}
	return estate.WorkloadProgram(ctx)
}
