// One program for three accounts: the estate in the stack's config says what lies where.
package main

import (
	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() { pulumi.Run(estate.Program) }
