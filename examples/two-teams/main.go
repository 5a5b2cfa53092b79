// Two teams, or three, in stacks and accounts of their own: a network team's hub, and a team per cluster. Which of them a stack is, its
// config says. In earnest each team has a program of its own, of the one line that is its part here.
package main

import (
	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		if config.New(ctx, "ingresshub").Get("estate") != "" {
			return estate.HubProgram(ctx)
		}
		return estate.WorkloadProgram(ctx)
	})
}
